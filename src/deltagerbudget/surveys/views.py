"""The public pages of a survey. SECURITY: nothing here reads an account, the booth's cookies or a ballot."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import public
from deltagerbudget.processes.frame import done, posted
from deltagerbudget.surveys import actions
from deltagerbudget.surveys.forms import AnswerForm
from deltagerbudget.surveys.limits import may_answer
from deltagerbudget.surveys.models import Collection
from deltagerbudget.surveys.results import read
from deltagerbudget.surveys.rules import TEXT_DAYS, Audience
from deltagerbudget.ui.suppression import LEAST_VOTES

CONFLICT, UNPROCESSABLE, TOO_MANY = 409, 422, 429
_SEASON = 366 * 24 * 60 * 60


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, key: str) -> HttpResponse:
    collection, at = _collection(key), now()
    today, has_answered = localdate(at), _cookie(get_language() or "da", key) in request.COOKIES
    if not collection.is_open(today) or has_answered:
        return _shut(request, collection, today, has_answered=has_answered)
    form = AnswerForm(posted(request), questions=collection.survey.asked)
    if not form.is_bound:
        return _page(request, "answer", collection, form=form)
    if form.is_caught:
        # SECURITY: a machine is told nothing, neither that it was caught nor what was wrong.
        return redirect("surveys:thanks", key)
    if not form.is_valid():
        return _page(request, "answer", collection, status=UNPROCESSABLE, form=form)
    if not may_answer(request, at=at):
        return _page(request, "answer", collection, status=TOO_MANY, form=form, is_too_many=True)
    if not done(form, lambda: actions.answer_survey(collection, form.answers(), at=at)):
        return _page(request, "answer", collection, status=UNPROCESSABLE, form=form)
    response = redirect("surveys:thanks", key)
    _remember(response, key)
    return response


def _shut(request: HttpRequest, collection: Collection, today: date, *, has_answered: bool) -> HttpResponse:
    """Not open yet, closed, or answered from this browser. What was sent meanwhile is shown, and counted nowhere."""
    texts = [text for name, text in request.POST.items() if name.startswith("q") and len(text) > 2]
    context = {"has_answered": has_answered, "is_early": today < collection.opens_on, "typed": texts}
    context["is_over"] = collection.is_over(today)
    return _page(request, "shut", collection, status=CONFLICT if request.method == "POST" else 200, **context)


def _remember(response: HttpResponse, key: str) -> None:
    """That this browser has answered this survey: the same word for everyone.

    SECURITY: sent to the page of this survey alone, in each language, so the booth never sees it.
    """
    for code, _name in settings.LANGUAGES:
        with override(code):
            path = reverse("surveys:answer", args=[key])
        response.set_cookie(
            _cookie(code, key),
            "1",
            max_age=_SEASON,
            path=path,
            secure=settings.SECURE_COOKIES,
            httponly=True,
            samesite="Lax",
        )


def _cookie(code: str, key: str) -> str:
    return f"svaret-{code[:2]}-{key}"


@public
@require_safe
def thanks(request: HttpRequest, key: str) -> HttpResponse:
    return _page(request, "thanks", _collection(key))


@public
@require_safe
def answers(request: HttpRequest, key: str) -> HttpResponse:
    """After closing alone, and never about few people."""
    collection = _collection(key)
    is_over = collection.is_over(localdate(now()))
    found = read(Collection.objects.filter(pk=collection.pk))[0] if is_over else None
    return _page(request, "answers", collection, result=found, is_over=is_over, last_updated=None)


def _collection(key: str) -> Collection:
    found = Collection.objects.with_surveys().filter(key=key).first()
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, name: str, collection: Collection, *, status: int = 200, **values: Any) -> HttpResponse:
    context = {
        "collection": collection,
        "process": collection.survey.process,
        "audience": Audience(collection.survey.audience),
        "is_of_voters": collection.survey.audience == Audience.VOTERS,
        "text_days": TEXT_DAYS,
        "least": LEAST_VOTES,
    }
    return render(request, f"surveys/{name}.html", context | values, status=status)
