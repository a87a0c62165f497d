from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deltagerbudget.criteria.models import Criterion
from deltagerbudget.processes.forms import MomentField
from deltagerbudget.review.models import Decision, Department, Review
from deltagerbudget.review.rules import FindingAnswer, Ruling, Verdict
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


def kroner(label: Any, hint: Any = "") -> KronerField:
    return KronerField(label=label, help_text=hint, required=False, max_ore=MOST_ORE)


def payer() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Who pays it each year?"),
        help_text=gettext_lazy(
            "For example: the local council (Fællesråd), the school, the municipality's road budget."
        ),
        required=False,
        max_length=120,
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
        label=gettext_lazy("What do you expect it to cost?"),
        help_text=gettext_lazy("With VAT and what may come on top. Needed when it can be done."),
        required=False,
        max_ore=MOST_ORE,
    )
    price_low_ore = kroner(gettext_lazy("At least"))
    price_high_ore = kroner(gettext_lazy("At most"))
    price_basis = paragraphs(
        gettext_lazy("What does the price rest on?"),
        gettext_lazy("For example: an offer, a similar bench in 2024, our own estimate."),
        3,
    )
    running_cost_ore = kroner(
        gettext_lazy("What does it cost each year afterwards?"),
        gettext_lazy("Cleaning, upkeep, power. Write 0 if nothing."),
    )
    running_payer = payer()
    internal_note = paragraphs(
        gettext_lazy("Note for colleagues"),
        gettext_lazy("Never shown to residents. Can be given out on request for access to documents."),
        3,
    )


class FindingsForm(ReviewForm):
    """The same, with an answer and a reason for each criterion."""

    def __init__(self, *args: Any, criteria: Sequence[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for criterion in criteria:
            self.fields[f"answer_{criterion.pk}"] = forms.ChoiceField(
                label=str(criterion),
                help_text=criterion.help,
                choices=FindingAnswer.choices,
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"why_{criterion.pk}"] = forms.CharField(
                label=gettext_lazy("Why?"),
                required=False,
                # Not the field's own limit: twelve counts of letters on a page are eleven too many.
                validators=[MaxLengthValidator(LONGEST)],
                widget=Paragraphs(1),
            )
            for name in ("answer", "why"):
                self.fields[f"{name}_{criterion.pk}"].sometimes_required = True  # type: ignore[attr-defined]

    @property
    def points(self) -> list[tuple[Criterion, forms.BoundField, forms.BoundField]]:
        return [(each, self[f"answer_{each.pk}"], self[f"why_{each.pk}"]) for each in self.criteria]

    def values(self) -> dict[str, Any]:
        """What of it is the review itself."""
        return {name: self.cleaned_data[name] for name in ReviewForm.base_fields if name in self.fields}

    def findings(self) -> dict[int, tuple[str, str]]:
        given = self.cleaned_data
        return {each.pk: (given[f"answer_{each.pk}"], given[f"why_{each.pk}"]) for each in self.criteria}


def findings_of(review: Review) -> dict[str, str]:
    """What was answered so far, as a form begins from it."""
    said = {}
    for finding in review.findings.all():
        said[f"answer_{finding.criterion_id}"] = finding.answer
        said[f"why_{finding.criterion_id}"] = finding.reason
    return said


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


class NoteForm(PlainForm):
    text = paragraphs(
        gettext_lazy("Note for colleagues"),
        gettext_lazy("Never shown to residents. Can be given out on request for access to documents."),
        3,
        required=True,
        missing=gettext_lazy("Write your note."),
    )


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
    price_low_ore = kroner(gettext_lazy("At least"))
    price_high_ore = kroner(gettext_lazy("At most"))
    running_cost_ore = kroner(gettext_lazy("Cost each year afterwards"))
    running_payer = payer()


def values_of(row: Review | Decision, form: type[forms.Form]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in form.base_fields}


def suggested(reviews: list[Review]) -> dict[str, Any]:
    """Begin from the review when there is exactly one; two are weighed by a person."""
    finished = [review for review in reviews if review.finished_at is not None]
    if len(finished) != 1:
        return {}
    review = finished[0]
    values = {name: getattr(review, name) for name in DecisionForm.base_fields if name != "ruling"}
    return values | {"ruling": Ruling.ADMIT if review.verdict == Verdict.FEASIBLE else Ruling.REFUSE}


class MinuteForm(PlainForm):
    minute = MomentField(
        label=gettext_lazy("When do all get the answer?"),
        help_text=gettext_lazy("Residents have eight days to appeal after it, before the vote opens."),
        error_messages={"required": gettext_lazy("Choose a day and a minute.")},
    )
