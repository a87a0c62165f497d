"""The only place where rows become an election."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.models import Vote
from deltagerbudget.ballots.rules import InvalidChoice, chosen_numbers
from deltagerbudget.counting.model import Criterion, Election, Invalid, Limits, Project, Rule, Variant, group
from deltagerbudget.counting.money import minor_units
from deltagerbudget.ledger import choice as choices
from deltagerbudget.processes.rules import BallotType

_VARIANTS = {"greedy": Variant.SKIP, "greedy-no-skip": Variant.STOP}


class ForgedBallotError(Exception):
    """A row of the ballot box that the keybox did not write for its vote, voter and version. Names the row."""


def to_election(vote: Vote) -> Election:
    """Rows to values: the current ballot of each voter, opened, checked again, and grouped.

    Raises keybox.KeyMissingError, or ForgedBallotError at the first row that cannot be trusted.
    """
    frozen = vote.frozen
    projects = [Project(str(item["number"]), item["cost_ore"], item["title"]) for item in frozen["projects"]]
    rejected: Counter[str] = Counter()
    ballots = group(_valid_choices(vote, rejected), projects)
    return Election(
        budget=frozen["amount_ore"],
        projects=tuple(projects),
        ballots=ballots,
        rule=rule_of(vote),
        currency=frozen["currency"],
        invalid=tuple(Invalid(reason, number) for reason, number in sorted(rejected.items())),
        limits=_limits(vote),
    )


def rule_of(vote: Vote) -> Rule:
    """The frozen rule in the words of counting."""
    frozen = vote.frozen
    return Rule(
        variant=_VARIANTS[frozen["rule"]],
        threshold=frozen["threshold_votes"],
        threshold_ballots_percent=frozen["threshold_percent"],
        all_fit=frozen["all_fit"],
        ties=tuple(Criterion(word) for word in frozen["tie_chain"]),
        lot_seed=vote.lot_seed,
    )


def _limits(vote: Vote) -> Limits:
    """What the frozen ballot may hold; an imported election keeps the money that its file asked for."""
    frozen = vote.frozen
    given = frozen.get("pabulib", {})
    currency = frozen["currency"]
    money = {key: minor_units(given[key], currency) for key in ("min_sum_cost", "max_sum_cost") if given.get(key)}
    knapsack = frozen["amount_ore"] if frozen["ballot_type"] == BallotType.KNAPSACK else None
    return Limits(
        least=frozen["min_choices"],
        most=frozen["max_choices"],
        least_cost=money.get("min_sum_cost", 0),
        most_cost=money.get("max_sum_cost") or knapsack,
    )


def _valid_choices(vote: Vote, rejected: Counter[str]) -> Iterator[list[str]]:
    limits = vote.limits()
    box = keybox.box(vote.pk)
    for pk, pseudonym, version, ciphertext in vote.ballots.current():
        try:
            choice = choices.decode(box.decrypt(pseudonym, version, bytes(ciphertext)))
        except (keybox.UnreadableBallotError, choices.ChoiceError) as error:
            raise ForgedBallotError(str(pk)) from error
        try:
            numbers = chosen_numbers(choice.ids, limits)
        except InvalidChoice as error:
            rejected[error.code] += 1
            continue
        yield [str(number) for number in numbers]
