"""Faults while people vote: `python bench/faults/run.py [FI-01 ...]` prints what each trial did to the ballots.

Each trial has a PostgreSQL and a web server of its own, browsers that try again, and a ledger of what they were told,
written to disk before the next ballot. Afterwards the ledger is held against the ballot box. Ends by itself: the whole
takes about eight minutes. A process killed hard is not a power cut: what the kernel had taken is written all the same.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import ground
from clients import Crowd

sys.path[:0] = ground.PATHS
import postgres  # noqa: E402 (from scripts/)

# As operate.md tells an installation to run it.
DURABLE = {"fsync": "on", "synchronous_commit": "on"}
ROUNDS = 15


def fi_01() -> dict[str, Any]:
    """PostgreSQL killed hard 15 times while 16 browsers vote: nothing that was confirmed is lost."""
    return _killed(DURABLE, ROUNDS)


def fi_02() -> dict[str, Any]:
    """The control: a database that confirms before it has written must be seen to lose ballots."""
    found = _killed({"fsync": "on", "synchronous_commit": "off", "wal_writer_delay": "10s"}, ROUNDS)
    if not found["lost"]:
        raise SystemExit("FI-02 found no loss: then FI-01 proves nothing.")
    return found


def fi_06() -> dict[str, Any]:
    """The disk of the database runs full and is emptied again: once without, once with the write-ahead log on it."""
    return {"data": _disk_full(log_apart=True), "data_and_log": _disk_full(log_apart=False)}


def _disk_full(*, log_apart: bool) -> dict[str, Any]:
    small = {**DURABLE, "max_wal_size": "32MB", "min_wal_size": "32MB", "wal_recycle": "off"}
    with (
        ground.scratch() as scratch,
        _small_disk(scratch / "disk") as disk,
        _voting(scratch, small, parent=disk, log_apart=log_apart) as (crowd, platform, _server),
    ):
        time.sleep(6)
        filler, before = disk / "filler", crowd.told
        _fill(filler)
        time.sleep(12)
        full, page = crowd.told, _reads(platform.port, crowd.made["path"])
        filler.unlink()
        time.sleep(8)
        after = crowd.told - full
        crowd.stop.set()
        time.sleep(2)
        found = platform.ask("judge", crowd.ledger)
    found |= {"before": before, "when_full": full - before, "page_while_full": page, "after": after}
    return _with_answers(found, crowd)


def fi_07() -> dict[str, Any]:
    """One web process in twelve ballots dies after the commit and before the answer."""
    with ground.scratch() as scratch, _voting(scratch, DURABLE, application="killing") as (crowd, platform, _server):
        time.sleep(40)
        crowd.stop.set()
        time.sleep(1)
        found = platform.ask("judge", crowd.ledger)
    return _with_answers(found, crowd)


def fi_10() -> dict[str, Any]:
    """Two persons close the vote while 24 browsers hand in."""
    with ground.scratch() as scratch, _voting(scratch, DURABLE, at_once=24) as (crowd, platform, _server):
        time.sleep(8)
        closing = platform.ask("close")
        time.sleep(3)
        found = platform.ask("judge", crowd.ledger)
    return _with_answers(found, crowd) | closing


def fi_11() -> dict[str, Any]:
    """Web servers a day ahead and a day behind: the vote closes by the clock of the database."""
    found: dict[str, Any] = {}
    for word, shift in (("ahead", "+1d"), ("behind", "-1d")):
        wrong = {"LD_PRELOAD": _faketime(), "FAKETIME": shift, "NO_FAKE_STAT": "1"}
        with ground.scratch() as scratch, _voting(scratch, DURABLE, more=wrong) as (crowd, platform, _server):
            # Without a ticket nobody has the minutes of grace.
            crowd.made["ticket"] = ""
            time.sleep(5)
            platform.ask("ends_in", 5)
            time.sleep(4)
            before = crowd.told
            time.sleep(6)
            end = crowd.told
            time.sleep(4)
            judged = platform.ask("judge", crowd.ledger)
        found[word] = {"before_the_end": before, "told_after_it": crowd.told - end, "refused": crowd.refused, **judged}
    return found


def _with_answers(found: dict[str, Any], crowd: Crowd) -> dict[str, Any]:
    return found | {"retried": crowd.retried, "refused": crowd.refused}


def _killed(settings: dict[str, str], rounds: int) -> dict[str, Any]:
    with ground.scratch() as scratch, _voting(scratch, settings) as (crowd, platform, server):
        made = scratch / "made.json"
        made.write_text(json.dumps(crowd.made))
        for _round in range(rounds):
            time.sleep(random.uniform(1.5, 3.0))
            _kill(server)
            server.start()
            platform.ask("again", made)
        time.sleep(2)
        crowd.stop.set()
        time.sleep(3)
        found = platform.ask("judge", crowd.ledger)
    return _with_answers(found, crowd)


@contextlib.contextmanager
def _voting(
    scratch: Path,
    settings: dict[str, str],
    *,
    parent: Path | None = None,
    log_apart: bool = False,
    application: str = "deltagerbudget.config.wsgi",
    at_once: int = 16,
    more: dict[str, str] | None = None,
) -> Iterator[tuple[Crowd, ground.Platform, postgres.Server]]:
    with postgres.server(settings, parent, log_apart=log_apart) as server:
        platform = ground.Platform(server.url, scratch)
        made = platform.ask("make", 200)
        with (
            platform.serving(application, more),
            Crowd(platform.port, made, scratch / "ledger", at_once).voting() as crowd,
        ):
            yield crowd, platform, server


def _kill(server: postgres.Server) -> None:
    """The postmaster and whatever it has started, in no order."""
    postmaster = int((server.data / "postmaster.pid").read_text().splitlines()[0])
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    doomed = [postmaster, *map(int, children)]
    random.shuffle(doomed)
    for pid in doomed:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    while any(Path(f"/proc/{pid}").exists() for pid in doomed):
        time.sleep(0.02)
    (server.data / "postmaster.pid").unlink(missing_ok=True)


@contextlib.contextmanager
def _small_disk(where: Path) -> Iterator[Path]:
    """120 MB that can run full; needs the right to mount."""
    # PostgreSQL runs as another user.
    where.parent.chmod(0o711)
    where.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=120m,mode=0777", "tmpfs", str(where)], check=True)  # noqa: S603, S607
    try:
        yield where
    finally:
        subprocess.run(["umount", "-l", str(where)], check=True)  # noqa: S603, S607


def _fill(filler: Path) -> None:
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"\0" * 65536)


def _reads(port: int, path: str) -> int:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers={"Host": "localhost", "X-Forwarded-Proto": "https"})
    return connection.getresponse().status


def _faketime() -> str:
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    if not found:
        raise SystemExit("FI-11 needs libfaketime.")
    return str(found[0])


TRIALS: dict[str, Callable[[], dict[str, Any]]] = {
    "FI-01": fi_01, "FI-02": fi_02, "FI-06": fi_06, "FI-07": fi_07, "FI-10": fi_10, "FI-11": fi_11,
}  # fmt: skip


def main() -> None:
    for word in sys.argv[1:] or TRIALS:
        began = time.monotonic()
        found = TRIALS[word]()
        print(f"{word} {time.monotonic() - began:.0f} s {json.dumps(found)}", flush=True)


if __name__ == "__main__":
    main()
