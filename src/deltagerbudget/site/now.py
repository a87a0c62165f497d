"""What anyone can do with a deltagerbudget at this moment: one sentence, one action, one date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.rules import CountMethod
from deltagerbudget.results.models import Result
from deltagerbudget.ui.danish import in_days, weekday
from deltagerbudget.ui.signatures import Badge


@dataclass(frozen=True)
class Now:
    badge: Badge
    # What is going on, and until when.
    sentence: str
    action_label: str
    action_url: str
    # Short, for a card: "Lukker om 3 dage".
    short: str = ""
    # Whether residents can take part at this moment.
    is_open: bool = False


def what_now(process: Process, at: datetime) -> Now:
    """Reads the phases and the vote; load both with the process."""
    result = published_result(process)
    if result is not None and process.phase_at(at) not in {PhaseKind.IDEAS, PhaseKind.SUPPORT}:
        return _published(process, at)
    kind = process.phase_at(at)
    if kind is None and process.story:
        return _told(process)
    return _BY_PHASE[kind](process, at)


def published_result(process: Process) -> Result | None:
    vote = getattr(process, "vote", None)
    result: Result | None = getattr(vote, "result", None)
    return result if result is not None and result.published_at is not None else None


def _language() -> str:
    return get_language() or "da"


def _see_proposals(process: Process) -> tuple[str, str]:
    return _("See the proposals"), reverse("site:proposals", args=[process.slug])


def _dated(moment: datetime, at: datetime) -> dict[str, str]:
    return {"day": weekday(moment, _language()), "days": in_days(moment, at, _language())}


def _before(process: Process, at: datetime) -> Now:
    ideas = process.span_of(PhaseKind.IDEAS)
    if ideas is None or ideas.starts_at <= at:
        sentence, short = _("We are preparing it. The dates come soon."), _("Being prepared")
    else:
        told = _dated(ideas.starts_at, at)
        sentence = _("You can make proposals from %(day)s, %(days)s.") % told
        short = _("Opens for proposals %(days)s") % told
    return Now(Badge("soon", _("Coming soon")), sentence, "", "", short=short)


def _ideas(process: Process, at: datetime) -> Now:
    span = process.span_of(PhaseKind.IDEAS)
    assert span is not None  # noqa: S101 - the phase is on
    told = _dated(span.ends_at, at)
    return Now(
        Badge("open", _("Open for proposals")),
        _("You can make proposals until %(day)s, %(days)s.") % told,
        _("Make a proposal"),
        reverse("proposals:new", args=[process.slug]),
        short=_("Closes for proposals %(days)s") % told,
        is_open=True,
    )


def _support(process: Process, at: datetime) -> Now:
    span = process.span_of(PhaseKind.SUPPORT)
    assert span is not None  # noqa: S101 - the phase is on
    told = _dated(span.ends_at, at)
    return Now(
        Badge("open", _("Support the proposals")),
        _("You can support the proposals you like until %(day)s, %(days)s. Those with enough support are reviewed.")
        % told,
        *_see_proposals(process),
        short=_("The support round ends %(days)s") % told,
        is_open=True,
    )


def answers_come(process: Process, at: datetime) -> str:
    """When all get the answer, or that the time was not kept; empty where nothing is announced, or all is out."""
    if process.decisions_at is None:
        return ""
    if process.decisions_missed_at is not None:
        told = {"day": weekday(process.decisions_at, _language())}
        return _("The answers should have come %(day)s, but not all were ready. A new time comes here.") % told
    if process.decisions_at <= at:
        return ""
    told = _dated(process.decisions_at, at)
    return _("All authors get their answer %(day)s, %(days)s.") % told


def _review(process: Process, at: datetime) -> Now:
    vote = process.span_of(PhaseKind.VOTE)
    sentence = _("The municipality looks at each proposal: can it be done, and what does it cost?")
    sentence += " " + answers_come(process, at) if answers_come(process, at) else ""
    short = _("The proposals are being reviewed")
    if vote is not None and vote.starts_at > at:
        told = _dated(vote.starts_at, at)
        sentence += " " + _("The vote opens %(day)s, %(days)s.") % told
        short = _("The vote opens %(days)s") % told
    return Now(Badge("waiting", _("In review")), sentence, *_see_proposals(process), short=short)


def _vote(process: Process, at: datetime) -> Now:
    vote = getattr(process, "vote", None)
    if vote is None or (vote.closed_at is None and at < vote.opens_at):
        sentence = _("The vote has not opened yet, because the list is not ready. Look in again tomorrow.")
        return Now(Badge("waiting", _("Not open yet")), sentence, *_see_proposals(process))
    if not vote.is_open(at):
        return _count(process, at)
    told = _dated(vote.closes_at, at)
    return Now(
        Badge("open", _("Vote now")),
        _("The vote closes %(day)s, %(days)s. You can change your vote until then.") % told,
        _("Vote"),
        reverse("ballots:choose", args=[process.slug]),
        short=_("The vote closes %(days)s") % told,
        is_open=True,
    )


def _count(process: Process, at: datetime) -> Now:
    sentence = _("The vote has closed. The votes are being counted, and two persons check the result.")
    return Now(
        Badge("waiting", _("Being counted")), sentence, *_see_proposals(process), short=_("The votes are being counted")
    )


def _after(process: Process, at: datetime) -> Now:
    if getattr(process, "vote", None) is not None:
        return _count(process, at)
    sentence = _("The projects are being carried out.")
    return Now(Badge("closed", _("Decided")), sentence, *_see_proposals(process))


def _published(process: Process, at: datetime) -> Now:
    sentence = _("The residents have voted. The projects with the most votes get the money.")
    if process.count_method == CountMethod.EQUAL_SHARES:
        sentence = _(
            "The residents have voted, each over an equal part of the money. What they bought together is carried out."
        )
    label, url = _("See the result"), reverse("results:result", args=[process.slug])
    if process.phase_at(at) == PhaseKind.EVALUATION:
        if getattr(process, "has_evaluation", False):
            label, url = _("See how it went"), reverse("evaluation:evaluation", args=[process.slug])
        return Now(Badge("done", _("Finished")), sentence, label, url, short=_("It is decided and built"))
    return Now(Badge("won", _("Decided")), sentence, label, url, short=_("The projects are being carried out"))


def _told(process: Process) -> Now:
    return Now(Badge("done", _("Finished")), _("This one is from before the platform."), "", "")


_BY_PHASE: dict[PhaseKind | None, Callable[[Process, datetime], Now]] = {
    None: _before,
    PhaseKind.PREPARATION: _before,
    PhaseKind.IDEAS: _ideas,
    PhaseKind.SUPPORT: _support,
    PhaseKind.REVIEW: _review,
    PhaseKind.VOTE: _vote,
    PhaseKind.COUNT: _count,
    PhaseKind.REALISATION: _after,
    PhaseKind.EVALUATION: _after,
}
