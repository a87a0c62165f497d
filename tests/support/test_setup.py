"""How a support round is set up: among the phases, with a number that stands once it has begun."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests import make
from tests.support import rounds

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.processes.actions import edit_process, schedule_phases
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.patterns import PATTERNS
from deltagerbudget.processes.preparing import copy_process
from deltagerbudget.processes.rules import Span, schedule_problems

pytestmark = pytest.mark.django_db

SUPPORT = PhaseKind.SUPPORT


def spans(*kinds: PhaseKind) -> list[Span]:
    return make.spans(kinds[0], make.now(), kinds)


def test_it_works() -> None:
    """No template has it, the form of the phases offers it, and a copy takes it along."""
    assert not any(kind == SUPPORT for each in PATTERNS for kind, _name, _days in each.phases)
    made = make.draft_process()
    client = Client()
    client.force_login(Person.objects.get(pk=make.tove().person_id))
    assert 'name="support-used"' in client.get(reverse("processes_staff:phases", args=[made.slug])).text
    page = reverse("processes_staff:edit", args=[made.slug, "deltagere"])
    given = {"propose_min_age": 13, "vote_min_age": 15, "age_on": make.today(), "proposals_per_person": 3}
    given |= {"channels": ["mitid"], "ties": ["lives"]}
    assert client.post(page, given | {"support_needed": 0}).status_code == 422
    assert client.post(page, given | {"support_needed": 35}).status_code == 302
    made = Process.objects.get(pk=made.pk)
    made = schedule_phases(
        make.tove(), made, spans=make.spans(PhaseKind.IDEAS, make.now(), rounds.KINDS), at=make.now()
    )
    day = make.today() + timedelta(days=40)
    copied = copy_process(
        make.tove(), made, title="Igen", slug="igen", areas=[make.area()], first_day=day, at=make.now()
    )
    assert (copied.support_needed, copied.span_of(SUPPORT) is not None) == (35, True)


@pytest.mark.parametrize(
    "kinds",
    [(SUPPORT,), (PhaseKind.IDEAS, SUPPORT), (SUPPORT, PhaseKind.REVIEW), (PhaseKind.PREPARATION, SUPPORT)],
)
def test_it_cannot_stand_without_ideas_before_and_review_after(kinds: tuple[PhaseKind, ...]) -> None:
    assert any("støtterunde" in problem for problem in schedule_problems(spans(*kinds)))
    assert not schedule_problems(spans(PhaseKind.IDEAS, SUPPORT, PhaseKind.REVIEW))


def test_the_number_stands_once_the_round_has_begun() -> None:
    made = rounds.process(PhaseKind.IDEAS, needed=5)
    made = edit_process(make.tove(), made, values={"support_needed": 6}, at=make.now())
    made = make.shift_to(made, SUPPORT)
    with pytest.raises(NotPossible, match="ligger fast"):
        edit_process(make.tove(), made, values={"support_needed": 7}, at=make.now())
    # The form sends the whole part again.
    edit_process(make.tove(), made, values={"support_needed": 6, "proposals_per_person": 4}, at=make.now())
    assert Process.objects.get(pk=made.pk).support_needed == 6


def ended(made: Process, kind: PhaseKind, by: timedelta) -> list[Span]:
    """The phases with this one so much longer, and all later ones so much later."""
    place = [span.kind for span in made.spans].index(kind)
    before, this, after = made.spans[:place], made.spans[place], made.spans[place + 1 :]
    later = [replace(span, starts_at=span.starts_at + by, ends_at=span.ends_at + by) for span in after]
    return [*before, replace(this, ends_at=this.ends_at + by), *later]


def test_a_round_that_has_begun_can_be_longer_but_not_be_taken_out() -> None:
    made = rounds.process()
    made = schedule_phases(make.tove(), made, spans=ended(made, SUPPORT, timedelta(days=2)), at=make.now())
    span = made.span_of(SUPPORT)
    assert span is not None
    without = [
        replace(each, starts_at=span.starts_at) if each.kind == PhaseKind.REVIEW else each
        for each in made.spans
        if each.kind != SUPPORT
    ]
    with pytest.raises(NotPossible, match="ikke tages ud"):
        schedule_phases(make.tove(), made, spans=without, at=make.now())
    later = ended(made, PhaseKind.IDEAS, timedelta(days=1))
    with pytest.raises(NotPossible, match="ikke starte senere"):
        schedule_phases(make.tove(), made, spans=later, at=make.now())


def test_no_round_is_added_that_is_over_already() -> None:
    """Nobody could have supported anything, and every proposal would stop."""
    made = make.process(PhaseKind.IDEAS, kinds=tuple(kind for kind in PhaseKind if kind != SUPPORT))
    make.submitted(made)
    made = make.shift_to(made, PhaseKind.REVIEW)
    review = made.span_of(PhaseKind.REVIEW)
    assert review is not None

    def added(ends_at: datetime) -> list[Span]:
        longer = ended(made, PhaseKind.REVIEW, timedelta(days=3))
        moved = [replace(span, starts_at=ends_at) if span.kind == PhaseKind.REVIEW else span for span in longer]
        return [*moved, Span(SUPPORT, "Støt forslag", review.starts_at, ends_at)]

    with pytest.raises(NotPossible, match="allerede være slut"):
        schedule_phases(make.tove(), made, spans=added(make.now() - timedelta(minutes=5)), at=make.now())
    schedule_phases(make.tove(), made, spans=added(make.now() + timedelta(days=1)), at=make.now())


def test_once_it_is_counted_its_dates_stand() -> None:
    made = Process.objects.get(pk=rounds.over(rounds.process()).pk)
    with pytest.raises(NotPossible, match="ikke ændres mere"):
        schedule_phases(make.tove(), made, spans=ended(made, SUPPORT, timedelta(days=2)), at=make.now())
    schedule_phases(make.tove(), made, spans=ended(made, PhaseKind.REVIEW, timedelta(days=2)), at=make.now())
