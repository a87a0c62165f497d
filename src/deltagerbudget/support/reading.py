"""What pages say of a support round, as plain values: every text is resolved here, above the loop of a template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from deltagerbudget.acts.permit import is_time_for
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.support.models import Lift, number_of
from deltagerbudget.support.rules import is_enough
from deltagerbudget.ui.danish import in_days, number, weekday


@dataclass(frozen=True)
class Standing:
    """How one proposal stands in the round."""

    supporters: int
    needed: int
    # "12 residents support it."
    words: str
    # "20 are needed, so 8 are missing."
    rest: str
    until: str
    # Where one supports it; empty when nobody can.
    url: str
    # Why it was taken up again.
    reason: str = ""

    @property
    def filled(self) -> int:
        """Of `needed`, for the bar."""
        return min(self.supporters, self.needed)


def has_begun(process: Process, at: datetime) -> bool:
    """Whether there are numbers to show."""
    span = process.span_of(PhaseKind.SUPPORT)
    return span is not None and span.starts_at <= at


def standing_of(proposal: Proposal, at: datetime) -> Standing | None:
    """None before the round and without one. Read ``proposal`` with its ``supporters`` for pages of everyone."""
    process = proposal.process
    if not has_begun(process, at):
        return None
    known, needed = vars(proposal).get("supporters"), process.support_needed
    supporters = number_of(proposal) if known is None else int(known)
    is_on = proposal.stage == Stage.SUBMITTED and is_time_for(Act.SUPPORT_PROPOSAL, process.phase_at(at))
    return Standing(
        supporters=supporters,
        needed=needed,
        words=_words(supporters, is_on=is_on),
        rest=_rest(supporters, needed) if is_on else _outcome(proposal, needed),
        until=_until(process, at) if is_on else "",
        url=reverse("support:support", args=[proposal.pk]) if is_on else "",
        reason=_reason(proposal),
    )


def fact(supporters: int) -> str:
    """In few words, for a card."""
    words = ngettext("%(n)s supports it", "%(n)s support it", supporters)
    return words % {"n": _n(supporters)}


def line(process: Process) -> str:
    """What the published rules say of the round; empty without one."""
    if process.span_of(PhaseKind.SUPPORT) is None:
        return ""
    words = ngettext(
        "A proposal is reviewed when at least %(n)s resident besides its authors supports it in the support round. "
        "Whoever may make proposals may support them, each of them once.",
        "A proposal is reviewed when at least %(n)s residents besides its authors support it in the support round. "
        "Whoever may make proposals may support them, each of them once.",
        process.support_needed,
    )
    return words % {"n": _n(process.support_needed)}


def _words(supporters: int, *, is_on: bool) -> str:
    if not supporters:
        return _("Nobody supports it yet.") if is_on else _("Nobody supported it.")
    if is_on:
        words = ngettext("%(n)s resident supports it.", "%(n)s residents support it.", supporters)
    else:
        words = ngettext("%(n)s resident supported it.", "%(n)s residents supported it.", supporters)
    return words % {"n": _n(supporters)}


def _rest(supporters: int, needed: int) -> str:
    if is_enough(supporters, needed):
        return _("That is enough for it to be reviewed. %(needed)s were needed.") % {"needed": _n(needed)}
    missing = needed - supporters
    words = ngettext(
        "%(needed)s are needed for it to be reviewed. %(n)s is missing.",
        "%(needed)s are needed for it to be reviewed. %(n)s are missing.",
        missing,
    )
    return words % {"needed": _n(needed), "n": _n(missing)}


def _outcome(proposal: Proposal, needed: int) -> str:
    if proposal.stage == Stage.UNSUPPORTED:
        return _("%(needed)s were needed, so it is not reviewed this time.") % {"needed": _n(needed)}
    return _("%(needed)s were needed.") % {"needed": _n(needed)}


def _until(process: Process, at: datetime) -> str:
    span = process.span_of(PhaseKind.SUPPORT)
    assert span is not None  # noqa: S101 - the round is on
    language = get_language() or "da"
    told = {"day": weekday(span.ends_at, language), "days": in_days(span.ends_at, at, language)}
    return _("You can support it until %(day)s, %(days)s.") % told


def _reason(proposal: Proposal) -> str:
    """``proposal`` with its lift joined."""
    lift: Lift | None = getattr(proposal, "lift", None)
    return lift.reason if lift is not None else ""


def _n(value: int) -> str:
    return number(value, get_language() or "da")
