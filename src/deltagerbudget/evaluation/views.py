from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.http import http_date
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from deltagerbudget.acts.marks import public
from deltagerbudget.evaluation import across_files, files
from deltagerbudget.evaluation.across import across, waiting
from deltagerbudget.evaluation.figures import sections
from deltagerbudget.evaluation.models import Evaluation
from deltagerbudget.municipality.card import card
from deltagerbudget.ui.sheets import disposition

# A report takes a good part of a second to set, and is the same for everyone.
KEPT_SECONDS = 3600


@public
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every deltagerbudget with a published evaluation side by side, the newest vote first."""
    rows = _side_by_side()
    context = {
        "across": across(rows),
        "waiting": waiting(),
        "last_updated": max((row.at for row in rows), default=None),
    }
    return render(request, "evaluation/index.html", context)


@public
@require_safe
def index_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    if kind not in across_files.TYPES:
        raise Http404
    content = across_files.made(across(_side_by_side()), kind)
    headers = {"Content-Disposition": disposition("evalueringer", kind)}
    return HttpResponse(content, content_type=across_files.TYPES[kind], headers=headers)


def _side_by_side() -> list[Evaluation]:
    return list(Evaluation.objects.standing().select_related("process__vote").defer("process__vote__config"))


@public
@require_safe
def evaluation(request: HttpRequest, slug: str) -> HttpResponseBase:
    """As it was published: nothing on it depends on the clock, on who looks, or on what happened since."""
    shown = _shown(slug)
    context = {
        "evaluation": shown,
        "process": shown.process,
        "sections": sections(shown.indicators, shown.wording),
        "last_updated": shown.at,
    }
    return _same_every_time(request, render(request, "evaluation/evaluation.html", context), shown)


@public
@require_safe
def file(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    if kind not in files.TYPES:
        raise Http404
    shown = _shown(slug)
    key = f"evaluation:{shown.pk}:{kind}:{get_language()}:{_who()}"
    content = cache.get(key)
    if content is None:
        content = files.made(told(shown), kind)
        cache.set(key, content, KEPT_SECONDS)
    return _same_every_time(request, attached(content, kind, slug), shown)


def _who() -> str:
    """The name and the colour that stand on a report may change."""
    known = card()
    return hashlib.sha256(f"{known.name} {known.primary}".encode()).hexdigest()[:16]


def told(shown: Evaluation) -> files.Told:
    return files.Told(shown.process, shown.indicators, shown.wording, shown.words, shown.at)


def attached(content: bytes, kind: str, slug: str) -> HttpResponse:
    headers = {"Content-Disposition": disposition(f"{slug}-evaluering", kind)}
    return HttpResponse(content, content_type=files.TYPES[kind], headers=headers)


def _shown(slug: str) -> Evaluation:
    return get_object_or_404(Evaluation.objects.standing().select_related("process"), process__slug=slug)


def _same_every_time(request: HttpRequest, response: HttpResponse, shown: Evaluation) -> HttpResponseBase:
    set_response_etag(response)
    response["Last-Modified"] = http_date(shown.at.timestamp())
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
