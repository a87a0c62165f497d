"""META and PROJECTS of a Pabulib file. SPEC §7.3"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from .model import LARGEST, PROJECT_ID, Criterion, Project, Rule, Variant, VoteType
from .money import minor_units
from .pabulib_errors import NotYet, PabulibError
from .pabulib_rows import Limits, Rows

REQUIRED = (
    "description",
    "country",
    "unit",
    "instance",
    "num_projects",
    "num_votes",
    "budget",
    "vote_type",
    "rule",
    "date_begin",
    "date_end",
)
VARIANTS = {"greedy": Variant.SKIP, "greedy-threshold": Variant.SKIP, "greedy-no-skip": Variant.STOP}
OTHER_RULES = {
    "greedy-exclusive",
    "greedy-custom",
    "equalshares",
    "equalshares-comparison",
    "equalshares/add1",
    "equalshares/add1-comparison",
    "unknown",
}
OTHER_VOTE_TYPES = {"ordinal", "cumulative", "scoring"}
# Keys that change who is funded or which vote is valid; silently passing over them would give a wrong result.
DECISIVE_KEYS = ("budget_per_category", "budget_per_neighborhood")
# SPEC §7.4: reported, so that a reader of the report knows what the count did not look at.
UNUSED_KEYS = (
    "leftover_budget",
    "min_length_per_category",
    "max_length_per_category",
    "min_sum_cost_per_category",
    "max_sum_cost_per_category",
)
DIGITS = re.compile(r"[0-9]{1,15}")
_COST = "cost"


@dataclass(frozen=True, slots=True)
class Head:
    """All of a file before its votes."""

    meta: Mapping[str, str]
    projects: tuple[Project, ...]
    withdrawn: tuple[Project, ...]
    columns: Mapping[str, Mapping[str, str]]
    budget: int
    currency: str
    vote_type: VoteType
    rule: Rule
    # The line of each META key, for callers that judge its value further.
    lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def unused(self) -> tuple[str, ...]:
        return tuple(key for key in UNUSED_KEYS if self.meta.get(key))


@dataclass(slots=True)
class Meta:
    """The key-value pairs of META with their lines."""

    values: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def line(self, key: str) -> int:
        return self.lines.get(key, 1)

    def whole(self, key: str, default: int | None = None) -> int | None:
        value = self.values.get(key, "")
        if not value and key not in REQUIRED:
            return default
        if not DIGITS.fullmatch(value):
            raise PabulibError(self.line(key), "bad_number", key=key, value=value)
        return int(value)

    @property
    def currency(self) -> str:
        return self.values.get("currency") or "DKK"

    def money(self, key: str) -> int:
        return money(self.line(key), key, self.values[key], self.currency)


def money(line: int, key: str, value: str, currency: str) -> int:
    try:
        amount = minor_units(value, currency)
    except ArithmeticError:
        raise PabulibError(line, "bad_fraction", key=key, value=value, currency=currency) from None
    except ValueError:
        raise PabulibError(line, "bad_money", key=key, value=value) from None
    if not 0 < amount <= LARGEST:
        raise PabulibError(line, "bad_money", key=key, value=value)
    return amount


def read_meta(rows: Rows) -> Meta:
    if rows.next() != ["META"]:
        raise PabulibError(rows.line, "missing_section", value="META")
    header = rows.header("META", "key", "value")
    meta = Meta()
    for row in rows.until("PROJECTS", "META", len(header)):
        pair = dict(zip(header, row, strict=True))
        key = pair["key"]
        if key in meta.values:
            raise PabulibError(rows.line, "duplicate_key", value=key)
        meta.values[key], meta.lines[key] = pair["value"], rows.line
    for key in REQUIRED:
        if key not in meta.values:
            raise PabulibError(rows.line, "missing_key", value=key)
    return meta


def _vote_type(meta: Meta) -> VoteType:
    value = meta.values["vote_type"]
    if value in OTHER_VOTE_TYPES:
        raise NotYet(meta.line("vote_type"), "vote_type", value)
    try:
        return VoteType(value)
    except ValueError:
        raise PabulibError(meta.line("vote_type"), "bad_value", key="vote_type", value=value) from None


def _rule(meta: Meta) -> Rule:
    value = meta.values["rule"]
    if value in OTHER_RULES:
        raise NotYet(meta.line("rule"), "rule", value)
    if value not in VARIANTS:
        raise PabulibError(meta.line("rule"), "bad_value", key="rule", value=value)
    for key in DECISIVE_KEYS:
        if meta.values.get(key):
            raise NotYet(meta.line(key), "META key", key)
    threshold = meta.whole("min_project_score_threshold", 0) or 0
    if value == "greedy-threshold" and not meta.values.get("min_project_score_threshold"):
        raise PabulibError(meta.line("rule"), "missing_key", value="min_project_score_threshold")
    all_fit = meta.values.get("fully_funded") == "1"
    return Rule(variant=VARIANTS[value], threshold=threshold, all_fit=all_fit, ties=(Criterion.FILE_ORDER,))


def read_projects(rows: Rows, meta: Meta, limits: Limits) -> tuple[Head, dict[str, int]]:
    """The head, and the cost of every project that a vote may name."""
    vote_type, rule, budget = _vote_type(meta), _rule(meta), meta.money("budget")
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
    head = Head(
        meta=meta.values,
        projects=tuple(project for project in projects.values() if project.cost <= budget),
        withdrawn=tuple(project for project in projects.values() if project.cost > budget),
        columns=columns,
        budget=budget,
        currency=meta.currency,
        vote_type=vote_type,
        rule=rule,
        lines=meta.lines,
    )
    return head, {project.id: project.cost for project in projects.values()}


def _project(line: int, cells: Mapping[str, str], currency: str) -> Project:
    if not PROJECT_ID.fullmatch(cells["project_id"]):
        raise PabulibError(line, "bad_project_id", value=cells["project_id"])
    cost = money(line, _COST, cells[_COST], currency)
    return Project(cells["project_id"], cost, cells.get("name", ""))


def check_count(meta: Meta, key: str, found: int) -> None:
    said = meta.whole(key)
    if said != found:
        raise PabulibError(meta.line(key), "bad_count", key=key, said=said or 0, found=found)
