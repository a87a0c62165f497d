"""What the staff's pages show of the residents for whom they write, as plain values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.behalf.actions import check_may_assist
from deltagerbudget.behalf.models import Assisted
from deltagerbudget.processes.rules import ineligible
from deltagerbudget.proposals.actions import can_appeal, is_open_to_change
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.ui.danish import weekday, when


@dataclass(frozen=True)
class Wait:
    """What a proposal waits for: the words, and the last day."""

    text: str
    due: date | None


@dataclass(frozen=True)
class Row:
    assisted: Assisted
    proposals: list[Proposal]
    waits: list[Wait]

    @property
    def words(self) -> str:
        """Number, source, and how much is sent."""
        sent = sum(proposal.submitted_at is not None for proposal in self.proposals)
        words = ngettext("%(number)s proposal sent", "%(number)s proposals sent", sent) % {"number": sent}
        number = _("No. %(number)s") % {"number": self.assisted.pk}
        return f"{number} · {self.assisted.get_source_display()} · {words}"


def on_list(number: int) -> str:
    words = ngettext("%(number)s resident on your list", "%(number)s residents on your list", number)
    return words % {"number": number}


def rows_of(found: Iterable[Assisted], at: datetime) -> list[Row]:
    """With their proposals; two queries, however many there are."""
    people = list(found)
    own: dict[int, list[Proposal]] = defaultdict(list)
    proposals = Proposal.objects.filter(authorships__person__in=[row.person_id for row in people])
    for proposal in proposals.select_related("process").prefetch_related("authorships").order_by("pk").distinct():
        for pk in proposal.author_ids():
            own[pk].append(proposal)
    return [
        Row(row, own[row.person_id], [wait for each in own[row.person_id] for wait in _waits(each, at)])
        for row in people
    ]


def _waits(proposal: Proposal, at: datetime) -> list[Wait]:
    language = get_language() or "da"
    if proposal.stage == Stage.SUBMITTED and is_open_to_change(proposal, at):
        until = proposal.revise_until
        words = _("“%(title)s”: the municipality asks for a change by %(day)s.")
        return [Wait(words % {"title": proposal.title, "day": weekday(until, language) if until else ""}, until)]
    if can_appeal(proposal, at) and proposal.appeal_until is not None:
        words = _("“%(title)s” is refused. It can be appealed until %(when)s.")
        text = words % {"title": proposal.title, "when": when(proposal.appeal_until, language)}
        return [Wait(text, localdate(proposal.appeal_until))]
    if proposal.stage == Stage.DRAFT:
        return [Wait(_("“%(title)s” is not sent yet.") % {"title": proposal.title or _("A draft")}, None)]
    return []


def why_not(actor: Actor, assisted: Assisted, at: datetime) -> str:
    """Why one cannot write for them now; empty when one can."""
    try:
        check_may_assist(actor, assisted, at=at)
    except Refusal as refusal:
        return refusal.message
    return ""


def cannot_propose(assisted: Assisted) -> bool:
    """Whether age or area stands in the way of a proposal. The act says why, as to everyone."""
    person, rule = assisted.person, assisted.process.eligibility("propose")
    return ineligible(rule, birth_date=person.birth_date, area=person.residence or None, act="propose") is not None


@dataclass(frozen=True)
class Done:
    """One act that was done for the resident: by whom, for the staff who answer for it."""

    what: str
    who: str
    at: datetime


def done_for(assisted: Assisted) -> list[Done]:
    entries = Entry.objects.filter(person=assisted.person, through__isnull=False).select_related("through")
    return [
        Done(entry.get_act_display(), entry.through.name if entry.through else "", entry.at)
        for entry in entries.newest_first()
    ]
