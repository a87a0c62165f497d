"""One's own pages about one's own data. SECURITY: no address holds a number, so that none can be another's."""

from __future__ import annotations

from django.contrib.auth import logout
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.looks import look_at
from deltagerbudget.acts.marks import does, public
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act, Looked
from deltagerbudget.behalf.models import Assisted
from deltagerbudget.mydata import actions
from deltagerbudget.mydata.forms import DeleteForm
from deltagerbudget.mydata.rules import WORD, table
from deltagerbudget.mydata.sheets import packed
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage

UNPROCESSABLE, CONFLICT = 422, 409


@does(Act.DOWNLOAD_DATA)
@never_cache
@require_POST
def download(request: HttpRequest) -> HttpResponseBase:
    """The file is the answer to the press of a button: there is no address that could be handed on."""
    person = actions.download_data(actor_of(request), at=now())
    file = packed(person)
    return FileResponse(file, as_attachment=True, filename="mine-data.zip", content_type="application/zip")


@does(Act.DELETE_PERSON)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form, status = DeleteForm(request.POST if request.method == "POST" else None), 200
    if form.is_bound:
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                actions.delete_person(actor, word=form.cleaned_data["word"], at=now())
            except Refusal as refusal:
                form.add_error("word", refusal.message)
                status = CONFLICT
            else:
                logout(request)
                return redirect("mydata:deleted")
    own = Proposal.objects.by_author(actor.person_id)
    context = {
        "form": form,
        "word": WORD,
        "kept": table(),
        "drafts": own.filter(stage=Stage.DRAFT).count(),
        "sent": own.filter(submitted_at__isnull=False).exclude(stage=Stage.WITHDRAWN).count(),
    }
    return render(request, "mydata/delete.html", context, status=status)


@does(Act.ERASE_RESIDENT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """By staff, for a resident without an account who asks for it."""
    actor, at = actor_of(request), now()
    assisted = get_object_or_404(Assisted.objects.seen_by(actor).with_page(), pk=pk)
    form, status = DeleteForm(request.POST if request.method == "POST" else None), 200
    if form.is_bound:
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                actions.erase_resident(actor, assisted, word=form.cleaned_data["word"], at=at)
            except Refusal as refusal:
                form.add_error("word", refusal.message)
                status = CONFLICT
            else:
                return redirect("behalf_staff:residents", assisted.process.slug)
    look_at(Act.ERASE_RESIDENT, actor, Looked.ASSISTED, [assisted.person_id], target=assisted, at=at)
    own = Proposal.objects.by_author(assisted.person_id)
    context = {
        "form": form,
        "assisted": assisted,
        "drafts": own.filter(stage=Stage.DRAFT).count(),
        "sent": own.filter(submitted_at__isnull=False).exclude(stage=Stage.WITHDRAWN).count(),
    }
    return render(request, "mydata/erase.html", context, status=status)


@public
@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    return render(request, "mydata/deleted.html")
