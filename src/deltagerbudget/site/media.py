"""Hands out pictures and documents to whoever may see what they belong to.

The public addresses know nobody: what they give is what everyone may see at this moment. The `own_` ones ask who is
looking: authors see the pictures of their drafts, staff what is in preparation.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from deltagerbudget.acts.marks import member, public
from deltagerbudget.acts.request import actor_of
from deltagerbudget.bulletins.models import Bulletin
from deltagerbudget.pictures import storage
from deltagerbudget.pictures.models import Document, Picture
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import FieldAnswer, Proposal
from deltagerbudget.realisation.models import Report
from deltagerbudget.review.models import sent_proposals

# A browser keeps it; nothing between us and the browser does, for it may be withdrawn.
KEPT = "private, max-age=31536000, immutable"
NOT_KEPT = "private, no-store"
# What a file system would be fooled by.
_SIGNS = str.maketrans("", "", '\\/:*?"<>|')


@public
@require_safe
def picture(request: HttpRequest, name: str, width: int) -> HttpResponse:
    shown = _pictures(Proposal.objects.public(), Process.objects.opened())
    return _picture(shown, name, width, KEPT)


@member
@require_safe
def own_picture(request: HttpRequest, name: str, width: int) -> HttpResponse:
    actor = actor_of(request)
    shown = _pictures(Proposal.objects.visible_to(actor), Process.objects.visible_to(actor))
    return _picture(shown, name, width, NOT_KEPT)


@public
@require_safe
def document(request: HttpRequest, name: str) -> HttpResponse:
    return _document(Process.objects.opened(), name, KEPT)


@member
@require_safe
def own_document(request: HttpRequest, name: str) -> HttpResponse:
    """Beside the text of a deltagerbudget; and what was handed in with a proposal, for its authors and its desk."""
    actor = actor_of(request)
    processes = Process.objects.visible_to(actor)
    answers = FieldAnswer.objects.filter(document=OuterRef("pk"))
    own = answers.filter(proposal__in=Proposal.objects.by_author(actor.person_id))
    at_the_desk = answers.filter(proposal__in=sent_proposals(actor))
    beside = Exists(processes.filter(documents=OuterRef("pk")))
    return _paper(Document.objects.filter(beside | Exists(own) | Exists(at_the_desk)), name, NOT_KEPT)


def _pictures(proposals: QuerySet[Proposal], processes: QuerySet[Process]) -> QuerySet[Any]:
    """Those of what may be seen; one query, whatever they belong to."""
    of_proposal = Exists(proposals.filter(pictures=OuterRef("pk")))
    of_process = Exists(processes.filter(picture=OuterRef("pk")))
    # An initiative has no deltagerbudget; what is told of it is told to everyone.
    told = Q(realisation__process=None) | Q(realisation__process__in=processes)
    of_report = Exists(Report.objects.filter(told, picture=OuterRef("pk")))
    of_news = Exists(Bulletin.objects.filter(Q(process=None) | Q(process__in=processes), picture=OuterRef("pk")))
    return Picture.objects.filter(of_proposal | of_process | of_report | of_news)


def _picture(shown: QuerySet[Any], name: str, width: int, cached: str) -> HttpResponse:
    row = shown.filter(name=name).first() if storage.NAME.fullmatch(name) else None
    if row is None or width not in row.widths:
        raise Http404
    return _file(storage.picture_path(name, width), "image/webp", cached)


def picture_of(shown: QuerySet[Any], name: str, width: int) -> HttpResponse:
    """One of these pictures, for a page that has asked who may see it."""
    return _picture(shown, name, width, NOT_KEPT)


def document_of(shown: QuerySet[Any], name: str) -> HttpResponse:
    return _paper(shown, name, NOT_KEPT)


def _document(processes: QuerySet[Process], name: str, cached: str) -> HttpResponse:
    return _paper(Document.objects.filter(Exists(processes.filter(documents=OuterRef("pk")))), name, cached)


def _paper(shown: QuerySet[Any], name: str, cached: str) -> HttpResponse:
    row = shown.filter(name=name).first()
    if row is None:
        raise Http404
    response = _file(storage.document_path(name), "application/pdf", cached)
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{_plain(row.title)}.pdf") or ""
    return response


def _plain(title: str) -> str:
    """Also without line breaks, and without what turns the order of letters round."""
    return "".join(sign for sign in title.translate(_SIGNS) if sign.isprintable()).strip(" .") or "dokument"


def _file(path: Path, kind: str, cached: str) -> HttpResponse:
    """SECURITY: were it ever more than a picture, it has no type but this, no script, no frame and no cookie."""
    data = storage.read(path)
    if data is None:
        raise Http404
    return HttpResponse(
        data,
        content_type=kind,
        headers={
            "Cache-Control": cached,
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "cross-origin" if settings.MEDIA_ORIGIN else "same-origin",
            "X-Content-Type-Options": "nosniff",
        },
    )
