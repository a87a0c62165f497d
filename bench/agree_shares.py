"""Does another implementation of equal shares find the same winners? Real files and elections full of ties.

make oracle        (an environment of its own: pabutools is GPL and never part of the product)

Compared are one run from B/n, and its completion by whole steps that also ends at the first exhaustive outcome, which
is `add1-exhaustive` here; pabutools has no `add1`. Projects that nobody supports are left out on both sides.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace

from agree import APPROVAL, DATA, LARGE, tie_rich, with_them
from pabutools.election import Additive_Cardinal_Sat, Cardinality_Sat, Cost_Sat
from pabutools.rules import method_of_equal_shares
from pabutools.tiebreaking import lexico_tie_breaking

from deltagerbudget.counting.model import Criterion, Election, Method, Rule, VoteType
from deltagerbudget.counting.pabulib import read
from deltagerbudget.counting.rule import Completion, Utility
from deltagerbudget.counting.rules import count

MOST_FOR_ONE_RUN, MOST_FOR_STEPS = 2500, 500
# Theirs begins anew for each project that it buys, one call inside the other.
sys.setrecursionlimit(10_000)


def theirs(election: Election, utility: Utility, step: int) -> set[str]:
    instance, profile = with_them(election)
    kinds = {Utility.COST: Cost_Sat, Utility.CARDINALITY: Cardinality_Sat, Utility.POINTS: Additive_Cardinal_Sat}
    more = {"voter_budget_increment": step} if step else {}
    chosen = method_of_equal_shares(
        instance, profile, sat_class=kinds[utility], tie_breaking=lexico_tie_breaking, **more
    )
    return {project.name for project in chosen}


def ours(election: Election, utility: Utility, step: int) -> set[str]:
    by_name = election.in_order(sorted(election.ids))
    rule = Rule(
        method=Method.EQUAL_SHARES,
        utility=utility,
        completion=Completion.ADD1_EXHAUSTIVE if step else Completion.NONE,
        step=step,
        ties=(Criterion.FILE_ORDER,),
    )
    return set(count(replace(by_name, rule=rule, exclusive=())).winners)


def utilities(election: Election) -> tuple[Utility, ...]:
    return (Utility.COST, Utility.CARDINALITY) if election.vote_type in APPROVAL else (Utility.POINTS,)


def differences(name: str, election: Election, steps: Iterable[int]) -> Iterator[str]:
    for utility in utilities(election):
        for step in steps:
            mine, other = ours(election, utility, step), theirs(election, utility, step)
            if mine != other:
                yield f"{name} {utility} {step}: only here {sorted(mine - other)}, only there {sorted(other - mine)}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--random", type=int, default=2000, metavar="N")
    parser.add_argument("--files", type=int, default=10_000, metavar="N", help="the first so many files alone")
    options = parser.parse_args()
    started, found, runs = time.perf_counter(), [], {"one run": 0, "by steps": 0}
    for path in sorted(DATA.glob("*.pb"))[: options.files]:
        election = read(path.read_bytes(), invalid_votes="set-aside", any_rule=True).election
        if election.vote_type is VoteType.ORDINAL:
            continue
        steps = [0] if election.voters <= MOST_FOR_ONE_RUN or path.name in LARGE else []
        steps += [100] if election.voters <= MOST_FOR_STEPS else []
        runs["one run"] += 0 in steps
        runs["by steps"] += 100 in steps
        found += differences(path.name, election, steps)
    for seed in range(options.random):
        election = tie_rich(seed)
        if election.voters:
            found += differences(f"random {seed}", election, (0, 1))
    seconds = round(time.perf_counter() - started, 1)
    print(json.dumps({"files": runs, "random": options.random, "differences": found, "seconds": seconds}, indent=1))
    return 1 if found or not runs["one run"] else 0


if __name__ == "__main__":
    sys.exit(main())
