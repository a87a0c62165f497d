from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from tests import make
from tests.polling import counted

from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.ballots.models import Station, Vote
from deltagerbudget.polling.batch_models import Batch, SheetEntry
from deltagerbudget.polling.batches import differences, enter_sheets, final
from deltagerbudget.polling.reading import ToCheck

pytestmark = pytest.mark.django_db


@pytest.fixture
def box() -> tuple[Vote, Station]:
    return counted.closed(papers=3)


def test_it_works(box: tuple[Vote, Station]) -> None:
    vote, station = box
    batch = counted.entered(counted.registered(station), ["1, 3", "1", "2"])
    assert differences(vote, batch) == {}
    assert [reading.text for reading in final(vote, batch).values()] == ["1, 3", "1", "2"]
    assert SheetEntry.objects.count() == 6


def test_t54_nobody_enters_both(box: tuple[Vote, Station]) -> None:
    batch = counted.registered(box[1])
    enter_sheets(make.bo(), batch, typed=["1", "1", "1"], has_seen=False, at=make.now())
    with pytest.raises(NotPossible, match="allerede"):
        enter_sheets(make.bo(), batch, typed=["1", "1", "1"], has_seen=False, at=make.now())
    # Nor by hand.
    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(second_by=make.bo().person_id)


def test_t54_nobody_enters_a_third_time(box: tuple[Vote, Station]) -> None:
    batch = counted.entered(counted.registered(box[1]), ["1", "1", "1"])
    with pytest.raises(NotPossible, match="to personer"):
        enter_sheets(make.tove(), batch, typed=["2", "2", "2"], has_seen=False, at=make.now())


def test_b70_what_is_wrong_is_reported_for_each_sheet_and_nothing_is_stored(box: tuple[Vote, Station]) -> None:
    batch = counted.registered(box[1])
    typed = ["1, 99", "1 2,", ""]
    with pytest.raises(ToCheck) as refused:
        enter_sheets(make.bo(), batch, typed=typed, has_seen=False, at=make.now())
    assert set(refused.value.words) == {1, 2, 3}
    assert "99" in refused.value.words[1]
    assert not SheetEntry.objects.exists()
    # What stands on the paper is kept once somebody has looked again; an empty field never is.
    with pytest.raises(ToCheck) as refused:
        enter_sheets(make.bo(), batch, typed=typed, has_seen=True, at=make.now())
    assert set(refused.value.words) == {3}
    batch = counted.entered(batch, ["1, 99", "1 2,", "3"], seen=True)
    assert [reading.fault for reading in final(box[0], batch).values()] == ["unknown", "too_dear", ""]


def test_as_many_sheets_as_the_batch_has(box: tuple[Vote, Station]) -> None:
    batch = counted.registered(box[1], 2)
    for typed in (["1"], ["1", "1", "1"], []):
        with pytest.raises(NotPossible, match="2 sedler"):
            enter_sheets(make.bo(), batch, typed=typed, has_seen=False, at=make.now())


def test_what_was_read_is_not_in_the_database(box: tuple[Vote, Station]) -> None:
    counted.entered(counted.registered(box[1]), ["1, 3", "1", "2"])
    lengths = {len(bytes(row.ciphertext)) for row in SheetEntry.objects.all()}
    assert len(lengths) == 1
    assert not any(b'[["1"' in bytes(row.ciphertext) for row in SheetEntry.objects.all())


def test_the_first_is_not_shown_before_the_second_is_done(box: tuple[Vote, Station]) -> None:
    batch = counted.registered(box[1])
    enter_sheets(make.bo(), batch, typed=["1", "1", "1"], has_seen=False, at=make.now())
    assert differences(box[0], Batch.objects.get()) == {}


def test_who_may_not(box: tuple[Vote, Station]) -> None:
    batch = counted.registered(box[1])
    for actor in (make.anna(), make.fie(), counted.rune()):
        with pytest.raises(NotYours):
            enter_sheets(actor, batch, typed=["1", "1", "1"], has_seen=False, at=make.now())
