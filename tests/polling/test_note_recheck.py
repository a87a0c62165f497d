from __future__ import annotations

import pytest
from tests import make
from tests.polling import counted

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.polling.batch_models import Recheck
from deltagerbudget.polling.batches import finish_paper, note_recheck, recheck_sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn() -> Recheck:
    vote, station = counted.closed(papers=1)
    counted.approved(counted.entered(counted.registered(station, 1), ["1"]))
    finish_paper(make.tove(), station, at=make.now())
    return recheck_sample(counted.rune(), vote, at=make.now())[0]


def test_it_works(drawn: Recheck) -> None:
    note_recheck(counted.rune(), drawn, agrees=False, at=make.now())
    assert Recheck.objects.get().agrees is False
    assert Entry.objects.get(act="note_recheck").detail["agrees"] == 0
    with pytest.raises(NotPossible, match="allerede"):
        note_recheck(counted.rune(), drawn, agrees=True, at=make.now())


def test_who_may_not(drawn: Recheck) -> None:
    for actor in (make.anna(), make.bo(), make.tove()):
        with pytest.raises(NotYours):
            note_recheck(actor, drawn, agrees=True, at=make.now())
