"""What is a person's own: their proposals, what happens to them next, and what is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import member
from deltagerbudget.acts.models import Look
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.areas.models import Area
from deltagerbudget.events.cards import when_of
from deltagerbudget.events.models import Booking
from deltagerbudget.notifications.models import Following
from deltagerbudget.notifications.things import thing_of
from deltagerbudget.proposals.actions import can_appeal, is_open_to_change
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.proposals.sketches import all_of_browser
from deltagerbudget.site.cards import badge_of
from deltagerbudget.site.now import answers_come, published_result
from deltagerbudget.talk.models import Hiding, Question
from deltagerbudget.together.waiting import waiting_for
from deltagerbudget.ui.danish import day, in_days, weekday, when
from deltagerbudget.ui.signatures import Badge

LOOKS_SHOWN = 20
_PAST = frozenset({Stage.WITHDRAWN, Stage.MERGED})


@dataclass(frozen=True)
class Mine:
    """One of my proposals: where it stands and what happens next."""

    title: str
    process: str
    badge: Badge
    next: str
    url: str
    action_label: str
    action_url: str
    # Where one sees who stands behind it; empty where that is over.
    authors_url: str
    # An answer or an appeal that has a last day.
    is_urgent: bool = False


@dataclass(frozen=True)
class Booked:
    """One of my bookings that is still ahead."""

    title: str
    when: str
    days: str
    place: str
    url: str
    is_cancelled: bool


@member
@never_cache
@require_safe
def my_page(request: HttpRequest) -> HttpResponse:
    at, actor = now(), actor_of(request)
    heavy = ("process__vote__config", "process__vote__result__outcome", "process__vote__result__pb")
    found = Proposal.objects.by_author(actor.person_id).select_related("process__vote__result", "project_result")
    found = found.defer(*heavy).prefetch_related("process__phases").order_by("-updated_at", "-pk")
    looks = Look.objects.at_person(actor.person_id, {proposal.process_id for proposal in found}).newest_first()
    followed = list(Following.objects.of_person(actor.person_id))
    mine = sorted((_mine(proposal, at) for proposal in found), key=lambda own: not own.is_urgent)
    booked = [_booked(row, at) for row in Booking.objects.of_person(actor.person_id) if row.ends_at > at]
    context = {
        "first": next((own for own in mine if own.url or own.action_url), None),
        "booked": booked,
        "looks": looks[:LOOKS_SHOWN],
        "looks_days": settings.LOOKS_DAYS,
        "person": request.user,
        "is_staff": actor.is_staff,
        "area": Area.objects.filter(slug=getattr(request.user, "residence", "")).first(),
        "waiting": waiting_for(actor.person_id, at),
        "mine": mine,
        "begun": all_of_browser(request, at=at),
        "asked": list(Question.objects.for_author(actor.person_id, at).select_related("proposal").order_by("at", "pk")),
        "hidden": list(Hiding.objects.of_writer(actor.person_id)),
        "supported": list(
            Proposal.objects.public()
            .filter(supports__person=actor.person_id)
            .select_related("process")
            .order_by("title", "pk")
        ),
        "followed": [thing_of(row) for row in followed],
        "pace": followed[0].follower.get_pace_display() if followed else "",
    }
    return render(request, "site/my_page.html", context)


def _mine(proposal: Proposal, at: datetime) -> Mine:
    process, is_public = proposal.process, proposal.stage not in {Stage.DRAFT, Stage.WITHDRAWN, Stage.HIDDEN}
    label, url = _action(proposal, at)
    address = reverse("site:proposal", args=[process.slug, proposal.number]) if is_public else ""
    return Mine(
        title=proposal.title or _("A proposal without a title"),
        process=process.title,
        badge=_badge(proposal),
        next=_next(proposal, at),
        url=address,
        action_label=label,
        action_url=url,
        authors_url="" if proposal.stage in _PAST else reverse("together:authors", args=[proposal.pk]),
        is_urgent=(proposal.stage == Stage.SUBMITTED and is_open_to_change(proposal, at)) or can_appeal(proposal, at),
    )


def _booked(row: Booking, at: datetime) -> Booked:
    return Booked(
        title=row.event.title,
        when=when_of(row.begins_at, row.ends_at),
        days=in_days(row.begins_at, at, get_language() or "da"),
        place=row.event.place,
        url=reverse("events:book", args=[row.event_id]),
        is_cancelled=row.event.cancelled_at is not None,
    )


def _badge(proposal: Proposal) -> Badge:
    if proposal.stage == Stage.DRAFT:
        return Badge("waiting", _("Draft: only you see it"))
    if proposal.stage == Stage.WITHDRAWN:
        return Badge("closed", _("Withdrawn"))
    if proposal.stage == Stage.HIDDEN:
        return Badge("stopped", _("Hidden by the municipality"))
    return badge_of(proposal, published=published_result(proposal.process) is not None)


def _action(proposal: Proposal, at: datetime) -> tuple[str, str]:
    """What an author can do now."""
    if proposal.stage == Stage.SUBMITTED and is_open_to_change(proposal, at):
        return _("Answer the municipality"), reverse("review:answer", args=[proposal.pk])
    if can_appeal(proposal, at):
        return _("Appeal the refusal"), reverse("review:appeal", args=[proposal.pk])
    if proposal.process.phase_at(at) != PhaseKind.IDEAS:
        return "", ""
    if proposal.stage == Stage.DRAFT:
        return _("Go on writing"), reverse("proposals:edit", args=[proposal.pk])
    if proposal.stage == Stage.SUBMITTED:
        return _("Change the text"), reverse("proposals:edit", args=[proposal.pk])
    return "", ""


def _next(proposal: Proposal, at: datetime) -> str:
    """What happens now, and when."""
    if proposal.stage == Stage.DRAFT:
        return _draft(proposal, at)
    language = get_language() or "da"
    if proposal.stage == Stage.SUBMITTED and is_open_to_change(proposal, at):
        return _("The municipality asks for a change. Answer by %(day)s.") % {"day": day(_until(proposal), language)}
    if can_appeal(proposal, at):
        words = _("See on its page why it does not go on. You can appeal until %(when)s.")
        return words % {"when": when(cast(datetime, proposal.appeal_until), language)}
    if proposal.stage == Stage.APPEALED:
        return _("Somebody who took no part in the refusal looks at your appeal.")
    return _answer_comes(proposal, at) or _next_by_stage(proposal, at)


def _answer_comes(proposal: Proposal, at: datetime) -> str:
    """The announced minute; empty where there is none, or it is over."""
    process, language = proposal.process, get_language() or "da"
    if proposal.stage != Stage.SUBMITTED or process.decisions_at is None:
        return ""
    if process.decisions_missed_at is not None or process.decisions_at <= at:
        return answers_come(process, at)
    told = {"day": weekday(process.decisions_at, language), "days": in_days(process.decisions_at, at, language)}
    return _("You get the answer %(day)s, %(days)s. Everyone gets it in the same minute.") % told


def _until(proposal: Proposal) -> date:
    return cast(date, proposal.revise_until)


def _next_by_stage(proposal: Proposal, at: datetime) -> str:
    if proposal.stage == Stage.SUBMITTED:
        words = _("The municipality looks at whether it can be done and what it costs. You hear from us by %(day)s.")
        told = _in_support_round(proposal, at) or _dated(proposal, PhaseKind.VOTE, words)
        return told or _("The municipality will look at it.")
    if proposal.stage == Stage.ADMITTED and published_result(proposal.process) is None:
        return _dated(proposal, PhaseKind.VOTE, _("Everyone in the area can vote for it from %(day)s.")) or ""
    if proposal.stage == Stage.ADMITTED:
        return _("The result is here. See on its page how it went, and why.")
    ended = {
        Stage.HIDDEN: _("Nobody else can see it. Further down you see why, and how you can appeal."),
        Stage.UNSUPPORTED: _("Too few supported it. You can propose it again another time."),
        Stage.REFUSED: _("See on its page why it does not go on."),
        Stage.MERGED: _("It lives on in the proposal that it was put together with."),
    }
    return ended.get(Stage(proposal.stage), _("Nothing more happens. Nobody else can see it."))


def _in_support_round(proposal: Proposal, at: datetime) -> str:
    """Until when residents support it; empty without a round, and after it."""
    span = proposal.process.span_of(PhaseKind.SUPPORT)
    if span is None or span.ends_at <= at:
        return ""
    words = _("It needs support from %(needed)s residents before %(day)s. Tell others about it.")
    told = {"needed": proposal.process.support_needed, "day": day(span.ends_at, get_language() or "da")}
    return words % told


def _draft(proposal: Proposal, at: datetime) -> str:
    span = proposal.process.span_of(PhaseKind.IDEAS)
    if span is None or span.ends_at <= at:
        return _("It was not sent in before the deadline, so it does not take part.")
    return _("It is not sent in yet. Send it before %(day)s.") % {"day": day(span.ends_at, get_language() or "da")}


def _dated(proposal: Proposal, kind: PhaseKind, words: str) -> str:
    span = proposal.process.span_of(kind)
    return words % {"day": day(span.starts_at, get_language() or "da")} if span else ""
