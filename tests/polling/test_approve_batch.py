from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from tests import make
from tests.polling import counted

from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.ballots.models import Ballot, Station, Vote
from deltagerbudget.polling.batch_models import Batch
from deltagerbudget.polling.batches import approve_batch, enter_sheets, reject_batch, settle_sheet
from deltagerbudget.results.election import to_election

pytestmark = pytest.mark.django_db


@pytest.fixture
def box() -> tuple[Vote, Station]:
    return counted.closed(papers=4, online=[[1], [1, 3]])


def test_it_works(box: tuple[Vote, Station]) -> None:
    """From then on its sheets are ballots like any other, the invalid ones as invalid ones."""
    vote, station = box
    batch = counted.entered(counted.registered(station, 4), ["1, 3", "1", "1, 2", "?"], seen=True)
    assert approve_batch(make.tove(), batch, at=make.now()) is False
    assert vote.ballots.count() == 2
    assert approve_batch(counted.rune(), batch, at=make.now()) is True
    assert vote.ballots.count() == 6
    election = to_election(vote)
    assert election.voters == 4
    assert sum(invalid.number for invalid in election.invalid) == 2
    assert len({len(bytes(row.ciphertext)) for row in Ballot.objects.all()}) == 1


def test_the_second_has_not_worked_on_it(box: tuple[Vote, Station]) -> None:
    batch = counted.entered(counted.registered(box[1], 2), ["1", "2"], ["1", "3"])
    settle_sheet(make.tove(), batch, 2, typed="2", has_seen=False, at=make.now())
    approve_batch(make.bo(), batch, at=make.now())
    for actor, words in ((make.bo(), "allerede"), (counted.rikke(), "arbejdet"), (make.tove(), "arbejdet")):
        with pytest.raises(NotPossible, match=words):
            approve_batch(actor, batch, at=make.now())
    assert approve_batch(make.tom(), batch, at=make.now()) is True


def test_t54_an_approved_batch_is_neither_changed_nor_deleted_nor_approved_again(box: tuple[Vote, Station]) -> None:
    batch = counted.approved(counted.entered(counted.registered(box[1], 1), ["1"]))
    for attempt in (
        lambda: enter_sheets(make.tom(), batch, typed=["2"], has_seen=False, at=make.now()),
        lambda: settle_sheet(make.tom(), batch, 1, typed="2", has_seen=False, at=make.now()),
        lambda: approve_batch(make.tom(), batch, at=make.now()),
        lambda: reject_batch(make.tom(), batch, at=make.now()),
    ):
        with pytest.raises(NotPossible, match="ingen"):
            attempt()
    with pytest.raises(ProtectedError):
        batch.delete()
    assert box[0].ballots.count() == 3


@pytest.mark.both
def test_t54_the_database_knows_no_approval_by_who_entered(box: tuple[Vote, Station]) -> None:
    batch = counted.entered(counted.registered(box[1], 1), ["1"])
    for person in (make.bo(), counted.rikke()):
        with pytest.raises(IntegrityError), transaction.atomic():
            Batch.objects.filter(pk=batch.pk).update(approved_by=person.person_id, approved_at=make.now())


def test_t54_no_count_from_elsewhere_comes_in(box: tuple[Vote, Station]) -> None:
    """A batch that nobody has entered twice has nothing to approve."""
    batch = counted.registered(box[1], 2)
    with pytest.raises(NotPossible, match="To personer"):
        approve_batch(make.tom(), batch, at=make.now())
    enter_sheets(make.bo(), batch, typed=["1", "1"], has_seen=False, at=make.now())
    with pytest.raises(NotPossible, match="To personer"):
        approve_batch(make.tom(), batch, at=make.now())


def test_who_may_not(box: tuple[Vote, Station]) -> None:
    batch = counted.entered(counted.registered(box[1], 1), ["1"])
    for actor in (make.anna(), make.fie()):
        with pytest.raises(NotYours):
            approve_batch(actor, batch, at=make.now())


def test_paper_and_online_are_one_result(box: tuple[Vote, Station]) -> None:
    vote, station = box
    counted.approved(counted.entered(counted.registered(station, 3), ["3", "3", "3"]))
    with pytest.raises(NotPossible, match="papir"):
        make.counted(vote)
    counted.finished(station)
    result = make.counted(vote)
    assert result.ballots == 5
