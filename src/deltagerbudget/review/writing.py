"""The page on which a department writes its review."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.criteria.models import Criterion
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.review import actions
from deltagerbudget.review.asked import Asked, asked_of, due_badge
from deltagerbudget.review.forms import FindingsForm, ReviewForm, findings_of, values_of
from deltagerbudget.review.library import LibraryForm, inserted, is_inserting
from deltagerbudget.review.models import Review
from deltagerbudget.review.precedents import contradicts, precedents

UNPROCESSABLE = 422
CONFLICT = 409


@does(Act.WRITE_REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    row = _own_review(actor_of(request), pk)
    if request.method != "POST":
        return _page(request, row, form_of(row))
    if is_inserting(request.POST):
        return _page(request, row, form_of(row, initial=inserted(request.POST)))
    return _judge(request, row, actions.write_review, "review_staff:review", row.pk)


@does(Act.FINISH_REVIEW)
@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    row = _own_review(actor_of(request), pk)
    return _judge(request, row, actions.finish_review, "review_staff:queue")


def form_of(row: Review, data: Any = None, *, initial: dict[str, Any] | None = None) -> FindingsForm:
    criteria = Criterion.objects.fixed(row.proposal.process)
    begun = values_of(row, ReviewForm) | findings_of(row) if initial is None and data is None else initial
    return FindingsForm(data, criteria=criteria, initial=begun)


def _own_review(actor: Actor, pk: int) -> Review:
    own = Review.objects.of_departments(actor).select_related("department", "proposal__process")
    return get_object_or_404(own, pk=pk)


def _judge(request: HttpRequest, row: Review, act: Callable[..., Review], onward: str, *args: object) -> HttpResponse:
    """Write or finish the review; or show it again with all that was typed."""
    form, status = form_of(row, request.POST), UNPROCESSABLE
    if form.is_valid():
        try:
            act(actor_of(request), row, values=form.values(), findings=form.findings(), at=now())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            status = CONFLICT
        else:
            return redirect(onward, *args)
    return _page(request, row, form, status=status)


def _page(request: HttpRequest, row: Review, form: FindingsForm, *, status: int = 200) -> HttpResponse:
    today = localdate(now())
    others = row.proposal.reviews.exclude(pk=row.pk).select_related("department").order_by("pk")
    near = precedents(row.proposal)
    context = {
        "review": row,
        "proposal": row.proposal,
        "process": row.proposal.process,
        "form": form,
        "library": LibraryForm(),
        "others": asked_of(others.prefetch_related("findings__criterion"), today),
        "own": Asked(row, due_badge(row, today)),
        "is_open": row.finished_at is None and row.proposal.stage == Stage.SUBMITTED,
        "precedents": near,
        "contradicted": contradicts(near, row.verdict),
    }
    return render(request, "review/review.html", context, status=status)
