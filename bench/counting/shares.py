"""How long does equal shares take? JSON; reading told apart from counting, and beside pabutools in the same run.

python bench/counting/shares.py one          one run, and add1 with fill, on files of some size
python bench/counting/shares.py file         Łódź 2022 from the file to the winners, with add1 and fill: time and memory
python bench/counting/shares.py all          every file, every utility, every completion
python bench/counting/shares.py scaling [--different]      1,000 to 1,000,000 ballots, drawn from the real ones
.oracle/bin/python bench/counting/shares.py one --pabutools [--add1]      beside pabutools; add1 takes minutes

Seconds are those of the processor. Ballots are in memory and grouped. "Alone" is what pabutools does too, from the
ballots to the winners; the others are whole outcomes, with tally, figures, effective support and digest.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from deltagerbudget.counting.ballots import Ballot, VoteType, group_points
from deltagerbudget.counting.model import Criterion, Election, Method, Rule
from deltagerbudget.counting.pabulib import read
from deltagerbudget.counting.rule import Completion, Utility
from deltagerbudget.counting.rules import count

REPOSITORY = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("SHARED_DATA", REPOSITORY.parent / "shared" / "data")) / "pabulib"
LODZ, MOKOTOW = "Poland_Lodz_2022", "Poland_Warszawa_2024_Mokotow"
LARGER = ("Poland_Swiecie_2023", "Poland_Wieliczka_2023_Green_Budget", MOKOTOW, "Hungary_Budapest_2024", LODZ)
SIZES = (1_000, 10_000, 100_000, 1_000_000)
UNIT = 100
# Theirs begins anew for each project that it buys, one call inside the other.
sys.setrecursionlimit(10_000)


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    started = time.process_time()
    value = work()
    return value, round(time.process_time() - started, 4)


def election(name: str) -> Election:
    return read((DATA / f"{name}.pb").read_bytes(), invalid_votes="set-aside", any_rule=True).election


def shared(of: Election, utility: Utility, completion: Completion, *, fill: bool = False) -> Election:
    step = 0 if completion is Completion.NONE else UNIT
    rule = Rule(
        method=Method.EQUAL_SHARES,
        utility=utility,
        completion=completion,
        step=step,
        fill=fill,
        scores=of.rule.scores,
        ties=(Criterion.FILE_ORDER,),
    )
    return replace(of, rule=rule, exclusive=())


def counted(of: Election, utility: Utility, completion: Completion, *, fill: bool = False) -> dict[str, Any]:
    outcome, seconds = timed(lambda: count(shared(of, utility, completion, fill=fill)))
    assert outcome.shares is not None
    return {"seconds": seconds, "winners": len(outcome.winners), "steps": outcome.shares.taken.step}


def one(*, pabutools: bool, add1: bool) -> Iterator[dict[str, Any]]:
    for name in LARGER:
        of, reading = timed(lambda name=name: election(name))
        row: dict[str, Any] = {"file": name, "ballots": of.voters, "groups": len(of.ballots), "reading_s": reading}
        for utility in (Utility.COST, Utility.CARDINALITY):
            row[f"{utility} one run"] = counted(of, utility, Completion.NONE)
            row[f"{utility} one run alone"] = {"seconds": alone(shared(of, utility, Completion.NONE))}
            row[f"{utility} add1 and fill"] = counted(of, utility, Completion.ADD1, fill=True)
            row[f"{utility} add1 alone"] = {"seconds": alone(shared(of, utility, Completion.ADD1))}
        if pabutools:
            row["pabutools"] = theirs(name, add1=add1)
            for key, found in row["pabutools"].items():
                if isinstance(found, dict):
                    row[f"times as fast, {key}"] = round(found["seconds"] / row[key]["seconds"])
        yield row


def theirs(name: str, *, add1: bool) -> dict[str, Any]:
    from pabutools.election import Cardinality_Sat, Cost_Sat, parse_pabulib
    from pabutools.rules import method_of_equal_shares

    (instance, profile), reading = timed(lambda: parse_pabulib(str(DATA / f"{name}.pb")))
    profile, grouping = timed(profile.as_multiprofile)
    row: dict[str, Any] = {"reading_s": reading, "grouping_s": grouping}
    for utility, kind in ((Utility.COST, Cost_Sat), (Utility.CARDINALITY, Cardinality_Sat)):
        found, seconds = timed(lambda kind=kind: method_of_equal_shares(instance, profile, sat_class=kind))
        row[f"{utility} one run alone"] = {"seconds": seconds, "winners": len(found)}
    if add1 and name == MOKOTOW:
        found, seconds = timed(
            lambda: method_of_equal_shares(instance, profile, sat_class=Cost_Sat, voter_budget_increment=1)
        )
        row["cost add1 alone"] = {"seconds": seconds, "winners": len(found), "is": "add1-exhaustive"}
    return row


def from_the_file() -> dict[str, Any]:
    of, reading = timed(lambda: election(LODZ))
    found = counted(of, Utility.COST, Completion.ADD1, fill=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"file": LODZ, "reading_s": reading, **found, "process_s": round(time.process_time(), 3), "peak_mb": peak}


def every_file() -> dict[str, Any]:
    seconds: dict[str, float] = {}
    slowest: list[tuple[float, str]] = []
    reading = 0.0
    files = sorted(DATA.glob("*.pb"))
    for path in files:
        of, took = timed(lambda path=path: election(path.stem))
        reading += took
        for utility in (Utility.COST, Utility.CARDINALITY, *([Utility.POINTS] if has_points(of) else [])):
            for completion in Completion:
                found = counted(of, utility, completion, fill=completion is Completion.ADD1)
                key = f"{utility} {completion}"
                seconds[key] = round(seconds.get(key, 0) + found["seconds"], 3)
                slowest.append((found["seconds"], f"{path.stem} {key}, {found['steps']} steps"))
    total = round(sum(seconds.values()), 1)
    longest = [f"{took} s {what}" for took, what in sorted(slowest, reverse=True)[:8]]
    return {"files": len(files), "reading_s": round(reading, 1), **seconds, "counting_s": total, "slowest": longest}


def has_points(of: Election) -> bool:
    """Otherwise each vote is worth 1, and the utility of points is that of cardinality."""
    return of.vote_type not in (VoteType.APPROVAL, VoteType.CHOOSE_1)


def scaling(largest: int, more: int) -> Iterator[dict[str, Any]]:
    town = election(LODZ)
    for size in (size for size in SIZES if size <= largest):
        of = replace(town, ballots=drawn(town, size, more))
        row: dict[str, Any] = {"ballots": of.voters, "groups": len(of.ballots)}
        for completion in (Completion.NONE, Completion.ADD1):
            ready = shared(of, Utility.COST, completion)
            outcome, seconds = timed(lambda ready=ready: count(ready))
            row |= {f"{completion}_s": seconds, f"{completion}_us_per_ballot": round(seconds / size * 1e6, 2)}
            row |= engine(ready, str(completion)) | {f"{completion}_winners": len(outcome.winners)}
        yield row


def alone(of: Election) -> float:
    """The runs alone, the best of three: no digest, no figures, no explanation."""
    return round(min(sum(engine(of, "run").values()) for _ in range(3)), 4)


def engine(of: Election, name: str) -> dict[str, float]:
    from deltagerbudget.counting.shares.completion import end
    from deltagerbudget.counting.shares.profile import profile
    from deltagerbudget.counting.ties import Chain

    assert of.rule.utility is not None
    utility, chain = of.rule.utility, Chain.of(of, of.tally())
    people, grouping = timed(lambda: profile(of, utility, lambda _project: True))
    _, seconds = timed(lambda: end(of.rule, people, chain, of.budget))
    return {f"{name}_profile_s": grouping, f"{name}_runs_s": seconds}


def drawn(town: Election, number: int, more: int) -> tuple[Ballot, ...]:
    """So many ballots drawn from the real ones, each with so many projects more, drawn by their votes."""
    chance = random.Random(number)
    ids, votes = town.ids, town.tally().votes
    ballots = chance.choices(town.ballots, weights=[ballot.number for ballot in town.ballots], k=number)
    others = iter(chance.choices(ids, weights=[votes[name] for name in ids], k=number * more))
    rows = ((list({*ballot.projects, *islice(others, more)}), ()) for ballot in ballots)
    return group_points(rows, ids, VoteType.APPROVAL)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("one", "file", "all", "scaling"))
    parser.add_argument("--pabutools", action="store_true", help="measure pabutools too (make oracle installs it)")
    parser.add_argument("--add1", action="store_true", help="its add1 on Mokotów as well: minutes, and 9 GB")
    parser.add_argument("--different", action="store_true", help="so that nearly every ballot is another")
    parser.add_argument("--largest", type=int, default=SIZES[-1])
    options = parser.parse_args()
    if not DATA.is_dir():
        print(f"{DATA} is not here; SHARED_DATA names the directory above pabulib/", file=sys.stderr)
        return 2
    result: Any
    if options.what == "one":
        result = list(one(pabutools=options.pabutools, add1=options.add1))
    elif options.what == "scaling":
        result = list(scaling(options.largest, 3 if options.different else 0))
    else:
        result = from_the_file() if options.what == "file" else every_file()
    print(json.dumps(result, indent=1, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
