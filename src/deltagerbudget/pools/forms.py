"""The forms of the pools' staff pages. They know shapes and ranges; the acts decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deltagerbudget.areas.models import Area
from deltagerbudget.ui.forms import KronerField, Paragraphs, PlainText

# A billion kroner: beyond it somebody has typed a nought too many.
MOST_ORE = 100_000_000_000
LINE = 300


class PoolForm(PlainText):
    use_required_attribute = False
    name = forms.CharField(label=_("Name of the pool"), max_length=120)
    purpose = forms.CharField(
        label=_("What is the money for?"),
        help_text=_("One or two sentences that everyone understands."),
        max_length=1000,
        widget=Paragraphs(3),
    )
    source = forms.CharField(
        label=_("Where can the decision be read?"),
        help_text=_("The name or the address of the council's decision."),
        max_length=LINE,
        required=False,
    )


class AppropriationForm(PlainText):
    use_required_attribute = False
    year = forms.IntegerField(label=_("For which year?"), min_value=2000, max_value=2100)
    amount_ore = KronerField(label=_("How much has the council given?"), min_ore=1, max_ore=MOST_ORE)
    decision = forms.CharField(
        label=_("Where can the decision be read?"), help_text=_("For example: Budget 2027, item 4."), max_length=LINE
    )


class CorrectionForm(PlainText):
    """Of an appropriation or of a payment."""

    use_required_attribute = False
    amount_ore = KronerField(label=_("What is the right amount?"), max_ore=MOST_ORE)
    reason = forms.CharField(label=_("Why is it corrected?"), max_length=LINE)


class SetAsideForm(PlainText):
    use_required_attribute = False
    area = forms.ModelChoiceField(label=_("For which area?"), queryset=Area.objects.none())
    direction = forms.TypedChoiceField(
        label=_("Which way does the money go?"),
        choices=((1, _("From the pool to the area")), (-1, _("Back from the area to the pool"))),
        coerce=int,
        initial=1,
        widget=forms.RadioSelect,
    )
    amount_ore = KronerField(label=_("How much?"), min_ore=1, max_ore=MOST_ORE)
    reason = forms.CharField(
        label=_("What is it for?"), help_text=_("Everyone can read it on the page of the pool."), max_length=LINE
    )

    def __init__(self, *args: Any, areas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]

    def signed_ore(self) -> int:
        return int(self.cleaned_data["direction"] * self.cleaned_data["amount_ore"])
