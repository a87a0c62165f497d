from __future__ import annotations

import pytest
from tests import make
from tests.ballots.registers import TRANBJERG, Down, Secretive
from tests.polling import made

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.ballots.models import Eligible, PendingCheck, Roll, SetAside
from deltagerbudget.ballots.pending import REGISTRY, keep_pending, settle
from deltagerbudget.identity.cpr import digits_of, reference
from deltagerbudget.identity.persons import BY_SUB
from deltagerbudget.identity.residence import InventedRegistry
from deltagerbudget.polling.models import DeskCount
from deltagerbudget.polling.rules import Standing, offer
from deltagerbudget.polling.serving import check_voter, hand_out_paper

pytestmark = pytest.mark.django_db
DAY = made.NUMBER[:6]


def test_it_works() -> None:
    vote = made.open_vote()
    station, bo = made.at_desk(vote)
    found = made.looked_up(station, bo)
    assert (found.standing, found.area, found.pseudonym) == (Standing.FREE, "tranbjerg", made.pseudonym(vote))
    made.cast(made.online(vote), 1)
    assert made.looked_up(station, bo).standing is Standing.ONLINE
    assert DeskCount.objects.get().checked == 2
    assert not Entry.objects.filter(act="check_voter").exists()


def test_what_else_it_can_say() -> None:
    vote = made.open_vote()
    station, bo = made.at_desk(vote)
    there = made.library(vote.process, name="Hallen")
    made.serving(there, bo)
    hand_out_paper(bo, station, made.visitor(vote), at=make.now())
    assert made.looked_up(station, bo).standing is Standing.PAPER_HERE
    assert made.looked_up(there, bo).standing is Standing.PAPER_ELSEWHERE
    other = made.number(1)
    assert made.looked_up(station, bo, other, "viby").standing is Standing.ELSEWHERE
    assert made.looked_up(station, bo, other, "-").standing is Standing.ELSEWHERE
    assert made.looked_up(station, bo, f"0101{make.today().year - 2001:02d}4111").standing is Standing.TOO_YOUNG


def test_where_there_is_a_roll_the_roll_decides() -> None:
    vote = made.open_vote()
    station, bo = made.at_desk(vote)
    Roll.objects.create(vote=vote, cut_off=make.today(), people=1, loaded_at=make.now())
    Eligible.objects.create(vote=vote, pseudonym=made.pseudonym(vote), area="tranbjerg", band="60-69")
    found = made.looked_up(station, bo, area="")
    assert (found.standing, found.area) == (Standing.FREE, "tranbjerg")
    assert made.looked_up(station, bo, made.number(1)).standing is Standing.NOT_ON_ROLL


def test_b68_without_a_shift_there_today_nobody_is_served() -> None:
    vote = made.open_vote()
    station, bo = made.at_desk(vote)
    there = made.library(vote.process, name="Hallen")
    for actor, place in ((bo, there), (make.tove(), station)):
        with pytest.raises(NotPossible, match="vagt"):
            made.looked_up(place, actor)


def test_who_may_not() -> None:
    station, _bo = made.at_desk(made.open_vote())
    for actor in (make.anna(), make.fie(), make.uffe()):
        with pytest.raises(NotYours):
            made.looked_up(station, actor)


def test_only_while_the_vote_is_open() -> None:
    vote = made.open_vote()
    station, bo = made.at_desk(vote)
    make.shift_to(vote.process, PhaseKind.REVIEW)
    with pytest.raises(NotNow):
        check_voter(bo, station, number=made.NUMBER, area="tranbjerg", at=make.now())


def test_not_where_the_login_knows_people_by_something_else() -> None:
    """Without desk and paper there may be no numbers, and whoever was looked up would seem to be free."""
    station, bo = made.at_desk(make.open_vote(channels=["mitid", "kiosk"]))
    with pytest.raises(NotPossible, match="skranke"):
        made.looked_up(station, bo)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        *((right, made.NUMBER) for right in (f"{DAY}-1111", f" {DAY} 1111 ", made.NUMBER)),
        *(
            (wrong, None)
            for wrong in ("", f"{DAY}-111", "01016011112", "abc", "3102601111", "٠١٠١٦٠١١١١", f"{DAY}--1111")
        ),
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str, number: str | None) -> None:
    assert digits_of(typed) == number


def test_what_can_be_done_follows_from_what_is_said() -> None:
    ways = made.open_vote().channels
    assert (offer(Standing.FREE, ways).paper, offer(Standing.ONLINE, ways).code) == (True, True)
    assert not offer(Standing.FREE, frozenset()).paper
    refused = set(Standing) - {Standing.FREE, Standing.ONLINE, Standing.PAPER_HERE}
    assert not any(offer(one, ways).paper or offer(one, ways).code or offer(one, ways).take_back for one in refused)
    assert offer(Standing.PAPER_HERE, ways).take_back


ANNA, SIGNE = BY_SUB["anna"].cpr, BY_SUB["signe"].cpr


def register(monkeypatch: pytest.MonkeyPatch, kind: type[InventedRegistry]) -> None:
    monkeypatch.setattr("deltagerbudget.ballots.pending.registry", kind)


def test_where_a_register_answers_it_decides_at_the_desk_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on the web, whatever staff have chosen; and the answer settles what waited."""
    register(monkeypatch, InventedRegistry)
    vote = made.open_vote(address_ranges=[TRANBJERG])
    station, bo = made.at_desk(vote)
    keep_pending(vote, made.pseudonym(vote, ANNA), reference(ANNA))
    for said in ("", "viby", "-", "tranbjerg"):
        found = made.looked_up(station, bo, ANNA, said)
        assert (found.standing, found.area, found.by_card) == (Standing.FREE, "tranbjerg", False)
    assert not PendingCheck.objects.exists()
    assert made.looked_up(station, bo, SIGNE, "tranbjerg").standing is Standing.ELSEWHERE


@pytest.mark.parametrize(("kind", "standing"), [(Down, Standing.SILENT), (Secretive, Standing.PROTECTED)])
def test_where_the_register_says_nothing_the_health_card_decides(
    monkeypatch: pytest.MonkeyPatch, kind: type[InventedRegistry], standing: Standing
) -> None:
    register(monkeypatch, kind)
    vote = made.open_vote(address_ranges=[TRANBJERG])
    station, bo = made.at_desk(vote)
    pseudonym = made.pseudonym(vote, ANNA)
    keep_pending(vote, pseudonym, reference(ANNA))
    assert made.looked_up(station, bo, ANNA, "").standing is standing
    assert made.looked_up(station, bo, ANNA, "-").standing is Standing.ELSEWHERE
    assert PendingCheck.objects.count() == 1
    found = made.looked_up(station, bo, ANNA, "tranbjerg")
    assert (found.standing, found.area, found.by_card) == (Standing.FREE, "tranbjerg", True)
    # A register that was silent is asked all the same, once it answers.
    assert PendingCheck.objects.exists() is (standing is Standing.SILENT)
    # What the register once said against somebody is not undone by a card.
    settle(vote, pseudonym, against=REGISTRY)
    assert made.looked_up(station, bo, ANNA, "tranbjerg").standing is Standing.ELSEWHERE
    assert SetAside.objects.get().reason == REGISTRY
