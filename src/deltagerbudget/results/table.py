"""The result as its page shows it: everything read from the outcome, nothing counted again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from deltagerbudget.counting.outcome import WON, Decision, Outcome, Step
from deltagerbudget.processes.regulation import Clause, clauses_in
from deltagerbudget.results import why
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
    is_last_funded: bool

    @property
    def is_funded(self) -> bool:
        return self.step.decision in WON


@dataclass(frozen=True)
class Table:
    """The count from the first turn to the last. `ran_out` is said where the money ran out."""

    outcome: Outcome
    rows: tuple[Row, ...]
    winners: tuple[Block, ...]
    headline: str
    rule: tuple[Clause, ...]
    # Whether projects have points besides their votes, and whether some get another amount than their price.
    has_points: bool
    has_parts: bool
    leftover: str
    ties: tuple[str, ...]
    ran_out: str
    no_winner: str
    # The language of the titles, where it is not the page's.
    lang: str


def table_of(outcome: Outcome, frozen: Mapping[str, Any], address: Address) -> Table:
    """`frozen` is the configuration of the vote; `address` gives the page of a project by its number."""
    titles = {str(project["number"]): project["title"] for project in frozen["projects"]}
    rows = _rows(outcome, titles, address)
    ran_out = _("This is where the money ended: %(left)s was left, and nothing below it won.")
    return Table(
        outcome=outcome,
        rows=rows,
        winners=tuple(Block(row.title, row.step.granted, "funded", row.url) for row in rows if row.is_funded),
        headline=why.headline(outcome),
        rule=tuple(clauses_in(frozen)),
        has_points=why.has_points(outcome),
        has_parts=any(row.is_funded and row.step.granted != row.step.cost for row in rows),
        leftover=why.leftover(outcome, frozen, titles),
        ties=tuple(why.tied(each, outcome, titles) for each in outcome.ties),
        ran_out=ran_out % {"left": why.money(outcome.left, outcome.currency)},
        no_winner="" if outcome.winners else _("No proposal won."),
        lang=frozen.get("pabulib", {}).get("language", ""),
    )


def _rows(outcome: Outcome, titles: dict[str, str], address: Address) -> tuple[Row, ...]:
    badges = {
        Decision.FUNDED: Badge("won", _("Won")),
        Decision.PART_FUNDED: Badge("won", _("Won a part")),
        Decision.TOPPED_UP: Badge("waiting", _("Wins if the rest is found")),
        Decision.SKIPPED: Badge("lost", _("Did not fit")),
        Decision.STOPPED: Badge("lost", _("Did not fit")),
        Decision.NOT_REACHED: Badge("lost", _("Not reached")),
        Decision.EXCLUDED: Badge("lost", _("Another one won instead")),
        Decision.CAPPED: Badge("lost", _("Beyond a limit")),
        Decision.NO_PRIZE: Badge("lost", _("No prize left")),
        Decision.BELOW_THRESHOLD: Badge("lost", _("Too few votes")),
        Decision.NO_VOTES: Badge("lost", _("No votes")),
    }
    last = max((place for place, step in enumerate(outcome.steps, 1) if step.decision in WON), default=0)
    return tuple(
        Row(
            place=place,
            title=titles[step.project],
            url=address(int(step.project)),
            step=step,
            why=why.sentence(step, outcome, titles),
            badge=badges[step.decision],
            is_last_funded=place == last and place < len(outcome.steps),
        )
        for place, step in enumerate(outcome.steps, start=1)
    )
