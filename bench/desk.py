"""What the staff's list of proposals costs when a deltagerbudget is full.

`python bench/desk.py [--proposals 200] [--people 30] [--rows 2000] [--rounds 20]`: queries and CPU per request.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import timedelta
from typing import Any

from pages import ROOT, cost, set_up

DEPARTMENTS = 10


def filled(proposals: int, people: int, rows: int) -> tuple[Any, Any]:
    """By hand: only reading is measured. The rows are reviews, wishes for changes and entries of the journal."""
    sys.path.insert(0, str(ROOT))
    from tests import make

    from deltagerbudget.acts.models import Entry
    from deltagerbudget.acts.vocabulary import Act, PhaseKind, Role
    from deltagerbudget.proposals.models import Authorship, Proposal
    from deltagerbudget.proposals.rules import keys_of
    from deltagerbudget.review.models import Department, Review, Revision

    process = make.process(PhaseKind.REVIEW, categories=["Leg", "Natur"])
    texts = [{"title": f"Forslag {n}", "what": "En bænk med ryglæn. " * 12, "place": "Stien"} for n in range(proposals)]
    values = {"process": process, "stage": "submitted", "updated_at": make.now(), "submitted_at": make.now()}
    found = Proposal.objects.bulk_create(
        [Proposal(number=n, **values | text | keys_of(text)) for n, text in enumerate(texts, start=1)]
    )
    Authorship.objects.bulk_create([Authorship(proposal=row, person=make.person("Anna Jensen")) for row in found])
    departments = [Department.objects.create(name=f"Afdeling {n}") for n in range(DEPARTMENTS)]
    for n in range(people):
        actor = make.staff(f"Sagsbehandler {n}", Role.CASEWORKER)
        departments[n % DEPARTMENTS].members.add(actor.person_id)
    today, half = make.today(), rows // 2
    pairs = [
        (row, departments[(place + n) % DEPARTMENTS]) for n in range(DEPARTMENTS) for place, row in enumerate(found)
    ]
    asked = [
        Review(proposal=row, department=department, due_on=today + timedelta(days=place % 20 - 5))
        for place, (row, department) in enumerate(pairs[:half])
    ]
    for place, review in enumerate(asked):
        if place % 3:
            review.finished_at, review.verdict, review.price_ore = make.now(), "feasible", 100_000 * (place % 40 + 1)
    Review.objects.bulk_create(asked)
    heard = {"wish": "Flyt den.", "until": today, "asked_at": make.now(), "answer": "kept", "answered_at": make.now()}
    Revision.objects.bulk_create([Revision(proposal=found[n % proposals], **heard) for n in range(rows // 4)])
    entry = {"act": Act.WRITE_REVIEW, "role": Role.CASEWORKER, "target_type": "proposals.proposal", "at": make.now()}
    ids = [str(found[n % proposals].pk) for n in range(rows - half - rows // 4)]
    Entry.objects.bulk_create([Entry(**entry, target_id=pk, process_id=process.pk) for pk in ids])
    return process, make.tove()


def measure(proposals: int, people: int, rows: int, rounds: int) -> None:
    from django.core.cache import cache
    from django.test import Client

    from deltagerbudget.accounts.models import Person

    process, tove = filled(proposals, people, rows)
    client = Client()
    client.force_login(Person.objects.get(pk=tove.person_id))
    start = f"/medarbejder/vurdering/{process.slug}/forslag"
    pages = {
        "first page": f"{start}/",
        "last page": f"{start}/?side=4",
        "all columns": f"{start}/?vis=afdelinger&vis=frist&vis=pris&vis=afgoerelse&vis=emne&vis=omraade&vis=forfatter",
        "filtered": f"{start}/?mangler=vurdering&over-frist=1&q=bænk&sorter=pris",
        "none fits": f"{start}/?q=andedam",
        "CSV": f"{start}.csv",
        "XLSX": f"{start}.xlsx",
        "several": f"{start}/sammen/?goer=spoerg&alle=1",
        "waits": "/medarbejder/",
    }
    print(f"{proposals} proposals, {people} caseworkers, {rows} rows of talk, {rounds} rounds, median CPU per request")
    for name, url in pages.items():
        queries, spent = cost(lambda url=url: client.get(url), rounds, cache.clear)  # type: ignore[misc]
        print(f"{name:<12} {queries:>3} queries {spent:8.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, number in (("proposals", 200), ("people", 30), ("rows", 2000), ("rounds", 20)):
        parser.add_argument(f"--{name}", type=int, default=number)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        set_up(scratch, f"sqlite:///{scratch}/bench.sqlite3")
        measure(given.proposals, given.people, given.rows, given.rounds)


if __name__ == "__main__":
    main()
