"""Of those on the roll how many have voted, by area and age. No row of one person leaves this module."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from deltagerbudget.areas.models import Area
from deltagerbudget.ballots.models import Ballot, Participation, Roll, Vote
from deltagerbudget.ui.suppression import LEAST_VOTES, Cells, hidden, with_sums


@dataclass(frozen=True)
class Parts:
    """How many have voted and how many could, by area (a row) and age group (a column). Without sums."""

    areas: list[str]
    bands: list[str]
    voted: Cells
    on: Cells


def parts(vote: Vote) -> Parts | None:
    """None where there is no roll."""
    if not Roll.objects.filter(vote=vote).exists():
        return None
    mine = {"vote": OuterRef("vote"), "pseudonym": OuterRef("pseudonym")}
    has_voted = Exists(Ballot.objects.filter(**mine)) | Exists(Participation.objects.filter(**mine))
    people = vote.roll.annotate(has_voted=has_voted).values("area", "band").order_by()
    rows = list(people.annotate(on=Count("pk"), voted=Count("pk", filter=Q(has_voted=True))))
    if not rows:
        return None
    names = dict(Area.objects.filter(slug__in={row["area"] for row in rows}).values_list("slug", "name"))
    areas = sorted({row["area"] for row in rows}, key=lambda slug: names.get(slug, slug))
    bands = sorted({row["band"] for row in rows})
    found = {(row["area"], row["band"]): (row["voted"], row["on"]) for row in rows}
    cells = [[found.get((area, band), (0, 0)) for band in bands] for area in areas]
    voted, on = ([[cell[which] for cell in row] for row in cells] for which in (0, 1))
    return Parts([names.get(area, area) for area in areas], bands, voted, on)


def to_keep(vote: Vote) -> dict[str, Any] | None:
    """What may be published of it, with sums: each cell `[voted, could]`, or None where it stands for too few.

    None under 25 voters in all. A sum behind the bands stands where there are several, and one below the areas too.
    """
    known = parts(vote)
    if known is None or sum(map(sum, known.voted)) < LEAST_VOTES:
        return None
    gone, sums, wholes = hidden(known.voted, known.on), with_sums(known.voted), with_sums(known.on)
    rows = [
        [None if (row, column) in gone else [number, wholes[row][column]] for column, number in enumerate(line)]
        for row, line in enumerate(sums)
    ]
    return {"t": "turnout/v1", "areas": known.areas, "bands": known.bands, "cells": rows}
