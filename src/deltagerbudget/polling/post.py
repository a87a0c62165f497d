"""Ballots that come by post: entered twice and blind, and handed in as ballots of the code that stands on them.

SECURITY: the code of a form opens nothing but this: whoever opens the letters can neither vote with it elsewhere nor
see what a resident votes afterwards. No form has an entry in the journal, and nothing of it is kept once it is in.
"""

from __future__ import annotations

import hmac
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts import clock
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotNow, NotPossible
from deltagerbudget.acts.vocabulary import Act, Channel
from deltagerbudget.ballots import casting, tally
from deltagerbudget.ballots.changes import Words, by_two, publish
from deltagerbudget.ballots.code_rules import CodeState, read_form
from deltagerbudget.ballots.codes import code_of_form
from deltagerbudget.ballots.keybox import box
from deltagerbudget.ballots.models import SetAside, Vote, VotingCode, VotingSession
from deltagerbudget.ballots.rules import InvalidChoice, without
from deltagerbudget.polling import sheets
from deltagerbudget.polling.post_models import Fate, FormEntry, PostCount
from deltagerbudget.polling.post_sums import PostSums, post_sums_of
from deltagerbudget.polling.reading import read_all
from deltagerbudget.polling.sheets import Reading

# What a ballot waits for that is not handed in yet.
SECOND, THIRD = "second", "third"
MOST_AT_ONCE = 2000
TYPE_AGAIN = _("It is too long since you typed the code. Type it again.")
_LATE = _("The vote is not open. What comes now is counted as set aside: write how many.")
_SIDES = (FormEntry.FIRST, FormEntry.SECOND, FormEntry.THIRD)


def code_of(vote: Vote, typed: str) -> VotingCode:
    """The code that stands on a form. Raises NotPossible with what to do."""
    if vote.closed_at is not None:
        raise NotNow(_LATE)
    given = read_form(typed)
    is_right = hmac.compare_digest(code_of_form(vote.pk, given.public_id).secret, given.secret)
    found = VotingCode.objects.filter(vote=vote, handle=box(vote.pk).code_handle(given.public_id)).first()
    if found is None or not is_right:
        raise NotPossible(_("No ballot of this vote has this code. Compare it with the paper, sign by sign."))
    if found.state != CodeState.VALID:
        raise NotPossible(_("This code was replaced or made void. Set the ballot aside as one without a code."))
    return found


def enter_form(actor: Actor, vote: Vote, code: VotingCode, *, typed: str, has_seen: bool, at: datetime) -> str:
    """What one person reads on it. Returns what it waits for now, or its end. Raises ToCheck unless ``has_seen``.

    1. The reading is kept, under the lock of the code, by nobody twice.
    2. Where two agree, or a third has looked, it is cast like any ballot, in a transaction of its own.
    3. Then what was read is deleted, and its end is counted.
    """
    permit(Act.ENTER_FORM, actor, area_ids=vote.process.area_ids, phase=vote.process.phase_at(at))
    _check_open(vote, at)
    _keep(actor, vote, code, typed, has_seen=has_seen)
    entries = _entries(code)
    reading = _agreed(vote, code, entries)
    if reading is None:
        return THIRD if len(entries) > 1 else SECOND
    fate = _cast(vote, code, reading, f"{entries[0].pk}", at)
    _forget(vote, code, fate)
    return fate.value


@transaction.atomic
def receive_forms(actor: Actor, vote: Vote, *, count: int, at: datetime) -> None:
    """How many letters were opened. Those that come when the vote is closed are set aside at once."""
    vote = _locked(vote)
    permit(Act.RECEIVE_FORMS, actor, area_ids=vote.process.area_ids, phase=vote.process.phase_at(at))
    _check_unfinished(vote)
    if not 1 <= count <= MOST_AT_ONCE:
        raise NotPossible(_("Write a number from 1 to %(most)s.") % {"most": MOST_AT_ONCE})
    _count(vote, "", count)
    is_late = not vote.is_open(clock.judged(at))
    if is_late:
        _count(vote, Fate.LATE, count)
    record(Act.RECEIVE_FORMS, actor, vote, at=at, process_id=vote.process_id, count=count, late=int(is_late))


@transaction.atomic
def set_aside_form(actor: Actor, vote: Vote, *, at: datetime) -> None:
    """A ballot on which no valid code stands: nobody can know whose it is, so it cannot be counted."""
    vote = _locked(vote)
    permit(Act.SET_ASIDE_FORM, actor, area_ids=vote.process.area_ids, phase=vote.process.phase_at(at))
    _check_unfinished(vote)
    _check_open(vote, at)
    _count(vote, Fate.CODE, 1)
    record(Act.SET_ASIDE_FORM, actor, vote, at=at, process_id=vote.process_id)


@transaction.atomic
def finish_post(actor: Actor, vote: Vote, *, words: Words | None = None, at: datetime) -> bool:
    """All that came by post is in the box or set aside. True once it is signed off.

    SECURITY: where a ballot is missing, or was not entered in time, it takes two and a reason that everyone can read.
    """
    vote = _locked(vote)
    permit(Act.FINISH_POST, actor, area_ids=vote.process.area_ids, phase=vote.process.phase_at(at))
    _check_unfinished(vote)
    if vote.closed_at is None:
        raise NotNow(_("The vote is not closed yet. Until then ballots can come."))
    sums, change = post_sums_of(vote), None
    if not sums.is_even:
        change = by_two(Act.FINISH_POST, actor, vote, words or Words(""), at, number=sums.missing + sums.of(Fate.CODE))
        if change is None:
            return False
        publish(change, actor, vote, at)
    _end(vote, sums)
    vote.post_counted_at = at
    vote.save(update_fields=["post_counted_at"])
    numbers = {"received": sums.received, "cast": sums.of(Fate.CAST), "change": change.pk if change else None}
    record(Act.FINISH_POST, actor, vote, at=at, process_id=vote.process_id, **numbers)
    return True


@transaction.atomic
def _keep(actor: Actor, vote: Vote, code: VotingCode, typed: str, *, has_seen: bool) -> None:
    VotingCode.objects.select_for_update(of=("self",)).get(pk=code.pk)
    entries = _entries(code)
    # Whoever comes after a failure hands in what two have read already.
    if _agreed(vote, code, entries) is not None:
        return
    if any(entry.entered_by_id == actor.person_id for entry in entries):
        raise NotPossible(_("You have entered this ballot already. Another person enters it now."))
    reading = read_all(vote, {1: typed}, has_seen=has_seen)[1]
    side, keys = _SIDES[len(entries)], box(vote.pk)
    ciphertext = keys.encrypt(_entry_name(vote, code, side), 1, sheets.packed(reading))
    assert actor.person_id is not None  # noqa: S101 - whoever has a role is a person
    FormEntry.objects.create(code=code, side=side, entered_by_id=actor.person_id, ciphertext=ciphertext)


def _cast(vote: Vote, code: VotingCode, reading: Reading, nonce: str, at: datetime) -> Fate:
    """As a ballot of that code, for whoever has not voted in another way. A project that has left is passed over."""
    if reading.fault:
        return Fate.UNREADABLE if reading.fault == "unreadable" else Fate.INVALID
    if not VotingCode.objects.filter(pk=code.pk, state=CodeState.VALID).exists():
        return Fate.CODE
    if SetAside.objects.filter(vote=vote, pseudonym=code.pseudonym).exists():
        return Fate.RIGHT
    who = {"pseudonym": code.pseudonym, "area": code.area}
    session = VotingSession(vote=vote, channel=Channel.POSTAL, **who)
    sheet = without(sheets.sheet(reading, vote.paper), vote.withdrawn)
    try:
        stored = casting.cast_ballot(
            session,
            raw=sheet.values(vote.paper),
            idempotency_key=casting.new_key(session, nonce=box(vote.pk).pseudonym(f"post|{nonce}")[:32]),
            # A ballot that the resident gave in another way stays, whichever came first.
            expected_version=0,
            ticket_at=None,
            at=at,
        )
    except (casting.ChangedElsewhere, casting.PaperHandedOut):
        return Fate.VOTED
    except InvalidChoice:
        return Fate.INVALID
    except NotNow:
        return Fate.LATE
    if stored.is_new:
        tally.note(tally.Event.CAST, at=at, vote_id=vote.pk, channel=Channel.POSTAL)
    return Fate.CAST


@transaction.atomic
def _forget(vote: Vote, code: VotingCode, fate: Fate) -> None:
    """Two who come at once count it once."""
    deleted, _rows = FormEntry.objects.filter(code=code).delete()
    if deleted:
        _count(vote, fate, 1)


def _end(vote: Vote, sums: PostSums) -> None:
    """What was not entered by two before the vote closed."""
    FormEntry.objects.filter(code__vote=vote).delete()
    if sums.waiting:
        _count(vote, Fate.LATE, sums.waiting)


def _entries(code: VotingCode) -> list[FormEntry]:
    return list(FormEntry.objects.filter(code=code).order_by("pk"))


def _agreed(vote: Vote, code: VotingCode, entries: list[FormEntry]) -> Reading | None:
    """What two read alike, or a third where they did not."""
    if len(entries) < 2:
        return None
    keys = box(vote.pk)
    first, second, *third = (
        sheets.unpacked(keys.decrypt(_entry_name(vote, code, row.side), 1, bytes(row.ciphertext))) for row in entries
    )
    return first if first.same_as(second) else next(iter(third), None)


def _entry_name(vote: Vote, code: VotingCode, side: str) -> str:
    """SECURITY: binds an entry to its code and side, so that no row can be moved to another."""
    return box(vote.pk).pseudonym(f"post-entry|{code.handle}|{side}")


def _count(vote: Vote, fate: str, number: int) -> None:
    row, _is_new = PostCount.objects.get_or_create(vote=vote, fate=fate)
    PostCount.objects.filter(pk=row.pk).update(number=F("number") + number)


def _check_open(vote: Vote, at: datetime) -> None:
    _check_channel(vote)
    if not vote.is_open(clock.judged(at)):
        raise NotNow(_LATE)


def _check_unfinished(vote: Vote) -> None:
    _check_channel(vote)
    if vote.post_counted_at is not None:
        raise NotPossible(_("The ballots by post are signed off."))


def _check_channel(vote: Vote) -> None:
    if Channel.POSTAL not in vote.channels:
        raise NotPossible(_("This vote takes no ballots by post."))


def _locked(vote: Vote) -> Vote:
    return Vote.objects.select_for_update(of=("self",)).select_related("process").get(pk=vote.pk)
