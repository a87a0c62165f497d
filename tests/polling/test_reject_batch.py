from __future__ import annotations

import pytest
from tests import make
from tests.polling import counted

from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.polling.batch_models import SheetEntry
from deltagerbudget.polling.batches import reject_batch

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    vote, station = counted.closed(papers=1)
    batch = counted.entered(counted.registered(station, 1), ["1"])
    reject_batch(make.bo(), batch, at=make.now())
    assert SheetEntry.objects.count() == 2
    assert vote.ballots.count() == 0
    with pytest.raises(NotPossible, match="ingen"):
        reject_batch(make.bo(), batch, at=make.now())
    counted.approved(counted.entered(counted.registered(station, 1), ["1"]))
    assert vote.ballots.count() == 1


def test_who_may_not() -> None:
    _vote, station = counted.closed(papers=1)
    batch = counted.registered(station, 1)
    for actor in (make.anna(), make.fie()):
        with pytest.raises(NotYours):
            reject_batch(actor, batch, at=make.now())
