"""The frozen configuration of a vote: everything that may not change, as one canonical text."""

from __future__ import annotations

import hashlib
from typing import Any

from deltagerbudget.ballots.rules import GRACE
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.rules import Span
from deltagerbudget.proposals.models import Proposal

VERSION = "config/v1"


def configuration(process: Process, span: Span, proposals: list[Proposal], ref_kind: str) -> dict[str, Any]:
    """Amounts in øre, times in ISO 8601 with offset, projects in the order of their numbers."""
    return {
        "t": VERSION,
        "process": process.slug,
        "title": process.title,
        "challenge": process.challenge,
        "criteria": process.criteria,
        "areas": sorted(area.slug for area in process.areas.all()),
        "vote_min_age": process.vote_min_age,
        "age_on": process.age_on.isoformat(),
        "amount_ore": process.amount_ore,
        "currency": process.currency,
        "ballot_type": str(process.ballot_type),
        "min_choices": process.min_choices,
        "max_choices": process.max_choices,
        "rule": str(process.count_rule),
        "threshold_votes": process.threshold_votes,
        "threshold_percent": process.threshold_percent,
        "all_fit": process.all_fit,
        "tie_chain": list(process.tie_chain),
        "leftover": str(process.leftover),
        "ref_kind": ref_kind,
        "opens_at": span.starts_at.isoformat(),
        "closes_at": span.ends_at.isoformat(),
        "grace_seconds": int(GRACE.total_seconds()),
        "projects": [_project(proposal) for proposal in proposals],
    }


def _project(proposal: Proposal) -> dict[str, Any]:
    return {
        "number": proposal.number,
        "title": proposal.title,
        "cost_ore": proposal.price_ore,
        "text_sha256": text_digest(proposal),
    }


def text_digest(proposal: Proposal) -> str:
    """SHA-256 of the text that voters read."""
    texts = (proposal.title, proposal.what, proposal.why, proposal.for_whom, proposal.place)
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()
