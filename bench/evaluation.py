"""How long an evaluation takes: `python bench/evaluation.py [proposals] [winners] [ballots]`.

From one deltagerbudget built by the acts, multiplied by hand: reading the facts, publishing, the page and the report.
The ballots stand in the outcome of the count as sums, so their number changes a figure and no time. The report must be
there in five seconds.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]
MOST_SECONDS = 5.0


def main(proposals: int, winners: int, ballots: int) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        import board

        board.set_up(scratch)
        process = filled(proposals, winners, ballots)
        measured(process)


def filled(proposals: int, winners: int, ballots: int) -> Any:
    from board import copies
    from django.core import mail
    from tests.evaluation.evaluations import told

    from deltagerbudget.realisation.models import Milestone, Payment, Realisation
    from deltagerbudget.results.models import ProjectResult, Result
    from deltagerbudget.review.models import Decision

    mail.outbox = []  # type: ignore[attr-defined]
    process = told()
    first = process.proposals.get(number=1)
    more = copies(first, proposals - 4, lambda place, one: setattr(one, "number", place + 10))
    copies(first.decision, len(more), lambda place, one: setattr(one, "proposal_id", more[place].pk))
    assert Decision.objects.count() == proposals
    won = more[: winners - 2]

    def placed(place: int, one: Any) -> None:
        one.proposal_id, one.place = won[place].pk, place + 100

    copies(ProjectResult.objects.get(proposal=first), len(won), placed)
    built = copies(first.realisation, len(won), lambda place, one: setattr(one, "proposal_id", won[place].pk))
    for model in (Milestone, Payment):
        row = model.objects.get(realisation=first.realisation)
        copies(row, 3 * len(built), lambda place, one: setattr(one, "realisation_id", built[place // 3].pk))
    assert Realisation.objects.count() == len(built) + 1
    result = Result.objects.get(vote__process=process)
    outcome = result.explained
    steps = tuple(replace(outcome.steps[0], project=str(place)) for place in range(proposals))
    figures = replace(outcome.figures, without_winner=ballots // 4)
    known = replace(outcome, steps=steps, voters=ballots, figures=figures)
    Result.objects.filter(pk=result.pk).update(outcome=known.to_json(), ballots=ballots)
    return process


def measured(process: Any) -> None:
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from tests.evaluation.evaluations import published

    address, client = f"/evaluering/{process.slug}/", Client()
    told("publishing it", lambda: published(process))
    client.get("/")
    with CaptureQueriesContext(connection) as caught:
        told("the page", lambda: client.get(address))
    print(f"  its queries: {len(caught)}")
    cache.clear()
    for kind in ("csv", "json"):
        told(f"the {kind}", lambda kind=kind: client.get(f"{address}evaluering.{kind}"))
    slowest = max(told("the report (PDF)", lambda: _report(client, address)) for _turn in range(3))
    if slowest > MOST_SECONDS:
        sys.exit(f"the report took {slowest:.1f} s; {MOST_SECONDS} are allowed")


def _report(client: Any, address: str) -> None:
    from django.core.cache import cache

    cache.clear()
    answer = client.get(f"{address}evaluering.pdf")
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")


def told(what: str, do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    took = time.perf_counter() - began
    print(f"{what}: {took * 1000:.0f} ms", flush=True)
    return took


if __name__ == "__main__":
    main(*(list(map(int, sys.argv[1:])) + [200, 40, 5000][len(sys.argv) - 1 :]))
