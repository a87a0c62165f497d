"""The form of the rarer rules: topics, limits, areas, and a share of the price."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deltagerbudget.counting.rule import CapKind
from deltagerbudget.processes.forms import MOST_ORE, Group, a_number
from deltagerbudget.processes.lists import WordsField
from deltagerbudget.processes.models import Process
from deltagerbudget.ui.forms import KronerField, PlainText

CAPS = 6
_CAP = ("which", "number", "money", "from_cost", "to_cost")
_SIZE = "size"


def _kroner(label: Any, *, min_ore: int = 0, **kwargs: Any) -> KronerField:
    return KronerField(label=label, required=False, min_ore=min_ore, max_ore=MOST_ORE, **kwargs)


class LimitsForm(PlainText):
    """Rows for topics and limits follow what the process has; a row without a word in it is none."""

    use_required_attribute = False
    categories = WordsField(
        required=False,
        label=gettext_lazy("Topics"),
        help_text=gettext_lazy("One on each line, for example Trafik. Save, and set limits for them below."),
    )
    caps_lifted = forms.BooleanField(
        required=False, label=gettext_lazy("If money is left, count the others without these limits")
    )
    least_per_area = a_number(
        0,
        20,
        label=gettext_lazy("So many proposals of each area first"),
        help_text=gettext_lazy("0 means that areas play no part. Sort the proposals by area before the vote."),
    )
    threshold_cost_percent = a_number(
        0,
        100,
        label=gettext_lazy("Voters needed for a proposal that costs the whole amount, in per cent"),
        help_text=gettext_lazy("0 means that there is no such limit. Half of them are needed for half of the amount."),
    )
    share_percent = a_number(1, 100, label=gettext_lazy("How much of a price is paid, in per cent"))
    share_full_up_to_ore = _kroner(gettext_lazy("Up to this price everything is paid"))
    share_most_ore = _kroner(
        gettext_lazy("The most that is paid for one proposal"),
        min_ore=1,
        help_text=gettext_lazy("Leave it empty to set no limit."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, process: Process) -> None:
        self.process = process
        self.areas = [area.name for area in process.areas.all()]
        super().__init__(data, initial=_initial(process))
        for row in range(len(process.categories)):
            self.fields[f"least-{row}"] = a_number(0, 100, required=False, label=_("Fewest on a ballot"))
            self.fields[f"most-{row}"] = a_number(0, 100, required=False, label=_("Most on a ballot"))
        for row in range(CAPS):
            self._add_cap(row)

    def _add_cap(self, row: int) -> None:
        topics = [
            (f"{CapKind.CATEGORY}:{name}", _("Topic: %(name)s") % {"name": name}) for name in self.process.categories
        ]
        areas = [(f"{CapKind.AREA}:{name}", _("Area: %(name)s") % {"name": name}) for name in self.areas]
        choices = [("", _("No limit")), *topics, *areas, (_SIZE, _("Proposals of a certain price"))]
        self.fields[f"which-{row}"] = forms.ChoiceField(label=_("For what?"), choices=choices, required=False)
        self.fields[f"number-{row}"] = a_number(0, 1000, required=False, label=_("Most that can win"))
        self.fields[f"money-{row}"] = _kroner(_("Most money in all"))
        self.fields[f"from_cost-{row}"] = _kroner(_("Price from"))
        self.fields[f"to_cost-{row}"] = _kroner(_("Price to"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["share_full_up_to_ore"] = given.get("share_full_up_to_ore") or 0
        for row in range(len(self.process.categories)):
            self._check_topic(row, given)
        for row in range(CAPS):
            self._check_cap(row, given)
        kinds = [self._cap(row, given) for row in range(CAPS) if given.get(f"which-{row}")]
        names = [(cap["kind"], cap["name"]) for cap in kinds]
        for row, name in enumerate(names):
            if name in names[:row]:
                self.add_error(f"which-{row}", _("There is already a limit for this one."))
        return given

    def _check_topic(self, row: int, given: Mapping[str, Any]) -> None:
        most = given.get(f"most-{row}")
        if most is not None and most < (given.get(f"least-{row}") or 0):
            self.add_error(f"most-{row}", _("This must be at least as many as the fewest."))

    def _check_cap(self, row: int, given: Mapping[str, Any]) -> None:
        number, money = given.get(f"number-{row}"), given.get(f"money-{row}")
        if not given.get(f"which-{row}"):
            if number is not None or money is not None:
                self.add_error(f"which-{row}", _("Choose what this limit is for."))
            return
        if number is None and money is None:
            self.add_error(f"number-{row}", _("Write how many can win, or for how much."))
        first, last = given.get(f"from_cost-{row}") or 0, given.get(f"to_cost-{row}")
        if last is not None and last < first:
            self.add_error(f"to_cost-{row}", _("This must be at least the first price."))

    def _cap(self, row: int, given: Mapping[str, Any]) -> dict[str, Any]:
        kind, _colon, name = cast(str, given[f"which-{row}"]).partition(":")
        is_size = kind == _SIZE
        first, last = given.get(f"from_cost-{row}") or 0, given.get(f"to_cost-{row}")
        return {
            "kind": str(CapKind(kind)),
            "name": f"{first}-{last or ''}" if is_size else name,
            "money": given.get(f"money-{row}"),
            "number": given.get(f"number-{row}"),
            "from_cost": first if is_size else 0,
            "to_cost": last if is_size else None,
        }

    def values(self) -> dict[str, Any]:
        """What the act writes. Of a cleaned form."""
        given = self.cleaned_data
        names = list(self.base_fields)
        limits = []
        for row, name in enumerate(self.process.categories):
            least, most = given.get(f"least-{row}") or 0, given.get(f"most-{row}")
            if name in given["categories"] and (least or most is not None):
                limits.append({"category": name, "least": least, "most": most, "least_cost": 0, "most_cost": None})
        caps = [self._cap(row, given) for row in range(CAPS) if given.get(f"which-{row}")]
        return {name: given[name] for name in names} | {"category_limits": limits, "caps": caps}

    def groups(self) -> list[Group]:
        caps = [[self[f"{part}-{row}"] for part in _CAP] for row in range(CAPS)]
        topics = [
            Group(name, "", [self[f"least-{row}"], self[f"most-{row}"]])
            for row, name in enumerate(self.process.categories)
        ]
        shown = [
            Group(_("Limit %(number)s") % {"number": number}, "", fields, is_open=bool(fields[0].value()))
            for number, fields in enumerate(caps, start=1)
        ]
        return [
            Group(_("Topics"), _("Proposals are sorted by topic before the vote."), [self["categories"]]),
            *topics,
            *shown,
            Group(_("After the limits"), "", [self["caps_lifted"]]),
            Group(_("Areas and voters"), "", [self["least_per_area"], self["threshold_cost_percent"]]),
            Group(
                _("A part of the price"),
                _("Usually the whole price is paid. Here the rest must come from elsewhere."),
                [self["share_percent"], self["share_full_up_to_ore"], self["share_most_ore"]],
            ),
        ]


def _initial(process: Process) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(process, name) for name in LimitsForm.base_fields}
    rows = {name: row for row, name in enumerate(process.categories)}
    for limit in process.category_limits:
        row = rows[limit["category"]]
        values |= {f"least-{row}": limit["least"], f"most-{row}": limit["most"]}
    for row, cap in enumerate(process.caps):
        which = _SIZE if cap["kind"] == CapKind.SIZE else f"{cap['kind']}:{cap['name']}"
        values |= {f"which-{row}": which, f"number-{row}": cap["number"], f"money-{row}": cap["money"]}
        values |= {f"from_cost-{row}": cap["from_cost"] or None, f"to_cost-{row}": cap["to_cost"]}
    return values
