"""What a frozen vote can still meet: by two persons, in the open, with a reason. No other change exists."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts import clock
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.approvals import second
from deltagerbudget.acts.journal import record, role_of
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotNow, NotPossible
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.ballots import pending
from deltagerbudget.ballots.models import Change, Station, Vote
from deltagerbudget.ballots.rules import check_fillable, check_longer, paper_without
from deltagerbudget.ledger import canonical
from deltagerbudget.processes.models import Process
from deltagerbudget.ui import danish

LONGEST = 2000


@dataclass(frozen=True)
class Words:
    """What everyone reads: why, or what happened, and of an incident what it means for voters. English may be empty."""

    reason_da: str
    reason_en: str = ""
    means_da: str = ""
    means_en: str = ""


@transaction.atomic
def withdraw_project(actor: Actor, vote: Vote, *, number: int, words: Words, at: datetime) -> bool:
    """A project leaves the vote: it can be chosen by nobody any more, and it cannot win. True once two have said so.

    The ballots that name it stay as they are; the count passes over it.
    """
    vote = _locked(vote)
    permit(Act.WITHDRAW_PROJECT, actor, area_ids=vote.process.area_ids, phase=vote.process.phase_at(at))
    if vote.closed_at is not None or clock.judged(at) >= vote.closes_at:
        raise NotNow(_("The vote is over, so no project can leave it."))
    if str(number) not in vote.paper.projects:
        raise NotPossible(_("There is no project with this number in the vote."))
    if number in vote.withdrawn:
        raise NotPossible(_("This project has already left the vote."))
    gone = sorted([*vote.withdrawn, number])
    if len(gone) == len(vote.paper.projects):
        raise NotPossible(_("It is the last project of the vote. Close the vote early instead."))
    check_fillable(paper_without(vote.paper, gone))
    change = by_two(Act.WITHDRAW_PROJECT, actor, vote, words, at, number=number)
    if change is None:
        return False
    vote.withdrawn = gone
    publish(change, actor, vote, at, "withdrawn")
    record(Act.WITHDRAW_PROJECT, actor, vote, at=at, process_id=vote.process_id, change=change.pk, number=number)
    return True


@transaction.atomic
def extend_vote(actor: Actor, vote: Vote, *, closes_at: datetime, words: Words, at: datetime) -> bool:
    """A later closing minute for every channel, and every phase behind the vote moves along. True once two agree."""
    vote = _locked(vote)
    permit(Act.EXTEND_VOTE, actor, area_ids=vote.process.area_ids, phase=vote.process.phase_at(at))
    if not vote.is_open(clock.judged(at)):
        raise NotNow(_("The vote is not open, so it cannot be extended."))
    check_longer(vote.closes_at, closes_at)
    earlier_at = vote.closes_at
    change = by_two(Act.EXTEND_VOTE, actor, vote, words, at, closes_at=closes_at, earlier_at=earlier_at)
    if change is None:
        return False
    vote.closes_at = closes_at
    publish(change, actor, vote, at, "closes_at")
    _move_along(vote.process, earlier_at, closes_at - earlier_at)
    minute = int(closes_at.timestamp())
    record(Act.EXTEND_VOTE, actor, vote, at=at, process_id=vote.process_id, change=change.pk, minute=minute)
    return True


@transaction.atomic
def report_incident(actor: Actor, vote: Vote, *, words: Words, at: datetime) -> bool:
    """Say in the open what went wrong and what it means for voters. It changes nothing else. True once two say it."""
    vote = _locked(vote)
    permit(Act.REPORT_INCIDENT, actor, area_ids=vote.process.area_ids, phase=vote.process.phase_at(at))
    if not words.means_da.strip():
        raise NotPossible(_("Write what it means for those who have voted and for those who have not."))
    change = by_two(Act.REPORT_INCIDENT, actor, vote, words, at)
    if change is None:
        return False
    publish(change, actor, vote, at)
    record(Act.REPORT_INCIDENT, actor, vote, at=at, process_id=vote.process_id, change=change.pk)
    return True


@transaction.atomic
def settle_pending(actor: Actor, vote: Vote, *, words: Words, at: datetime) -> bool:
    """What the register never answered for stays uncounted, all of it, as the frozen rules say. True once two agree.

    Nobody chooses among voters, and nobody sees who they are.
    """
    vote = _locked(vote)
    permit(Act.SETTLE_PENDING, actor, area_ids=vote.process.area_ids, phase=vote.process.phase_at(at))
    if vote.register_until is None:
        raise NotNow(_("The vote is not closed yet, so the register can still answer."))
    if at < vote.register_until:
        words_until = _("The rules give the register until %(when)s to answer.")
        raise NotNow(words_until % {"when": danish.when(vote.register_until, get_language() or "da")})
    if not pending.waiting_ballots(vote):
        raise NotPossible(_("No ballot waits any more: everybody has been looked up."))
    change = by_two(Act.SETTLE_PENDING, actor, vote, words, at)
    if change is None:
        return False
    publish(change, actor, vote, at)
    said = {"change": change.pk, "voters": pending.leave_uncounted(vote)}
    record(Act.SETTLE_PENDING, actor, vote, at=at, process_id=vote.process_id, **said)
    return True


def digest_of(change: Change) -> str:
    """What the second person confirms: every word and number of it."""
    moments = {"closes_at": change.closes_at, "earlier_at": change.earlier_at}
    return _digest(words_of(change), {"number": change.number, **moments})


def confirmed(asked: Change | None, digest: str) -> Words:
    """The words that a second person has read. Raises NotPossible where others stand there by now."""
    if asked is None or digest_of(asked) != digest:
        raise NotPossible(_("It was changed since you opened the page. Read it again before you confirm."))
    return words_of(asked)


def words_of(change: Change) -> Words:
    return Words(change.reason_da, change.reason_en, change.means_da, change.means_en)


def by_two(
    act: Act, actor: Actor, vote: Vote, words: Words, at: datetime, *, station: Station | None = None, **what: Any
) -> Change | None:
    """The change that this call completes, or None where it waits for a second person from now on.

    Part of an act, which has locked the vote and the station, if it is of one.
    """
    _check(words)
    fields = {"number": None, "closes_at": None, "earlier_at": None, "station": station} | what
    if not second(act, actor, station or vote, digest=_digest(words, fields), at=at):
        vote.changes.asked().filter(act=act, station=station).delete()
        role = role_of(act, actor)
        Change.objects.create(vote=vote, act=act, first_role=role, asked_at=at, **asdict(words), **fields)
        return None
    return vote.changes.asked().get(act=act, station=station)


def publish(change: Change, actor: Actor, vote: Vote, at: datetime, *columns: str) -> None:
    """Part of an act, as above: everyone reads the change from now on."""
    change.second_role, change.done_at = role_of(Act(change.act), actor), at
    change.save(update_fields=["second_role", "done_at"])
    vote.changed_at = at
    vote.save(update_fields=["changed_at", *columns])
    vote.process.updated_at = at
    vote.process.save(update_fields=["updated_at"])


def _move_along(process: Process, earlier_at: datetime, longer: timedelta) -> None:
    """The vote ends later, and all that lies behind it comes so much later."""
    process.phases.filter(kind=PhaseKind.VOTE).update(ends_at=F("ends_at") + longer)
    behind = process.phases.filter(starts_at__gte=earlier_at).exclude(kind=PhaseKind.VOTE)
    behind.update(starts_at=F("starts_at") + longer, ends_at=F("ends_at") + longer)


def _digest(words: Words, fields: dict[str, Any]) -> str:
    said = [words.reason_da, words.reason_en, words.means_da, words.means_en]
    moments = [fields[name].isoformat() if fields[name] else "" for name in ("closes_at", "earlier_at")]
    return canonical.sha256_hex(canonical.dumps([*said, str(fields["number"] or ""), *moments]))


def _check(words: Words) -> None:
    if not words.reason_da.strip():
        raise NotPossible(_("Write why, in words that everyone can read."))
    if any(len(text) > LONGEST for text in asdict(words).values()):
        raise NotPossible(_("Write at most %(longest)s characters in each field.") % {"longest": LONGEST})


def _locked(vote: Vote) -> Vote:
    """SECURITY: the row, exclusively: a ballot is either in before the change or judged after it."""
    return Vote.objects.select_for_update(of=("self",)).select_related("process").get(pk=vote.pk)
