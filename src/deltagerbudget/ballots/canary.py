"""Whether the keys still open what lies in the box: one ballot at random. Where not, nobody hands in any more."""

from __future__ import annotations

import secrets
import time
import uuid

from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.models import Ballot, Vote
from deltagerbudget.ledger import choice as choices

# So long a process believes what it saw: a broken box is found within minutes, not in the count.
BELIEVED = 300.0
_seen: dict[uuid.UUID, float] = {}


class BrokenBoxError(Exception):
    """A ballot of this vote cannot be opened. Names the row, which says nothing of a person."""


def opens(vote: Vote) -> None:
    """Open one ballot at random. Raises BrokenBoxError or keybox.KeyMissingError."""
    box = keybox.box(vote.pk)
    ballot = _any_of(vote)
    if ballot is None:
        return
    try:
        choices.decode(box.decrypt(ballot.pseudonym, ballot.version, bytes(ballot.ciphertext)))
    except (keybox.UnreadableBallotError, choices.ChoiceError) as error:
        raise BrokenBoxError(str(ballot.pk)) from error


def refuse_if_broken(vote: Vote) -> None:
    """The same, once in a while in each process: before a ballot is handed in."""
    at = time.monotonic()
    if at - _seen.get(vote.pk, -BELIEVED) < BELIEVED:
        return
    opens(vote)
    _seen[vote.pk] = at


def forget() -> None:
    _seen.clear()


def _any_of(vote: Vote) -> Ballot | None:
    """The next row after a random number: ids are random themselves, and the index leads there at once."""
    rows = Ballot.objects.filter(vote=vote)
    start = uuid.UUID(bytes=secrets.token_bytes(16))
    return rows.filter(pk__gte=start).order_by("pk").first() or rows.order_by("pk").first()
