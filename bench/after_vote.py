"""What the pages after the vote cost in a town of many deltagerbudgetter: queries, seconds of the processor, size.

`python bench/after_vote.py [--processes 100] [--follows 50000]`: each with fifty proposals, of which ten have won; then
what the worker needs to tell one piece of news to those who follow an area.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PROPOSALS, WINNERS, STARTED = 50, 10, 8
PUBLIC = (
    "/",
    "/projekter/",
    "/projekter/?status=forsinket&side=9",
    "/projekter/?omraade=tranbjerg",
    "/omraader/tranbjerg/",
    "/deltagerbudgetter/nr-7/",
    "/deltagerbudgetter/nr-7/forslag/3/",
    "/puljer/",
    "/overblik/",
    "/evaluering/",
    "/hjaelp-til-at-stemme/",
)
STAFF = ("/medarbejder/", "/medarbejder/loefter/?vis=forsinkede")


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


def followed(number: int) -> None:
    """So many follows: of each ten, four of deltagerbudgetter, four of proposals and two of the area."""
    from tests import make

    from deltagerbudget.areas.models import Area
    from deltagerbudget.notifications.models import Follower, Following
    from deltagerbudget.processes.models import Process
    from deltagerbudget.proposals.models import Proposal

    at, each = make.now(), 10
    people = Follower.objects.bulk_create(
        [Follower(email=f"f{place}@example.dk", pace="weekly") for place in range(number // each)], 500
    )
    processes = list(Process.objects.order_by("pk").values_list("pk", flat=True))
    proposals = list(Proposal.objects.order_by("pk").values_list("pk", flat=True))
    area, other = make.area(), Area.objects.create(name="Viby", slug="viby")
    rows = []
    for place, person in enumerate(people):
        things = [{"process_id": processes[(place + step * 23) % len(processes)]} for step in range(4)]
        things += [{"proposal_id": proposals[(place * 7 + step * 997) % len(proposals)]} for step in range(4)]
        things += [{"area_id": area.pk}, {"area_id": other.pk}]
        rows += [Following(follower=person, asked_at=at, confirmed_at=at, **thing) for thing in things]
    Following.objects.bulk_create(rows, 500)


def told() -> None:
    """One piece of news of the area, from the entry in the journal to the mails that wait."""
    from datetime import timedelta

    from tests import make

    from deltagerbudget.bulletins.actions import post_news
    from deltagerbudget.notifications.models import Mail, News
    from deltagerbudget.notifications.news import pack, read_news

    at = make.now()
    while read_news(at=at):
        pass
    News.objects.all().delete()
    post_news(make.tove(), make.area(), values={"title": "Vi mødes", "text": "På torvet kl. 10."}, at=at)
    begun = time.process_time()
    read_news(at=at)
    read = time.process_time() - begun
    later, rounds = at + timedelta(days=8), 0
    while pack(at=later):
        rounds += 1
    spent = time.process_time() - begun - read
    kept = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    mails = Mail.objects.count()
    print(f"news to {News.objects.count()} followers: read {read:.1f} s, {mails} mails made in {spent:.1f} s")
    print(f"({rounds} rounds; {kept} MB)")


def measured(address: str, *, as_owner: bool = False) -> None:
    """Made anew: what is kept of a page costs next to nothing."""
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from tests import make

    from deltagerbudget.accounts.models import Person

    client = Client()
    if as_owner:
        client.force_login(Person.objects.get(pk=make.tove().person_id))
    client.get(address)
    cache.clear()
    with CaptureQueriesContext(connection) as caught:
        begun = time.process_time()
        page = client.get(address)
        spent = time.process_time() - begun
    print(f"{address:40} {page.status_code}  {len(caught)} queries  {spent:.2f} s  {len(page.content) // 1024} KB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=100)
    parser.add_argument("--follows", type=int, default=50_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        set_up(scratch)
        print(f"{filled(given.processes)} winners, {given.processes * PROPOSALS} proposals")
        followed(given.follows)
        for address in PUBLIC:
            measured(address)
        for address in STAFF:
            measured(address, as_owner=True)
        told()


if __name__ == "__main__":
    main()
