from __future__ import annotations

import pytest
from tests import make

from deltagerbudget.acts.actor import SYSTEM
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.ballots.actions import open_vote, processes_to_open

pytestmark = pytest.mark.django_db


def outcomes(process: object) -> list[str]:
    found = Entry.objects.of(process).filter(act=Act.OPEN_VOTE)  # type: ignore[arg-type]
    return [entry.detail["outcome"] for entry in found]


def test_it_works() -> None:
    vote = make.open_vote()
    assert [process.pk for process in processes_to_open(make.now())] == [vote.process_id]
    assert open_vote(SYSTEM, vote.process, at=make.now())
    assert outcomes(vote.process) == ["opened"]


def test_it_is_noted_once() -> None:
    vote = make.open_vote()
    for _ in range(3):
        open_vote(SYSTEM, vote.process, at=make.now())
    assert outcomes(vote.process) == ["opened"]


def test_what_nobody_froze_stays_shut_and_is_told() -> None:
    process = make.shift_to(make.with_prices([3_200_000]), PhaseKind.VOTE)
    assert not open_vote(SYSTEM, process, at=make.now())
    assert outcomes(process) == ["not-frozen"]


def test_no_person_may() -> None:
    with pytest.raises(NotYours):
        open_vote(make.tove(), make.open_vote().process, at=make.now())


def test_not_before_its_time() -> None:
    with pytest.raises(NotNow):
        open_vote(SYSTEM, make.frozen().process, at=make.now())
