"""What the board of all winners costs: queries and seconds of the processor for the page, at many deltagerbudgetter.

`python bench/board.py [--processes 100]`, each with fifty proposals of which ten have won.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PROPOSALS, WINNERS, STARTED = 50, 10, 8


def set_up(scratch: str) -> None:
    os.environ.update(
        DELTAGERBUDGET_DEMO="true",
        DELTAGERBUDGET_DATA=scratch,
        DELTAGERBUDGET_HASHED_STATIC="false",
        DATABASE_URL=f"sqlite:///{scratch}/bench.sqlite3",
        DJANGO_SETTINGS_MODULE="deltagerbudget.config.settings",
        DELTAGERBUDGET_LOG="json",
    )
    import logging

    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.ALLOWED_HOSTS = ["*"]
    logging.disable(logging.CRITICAL)
    call_command("migrate", verbosity=0)


def copies(row: Any, number: int, change: Any) -> list[Any]:
    """So many rows like this one, by hand: they are there to be read."""
    model = type(row)
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    made = [model(**{name: getattr(row, name) for name in names}) for _ in range(number)]
    for place, one in enumerate(made):
        change(place, one)
    return list(model.objects.bulk_create(made, 500))


def filled(number: int) -> int:
    """From one deltagerbudget built by the acts. Returns how many have won."""
    sys.path.insert(0, str(ROOT))
    from django.core import mail
    from tests import make

    from deltagerbudget.processes.models import Process
    from deltagerbudget.realisation.models import Milestone, Realisation, Report

    mail.outbox = []  # type: ignore[attr-defined]
    result = make.finished()
    process, today, at = result.vote.process, make.today(), make.now()
    lost, won = process.proposals.get(number=2), process.proposals.get(number=1)
    area = process.areas.get()

    def named(place: int, one: Any) -> None:
        one.slug, one.title = f"nr-{place}", f"Nummer {place}"

    processes = copies(process, number, named)
    Process.areas.through.objects.bulk_create(
        [Process.areas.through(process_id=row.pk, area_id=area.pk) for row in processes], 500
    )
    votes = copies(result.vote, number, lambda place, one: setattr(one, "process_id", processes[place].pk))
    results = copies(result, number, lambda place, one: setattr(one, "vote_id", votes[place].pk))

    def of_process(place: int, one: Any) -> None:
        one.process_id, one.number = processes[place // PROPOSALS].pk, place % PROPOSALS + 1

    proposals = copies(won, number * PROPOSALS, of_process)
    steps = {True: won.project_result, False: lost.project_result}

    def of_result(place: int, one: Any) -> None:
        one.result_id, one.proposal_id = results[place // PROPOSALS].pk, proposals[place].pk
        one.place = place % PROPOSALS + 1
        is_won = place % PROPOSALS < WINNERS
        one.decision, one.granted_ore = steps[is_won].decision, steps[is_won].granted_ore

    copies(steps[True], len(proposals), of_result)
    started = [row for place, row in enumerate(proposals) if place % PROPOSALS < STARTED]
    owner = make.tove().person_id
    rows = Realisation.objects.bulk_create(
        [
            Realisation(
                process_id=row.process_id,
                proposal=row,
                owner_id=owner,
                owner_title="Tovholder",
                carried_out_by="Vej",
                price_ore=3_200_000,
                started_at=at,
            )
            for row in started
        ],
        500,
    )
    days = (-20, 40, 200)
    dates = [(row, today + timedelta(days=day + place % 30)) for place, row in enumerate(rows) for day in days]
    Milestone.objects.bulk_create([Milestone(realisation=row, title="Trin", due_on=day) for row, day in dates], 500)
    Report.objects.bulk_create([Report(realisation=row, text="Vi graver.", at=at) for row in rows for _ in "12"], 500)
    return number * WINNERS + 2


def measured(address: str) -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    Client().get(address)
    with CaptureQueriesContext(connection) as caught:
        begun = time.process_time()
        page = Client().get(address)
        spent = time.process_time() - begun
    print(f"{address:40} {page.status_code}  {len(caught)} queries  {spent:.2f} s  {len(page.content) // 1024} KB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=100)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        set_up(scratch)
        print(f"{filled(given.processes)} winners, {given.processes * PROPOSALS} proposals")
        for address in ("/projekter/", "/projekter/?status=forsinket&side=9", "/projekter/?omraade=tranbjerg"):
            measured(address)


if __name__ == "__main__":
    main()
