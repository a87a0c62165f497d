"""The files of a result that anyone can download."""

from __future__ import annotations

from deltagerbudget.ballots.models import Vote
from deltagerbudget.counting.model import Election
from deltagerbudget.counting.outcome import Outcome


def pabulib_text(vote: Vote, election: Election, outcome: Outcome) -> str:
    """The election as a canonical Pabulib file: projects, prices and anonymous ballots."""
    raise NotImplementedError
