"""“What if”: another rule on published ballots, as options of the command `count`, and what it would change. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from deltagerbudget.counting.model import LARGEST, Method, Rule, Variant
from deltagerbudget.counting.money import main_units
from deltagerbudget.counting.outcome import WON, Decision, Outcome, Step
from deltagerbudget.counting.rule import Completion, Utility
from deltagerbudget.results.table import Address
from deltagerbudget.results.why import has_points, money
from deltagerbudget.ui import danish
from deltagerbudget.ui.signatures import Badge

# An amount so many times the decided one can still be tried.
MOST_TIMES = 100


class Way(StrEnum):
    """The rules that can be tried. `OWN` is the decided one where it is none of the others."""

    OWN = "som-den-var"
    SKIP = "flest-stemmer"
    STOP = "flest-stemmer-stop"
    PER_COST = "flest-for-pengene"
    SHARES = "lige-andele"
    PHRAGMEN = "phragmen"
    WELFARE = "stoerst-vaerdi"


# These look at who chose what, and have no room for exclusive groups, parts of a price and a number for areas.
OF_SUPPORTERS = (Way.SHARES, Way.PHRAGMEN, Way.WELFARE)


LABELS: Mapping[Way, Promise] = {
    Way.OWN: gettext_lazy("The rule as it was"),
    Way.SKIP: gettext_lazy("Most votes first; what no longer fits is skipped"),
    Way.STOP: gettext_lazy("Most votes first; the count stops at the first that no longer fits"),
    Way.PER_COST: gettext_lazy("Most votes for the money first; what no longer fits is skipped"),
    Way.SHARES: gettext_lazy("Equal shares: every voter decides over the same amount"),
    Way.PHRAGMEN: gettext_lazy(
        "Phragmén: all get money at the same pace, and a proposal is bought as soon as its voters can"
    ),
    Way.WELFARE: gettext_lazy("Greatest worth: the proposals that are worth most to the voters together"),
}
_PLAIN: Mapping[Way, tuple[str, ...]] = {
    Way.OWN: (),
    Way.SKIP: ("--rule", "greedy", "--skip"),
    Way.STOP: ("--rule", "greedy", "--stop"),
    Way.PER_COST: ("--rule", "greedy-per-cost", "--skip"),
    Way.PHRAGMEN: ("--rule", "phragmen"),
}
_BY_RULE = {
    (Method.GREEDY, Variant.SKIP): Way.SKIP,
    (Method.GREEDY, Variant.STOP): Way.STOP,
    (Method.GREEDY_PER_COST, Variant.SKIP): Way.PER_COST,
    (Method.EQUAL_SHARES, Variant.SKIP): Way.SHARES,
    (Method.PHRAGMEN, Variant.SKIP): Way.PHRAGMEN,
    (Method.MAX_WELFARE, Variant.SKIP): Way.WELFARE,
}


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to try."""

    way: Way
    budget: int
    threshold: int
    utility: Utility = Utility.COST
    completion: Completion = Completion.ADD1
    fill: bool = False


def decided_by(outcome: Outcome) -> Wanted:
    """What the result was decided by."""
    rule = outcome.rule
    way = _BY_RULE.get((rule.method, rule.variant), Way.OWN)
    shares = (rule.utility or Utility.COST, rule.completion or Completion.ADD1, rule.fill)
    return Wanted(way, outcome.budget, rule.threshold, *shares)


def ways(outcome: Outcome, exclusive: object) -> tuple[Way, ...]:
    """The rules to choose from."""
    rule, own = outcome.rule, decided_by(outcome).way
    is_plain = not (exclusive or rule.share or rule.least_per_area)
    left_out = {*(() if own is Way.OWN else (Way.OWN,)), *(() if is_plain else OF_SUPPORTERS)}
    return tuple(way for way in Way if way not in left_out)


def most_money(outcome: Outcome) -> int:
    return min(LARGEST, max(outcome.budget, 1) * MOST_TIMES)


def options(wanted: Wanted, outcome: Outcome) -> tuple[str, ...]:
    """How to ask the command for it. What is as it was decided is left to the file."""
    rule = outcome.rule
    said = _by_worth(wanted, rule, outcome.currency) if wanted.way in (Way.SHARES, Way.WELFARE) else _PLAIN[wanted.way]
    if wanted.threshold != rule.threshold:
        said = (*said, "--threshold", str(wanted.threshold))
    if wanted.budget != outcome.budget:
        said = (*said, "--budget", main_units(wanted.budget, outcome.currency))
    return said


def _by_worth(wanted: Wanted, own: Rule, currency: str) -> tuple[str, ...]:
    """The step and the comparison are those of the decided rule; the command has a step of its own for others."""
    if wanted.way is Way.WELFARE:
        return ("--rule", "max-welfare", "--utility", wanted.utility)
    said: tuple[str, ...] = ("--rule", "equal-shares", "--utility", wanted.utility, "--completion", wanted.completion)
    if own.step and wanted.completion is not Completion.NONE:
        said = (*said, "--step", main_units(own.step, currency))
    return (*said, *(("--fill",) if wanted.fill else ()), *(("--comparison",) if own.comparison else ()))


@dataclass(frozen=True)
class Line:
    """One project, as it was decided and as it would have been."""

    title: str
    url: str
    step: Step
    was: Badge
    would: Badge
    change: str

    @property
    def comes_in(self) -> bool:
        return self.was.kind != "won" and self.would.kind == "won"

    @property
    def goes_out(self) -> bool:
        return self.was.kind == "won" and self.would.kind != "won"


@dataclass(frozen=True)
class Figure:
    label: str
    was: str
    would: str


@dataclass(frozen=True)
class Difference:
    """What was decided beside what was tried."""

    lines: tuple[Line, ...]
    figures: tuple[Figure, ...]
    comes_in: tuple[Line, ...]
    goes_out: tuple[Line, ...]
    has_points: bool
    currency: str
    lang: str


def difference(was: Outcome, would: Outcome, frozen: Mapping[str, Any], address: Address) -> Difference:
    """`frozen` is the configuration of the vote; `address` gives the page of a project by its number."""
    titles = {str(project["number"]): project["title"] for project in frozen["projects"]}
    lines = tuple(_lines(was, would, titles, address))
    return Difference(
        lines=lines,
        figures=tuple(_figures(was, would)),
        comes_in=tuple(line for line in lines if line.comes_in),
        goes_out=tuple(line for line in lines if line.goes_out),
        has_points=has_points(was),
        currency=was.currency,
        lang=frozen.get("pabulib", {}).get("language", ""),
    )


def _lines(was: Outcome, would: Outcome, titles: Mapping[str, str], address: Address) -> Iterator[Line]:
    """In the order in which they were decided."""
    found = {step.project: step.decision for step in would.steps}
    words = {(False, True): _("Comes in"), (True, False): _("Goes out")}
    badges = {True: Badge("won", _("Won")), False: Badge("lost", _("Did not win"))}
    tried = {True: Badge("won", _("Would win")), False: Badge("lost", _("Would not win"))}
    for step in was.steps:
        first, then = step.decision in WON, found.get(step.project, Decision.NOT_REACHED) in WON
        url = address(int(step.project))
        yield Line(titles[step.project], url, step, badges[first], tried[then], words.get((first, then), ""))


def _figures(was: Outcome, would: Outcome) -> Iterator[Figure]:
    both = (was, would)
    yield Figure(_("Proposals that win"), *(_n(len(each.winners)) for each in both))
    yield Figure(_("To hand out"), *(money(each.budget, each.currency) for each in both))
    yield Figure(_("Handed out"), *(money(each.spent, each.currency) for each in both))
    yield Figure(_("Left"), *(money(each.left, each.currency) for each in both))
    if was.voters:
        yield Figure(_("Voters with none of their choices among the winners"), *map(_without, both))
        yield Figure(_("Winners on a ballot, on average"), *map(_average, both))


def _without(outcome: Outcome) -> str:
    words = {"number": _n(outcome.figures.without_winner), "all": _n(outcome.voters)}
    return _("%(number)s of %(all)s") % words


def _average(outcome: Outcome) -> str:
    hundredths = (outcome.figures.winners_named * 100 + outcome.voters // 2) // outcome.voters
    return danish.amount(hundredths, get_language() or "da")


def _n(number: int) -> str:
    return danish.number(number, get_language() or "da")
