"""The account of a pool: from rows of every floor to lines that each krone can be followed along. Stores nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from deltagerbudget.pools.models import Appropriation, Pool, SetAside
from deltagerbudget.pools.rules import Kind, Project, Row, Year, account, split
from deltagerbudget.processes.models import Allocation, Process
from deltagerbudget.realisation.models import Initiative, InitiativeAllocation, Payment, Realisation
from deltagerbudget.realisation.story import leftover_words
from deltagerbudget.results.models import ProjectResult

Source = Process | Initiative
Shows = Callable[[Source], bool]


@dataclass(frozen=True)
class ProjectLine:
    """One project and this pool's part of its money."""

    title: str
    url: str
    price_ore: int
    paid_ore: int
    is_finished: bool
    payments: tuple[tuple[Payment, int], ...] = ()
    # Of a stopped one, and what became of this pool's part of the money that was not used.
    stopped_on: date | None = None
    left_words: str = ""

    @property
    def bound_ore(self) -> int:
        return Project(self.price_ore, self.paid_ore, is_finished=self.is_finished).bound_ore


@dataclass(frozen=True)
class Line:
    """One deltagerbudget, initiative or area that the pool pays for."""

    title: str
    url: str
    what: str
    given_ore: int
    returned_ore: int
    projects: tuple[ProjectLine, ...] = ()
    is_example: bool = False

    @property
    def held_ore(self) -> int:
        return self.given_ore - self.returned_ore

    @property
    def promised_ore(self) -> int:
        return sum(project.price_ore for project in self.projects)

    @property
    def paid_ore(self) -> int:
        return sum(project.paid_ore for project in self.projects)

    @property
    def free_ore(self) -> int:
        """Nobody has been promised it yet."""
        return self.held_ore - sum(project.bound_ore for project in self.projects)

    @property
    def is_done(self) -> bool:
        return bool(self.projects) and self.paid_ore == self.held_ore


@dataclass(frozen=True)
class Account:
    """Everything that the pages and the files of one pool show."""

    pool: Pool
    appropriations: tuple[Appropriation, ...]
    years: tuple[Year, ...]
    lines: tuple[Line, ...]

    @property
    def given_ore(self) -> int:
        return sum(year.given_ore for year in self.years)

    @property
    def left_ore(self) -> int:
        return self.years[-1].left_ore

    @property
    def spent_ore(self) -> int:
        return sum(year.paid_ore for year in self.years)

    @property
    def bound_ore(self) -> int:
        """Taken for something and not paid yet: given is spent, bound and left together."""
        return self.given_ore - self.left_ore - self.spent_ore

    @property
    def later(self) -> list[Appropriation]:
        """What is given for years to come."""
        return [row for row in self.appropriations if row.year > self.years[-1].year]


def everything(source: Source) -> bool:
    return True


def public(source: Source) -> bool:
    """SECURITY: what is being prepared counts, but is not named."""
    return source.opened_at is not None if isinstance(source, Process) else hasattr(source, "realisation")


def account_of(pool: Pool, appropriations: Iterable[Appropriation], *, today: date, shows: Shows) -> Account:
    """Five queries besides the appropriations, however many rows there are."""
    return accounts_of({pool: tuple(appropriations)}, today=today, shows=shows)[0]


def accounts_of(
    given: Mapping[Pool, tuple[Appropriation, ...]],
    *,
    today: date,
    shows: Shows,
    sources: Sequence[Known] | None = None,
) -> list[Account]:
    """Of several pools, in the same five queries; one with ``sources``."""
    sources, kept = list(sources_of(given)) if sources is None else sources, _areas(given)
    return [_account(pool, rows, sources, kept[pool.pk], today, shows) for pool, rows in given.items()]


def _account(
    pool: Pool,
    given: tuple[Appropriation, ...],
    sources: Sequence[Known],
    kept: Iterable[tuple[Line, list[Row]]],
    today: date,
    shows: Shows,
) -> Account:
    rows = [Row(Kind.GIVEN, row.year, row.amount_ore) for row in given]
    lines: list[Line] = []
    hidden: dict[type[Source], int] = defaultdict(int)
    for source, moves, projects in sources:
        weights = _weights(moves)
        if pool.pk not in weights:
            continue
        place = list(weights).index(pool.pk)
        shared = [_shared(project, list(weights.values()), place) for project in projects]
        own = [move for move in moves if move.pool_id == pool.pk]
        rows += [*_moved(own), *_used(projects, shared)]
        line = _line(source, own, shared)
        if shows(source):
            lines.append(line)
        else:
            hidden[type(source)] += line.held_ore
    for area_line, area_rows in kept:
        lines.append(area_line)
        rows += area_rows
    lines += [Line(_hidden(kind), "", "", held_ore, 0) for kind, held_ore in hidden.items() if held_ore]
    years = tuple(account(rows, through=today.year))
    return Account(pool, given, years, tuple(line for line in lines if line.given_ore))


@dataclass(frozen=True)
class Priced:
    title: str
    url: str
    since: date
    price_ore: int
    realisation: Realisation | None
    payments: tuple[Payment, ...]
    process: Process | None = None


Moves = list[Allocation | InitiativeAllocation]
Known = tuple[Source, Moves, list[Priced]]


def sources_of(pools: Iterable[Pool], won: Iterable[ProjectResult] | None = None) -> Iterator[Known]:
    """Each source with every row of money it holds, also from other pools, and with its projects.

    Four queries; three with ``won``: every funded row of a published result.
    """
    processes = Allocation.objects.filter(pool__in=[pool.pk for pool in pools]).values("process")
    initiatives = InitiativeAllocation.objects.filter(pool__in=[pool.pk for pool in pools]).values("initiative")
    paid: dict[int, list[Payment]] = defaultdict(list)
    about = Q(realisation__process__in=processes) | Q(realisation__initiative__in=initiatives)
    for payment in Payment.objects.filter(about):
        paid[payment.realisation_id].append(payment)
    if won is None:
        funded = ProjectResult.objects.published().funded().filter(proposal__process__in=processes)
        won = funded.select_related("result", "proposal__realisation", "proposal__process").order_by("place")
    winners: dict[int, list[Priced]] = defaultdict(list)
    for row in won:
        winners[row.proposal.process_id].append(_winner(row, paid))
    to_processes = Allocation.objects.filter(process__in=processes).select_related("process").order_by("at", "pk")
    for process, moves in _grouped(to_processes, "process"):
        yield process, moves, winners[process.pk]
    rows = InitiativeAllocation.objects.filter(initiative__in=initiatives).order_by("at", "pk")
    for initiative, moves in _grouped(rows.select_related("initiative__realisation"), "initiative"):
        realisation: Realisation | None = getattr(initiative, "realisation", None)
        yield initiative, moves, [_of_initiative(initiative, realisation, paid)] if realisation else []


def _grouped(rows: Iterable[Allocation] | Iterable[InitiativeAllocation], name: str) -> Iterator[tuple[Source, Moves]]:
    groups: dict[Source, Moves] = {}
    for row in rows:
        groups.setdefault(getattr(row, name), []).append(row)
    yield from groups.items()


def _winner(row: ProjectResult, paid: dict[int, list[Payment]]) -> Priced:
    realisation = getattr(row.proposal, "realisation", None)
    published_at = row.result.published_at
    assert published_at is not None  # noqa: S101 - only published results are asked for
    return Priced(
        row.proposal.title,
        reverse("site:proposal", args=[row.proposal.process.slug, row.proposal.number]),
        localdate(published_at),
        realisation.price_ore if realisation else row.granted_ore,
        realisation,
        tuple(paid[realisation.pk]) if realisation else (),
        row.proposal.process,
    )


def _of_initiative(row: Source, realisation: Realisation, paid: dict[int, list[Payment]]) -> Priced:
    since, payments = localdate(realisation.started_at), tuple(paid[realisation.pk])
    url = reverse("site:initiative", args=[row.slug])
    return Priced(row.title, url, since, realisation.price_ore, realisation, payments)


def _weights(moves: Moves) -> dict[int, int]:
    """What each pool gave, before anything went back."""
    weights: dict[int, int] = defaultdict(int)
    for move in moves:
        weights[move.pool_id] += 0 if move.is_return else move.amount_ore
    return weights


def _shared(project: Priced, weights: list[int], place: int) -> ProjectLine:
    payments = tuple((payment, _part(payment.amount_ore, weights, place)) for payment in project.payments)
    price_ore, paid_ore = split(project.price_ore, weights)[place], sum(ore for _payment, ore in payments)
    return ProjectLine(
        project.title,
        project.url,
        price_ore,
        paid_ore,
        project.realisation is not None and project.realisation.is_over,
        payments,
        project.realisation.stopped_on if project.realisation else None,
        _left(project, price_ore, paid_ore),
    )


def _left(project: Priced, line_ore: int, paid_ore: int) -> str:
    row = project.realisation
    return leftover_words(project.process, line_ore - paid_ore) if row is not None and row.stopped_on else ""


def _part(amount_ore: int, weights: list[int], place: int) -> int:
    """A correction is shared as the payment was."""
    part = split(abs(amount_ore), weights)[place]
    return part if amount_ore >= 0 else -part


def _line(source: Source, moves: Moves, projects: list[ProjectLine]) -> Line:
    is_process = isinstance(source, Process)
    return Line(
        title=source.title,
        url=reverse("site:process" if is_process else "site:initiative", args=[source.slug]),
        what=_("Deltagerbudget") if is_process else _("Initiative"),
        given_ore=sum(move.amount_ore for move in moves if not move.is_return),
        returned_ore=-sum(move.amount_ore for move in moves if move.is_return),
        projects=tuple(projects),
        is_example=source.is_example,
    )


def _moved(moves: Moves) -> Iterator[Row]:
    for move in moves:
        sign, kind = (-1, Kind.RETURNED) if move.is_return else (1, Kind.SET_ASIDE)
        yield Row(kind, localdate(move.at).year, sign * move.amount_ore)


def _used(projects: list[Priced], shared: list[ProjectLine]) -> Iterator[Row]:
    for project, line in zip(projects, shared, strict=True):
        yield Row(Kind.PROMISED, project.since.year, line.price_ore)
        for payment, ore in line.payments:
            yield Row(Kind.PAID, payment.paid_on.year, ore)


def _areas(pools: Iterable[Pool]) -> dict[int, list[tuple[Line, list[Row]]]]:
    """What each pool keeps for areas, by the pool."""
    groups: dict[tuple[int, str], list[SetAside]] = defaultdict(list)
    found = SetAside.objects.filter(pool__in=[pool.pk for pool in pools])
    for row in found.select_related("area").order_by("at", "pk"):
        groups[row.pool_id, row.area.slug].append(row)
    lines: dict[int, list[tuple[Line, list[Row]]]] = defaultdict(list)
    for (pool_id, slug), kept in groups.items():
        url = reverse("site:area", args=[slug])
        held_ore = sum(row.amount_ore for row in kept)
        rows = [Row(Kind.SET_ASIDE, localdate(row.at).year, row.amount_ore) for row in kept]
        lines[pool_id].append((Line(kept[0].area.name, url, _("Kept for the area"), held_ore, 0), rows))
    return lines


def _hidden(kind: type[Source]) -> str:
    if kind is Process:
        return _("Deltagerbudgetter that are being prepared")
    return _("Initiatives that are being prepared")
