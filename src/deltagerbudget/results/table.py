"""The result as its page shows it: everything read from the outcome, nothing counted again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from deltagerbudget.counting.outcome import WON, Decision, Outcome, Round, Step
from deltagerbudget.processes.regulation import Clause, clauses_in
from deltagerbudget.results import equal, why
from deltagerbudget.ui.signatures import Badge, Block

Address = Callable[[int], str]


@dataclass(frozen=True)
class Row:
    """One project's turn in the count."""

    place: int
    title: str
    url: str
    step: Step
    why: str
    badge: Badge
    # What is said under the row, where the count turns or the money ends.
    line: str
    # The most that one voter paid for it by equal shares; nothing otherwise.
    paid: str
    # Before its turn; nothing where the money of all says nothing of it.
    left: str

    @property
    def is_funded(self) -> bool:
        return self.step.decision in WON


@dataclass(frozen=True)
class Table:
    """The count from the first turn to the last."""

    outcome: Outcome
    rows: tuple[Row, ...]
    winners: tuple[Block, ...]
    headline: str
    rule: tuple[Clause, ...]
    # Whether projects have points besides their votes, and whether some get another amount than their price.
    has_points: bool
    has_parts: bool
    # Whether some were bought by equal shares, and how that came to its end.
    has_paid: bool
    told: tuple[str, ...]
    leftover: str
    ties: tuple[str, ...]
    no_winner: str
    # The language of the titles, where it is not the page's.
    lang: str


def table_of(outcome: Outcome, frozen: Mapping[str, Any], address: Address) -> Table:
    """`frozen` is the configuration of the vote; `address` gives the page of a project by its number."""
    titles = {str(project["number"]): project["title"] for project in frozen["projects"]}
    rows = _rows(outcome, titles, address)
    return Table(
        outcome=outcome,
        rows=rows,
        winners=tuple(Block(row.title, row.step.granted, "funded", row.url) for row in rows if row.is_funded),
        headline=why.headline(outcome),
        rule=tuple(clauses_in(frozen)),
        has_points=why.has_points(outcome),
        has_parts=any(row.is_funded and row.step.granted != row.step.cost for row in rows),
        has_paid=any(row.paid for row in rows),
        told=equal.told(outcome),
        leftover=why.leftover(outcome, frozen, titles),
        ties=tuple(why.tied(each, outcome, titles) for each in outcome.ties),
        no_winner="" if outcome.winners else _("No proposal won."),
        lang=frozen.get("pabulib", {}).get("language", ""),
    )


def _rows(outcome: Outcome, titles: dict[str, str], address: Address) -> tuple[Row, ...]:
    badges = {
        Decision.FUNDED: Badge("won", _("Won")),
        Decision.PART_FUNDED: Badge("won", _("Won a part")),
        Decision.TOPPED_UP: Badge("waiting", _("Wins if the rest is found")),
        Decision.SKIPPED: Badge("lost", _("Did not fit")),
        Decision.NOT_PAID: Badge("lost", _("Could not be paid")),
        Decision.STOPPED: Badge("lost", _("Did not fit")),
        Decision.NOT_REACHED: Badge("lost", _("Not reached")),
        Decision.EXCLUDED: Badge("lost", _("Another one won instead")),
        Decision.CAPPED: Badge("lost", _("Beyond a limit")),
        Decision.NO_PRIZE: Badge("lost", _("No prize left")),
        Decision.BELOW_THRESHOLD: Badge("lost", _("Too few votes")),
        Decision.NO_VOTES: Badge("lost", _("No votes")),
    }
    lines = _lines(outcome)
    return tuple(
        Row(
            place=place,
            title=titles[step.project],
            url=address(int(step.project)),
            step=step,
            why=why.sentence(step, outcome, titles),
            badge=badges[step.decision],
            line=lines.get(place, ""),
            paid=equal.words(step, outcome)["paid"],
            left="" if _has_no_left(step, outcome) else why.money(step.left, outcome.currency),
        )
        for place, step in enumerate(outcome.steps, start=1)
    )


def _lines(outcome: Outcome) -> dict[int, str]:
    """What is said under which place: where equal shares goes on by most votes, and where the money ended."""
    won = [(place, step) for place, step in enumerate(outcome.steps, start=1) if step.decision in WON]
    bought = [place for place, step in won if step.round is not Round.FILL]
    found = {bought[-1]: equal.turns_to_fill(outcome)} if bought else {}
    last = won[-1][0] if won else len(outcome.steps)
    if last < len(outcome.steps):
        text = _("This is where the money ended: %(left)s was left, and nothing below it won.")
        found[last] = text % {"left": why.money(outcome.left, outcome.currency)}
    return found


def _has_no_left(step: Step, outcome: Outcome) -> bool:
    """Of what equal shares did not buy, `left` is what its supporters have; the sentence says it."""
    return equal.by_equal_shares(outcome) is not None and step.decision not in WON
