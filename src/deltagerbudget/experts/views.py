"""The page of somebody from outside, who has a link and no account.

SECURITY: looking uses nothing up and shows nothing but the title, for scanners of mail open every link. Only a POST
opens the review. The token goes from form to form; no session is read or written.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from deltagerbudget.acts.actor import SYSTEM
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import public
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.criteria.models import Criterion
from deltagerbudget.experts import actions
from deltagerbudget.experts.forms import ExpertForm
from deltagerbudget.experts.models import Expert
from deltagerbudget.experts.post import KEY
from deltagerbudget.pictures.shown import photo
from deltagerbudget.review.forms import ReviewForm, findings_of, values_of
from deltagerbudget.review.library import LibraryForm, inserted, is_inserting
from deltagerbudget.review.models import Review

GONE, CONFLICT, UNPROCESSABLE = 410, 409, 422
SAVE, FINISH = "gem", "faerdig"
_LONGEST = 200


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest) -> HttpResponse:
    at = now()
    token = (request.POST if request.method == "POST" else request.GET).get(KEY, "")[:_LONGEST]
    expert = actions.usable(token, at=at)
    if expert is None or expert.review is None:
        return render(request, "experts/over.html", status=GONE)
    if request.method != "POST":
        return render(request, "experts/cover.html", _about(expert, token))
    if SAVE in request.POST or FINISH in request.POST:
        return _write(request, expert, expert.review, token, at)
    if is_inserting(request.POST):
        return _page(request, expert, token, _form(expert, initial=inserted(request.POST)))
    return _open(request, expert, token, at)


def _open(request: HttpRequest, expert: Expert, token: str, at: datetime) -> HttpResponse:
    try:
        actions.open_expert_link(SYSTEM, expert, token, at=at)
    except Refusal:
        return render(request, "experts/over.html", status=GONE)
    return _page(request, expert, token, _form(expert))


def _write(request: HttpRequest, expert: Expert, row: Review, token: str, at: datetime) -> HttpResponse:
    """Keep or finish it; or show it again with all that was typed."""
    form, status = _form(expert, request.POST), UNPROCESSABLE
    is_last = FINISH in request.POST
    act: Callable[..., Review] = actions.finish_expert_review if is_last else actions.write_expert_review
    if form.is_valid():
        try:
            act(SYSTEM, expert, token, values=form.values(), findings=form.findings(), at=at)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            status = CONFLICT
        else:
            if is_last:
                return render(request, "experts/done.html", _about(expert, ""))
            return _page(request, expert, token, form, saved_at=at)
    return _page(request, expert, token, form, status=status)


def _form(expert: Expert, data: Any = None, *, initial: dict[str, Any] | None = None) -> ExpertForm:
    criteria = Criterion.objects.fixed(expert.proposal.process)
    begun = initial
    if data is None and initial is None and expert.review is not None:
        begun = values_of(expert.review, ReviewForm) | findings_of(expert.review)
    return ExpertForm(data, criteria=criteria, initial=begun)


def _about(expert: Expert, token: str) -> dict[str, Any]:
    return {
        "expert": expert,
        "proposal": expert.proposal,
        "process": expert.proposal.process,
        "token": token,
        "key": KEY,
    }


def _page(
    request: HttpRequest,
    expert: Expert,
    token: str,
    form: ExpertForm,
    *,
    saved_at: datetime | None = None,
    status: int = 200,
) -> HttpResponse:
    context = _about(expert, token) | {
        "form": form,
        "library": LibraryForm(),
        "photos": [photo(picture) for picture in expert.proposal.pictures.all()],
        "saved_at": saved_at,
    }
    return render(request, "experts/review.html", context, status=status)
