"""What two persons change of a vote."""

from __future__ import annotations

from collections.abc import Callable

from tests import make

from deltagerbudget.acts.actor import Actor
from deltagerbudget.ballots.changes import Words
from deltagerbudget.ballots.models import Vote
from deltagerbudget.counting.model import Election

WHY = Words("Grunden er solgt til anden side.", "The ground was sold.")
WHAT = Words("Siden var nede i 40 minutter.", "The site was down.", "Det, der er afleveret, ligger sikkert.", "Safe.")


def both(act: Callable[[Actor], bool]) -> None:
    """Tove asks, Tom confirms."""
    assert not act(make.tove())
    assert act(make.tom())


def changed(vote: Vote) -> Vote:
    return Vote.objects.select_related("process").get(pk=vote.pk)


def choices_of(election: Election) -> list[tuple[str, ...]]:
    return [ballot.projects for ballot in election.ballots for _ in range(ballot.number)]
