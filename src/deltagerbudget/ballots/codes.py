"""Voting codes: made once, kept as hashes, and tried by whoever has a letter. No person, no journal, no address."""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.casting import lock_voter
from deltagerbudget.ballots.code_rules import (
    MOST_WRONG,
    RESTS,
    SLOW_UNTIL,
    Code,
    CodeState,
    is_slowed,
    new_code,
    of_form,
)
from deltagerbudget.ballots.keybox import Box
from deltagerbudget.ballots.models import CodeBatch, SlowTry, Vote, VotingCode, WrongCodes

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


def prepared(vote_id: uuid.UUID, holders: Sequence[Holder], told: Callable[[int], None] | None = None) -> Prepared:
    """Make a code for each holder, in their order; ``told`` hears how many there are so far.

    Slow on purpose: to be done before anything is locked.

    SECURITY: the rows stand in the order of their handles, which is no order at all: whoever has the list of
    residents and the database learns from it nothing about who is behind which pseudonym.
    """
    box = keybox.box(vote_id)
    made = _fresh(box, vote_id, len(holders))
    # The hash lets go of the interpreter, so the machine's cores share the work.
    with ThreadPoolExecutor() as pool:
        rows = []
        for row in pool.map(lambda pair: _row(box, vote_id, *pair), zip(made, holders, strict=True)):
            rows.append(row)
            if told:
                told(len(rows))
    return Prepared(tuple(made), tuple(sorted(rows, key=lambda row: row.handle)))


def store(batch: CodeBatch, ready: Prepared) -> None:
    for row in ready.rows:
        row.batch = batch
    VotingCode.objects.bulk_create(ready.rows, batch_size=500)


def code_of_form(vote_id: uuid.UUID, public_id: str) -> Code:
    """What stands on the ballot that comes with the letter of this code."""
    return of_form(public_id, keybox.box(vote_id).form_mac(public_id))


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

    SECURITY: the same work whether the code is unknown, wrong, resting or void. What is right writes nothing, so that
    no row tells when a code was used; what is wrong is counted at the code and at the vote, never at an address.
    """
    box = keybox.box(vote.pk)
    handle = box.code_handle(code.public_id)
    valid = VotingCode.objects.filter(vote=vote, handle=handle, state=CodeState.VALID)
    found = valid.select_related("batch").first()
    salt, stored = (bytes(found.salt), bytes(found.hash)) if found else _NOBODY
    is_right = hmac.compare_digest(box.code_hash(code.public_id, code.secret, salt), stored)
    with transaction.atomic():
        # However many tries of one name are sent at once, they are answered one after the other.
        lock_voter(vote.pk, handle)
        awake = valid.filter(Q(rests_until=None) | Q(rests_until__lte=at))
        wrong = awake.values_list("wrong", flat=True).first()
        if found is not None and is_right and wrong is not None:
            return found
        is_last = wrong is not None and wrong + 1 >= MOST_WRONG
        awake.update(wrong=0 if is_last else F("wrong") + 1, rests_until=at + RESTS if is_last else None)
        _count_wrong(vote, at)
    return None


def use_up(ticket: str, *, at: datetime) -> bool:
    """Whether this ticket to a slow try was not used before. A second use, at once or later, finds it gone."""
    SlowTry.objects.filter(expires_at__lte=at).delete()
    key = hashlib.sha256(ticket.encode()).hexdigest()
    _row, is_new = SlowTry.objects.get_or_create(ticket=key, defaults={"expires_at": at + SLOW_UNTIL})
    return is_new


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
