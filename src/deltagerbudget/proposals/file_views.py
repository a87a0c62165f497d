"""The files that a deltagerbudget asks for: handed in by the authors, read by the municipality alone."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.pictures.forms import OneFileField, OneFileInput, pdf_of
from deltagerbudget.pictures.models import TITLE
from deltagerbudget.proposals import actions, handing_in
from deltagerbudget.proposals.refused import CONFLICT, GET_OR_POST, UNPROCESSABLE, own, refusal_of, refused
from deltagerbudget.ui.forms import PlainText


class FileForm(PlainText):
    """One PDF. It keeps the name that it has on its author's own computer."""

    use_required_attribute = False

    file = OneFileField(
        label=_("The file"),
        help_text=_("A PDF of at most 10 MB."),
        widget=OneFileInput(attrs={"accept": "application/pdf"}),
        allow_empty_file=True,
        error_messages={"required": _("Choose a PDF.")},
    )

    def clean_file(self) -> tuple[str, bytes]:
        file = self.cleaned_data["file"]
        plain = "".join(sign for sign in PurePath(file.name).stem if sign.isprintable())
        name = " ".join(plain.split()).strip(" .")[:TITLE]
        return name or str(_("The file")), pdf_of(file)


@does(Act.HAND_IN_FILE)
@require_http_methods(GET_OR_POST)
def file(request: HttpRequest, pk: int, field: int) -> HttpResponse:
    actor, at = actor_of(request), now()
    proposal = own(actor, pk)
    refusal = refusal_of(actions.check_may_edit, actor, proposal, at=at)
    if refusal:
        return refused(request, proposal.process, refusal, at)
    row = get_object_or_404(proposal.process.own_fields.files(), pk=field)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    status = 200 if not form.is_bound else UNPROCESSABLE
    if form.is_bound and form.is_valid():
        title, data = form.cleaned_data["file"]
        try:
            handing_in.hand_in_file(actor, proposal, row, title=title, data=data, at=at)
        except Refusal as problem:
            form.add_error(None, problem.message)
            status = CONFLICT
        else:
            return redirect("proposals:pictures", proposal.pk)
    shown: dict[str, Any] = {"proposal": proposal, "process": proposal.process, "form": form, "field": row}
    shown |= {"answer": proposal.answers.select_related("document").filter(field=row).first()}
    return render(request, "proposals/file.html", shown | {"contact_person": proposal.contact_person}, status=status)


@does(Act.TAKE_FILE_BACK)
@require_POST
def take_back(request: HttpRequest, pk: int, field: int) -> HttpResponse:
    actor = actor_of(request)
    proposal = own(actor, pk)
    row = get_object_or_404(proposal.process.own_fields, pk=field)
    handing_in.take_file_back(actor, proposal, row, at=now())
    return redirect("proposals:pictures", proposal.pk)
