"""The form of texts, ballot and count. It knows shapes and ranges; the act decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from deltagerbudget.acts.vocabulary import Channel, Tie
from deltagerbudget.processes import rules
from deltagerbudget.processes.channels import channel_problems
from deltagerbudget.processes.equal_form import EQUAL, EqualSharesFields
from deltagerbudget.processes.forms import MOST_ORE, Group, a_day, a_number, a_text
from deltagerbudget.processes.lists import AddressRangesField, AmountsField, WholeNumbersField
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.residence import AddressRange, overlapping, tie_problems
from deltagerbudget.ui.danish import day, kroner
from deltagerbudget.ui.forms import KronerField
from deltagerbudget.ui.themes import Theme

# Each point is an option to choose from on the ballot.
MOST_POINTS = 30

_TIES = {
    "lower_cost,lot": gettext_lazy("The cheaper one goes first; if they cost the same, a public draw decides"),
    "lot": gettext_lazy("A public draw decides"),
}


# These know no proposal that no longer fits.
_WITHOUT_VARIANT = (rules.CountMethod.PRIZES, rules.CountMethod.EQUAL_SHARES)


def _chain(value: str) -> list[str]:
    return value.split(",")


class EditProcessForm(EqualSharesFields):
    """The fields of one part of the set-up. In a draft only what the database needs must be there."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), choices=Theme.choices)
    challenge = a_text(
        2000,
        label=gettext_lazy("The challenge"),
        help_text=gettext_lazy("What is the money to make better? Three lines that everyone understands."),
    )
    criteria = a_text(
        2000,
        required=False,
        label=gettext_lazy("Criteria"),
        help_text=gettext_lazy("What a proposal must meet to reach the vote. One line each."),
    )
    amount_ore = KronerField(label=gettext_lazy("Amount"), min_ore=100, max_ore=MOST_ORE)
    propose_min_age = a_number(0, 99, label=gettext_lazy("Age to make proposals"))
    vote_min_age = a_number(0, 99, label=gettext_lazy("Age to vote"))
    age_on = a_day(
        label=gettext_lazy("The age counts on"),
        help_text=gettext_lazy("Usually the first day of the vote."),
    )
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("Ways to vote"),
        choices=Channel.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Each person has one ballot, whichever way it is handed in. Letters, IDs and paper know voters by the "
            "CPR number, which is forgotten at once."
        ),
    )
    ties = forms.MultipleChoiceField(
        label=gettext_lazy("What gives the right to vote"),
        choices=Tie.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "A register knows where people live. Everything else is told to staff, who look at it and put the person "
            "on the roll, or hand out a code."
        ),
    )
    address_ranges = AddressRangesField(
        required=False,
        label=gettext_lazy("Houses and their areas"),
        help_text=gettext_lazy(
            "Leave it empty where the login knows the area. Otherwise one line for each stretch of a road, with the "
            "codes of municipality and road, for example: 751; 1234; 1-99; ulige; Tranbjerg."
        ),
    )
    proposals_per_person = a_number(1, 50, label=gettext_lazy("Most proposals from one person"))
    support_needed = a_number(
        1,
        100_000,
        label=gettext_lazy("Supporters that a proposal needs"),
        help_text=gettext_lazy(
            "Only where there is a support round among the phases. It stands from the minute the round begins."
        ),
    )
    ballot_type = forms.ChoiceField(
        label=gettext_lazy("What is on the ballot?"),
        choices=rules.BallotType.choices,
        widget=forms.RadioSelect,
    )
    min_choices = a_number(1, 100, label=gettext_lazy("Fewest proposals on a ballot"))
    max_choices = a_number(
        1,
        100,
        required=False,
        label=gettext_lazy("Most proposals on a ballot"),
        help_text=gettext_lazy("Leave it empty to set no limit."),
    )
    points = a_number(
        1,
        MOST_POINTS,
        required=False,
        label=gettext_lazy("Points of each voter"),
        help_text=gettext_lazy("Only where points are shared out."),
    )
    most_points = a_number(
        1,
        MOST_POINTS,
        required=False,
        label=gettext_lazy("Most points for one proposal"),
        help_text=gettext_lazy("Only where points are shared out. Leave it empty to let everyone give all to one."),
    )
    rank_scores = WholeNumbersField(
        required=False,
        label=gettext_lazy("What the places are worth"),
        help_text=gettext_lazy("Only where proposals are put in order. 3, 2, 1 means three places, the first worth 3."),
    )
    count_method = forms.ChoiceField(
        label=gettext_lazy("Who comes first?"),
        choices=rules.CountMethod.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "By most votes one large group can decide over all the money. By equal shares a third of the voters "
            "decides over a third of it; it works best where people may tick as many proposals as they like."
        ),
    )
    prizes_ore = AmountsField(
        required=False,
        label=gettext_lazy("The prizes"),
        help_text=gettext_lazy("Only where there are fixed prizes. One amount on each line, the largest first."),
    )
    count_variant = forms.ChoiceField(
        label=gettext_lazy("When a proposal costs more than what is left"),
        choices=rules.CountVariant.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Plays no part with prizes and equal shares. Example: There is 100,000 kr. "
            "A costs 60,000 and has 90 votes, B costs 50,000 and has 70, "
            "C costs 30,000 and has 50. A wins, and 40,000 is left. B does not fit. If it is skipped, C wins too. "
            "If the count stops there, the 40,000 is left over."
        ),
    )
    stop_percent = a_number(
        1,
        99,
        required=False,
        label=gettext_lazy("How much must be left for the last one to be built, in per cent of its price"),
        help_text=gettext_lazy("Only where the count stops, but builds it if nearly all of it is left. Usual is 80."),
    )
    threshold_votes = a_number(
        0,
        1_000_000,
        label=gettext_lazy("Fewest votes or points to win"),
        help_text=gettext_lazy("0 means that one vote is enough."),
    )
    threshold_percent = a_number(
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
    start_within_months = a_number(
        1,
        rules.MOST_MONTHS,
        label=gettext_lazy("A winner is started within so many months"),
        help_text=gettext_lazy("Counted from the day on which the result is published."),
    )
    finish_within_months = a_number(
        2,
        rules.MOST_MONTHS,
        label=gettext_lazy("And finished within so many months"),
        help_text=gettext_lazy("If it takes longer, the public page says by itself that it is late."),
    )
    mandate_body = forms.CharField(
        label=gettext_lazy("Who decided it"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example the city council. Needed before you can open."),
    )
    mandate_on = a_day(
        label=gettext_lazy("When"), required=False, help_text=gettext_lazy("Needed before you can open.")
    )
    mandate_text = a_text(
        2000,
        required=False,
        label=gettext_lazy("What was decided"),
        help_text=gettext_lazy("What is binding, who may stop a winner and why, and where the minutes can be read."),
    )

    learnt = a_text(
        4000,
        required=False,
        label=gettext_lazy("What you have learnt"),
        help_text=gettext_lazy(
            "What went well, what would you do differently? Whoever copies this one reads it first."
        ),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, part: str, process: Process) -> None:
        super().__init__(data, initial=values_of(process))
        self.part, self.process = part, process
        names = {name for _heading, _help, names in GROUPS[part] for name in names}
        for name in set(self.fields) - names:
            del self.fields[name]
        if process.opened_at is None and "challenge" in names:
            self.fields["challenge"].required = False
            self.fields["challenge"].help_text = _(
                "What is the money to make better? Three lines that everyone understands. Needed before you can open."
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        least, most = given.get("min_choices"), given.get("max_choices")
        if least is not None and most is not None and most < least:
            self.add_error("max_choices", _("This must be at least as many as the fewest."))
        for problem in channel_problems([Channel(word) for word in given.get("channels", [Channel.MITID])]):
            self.add_error("channels", problem)
        if "ties" in given:
            ways = [Channel(word) for word in given.get("channels", [Channel.MITID])]
            for problem in tie_problems([Tie(word) for word in given["ties"]], ways):
                self.add_error("ties", problem)
        if given.get("address_ranges"):
            self._name_areas(given["address_ranges"])
        return given

    def _name_areas(self, ranges: list[dict[str, Any]]) -> None:
        """Each range says one of the areas of this deltagerbudget, by its name or its address."""
        slugs = {word.casefold(): area.slug for area in self.process.areas.all() for word in (area.name, area.slug)}
        for each in ranges:
            area = slugs.get(each["area"].casefold())
            if area is None:
                words = _("“%(area)s” is no area of this deltagerbudget. Write one of: %(names)s.")
                names = ", ".join(area.name for area in self.process.areas.all())
                self.add_error("address_ranges", words % {"area": each["area"], "names": names})
                return
            each["area"] = area
        twice = overlapping([AddressRange.of(each) for each in ranges])
        if twice:
            words = _("Some houses belong to two areas. Look at: %(line)s")
            self.add_error("address_ranges", words % {"line": twice.text()})

    def _is_open(self, names: tuple[str, ...]) -> bool:
        """Whether the details are shown: always, but for those of a count that nobody has chosen."""
        is_chosen = names != EQUAL or self["count_method"].value() == rules.CountMethod.EQUAL_SHARES
        return is_chosen or bool(self.errors.keys() & set(names))

    def groups(self) -> list[Group]:
        return [
            Group(str(heading), str(help_text), [self[name] for name in names], is_open=self._is_open(names))
            for heading, help_text, names in GROUPS[self.part]
        ]


_Texts = str | Promise
# The parts that are fields of the process, each with its groups: heading, help, fields.
GROUPS: dict[str, tuple[tuple[_Texts, _Texts, tuple[str, ...]], ...]] = {
    "opgave": ((gettext_lazy("The task"), "", ("title", "theme", "challenge")),),
    "penge": (
        (gettext_lazy("The amount"), "", ("amount_ore",)),
        (
            gettext_lazy("The decision behind it"),
            gettext_lazy("Residents can read who has promised them the money."),
            ("mandate_body", "mandate_on", "mandate_text"),
        ),
    ),
    "deltagere": (
        (
            gettext_lazy("Who may take part"),
            gettext_lazy("Those who live in the areas and are old enough. The login answers for both."),
            ("propose_min_age", "vote_min_age", "age_on", "proposals_per_person"),
        ),
        (gettext_lazy("How people vote"), "", ("channels", "ties", "address_ranges")),
        (
            gettext_lazy("Support round"),
            gettext_lazy("Who may propose may support. A proposal with too few supporters is not reviewed."),
            ("support_needed",),
        ),
    ),
    "tekster": ((gettext_lazy("What a proposal must live up to"), "", ("criteria",)),),
    "stemmeseddel": (
        (
            gettext_lazy("The ballot"),
            "",
            ("ballot_type", "min_choices", "max_choices", "points", "most_points", "rank_scores"),
        ),
        (
            gettext_lazy("The count"),
            gettext_lazy("More limits, for topics, areas and prices, are on the page “More rules”."),
            (
                "count_method",
                "prizes_ore",
                "count_variant",
                "stop_percent",
                "threshold_votes",
                "threshold_percent",
                "all_fit",
                "tie_chain",
                "leftover",
            ),
        ),
        (
            gettext_lazy("Equal shares in detail"),
            gettext_lazy("Only where the count goes by equal shares. What stands here is the usual."),
            EQUAL,
        ),
        (gettext_lazy("After the vote"), "", ("start_within_months", "finish_within_months")),
    ),
    "laering": ((gettext_lazy("What was learnt"), "", ("learnt",)),),
}


def values_of(process: Process) -> dict[str, Any]:
    values = {name: getattr(process, name) for name in EditProcessForm.base_fields}
    return values | {"tie_chain": ",".join(process.tie_chain)}


@dataclass(frozen=True)
class Fact:
    label: str
    text: str


def facts(form: EditProcessForm) -> list[tuple[str, list[Fact]]]:
    """What stands in the form and plays a part, to be read where it can no longer be changed."""
    method = form["count_method"].value() if "count_method" in form.fields else ""
    silent = {"count_variant", "stop_percent"} if method in _WITHOUT_VARIANT else set()
    return [
        (group.heading, [Fact(str(field.label), _said(field)) for field in group.fields if field.name not in silent])
        for group in form.groups()
        if group.is_open
    ]


def _said(bound: BoundField) -> str:
    value, field, language = bound.value(), bound.field, get_language() or "da"
    if isinstance(field, forms.MultipleChoiceField):
        return ", ".join(str(text) for word, text in field.widget.choices if word in (value or [])) or "–"
    if isinstance(field, forms.ChoiceField):
        return next((str(text) for word, text in field.widget.choices if word == value), str(value))
    if isinstance(field, forms.BooleanField):
        return _("Yes") if value else _("No")
    if isinstance(field, KronerField):
        return kroner(value, language)
    if isinstance(value, date):
        return day(value, language)
    return "–" if value in (None, "") else str(value)
