"""The indicators as people read them: the one list that page, report and files are made from. Pure but for language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from deltagerbudget.evaluation.indicators import Group, Indicator, Line, Unit
from deltagerbudget.evaluation.wording import Wording
from deltagerbudget.ui import danish

FULL = 1000


@dataclass(frozen=True)
class Bar:
    """One part of a figure, and how long its bar is, in thousandths; None where nothing is drawn."""

    name: str
    value: str
    detail: str
    why: str
    length: int | None


@dataclass(frozen=True)
class Figure:
    key: str
    name: str
    definition: str
    source: str
    number_is: str
    of_is: str
    as_of: str
    # Empty where only the parts are shown, or nothing.
    value: str
    detail: str
    why: str
    length: int | None
    bars: list[Bar] = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    group: Group
    title: str
    figures: list[Figure]

    @property
    def singles(self) -> list[Figure]:
        return [figure for figure in self.figures if not figure.bars]

    @property
    def charts(self) -> list[Figure]:
        return [figure for figure in self.figures if figure.bars]


def sections(found: Sequence[Indicator], wording: Wording) -> list[Section]:
    """Without the groups of which there is nothing."""
    shown = [(group, [figure(each, wording) for each in found if each.group is group]) for group in Group]
    return [Section(group, wording.groups[group], figures) for group, figures in shown if figures]


def figure(found: Indicator, wording: Wording) -> Figure:
    meaning = wording.meanings[found.key]
    detail = detail_of(found.unit, found.number, found.of)
    if found.is_one_part:
        detail = ": ".join(filter(None, (wording.name_of(found.lines[0]), detail)))
    return Figure(
        key=found.key.value,
        name=meaning.name,
        definition=meaning.definition,
        source=meaning.source,
        number_is=meaning.number,
        of_is=meaning.of,
        as_of=danish.day(date.fromisoformat(found.as_of), _language()),
        value=value_of(found.unit, found.number, found.of),
        detail=detail,
        why=_why(found.why, wording),
        length=_length(found.unit, found.number, found.of),
        bars=[] if found.is_one_part else _bars(found, wording),
    )


def value_of(unit: Unit, number: int | None, of: int | None) -> str:
    """The figure itself: `16 %`, `14`, `23 days`; empty where it is not known."""
    if number is None:
        return ""
    if unit in {Unit.SHARE, Unit.MONEY_SHARE}:
        return _("%(percent)s %%") % {"percent": _plain(_rounded(100 * number, of or 1))}
    if unit is Unit.MONEY_EACH:
        each = _rounded(number, 100 * (of or 1)) * 100
        return danish.kroner(each, _language())
    return {
        Unit.NUMBER: _plain,
        Unit.DAYS: lambda days: ngettext("%(n)s day", "%(n)s days", days) % {"n": _plain(days)},
        Unit.MONTHS: lambda tenths: _("%(n)s months") % {"n": _tenths(tenths)},
        Unit.TIME_EACH: lambda minutes: _("%(n)s minutes") % {"n": _plain(_rounded(minutes, of or 1))},
    }[unit](number)


def detail_of(unit: Unit, number: int | None, of: int | None) -> str:
    """From what it is made: `1,213 of 7,581`."""
    if number is None or of is None:
        return ""
    if unit in {Unit.DAYS, Unit.MONTHS}:
        return ngettext("%(n)s measured", "%(n)s measured", of) % {"n": _plain(of)}
    first = {Unit.MONEY_SHARE: _money, Unit.MONEY_EACH: _money, Unit.TIME_EACH: hours}.get(unit, _plain)(number)
    words = {"number": first, "of": _money(of) if unit is Unit.MONEY_SHARE else _plain(of)}
    if unit in {Unit.MONEY_EACH, Unit.TIME_EACH}:
        return _("%(number)s divided by %(of)s") % words
    return _("%(number)s of %(of)s") % words


def _bars(found: Indicator, wording: Wording) -> list[Bar]:
    most = max((_each(line) for line in found.lines), default=0)
    return [_bar(found.unit, line, most, wording) for line in found.lines]


def _bar(unit: Unit, line: Line, most: float, wording: Wording) -> Bar:
    length = _length(unit, line.number, line.of)
    if unit is Unit.MONEY_EACH and line.of and most:
        length = round(FULL * _each(line) / most)
    return Bar(
        wording.name_of(line),
        value_of(unit, line.number, line.of) if line.of or unit is not Unit.MONEY_EACH else _money(line.number or 0),
        detail_of(unit, line.number, line.of),
        _why(line.why, wording),
        length,
    )


def _each(line: Line) -> float:
    return (line.number or 0) / line.of if line.of else 0


def _length(unit: Unit, number: int | None, of: int | None) -> int | None:
    if number is None or not of or unit not in {Unit.SHARE, Unit.MONEY_SHARE}:
        return None
    return min(FULL, _rounded(FULL * number, of))


def _why(word: str, wording: Wording) -> str:
    return wording.reasons[word] if word else ""


def _rounded(number: int, of: int) -> int:
    """To the nearest whole one, a half upwards; always the same."""
    return (2 * number + of) // (2 * of)


def _plain(number: int) -> str:
    return danish.number(number, _language())


def _money(ore: int) -> str:
    return danish.kroner(ore, _language())


def _tenths(tenths: int) -> str:
    mark = "." if _language().startswith("en") else ","
    return f"{_plain(tenths // 10)}{mark}{tenths % 10}"


def hours(minutes: int) -> str:
    """`7 hours 30 min.`; a correction may be less than nothing."""
    whole, rest = divmod(abs(minutes), 60)
    words = ngettext("%(n)s hour", "%(n)s hours", whole) % {"n": _plain(whole)}
    said = f"{words} {_('%(n)s min.') % {'n': rest}}" if rest else words
    return f"\N{MINUS SIGN}{said}" if minutes < 0 else said


def _language() -> str:
    return get_language() or "da"
