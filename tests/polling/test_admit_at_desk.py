from __future__ import annotations

from datetime import timedelta

import pytest
from tests import make
from tests.polling import made

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.polling.models import DeskCode, DeskCount
from deltagerbudget.polling.serving import admit_at_desk, hand_out_paper, used

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
