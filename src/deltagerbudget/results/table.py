"""The result as its page shows it: everything read from the outcome, nothing counted again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from deltagerbudget.counting.outcome import Decision, Outcome, Step
from deltagerbudget.results import why
from deltagerbudget.results.models import Result
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
        return self.step.decision is Decision.FUNDED


@dataclass(frozen=True)
class Table:
    """The count from the first turn to the last. `ran_out` is said where the money ran out."""

    outcome: Outcome
    rows: tuple[Row, ...]
    winners: tuple[Block, ...]
    headline: str
    rule: tuple[str, ...]
    leftover: str
    ran_out: str
    no_winner: str
    # The language of the titles, where it is not the page's.
    lang: str


def table_of(result: Result, address: Address) -> Table:
    """`address` gives the page of a project by its number."""
    outcome, frozen = result.explained, result.vote.frozen
    titles = {str(project["number"]): project["title"] for project in frozen["projects"]}
    rows = _rows(outcome, titles, address)
    ran_out = _("This is where the money ended: %(left)s was left, and nothing below it won.")
    return Table(
        outcome=outcome,
        rows=rows,
        winners=tuple(Block(row.title, row.step.cost, "funded", row.url) for row in rows if row.is_funded),
        headline=why.headline(outcome),
        rule=tuple(why.rule_lines(outcome.rule, frozen)),
        leftover=why.leftover(outcome, frozen, titles),
        ran_out=ran_out % {"left": why.money(outcome.left, outcome.currency)},
        no_winner="" if outcome.winners else _("No proposal won."),
        lang=frozen.get("pabulib", {}).get("language", ""),
    )


def _rows(outcome: Outcome, titles: dict[str, str], address: Address) -> tuple[Row, ...]:
    badges = {
        Decision.FUNDED: Badge("won", _("Won")),
        Decision.SKIPPED: Badge("lost", _("Did not fit")),
        Decision.STOPPED: Badge("lost", _("Did not fit")),
        Decision.NOT_REACHED: Badge("lost", _("Not reached")),
        Decision.BELOW_THRESHOLD: Badge("lost", _("Too few votes")),
        Decision.NO_VOTES: Badge("lost", _("No votes")),
    }
    last = max((place for place, step in enumerate(outcome.steps, 1) if step.decision is Decision.FUNDED), default=0)
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
