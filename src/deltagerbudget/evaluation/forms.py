from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from deltagerbudget.evaluation.rules import MOST_MINUTES, NOTE, TEXT, Kind, Words, Work
from deltagerbudget.pools.forms import MOST_ORE
from deltagerbudget.ui.forms import DateField, KronerField, Paragraphs, PlainText

_HOURS = re.compile(r"\d{1,6}([.,]\d{1,2})?")


class HoursField(forms.CharField):
    """Hours as people write them, `7,5`, in; minutes as an int, out."""

    def clean(self, value: Any) -> int:
        text = str(super().clean(value) or "0").replace(" ", "")
        if not text.isascii() or not _HOURS.fullmatch(text):
            raise ValidationError(_("Write the hours in figures, for example 7,5."), code="invalid")
        whole, _mark, rest = text.replace(".", ",").partition(",")
        minutes = int(whole) * 60 + round(int(rest.ljust(2, "0") or 0) * 60 / 100)
        if minutes > MOST_MINUTES:
            raise ValidationError(_("These are more hours than anyone can have worked."), code="max_value")
        return minutes


class _Form(PlainText):
    use_required_attribute = False


class _SpentForm(_Form):
    amount_ore = KronerField(
        label=_("How much money?"),
        help_text=_("What running it cost: letters, rooms, print. Never the money for the projects."),
        max_ore=MOST_ORE,
        required=False,
    )
    minutes = HoursField(
        label=_("How many hours?"), help_text=_("Working time of the staff, for example 7,5."), required=False
    )


class EffortForm(_SpentForm):
    kind = forms.ChoiceField(label=_("What did it go to?"), choices=Kind.choices, widget=forms.RadioSelect)
    from_on = DateField(label=_("From which day?"))
    to_on = DateField(label=_("To which day?"))
    note = forms.CharField(
        label=_("A note, if you like"),
        help_text=_("For colleagues; it is not public. No names of residents."),
        max_length=NOTE,
        required=False,
    )
    field_order = ("kind", "amount_ore", "minutes", "from_on", "to_on", "note")

    def work(self) -> Work:
        given = self.cleaned_data
        return Work(**(given | {"amount_ore": given["amount_ore"] or 0}))


class CorrectionForm(_SpentForm):
    reason = forms.CharField(label=_("Why is it corrected?"), max_length=NOTE)


class LearningForm(_Form):
    went_well = forms.CharField(label=_("What went well?"), max_length=TEXT, widget=Paragraphs(5))
    differently = forms.CharField(label=_("What would you do differently?"), max_length=TEXT, widget=Paragraphs(5))
    advice = forms.CharField(
        label=_("Your advice to the next ones"),
        help_text=_("Whoever begins a new deltagerbudget from this one reads it first."),
        max_length=TEXT,
        widget=Paragraphs(5),
    )

    def words(self) -> Words:
        return Words(**self.cleaned_data)
