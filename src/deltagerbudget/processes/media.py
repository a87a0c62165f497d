"""The set-up page for the picture and the documents of a deltagerbudget."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.pictures.forms import DocumentForm, PictureForm
from deltagerbudget.pictures.shown import paper, photo
from deltagerbudget.processes import actions
from deltagerbudget.processes.frame import METHODS, done, own, page, saved
from deltagerbudget.processes.models import Process


@does(Act.ILLUSTRATE_PROCESS)
@require_http_methods(METHODS)
def picture(request: HttpRequest, slug: str) -> HttpResponse:
    actor, at = actor_of(request), now()
    process = own(actor, slug, Act.ILLUSTRATE_PROCESS)
    form = PictureForm(request.POST or None, request.FILES or None, owner=f"process:{process.pk}")
    if request.method == "POST" and done(
        form, lambda: actions.illustrate_process(actor, process, given=form.illustration(), at=at)
    ):
        return saved(request, process, "billeder")
    return _page(request, process, form, DocumentForm())


@does(Act.ILLUSTRATE_PROCESS)
@require_POST
def remove_picture(request: HttpRequest, slug: str) -> HttpResponse:
    actor = actor_of(request)
    process = own(actor, slug, Act.ILLUSTRATE_PROCESS)
    actions.illustrate_process(actor, process, given=None, at=now())
    return redirect("processes_staff:media", process.slug)


@does(Act.ADD_DOCUMENT)
@require_POST
def document(request: HttpRequest, slug: str) -> HttpResponse:
    actor, at = actor_of(request), now()
    process = own(actor, slug, Act.ADD_DOCUMENT)
    form = DocumentForm(request.POST, request.FILES)

    def add() -> None:
        given = form.cleaned_data
        actions.add_document(actor, process, title=given["title"], data=given["file"], at=at)

    if done(form, add):
        return saved(request, process, "billeder")
    return _page(request, process, PictureForm(owner=""), form)


@does(Act.REMOVE_DOCUMENT)
@require_POST
def remove_document(request: HttpRequest, slug: str, document: int) -> HttpResponse:
    actor = actor_of(request)
    process = own(actor, slug, Act.REMOVE_DOCUMENT)
    row = get_object_or_404(process.documents, pk=document)
    actions.remove_document(actor, process, row, at=now())
    return redirect("processes_staff:media", process.slug)


def _page(request: HttpRequest, process: Process, picture_form: PictureForm, papers_form: DocumentForm) -> HttpResponse:
    shown: dict[str, Any] = {
        "picture_form": picture_form,
        "document_form": papers_form,
        "photo": photo(process.picture, is_own=True) if process.picture else None,
        "papers": [(row.pk, paper(row, is_own=True)) for row in process.documents.all()],
    }
    return page(request, "media", "billeder", process, papers_form if papers_form.errors else picture_form, **shown)
