"""The whole on one page, for politicians and the press: money, deltagerbudgetter, projects, turnout, complaints.

Every figure comes from the function that the pages of it use: pools from `account`, projects from `board`, turnout from
what was kept with the result. Eight queries, whatever the number; nothing is asked about a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Func, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.timezone import localdate

from deltagerbudget.acts.vocabulary import Ground, PhaseKind
from deltagerbudget.pools.models import Appropriation, Pool
from deltagerbudget.processes.models import Phase, Process
from deltagerbudget.realisation.account import Account, Known, accounts_of, public, sources_of
from deltagerbudget.realisation.board import WORDS, Winner, funded, winners_of
from deltagerbudget.realisation.models import Initiative, Realisation
from deltagerbudget.realisation.rules import Station
from deltagerbudget.results.turnout import Turnout, turnout_of
from deltagerbudget.review.models import Appeal
from deltagerbudget.review.rules import AppealOutcome
from deltagerbudget.talk.models import Report

# Of texts that people have reported: a theme of fewer is not told, for it could point at somebody.
LEAST_REPORTS = 10
_GROUND = "ground_"


@dataclass(frozen=True)
class Election:
    """The turnout of one deltagerbudget as it stands beside its result, with the widest gaps in it."""

    process: Process
    turnout: Turnout
    all: int
    voted: int
    of: int
    # Points of per cent between the highest and the lowest that are shown; None with fewer than two.
    area_gap: int | None
    band_gap: int | None


@dataclass(frozen=True)
class Complaints:
    """Appeals against refusals in numbers, and why texts were reported."""

    appeals: int
    waiting: int
    late: int
    reversed: int
    grounds: dict[Ground, int]


@dataclass(frozen=True)
class Overview:
    accounts: list[Account]
    # Those of the platform, by the phase they are in; None before the first.
    processes: list[Process]
    winners: list[Winner]
    elections: list[Election]
    complaints: Complaints
    today: date

    @property
    def late(self) -> list[Winner]:
        return [winner for winner in self.winners if winner.station is Station.LATE]

    @property
    def stations(self) -> dict[Station, int]:
        found = Counter(winner.station for winner in self.winners)
        return {station: found[station] for station in WORDS}

    @property
    def phases(self) -> dict[PhaseKind | None, list[Process]]:
        groups: dict[PhaseKind | None, list[Process]] = {kind: [] for kind in (*PhaseKind, None)}
        for process in self.processes:
            groups[phase_of(process)].append(process)
        return groups

    def figures(self) -> dict[str, int]:
        """Each figure by a name that stays: the data file, the monthly mail and the page say the same."""
        money = {
            name: sum(getattr(account, name) for account in self.accounts)
            for name in ("given_ore", "bound_ore", "spent_ore", "left_ore")
        }
        phases = {f"phase_{kind or 'none'}": len(found) for kind, found in self.phases.items()}
        stations = {f"projects_{WORDS[station]}": number for station, number in self.stations.items()}
        told = self.complaints
        appeals = {"appeals": told.appeals, "appeals_waiting": told.waiting, "appeals_late": told.late}
        appeals["appeals_reversed"] = told.reversed
        totals = {"processes": len(self.processes), "projects": len(self.winners)}
        return money | totals | phases | stations | appeals


def overview(at: datetime) -> Overview:
    """Eight queries."""
    today, given = localdate(at), _given()
    won = list(funded().order_by("place"))
    sources = list(sources_of(given, won))
    rows = list(_processes(at))
    processes = [row for row in rows if not row.is_imported and not row.story]
    return Overview(
        accounts=accounts_of(given, today=today, shows=public, sources=sources),
        processes=processes,
        winners=winners_of(won, _initiatives(sources), today),
        elections=[found for row in processes if (found := _election(row)) is not None],
        complaints=_complaints(rows),
        today=today,
    )


def phase_of(process: Process) -> PhaseKind | None:
    """The same as `phase_at`, of what was loaded for the overview."""
    kind: str | None = process.phase_now  # type: ignore[attr-defined]
    return PhaseKind(kind) if kind else None


def _given() -> dict[Pool, tuple[Appropriation, ...]]:
    """Every pool with what it was given. One query."""
    names = ("pk", "name", "slug", "appropriations__pk", "appropriations__year", "appropriations__amount_ore")
    found: dict[Pool, list[Appropriation]] = {}
    rows = Pool.objects.order_by("name", "appropriations__year", "appropriations__pk").values_list(*names)
    for pk, name, slug, row, year, amount_ore in rows:
        kept = found.setdefault(Pool(pk=pk, name=name, slug=slug), [])
        if row is not None:
            kept.append(Appropriation(pk=row, pool_id=pk, year=year, amount_ore=amount_ore))
    return {pool: tuple(kept) for pool, kept in found.items()}


def _initiatives(sources: Iterable[Known]) -> list[Realisation]:
    """Each holds money before it is published, so it is among the sources."""
    found = []
    for source, _moves, projects in sources:
        if isinstance(source, Initiative) and projects and projects[0].realisation is not None:
            row = projects[0].realisation
            row.paid = sum(payment.amount_ore for payment in projects[0].payments)  # type: ignore[attr-defined]
            found.append(row)
    return found


def _processes(at: datetime) -> QuerySet[Process]:
    """Opened ones with their phase, vote, result and turnout, and how many have complained."""
    begun = Phase.objects.filter(process=OuterRef("pk"), starts_at__lte=at)
    about = Appeal.objects.filter(decision__proposal__process=OuterRef("pk"))
    waiting = about.filter(decided_at=None)
    rows = Process.objects.opened().select_related("vote__result", "vote__roll_loaded")
    rows = rows.defer("vote__config", "vote__result__outcome", "vote__result__pb").order_by("title", "pk")
    reported = {f"{_GROUND}{ground}": _number(Report.objects.filter(ground=ground)) for ground in Ground}
    return rows.annotate(
        phase_now=Subquery(begun.order_by("-starts_at").values("kind")[:1]),
        appeals=_number(about),
        appeals_waiting=_number(waiting),
        appeals_late=_number(waiting.filter(due_on__lt=localdate(at))),
        appeals_reversed=_number(about.filter(outcome=AppealOutcome.REVERSED)),
        **reported,
    )


def _number(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.order_by().annotate(number=Func(F("pk"), function="COUNT")).values("number"))


def _complaints(rows: Sequence[Process]) -> Complaints:
    def of_all(name: str) -> int:
        return sum(getattr(row, name) for row in rows)

    # The same number on every row: a theme is told of the whole municipality or not at all.
    grounds = {ground: getattr(rows[0], f"{_GROUND}{ground}") for ground in Ground} if rows else {}
    return Complaints(
        of_all("appeals"),
        of_all("appeals_waiting"),
        of_all("appeals_late"),
        of_all("appeals_reversed"),
        {ground: number for ground, number in grounds.items() if number >= LEAST_REPORTS},
    )


def _election(process: Process) -> Election | None:
    """None before the result is published, and where nothing of the turnout was."""
    vote = getattr(process, "vote", None)
    result = getattr(vote, "result", None)
    found = turnout_of(vote) if vote is not None and result is not None and result.published_at is not None else None
    if found is None:
        return None
    whole = found.lines[-1].shares[-1]
    areas = [line.shares[-1].percent for line in found.lines if not line.is_sum and line.shares[-1].voted is not None]
    bands = found.lines[-1].shares
    ages = [share.percent for share in (bands[:-1] if len(bands) > 1 else bands) if share.voted is not None]
    return Election(process, found, whole.percent, whole.voted or 0, whole.of, _gap(areas), _gap(ages))


def _gap(percents: Sequence[int]) -> int | None:
    return max(percents) - min(percents) if len(percents) > 1 else None


def file_urls(rows: Iterable[Process]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The data files of each published result: its title, and each file by its name."""
    found = []
    for process in rows:
        result = getattr(getattr(process, "vote", None), "result", None)
        if result is None or result.published_at is None:
            continue
        names = ["json", *(["pb"] if result.has_pb else []), *(["turnout"] if turnout_of(process.vote) else [])]
        urls = [(name, reverse(f"results:{name}", args=[process.slug])) for name in names]
        found.append((process.title, urls))
    return found
