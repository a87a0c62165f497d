"""The page of one deltagerbudget."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from django.db.models import Count, OuterRef, Q, Subquery, Sum, Window
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from deltagerbudget.acts.history import events
from deltagerbudget.acts.marks import public
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.ballots.booth import changes_of
from deltagerbudget.bulletins.cards import latest_news, with_latest_news
from deltagerbudget.evaluation.models import with_evaluation
from deltagerbudget.events.cards import next_event, with_next_event
from deltagerbudget.municipality.card import card
from deltagerbudget.pictures.shown import paper, photo
from deltagerbudget.processes.models import Process, ProcessQuerySet
from deltagerbudget.processes.path import stations
from deltagerbudget.proposals.explained import step_of_process
from deltagerbudget.proposals.models import Proposal, ProposalQuerySet
from deltagerbudget.site import listing, orders
from deltagerbudget.site.areas import shown_processes
from deltagerbudget.site.cards import is_built, places, proposal_cards, winner_cards
from deltagerbudget.site.conditional import respond
from deltagerbudget.site.now import Now, published_result, what_now
from deltagerbudget.site.plain_rules import plain_rules, who
from deltagerbudget.support.models import with_supporters
from deltagerbudget.support.reading import has_begun
from deltagerbudget.surveys.cards import survey_lines, with_surveys
from deltagerbudget.ui.signatures import Block, Event

_SHOWN = 12
# Entries of one proposal belong to the proposal's own page.
_OF_PROCESS = Q(target_type__in=("processes.process", "ballots.vote", "results.result", "evaluation.evaluation"))


def public_process(slug: str, *, mapped: bool = False, ruled_at: datetime | None = None) -> Process:
    """One query for process, vote and result; 404 for what is not opened.

    `ruled_at`: with the frozen rules, and with the next event after that moment, the latest news and the
    surveys.
    """
    shown = shown_processes().with_outlines() if mapped else shown_processes()
    if ruled_at is not None:
        shown = with_latest_news(
            with_next_event(shown.defer(None).defer("vote__result__outcome", "vote__result__pb"), ruled_at)
        )
        shown = with_evaluation(with_surveys(_with_open_one(shown, ruled_at)))
    process = shown.filter(slug=slug).first()
    if process is None:
        raise Http404
    return process


def _with_open_one(processes: ProcessQuerySet, at: datetime) -> ProcessQuerySet:
    """With one of the same area that takes proposals now, in the same query: a closed one is no end of the way."""
    areas = Process.areas.through.objects.filter(process=OuterRef(OuterRef("pk"))).values("area")
    now = {"phases__kind": PhaseKind.IDEAS, "phases__starts_at__lte": at, "phases__ends_at__gt": at}
    rows = Process.objects.opened().filter(areas__in=areas, **now).exclude(pk=OuterRef("pk"))
    first = rows.order_by("phases__ends_at", "pk")
    return processes.annotate(
        open_title=Subquery(first.values("title")[:1]), open_slug=Subquery(first.values("slug")[:1])
    )


@public
@require_safe
def process(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for everyone with the same order of proposals; the order is a number in a cookie and nothing else."""
    order = orders.known(request.GET.get("orden"), published=False) or orders.of_visitor(request)

    def build(at: datetime) -> dict[str, Any]:
        found = public_process(slug, ruled_at=at)
        now, history = what_now(found, at), _history(found)
        news = latest_news(found)
        contacts = list(found.contacts.order_by("pk"))
        return {
            "process": found,
            "places": places(found),
            "now": now,
            "stations": stations(found, at),
            "help_url": _help_url(found, now),
            "who": who(found),
            "rules": plain_rules(found, getattr(found, "vote", None)) if found.spans else [],
            "photo": photo(found.picture) if found.picture else None,
            "papers": [paper(document) for document in found.documents.all()],
            "contacts": contacts,
            "step": step_of_process(found, at, card(getattr(request, "revision", None))),
            "takes_proposals": found.phase_at(at) == PhaseKind.IDEAS,
            "next_event": next_event(found, at),
            "events_url": reverse("events:process", args=[slug]),
            "news": news,
            "news_url": reverse("bulletins:process", args=[slug]),
            "surveys": survey_lines(found, at),
            "contact_person": next((contact for contact in contacts if contact.phone or contact.email), None),
            "money": found.allocations.values("pool__name", "pool__slug").annotate(ore=Sum("amount_ore")),
            "events": history,
            "vote": getattr(found, "vote", None),
            "changes": changes_of(getattr(found, "vote", None)),
            "last_updated": max([found.updated_at, *(event.at for event in history), *(card.at for card in news)]),
            **_proposals(found, order or orders.of_the_minute(at), at),
        }

    response = respond(request, "site/process.html", build, variant=order or "")
    patch_vary_headers(response, ["Cookie"])
    return response


def _help_url(process: Process, now: Now) -> str:
    """Where one gets help to vote, while one can vote."""
    if not now.is_open or getattr(process, "vote", None) is None:
        return ""
    areas = process.areas.all()
    return reverse("polling_help:area", args=[areas[0].slug]) if len(areas) == 1 else reverse("polling_help:places")


def _proposals(process: Process, order: str, at: datetime) -> dict[str, Any]:
    """The winners once there is a result; else the ballot once there is one; else everything, in the order asked."""
    shown = process.proposals.public().with_cover()
    if has_begun(process, at):
        shown = cast(ProposalQuerySet, with_supporters(shown))
    if published_result(process) is not None:
        funded = shown.select_related("project_result", "realisation").filter(listing.FILTERS["vandt"])
        winners = list(funded.order_by("project_result__place"))
        cards = winner_cards(winners[:_SHOWN], process)
        return {"published": True, "cards": cards, "count": len(winners), "blocks": _blocks(process, winners)}
    rows = list(orders.ordered(listing.on_the_way(shown), order).annotate(total=Window(Count("pk")))[:_SHOWN])
    count = rows[0].total if rows else 0
    cards = proposal_cards(rows, process, published=False, with_badges=False)
    return {"cards": cards, "count": count, "blocks": []}


def _blocks(process: Process, winners: Sequence[Proposal]) -> list[Block]:
    """Finished ones are spent at what they cost in the end; the others are promised."""
    base = reverse("site:proposals", args=[process.slug])
    return [_block(proposal, f"{base}{proposal.number}/") for proposal in winners]


def _block(proposal: Proposal, url: str) -> Block:
    realisation = getattr(proposal, "realisation", None)
    price_ore = realisation.price_ore if realisation else proposal.project_result.granted_ore
    return Block(proposal.title, price_ore, "spent" if is_built(proposal) else "funded", url)


def _history(process: Process) -> list[Event]:
    entries = Entry.objects.of_process(process.pk).filter(_OF_PROCESS).newest_first()
    return events(entries)[:_SHOWN]
