"""Most votes (or points, or votes per krone) first. SPEC §3"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from .ballots import Tally
from .model import Election, Project
from .outcome import Decision, Round, Shares, Step, Tie
from .room import Room
from .rule import Method, Rule, Variant
from .thresholds import Threshold
from .ties import Chain, in_order, take_turns


@dataclass(frozen=True, slots=True)
class Count:
    """What the turns gave, before it is an outcome."""

    steps: tuple[Step, ...]
    ties: tuple[Tie, ...]
    all_fit: bool
    shares: Shares | None = None


def plain_step(project: Project, tally: Tally, left: int, decision: Decision) -> Step:
    """Of a count in which a project gets its whole cost or nothing."""
    name, cost = project.id, project.cost
    granted = cost if decision is Decision.FUNDED else 0
    return Step(name, tally.votes[name], tally.scores[name], cost, cost, left, granted, decision)


def greedy(election: Election, tally: Tally) -> Count:
    """Fund projects in the order of their score, or of their score per cost. SPEC §3.1"""
    chain, room = Chain.of(election, tally), Room.of(election)
    rounds = [_Round(election, tally, kind) for kind in _rounds(election.rule)]
    waiting = in_order(election.projects, chain, rounds[0])
    if election.rule.all_fit and (fitting := _all_fit(waiting, rounds[-1], room)):
        return Count(fitting, (), all_fit=True)
    done: list[Step] = []
    ties: list[Tie] = []
    for current in rounds:
        steps, found, room = take_turns(waiting, room.for_round(current.kind), chain, current)
        ties += found
        built = {step.project for step in steps if step.is_built}
        # SPEC §3.7: a project stands in the round where it was funded, otherwise in the last one.
        done += [step for step in steps if current is rounds[-1] or step.project in built]
        waiting = [project for project in waiting if project.id not in built]
    return Count(tuple(done), tuple(ties), all_fit=False)


def _rounds(rule: Rule) -> Iterator[Round]:
    if rule.least_per_area:
        yield Round.AREAS
    yield Round.MAIN
    if rule.caps_lifted:
        yield Round.CAPS_LIFTED


def _all_fit(ordered: Sequence[Project], turns: _Round, room: Room) -> tuple[Step, ...]:
    """SPEC §3.8: all projects fit together, so all are funded, with votes or without; nothing otherwise."""
    steps = []
    for project in ordered:
        ask = turns.asked[project.id]
        if ask > room.left or room.blocked(project):
            return ()
        steps.append(replace(turns.step(project, room, Decision.FUNDED, granted=ask), round=Round.MAIN))
        room = room.take(project, ask)
    return tuple(steps)


class _Round:
    """One round; the Contest of its turns. Holds nothing but its setting."""

    def __init__(self, election: Election, tally: Tally, kind: Round) -> None:
        self.kind = kind
        self.rule = election.rule
        self.tally = tally
        self.asked = {project.id: election.asked(project) for project in election.projects}
        self.threshold = Threshold.of(election, tally)
        # SPEC §3.7: an area gets the best that fits, whatever the variant.
        self.variant = Variant.SKIP if kind is Round.AREAS else election.rule.variant

    def rank(self, project: Project) -> Fraction | int:
        score = self.tally.scores[project.id]
        return Fraction(score, self.asked[project.id]) if self.rule.method is Method.GREEDY_PER_COST else score

    def can_win(self, project: Project) -> bool:
        return not self.threshold.fault(project)

    def step(self, project: Project, room: Room, decision: Decision, *, granted: int) -> Step:
        name = project.id
        votes, score = self.tally.votes[name], self.tally.scores[name]
        return Step(name, votes, score, project.cost, self.asked[name], room.left, granted, decision, self.kind)

    def turn(self, project: Project, room: Room) -> tuple[Step, Room]:
        ask = self.asked[project.id]
        decision, because, needed = self._decide(project, ask, room)
        granted = {Decision.FUNDED: ask, Decision.PART_FUNDED: room.left}.get(decision, 0)
        step = replace(self.step(project, room, decision, granted=granted), because=because, needed=needed)
        if granted:
            room = room.take(project, granted)
        if decision in (Decision.STOPPED, Decision.PART_FUNDED, Decision.TOPPED_UP):
            room = room.stop()
        return step, room

    def _decide(self, project: Project, ask: int, room: Room) -> tuple[Decision, str, int]:
        fault = self.threshold.fault(project)
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
        if self.variant is Variant.STOP_PERCENT and room.left * 100 >= ask * self.rule.percent:
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

    def left(self, state: Room) -> int:
        return state.left
