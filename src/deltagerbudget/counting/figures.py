"""How an outcome falls on the voters, categories and areas. SPEC §6.4"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .ballots import Tally
from .model import Election, Project
from .outcome import Figures, Spending


def figures(election: Election, tally: Tally, granted: Mapping[str, int]) -> Figures:
    """`granted` in minor units by each project that won."""
    won = set(granted)
    without = named = 0
    for ballot in election.ballots:
        # A project that got no points was not supported.
        supported = (
            [name for name, points in zip(ballot.projects, ballot.points, strict=True) if points]
            if ballot.points
            else ballot.projects
        )
        hits = len(won.intersection(supported))
        named += hits * ballot.number
        without += 0 if hits else ballot.number
    return Figures(tally.blank, without, named, tuple(_spending(election, granted)))


def _spending(election: Election, granted: Mapping[str, int]) -> Iterator[Spending]:
    for kind in ("category", "area"):
        by_name: dict[str, list[Project]] = {}
        for project in election.projects:
            for name in project.categories if kind == "category" else (project.area,):
                by_name.setdefault(name, []).append(project)
        for name, projects in sorted(by_name.items()):
            money = [granted[project.id] for project in projects if project.id in granted]
            if name:
                yield Spending(kind, name, len(projects), len(money), sum(money))
