"""The staff's pages for the questions that a deltagerbudget asks beside the platform's own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.processes import actions
from deltagerbudget.processes.frame import done, own, page, posted
from deltagerbudget.processes.models import OwnField
from deltagerbudget.processes.own_fields import MOST_FIELDS, MOST_NUMBER, Kind
from deltagerbudget.ui.forms import Paragraphs, PlainText

_PUBLIC = (("1", _("Everyone, on the page of the proposal")), ("", _("Only the municipality")))


class OwnFieldForm(PlainText):
    """One question. A choice a line; the English ones in the same order."""

    use_required_attribute = False
    may_be_figures = frozenset({"least", "most"})

    label_da = forms.CharField(
        label=_("The question in Danish"),
        max_length=120,
        error_messages={"required": _("Write the question in Danish.")},
    )
    help_da = forms.CharField(label=_("Help in Danish"), max_length=300, required=False, widget=Paragraphs(2))
    label_en = forms.CharField(label=_("The question in English"), max_length=120, required=False)
    help_en = forms.CharField(label=_("Help in English"), max_length=300, required=False, widget=Paragraphs(2))
    kind = forms.ChoiceField(
        label=_("How is it answered?"),
        choices=Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it is answered.")},
    )
    choices_da = forms.CharField(
        label=_("The choices in Danish"),
        help_text=_("One on each line. Only for a question with choices."),
        required=False,
        max_length=1500,
        widget=Paragraphs(4),
    )
    choices_en = forms.CharField(
        label=_("The choices in English"),
        help_text=_("In the same order. Empty: the Danish ones."),
        required=False,
        max_length=1500,
        widget=Paragraphs(4),
    )
    least = forms.IntegerField(label=_("Lowest number"), required=False, min_value=0, max_value=MOST_NUMBER)
    most = forms.IntegerField(
        label=_("Highest number, or most letters"), required=False, min_value=0, max_value=MOST_NUMBER
    )
    is_public = forms.ChoiceField(
        label=_("Who can read the answers?"), choices=_PUBLIC, widget=forms.RadioSelect, required=False
    )
    position = forms.IntegerField(
        label=_("Place in the order"), help_text=_("1 is asked first."), min_value=1, max_value=99
    )
    is_required = forms.BooleanField(label=_("It must be answered before a proposal is sent"), required=False)
    is_hidden = forms.BooleanField(label=_("Do not ask it any more"), required=False)

    def values(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        danish, english = (_lines(given.pop(f"choices_{code}")) for code in ("da", "en"))
        english += [""] * (len(danish) - len(english))
        given["choices"] = [{"da": one, "en": other} for one, other in zip(danish, english, strict=False)]
        given["is_public"] = bool(given["is_public"])
        return given


@does(Act.EDIT_FIELDS)
@require_GET
def fields(request: HttpRequest, slug: str) -> HttpResponse:
    process = own(actor_of(request), slug, Act.EDIT_FIELDS)
    rows = list(process.own_fields.order_by("position", "pk"))
    return page(request, "fields", "spoergsmaal", process, None, rows=rows, is_full=len(rows) >= MOST_FIELDS)


@does(Act.EDIT_FIELDS)
@require_http_methods(["GET", "HEAD", "POST"])
def field(request: HttpRequest, slug: str, pk: int | None = None) -> HttpResponse:
    actor, at = actor_of(request), now()
    process = own(actor, slug, Act.EDIT_FIELDS)
    row = None if pk is None else get_object_or_404(process.own_fields, pk=pk)
    form = OwnFieldForm(posted(request), initial=_shown(row) if row else _first(process.own_fields.count()))
    if request.method == "POST" and done(
        form, lambda: actions.edit_fields(actor, process, row, values=form.values(), at=at)
    ):
        return redirect("processes_staff:fields", process.slug)
    return page(
        request, "field", "spoergsmaal", process, form, row=row, is_answered=row is not None and row.answers.exists()
    )


def _first(there: int) -> dict[str, Any]:
    return {"position": there + 1, "is_public": "1", "kind": Kind.SHORT.value}


def _shown(row: OwnField) -> dict[str, Any]:
    names = ("label_da", "label_en", "help_da", "help_en", "kind", "least", "most", "position", "is_required")
    return {name: getattr(row, name) for name in names} | {
        "choices_da": "\n".join(choice["da"] for choice in row.choices),
        "choices_en": "\n".join(choice["en"] for choice in row.choices),
        "is_public": "1" if row.is_public else "",
        "is_hidden": row.hidden_at is not None,
    }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
