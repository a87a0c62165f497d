from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deltagerbudget.counting.outcome import Outcome
from deltagerbudget.counting.rule import Completion, Utility
from deltagerbudget.results.what_if import LABELS, Wanted, Way, decided_by, most_money, ways
from deltagerbudget.results.why import has_points
from deltagerbudget.ui.forms import KronerField

UTILITIES = {
    Utility.COST: _("What it costs: a dear one is worth more"),
    Utility.CARDINALITY: _("The same for every proposal"),
    Utility.POINTS: _("The points on the ballot"),
}
COMPLETIONS = {
    Completion.NONE: _("The count stops"),
    Completion.ADD1: _("Everybody gets a little more, until one step further would spend too much"),
    Completion.ADD1_EXHAUSTIVE: _("The same, but no further once nothing more can be paid for"),
}
_YES, _NO = "ja", "nej"
# Nobody writes more; it is cut before it is read.
_LONGEST = 40
_LARGEST_THRESHOLD = 1_000_000_000


class WhatIfForm(forms.Form):
    """Another rule. What the address does not say is as it was decided."""

    regel = forms.ChoiceField(label=_("Rule"), widget=forms.RadioSelect)
    beloeb = KronerField(label=_("Amount to hand out"), min_ore=100)
    mindst = forms.IntegerField(min_value=0, max_value=_LARGEST_THRESHOLD, label=_("At least so many votes to win"))
    vaerdi = forms.ChoiceField(label=_("What is a proposal worth to those who chose it?"))
    rest = forms.ChoiceField(label=_("When nobody can pay for more"), choices=list(COMPLETIONS.items()))
    fyld = forms.ChoiceField(label=_("Does what is left then go to the most votes?"))

    def __init__(self, outcome: Outcome, exclusive: object, given: Mapping[str, str] | None) -> None:
        decided = decided_by(outcome)
        initial: dict[str, Any] = {
            "regel": str(decided.way),
            "beloeb": decided.budget,
            "mindst": decided.threshold,
            "vaerdi": str(decided.utility),
            "rest": str(decided.completion),
            "fyld": _YES if decided.fill else _NO,
        }
        known = {name: value[:_LONGEST] for name, value in (given or {}).items() if name in initial}
        super().__init__({**initial, **known} if known else None, initial=initial)
        self._offer(outcome, exclusive, decided.way)

    def _offer(self, outcome: Outcome, exclusive: object, own: Way) -> None:
        decided = _("%(rule)s (this decided)")
        self.fields["regel"].choices = [  # type: ignore[attr-defined]
            (str(way), decided % {"rule": LABELS[way]} if way is own else LABELS[way])
            for way in ways(outcome, exclusive)
        ]
        points = has_points(outcome)
        self.fields["vaerdi"].choices = [  # type: ignore[attr-defined]
            (str(each), text) for each, text in UTILITIES.items() if points or each is not Utility.POINTS
        ]
        self.fields["fyld"].choices = [(_NO, _("No")), (_YES, _("Yes"))]  # type: ignore[attr-defined]
        self.fields["beloeb"].max_ore = most_money(outcome)  # type: ignore[attr-defined]
        if outcome.currency != "DKK":
            self.fields["beloeb"].suffix = outcome.currency  # type: ignore[attr-defined]
        if points:
            self.fields["mindst"].label = _("At least so many points to win")

    @property
    def has_more(self) -> bool:
        return str(Way.SHARES) in dict(self.fields["regel"].choices)  # type: ignore[attr-defined]

    @property
    def shows_more(self) -> bool:
        return bool(self.errors) or self["regel"].value() in (Way.SHARES, Way.WELFARE)

    def wanted(self) -> Wanted:
        """Of a form without faults."""
        found = self.cleaned_data
        return Wanted(
            way=Way(found["regel"]),
            budget=found["beloeb"],
            threshold=found["mindst"],
            utility=Utility(found["vaerdi"]),
            completion=Completion(found["rest"]),
            fill=found["fyld"] == _YES,
        )
