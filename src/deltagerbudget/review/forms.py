from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deltagerbudget.review.models import Decision, Department, Review
from deltagerbudget.review.rules import Ruling, Verdict
from deltagerbudget.ui.forms import DateField, KronerField, Paragraphs, PlainText

MOST_ORE = 100_000_000_00
LONGEST = 5000


def paragraphs(label: Any, hint: Any, rows: int, *, required: bool = False, missing: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=LONGEST,
        widget=Paragraphs(rows),
        error_messages={"required": missing} if missing else None,
    )


class PlainForm(PlainText):
    use_required_attribute = False
    # Needed or not by what else is said: the hint tells when, and the word "optional" would not be true.
    sometimes: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.sometimes:
            self.fields[name].sometimes_required = True  # type: ignore[attr-defined]


class ReviewForm(PlainForm):
    """What a department says. Saved half done; what a finished one needs is a rule of the act."""

    sometimes = ("reason", "price_ore")

    verdict = forms.ChoiceField(
        label=gettext_lazy("Can it be done?"),
        choices=[
            (Verdict.FEASIBLE, gettext_lazy("Yes, it can be done")),
            (Verdict.INFEASIBLE, gettext_lazy("No, it cannot be done")),
            (Verdict.UNDECIDED, gettext_lazy("We do not know yet")),
        ],
        widget=forms.RadioSelect,
    )
    reason = paragraphs(
        gettext_lazy("Why?"),
        gettext_lazy("In plain words. The process owner builds the answer to the author on it."),
        5,
    )
    price_ore = KronerField(
        label=gettext_lazy("What does it cost?"),
        help_text=gettext_lazy("With VAT and what may come on top. Needed when it can be done."),
        required=False,
        max_ore=MOST_ORE,
    )
    price_basis = paragraphs(
        gettext_lazy("What does the price rest on?"),
        gettext_lazy("For example: an offer, a similar bench in 2024, our own estimate."),
        3,
    )
    running_cost_ore = KronerField(
        label=gettext_lazy("What does it cost each year afterwards?"),
        help_text=gettext_lazy("Cleaning, upkeep, power. Write 0 if nothing."),
        required=False,
        max_ore=MOST_ORE,
    )
    internal_note = paragraphs(
        gettext_lazy("Note for colleagues"),
        gettext_lazy("Never shown to residents. Can be given out on request for access to documents."),
        3,
    )


class AssignForm(forms.Form):
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label=gettext_lazy("Department"),
        empty_label=gettext_lazy("Choose a department"),
        error_messages={"required": gettext_lazy("Choose the department that should look at it.")},
    )
    due_on = DateField(
        label=gettext_lazy("Answer by"), error_messages={"required": gettext_lazy("Choose the day the answer is due.")}
    )

    def __init__(self, *args: Any, departments: QuerySet[Department], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        if due_on < self.today:
            raise forms.ValidationError(_("Choose today or a later day."))
        return due_on


class DecisionForm(PlainForm):
    sometimes = ("price_ore",)

    ruling = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=Ruling.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether the proposal goes on to the vote.")},
    )
    reason = paragraphs(
        gettext_lazy("Reason"),
        gettext_lazy("In plain words. The author and everyone else will read it."),
        5,
        required=True,
        missing=gettext_lazy("Write the reason in plain words. The author and everyone else will read it."),
    )
    price_ore = KronerField(
        label=gettext_lazy("Price in the vote"),
        help_text=gettext_lazy("Needed when the proposal goes on. It is fixed when the vote is frozen."),
        required=False,
        max_ore=MOST_ORE,
    )
    price_basis = paragraphs(
        gettext_lazy("What the price rests on"), gettext_lazy("Shown to residents beside the price."), 3
    )
    running_cost_ore = KronerField(label=gettext_lazy("Cost each year afterwards"), required=False, max_ore=MOST_ORE)


def values_of(row: Review | Decision, form: type[forms.Form]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in form.base_fields}


def suggested(reviews: list[Review]) -> dict[str, Any]:
    """Begin from the review when there is exactly one; two are weighed by a person."""
    finished = [review for review in reviews if review.finished_at is not None]
    if len(finished) != 1:
        return {}
    review = finished[0]
    values = {name: getattr(review, name) for name in ("reason", "price_ore", "price_basis", "running_cost_ore")}
    return values | {"ruling": Ruling.ADMIT if review.verdict == Verdict.FEASIBLE else Ruling.REFUSE}
