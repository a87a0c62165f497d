"""A deltagerbudget's own questions as fields of a form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deltagerbudget.processes.models import OwnField
from deltagerbudget.processes.own_fields import LONGEST, MOST_NUMBER, Kind
from deltagerbudget.ui.forms import Paragraphs

_ROWS = {Kind.SHORT.value: 2, Kind.LONG.value: 5}


def form_field(field: OwnField) -> forms.Field:
    """As it is asked; whether it must be answered is for the form to say."""
    shared: dict[str, Any] = {
        "label": field.label,
        "help_text": field.help,
        "required": field.is_required,
        "error_messages": {"required": _("Answer this question.")},
    }
    if field.kind in _ROWS:
        longest = field.most or LONGEST[field.kind]
        return forms.CharField(max_length=longest, widget=Paragraphs(_ROWS[field.kind]), **shared)
    if field.kind == Kind.NUMBER:
        return _number(field, shared)
    choices = [(str(place), words) for place, words in enumerate(field.choice_words())]
    if field.kind == Kind.ONE:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **shared)
    return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **shared)


def answer_of(field: OwnField, value: Any) -> Any:
    """From a cleaned field to what is stored."""
    if field.kind == Kind.ONE:
        return int(value) if value else None
    return sorted(map(int, value)) if field.kind == Kind.SEVERAL else value


def _number(field: OwnField, shared: dict[str, Any]) -> forms.IntegerField:
    least, most = field.least or 0, MOST_NUMBER if field.most is None else field.most
    words = {
        "invalid": _("Write a whole number in figures."),
        "min_value": _("The number must be at least %(limit_value)s."),
        "max_value": _("The number must be at most %(limit_value)s."),
    }
    shared["error_messages"] |= words
    widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(min_value=least, max_value=most, widget=widget, **shared)
