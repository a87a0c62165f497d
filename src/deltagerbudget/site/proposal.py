"""The page of one proposal, from the day it is sent in to the day the bench stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from deltagerbudget.acts.history import PUBLIC, events
from deltagerbudget.acts.marks import public
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.permit import is_time_for
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.counting.outcome import Decision
from deltagerbudget.municipality.card import Card, card
from deltagerbudget.pictures.shown import photo
from deltagerbudget.proposals.explained import step_of_proposal
from deltagerbudget.proposals.models import Authorship, Proposal, ProposalVersion
from deltagerbudget.proposals.place import place_map
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.realisation.models import paid_for, with_events
from deltagerbudget.realisation.rules import months_after
from deltagerbudget.realisation.story import Story, start_words, story_of
from deltagerbudget.results.models import Result
from deltagerbudget.results.why import sentence
from deltagerbudget.review.models import Revision
from deltagerbudget.site.cards import badge_of
from deltagerbudget.site.conditional import respond
from deltagerbudget.site.now import answers_come, published_result, what_now
from deltagerbudget.site.talk import part, with_little_talk
from deltagerbudget.support.models import supporters
from deltagerbudget.support.reading import standing_of
from deltagerbudget.talk.reading import counts, hidden_words

GONE = 410
# A database's integer ends here.
_LARGEST = 2**31 - 1
_NEW_TEXTS = frozenset({Act.EDIT_PROPOSAL, Act.MERGE_PROPOSALS, Act.SPLIT_PROPOSALS})


@public
@require_safe
def proposal(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    def build(at: datetime) -> dict[str, Any]:
        found = public_proposal(slug, number)
        process = found.process
        result = published_result(process)
        now, entries = what_now(process, at), _entries(found)
        history = events(entries)
        return {
            "proposal": found,
            "process": process,
            "badge": badge_of(found, published=result is not None),
            "decision": _released(found),
            "result": result,
            "story": _story(found, at),
            "to_start": _to_start(found, result, at),
            "now": now,
            "step": step_of_proposal(found, at, _card(request), has_won=_has_won(found, result)),
            "contact_person": found.contact_person,
            "answers_come": answers_come(process, at) if found.stage == "submitted" else "",
            "can_vote": now.is_open and process.phase_at(at) == PhaseKind.VOTE and found.stage == "admitted",
            "authors": [authorship.shown_name for authorship in found.authorships.all()],
            **_why(found, result),
            "earlier": _earlier(found, entries),
            "revisions": _revisions(found, entries),
            "can_join": found.stage == "submitted" and is_time_for(Act.ASK_TO_JOIN, process.phase_at(at)),
            "standing": standing_of(found, at),
            "merged": _merged(found, entries),
            "place_map": place_map(found),
            "events": history,
            **part(found, at),
            "photos": [photo(picture) for picture in found.pictures.all()],
            "seed": f"{process.slug}-{found.number}",
            "last_updated": max([found.updated_at, *(event.at for event in history)]),
        }

    try:
        return respond(request, "site/proposal.html", build)
    except Http404:
        return _gone(request, slug, number)


def _gone(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """That it is hidden, why and since when, and nothing of what it says; or where it was put together with another."""
    behind = Prefetch("authorships", Authorship.objects.select_related("person").order_by("pk"))
    gone = Proposal.objects.gone().select_related("process", "merged_into").prefetch_related(behind)
    found = get_object_or_404(gone, process__slug=slug, number=min(number, _LARGEST))
    if found.stage == Stage.HIDDEN:
        hidden = {"number": found.number, "process": found.process, "words": hidden_words(found)}
        return render(request, "site/hidden.html", hidden, status=GONE)
    context = {"proposal": found, "process": found.process, "into": found.merged_into}
    return render(request, "site/merged.html", context)


def public_proposal(slug: str, number: int) -> Proposal:
    if number > _LARGEST:
        raise Http404
    heavy = ("process__vote__config", "process__vote__result__pb")
    stood_behind = Prefetch("authorships", Authorship.objects.select_related("person").order_by("pk"))
    shown = (
        Proposal.objects.public()
        .with_public_answers()
        .select_related(
            "process__vote__result",
            "decision__appeal",
            "project_result",
            "realisation__process",
            "realisation__release",
            "named_contact",
            "lift",
        )
    )
    shown = shown.defer(*heavy).prefetch_related(
        "process__phases",
        "process__contacts",
        with_events("realisation__"),
        "realisation__reports__picture",
        "pictures",
        stood_behind,
    )
    counted = shown.annotate(paid=paid_for("realisation"), supporters=supporters(), **counts())
    return get_object_or_404(counted, process__slug=slug, number=number)


def _story(proposal: Proposal, at: datetime) -> Story | None:
    realisation = getattr(proposal, "realisation", None)
    paid_ore = proposal.paid or 0  # type: ignore[attr-defined]
    return story_of(realisation, timezone.localdate(at), paid_ore=paid_ore) if realisation else None


def _to_start(proposal: Proposal, result: Result | None, at: datetime) -> str:
    """Of a winner that nobody has started yet; an imported one is not ours to build."""
    is_started, process = hasattr(proposal, "realisation"), proposal.process
    if is_started or process.is_imported or not _has_won(proposal, result) or result is None or not result.published_at:
        return ""
    last = months_after(timezone.localdate(result.published_at), process.start_within_months)
    return start_words(last, timezone.localdate(at))


def _released(proposal: Proposal) -> Any:
    decision = getattr(proposal, "decision", None)
    return decision if decision is not None and decision.released_at is not None else None


def _card(request: HttpRequest) -> Card:
    """The one that the page was made for: no second question."""
    return card(getattr(request, "revision", None))


def _has_won(proposal: Proposal, result: Result | None) -> bool | None:
    project = getattr(proposal, "project_result", None)
    return project.is_funded if result is not None and project is not None else None


def _why(proposal: Proposal, result: Result | None) -> dict[str, Any]:
    """The sentence under the decision of the count, once that is published."""
    project = getattr(proposal, "project_result", None)
    if result is None or project is None:
        return {}
    outcome = result.explained
    step = outcome.step(str(proposal.number))
    titles = {step.project: proposal.title}
    if step.tied_with or step.decision == Decision.NOT_REACHED:
        titles = {str(number): title for number, title in result.vote.projects.values_list("number", "title")}
    return {"why": sentence(step, outcome, titles), "won": project.is_funded}


def _entries(proposal: Proposal) -> list[Entry]:
    """From the day it was sent in: what an author did with a draft is the author's own."""
    mine = Q(target_type=proposal._meta.label_lower, target_id=str(proposal.pk))
    about = Q(target_type="realisation.realisation", detail__proposal=proposal.pk)
    entries = Entry.objects.of_process(proposal.process_id).filter(mine | about, act__in=PUBLIC)
    if proposal.submitted_at is not None:
        entries = entries.filter(at__gte=proposal.submitted_at)
    return list(with_little_talk(entries).newest_first())


def _earlier(proposal: Proposal, entries: list[Entry]) -> list[ProposalVersion]:
    """The texts before the one that stands; not asked for where nobody has changed it."""
    is_changed = any(entry.act in _NEW_TEXTS for entry in entries)
    return list(proposal.versions.order_by("-number"))[1:] if is_changed else []


def _merged(proposal: Proposal, entries: list[Entry]) -> list[Proposal]:
    """What was put together with it; not asked for where nothing ever was."""
    is_joint = any(entry.act == Act.MERGE_PROPOSALS for entry in entries)
    return list(proposal.merged.order_by("number")) if is_joint else []


def _revisions(proposal: Proposal, entries: list[Entry]) -> list[Revision]:
    """What the municipality asked to be changed; not asked for where it never did."""
    is_asked = any(entry.act == Act.ASK_REVISION for entry in entries)
    return list(proposal.revisions.order_by("-pk")) if is_asked else []
