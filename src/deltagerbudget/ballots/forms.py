from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from deltagerbudget.ui.forms import PlainText


class DrawForm(PlainText):
    """The outcome of the public draw. Both persons write it, each on their own."""

    # A draw may well be ten figures, and is written exactly as it fell.
    may_be_figures = frozenset({"seed"})

    seed = forms.CharField(
        max_length=64,
        label=_("What was drawn"),
        help_text=_("Exactly as it is published, for example: 7 12 19 23 31"),
    )
    source = forms.CharField(
        max_length=300,
        label=_("Where everyone can check it"),
        help_text=_("Name the draw and its date, for example: Lotto, Saturday 12 December 2026"),
    )


class FreezeForm(forms.Form):
    seen = forms.RegexField(r"\A[0-9a-f]{64}\Z", widget=forms.HiddenInput)
