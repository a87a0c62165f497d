"""The fields of equal shares. Whoever touches none of them has the usual rule."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deltagerbudget.processes import rules
from deltagerbudget.ui.forms import KronerField, PlainText

# A step that is larger than what a voter has would begin with nothing.
MOST_STEP_ORE = 10_000
EQUAL = ("equal_utility", "equal_completion", "equal_step_ore", "equal_fill", "equal_comparison")


class EqualSharesFields(PlainText):
    equal_utility = forms.ChoiceField(
        label=gettext_lazy("What is a winner worth to those who chose it?"),
        choices=rules.Utility.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "It decides what is bought first. By the price: what most can pay together. By the number: what costs each "
            "of them the fewest kroner."
        ),
    )
    equal_completion = forms.ChoiceField(
        label=gettext_lazy("When voters have money left"),
        choices=rules.Completion.choices,
        widget=forms.RadioSelect,
    )
    equal_step_ore = KronerField(
        label=gettext_lazy("How much more everyone gets in each step"),
        min_ore=100,
        max_ore=MOST_STEP_ORE,
        help_text=gettext_lazy("In whole kroner. Usual is 1 kr."),
    )
    equal_fill = forms.BooleanField(
        required=False,
        label=gettext_lazy("What is left at last goes to the proposals with the most votes that fit"),
        help_text=gettext_lazy("Otherwise more is left over."),
    )
    equal_comparison = forms.BooleanField(
        required=False,
        label=gettext_lazy("Take most votes first instead, if more voters get more of their proposals by it"),
        help_text=gettext_lazy("A large group can then take back what equal shares gave to smaller ones."),
    )

    def clean_equal_step_ore(self) -> int:
        step: int = self.cleaned_data["equal_step_ore"]
        if step % 100:
            raise forms.ValidationError(_("Write whole kroner, for example 1."), code="invalid")
        return step
