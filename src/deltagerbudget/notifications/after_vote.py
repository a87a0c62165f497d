"""Letters about what follows the count: the result, the project, its promises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.urls import reverse

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.events.cards import when_of
from deltagerbudget.events.models import Event
from deltagerbudget.notifications.passing import Letter, about_proposal, above, owners_of
from deltagerbudget.processes.models import Process
from deltagerbudget.realisation.models import MilestoneReminder, Realisation
from deltagerbudget.realisation.rules import ReminderKind
from deltagerbudget.realisation.story import money_left
from deltagerbudget.results.models import ProjectResult, Result
from deltagerbudget.results.why import sentence
from deltagerbudget.ui.quiet import quiet


@dataclass(frozen=True)
class Told:
    """What the result says of one proposal; why, in the language in which it is asked."""

    title: str
    is_funded: bool
    why: Callable[[], str]
    # Of one that did not win: where the next steps stand.
    onward: Callable[[], str] | None = None


def _published(entry: Entry) -> list[Letter]:
    """One letter an author, with all of the author's proposals in it."""
    result = Result.objects.select_related("vote__process").get(pk=entry.target_id)
    process, outcome = result.vote.process, result.explained
    titles = {str(number): title for number, title in result.vote.projects.values_list("number", "title")}
    of_author: dict[Person, list[Told]] = {}
    rows = ProjectResult.objects.filter(result=result).select_related("proposal")
    for row in rows.prefetch_related("proposal__authorships__person"):
        why = partial(sentence, outcome.step(str(row.proposal.number)), outcome, titles)
        for authorship in row.proposal.authorships.all():
            of_author.setdefault(authorship.person, []).append(_told(row, process, why))
    address = {"address": lambda: reverse("results:result", args=[process.slug])}
    return [
        Letter(
            "result",
            author,
            {"process": process, "rows": own, "has_winner": any(told.is_funded for told in own)} | address,
        )
        for author, own in of_author.items()
    ]


def _told(row: ProjectResult, process: Process, why: Callable[[], str]) -> Told:
    def onward() -> str:
        return settings.SITE_URL + reverse("site:next", args=[process.slug, row.proposal.number])

    return Told(row.proposal.title, row.is_funded, why, None if row.is_funded else onward)


def _realisation(template: str) -> Callable[[Entry], list[Letter]]:
    def compose(entry: Entry) -> list[Letter]:
        realisation = Realisation.objects.select_related("proposal__process").get(pk=entry.target_id)
        # The one that this very entry is about: there may be a newer one before the mail is written.
        report = realisation.reports.filter(at=entry.at).select_related("milestone").first()
        # An initiative has no author.
        if realisation.proposal is None:
            return []
        return about_proposal(template, realisation.proposal, realisation=realisation, report=report)

    return compose


def _stopped(entry: Entry) -> list[Letter]:
    """To the authors; an initiative has none."""
    realisation = Realisation.objects.select_related("proposal__process", "process").get(pk=entry.target_id)
    if realisation.proposal is None:
        return []
    left = partial(money_left, realisation, realisation.paid_ore())
    return about_proposal("project_stopped", realisation.proposal, realisation=realisation, left=left)


def _opening(entry: Entry) -> list[Letter]:
    """To the authors of the idea, who may follow nothing; not of a meeting that is cancelled already."""
    event = Event.objects.filter(pk=entry.detail["event"], cancelled_at=None).first()
    realisation = Realisation.objects.select_related("proposal__process").get(pk=entry.target_id)
    if event is None or realisation.proposal is None:
        return []
    said = {name: quiet(getattr(event, name)) for name in ("place", "host", "access", "phone")}
    return about_proposal(
        "opening",
        realisation.proposal,
        **said,
        when=partial(when_of, event.starts_at, event.ends_at),
        calendar=partial(reverse, "events:file", args=[event.pk]),
        address=partial(reverse, "events:event", args=[event.pk]),
    )


def _reminded(entry: Entry) -> list[Letter]:
    """What an owner does not answer, to those above. The owner is asked by a mail of its own, with links."""
    rows = MilestoneReminder.objects.select_related("milestone__realisation__process")
    reminder = rows.filter(pk=entry.detail["reminder"]).first()
    if reminder is None or reminder.kind not in {ReminderKind.ESCALATED, ReminderKind.TO_ALL}:
        return []
    realisation = reminder.milestone.realisation
    is_to_all = reminder.kind == ReminderKind.TO_ALL
    values = {"realisation": realisation, "title": quiet(realisation.title), "what": quiet(reminder.milestone.title)}
    values |= {"due_on": reminder.due_on, "is_to_all": is_to_all}
    values["address"] = partial(reverse, "realisation_staff:realisation", args=[realisation.pk])
    people = owners_of(realisation.source) if is_to_all else above(realisation)
    return [Letter("promise_unanswered", person, values) for person in people]


COMPOSERS: dict[Act, Callable[[Entry], list[Letter]]] = {
    Act.PUBLISH_RESULT: _published,
    Act.START_REALISATION: _realisation("started"),
    Act.MOVE_MILESTONE: _realisation("moved"),
    Act.REMIND_MILESTONE: _reminded,
    Act.ANNOUNCE_OPENING: _opening,
    Act.FINISH_REALISATION: _realisation("finished"),
    Act.STOP_REALISATION: _stopped,
}
