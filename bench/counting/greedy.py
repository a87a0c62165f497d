"""How long does a count take, from the file to the winners? JSON; reading told apart from counting.

python bench/counting/greedy.py                 Łódź 2022 (90,494 ballots, 160 projects) and 1,000 to 1,000,000 ballots
.oracle/bin/python bench/counting/greedy.py --pabutools      the same file by pabutools, in the same run
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from deltagerbudget.counting.pabulib import Reading, read
from deltagerbudget.counting.rules import count

REPOSITORY = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("SHARED_DATA", REPOSITORY.parent / "shared" / "data")) / "pabulib"
LODZ = DATA / "Poland_Lodz_2022.pb"
SIZES = (1_000, 10_000, 100_000, 1_000_000)


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    started = time.process_time()
    value = work()
    return value, round(time.process_time() - started, 4)


def ours(source: bytes) -> dict[str, Any]:
    reading, reading_seconds = timed(lambda: read(io.BytesIO(source)))
    outcome, counting_seconds = timed(lambda: count(reading.election))
    voters = outcome.voters
    return {
        "ballots": voters,
        "groups": len(reading.election.ballots),
        "reading_s": reading_seconds,
        "counting_s": counting_seconds,
        "total_s": round(reading_seconds + counting_seconds, 4),
        "microseconds_per_ballot": round((reading_seconds + counting_seconds) / voters * 1e6, 2),
        "winners": len(outcome.winners),
    }


def resampled(reading: Reading, number: int) -> bytes:
    """So many ballots drawn from the real ones, as a file."""
    chance = random.Random(number)
    groups = reading.election.ballots
    drawn = chance.choices(groups, weights=[ballot.number for ballot in groups], k=number)
    text = LODZ.read_text(encoding="utf-8-sig").splitlines()
    head = text[: text.index("VOTES")]
    head = [f"num_votes;{number}" if line.startswith("num_votes;") else line for line in head]
    rows = [f"{place};{','.join(ballot.projects)}" for place, ballot in enumerate(drawn)]
    return "\n".join([*head, "VOTES", "voter_id;vote", *rows, ""]).encode()


def by_pabutools() -> dict[str, Any]:
    from pabutools.election import Cost_Sat, parse_pabulib
    from pabutools.rules import greedy_utilitarian_welfare

    (instance, profile), reading = timed(lambda: parse_pabulib(str(LODZ)))
    profile, grouping = timed(profile.as_multiprofile)
    chosen, counting = timed(lambda: greedy_utilitarian_welfare(instance, profile, sat_class=Cost_Sat))
    total = round(reading + grouping + counting, 4)
    return {
        "reading_s": reading,
        "grouping_s": grouping,
        "counting_s": counting,
        "total_s": total,
        "winners": len(chosen),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pabutools", action="store_true", help="measure pabutools too (make oracle installs it)")
    parser.add_argument("--largest", type=int, default=SIZES[-1])
    options = parser.parse_args()
    if not LODZ.exists():
        print(f"{LODZ} is not here; SHARED_DATA names the directory above pabulib/", file=sys.stderr)
        return 2
    reading = read(LODZ.read_bytes())
    result: dict[str, Any] = {"lodz_2022": ours(LODZ.read_bytes())}
    result["scaling"] = [ours(resampled(reading, size)) for size in SIZES if size <= options.largest]
    result["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    if options.pabutools:
        result["pabutools"] = by_pabutools()
        result["ratio"] = round(result["pabutools"]["total_s"] / result["lodz_2022"]["total_s"], 1)
    print(json.dumps(result, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
