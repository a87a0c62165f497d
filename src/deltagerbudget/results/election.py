"""The only place where rows become an election."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.casting import sheet_of
from deltagerbudget.ballots.models import Vote
from deltagerbudget.ballots.rules import paper_without, without
from deltagerbudget.counting.ballots import Limits, group_points
from deltagerbudget.counting.model import Election, Invalid
from deltagerbudget.ledger import choice as choices


class ForgedBallotError(Exception):
    """A row of the ballot box that the keybox did not write for its vote, voter and version. Names the row."""


def to_election(vote: Vote) -> Election:
    """Rows to values: the current ballot of each voter, opened, checked again, and grouped.

    Raises keybox.KeyMissingError, or ForgedBallotError at the first row that cannot be trusted.
    """
    frozen = vote.frozen
    rejected: Counter[str] = Counter()
    paper, terms = vote.paper, vote.terms
    gone = set(vote.withdrawn)
    left = paper_without(paper, gone).projects
    ballots = group_points(_valid_choices(vote, rejected), list(left), paper.vote_type)
    return Election(
        budget=frozen["amount_ore"],
        projects=tuple(left.values()),
        withdrawn=tuple(project for name, project in paper.projects.items() if name not in left),
        ballots=ballots,
        vote_type=terms.vote_type,
        rule=terms.rule_with(vote.lot_seed),
        currency=frozen["currency"],
        invalid=tuple(Invalid(reason, number) for reason, number in sorted(rejected.items())),
        limits=without_floors(terms.limits) if gone else terms.limits,
        exclusive=tuple(tuple(group) for group in frozen["exclusive"]),
    )


def _valid_choices(vote: Vote, rejected: Counter[str]) -> Iterator[tuple[list[str], tuple[int, ...]]]:
    paper, box = vote.paper, keybox.box(vote.pk)
    for pk, pseudonym, version, ciphertext in vote.ballots.current():
        try:
            choice = choices.decode(box.decrypt(pseudonym, version, ciphertext))
        except (keybox.UnreadableBallotError, choices.ChoiceError) as error:
            raise ForgedBallotError(str(pk)) from error
        if not paper.projects.keys() >= set(choice.ids):
            rejected["unknown"] += 1
            continue
        fault = paper.limits.fault(choice.ids, choice.points, paper.vote_type, paper.projects)
        if fault is not None:
            rejected[fault.code] += 1
            continue
        left = without(sheet_of(choice), vote.withdrawn)
        yield left.ids, left.points


def without_floors(limits: Limits) -> Limits:
    """Where projects have left the vote: a ballot that named them names fewer now, and still counts."""
    topics = tuple(replace(limit, least=0, least_cost=0) for limit in limits.per_category)
    return replace(limits, least=0, least_cost=0, least_sum=0, per_category=topics)
