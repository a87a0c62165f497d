from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from tests import make
from tests.polling import counted, made
from tests.race import at_once

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.ballots.models import Station
from deltagerbudget.polling.batch_models import Batch
from deltagerbudget.polling.batches import finish_paper, register_batch, reject_batch

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    _vote, station = counted.closed()
    batch = counted.registered(station, 2)
    assert (batch.number, batch.sheets, batch.is_open) == (1, 2, True)
    assert Entry.objects.get(act="register_batch").detail["sheets"] == 2
    assert counted.registered(station, 1, "more").number == 2


def test_t54_never_more_paper_than_was_handed_out() -> None:
    _vote, station = counted.closed(papers=3)
    with pytest.raises(NotPossible, match="udleveret"):
        counted.registered(station, 4)
    first = counted.registered(station, 2)
    with pytest.raises(NotPossible, match="udleveret"):
        counted.registered(station, 2, "more")
    reject_batch(make.bo(), first, at=make.now())
    assert counted.registered(station, 3, "anew").number == 2


@pytest.mark.parametrize("count", [0, -3, 51])
def test_t54_a_batch_has_from_one_to_fifty_sheets(count: int) -> None:
    _vote, station = counted.closed(papers=1)
    with pytest.raises(NotPossible, match="1 til 50"):
        counted.registered(station, count)


@pytest.mark.both
def test_t54_the_database_holds_it_too() -> None:
    _vote, station = counted.closed(papers=1)
    bo = Person.objects.get(pk=make.bo().person_id)
    made_by = {"registered_by": bo, "registered_at": make.now(), "scan_sha256": counted.scan()}
    for wrong in ({"sheets": 0}, {"sheets": 51}, {"sheets": 1, "first_by": bo, "second_by": bo}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Batch.objects.create(station=station, number=9, **made_by | wrong)


def test_the_scans_are_named_by_their_fingerprint_and_belong_to_one_batch() -> None:
    _vote, station = counted.closed(papers=3)
    for wrong in ("", "abc", "z" * 64):
        with pytest.raises(NotPossible, match="SHA-256"):
            register_batch(make.bo(), station, count=1, scan_sha256=wrong, at=make.now())
    counted.registered(station, 1)
    with pytest.raises(NotPossible, match="hører"):
        counted.registered(station, 1)


def test_the_box_stays_shut_until_the_vote_is_closed() -> None:
    vote = made.open_vote()
    station, _bo = made.at_desk(vote)
    with pytest.raises(NotNow, match="lukket"):
        counted.registered(station, 1)


def test_before_the_ballot_is_frozen_there_is_no_paper() -> None:
    station = made.library(make.process())
    make.shift_to(station.process, PhaseKind.COUNT)
    station = Station.objects.select_related("process").get(pk=station.pk)
    with pytest.raises(NotNow, match="kassen"):
        counted.registered(station, 1)
    with pytest.raises(NotNow, match="kassen"):
        finish_paper(make.tove(), station, at=make.now())


def test_who_may_not() -> None:
    _vote, station = counted.closed(papers=1)
    for actor in (make.anna(), make.fie(), counted.rune()):
        with pytest.raises(NotYours):
            register_batch(actor, station, count=1, scan_sha256=counted.scan(), at=make.now())


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_t54_two_at_the_same_moment_are_not_more_than_there_is() -> None:
    _vote, station = counted.closed(papers=3)
    make.bo()
    at_once(
        lambda: counted.registered(station, 2, "one"),
        lambda: counted.registered(station, 2, "other"),
    )
    assert Batch.objects.standing().entered() == 2
