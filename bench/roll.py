"""How long a cast waits while a roll is loaded: `python bench/roll.py [--people 100000]`, on both databases.

One process loads the list, another hands in a ballot of a new voter every twenty milliseconds, session and all, before,
during and after. Said are the seconds and the memory of the loading, and the slowest cast of each time.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]
MEGABYTE = 1024
PAUSE, AROUND = 0.02, 2.0


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def set_up() -> None:
    import logging

    import django

    django.setup()
    logging.disable(logging.CRITICAL)


def main() -> None:
    import postgres

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--cast", default="")
    given = parser.parse_args()
    if given.cast:
        cast_until_told(given.cast)
        return
    if "DATABASE_URL" in os.environ:
        measure(given.people)
        return
    with tempfile.TemporaryDirectory() as scratch:
        run("SQLite", f"sqlite:///{scratch}/bench.sqlite3", scratch, given.people)
    with tempfile.TemporaryDirectory() as scratch, postgres.server({"fsync": "on"}) as server:
        run("PostgreSQL", server.url, scratch, given.people)


def run(name: str, url: str, scratch: str, people: int) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": url,
        "DELTAGERBUDGET_DEMO": "true",
        "DELTAGERBUDGET_DATA": scratch,
        "DELTAGERBUDGET_HASHED_STATIC": "false",
        "DJANGO_SETTINGS_MODULE": "deltagerbudget.config.settings",
    }
    say(f"{name}:")
    subprocess.run([sys.executable, __file__, "--people", str(people)], env=environment, check=True, timeout=300)  # noqa: S603


def measure(people: int) -> None:
    set_up()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests import make
    from tests.ballots.roll import CUT_OFF, opened

    from deltagerbudget.ballots.roll import import_roll

    vote = opened()
    content = listed(people)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with subprocess.Popen(  # noqa: S603
        [sys.executable, __file__, "--cast", str(vote.pk)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as caster:
        assert caster.stdout is not None
        caster.stdout.readline()
        time.sleep(AROUND)
        began = time.time()
        report = import_roll(make.tove(), vote, content, cut_off=CUT_OFF, at=make.now())
        ended = time.time()
        time.sleep(AROUND)
        answer, _nothing = caster.communicate("stop\n", timeout=60)
    told(json.loads(answer), began, ended)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // MEGABYTE
    say(f"  {report.people} people in {ended - began:.1f} s, {grown} MB more than before")


def told(casts: list[list[float]], began: float, ended: float) -> None:
    """Each cast is its begin and its end."""
    during = [end - begin for begin, end in casts if begin < ended and end > began]
    apart = [end - begin for begin, end in casts if begin >= ended or end <= began]
    say(f"  slowest cast while it is loaded: {max(during) * 1000:.0f} ms of {len(during)}")
    say(f"  slowest cast before and after:   {max(apart) * 1000:.0f} ms of {len(apart)}")


def listed(people: int) -> bytes:
    """Numbers with a day past 60, which nobody has."""
    lines = (
        f"{place % 28 + 61:02}{place // 28 % 12 + 1:02}{50 + place // 336 % 40}{place // 13440:04}"
        for place in range(people)
    )
    return ("CPR;Område\r\n" + "".join(f"{number};Tranbjerg\r\n" for number in lines)).encode()


def cast_until_told(vote_id: str) -> None:
    set_up()
    import threading

    from tests import make

    from deltagerbudget.ballots.models import Vote

    vote = Vote.objects.select_related("process").get(pk=vote_id)
    done = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.readline(), done.set()), daemon=True).start()
    casts: list[Any] = []
    make.cast(vote, "the first", [1])
    say("ready")
    while not done.wait(PAUSE):
        began = time.time()
        make.cast(vote, f"voter {len(casts)}", [1])
        casts.append([began, time.time()])
    say(json.dumps(casts))


if __name__ == "__main__":
    main()
