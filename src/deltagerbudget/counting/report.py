"""An outcome as text for a terminal and as plain data. SPEC §10"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .audit import audit
from .compare import Comparison
from .money import main_units
from .outcome import Outcome, Round, Shares, Step, Tried
from .rule import Rule

WIDTH = 20
HEADER = ("project", "votes", "", "cost", "money left", "decision", "tie")
RIGHT = (1, 3, 4)
RULES_HEADER = (
    "rule",
    "winners",
    "spent",
    "left",
    "voters without a winner",
    "winners per voter",
    "not in file",
    "only in file",
)


def text_report(comparison: Comparison) -> Iterator[str]:
    outcome = comparison.outcome
    yield from _summary(outcome)
    yield ""
    yield from _table([HEADER, *_cells(outcome)], RIGHT)
    yield ""
    yield from _figures(outcome)
    yield _audited(comparison)
    yield from _changes(outcome)
    yield from comparison.lines()


def rules_table(counted: Mapping[str, Comparison], *, rule_of_file: str) -> Iterator[str]:
    """One line for each rule; the file's own is marked with a star."""
    rows: list[tuple[str, ...]] = [RULES_HEADER]
    for name, comparison in counted.items():
        outcome = comparison.outcome
        spent, left = (main_units(amount, outcome.currency) for amount in (outcome.spent, outcome.left))
        known = comparison.selected is not None
        differences = (len(comparison.unexpected), len(comparison.missing)) if known else ("", "")
        mark = _name(outcome.rule) + (" *" if name == rule_of_file else "")
        shares = (without_winner(outcome), mean_winners(outcome))
        rows.append((mark, str(len(outcome.winners)), spent, left, *shares, *map(str, differences)))
    yield from _table(rows, range(1, len(RULES_HEADER)))
    if rule_of_file:
        yield "* the rule of the file"


def summary_data(comparison: Comparison) -> dict[str, Any]:
    """For `--json`: amounts are numbers in the main unit of the currency, as in the file."""
    outcome = comparison.outcome

    def amount(minor: int) -> int | float:
        text = main_units(minor, outcome.currency)
        return float(text) if "." in text else int(text)

    return {
        "rule": outcome.rule.name,
        "parameters": outcome.rule.to_data(),
        "vote_type": str(outcome.vote_type),
        "currency": outcome.currency,
        "budget": amount(outcome.budget),
        "spent": amount(outcome.spent),
        "left": amount(outcome.left),
        "voters": outcome.voters,
        "winners": list(outcome.winners),
        "topped_up": [
            {"project": top_up.project, "left": amount(top_up.left), "extra": amount(top_up.extra)}
            for top_up in outcome.topped_up
        ],
        "ties": [
            {"projects": list(tie.projects), "score": tie.score, "decided_by": str(tie.decided_by)}
            for tie in outcome.ties
        ],
        "steps": [_step_data(step, amount) for step in outcome.steps],
        "withdrawn": list(outcome.withdrawn),
        "invalid": {invalid.reason: invalid.number for invalid in outcome.invalid},
        "voters_without_winner": outcome.figures.without_winner,
        "winners_named": outcome.figures.winners_named,
        "audit": [
            {
                "project": claim.project,
                "voters": claim.voters,
                "deserves": amount(claim.deserves),
                "has": amount(claim.has),
            }
            for claim in audit(comparison.reading.election, outcome)
        ],
        "same_as_file": comparison.same,
        "notes": comparison.lines(),
        "input_digest": outcome.input_digest,
        "changes": {
            project: {"more_votes": votes, "cheaper": None if cheaper is None else amount(cheaper)}
            for project, votes, cheaper in changes(outcome)
        },
        **({"shares": _shares_data(outcome.shares, amount)} if outcome.shares else {}),
    }


def _shares_data(shares: Shares, amount: Any) -> dict[str, Any]:
    return {
        "taken": _tried_data(shares.taken, amount),
        "refused": _tried_data(shares.refused, amount) if shares.refused else None,
        "paid": {
            paid.project: {
                "price": amount(paid.price),
                "payers": paid.payers,
                "full": paid.full,
                "next": {near.project: near.per_mille for near in paid.next},
            }
            for paid in shares.paid
        },
        "effective_support": {near.project: {"per_mille": near.per_mille, "round": near.round} for near in shares.near},
        "prefer": shares.prefer,
        "prefer_greedy": shares.prefer_greedy,
        "by_greedy": shares.by_greedy,
    }


def _tried_data(tried: Tried, amount: Any) -> dict[str, Any]:
    """The endowment stays the exact quotient, in minor units."""
    return {
        "step": tried.step,
        "endowment": tried.endowment,
        "winners": list(tried.winners),
        "spent": amount(tried.spent),
    }


def _step_data(step: Step, amount: Any) -> dict[str, Any]:
    return {
        "project": step.project,
        "votes": step.votes,
        "score": step.score,
        "cost": amount(step.cost),
        "left": amount(step.left),
        "granted": amount(step.granted),
        "decision": str(step.decision),
        "because": step.because,
        "round": str(step.round),
    }


def without_winner(outcome: Outcome) -> str:
    """The voters none of whose projects won, in per cent with one decimal, half up."""
    return _ratio(outcome.figures.without_winner * 100, outcome.voters, 1) + " %"


def mean_winners(outcome: Outcome) -> str:
    return _ratio(outcome.figures.winners_named, outcome.voters, 2)


def _ratio(numerator: int, denominator: int, decimals: int) -> str:
    """A quotient rounded half up, by whole numbers."""
    scale = 10**decimals
    value = (2 * numerator * scale + denominator) // (2 * denominator) if denominator else 0
    return f"{value // scale}.{value % scale:0{decimals}d}"


def _summary(outcome: Outcome) -> Iterator[str]:
    rule = outcome.rule
    name = _name(rule)
    name += f", at least {rule.threshold} {unit(outcome)}" if rule.threshold else ""
    name += f", at least {rule.threshold_ballots_percent} % of the ballots" if rule.threshold_ballots_percent else ""
    yield f"{name}{', all fit' if outcome.all_fit else ''}: {outcome.voters} ballots, {len(outcome.steps)} projects"
    amounts = (main_units(amount, outcome.currency) for amount in (outcome.budget, outcome.spent, outcome.left))
    yield from _of_shares(outcome)
    yield "{} {} = {} spent + {} left; {} projects funded".format(outcome.currency, *amounts, len(outcome.winners))


def _of_shares(outcome: Outcome) -> Iterator[str]:
    if outcome.shares is None:
        return
    for tried, end in ((outcome.shares.taken, "taken"), (outcome.shares.refused, "refused: more than the budget")):
        if tried is not None:
            each, spent = endowment(tried, outcome.currency), main_units(tried.spent, outcome.currency)
            yield f"step {tried.step}: {each} for every voter buys {len(tried.winners)} projects for {spent}; {end}"
    if outcome.shares.prefer is not None:
        verdict = "most votes first is taken" if outcome.shares.by_greedy else "equal shares stands"
        yield (
            f"{outcome.shares.prefer} voters have more winners by equal shares, "
            f"{outcome.shares.prefer_greedy} by most votes first: {verdict}"
        )


def endowment(tried: Tried, currency: str) -> str:
    """What every voter has, in the main unit; rounded down to the minor unit."""
    numerator, denominator = map(int, tried.endowment.split("/"))
    return main_units(numerator // denominator, currency)


def _name(rule: Rule) -> str:
    return rule.name + (f" {rule.percent} %" if rule.percent else "")


def unit(outcome: Outcome) -> str:
    return "votes" if outcome.vote_type in ("approval", "choose-1") else "points"


def changes(outcome: Outcome) -> Iterator[tuple[str, int | None, int | None]]:
    """Where it was asked: the further ballots, or the fall in cost, with which each of the others would have won."""
    if outcome.shares:
        yield from ((each.project, each.more_votes, each.cheaper) for each in outcome.shares.changes)
        return
    asked = (step for step in outcome.steps if step.more_votes is not None or step.cheaper is not None)
    yield from ((step.project, step.more_votes, step.cheaper) for step in asked)


def _changes(outcome: Outcome) -> Iterator[str]:
    for project, votes, cheaper in changes(outcome):
        ways = [f"{votes} more ballots for it alone"] if votes is not None else []
        ways += [f"{main_units(cheaper, outcome.currency)} cheaper"] if cheaper is not None else []
        yield (
            f"{project} would have won with {' or '.join(ways)}" if ways else f"{project}: nothing found that would do"
        )


def _figures(outcome: Outcome) -> Iterator[str]:
    if outcome.voters:
        yield f"{without_winner(outcome)} of the voters named no winner; {mean_winners(outcome)} winners a voter."
    for spending in outcome.figures.spending:
        money = main_units(spending.money, outcome.currency)
        yield f"{spending.kind} {spending.name}: {spending.funded} of {spending.projects} projects, {money}."


def _audited(comparison: Comparison) -> str:
    claims = audit(comparison.reading.election, comparison.outcome)
    if not claims:
        return "audit: no group of voters got less than its part of the money"
    named = ", ".join(f"{claim.project} ({claim.voters} voters)" for claim in claims)
    return f"audit: groups of voters got less than their part of the money, and would not have more with {named}"


def _cells(outcome: Outcome) -> Iterator[tuple[str, ...]]:
    most = max((step.score for step in outcome.steps), default=0)
    for step in outcome.steps:
        cost, left = main_units(step.cost, outcome.currency), main_units(step.left, outcome.currency)
        tie = f"with {', '.join(step.tied_with)}: {step.decided_by}" if step.tied_with else ""
        decision = f"{step.decision} ({step.because})" if step.because else str(step.decision)
        decision += "" if step.round is Round.MAIN else f", round {step.round}"
        yield step.project, str(step.score), "█" * (WIDTH * step.score // (most or 1)), cost, left, decision, tie


def _table(rows: Sequence[Sequence[str]], right: Sequence[int]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = (
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()
