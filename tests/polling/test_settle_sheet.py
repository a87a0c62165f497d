from __future__ import annotations

import pytest
from tests import make
from tests.polling import counted

from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.ballots.models import Vote
from deltagerbudget.polling.batch_models import Batch
from deltagerbudget.polling.batches import approve_batch, differences, final, settle_sheet
from deltagerbudget.polling.reading import ToCheck

pytestmark = pytest.mark.django_db


@pytest.fixture
def differing() -> tuple[Vote, Batch]:
    vote, station = counted.closed(papers=3)
    return vote, counted.entered(counted.registered(station), ["1", "2", "3"], ["1", "3", "1, 3"])


def test_it_works(differing: tuple[Vote, Batch]) -> None:
    vote, batch = differing
    assert set(differences(vote, batch)) == {2, 3}
    for serial, typed in ((2, "2"), (3, "3")):
        settle_sheet(make.tove(), batch, serial, typed=typed, has_seen=False, at=make.now())
    assert differences(vote, Batch.objects.get()) == {}
    assert [one.text for one in final(vote, batch).values()] == ["1", "2", "3"]
    assert Batch.objects.get().settled_by_id == make.tove().person_id


def test_only_a_third_person_and_only_one(differing: tuple[Vote, Batch]) -> None:
    _vote, batch = differing
    for actor in (make.bo(), counted.rikke()):
        with pytest.raises(NotPossible, match="tredje"):
            settle_sheet(actor, batch, 2, typed="2", has_seen=False, at=make.now())
    settle_sheet(make.tove(), batch, 2, typed="2", has_seen=False, at=make.now())
    with pytest.raises(NotPossible, match="anden person"):
        settle_sheet(make.tom(), batch, 3, typed="2", has_seen=False, at=make.now())
    for actor in (make.anna(), make.fie()):
        with pytest.raises(NotYours):
            settle_sheet(actor, batch, 3, typed="2", has_seen=False, at=make.now())


def test_only_what_differs_and_once(differing: tuple[Vote, Batch]) -> None:
    _vote, batch = differing
    settle_sheet(make.tove(), batch, 2, typed="2", has_seen=False, at=make.now())
    for serial in (1, 2, 0, 9):
        with pytest.raises(NotPossible, match="uenige"):
            settle_sheet(make.tove(), batch, serial, typed="2", has_seen=False, at=make.now())
    with pytest.raises(ToCheck):
        settle_sheet(make.tove(), batch, 3, typed="99", has_seen=False, at=make.now())


def test_nothing_is_approved_while_the_two_differ(differing: tuple[Vote, Batch]) -> None:
    with pytest.raises(NotPossible, match="uenige"):
        approve_batch(make.tom(), differing[1], at=make.now())
