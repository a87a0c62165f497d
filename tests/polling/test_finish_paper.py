from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from tests import make
from tests.ballots.changing import WHY
from tests.polling import counted, made

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.ballots.changes import Words
from deltagerbudget.ballots.models import Change, Station, Vote
from deltagerbudget.polling.batches import finish_paper
from deltagerbudget.polling.models import DeskCount
from deltagerbudget.polling.protocol import protocol
from deltagerbudget.polling.serving import take_paper_back

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_it_works() -> None:
    """Every sheet that was with a voter is counted: one person signs off."""
    vote, station = counted.closed(papers=2)
    counted.approved(counted.entered(counted.registered(station, 2), ["1", "?"]))
    assert Vote.objects.get().awaits_paper
    with pytest.raises(NotPossible, match="papir"):
        make.counted(vote)
    assert finish_paper(make.tove(), station, at=make.now())
    assert not Vote.objects.get().awaits_paper
    its = protocol(vote, Station.objects.get())
    assert (its.sums.out, its.sums.back, its.sums.handed, its.sums.entered, its.sums.missing) == (2, 0, 2, 2, 0)
    assert its.invalid == 1
    assert not Change.objects.exists()
    make.counted(vote)


def test_a_sheet_that_is_missing_takes_two_persons_and_a_reason_that_everyone_can_read() -> None:
    vote, station = counted.closed(papers=3)
    counted.approved(counted.entered(counted.registered(station, 2), ["1", "3"]))
    with pytest.raises(NotPossible, match="hvorfor"):
        finish_paper(make.tove(), station, at=make.now())
    assert not finish_paper(make.tove(), station, words=WHY, at=make.now())
    with pytest.raises(NotPossible, match="allerede"):
        finish_paper(make.tove(), station, words=WHY, at=make.now())
    assert Vote.objects.get().awaits_paper
    assert not vote.changes.public()
    assert finish_paper(make.tom(), station, words=WHY, at=make.now())
    assert not Vote.objects.get().awaits_paper
    change = vote.changes.public().get()
    assert (change.number, change.station, change.reason_da) == (1, station, WHY.reason_da)
    assert Entry.objects.get(act="finish_paper").detail == {"handed_out": 3, "entered": 2, "change": change.pk}
    make.counted(vote)


def test_the_second_person_confirms_the_very_same_reason_and_number() -> None:
    vote, station = counted.closed(papers=3)
    assert not finish_paper(make.tove(), station, words=WHY, at=make.now())
    assert not finish_paper(make.tom(), station, words=Words("En anden grund."), at=make.now())
    # A sheet turns up in the meantime: what was asked for does not hold any more.
    counted.approved(counted.entered(counted.registered(station, 1), ["1"]))
    assert not finish_paper(make.tove(), station, words=Words("En anden grund."), at=make.now())
    assert vote.changes.asked().get().number == 2


def test_the_desks_own_count_must_agree_as_well() -> None:
    """A lock that was taken away by hand, or a count that was not written."""
    _vote, station = counted.closed(papers=2)
    counted.approved(counted.entered(counted.registered(station, 2), ["1", "3"]))
    DeskCount.objects.filter(station=station).update(handed_out=3)
    assert not finish_paper(make.tove(), station, words=WHY, at=make.now())
    assert finish_paper(make.tom(), station, words=WHY, at=make.now())
    assert Change.objects.get().number == 0


def test_paper_that_came_back_is_not_missing() -> None:
    vote = make.open_vote(channels=made.WAYS)
    station, bo = made.at_desk(vote)
    for place in (1, 2):
        counted.hand_out_paper(bo, station, made.visitor(vote, made.number(place)), at=make.now())
    take_paper_back(bo, station, made.visitor(vote, made.number(1)), at=make.now())
    make.closed(vote)
    station = Station.objects.select_related("process").get()
    counted.approved(counted.entered(counted.registered(station, 1), ["1"]))
    assert finish_paper(make.tove(), station, at=make.now())


def test_two_places_wait_each_for_its_own_second_person() -> None:
    vote, station = counted.closed(papers=1)
    other = Station.objects.create(process=vote.process, name="Hallen", address="Vej 1", hours="10-12")
    station.participations.create(vote=vote, pseudonym="f" * 64)
    other.participations.create(vote=vote, pseudonym="e" * 64)
    for place in (station, other):
        assert not finish_paper(make.tove(), place, words=WHY, at=make.now())
    assert vote.changes.asked().count() == 2
    for place in (station, other):
        assert finish_paper(make.tom(), place, words=WHY, at=make.now())


def test_the_database_knows_no_missing_sheets_without_a_place() -> None:
    vote, _station = counted.closed(papers=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        vote.changes.create(act="finish_paper", number=1, reason_da="x", first_role="owner", asked_at=make.now())


def test_not_while_a_batch_is_open_and_nothing_after_it() -> None:
    vote, station = counted.closed(papers=2)
    batch = counted.registered(station, 1)
    with pytest.raises(NotPossible, match="åben"):
        finish_paper(make.tove(), station, at=make.now())
    counted.approved(counted.entered(batch, ["1"]))
    counted.finished(station)
    for attempt in (
        lambda: finish_paper(make.tove(), station, at=make.now()),
        lambda: counted.registered(station, 1, "more"),
    ):
        with pytest.raises(NotPossible, match="afsluttet"):
            attempt()
    assert vote.ballots.count() == 1


def test_who_may_not() -> None:
    _vote, station = counted.closed(papers=1)
    for actor in (make.anna(), make.bo(), make.fie()):
        with pytest.raises(NotYours):
            finish_paper(actor, station, at=make.now())


def test_a_vote_without_paper_waits_for_none() -> None:
    vote, _station = counted.closed(papers=0, online=[[1]])
    assert make.counted(vote).ballots == 1
