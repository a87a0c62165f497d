from typing import Any

import pytest
from django.utils.timezone import localdate
from tests import make
from tests.realisation.winners import started, winner

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind, Role
from deltagerbudget.processes.models import Process
from deltagerbudget.realisation.account import account_of, everything
from deltagerbudget.realisation.actions import start_realisation
from deltagerbudget.realisation.board import winners
from deltagerbudget.realisation.models import Realisation
from deltagerbudget.realisation.purse import purse_of

pytestmark = pytest.mark.django_db
WHO = {"owner_title": "Tovholder", "carried_out_by": "Teknik og Miljø"}


@pytest.mark.both
def test_it_works() -> None:
    proposal = winner()
    row = started(proposal)
    assert (row.proposal, row.price_ore, row.owner_id) == (proposal, 3_200_000, make.tove().person_id)
    assert Entry.objects.of(row).get().act == Act.START_REALISATION


def test_trap_17_it_is_the_same_proposal_with_its_authors_and_address() -> None:
    proposal = winner()
    authors = proposal.author_ids()
    row = started(proposal)
    assert row.proposal.author_ids() == authors
    assert row.proposal.number == proposal.number


def test_b67_a_winner_is_started_once() -> None:
    proposal = winner()
    started(proposal)
    with pytest.raises(NotPossible, match="already"):
        started(proposal)
    assert Realisation.objects.count() == 1


def test_b74_only_winners_come_along_at_the_price_that_they_won_and_once() -> None:
    process = winner().process
    won = {row.about.pk: row.price_ore for row in winners(localdate())}
    assert won == {row.pk: row.price_ore for row in process.proposals.filter(number__in=(1, 3))}
    row = started(process.proposals.get(number=3))
    assert row.price_ore == won[row.proposal_id]
    assert {found.about.pk: found.price_ore for found in winners(localdate())} == won


def test_only_a_winner_can_be_started() -> None:
    with pytest.raises(NotPossible, match="won"):
        started(winner(2))


def test_not_before_the_result_is_published() -> None:
    vote = make.open_vote()
    make.cast(vote, "anna", [1])
    result = make.counted(make.closed(vote))
    with pytest.raises(NotPossible, match="published"):
        started(result.projects.get(place=1).proposal)


def test_not_before_a_body_has_released_the_money() -> None:
    """R54: the vote says what residents want; who may released the money, and that stands in public."""
    proposal = winner()
    with pytest.raises(NotPossible, match="released the money"):
        start_realisation(make.tove(), proposal, **WHO, at=make.now())
    release = make.released(proposal.process)
    assert start_realisation(make.tove(), proposal, **WHO, at=make.now()).release == release


def test_not_in_the_phase_of_the_vote() -> None:
    proposal = winner()
    make.shift_to(proposal.process, PhaseKind.VOTE)
    with pytest.raises(NotNow):
        started(proposal)


@pytest.mark.parametrize("who", [make.anna, make.uffe, make.fie, make.bo, make.administrator])
def test_only_a_process_owner_may(who: object) -> None:
    proposal = winner()
    with pytest.raises(NotYours):
        start_realisation(who(), proposal, **WHO, at=make.now())  # type: ignore[operator]


def test_an_owner_of_another_area_may_not() -> None:
    proposal = winner()
    stranger = make.staff("Vera Viby", Role.OWNER, make.area("Viby"))
    with pytest.raises(NotYours):
        start_realisation(stranger, proposal, **WHO, at=make.now())


@pytest.mark.parametrize("blank", ["owner_title", "carried_out_by"])
def test_residents_are_told_who(blank: str) -> None:
    with pytest.raises(NotPossible, match="Write who"):
        start_realisation(make.tove(), winner(), **WHO | {blank: "  "}, at=make.now())


def told(process: Process) -> list[tuple[int, int]]:
    """What is promised and what is free, as the purse, the account of the pool and the board have it."""
    purse, pool = purse_of(process), make.pool()
    account = account_of(pool, pool.appropriations.all(), today=localdate(make.now()), shows=everything)
    (line,) = account.lines
    board = sum(row.price_ore for row in winners(localdate(make.now())))
    return [(purse.bound_ore, purse.free_ore), (line.promised_ore, line.free_ore), (board, 8_000_000 - board)]


@pytest.mark.parametrize(
    ("values", "number", "granted_ore", "all_ore"),
    [
        ({"count_variant": "remainder"}, 2, 4_800_000, 8_000_000),
        ({"count_method": "prizes", "prizes_ore": [5_000_000, 1_000_000]}, 1, 5_000_000, 6_000_000),
        ({"share_percent": 50}, 1, 1_600_000, 5_522_500),
    ],
)
def test_a_winner_is_promised_what_it_got_and_every_page_says_so(
    values: dict[str, Any], number: int, granted_ore: int, all_ore: int
) -> None:
    """A part of its price, or a prize; the rest of the price is nobody's promise."""
    result = make.finished(choices=((1,), (1,), (2,)), **values)
    process = make.shift_to(result.vote.process, PhaseKind.REALISATION)
    expected = [(all_ore, 8_000_000 - all_ore)] * 3
    assert told(process) == expected
    row = started(process.proposals.get(number=number))
    assert row.price_ore == granted_ore
    assert told(process) == expected
