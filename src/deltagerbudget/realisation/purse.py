"""What a deltagerbudget or an initiative holds, what is bound of it, and what may go back."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum

from deltagerbudget.pools.models import Pool
from deltagerbudget.pools.rules import Project, free_ore, split
from deltagerbudget.processes.models import Process
from deltagerbudget.realisation.models import Initiative
from deltagerbudget.results.models import ProjectResult


@dataclass(frozen=True)
class Share:
    """What one pool has in it."""

    pool: Pool
    given_ore: int
    returned_ore: int
    # What may go back to this pool.
    free_ore: int


@dataclass(frozen=True)
class Purse:
    """The money of one deltagerbudget or initiative. Lock its row before you rely on it."""

    held_ore: int
    bound_ore: int
    paid_ore: int
    shares: tuple[Share, ...]

    @property
    def free_ore(self) -> int:
        return self.held_ore - self.bound_ore


def purse_of(source: Process | Initiative) -> Purse:
    """Four queries. Each pool bears its part of what is bound, by what it gave."""
    rows = source.allocations.values("pool", "is_return").annotate(ore=Sum("amount_ore"))
    sums = {(row["pool"], row["is_return"]): int(row["ore"]) for row in rows}
    pools = list(Pool.objects.filter(pk__in={pool for pool, _ in sums}).order_by("pk"))
    projects = projects_of(source)
    held, bound = sum(sums.values()), -free_ore(0, projects)
    given = [sums.get((pool.pk, False), 0) for pool in pools]
    shares = []
    for pool, given_ore, bears in zip(pools, given, split(bound, given), strict=True):
        returned = -sums.get((pool.pk, True), 0)
        shares.append(Share(pool, given_ore, returned, max(given_ore - returned - bears, 0)))
    return Purse(held, bound, sum(project.paid_ore for project in projects), tuple(shares))


def projects_of(source: Process | Initiative) -> list[Project]:
    """Winners count from the day their result is published, initiatives from their publication."""
    if isinstance(source, Initiative):
        row = getattr(source, "realisation", None)
        return [row.as_project()] if row else []
    return [project_of(row) for row in won_in(source)]


def won_in(process: Process) -> list[ProjectResult]:
    won = ProjectResult.objects.published().funded().filter(proposal__process=process)
    return list(won.select_related("proposal__realisation").prefetch_related("proposal__realisation__payments"))


def project_of(row: ProjectResult) -> Project:
    realisation = getattr(row.proposal, "realisation", None)
    return realisation.as_project() if realisation else Project(row.granted_ore)
