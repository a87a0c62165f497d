"""A file's own result beside the one counted from its ballots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from .model import Election
from .outcome import Outcome
from .pabulib import Head, Reading
from .pabulib_rules import EXCLUSIVE
from .rules import count

NOTES = {
    "no_winners_said": "The file does not say which projects won.",
    "same_winners": "The winners are those of the file: {number}.",
    "missing": "{project} won in the file; here it is {decision}.",
    "unexpected": "{project} is funded here; in the file it did not win.",
    "other_money": "{project} was funded with other money.",
    "topped_up": "{project} gets what is left here, and the rest from elsewhere.",
    "votes_differ": "{project}: the file says {published} {column}, its ballots give {counted}.",
    "withdrawn": "{project} costs more than the budget and is taken as withdrawn.",
    "set_aside": "Line {line} is set aside: {message}.",
    "unused": "The count does not use {key}.",
    "no_groups": "The count does not use rule greedy-exclusive, "
    "as the file does not say which projects exclude each other.",
}


@dataclass(frozen=True, slots=True)
class Note:
    """One finding: a code for callers that say it in another language, and what it speaks of."""

    code: str
    params: Mapping[str, str | int]

    def __str__(self) -> str:
        return NOTES[self.code].format(**self.params)


@dataclass(frozen=True, slots=True)
class VoteDifference:
    """A project whose published votes or points are not those of the ballots."""

    project: str
    published: str
    counted: int
    column: str = "votes"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The report: `selected` is None when the file names no winners. SPEC §9"""

    reading: Reading
    outcome: Outcome
    selected: tuple[str, ...] | None
    with_other_money: tuple[str, ...]
    votes: tuple[VoteDifference, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Winners of the file that the count does not fund."""
        return tuple(project for project in self.selected or () if project not in self.outcome.winners)

    @property
    def unexpected(self) -> tuple[str, ...]:
        """Projects the count funds, and the file does not."""
        if self.selected is None:
            return ()
        return tuple(project for project in self.outcome.winners if project not in self.selected)

    @property
    def same(self) -> bool | None:
        """Whether the winners agree; None when the file names none."""
        return None if self.selected is None else not (self.missing or self.unexpected)

    def lines(self) -> list[str]:
        """The report in English, one finding a line."""
        return [str(note) for note in self.notes()]

    def notes(self) -> Iterator[Note]:
        yield from self._winners()
        for project in self.with_other_money:
            yield Note("other_money", {"project": project})
        for top_up in self.outcome.topped_up:
            yield Note("topped_up", {"project": top_up.project})
        for item in self.votes:
            yield Note("votes_differ", asdict(item))
        for withdrawn in self.outcome.withdrawn:
            yield Note("withdrawn", {"project": withdrawn})
        for vote in self.reading.set_aside:
            yield Note("set_aside", {"line": vote.line, "message": vote.message})
        for key in self.reading.head.unused:
            yield Note("no_groups", {}) if key == EXCLUSIVE else Note("unused", {"key": key})

    def _winners(self) -> Iterator[Note]:
        if self.same is None:
            yield Note("no_winners_said", {})
        elif self.same:
            yield Note("same_winners", {"number": len(self.outcome.winners)})
        for project in self.missing:
            step = self.outcome.step(project) if project not in self.outcome.withdrawn else None
            yield Note("missing", {"project": project, "decision": str(step.decision) if step else "withdrawn"})
        for project in self.unexpected:
            yield Note("unexpected", {"project": project})


def compare(reading: Reading, outcome: Outcome | None = None) -> Comparison:
    """Set the result beside the file's own columns; without an outcome, count by the file's rule. SPEC §9"""
    columns = reading.head.columns
    named = any("selected" in cells for cells in columns.values())
    return Comparison(
        reading=reading,
        outcome=outcome or count(reading.election),
        selected=_selected(reading.head, "1") if named else None,
        with_other_money=_selected(reading.head, "2", "3"),
        votes=tuple(_vote_differences(reading.head, reading.election)),
    )


def _selected(head: Head, *values: str) -> tuple[str, ...]:
    return tuple(project for project, cells in head.columns.items() if cells.get("selected") in values)


def _vote_differences(head: Head, election: Election) -> Iterator[VoteDifference]:
    tally = election.tally()
    for column, counts in (("votes", tally.votes), ("score", tally.scores)):
        for project, counted in counts.items():
            published = head.columns[project].get(column)
            if published and published != str(counted):
                yield VoteDifference(project, published, counted, column)
