"""The talk with the local council about the set-up: it reads and remarks, the owner answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.shortcuts import render as rendered
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.areas.models import Area
from deltagerbudget.processes import preparing, reading
from deltagerbudget.processes.forms import a_text
from deltagerbudget.processes.frame import METHODS, done, own, page, posted, status_of
from deltagerbudget.processes.models import Process, Remark
from deltagerbudget.processes.parts import PARTS
from deltagerbudget.ui.forms import PlainText


class RemarkForm(PlainText):
    part = forms.ChoiceField(
        label=gettext_lazy("What is it about?"), choices=[(part.word, part.title) for part in PARTS]
    )
    text = a_text(
        2000, label=gettext_lazy("Your remark"), help_text=gettext_lazy("The process owner reads and answers it.")
    )
    areas = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Would you choose other areas?"),
        queryset=Area.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Tick those that you would choose. Leave all empty if the areas are right."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        cast(forms.ModelMultipleChoiceField, self.fields["areas"]).queryset = Area.objects.in_order()


class AnswerForm(PlainText):
    answer = a_text(2000, label=gettext_lazy("Your answer"), help_text=gettext_lazy("The local council reads it."))


@does(Act.COMMENT_SETUP)
@require_http_methods(METHODS)
def council(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole set-up to be read, part by part, and remarks to it."""
    actor, at = actor_of(request), now()
    process = own(actor, slug, Act.COMMENT_SETUP)
    form = RemarkForm(posted(request), initial={"part": request.GET.get("del", "")})

    def comment() -> None:
        given = form.cleaned_data
        words = {"part": given["part"], "text": given["text"], "areas": list(given["areas"])}
        preparing.comment_setup(actor, process, at=at, **words)

    if request.method == "POST" and done(form, comment):
        return redirect(f"{reverse('processes_staff:council', args=[slug])}?gemt=1#bemaerkninger")
    context = {
        "process": process,
        "form": form,
        "sections": reading.sections(process),
        "remarks": reading.remarks(process),
        "is_saved": "gemt" in request.GET,
    }
    return rendered(request, "processes/council.html", context, status=status_of(request, form))


@does(Act.ANSWER_REMARK)
@require_http_methods(METHODS)
def answer(request: HttpRequest, slug: str, remark: int) -> HttpResponse:
    actor, at = actor_of(request), now()
    process = own(actor, slug, Act.ANSWER_REMARK)
    row = _remark(process, remark)
    form = AnswerForm(posted(request))
    if request.method == "POST" and done(
        form, lambda: preparing.answer_remark(actor, row, answer=form.cleaned_data["answer"], at=at)
    ):
        return redirect(_part_of(process, row))
    return page(request, "answer", row.part, process, form, remark=row)


@does(Act.DELIMIT_PROCESS)
@require_POST
def take_over(request: HttpRequest, slug: str, remark: int) -> HttpResponse:
    """The areas that the local council proposes, by one press."""
    actor = actor_of(request)
    process = own(actor, slug, Act.DELIMIT_PROCESS)
    row = _remark(process, remark)
    preparing.delimit_process(actor, process, areas=list(row.areas.all()), at=now(), remark=row)
    return redirect(_part_of(process, row))


def _remark(process: Process, pk: int) -> Remark:
    return get_object_or_404(process.remarks.prefetch_related("areas"), pk=pk)


def _part_of(process: Process, remark: Remark) -> str:
    return next((part.url(process) for part in PARTS if part.word == remark.part), PARTS[-1].url(process))
