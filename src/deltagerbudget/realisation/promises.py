"""Every promise of the municipality that has a day, read together from where each of them is kept. Stores nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.vocabulary import Act, Role
from deltagerbudget.processes.models import Process
from deltagerbudget.realisation.board import start_by_of
from deltagerbudget.realisation.models import Initiative, Milestone, Realisation
from deltagerbudget.realisation.rules import ReminderKind
from deltagerbudget.results.models import ProjectResult
from deltagerbudget.review.models import Appeal, Review


@dataclass(frozen=True)
class Owed:
    """One promise: what, about what, who answers for it, and by when."""

    what: str
    about: str
    who: str
    due_on: date
    url: str
    # All process owners have been told that nobody answers.
    is_unanswered: bool = False

    def days_late(self, today: date) -> int:
        return max(0, (today - self.due_on).days)


def owed(actor: Actor) -> list[Owed]:
    """What is promised in the areas that the actor leads, the oldest day first. Seven queries, whatever is promised."""
    processes = Process.objects.open_to(Act.PLAN_MILESTONE, actor).filter(story="", is_imported=False)
    initiatives = Initiative.objects.open_to(Act.PLAN_MILESTONE, actor)
    inside = Q(process__in=processes.values("pk")) | Q(initiative__in=initiatives.values("pk"))
    under_way = Realisation.objects.under_way().filter(inside)
    found = [
        *_milestones(under_way.values("pk")),
        *_ends(under_way.select_related("proposal", "initiative")),
        *_starts(processes),
        *_reviews(processes),
        *_appeals(processes),
        *_decisions(processes),
    ]
    return sorted(found, key=lambda row: (row.due_on, row.about, row.what))


def _milestones(under_way: object) -> Iterator[Owed]:
    rows = Milestone.objects.filter(realisation__in=under_way, reached_on=None).prefetch_related("reminders")  # type: ignore[misc]
    for row in rows.select_related("realisation__proposal", "realisation__initiative"):
        kinds = {one.kind for one in row.reminders.all() if one.due_on == row.due_on and one.answered_at is None}
        yield Owed(
            row.title,
            row.realisation.title,
            row.realisation.owner_title,
            row.due_on,
            reverse("realisation_staff:realisation", args=[row.realisation_id]),
            ReminderKind.TO_ALL in kinds,
        )


def _ends(under_way: object) -> Iterator[Owed]:
    for row in under_way.filter(finish_by__isnull=False):  # type: ignore[attr-defined]
        url = reverse("realisation_staff:realisation", args=[row.pk])
        yield Owed(_("The whole project is finished"), row.title, row.owner_title, row.finish_by, url)


def _starts(processes: object) -> Iterator[Owed]:
    won = ProjectResult.objects.published().funded().filter(proposal__process__in=processes, proposal__realisation=None)  # type: ignore[misc]
    for row in won.select_related("result", "proposal__process").defer("result__outcome", "result__pb"):
        url = reverse("realisation_staff:process", args=[row.proposal.process.slug])
        day = start_by_of(row, row.proposal.process)
        yield Owed(_("The project is started"), row.proposal.title, str(Role.OWNER.label), day, url)


def _reviews(processes: object) -> Iterator[Owed]:
    rows = Review.objects.open().filter(proposal__process__in=processes)  # type: ignore[misc]
    for row in rows.select_related("proposal", "department"):
        url = reverse("review_staff:proposal", args=[row.proposal_id])
        yield Owed(_("A department's review"), row.proposal.title, row.who, row.due_on, url)


def _appeals(processes: object) -> Iterator[Owed]:
    rows = Appeal.objects.filter(decided_at=None, decision__proposal__process__in=processes)  # type: ignore[misc]
    for row in rows.select_related("decision__proposal"):
        proposal = row.decision.proposal
        url = reverse("review_staff:proposal", args=[proposal.pk])
        yield Owed(_("The answer to an appeal"), proposal.title, str(Role.OWNER.label), row.due_on, url)


def _decisions(processes: object) -> Iterator[Owed]:
    waiting = processes.filter(decisions_at__isnull=False, proposals__decision__released_at=None)  # type: ignore[attr-defined]
    for row in waiting.filter(proposals__stage="submitted").distinct():
        url = reverse("review_staff:proposals", args=[row.slug])
        yield Owed(_("All decisions are public"), row.title, str(Role.OWNER.label), localdate(row.decisions_at), url)
