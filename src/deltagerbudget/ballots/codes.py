"""Voting codes: made once, kept as hashes, and tried by whoever has a letter. No person, no journal, no address."""

from __future__ import annotations

import hmac
import logging
import secrets
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.code_rules import MOST_WRONG, Code, CodeState, is_slowed, new_code
from deltagerbudget.ballots.keybox import Box
from deltagerbudget.ballots.models import CodeBatch, Vote, VotingCode, WrongCodes

log = logging.getLogger(__name__)
_HOUR = timedelta(hours=1)
_SALT = 16
# What a code that does not exist is compared with, so that it takes as long as one that does.
_NOBODY = (b"\0" * _SALT, b"\0" * 32)


@dataclass(frozen=True)
class Holder:
    """Whose ballot a code opens: a pseudonym, or none yet where cards are handed out."""

    area: str
    pseudonym: str = ""


@dataclass(frozen=True)
class Prepared:
    """Codes in the order of their holders, and the rows to store, in another order."""

    codes: tuple[Code, ...] = field(repr=False)
    rows: tuple[VotingCode, ...] = field(repr=False)


def prepared(vote_id: uuid.UUID, holders: Sequence[Holder]) -> Prepared:
    """Make a code for each holder, in their order. Slow on purpose: to be done before anything is locked.

    SECURITY: the rows stand in the order of their handles, which is no order at all: whoever has the list of
    residents and the database learns from it nothing about who is behind which pseudonym.
    """
    box = keybox.box(vote_id)
    made = _fresh(box, vote_id, len(holders))
    # The hash lets go of the interpreter, so the machine's cores share the work.
    with ThreadPoolExecutor() as pool:
        rows = list(pool.map(lambda pair: _row(box, vote_id, *pair), zip(made, holders, strict=True)))
    return Prepared(tuple(made), tuple(sorted(rows, key=lambda row: row.handle)))


def store(batch: CodeBatch, ready: Prepared) -> None:
    for row in ready.rows:
        row.batch = batch
    VotingCode.objects.bulk_create(ready.rows, batch_size=500)


def valid_of(vote: Vote, pseudonym: str) -> VotingCode | None:
    valid = VotingCode.objects.filter(vote=vote, pseudonym=pseudonym, state=CodeState.VALID)
    return valid.select_related("batch").first()


def holders_of(vote: Vote) -> set[str]:
    """The pseudonyms that have a code."""
    return set(VotingCode.objects.filter(vote=vote, state=CodeState.VALID).values_list("pseudonym", flat=True))


def replace(vote: Vote, pseudonym: str) -> None:
    """End the code of one resident."""
    valid = VotingCode.objects.filter(vote=vote, pseudonym=pseudonym, state=CodeState.VALID)
    valid.update(state=CodeState.REPLACED)


def opened_by(vote: Vote, code: Code, *, at: datetime) -> VotingCode | None:
    """The code's row if everything is right, else None.

    SECURITY: the same work whether the code is unknown, wrong, locked or void. What is right writes nothing, so that
    no row tells when a code was used; what is wrong is counted at the code and at the vote, never at an address.
    """
    box = keybox.box(vote.pk)
    mine = VotingCode.objects.filter(vote=vote, handle=box.code_handle(code.public_id), state=CodeState.VALID)
    found = mine.filter(wrong__lt=MOST_WRONG).select_related("batch").first()
    salt, stored = (bytes(found.salt), bytes(found.hash)) if found else _NOBODY
    is_right = hmac.compare_digest(box.code_hash(code.public_id, code.secret, salt), stored)
    if found is not None and is_right:
        return found
    mine.filter(wrong__lt=MOST_WRONG).update(wrong=F("wrong") + 1)
    _count_wrong(vote, at)
    return None


def is_slow(vote: Vote, *, at: datetime) -> bool:
    """Whether the breaker of the vote is out: too many wrong codes in the last hour, from wherever."""
    recent = WrongCodes.objects.filter(vote=vote, since__gt=at - _HOUR)
    wrong = recent.aggregate(total=Coalesce(Sum("count"), 0))["total"]
    return bool(wrong) and is_slowed(wrong=wrong, issued=VotingCode.objects.filter(vote=vote).count())


def _count_wrong(vote: Vote, at: datetime) -> None:
    since = at.replace(minute=at.minute - at.minute % 10, second=0, microsecond=0)
    WrongCodes.objects.get_or_create(vote=vote, since=since)
    was_slow = is_slow(vote, at=at)
    WrongCodes.objects.filter(vote=vote, since=since).update(count=F("count") + 1)
    if not was_slow and is_slow(vote, at=at):
        log.warning("many wrong voting codes are typed; trying is slowed down")


def _fresh(box: Box, vote_id: uuid.UUID, count: int) -> list[Code]:
    """As many codes as asked for, each with a name that no other code of the vote has."""
    taken = set(VotingCode.objects.filter(vote_id=vote_id).values_list("handle", flat=True))
    made: list[Code] = []
    while len(made) < count:
        code = new_code()
        handle = box.code_handle(code.public_id)
        if handle not in taken:
            taken.add(handle)
            made.append(code)
    return made


def _row(box: Box, vote_id: uuid.UUID, code: Code, holder: Holder) -> VotingCode:
    salt = secrets.token_bytes(_SALT)
    return VotingCode(
        vote_id=vote_id,
        handle=box.code_handle(code.public_id),
        salt=salt,
        hash=box.code_hash(code.public_id, code.secret, salt),
        pseudonym=holder.pseudonym or box.pseudonym(f"code|{code.public_id}"),
        area=holder.area,
    )
