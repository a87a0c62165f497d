"""Voting itself: a session under a pseudonym, casting, and reading back. No person, no journal, no minute."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext as _

from deltagerbudget.acts import clock
from deltagerbudget.acts.refusals import NotNow, NotPossible
from deltagerbudget.acts.vocabulary import Channel
from deltagerbudget.ballots import keybox, tally
from deltagerbudget.ballots.code_rules import CodeState
from deltagerbudget.ballots.models import (
    Ballot,
    BallotQuerySet,
    Participation,
    Station,
    Vote,
    VotingCode,
    VotingSession,
)
from deltagerbudget.ballots.rules import InvalidChoice, Sheet, filled_in, refuse_withdrawn, takes_ballots
from deltagerbudget.ledger import choice as choices

SESSION = timedelta(minutes=30)
# Of an imported election that names no limit.
_MOST_POINTS = 10**9
_KEY = re.compile(r"[0-9a-f]{64}", re.ASCII)


class ChangedElsewhere(NotPossible):
    """The voter's ballot was changed in another window or on another device since this page was shown."""


@dataclass(frozen=True)
class Stored:
    """What lies in the ballot box for one voter: read back, never taken from the form."""

    version: int
    sheet: Sheet
    # Cast elsewhere by whoever this session stands for; then the sheet is empty.
    is_hidden: bool = False
    # Whether this call wrote it; reading back and the same key again write nothing.
    is_new: bool = field(default=False, compare=False)


class PaperHandedOut(NotPossible):
    """The voter was handed a ballot on paper, and that one counts."""


def begin_session(
    vote: Vote, *, pseudonym: str, area: str, channel: Channel, at: datetime, station: Station | None = None
) -> str:
    """Give a browser half an hour under the pseudonym. Returns the secret of the cookie; the database keeps its hash.

    SECURITY: no row that this writes is a person's, none is a ballot's.
    """
    VotingSession.objects.filter(expires_at__lte=at).delete()
    sid = secrets.token_urlsafe(32)
    VotingSession.objects.create(
        sid_hash=_hash(sid),
        vote=vote,
        pseudonym=pseudonym,
        area=area,
        channel=channel,
        station=station,
        expires_at=at + SESSION,
    )
    tally.note(
        tally.Event.IDENTIFIED, at=at, vote_id=vote.pk, channel=channel, station_id=station.pk if station else None
    )
    return sid


def session_of(sid: str, vote: Vote, *, at: datetime) -> VotingSession | None:
    for session in VotingSession.objects.filter(sid_hash=_hash(sid), vote=vote, expires_at__gt=at):
        session.vote = vote
        return session
    return None


def end_session(sid: str) -> None:
    VotingSession.objects.filter(sid_hash=_hash(sid)).delete()


def stored_ballot(session: VotingSession) -> Stored | None:
    """The voter's current ballot, decrypted.

    SECURITY: staff could make a code from a number without the person. The desk's shows what was cast in this session,
    and a letter's what was cast by this very letter; nothing else.
    """
    ballot = _current(session)
    is_by_code = session.channel in {Channel.DESK, Channel.LETTER}
    if ballot is not None and is_by_code and not _is_of(session, ballot.idempotency_key):
        return Stored(ballot.version, Sheet(), is_hidden=True)
    return _read(ballot, session.vote) if ballot else None


def new_key(session: VotingSession, *, nonce: str = "") -> str:
    """For one page that hands in. Random, and known again by the session or the letter that it was made for."""
    nonce = nonce or secrets.token_hex(16)
    return nonce + _mark(session, nonce)


def _is_of(session: VotingSession, key: str) -> bool:
    return hmac.compare_digest(_mark(session, key[:32]), key[32:])


def _mark(session: VotingSession, nonce: str) -> str:
    """SECURITY: made with the keys of the vote, so that no copy of the database tells by which way a ballot came."""
    made_by = session.sid_hash
    if session.channel in {Channel.LETTER, Channel.POSTAL}:
        mine = VotingCode.objects.filter(vote_id=session.vote_id, pseudonym=session.pseudonym, state=CodeState.VALID)
        made_by = mine.values_list("handle", flat=True).first() or made_by
    return keybox.pseudonym(session.vote_id, f"mark|{made_by}|{nonce}")[:32]


@transaction.atomic(durable=True)
def cast_ballot(
    session: VotingSession,
    *,
    raw: Sequence[str],
    idempotency_key: str,
    expected_version: int,
    ticket_at: datetime | None,
    at: datetime,
) -> Stored:
    """Store the ballot, or change the one that lies there; all of it or nothing, committed before the answer.

    1. Lock the vote (shared) and the voter, so that neither closing nor a second cast slips in between.
    2. The same key again gives the same ballot again; with other choices it is refused.
    3. Judge the time, then the choice by the frozen configuration, then that the voter saw the current version.
    4. Encrypt and insert one row.
    """
    if not _KEY.fullmatch(idempotency_key):
        raise InvalidChoice("key", _("The ballot could not be read. Start again from the list."))
    vote = _lock(session)
    latest = _current(session)
    # Most voters have nothing in the box yet: then there is nothing to repeat.
    repeated = _of_voter(session).filter(idempotency_key=idempotency_key).first() if latest else None
    if repeated is not None:
        return _repeat(repeated, vote, raw)
    if not takes_ballots(vote.hours, at=clock.judged(at), ticket_at=ticket_at):
        raise NotNow(_("The vote is closed. Your ballot was not stored."))
    if Channel.PAPER in vote.channels and has_paper(session.vote_id, session.pseudonym):
        raise PaperHandedOut(
            _("You were handed a ballot on paper, and that one counts. Give it back unused, and you can vote here.")
        )
    sheet = filled_in(raw, vote.paper)
    refuse_withdrawn(sheet, vote.paper, vote.withdrawn)
    version = latest.version if latest else 0
    if version != expected_version:
        raise ChangedElsewhere(_("Your vote was changed somewhere else. See what is stored, and change it from there."))
    Ballot.objects.create(
        vote=vote,
        pseudonym=session.pseudonym,
        version=version + 1,
        ciphertext=_encrypt(session, vote, version + 1, sheet),
        idempotency_key=idempotency_key,
    )
    return Stored(version + 1, sheet, is_new=True)


def has_paper(vote_id: uuid.UUID, pseudonym: str) -> bool:
    return Participation.objects.filter(vote_id=vote_id, pseudonym=pseudonym).exists()


def _repeat(ballot: Ballot, vote: Vote, raw: Sequence[str]) -> Stored:
    stored = _read(ballot, vote)
    if filled_in(raw, vote.paper) != stored.sheet:
        raise InvalidChoice(
            "key-reused", _("This page was already used for another ballot. Start again from the list.")
        )
    return stored


def _lock(session: VotingSession) -> Vote:
    """SECURITY: closing takes this row exclusively, so a ballot is either in before it or refused after it.

    The advisory lock lets one voter through at a time: two devices at once become two versions, never two ballots.
    On SQLite the transaction itself is the lock.
    """
    vote, columns = session.vote, ("opens_at", "closes_at", "closed_at", "withdrawn")
    if connection.vendor != "postgresql":
        now = Vote.objects.values_list(*columns).get(pk=vote.pk)
    else:
        statement = f"SELECT {', '.join(columns)}, pg_advisory_xact_lock(%s) FROM ballots_vote WHERE id = %s FOR SHARE"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(statement, [_lock_number(vote.pk, session.pseudonym), vote.pk])
            *hours, withdrawn, _locked = cursor.fetchone()
            now = (*hours, json.loads(withdrawn))
    # Everything else of it is frozen.
    vote.opens_at, vote.closes_at, vote.closed_at, vote.withdrawn = now
    return vote


def lock_voter(vote_id: uuid.UUID, pseudonym: str) -> None:
    """The same lock for whoever hands out paper: a ballot is in before it or refused after it. Ends with the commit."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_lock_number(vote_id, pseudonym)])


def _lock_number(vote_id: uuid.UUID, pseudonym: str) -> int:
    digest = hashlib.sha256(f"{vote_id}:{pseudonym}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def _current(session: VotingSession) -> Ballot | None:
    return _of_voter(session).order_by("-version").first()


def _of_voter(session: VotingSession) -> BallotQuerySet:
    return Ballot.objects.filter(vote_id=session.vote_id, pseudonym=session.pseudonym)


def _encrypt(session: VotingSession, vote: Vote, version: int, sheet: Sheet) -> bytes:
    plain = choices.encode(area=session.area, ids=sheet.ids, points=sheet.points, size=choice_size(vote))
    return keybox.encrypt(vote.pk, session.pseudonym, version, plain)


def choice_size(vote: Vote) -> int:
    """SECURITY: every ballot of a vote has the same length, whatever it names."""
    paper = vote.paper
    longest_area = max(vote.frozen["areas"], key=len, default="")
    points = paper.limits.most_points or paper.limits.most_sum or _MOST_POINTS if paper.vote_type.has_points else 0
    return choices.padded_size(longest_area, paper.projects, paper.limits.most, points=points)


def _read(ballot: Ballot, vote: Vote) -> Stored:
    plain = keybox.decrypt(vote.pk, ballot.pseudonym, ballot.version, bytes(ballot.ciphertext))
    return Stored(ballot.version, sheet_of(choices.decode(plain)))


def sheet_of(choice: choices.Choice) -> Sheet:
    return Sheet(tuple(int(name) for name in choice.ids), choice.points)


def _hash(sid: str) -> str:
    return hashlib.sha256(sid.encode()).hexdigest()
