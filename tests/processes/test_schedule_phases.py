from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests import make

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind, Role
from deltagerbudget.processes.actions import schedule_phases
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.rules import Span

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def schedule(process: Process, spans: list[Span], actor: make.Actor | None = None) -> Process:
    return schedule_phases(actor or make.tove(), process, spans=spans, at=make.now())


def test_it_works_and_the_order_given_does_not_matter() -> None:
    process = make.draft_process()
    spans = make.spans(PhaseKind.IDEAS, make.now())
    assert schedule(process, spans[::-1]).spans == spans
    assert Entry.objects.of(process).filter(act=Act.SCHEDULE_PHASES).count() == 2


@pytest.mark.parametrize("who", [make.anna, make.bo, make.fie])
def test_t14_others_may_not(who: Any) -> None:
    with pytest.raises(NotYours):
        schedule(make.draft_process(), make.spans(PhaseKind.IDEAS, make.now()), who())


def test_t14_nor_the_owner_of_another_area() -> None:
    with pytest.raises(NotYours):
        schedule(make.draft_process(), [], make.staff("Vibeke Viby", Role.OWNER, make.area("Viby")))


def test_b38_overlap_and_gap_are_refused_with_the_names() -> None:
    process = make.draft_process()
    spans = make.spans(PhaseKind.IDEAS, make.now())
    for slip in (HOUR, -HOUR):
        wrong = [replace(span, ends_at=span.ends_at + slip) if place == 1 else span for place, span in enumerate(spans)]
        with pytest.raises(NotPossible) as refused:
            schedule(process, wrong)
        assert "Forslag" in refused.value.message
        assert "Vurdering" in refused.value.message
    assert Process.objects.get(pk=process.pk).spans == process.spans


def test_b38_phases_may_be_left_out() -> None:
    kinds = (PhaseKind.IDEAS, PhaseKind.REVIEW, PhaseKind.VOTE)
    process = schedule(make.draft_process(), make.spans(PhaseKind.IDEAS, make.now(), kinds))
    assert [span.kind for span in process.spans] == list(kinds)
    assert process.phase_at(make.now() + 2 * make.LENGTH) == PhaseKind.VOTE


def test_without_phases_there_is_nothing_to_save() -> None:
    with pytest.raises(NotPossible):
        schedule(make.draft_process(), [])


def test_b30_the_dates_stand_still_once_frozen() -> None:
    process = make.frozen().process
    with pytest.raises(NotPossible):
        schedule(process, make.spans(PhaseKind.REVIEW, make.now()))
