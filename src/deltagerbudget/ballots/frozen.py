"""The frozen configuration of a vote: everything that may not change, as one canonical text."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import override

from deltagerbudget.acts.vocabulary import Channel
from deltagerbudget.ballots.rules import GRACE, REGISTER_WINDOW, Paper
from deltagerbudget.counting import model as counting
from deltagerbudget.counting.ballots import Limits, VoteType
from deltagerbudget.counting.rule import CapKind, Rule
from deltagerbudget.identity.residence import registry
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.regulation import LANGUAGES, Subject, regulation
from deltagerbudget.processes.rules import Leftover, Span
from deltagerbudget.processes.terms import Terms, terms_of
from deltagerbudget.proposals.models import Proposal

VERSION = "config/v1"
Texts = dict[str, list[list[str | bool]]]


def configuration(
    process: Process, span: Span, proposals: list[Proposal], ref_kind: str, *, terms: Terms | None = None
) -> dict[str, Any]:
    """Amounts in øre, times in ISO 8601 with offset, projects in the order of their numbers.

    `terms` are those of the process, unless others are given.
    """
    terms, exclusive = terms or terms_of(process), groups(proposals)
    only = _only_area(process) if _minds_areas(terms.rule) else ""
    return {
        "t": VERSION,
        "process": process.slug,
        "title": process.title,
        "challenge": process.challenge,
        "criteria": process.criteria,
        "areas": sorted(area.slug for area in process.areas.all()),
        "vote_min_age": process.vote_min_age,
        "age_on": process.age_on.isoformat(),
        "channels": sorted(process.channels),
        "ties": sorted(process.ties),
        "address_ranges": process.address_ranges,
        "amount_ore": process.amount_ore,
        "currency": process.currency,
        "vote_type": str(terms.vote_type),
        "limits": terms.limits.to_data(),
        "rule": terms.rule.to_data(),
        "exclusive": exclusive,
        "regulation": regulation_of(process, terms, titles_of(exclusive, proposals)),
        "leftover": str(process.leftover),
        "start_within_months": process.start_within_months,
        "finish_within_months": process.finish_within_months,
        "ref_kind": ref_kind,
        "opens_at": span.starts_at.isoformat(),
        "closes_at": span.ends_at.isoformat(),
        "grace_seconds": int(GRACE.total_seconds()),
        "register_days": REGISTER_WINDOW.days,
        "projects": [_project(proposal, only) for proposal in proposals],
    }


def terms_in(config: Mapping[str, Any]) -> Terms:
    """Ballot and rule of a frozen configuration; without the lot."""
    return Terms(
        VoteType(config["vote_type"]), Limits.from_data(config["limits"]), Rule.from_data(dict(config["rule"]))
    )


def paper_in(config: Mapping[str, Any]) -> Paper:
    """What is on the ballot of a frozen configuration, and what it may hold."""
    projects = [
        counting.Project(str(item["number"]), item["cost_ore"], item["title"], tuple(item["categories"]), item["area"])
        for item in config["projects"]
    ]
    terms = terms_in(config)
    return Paper(terms.vote_type, terms.limits, {project.id: project for project in projects})


def groups(proposals: Sequence[Proposal]) -> list[list[str]]:
    """The numbers of the proposals of which at most one can win, group by group."""
    words = sorted({proposal.exclusive_group for proposal in proposals} - {""})
    found = [[str(each.number) for each in proposals if each.exclusive_group == word] for word in words]
    return sorted(group for group in found if len(group) > 1)


def titles_of(exclusive: Sequence[Sequence[str]], proposals: Sequence[Proposal]) -> tuple[tuple[str, ...], ...]:
    titles = {str(proposal.number): proposal.title for proposal in proposals}
    return tuple(tuple(titles[number] for number in group) for group in exclusive)


def regulation_of(process: Process, terms: Terms, exclusive: tuple[tuple[str, ...], ...]) -> Texts:
    """Heading and text of each clause, by language; `exclusive` are titles."""
    leftover = None if process.is_imported else Leftover(process.leftover)
    ways, grace = frozenset[Channel]() if process.is_imported else process.ways, int(GRACE.total_seconds()) // 60
    built = None if process.is_imported else (process.start_within_months, process.finish_within_months)
    days = register_days(process)
    subject = Subject(process.amount_ore, process.currency, leftover, exclusive, ways, grace, days, built)
    said = {}
    for language in LANGUAGES:
        with override(language):
            said[language] = [clause.to_data() for clause in regulation(terms, subject)]
    return said


def register_days(process: Process) -> int:
    """How long after the closing a register may answer; 0 where none is asked."""
    return REGISTER_WINDOW.days if process.address_ranges and registry() is not None else 0


def _minds_areas(rule: Rule) -> bool:
    return bool(rule.least_per_area) or any(cap.kind is CapKind.AREA for cap in rule.caps)


def _only_area(process: Process) -> str:
    """The name of the area, where there is only one: then every proposal belongs to it."""
    areas = list(process.areas.all())
    return areas[0].name if len(areas) == 1 else ""


def without_area(process: Process, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Those that rules on areas would pass over, because nobody has said where they belong."""
    if not _minds_areas(terms_of(process).rule) or _only_area(process):
        return []
    return [proposal for proposal in proposals if not proposal.area_name]


def _project(proposal: Proposal, only_area: str) -> dict[str, Any]:
    return {
        "number": proposal.number,
        "title": proposal.title,
        "cost_ore": proposal.price_ore,
        "categories": [proposal.category] if proposal.category else [],
        "area": only_area or proposal.area_name,
        "text_sha256": text_digest(proposal),
    }


def text_digest(proposal: Proposal) -> str:
    """SHA-256 of the text that voters read."""
    texts = (proposal.title, proposal.what, proposal.why, proposal.for_whom, proposal.place)
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()
