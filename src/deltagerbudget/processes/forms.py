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
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.areas.models import Area
from deltagerbudget.pools.models import Pool
from deltagerbudget.processes import rules
from deltagerbudget.processes.models import Contact, Process
from deltagerbudget.ui.danish import day, kroner
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


def _day(**kwargs: Any) -> DateField:
    first, last = date(YEARS[0], 1, 1), date(YEARS[1], 12, 31)
    return DateField(validators=[MinValueValidator(first), MaxValueValidator(last)], **kwargs)


def _text(length: int, rows: int = 4, **kwargs: Any) -> forms.CharField:
    return forms.CharField(max_length=length, widget=Paragraphs(rows), **kwargs)


def _number(least: int, most: int, **kwargs: Any) -> forms.IntegerField:
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
    challenge = _text(
        2000,
        label=gettext_lazy("The challenge"),
        help_text=gettext_lazy("What is the money to make better? Three lines that everyone understands."),
    )
    amount_ore = KronerField(label=gettext_lazy("Amount"), min_ore=100, max_ore=MOST_ORE)

    def __init__(self, *args: Any, areas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelMultipleChoiceField, self.fields["areas"]).queryset = areas


_TIES = {
    "lower_cost,lot": gettext_lazy("The cheaper one goes first; if they cost the same, a public draw decides"),
    "lot": gettext_lazy("A public draw decides"),
}


def _chain(value: str) -> list[str]:
    return value.split(",")


class EditProcessForm(PlainText):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), choices=Theme.choices)
    challenge = _text(
        2000,
        label=gettext_lazy("The challenge"),
        help_text=gettext_lazy("What is the money to make better? Three lines that everyone understands."),
    )
    criteria = _text(
        2000,
        required=False,
        label=gettext_lazy("Criteria"),
        help_text=gettext_lazy("What a proposal must meet to reach the vote. One line each."),
    )
    amount_ore = KronerField(label=gettext_lazy("Amount"), min_ore=100, max_ore=MOST_ORE)
    propose_min_age = _number(0, 99, label=gettext_lazy("Age to make proposals"))
    vote_min_age = _number(0, 99, label=gettext_lazy("Age to vote"))
    age_on = _day(
        label=gettext_lazy("The age counts on"),
        help_text=gettext_lazy("Usually the first day of the vote."),
    )
    proposals_per_person = _number(1, 50, label=gettext_lazy("Most proposals from one person"))
    ballot_type = forms.ChoiceField(
        label=gettext_lazy("What is on the ballot?"),
        choices=rules.BallotType.choices,
        widget=forms.RadioSelect,
    )
    min_choices = _number(1, 100, label=gettext_lazy("Fewest proposals on a ballot"))
    max_choices = _number(
        1,
        100,
        required=False,
        label=gettext_lazy("Most proposals on a ballot"),
        help_text=gettext_lazy("Leave it empty to set no limit."),
    )
    count_rule = forms.ChoiceField(
        label=gettext_lazy("Who gets the money?"),
        choices=rules.CountRule.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Example: There is 100,000 kr. A costs 60,000 and has 90 votes, B costs 50,000 and has 70, "
            "C costs 30,000 and has 50. A wins, and 40,000 is left. B does not fit. If it is skipped, C wins too. "
            "If the count stops there, the 40,000 is left over."
        ),
    )
    threshold_votes = _number(
        0,
        1_000_000,
        label=gettext_lazy("Fewest votes to win"),
        help_text=gettext_lazy("0 means that one vote is enough."),
    )
    threshold_percent = _number(
        0,
        100,
        label=gettext_lazy("Fewest votes to win, in per cent of the voters"),
        help_text=gettext_lazy(
            "0 means that there is no such limit. 10 means that one voter in ten must have chosen it."
        ),
    )
    all_fit = forms.BooleanField(
        required=False,
        label=gettext_lazy("If there is money for everything on the list, everything wins"),
        help_text=gettext_lazy("Then a proposal wins even if nobody voted for it."),
    )
    tie_chain = forms.TypedChoiceField(
        label=gettext_lazy("If two have equally many votes"),
        choices=tuple(_TIES.items()),
        coerce=_chain,
        widget=forms.RadioSelect,
    )
    leftover = forms.ChoiceField(
        label=gettext_lazy("What is left over"), choices=rules.Leftover.choices, widget=forms.RadioSelect
    )
    mandate_body = forms.CharField(
        label=gettext_lazy("Who decided it"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example the city council. Needed before you can open."),
    )
    mandate_on = _day(label=gettext_lazy("When"), required=False, help_text=gettext_lazy("Needed before you can open."))
    mandate_text = _text(
        2000,
        required=False,
        label=gettext_lazy("What was decided"),
        help_text=gettext_lazy("What is binding, who may stop a winner and why, and where the minutes can be read."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        least, most = given.get("min_choices"), given.get("max_choices")
        if least is not None and most is not None and most < least:
            self.add_error("max_choices", _("This must be at least as many as the fewest."))
        return given

    def groups(self) -> list[Group]:
        return [
            Group(heading, help_text, [self[name] for name in names])
            for heading, help_text, names in (
                (_("The task"), "", ("title", "theme", "challenge", "criteria", "amount_ore")),
                (
                    _("Who may take part"),
                    _("Those who live in the areas and are old enough. The login answers for both."),
                    ("propose_min_age", "vote_min_age", "age_on", "proposals_per_person"),
                ),
                (_("The ballot"), "", ("ballot_type", "min_choices", "max_choices")),
                (
                    _("The count"),
                    _("The proposal with the most votes always goes first. Here you choose the rest."),
                    ("count_rule", "threshold_votes", "threshold_percent", "all_fit", "tie_chain", "leftover"),
                ),
                (
                    _("The decision behind it"),
                    _("Residents can read who has promised them the money."),
                    ("mandate_body", "mandate_on", "mandate_text"),
                ),
            )
        ]


def values_of(process: Process) -> dict[str, Any]:
    values = {name: getattr(process, name) for name in EditProcessForm.base_fields}
    return values | {"tie_chain": ",".join(process.tie_chain)}


@dataclass(frozen=True)
class Fact:
    label: str
    text: str


def facts(form: EditProcessForm) -> list[tuple[str, list[Fact]]]:
    """What stands in the form, to be read where it can no longer be changed."""
    return [
        (group.heading, [Fact(str(field.label), _said(field)) for field in group.fields]) for group in form.groups()
    ]


def _said(bound: BoundField) -> str:
    value, field, language = bound.value(), bound.field, get_language() or "da"
    if isinstance(field, forms.ChoiceField):
        return next((str(text) for word, text in field.widget.choices if word == value), str(value))
    if isinstance(field, forms.BooleanField):
        return _("Yes") if value else _("No")
    if isinstance(field, KronerField):
        return kroner(value, language)
    if isinstance(value, date):
        return day(value, language)
    return "–" if value in (None, "") else str(value)


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
