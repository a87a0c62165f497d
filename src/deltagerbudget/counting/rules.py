"""The one door to counting: an election in, its outcome out."""

from __future__ import annotations

from collections.abc import Callable

from .greedy import greedy
from .model import Election, Method
from .outcome import Outcome

_METHODS: dict[Method, Callable[[Election], Outcome]] = {Method.GREEDY: greedy}


def count(election: Election) -> Outcome:
    """Count by the election's own rule; raises LotNeeded when a tie that matters has no lot. SPEC §3"""
    return _METHODS[election.rule.method](election)
