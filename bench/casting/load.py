"""Fifty ballots a second for ten minutes on PostgreSQL: `python bench/casting/load.py [--rate 50] [--minutes 10]`.

Ballots come at fixed moments, whether or not the one before has been answered, and the time of an answer counts from
the moment at which its ballot was due. Each comes by a connection of its own, to two web processes of four threads, as
`deltagerbudget serve` runs them; every third is a change. Afterwards what voters were told is held against the ballot
box. Ends by itself.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "faults"))

import ground  # noqa: E402 (from bench/faults/)
from clients import Crowd  # noqa: E402

sys.path[:0] = ground.PATHS
import postgres  # noqa: E402 (from scripts/)

DURABLE = {"fsync": "on", "synchronous_commit": "on"}
AT_ONCE = 48


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=10)
    options = parser.parse_args()
    count = int(options.rate * options.minutes * 60)
    with ground.scratch() as scratch, postgres.server(DURABLE) as server:
        platform = ground.Platform(server.url, scratch)
        # Two ballots of three come from somebody new.
        made = platform.ask("make", count * 2 // 3)
        with platform.serving() as web:
            crowd = Crowd(platform.port, made, scratch / "ledger", at_once=0)
            before = cpu(web.pid, server)
            times = handed_in(crowd, count, options.rate)
            spent = cpu(web.pid, server) - before
        found = platform.ask("judge", crowd.ledger, seconds=600)
    found |= {"due": count, "retried": crowd.retried, "refused": crowd.refused, "cpu_ms_a_ballot": spent / count * 1000}
    ordered = sorted(times)
    found |= {f"p{share}_ms": round(ordered[int(share / 100 * len(ordered)) - 1] * 1000) for share in (50, 95, 99, 100)}
    print(json.dumps(found))


def handed_in(crowd: Crowd, count: int, rate: int) -> list[float]:
    """The seconds that each answer took."""
    due: queue.SimpleQueue[tuple[int, float] | None] = queue.SimpleQueue()
    times: list[float] = []
    voters = len(crowd.made["voters"])
    versions, locks = [0] * voters, [threading.Lock() for _ in range(voters)]

    def work() -> None:
        while (taken := due.get()) is not None:
            place, moment = taken
            with locks[place]:
                versions[place] += crowd.hand_in_once(place, versions[place])
            times.append(time.monotonic() - moment)

    threads = [threading.Thread(target=work, daemon=True) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    began = time.monotonic()
    for number in range(count):
        moment = began + number / rate
        time.sleep(max(0.0, moment - time.monotonic()))
        due.put((number % voters, moment))
    for _thread in threads:
        due.put(None)
    for thread in threads:
        thread.join(120)
    return times


def cpu(web: int, server: postgres.Server) -> float:
    """CPU seconds of the web server and of PostgreSQL, those that have ended included."""
    postmaster = int((server.data / "postmaster.pid").read_text().splitlines()[0])
    return sum(used(pid) for root in (web, postmaster) for pid in (root, *children(root)))


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def used(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
