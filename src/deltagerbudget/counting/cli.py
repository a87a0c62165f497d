"""The command `count`: the outcome of a Pabulib file, as a table or as JSON."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from .compare import Comparison, compare_with_selected
from .money import main_units
from .outcome import Outcome
from .pabulib import PabulibError

COLUMNS = ("project", "votes", "cost", "money left", "decision", "tie")


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    try:
        with options.file.open("rb") as file:
            comparison = compare_with_selected(file, invalid_votes=options.invalid_votes)
    except PabulibError as error:
        return _refuse(f"{options.file}: {error}")
    except OSError as error:
        return _refuse(f"{options.file}: {error.strerror}")
    text = comparison.outcome.to_json() if options.json else "\n".join(_report(comparison))
    sys.stdout.buffer.write(text.encode() + b"\n")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m deltagerbudget.counting", description="Count a Pabulib file.")
    parser.add_argument("file", type=Path, metavar="FILE.pb")
    parser.add_argument("--json", action="store_true", help="print the outcome as canonical JSON (outcome/v1)")
    parser.add_argument(
        "--set-aside",
        dest="invalid_votes",
        action="store_const",
        const="set-aside",
        default="refuse",
        help="set invalid votes aside and report them, instead of refusing the file",
    )
    return parser.parse_args(arguments)


def _refuse(message: str) -> int:
    sys.stderr.buffer.write(message.encode(errors="backslashreplace") + b"\n")
    return 2


def _report(comparison: Comparison) -> Iterator[str]:
    outcome = comparison.outcome
    yield from _summary(outcome)
    yield ""
    yield from _table([COLUMNS, *_cells(outcome)])
    yield ""
    yield from comparison.lines()


def _summary(outcome: Outcome) -> Iterator[str]:
    rule = outcome.rule
    name = f"{rule.method} {rule.variant}" + (f", at least {rule.threshold} votes" if rule.threshold else "")
    yield f"{name}{', all fit' if outcome.all_fit else ''}: {outcome.voters} ballots, {len(outcome.steps)} projects"
    budget, spent, left = (
        main_units(amount, outcome.currency) for amount in (outcome.budget, outcome.spent, outcome.left)
    )
    yield f"{outcome.currency} {budget} = {spent} spent + {left} left; {len(outcome.winners)} projects funded"


def _cells(outcome: Outcome) -> Iterator[tuple[str, ...]]:
    for step in outcome.steps:
        cost, left = main_units(step.cost, outcome.currency), main_units(step.left, outcome.currency)
        tie = f"with {', '.join(step.tied_with)}: {step.decided_by}" if step.tied_with else ""
        yield step.project, str(step.votes), cost, left, str(step.decision), tie


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    for row in rows:
        cells = (
            cell.rjust(width) if 1 <= column <= 3 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()
