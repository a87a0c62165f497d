"""META and PROJECTS of a Pabulib file. SPEC §7.3"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .ballots import Limits, VoteType
from .model import PROJECT_ID, Project
from .pabulib_errors import PabulibError
from .pabulib_meta import Meta, check_count, money
from .pabulib_rows import FileLimits, Rows
from .pabulib_rules import EXCLUSIVE, LIFTS_CAPS, greedy_rule, limits_of, not_yet, rule_of
from .rule import Rule, Variant

_COST = "cost"


@dataclass(frozen=True, slots=True)
class Head:
    """All of a file before its votes. `rule_is_given` is False where the file names no rule that is counted here."""

    meta: Mapping[str, str]
    projects: tuple[Project, ...]
    withdrawn: tuple[Project, ...]
    columns: Mapping[str, Mapping[str, str]]
    budget: int
    currency: str
    vote_type: VoteType
    rule: Rule
    limits: Limits = field(default_factory=Limits)
    exclusive: tuple[tuple[str, ...], ...] = ()
    rule_is_given: bool = True
    # The line of each META key, for callers that judge its value further.
    lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def unused(self) -> tuple[str, ...]:
        """SPEC §7.4: reported, so that a reader of the report knows what the count did not look at."""
        leftover = self.meta.get("leftover_budget", "")
        found = ["leftover_budget"] if leftover and not (leftover == LIFTS_CAPS and self.rule.caps_lifted) else []
        if self.meta["rule"] == EXCLUSIVE and not self.exclusive:
            found.append(EXCLUSIVE)
        return tuple(found)


def read_head(rows: Rows, meta: Meta, limits: FileLimits, *, any_rule: bool) -> Head:
    """The head; with `any_rule` a rule that is not counted here is read as greedy."""
    vote_type, budget = _vote_type(meta), meta.money("budget")
    rule, exclusive = rule_of(meta, vote_type)
    if rule is None and not any_rule:
        raise not_yet(meta)
    header = rows.header("PROJECTS", "project_id", _COST)
    projects: dict[str, Project] = {}
    columns: dict[str, dict[str, str]] = {}
    for row in rows.until("VOTES", "PROJECTS", len(header)):
        cells = dict(zip(header, row, strict=True))
        project = _project(rows.line, cells, meta.currency)
        if project.id in projects:
            raise PabulibError(rows.line, "duplicate_project", value=project.id)
        if len(projects) == limits.projects:
            raise PabulibError(rows.line, "too_many_projects", said=limits.projects)
        projects[project.id], columns[project.id] = project, cells
    check_count(meta, "num_projects", len(projects))
    return Head(
        meta=meta.values,
        projects=tuple(project for project in projects.values() if project.cost <= budget),
        withdrawn=tuple(project for project in projects.values() if project.cost > budget),
        columns=columns,
        budget=budget,
        currency=meta.currency,
        vote_type=vote_type,
        rule=rule or greedy_rule(meta, vote_type, Variant.SKIP),
        limits=limits_of(meta),
        exclusive=exclusive,
        rule_is_given=rule is not None,
        lines=meta.lines,
    )


def _vote_type(meta: Meta) -> VoteType:
    value = meta.values["vote_type"]
    try:
        return VoteType(value)
    except ValueError:
        raise PabulibError(meta.line("vote_type"), "bad_value", key="vote_type", value=value) from None


def _project(line: int, cells: Mapping[str, str], currency: str) -> Project:
    if not PROJECT_ID.fullmatch(cells["project_id"]):
        raise PabulibError(line, "bad_project_id", value=cells["project_id"])
    cost = money(line, _COST, cells[_COST], currency)
    categories = tuple(dict.fromkeys(cells.get("category", "").split(","))) if cells.get("category") else ()
    return Project(cells["project_id"], cost, cells.get("name", ""), categories, cells.get("neighborhood", ""))
