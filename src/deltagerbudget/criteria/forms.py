from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deltagerbudget.criteria.models import Criterion, Reason
from deltagerbudget.ui.forms import Paragraphs, PlainText


class RowForm(PlainText):
    """One row of a list that is edited as a whole; an empty one is left out."""

    use_required_attribute = False
    place = forms.IntegerField(
        label=_("Number in the list"), required=False, min_value=1, max_value=99, widget=forms.NumberInput
    )


class CriterionForm(RowForm):
    code = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("What must hold"),
        help_text=_("So that a resident understands it, and so that “yes” is the good answer."),
        max_length=160,
        error_messages={"required": _("Write what must hold, or remove the row.")},
    )
    text_en = forms.CharField(label=_("The same in English"), required=False, max_length=160)
    help = forms.CharField(label=_("Help for the caseworker"), required=False, max_length=300, widget=Paragraphs(2))
    is_hard = forms.BooleanField(label=_("Without this a proposal cannot go on to the vote"), required=False)


class ReasonForm(RowForm):
    title = forms.CharField(
        label=_("Short name in the list"),
        max_length=80,
        error_messages={"required": _("Write a short name, or remove the row.")},
    )
    text = forms.CharField(
        label=_("The reason"),
        help_text=_("Short and plain. Put what is to be filled in between [ and ]."),
        max_length=600,
        widget=Paragraphs(3),
        error_messages={"required": _("Write the reason, or remove the row.")},
    )
    text_en = forms.CharField(label=_("The same in English"), required=False, max_length=600, widget=Paragraphs(3))


class Rows(forms.BaseFormSet):
    """A whole list, with two empty rows for new ones."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove it from the list")

    def rows(self) -> list[dict[str, Any]]:
        """What is to be kept."""
        kept = [form.cleaned_data for form in self.forms if form.cleaned_data and form not in self.deleted_forms]
        return [{name: value for name, value in row.items() if name != "DELETE"} for row in kept]


def _rows(form: type[RowForm]) -> type[Rows]:
    return forms.formset_factory(form, formset=Rows, extra=2, can_delete=True, max_num=60)  # type: ignore[return-value]


def criteria_rows(data: Any, rows: Sequence[Criterion]) -> Rows:
    names = ("place", "code", "text", "text_en", "help", "is_hard")
    return _rows(CriterionForm)(data, initial=_values(rows, names), prefix="punkt")


def reason_rows(data: Any, rows: Sequence[Reason]) -> Rows:
    return _rows(ReasonForm)(data, initial=_values(rows, ("place", "title", "text", "text_en")), prefix="grund")


def _values(rows: Sequence[Any], names: Sequence[str]) -> list[dict[str, Any]]:
    return [{name: getattr(row, name) for name in names} for row in rows]
