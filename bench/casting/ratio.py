"""Casting beside bare Django: `python bench/casting/ratio.py` prints casts a second and CPU of each, on both databases.

Each figure comes from a process of its own that hands in ballots one after the other through the whole WSGI
application. CPU is that process's and, on PostgreSQL, its backend's. The bare view does the least that a ballot takes:
a session, a CSRF check, one ballot and five lines in one transaction. Ends by itself within two minutes.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src"), str(ROOT / "scripts"), str(HERE)]
CASTS, WARM_UP, ROUNDS, PROJECTS = 300, 30, 3, 5
SECRET = "s" * 32
Request = tuple[str, dict[str, str], list[tuple[str, str]]]


def main() -> None:
    import postgres

    with tempfile.TemporaryDirectory() as scratch:
        compare("SQLite", f"sqlite:///{scratch}/{{}}.sqlite3", scratch)
        if postgres.binaries():
            with postgres.cluster() as url:
                compare("PostgreSQL", url, scratch)


def compare(name: str, url: str, scratch: str) -> None:
    """Turn by turn in the same minute, so that a busy machine is busy for both."""
    found: dict[str, list[dict[str, float]]] = {"bare": [], "ours": []}
    for turn in range(ROUNDS):
        for kind, results in found.items():
            results.append(measured(kind, url.format(f"{kind}-{turn}"), scratch))
    medians = {kind: {key: statistics.median(r[key] for r in rows) for key in rows[0]} for kind, rows in found.items()}
    for kind, row in medians.items():
        say(f"{name:11} {kind}: {row['rate']:6.0f}/s  {row['cpu']:5.2f} ms CPU  p95 {row['p95']:5.1f} ms")
    say(f"{name:11} ours / bare: {medians['ours']['cpu'] / medians['bare']['cpu']:.2f} x the CPU")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def measured(kind: str, url: str, scratch: str) -> dict[str, float]:
    environment = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": url,
        "DELTAGERBUDGET_DATA": scratch,
        # As in production; nothing here asks the login service.
        "DELTAGERBUDGET_SITE_URL": "https://localhost",
        "DELTAGERBUDGET_IDENTITY_ISSUER": "https://login.example.dk",
        "SECRET_KEY": "a-key-that-guards-nothing-" * 3,
        "DJANGO_SETTINGS_MODULE": "deltagerbudget.config.settings" if kind == "ours" else "bare",
    }
    command = [sys.executable, __file__, kind]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True, timeout=120)  # noqa: S603
    return dict(json.loads(done.stdout.splitlines()[-1]))


def one_kind(kind: str) -> None:
    import django

    django.setup()
    from django.core.handlers.wsgi import WSGIHandler
    from django.db import connection

    requests = our_requests() if kind == "ours" else bare_requests()
    application, times = WSGIHandler(), []
    for place, request in enumerate(requests):
        if place == WARM_UP:
            began, cpu = time.perf_counter(), used(connection)
        start = time.perf_counter()
        hand_in(application, request)
        times.append(time.perf_counter() - start)
    seconds, spent = time.perf_counter() - began, used(connection) - cpu
    p95 = sorted(times[WARM_UP:])[int(0.95 * CASTS)]
    say(json.dumps({"rate": CASTS / seconds, "cpu": spent / CASTS * 1000, "p95": p95 * 1000}))


def used(connection: Any) -> float:
    """CPU seconds of this process and of its PostgreSQL backend."""
    seconds = time.process_time()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pid = cursor.fetchone()[0]
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        seconds += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return seconds


def hand_in(application: Callable[..., Any], request: Request) -> None:
    path, cookies, fields = request
    body = urlencode([*fields, ("csrfmiddlewaretoken", SECRET)]).encode()
    answers: list[str] = []
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "443",
        "wsgi.url_scheme": "https",
        "HTTP_REFERER": "https://localhost/",
        "wsgi.input": BytesIO(body),
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in cookies.items()),
    }
    response = application(environ, lambda status, headers, _=None: answers.append(status))
    b"".join(response)
    response.close()
    if not answers[0].startswith("302"):
        raise SystemExit(f"{path}: {answers[0]}")


def our_requests() -> Iterator[Request]:
    from django.conf import settings
    from django.core.management import call_command
    from django.test import override_settings
    from tests import make

    from deltagerbudget.acts.clock import now
    from deltagerbudget.acts.vocabulary import Channel
    from deltagerbudget.ballots import carried, casting
    from deltagerbudget.ballots.actions import new_idempotency_key
    from deltagerbudget.identity.cookies import cookie_name

    call_command("migrate", verbosity=0)
    # Only a demonstration may move the dates of what is frozen.
    with override_settings(DEMO=True):
        vote = make.open_vote([1_000_000] * PROJECTS, title=f"Bænke {os.getpid()}")
    path, numbers = f"/stem/{vote.process.slug}/aflever/", [("valg", str(n)) for n in range(1, PROJECTS + 1)]
    prepared = []
    for place in range(WARM_UP + CASTS):
        pseudonym = make.pseudonym(vote, f"bench {place}")
        secret = casting.begin_session(vote, pseudonym=pseudonym, area="tranbjerg", channel=Channel.MITID, at=now())
        fields = [("noegle", new_idempotency_key()), ("version", "0"), ("billet", carried.ticket(vote, now()))]
        prepared.append((path, {cookie_name("booth"): secret, settings.CSRF_COOKIE_NAME: SECRET}, [*fields, *numbers]))
    return iter(prepared)


def bare_requests() -> Iterator[Request]:
    import bare
    from django.conf import settings

    fields = [("project", str(number)) for number in range(1, PROJECTS + 1)]
    cookies = [{settings.SESSION_COOKIE_NAME: key, "csrftoken": SECRET} for key in bare.prepare(WARM_UP + CASTS)]
    return iter([("/", cookie, fields) for cookie in cookies])


if __name__ == "__main__":
    one_kind(sys.argv[1]) if len(sys.argv) > 1 else main()
