from __future__ import annotations

from datetime import timedelta

import pytest
from tests import make
from tests.polling import made

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.ballots.models import SetAside
from deltagerbudget.polling.models import DeskCode, DeskCount
from deltagerbudget.polling.rules import Standing
from deltagerbudget.polling.serving import admit_at_desk, hand_out_paper, take_paper_back, used

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    vote = made.open_vote()
    station, bo = made.at_desk(vote)
    code = admit_at_desk(bo, station, made.looked_up(station, bo), at=make.now())
    assert len(code) == 8
    found = used(f" {code[:4].lower()} {code[4:]} ", station.pk, at=make.now())
    assert found is not None
    assert (found.pseudonym, found.area) == (made.pseudonym(vote), "tranbjerg")
    assert DeskCount.objects.get().admitted == 1
    assert not Entry.objects.filter(act="admit_at_desk").exists()


def test_a_code_works_once_here_and_for_ten_minutes() -> None:
    vote = made.open_vote()
    station, bo = made.at_desk(vote)
    there = made.library(vote.process, name="Hallen")
    code = admit_at_desk(bo, station, made.visitor(vote), at=make.now())
    assert used(code, there.pk, at=make.now()) is None
    assert used(code, station.pk, at=make.now() + timedelta(minutes=10)) is None
    assert used("AAAAAAAA", station.pk, at=make.now()) is None
    assert used(code, station.pk, at=make.now()) is not None
    assert used(code, station.pk, at=make.now()) is None


def test_the_code_is_kept_nowhere_and_a_new_one_voids_the_old() -> None:
    vote = made.open_vote()
    station, bo = made.at_desk(vote)
    first = admit_at_desk(bo, station, made.visitor(vote), at=make.now())
    assert first not in repr(list(DeskCode.objects.values_list()))
    second = admit_at_desk(bo, station, made.visitor(vote), at=make.now())
    assert used(first, station.pk, at=make.now()) is None
    assert used(second, station.pk, at=make.now()) is not None


def test_t39_paper_voids_the_code_and_forbids_another() -> None:
    vote = made.open_vote()
    station, bo = made.at_desk(vote)
    code = admit_at_desk(bo, station, made.visitor(vote), at=make.now())
    hand_out_paper(bo, station, made.visitor(vote), at=make.now())
    assert used(code, station.pk, at=make.now()) is None
    with pytest.raises(NotPossible, match="papir"):
        admit_at_desk(bo, station, made.visitor(vote), at=make.now())


def test_who_may_not() -> None:
    vote = made.open_vote()
    station, _bo = made.at_desk(vote)
    for actor in (make.anna(), make.fie()):
        with pytest.raises(NotYours):
            admit_at_desk(actor, station, made.visitor(vote), at=make.now())
    with pytest.raises(NotPossible, match="vagt"):
        admit_at_desk(make.tove(), station, made.visitor(vote), at=make.now())


def test_not_where_the_vote_is_not_open_to_it() -> None:
    vote = make.open_vote(channels=["paper"])
    station, bo = made.at_desk(vote)
    with pytest.raises(NotPossible, match="legitimation"):
        admit_at_desk(bo, station, made.visitor(vote), at=make.now())


@pytest.mark.parametrize("standing", sorted(set(Standing) - {Standing.FREE, Standing.ONLINE}))
def test_an_old_answer_of_the_desk_opens_nothing(standing: Standing) -> None:
    """Paper taken back, and the page from before it sent once more: of that answer the area was never judged."""
    vote = made.open_vote()
    station, bo = made.at_desk(vote)
    hand_out_paper(bo, station, made.visitor(vote), at=make.now())
    found = made.looked_up(station, bo, area="-")
    take_paper_back(bo, station, found, at=make.now())
    for old in (found, made.visitor(vote, standing=standing)):
        for act in (admit_at_desk, hand_out_paper):
            with pytest.raises(NotPossible, match="op igen"):
                act(bo, station, old, at=make.now())
    assert not DeskCode.objects.exists()


def test_no_code_for_a_ballot_that_would_not_count() -> None:
    vote = made.open_vote()
    station, bo = made.at_desk(vote)
    SetAside.objects.create(vote=vote, pseudonym=made.pseudonym(vote), reason="registry")
    with pytest.raises(NotPossible, match="tælle"):
        admit_at_desk(bo, station, made.looked_up(station, bo), at=make.now())
