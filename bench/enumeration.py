"""Does the staff's door tell by its time who works here? 200 asks of a known and an unknown address, in turn.

python bench/enumeration.py        (its own SQLite database, thrown away)
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path

ASKS, MOST_MS = 200, 5.0


def main() -> int:
    with tempfile.TemporaryDirectory() as place:
        os.environ.update(
            DELTAGERBUDGET_DEMO="true",
            DELTAGERBUDGET_DATA=place,
            DELTAGERBUDGET_HASHED_STATIC="false",
            DELTAGERBUDGET_HOSTS="localhost,testserver",
            DATABASE_URL=f"sqlite:///{place}/bench.sqlite3",
            DJANGO_SETTINGS_MODULE="deltagerbudget.config.settings",
        )
        (Path(place) / "static").mkdir()
        return _measure()


def _measure() -> int:
    import logging

    import django

    django.setup()
    logging.disable(logging.CRITICAL)
    from django.core.management import call_command
    from django.utils import timezone

    call_command("migrate", verbosity=0)
    from deltagerbudget.acts.actor import SYSTEM
    from deltagerbudget.acts.vocabulary import Role
    from deltagerbudget.staff import actions

    invitation, token = actions.invite_staff(
        SYSTEM, address="known@example.dk", name="Kendt Person", role=Role.OWNER, area=None, at=timezone.now()
    )
    actions.accept_invitation(invitation, token, language="da", at=timezone.now())
    addresses = ("known@example.dk", "other@example.dk")
    times: dict[str, list[float]] = {address: [] for address in addresses}
    for turn in range(ASKS + 10):
        # Who is asked first changes too: the second of two meets warm caches.
        for address in addresses if turn % 2 else addresses[::-1]:
            took = _ask(address)
            if turn >= 10:
                times[address].append(took)
    known, other = (statistics.median(times[address]) for address in addresses)
    print(f"known {known:.2f} ms, unknown {other:.2f} ms, difference {abs(known - other):.2f} ms (n={ASKS})")
    return 0 if abs(known - other) < MOST_MS else 1


def _ask(address: str) -> float:
    from django.test import Client

    from deltagerbudget.staff.models import Attempt

    Attempt.objects.all().delete()
    browser = Client(SERVER_NAME="localhost")
    began = time.perf_counter()
    answer = browser.post("/medarbejder/login/", {"address": address})
    took = (time.perf_counter() - began) * 1000
    if answer.status_code != 302:
        raise SystemExit(f"the door answered {answer.status_code}")
    return took


if __name__ == "__main__":
    raise SystemExit(main())
