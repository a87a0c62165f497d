"""From a deltagerbudget to what is printed of it."""

from __future__ import annotations

from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.ballots.frozen import configuration
from deltagerbudget.ballots.models import Vote
from deltagerbudget.letters.papers import Source
from deltagerbudget.processes.models import Process


def source_of(process: Process) -> Source | None:
    """What is frozen; before that a draft of it; None where there is nothing to vote for yet."""
    vote = Vote.objects.filter(process=process).first()
    if vote is not None:
        return Source(process, vote.frozen, vote.config_sha256)
    span, proposals = process.span_of(PhaseKind.VOTE), list(process.proposals.on_ballot())
    if span is None or not proposals:
        return None
    return Source(process, configuration(process, span, proposals, ""), "")
