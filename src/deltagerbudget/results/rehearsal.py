"""A count on made-up ballots, before the vote is frozen: what would ties and leftovers do? Pure.

The same configuration and scenario always give the same ballots; none of them is anybody's.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from deltagerbudget.ballots.frozen import paper_in, terms_in
from deltagerbudget.ballots.rules import Paper
from deltagerbudget.counting.ballots import Fault, group_points
from deltagerbudget.counting.changes import explained
from deltagerbudget.counting.model import Election
from deltagerbudget.counting.outcome import Outcome
from deltagerbudget.counting.rules import count

VOTERS = 200
SEED = "made-up draw"
# A voter of whom so many tries break a limit stays at home.
_TRIES = 30
_SHRINKS = frozenset({"too_many_in_vote", "too_dear", "sum_too_large", "many_in_category", "dear_in_category"})

Vote = tuple[list[str], tuple[int, ...]]


class Scenario(TextChoices):
    SPREAD = "spredt", _("The votes are spread out")
    FAVOURITES = "favoritter", _("A few favourites get most")
    EQUAL = "lige", _("All get equally many")


def rehearsed(config: Mapping[str, Any], scenario: Scenario) -> Outcome:
    """What the rules of this configuration would decide about made-up ballots, with an invented draw."""
    paper, terms = paper_in(config), terms_in(config)
    votes = _equal(paper) if scenario is Scenario.EQUAL else _drawn(paper, scenario)
    election = Election(
        budget=config["amount_ore"],
        projects=tuple(paper.projects.values()),
        ballots=group_points(votes, list(paper.projects), paper.vote_type),
        vote_type=paper.vote_type,
        rule=terms.rule_with(SEED),
        currency=config["currency"],
        limits=paper.limits,
        exclusive=tuple(tuple(group) for group in config["exclusive"]),
    )
    return explained(election, count(election))


def _equal(paper: Paper) -> Iterator[Vote]:
    """As few proposals a ballot as may be, each as often as any other and at every place."""
    names, size = list(paper.projects), min(max(1, paper.limits.least), len(paper.projects))
    points = (1,) * size if paper.vote_type.has_points else ()
    for _turn in range(max(1, VOTERS // len(names))):
        for first in range(len(names)):
            yield [*names[first:], *names[:first]][:size], points


def _drawn(paper: Paper, scenario: Scenario) -> Iterator[Vote]:
    names = list(paper.projects)
    # SECURITY: nothing here is secret; the same page shows the same votes each time.
    chance = random.Random(f"{scenario}:{len(names)}")  # noqa: S311
    weights: Callable[[int], float] = (
        (lambda place: 1 / (place + 1)) if scenario is Scenario.FAVOURITES else (lambda _: 1)
    )
    ranked = chance.sample(names, len(names))
    for _voter in range(VOTERS):
        found = _one(paper, ranked, [weights(place) for place in range(len(ranked))], chance)
        if found is not None:
            yield found


def _one(paper: Paper, names: Sequence[str], weights: Sequence[float], chance: random.Random) -> Vote | None:
    limits = paper.limits
    for _try in range(_TRIES):
        wanted = chance.randint(max(1, limits.least), max(1, limits.least, min(limits.most or 5, len(names))))
        chosen: list[str] = []
        for name in _in_turn(names, weights, chance):
            fault = _fault(paper, [*chosen, name])
            if len(chosen) < wanted and (fault is None or fault.code not in _SHRINKS):
                chosen.append(name)
        if chosen and _fault(paper, chosen) is None:
            return chosen, _points(paper, len(chosen), chance)
    return None


def _in_turn(names: Sequence[str], weights: Sequence[float], chance: random.Random) -> list[str]:
    """Each name once, the heavier ones rather first."""
    keyed = [(chance.random() ** (1 / weight), name) for name, weight in zip(names, weights, strict=True)]
    return [name for _key, name in sorted(keyed, reverse=True)]


def _fault(paper: Paper, chosen: Sequence[str]) -> Fault | None:
    return paper.limits.fault(
        chosen, (1,) * len(chosen) if paper.vote_type.has_points else (), paper.vote_type, paper.projects
    )


def _points(paper: Paper, number: int, chance: random.Random) -> tuple[int, ...]:
    """One point each, and the rest of the voter's points where there is room."""
    if not paper.vote_type.has_points:
        return ()
    most = paper.limits.most_sum or number
    given = [1] * number
    for _point in range(most - number):
        room = [place for place in range(number) if given[place] < paper.most_mark]
        if not room:
            break
        given[chance.choice(room)] += 1
    return tuple(given)
