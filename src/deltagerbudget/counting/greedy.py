"""Most votes (or points, or votes per krone) first. SPEC §3"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby

from .ballots import Tally
from .model import Election, Project
from .outcome import BUILT, Decision, Round, Step, Tie
from .room import Room
from .rule import Method, Rule, Variant
from .thresholds import Threshold
from .ties import Chain, ties_that_matter


@dataclass(frozen=True, slots=True)
class Count:
    """What the turns gave, before it is an outcome."""

    steps: tuple[Step, ...]
    ties: tuple[Tie, ...]
    all_fit: bool


def greedy(election: Election, tally: Tally) -> Count:
    """Fund projects in the order of their score, or of their score per cost. SPEC §3.1"""
    chain = Chain.of(election, tally.votes, tally.scores)
    turns = _Turns(election, tally, chain)
    ordered = sorted(election.projects, key=lambda project: (-turns.rank(project), *chain.order(project)))
    if election.rule.all_fit and (steps := turns.all_fit(ordered)):
        return Count(steps, (), all_fit=True)
    return turns.rounds(ordered)


class _Turns:
    """The turns of one election; holds nothing but its setting."""

    def __init__(self, election: Election, tally: Tally, chain: Chain) -> None:
        self.rule = election.rule
        self.budget = election.budget
        self.tally = tally
        self.chain = chain
        share = self.rule.share
        self.asked = {project.id: share.of(project.cost) if share else project.cost for project in election.projects}
        self.threshold = Threshold.of(election, tally)
        self.room = Room.of(election)

    def rank(self, project: Project) -> Fraction | int:
        score = self.tally.scores[project.id]
        return Fraction(score, self.asked[project.id]) if self.rule.method is Method.GREEDY_PER_COST else score

    def all_fit(self, ordered: Sequence[Project]) -> tuple[Step, ...]:
        """SPEC §3.8: all projects fit together, so all are funded, with votes or without; nothing otherwise."""
        steps, room = [], self.room
        for project in ordered:
            ask = self.asked[project.id]
            if ask > room.left or room.blocked(project):
                return ()
            steps.append(self._step(project, room, Decision.FUNDED, granted=ask))
            room = room.take(project, ask)
        return tuple(steps)

    def rounds(self, ordered: Sequence[Project]) -> Count:
        steps: list[Step] = []
        ties: list[Tie] = []
        room, waiting = self.room, list(ordered)
        rounds = list(_rounds(self.rule))
        for number, kind in enumerate(rounds):
            turns = _Round(self, kind)
            taken, found, room = turns.run(waiting, room.for_round(kind))
            ties += found
            last = number == len(rounds) - 1
            steps += taken if last else [step for step in taken if step.decision in BUILT]
            built = {step.project for step in steps}
            waiting = [project for project in waiting if project.id not in built]
        return Count(tuple(steps), tuple(ties), all_fit=False)

    def _step(self, project: Project, room: Room, decision: Decision, *, granted: int) -> Step:
        name = project.id
        votes, score = self.tally.votes[name], self.tally.scores[name]
        return Step(name, votes, score, project.cost, self.asked[name], room.left, granted, decision)


def _rounds(rule: Rule) -> Iterator[Round]:
    if rule.least_per_area:
        yield Round.AREAS
    yield Round.MAIN
    if rule.caps_lifted:
        yield Round.CAPS_LIFTED


class _Round:
    """One round; a Contest for its ties."""

    def __init__(self, turns: _Turns, kind: Round) -> None:
        self.turns = turns
        self.kind = kind
        # SPEC §3.7: an area gets the best that fits, whatever the variant.
        self.variant = Variant.SKIP if kind is Round.AREAS else turns.rule.variant

    def run(self, ordered: Iterable[Project], room: Room) -> tuple[list[Step], list[Tie], Room]:
        steps: list[Step] = []
        ties: list[Tie] = []
        for _, members in groupby(ordered, key=self.turns.rank):
            equals = list(members)
            can_win = [project for project in equals if not self.turns.threshold.fault(project)]
            chain = self.turns.chain
            found = ties_that_matter(can_win, chain.criteria, room, chain, self) if len(can_win) > 1 else []
            for project in equals:
                step, room = self.turn(project, room)
                steps.append(_with_tie(step, found))
            ties += found
        return steps, ties, room

    def turn(self, project: Project, room: Room) -> tuple[Step, Room]:
        ask = self.turns.asked[project.id]
        decision, because, needed = self._decide(project, ask, room)
        granted = {Decision.FUNDED: ask, Decision.PART_FUNDED: room.left}.get(decision, 0)
        step = self.turns._step(project, room, decision, granted=granted)
        step = replace(step, round=self.kind, because=because, needed=needed)
        if granted:
            room = room.take(project, granted)
        if decision in (Decision.STOPPED, Decision.PART_FUNDED, Decision.TOPPED_UP):
            room = room.stop()
        return step, room

    def _decide(self, project: Project, ask: int, room: Room) -> tuple[Decision, str, int]:
        fault = self.turns.threshold.fault(project)
        if fault:
            return fault[0], "", fault[1]
        if room.stopped:
            return Decision.NOT_REACHED, "", 0
        blocked = room.blocked(project)
        if blocked:
            return *blocked, 0
        return (Decision.FUNDED if ask <= room.left else self._no_room(ask, room)), "", 0

    def _no_room(self, ask: int, room: Room) -> Decision:
        """SPEC §3.2 and 3.3: the project costs more than what is left."""
        if self.variant is Variant.SKIP:
            return Decision.SKIPPED
        if self.variant is Variant.REMAINDER and room.left > 0:
            return Decision.PART_FUNDED
        if self.variant is Variant.STOP_PERCENT and room.left * 100 >= ask * self.turns.rule.percent:
            return Decision.TOPPED_UP
        return Decision.STOPPED

    def contenders(self, equals: Sequence[Project], state: Room) -> Sequence[Project]:
        """SPEC §5.2. Whoever cannot be funded in any order makes no tie, unless it could stop the count."""
        if state.stopped:
            return ()
        tied = [project for project in equals if not state.blocked(project)]
        gains = [project for project in tied if self.turn(project, state)[0].is_built]
        if self.variant is Variant.SKIP:
            tied = gains
        if len(tied) < 2 or not gains or self._all_funded(tied, state):
            return ()
        return tied

    def _all_funded(self, projects: Sequence[Project], room: Room) -> bool:
        for project in projects:
            step, room = self.turn(project, room)
            if step.decision is not Decision.FUNDED:
                return False
        return True

    def after(self, part: Sequence[Project], state: Room) -> Room:
        for project in part:
            _, state = self.turn(project, state)
        return state

    def left(self, state: Room) -> int:
        return state.left


def _with_tie(step: Step, ties: Sequence[Tie]) -> Step:
    """The last tie that holds the project is the one that placed it."""
    tie = next((tie for tie in reversed(ties) if step.project in tie.projects), None)
    if tie is None:
        return step
    others = tuple(name for name in tie.projects if name != step.project)
    return replace(step, tied_with=others, decided_by=tie.decided_by)
