"""The commands `count` and `compare`: a Pabulib file in; a table, JSON or a page out. SPEC §10"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from .changes import explained
from .compare import compare
from .errors import ElectionError
from .model import Election
from .money import minor_units
from .outcome import Outcome
from .pabulib import PabulibError, Reading, read
from .pabulib_errors import shorten
from .page import page
from .page_words import LANGUAGES
from .report import rules_table, summary_data, text_report
from .rule import OF_SUPPORTERS, WITH_UTILITY, Completion, Criterion, Method, Rule, Utility, Variant
from .rules import VARIANTS, count
from .ties import LotNeeded

# A shorter wait needs no bar.
PATIENCE_SECONDS = 1.0
DESCRIPTIONS = {
    "count": "Count a Pabulib file: who won, and every project's turn.",
    "compare": "Set the rules beside each other on a Pabulib file.",
}
ENDS = {
    Variant.SKIP: "pass over a project that asks for more than what is left",
    Variant.STOP: "end the count at the first project that asks for more than what is left",
    Variant.REMAINDER: "end there too; that project gets what is left",
}
# Poznań's, where `compare` must choose one.
PERCENT = 80


# What the file's own rule has beside it has no part in the rules of SPEC §11 and 12.
_PLAIN = {"variant": Variant.SKIP, "percent": 0, "all_fit": False, "caps": (), "caps_lifted": False}


class UsageError(Exception):
    """What the caller asked for cannot be done; one line says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    command = arguments.pop(0) if arguments and arguments[0] in ("count", "compare") else "count"
    options = _parser(command).parse_args(arguments)
    try:
        text = _compare(options) if command == "compare" else _count(options)
    except (PabulibError, UsageError) as error:
        needs_rule = isinstance(error, PabulibError) and error.code in ("rule_needed", "not_yet")
        return _refuse(f"{options.file}: {error}" + ("; give one, as --rule greedy" if needs_rule else ""))
    except OSError as error:
        return _refuse(f"{error.filename or options.file}: {error.strerror}")
    except LotNeeded as error:
        return _refuse(f"{options.file}: {error}; give --tie-order")
    try:
        sys.stdout.buffer.write(text.encode() + b"\n")
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        sys.stderr.close()
    return 0


class _Parser(argparse.ArgumentParser):
    """One line for what is wrong, as for everything else."""

    def error(self, message: str) -> NoReturn:
        sys.exit(_refuse(f"{self.prog}: {message}; see --help"))


def _parser(command: str) -> argparse.ArgumentParser:
    parser = _Parser(f"deltagerbudget {command}", description=DESCRIPTIONS[command], allow_abbrev=False)
    parser.add_argument("file", type=Path, metavar="FILE.pb", help="an election in the Pabulib format")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print one JSON object; amounts in the unit of the file")
    if command == "count":
        form.add_argument("--html", action="store_true", help="print one self-contained page")
        form.add_argument("--outcome", action="store_true", help="print the outcome as canonical JSON (outcome/v1)")
        help_text = "of the page; without it the file's own, or English"
        parser.add_argument("--language", choices=sorted(LANGUAGES), default="", help=help_text)
        help_text = "find what would have been enough for each of the others; for a town it takes minutes"
        parser.add_argument("--changes", action="store_true", help=help_text)
        _add_rule(parser)
        _add_shares(parser)
    else:
        parser.add_argument("--all", action="store_true", help="equal shares, Phragmén and max welfare as well")
    parser.add_argument(
        "--tie-order", type=Path, metavar="FILE", help="project ids, one a line: the order among equals"
    )
    parser.add_argument(
        "--refuse-invalid",
        dest="invalid_votes",
        action="store_const",
        const="refuse",
        default="set-aside",
        help="refuse a file with invalid votes, instead of setting them aside and reporting them",
    )
    return parser


def _add_rule(parser: argparse.ArgumentParser) -> None:
    rule = parser.add_argument_group("the rule", "Without any of these it is the file's own.")
    choices = [str(method) for method in (*VARIANTS, *OF_SUPPORTERS)]
    help_text = "most votes first, most votes for the money, equal shares, or for comparison Phragmén, or max welfare"
    rule.add_argument("--rule", choices=choices, help=help_text)
    variant = rule.add_mutually_exclusive_group()
    for name, text in ENDS.items():
        variant.add_argument(f"--{name}", dest="variant", action="store_const", const=name, help=text)
    variant.add_argument(
        "--stop-percent", type=int, metavar="N", help="end there too; N per cent of its money are enough to build it"
    )
    rule.add_argument("--budget", metavar="AMOUNT", help="another amount to hand out than that of the file")
    rule.add_argument("--threshold", type=int, metavar="N", help="least votes or points")
    rule.add_argument("--threshold-percent", type=int, metavar="N", help="least votes in per cent of the ballots")
    rule.add_argument(
        "--exclusive", action="append", default=[], metavar="ID,ID", help="projects of which only one can win"
    )


def _add_shares(parser: argparse.ArgumentParser) -> None:
    shares = parser.add_argument_group("equal shares", "Every voter decides over the same amount.")
    shares.add_argument(
        "--utility",
        choices=list(map(str, Utility)),
        help="what a project is worth; also for max-welfare; else its cost",
    )
    shares.add_argument(
        "--completion", choices=list(map(str, Completion)), help="how it goes on when money is left; without it add1"
    )
    shares.add_argument("--step", metavar="AMOUNT", help="by how much add1 raises what a voter has; without it 1")
    shares.add_argument("--fill", action="store_true", help="what is left at the end goes by votes")
    shares.add_argument(
        "--comparison", action="store_true", help="most votes first, where more voters have more winners by it"
    )
    shares.add_argument("--exact", action="store_true", help="count every step in whole numbers, however long it takes")


def _count(options: argparse.Namespace) -> str:
    started = time.perf_counter()
    asked = bool(options.rule or options.variant) or options.stop_percent is not None
    reading = _read(options, any_rule=asked)
    read_at = time.perf_counter()
    election = _ordered(options, _with_rule(options, reading.election))
    outcome = count(election, exactly=options.exact)
    if options.changes:
        outcome = _explained(election, outcome)
    done = time.perf_counter()
    if options.outcome:
        return outcome.to_json()
    if options.html and outcome.shares:
        outcome = _with_money(election, outcome)
    reading = replace(reading, election=election)
    comparison = compare(reading, outcome)
    if options.json:
        data = summary_data(comparison) | {"seconds": round(done - started, 4)}
        data |= {"seconds_reading": round(read_at - started, 4), "seconds_counting": round(done - read_at, 4)}
        return json.dumps(data, ensure_ascii=False)
    return page(comparison, options.language) if options.html else "\n".join(text_report(comparison))


def _with_money(election: Election, outcome: Outcome) -> Outcome:
    # With numpy, which only equal shares needs.
    from .shares.elsewhere import with_money

    return with_money(election, outcome)


def _explained(election: Election, outcome: Outcome) -> Outcome:
    if outcome.shares is None:
        return explained(election, outcome)
    # With numpy, which the other rules do without.
    from .shares.changes import with_changes

    return with_changes(election, outcome)


def _compare(options: argparse.Namespace) -> str:
    reading = _read(options, any_rule=True)
    election = _ordered(options, reading.election)
    rules = dict(_rules(election.rule))
    if options.all:
        # None of them knows such groups.
        election = replace(election, exclusive=())
        rules |= {rule.name: rule for rule in _of_supporters(election)}
    counted = {name: compare(reading, count(replace(election, rule=rule))) for name, rule in rules.items()}
    if options.json:
        return json.dumps({name: summary_data(item) for name, item in counted.items()}, ensure_ascii=False)
    return "\n".join(rules_table(counted, rule_of_file=election.rule.name if reading.head.rule_is_given else ""))


def _rules(own: Rule) -> Iterator[tuple[str, Rule]]:
    """The file's rule first, then the others with the file's own thresholds."""
    yield own.name, own
    for method, variants in VARIANTS.items():
        for variant in variants:
            percent = (own.percent or PERCENT) if variant is Variant.STOP_PERCENT else 0
            rule = replace(own.by_turns(method), variant=variant, percent=percent)
            if rule.name != own.name:
                yield rule.name, rule


def _of_supporters(election: Election) -> Iterator[Rule]:
    """The rules of SPEC §11 and 12, with the file's own thresholds and the usual step."""
    plain = replace(election.rule.by_turns(), **_PLAIN, share=None, least_per_area=0)  # type: ignore[arg-type]
    unit = minor_units("1", election.currency)
    for utility in (Utility.COST, Utility.CARDINALITY):
        shared = {"method": Method.EQUAL_SHARES, "completion": Completion.ADD1, "step": unit, "fill": True}
        yield replace(plain, utility=utility, **shared)  # type: ignore[arg-type]
        yield replace(plain, method=Method.MAX_WELFARE, utility=utility)
    yield replace(plain, method=Method.PHRAGMEN)


def _read(options: argparse.Namespace, *, any_rule: bool) -> Reading:
    bar = _Bar()
    try:
        with options.file.open("rb") as file:
            return read(file, invalid_votes=options.invalid_votes, any_rule=any_rule, progress=bar)
    finally:
        bar.end()


def _with_rule(options: argparse.Namespace, election: Election) -> Election:
    changes: dict[str, object] = {}
    if options.rule:
        changes |= {"method": Method(options.rule), "prizes": ()}
    if options.stop_percent is not None:
        changes |= {"variant": Variant.STOP_PERCENT, "percent": options.stop_percent}
    elif options.variant:
        changes |= {"variant": Variant(options.variant), "percent": 0}
    changes |= _shares(options, election)
    if options.threshold is not None:
        changes["threshold"] = options.threshold
    if options.threshold_percent is not None:
        changes["threshold_ballots_percent"] = options.threshold_percent
    exclusive = tuple(tuple(group.split(",")) for group in options.exclusive)
    budget = election.budget if options.budget is None else _amount(options.budget, election)
    if not changes and not exclusive and budget == election.budget:
        return election
    try:
        rule = replace(election.rule, **changes)  # type: ignore[arg-type]
        return replace(election, budget=budget, exclusive=(*election.exclusive, *exclusive), rule=rule)
    except ElectionError as error:
        raise UsageError(str(error)) from None


def _shares(options: argparse.Namespace, election: Election) -> dict[str, object]:
    method = options.rule
    only = options.completion or options.step or options.fill or options.comparison or options.exact
    if method != Method.EQUAL_SHARES and only:
        raise UsageError("completion, step, fill, comparison and exact are for --rule equal-shares")
    if method not in WITH_UTILITY and options.utility:
        raise UsageError("utility is for --rule equal-shares and max-welfare")
    none: dict[str, object] = {"utility": None, "completion": None, "step": 0, "fill": False, "comparison": False}
    if method not in OF_SUPPORTERS:
        return none if method else {}
    if options.variant or options.stop_percent is not None:
        raise UsageError(f"{method} has no end such as --stop")
    given = {"utility": Utility(options.utility or Utility.COST)} if method in WITH_UTILITY else {}
    steps = _steps(options, election) if method == Method.EQUAL_SHARES else {}
    return _PLAIN | none | given | steps


def _steps(options: argparse.Namespace, election: Election) -> dict[str, object]:
    completion = Completion(options.completion or Completion.ADD1)
    if completion is Completion.NONE and options.step:
        raise UsageError("a step is for add1 and add1-exhaustive")
    changes = {"completion": completion, "fill": options.fill, "comparison": options.comparison, "step": 0}
    if completion is not Completion.NONE:
        changes["step"] = _amount(options.step or "1", election)
    return changes


def _amount(text: str, election: Election) -> int:
    try:
        return minor_units(text, election.currency)
    except (ValueError, ArithmeticError):
        raise UsageError(f"{text} is not an amount of {election.currency}") from None


def _ordered(options: argparse.Namespace, election: Election) -> Election:
    """SPEC §5.1: the order of the file decides ties, and --tie-order gives another."""
    if options.tie_order is None:
        return election
    try:
        ids = options.tie_order.read_text(encoding="utf-8").split()
    except UnicodeDecodeError:
        raise UsageError(f"{options.tie_order} is not UTF-8") from None
    known = set(election.ids) | {project.id for project in election.withdrawn}
    wrong = [name for name in ids if name not in known or ids.count(name) > 1]
    if wrong:
        raise UsageError(f"{options.tie_order} names {shorten(wrong[0])}, which is unknown or there twice")
    return replace(election.in_order(ids), rule=replace(election.rule, ties=(Criterion.FILE_ORDER,)))


def _refuse(message: str) -> int:
    line = " ".join(message.splitlines())
    sys.stderr.buffer.write(line.encode(errors="backslashreplace") + b"\n")
    return 2


class _Bar:
    """A bar on a terminal, once reading has taken a second."""

    def __init__(self) -> None:
        self.started = time.perf_counter()
        self.shown = False

    def __call__(self, done: int, total: int) -> None:
        if not sys.stderr.isatty() or time.perf_counter() - self.started < PATIENCE_SECONDS:
            return
        self.shown = True
        filled = min(30, 30 * done // max(1, total))
        sys.stderr.write(f"\r[{'#' * filled}{'.' * (30 - filled)}] {done} of {total} votes")
        sys.stderr.flush()

    def end(self) -> None:
        if self.shown:
            sys.stderr.write("\n")
