"""Decides about the one announced minute of all decisions. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.processes.rules import TO_APPEAL, Span, moment
from deltagerbudget.ui import danish


def appeal_until(at: datetime) -> datetime:
    """The last minute of the last day for an appeal against what is published now."""
    last = localdate(at) + timedelta(days=TO_APPEAL)
    return moment(datetime.combine(last, time(23, 59)))


def check_time_to_appeal(refusals: int, at: datetime, vote_starts_at: datetime | None) -> None:
    """Raise NotPossible where a refusal would be published too late for an appeal before the vote."""
    if refusals and vote_starts_at is not None and vote_starts_at <= appeal_until(at):
        raise NotPossible(
            _("Refused authors have %(days)s days to appeal, and the vote opens before that. Move the vote to later.")
            % {"days": TO_APPEAL}
        )


def check_announcement(minute: datetime, *, at: datetime, review: Span | None, vote_starts_at: datetime | None) -> None:
    """Raise NotPossible unless all decisions can become public at this minute, refusals among them."""
    if minute <= at:
        raise NotPossible(_("Choose a minute that has not passed."))
    if review is None or not review.starts_at <= minute < review.ends_at:
        raise NotPossible(_("Choose a minute while the proposals are being reviewed. See the dates of the phases."))
    check_time_to_appeal(1, minute, vote_starts_at)


def check_moved(spans: Sequence[Span], announced: datetime | None, *, at: datetime) -> None:
    """Raise NotPossible where moved phases would break the minute that everyone has been told."""
    if announced is None or announced <= at:
        return
    by_kind = {span.kind: span for span in spans}
    vote = by_kind.get(PhaseKind.VOTE)
    try:
        check_announcement(
            announced, at=at, review=by_kind.get(PhaseKind.REVIEW), vote_starts_at=vote.starts_at if vote else None
        )
    except NotPossible as problem:
        told = danish.when(announced, get_language() or "da")
        words = _(
            "Everyone has been told that the decisions come %(when)s. Keep to it, or announce another minute first."
        )
        raise NotPossible(f"{words % {'when': told}} {problem.message}") from problem
