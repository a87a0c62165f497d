"""Templates to begin a deltagerbudget from: settings and phases that have proved themselves, as data.

The texts are what residents will read, so they are Danish whoever chooses them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.processes.rules import BallotType, CountMethod, CountVariant, Span, moment

# A phase begins at noon, when somebody is there to help; a vote ends in the evening, when people are home.
NOON, EVENING = 12, 20


@dataclass(frozen=True)
class Pattern:
    word: str
    title: str | Promise
    text: str | Promise
    values: dict[str, Any]
    # Kind, name and days of each phase.
    phases: tuple[tuple[PhaseKind, str, int], ...] = field(default=())

    def spans(self, first_day: date) -> list[Span]:
        day, spans, begins = first_day, [], _at(first_day, NOON)
        for kind, name, days in self.phases:
            day += timedelta(days=days)
            ends = _at(day, EVENING if kind is PhaseKind.VOTE else NOON)
            spans.append(Span(kind, name, begins, ends))
            begins = ends
        return spans


def _at(day: date, hour: int) -> datetime:
    return moment(datetime.combine(day, time(hour)))


def _phases(preparation: int, ideas: int, review: int, vote: int, realisation: int) -> tuple[Any, ...]:
    return (
        (PhaseKind.PREPARATION, "Forberedelse", preparation),
        (PhaseKind.IDEAS, "Stil forslag", ideas),
        (PhaseKind.REVIEW, "Kommunen vurderer", review),
        (PhaseKind.VOTE, "Afstemning", vote),
        (PhaseKind.COUNT, "Optælling", 7),
        (PhaseKind.REALISATION, "Projekterne bygges", realisation),
        (PhaseKind.EVALUATION, "Evaluering", 60),
    )


_CRITERIA = (
    "Forslaget ligger i området og er til gavn for flere end dem, der stiller det.",
    "Det koster højst det beløb, der er i puljen.",
    "Det er lovligt og kan få de tilladelser, det kræver.",
    "Nogen vil passe det bagefter.",
)
_GREEDY = {"count_method": CountMethod.GREEDY, "count_variant": CountVariant.SKIP}
PATTERNS: tuple[Pattern, ...] = (
    Pattern(
        "lille",
        gettext_lazy("A small local pot"),
        gettext_lazy("50,000 kr. Everyone ticks up to three proposals. It takes eleven weeks until the vote opens."),
        {
            "amount_ore": 5_000_000,
            "theme": "community",
            "criteria": "\n".join(_CRITERIA),
            "ballot_type": BallotType.APPROVAL,
            "max_choices": 3,
            **_GREEDY,
        },
        _phases(28, 21, 28, 14, 182),
    ),
    Pattern(
        "standard",
        gettext_lazy("The standard"),
        gettext_lazy(
            "320,000 kr. Everyone chooses for up to the whole amount. Most votes first; what no longer fits is skipped."
        ),
        {
            "amount_ore": 32_000_000,
            "theme": "community",
            "criteria": "\n".join(_CRITERIA),
            "ballot_type": BallotType.KNAPSACK,
            **_GREEDY,
        },
        _phases(56, 28, 56, 21, 364),
    ),
    Pattern(
        "andele",
        gettext_lazy("Something for every group"),
        gettext_lazy(
            "200,000 kr. Everyone ticks as many proposals as they like and decides over an equal part of the money. "
            "Counted by equal shares, so that a smaller group gets something too."
        ),
        {
            "amount_ore": 20_000_000,
            "theme": "community",
            "criteria": "\n".join(_CRITERIA),
            "ballot_type": BallotType.APPROVAL,
            "count_method": CountMethod.EQUAL_SHARES,
        },
        _phases(56, 28, 56, 21, 364),
    ),
    Pattern(
        "unge",
        gettext_lazy("School and youth"),
        gettext_lazy("100,000 kr. From 13 years. Everyone has five points and shares them out. Short phases."),
        {
            "amount_ore": 10_000_000,
            "theme": "play",
            "criteria": "\n".join((*_CRITERIA[:3], "Unge har selv været med til at finde på det.")),
            "propose_min_age": 13,
            "vote_min_age": 13,
            "ballot_type": BallotType.POINTS,
            "points": 5,
            "most_points": 3,
            **_GREEDY,
        },
        _phases(21, 14, 28, 14, 182),
    ),
)


def pattern(word: str) -> Pattern | None:
    return next((each for each in PATTERNS if each.word == word), None)
