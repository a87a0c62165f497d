"""Does another implementation of Phragmén and of max welfare find the same? Real files and elections full of ties.

make oracle        (an environment of its own: pabutools is GPL and never part of the product)

Phragmén is compared by its winners. Max welfare by what the winners are worth together: which one of several best sets
it takes, pabutools does not say. Projects that nobody supports are left out on both sides: pabutools' Phragmén buys
them in the end.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import replace

from agree import APPROVAL, elections, tie_rich, with_them
from pabutools.election import Additive_Cardinal_Sat, Cardinality_Sat, Cost_Sat
from pabutools.rules import max_additive_utilitarian_welfare, sequential_phragmen
from pabutools.rules.maxwelfare import MaxAddUtilWelfareAlgo as Algorithm
from pabutools.tiebreaking import lexico_tie_breaking

from deltagerbudget.counting.model import Criterion, Election, Method, Rule
from deltagerbudget.counting.rule import Utility
from deltagerbudget.counting.rules import count

KINDS = {Utility.COST: Cost_Sat, Utility.CARDINALITY: Cardinality_Sat, Utility.POINTS: Additive_Cardinal_Sat}
# Theirs begins anew for each project that it buys, one call inside the other.
sys.setrecursionlimit(10_000)


def winners(election: Election, rule: Rule) -> set[str]:
    by_name = election.in_order(sorted(election.ids))
    return set(count(replace(by_name, rule=replace(rule, ties=(Criterion.FILE_ORDER,)), exclusive=())).winners)


def phragmen(name: str, election: Election) -> Iterator[str]:
    if election.vote_type not in APPROVAL:
        return
    instance, profile = with_them(election)
    other = {project.name for project in sequential_phragmen(instance, profile, tie_breaking=lexico_tie_breaking)}
    mine = winners(election, Rule(method=Method.PHRAGMEN))
    if mine != other:
        yield f"{name} phragmen: only here {sorted(mine - other)}, only there {sorted(other - mine)}"


def welfare(name: str, election: Election) -> Iterator[str]:
    scores = election.tally().scores
    costs = {project.id: project.cost for project in election.projects}
    for utility in (Utility.COST, Utility.CARDINALITY) if election.vote_type in APPROVAL else (Utility.POINTS,):
        instance, profile = with_them(election)
        # Their knapsack fails where everything fits.
        algorithm = Algorithm.ILP_SOLVER if sum(p.cost for p in instance) <= election.budget else Algorithm.PRIMAL_DUAL
        chosen = max_additive_utilitarian_welfare(instance, profile, sat_class=KINDS[utility], inner_algo=algorithm)
        other = [project.name for project in chosen]
        mine = winners(election, Rule(method=Method.MAX_WELFARE, utility=utility))
        worth = [
            sum(scores[one] * (costs[one] if utility is Utility.COST else 1) for one in funded)
            for funded in (mine, other)
        ]
        if worth[0] != worth[1]:
            yield f"{name} max-welfare-{utility}: {worth[0]} here, {worth[1]} there"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--random", type=int, default=2000, metavar="N")
    options = parser.parse_args()
    started, found, files = time.perf_counter(), [], 0
    for name, election in elections():
        files += 1
        found += [*phragmen(name, election), *welfare(name, election)]
    for seed in range(options.random):
        election = tie_rich(seed)
        if election.voters:
            found += [*phragmen(f"random {seed}", election), *welfare(f"random {seed}", election)]
    seconds = round(time.perf_counter() - started, 1)
    print(json.dumps({"files": files, "random": options.random, "differences": found, "seconds": seconds}, indent=1))
    return 1 if found or not files else 0


if __name__ == "__main__":
    sys.exit(main())
