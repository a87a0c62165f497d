"""What news for many followers of one deltagerbudget costs: queries, seconds and memory from the entry to the mails.

`python bench/letters.py [--followers 5000]`
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MEGABYTE = 1024


def set_up(scratch: str) -> None:
    os.environ.update(
        DELTAGERBUDGET_DEMO="true",
        DELTAGERBUDGET_DATA=scratch,
        DELTAGERBUDGET_HASHED_STATIC="false",
        DELTAGERBUDGET_MAILS_PER_MINUTE="1000000",
        DATABASE_URL=f"sqlite:///{scratch}/bench.sqlite3",
        DJANGO_SETTINGS_MODULE="deltagerbudget.config.settings",
        DELTAGERBUDGET_LOG="json",
    )
    import logging

    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    logging.disable(logging.CRITICAL)
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    call_command("migrate", verbosity=0)


def followed(number: int) -> Any:
    """A deltagerbudget with so many followers, written by hand, whose decisions are about to be released."""
    sys.path.insert(0, str(ROOT))
    from django.core import mail
    from tests import make
    from tests.notifications import following

    from deltagerbudget.notifications.models import Follower, Following

    # The tests empty this box; here nothing is ever put into it.
    mail.outbox = []  # type: ignore[attr-defined]
    process, _proposals = following.decided()
    at = make.now()
    made = Follower.objects.bulk_create(
        [Follower(email=f"f{place}@example.dk", language="da" if place % 5 else "en") for place in range(number)], 1000
    )
    rows = [Following(follower=follower, process=process, asked_at=at, confirmed_at=at) for follower in made]
    Following.objects.bulk_create(rows, 1000)
    return process


def measured(name: str, work: Callable[[], object]) -> None:
    from django.db import connection

    queries = 0

    def count(execute: Any, *rest: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*rest)

    before, began = _memory(), time.perf_counter()
    with connection.execute_wrapper(count):
        done = work()
    seconds = time.perf_counter() - began
    print(f"{name:8} {done!s:>6} {seconds:8.2f} s {queries:7} queries  peak {before} → {_memory()} MB")


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MEGABYTE


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--followers", type=int, default=5000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        set_up(scratch)
        process = followed(options.followers)
        from tests import make

        from deltagerbudget.notifications import news, outbox
        from deltagerbudget.review.actions import release_decisions

        release_decisions(make.tove(), process, at=make.now())
        later = make.now() + timedelta(minutes=5)
        measured("read", lambda: news.read_news(at=make.now()))
        measured("pack", lambda: _all(lambda: news.pack(at=later)))
        measured("send", lambda: _all(lambda: outbox.send_mails(at=later)))


def _all(step: Callable[[], int]) -> int:
    total = 0
    while done := step():
        total += done
    return total


if __name__ == "__main__":
    main()
