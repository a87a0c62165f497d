"""The forms of the set-up. They know shapes and ranges; the acts decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms import BoundField
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.areas.models import Area
from deltagerbudget.pools.models import Pool
from deltagerbudget.processes import rules
from deltagerbudget.processes.models import Contact, Process
from deltagerbudget.ui.forms import DateField, DateTimeField, KronerField, Paragraphs, PlainText
from deltagerbudget.ui.themes import Theme

# A billion kroner: beyond it somebody has typed a nought too many.
MOST_ORE = 100_000_000_000
YEARS = (1990, 2100)
CONTACTS = 4


@dataclass(frozen=True)
class Group:
    """Fields that stand together under one heading."""

    heading: str
    help: str
    fields: list[BoundField]
    is_open: bool = True


def a_day(**kwargs: Any) -> DateField:
    first, last = date(YEARS[0], 1, 1), date(YEARS[1], 12, 31)
    return DateField(validators=[MinValueValidator(first), MaxValueValidator(last)], **kwargs)


def a_text(length: int, rows: int = 4, **kwargs: Any) -> forms.CharField:
    return forms.CharField(max_length=length, widget=Paragraphs(rows), **kwargs)


def a_number(least: int, most: int, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(min_value=least, max_value=most, **kwargs)


class MomentField(DateTimeField):
    """A minute on the clocks of Copenhagen; the night they change is explained, not guessed."""

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            wall = parse_datetime(str(value).strip())
        except ValueError:
            wall = None
        if wall is None or wall.tzinfo is not None or not YEARS[0] <= wall.year <= YEARS[1]:
            raise ValidationError(_("Write a date and a time, for example 2027-01-31 12:00."), code="invalid")
        try:
            return rules.moment(wall)
        except rules.NoSuchTime as error:
            raise ValidationError(str(error), code="clocks-change") from error


class NewProcessForm(PlainText):
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=120,
        help_text=gettext_lazy("Short and inviting. The address of the page is made from it and stays the same."),
    )
    areas = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Where?"),
        queryset=Area.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Those who live here can take part."),
    )
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), choices=Theme.choices)
    challenge = a_text(
        2000,
        required=False,
        label=gettext_lazy("The challenge"),
        help_text=gettext_lazy("What is the money to make better? Three lines that everyone understands."),
    )
    amount_ore = KronerField(label=gettext_lazy("Amount"), min_ore=100, max_ore=MOST_ORE)

    def __init__(self, *args: Any, areas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelMultipleChoiceField, self.fields["areas"]).queryset = areas


class PhasesForm(PlainText):
    """Every kind of phase in its order: whether it is used, what it is called here, and its two minutes."""

    use_required_attribute = False

    def __init__(self, data: Mapping[str, Any] | None = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        known = data if data is not None else initial or {}
        for kind in PhaseKind:
            self._add(kind, is_used=bool(known.get(f"{kind}-used")))

    def _add(self, kind: PhaseKind, *, is_used: bool) -> None:
        names = {"phase": kind.label}
        self.fields[f"{kind}-used"] = forms.BooleanField(label=_("%(phase)s: use it") % names, required=False)
        self.fields[f"{kind}-name"] = forms.CharField(
            label=_("%(phase)s: name") % names, max_length=60, required=is_used
        )
        self.fields[f"{kind}-starts_at"] = MomentField(label=_("%(phase)s: starts") % names, required=is_used)
        self.fields[f"{kind}-ends_at"] = MomentField(label=_("%(phase)s: ends") % names, required=is_used)

    def groups(self) -> list[Group]:
        parts = ("used", "name", "starts_at", "ends_at")
        return [Group(str(kind.label), _HELP[kind], [self[f"{kind}-{part}"] for part in parts]) for kind in PhaseKind]

    def spans(self) -> list[rules.Span]:
        given = self.cleaned_data
        return [
            rules.Span(kind, given[f"{kind}-name"], given[f"{kind}-starts_at"], given[f"{kind}-ends_at"])
            for kind in PhaseKind
            if given[f"{kind}-used"]
        ]


_HELP: dict[PhaseKind, Any] = {
    PhaseKind.PREPARATION: gettext_lazy("You make it ready together with the local council. Nothing is public yet."),
    PhaseKind.IDEAS: gettext_lazy("Residents make proposals and change them."),
    PhaseKind.SUPPORT: gettext_lazy(
        "Residents support the proposals they like. Those with enough support are reviewed. How many that takes, you "
        "write under “Who may propose and vote”. Most do without this phase."
    ),
    PhaseKind.REVIEW: gettext_lazy("The departments look at what can be done and what it costs."),
    PhaseKind.VOTE: gettext_lazy("Residents vote. It opens and closes by itself, to the minute."),
    PhaseKind.COUNT: gettext_lazy("The votes are counted, and two persons publish the result."),
    PhaseKind.REALISATION: gettext_lazy("The winners are carried out, and everyone can follow them."),
    PhaseKind.EVALUATION: gettext_lazy("You gather what you have learned."),
}


def phases_of(process: Process) -> dict[str, Any]:
    """Kinds that are not used carry their usual name, ready to be taken into use."""
    values: dict[str, Any] = {f"{kind}-name": kind.label for kind in PhaseKind}
    for span in process.spans:
        values |= {
            f"{span.kind}-used": True,
            f"{span.kind}-name": span.name,
            f"{span.kind}-starts_at": span.starts_at,
            f"{span.kind}-ends_at": span.ends_at,
        }
    return values


class MoneyForm(forms.Form):
    pool = forms.ModelChoiceField(label=gettext_lazy("From"), queryset=Pool.objects.order_by("name"), empty_label=None)
    amount_ore = KronerField(label=gettext_lazy("Amount"), min_ore=100, max_ore=MOST_ORE)
    direction = forms.TypedChoiceField(
        label=gettext_lazy("What do you want to do?"),
        choices=((1, gettext_lazy("Set money aside")), (-1, gettext_lazy("Give money back to the pool"))),
        coerce=int,
        initial=1,
        widget=forms.RadioSelect,
    )

    def signed_ore(self) -> int:
        return int(self.cleaned_data["amount_ore"]) * int(self.cleaned_data["direction"])


class ReasonForm(PlainText):
    reason = forms.CharField(
        max_length=300,
        label=gettext_lazy("Why is it not in place after all?"),
        error_messages={"required": gettext_lazy("Write why the point is not in place after all.")},
    )


_PARTS = ("name", "title", "phone", "email")


class ContactsForm(PlainText):
    """A few named persons. A row without a word in it is nobody."""

    use_required_attribute = False

    def __init__(self, data: Mapping[str, Any] | None = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        known = data if data is not None else initial or {}
        for row in range(CONTACTS):
            self._add(row, is_used=row == 0 or any(str(known.get(f"{part}-{row}", "")).strip() for part in _PARTS))

    def _add(self, row: int, *, is_used: bool) -> None:
        self.fields[f"name-{row}"] = forms.CharField(label=_("Name"), max_length=120, required=is_used)
        self.fields[f"title-{row}"] = forms.CharField(
            label=_("What they do"), max_length=120, required=is_used, help_text=_("For example process owner.")
        )
        self.fields[f"phone-{row}"] = forms.CharField(label=_("Phone"), max_length=30, required=False)
        self.fields[f"email-{row}"] = forms.EmailField(label=_("Mail"), max_length=254, required=False)

    def groups(self) -> list[Group]:
        rows = [[self[f"{part}-{row}"] for part in _PARTS] for row in range(CONTACTS)]
        return [
            Group(_("Person %(number)s") % {"number": number}, "", fields, is_open=fields[0].field.required)
            for number, fields in enumerate(rows, start=1)
        ]

    def contacts(self) -> list[dict[str, str]]:
        rows = [{part: self.cleaned_data[f"{part}-{row}"] for part in _PARTS} for row in range(CONTACTS)]
        return [row for row in rows if row["name"]]


def contacts_of(contacts: list[Contact]) -> dict[str, str]:
    return {
        f"{part}-{row}": getattr(contact, part) for row, contact in enumerate(contacts[:CONTACTS]) for part in _PARTS
    }
