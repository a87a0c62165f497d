"""Does another implementation find the same winners? Real files and elections full of ties, beside pabutools.

make oracle        (an environment of its own: pabutools is GPL and never part of the product)

Compared are the rules that both know, with `skip`: greedy by votes, and greedy by votes (or points) per cost.
Named difference: pabutools also funds projects that nobody voted for, when money is left; here such a project is
never funded (docs/counting.md 3.4). Such projects are left out on both sides.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from pabutools.election import (
    Additive_Cardinal_Sat,
    ApprovalBallot,
    ApprovalMultiProfile,
    ApprovalProfile,
    Cardinality_Sat,
    Cost_Sat,
    CumulativeBallot,
    CumulativeProfile,
    Instance,
    Project,
)
from pabutools.rules import greedy_utilitarian_welfare
from pabutools.tiebreaking import lexico_tie_breaking

from deltagerbudget.counting.ballots import group_points
from deltagerbudget.counting.model import Criterion, Election, Method, Rule, VoteType
from deltagerbudget.counting.model import Project as Ours
from deltagerbudget.counting.pabulib import read
from deltagerbudget.counting.rules import count

REPOSITORY = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("SHARED_DATA", REPOSITORY.parent / "shared" / "data")) / "pabulib"
LARGE = ("Poland_Lodz_2022.pb", "Hungary_Budapest_2024.pb")
MOST_BALLOTS = 2500
APPROVAL = (VoteType.APPROVAL, VoteType.CHOOSE_1)


def with_them(election: Election) -> tuple[Instance, ApprovalMultiProfile | CumulativeProfile]:
    """The projects with a score and the ballots, as pabutools holds them."""
    scores = election.tally().scores
    projects = {p.id: Project(p.id, p.cost) for p in election.projects if scores[p.id]}
    instance = Instance(projects.values(), budget_limit=election.budget)
    if election.vote_type in APPROVAL:
        profile = ApprovalProfile(
            (
                ApprovalBallot(projects[name] for name in ballot.projects)
                for ballot in election.ballots
                for _ in range(ballot.number)
            ),
            instance=instance,
        )
        return instance, ApprovalMultiProfile(profile=profile)
    points = (
        CumulativeBallot(
            {
                projects[name]: value
                for name, value in zip(ballot.projects, ballot.points, strict=True)
                if name in projects
            }
        )
        for ballot in election.ballots
        for _ in range(ballot.number)
    )
    return instance, CumulativeProfile(points, instance=instance)


def theirs(election: Election, method: Method) -> set[str]:
    """The winners of pabutools among the projects with a score; ties by name."""
    instance, profile = with_them(election)
    sat = Additive_Cardinal_Sat
    if election.vote_type in APPROVAL:
        sat = Cost_Sat if method is Method.GREEDY else Cardinality_Sat
    chosen = greedy_utilitarian_welfare(instance, profile, sat_class=sat, tie_breaking=lexico_tie_breaking)
    return {project.name for project in chosen}


def ours(election: Election, method: Method) -> set[str]:
    by_name = election.in_order(sorted(election.ids))
    rule = Rule(method=method, ties=(Criterion.FILE_ORDER,), scores=election.rule.scores)
    return set(count(replace(by_name, rule=rule, exclusive=())).winners)


def methods(election: Election) -> tuple[Method, ...]:
    return (Method.GREEDY, Method.GREEDY_PER_COST) if election.vote_type in APPROVAL else (Method.GREEDY_PER_COST,)


def differences(name: str, election: Election) -> Iterable[str]:
    for method in methods(election):
        mine, other = ours(election, method), theirs(election, method)
        if mine != other:
            yield f"{name} {method}: only here {sorted(mine - other)}, only there {sorted(other - mine)}"


def tie_rich(seed: int) -> Election:
    """Few costs, few voters, few projects: equal votes everywhere."""
    chance = random.Random(seed)
    projects = tuple(Ours(name, chance.randint(1, 5)) for name in "ABCDEFGH"[: chance.randint(1, 8)])
    ids = [project.id for project in projects]
    kind = VoteType.CUMULATIVE if seed % 3 == 0 else VoteType.APPROVAL
    votes = []
    for _ in range(chance.randint(1, 9)):
        named = [name for name in ids if chance.random() < 0.5]
        votes.append((named, [chance.randint(1, 3) for _ in named] if kind.has_points else []))
    rule = Rule(ties=(Criterion.FILE_ORDER,))
    return Election(chance.randint(1, 20), projects, group_points(votes, ids, kind), kind, rule)


def elections() -> Iterator[tuple[str, Election]]:
    """The files small enough for the other one, with their names, and two large ones."""
    for path in sorted(DATA.glob("*.pb")):
        election = read(path.read_bytes(), invalid_votes="set-aside", any_rule=True).election
        # pabutools knows rankings only as Borda scores, which no file here declares.
        if election.vote_type is not VoteType.ORDINAL and (election.voters <= MOST_BALLOTS or path.name in LARGE):
            yield path.name, election


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--random", type=int, default=2000, metavar="N")
    options = parser.parse_args()
    started, found, files = time.perf_counter(), [], 0
    for name, election in elections():
        files += 1
        found += differences(name, election)
    for seed in range(options.random):
        found += differences(f"random {seed}", tie_rich(seed))
    report = {
        "files": files,
        "random": options.random,
        "differences": found,
        "seconds": round(time.perf_counter() - started, 1),
    }
    print(json.dumps(report, indent=1))
    if not files:
        print(f"No files in {DATA}; SHARED_DATA names the directory above it.", file=sys.stderr)
    return 1 if found or not files else 0


if __name__ == "__main__":
    sys.exit(main())
