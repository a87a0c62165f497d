"""Whether the ballots are those of people on the roll: figures for everyone, and a sample for the auditor."""

from __future__ import annotations

import hashlib
import heapq
import io
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.models import Ballot, Eligible, Participation, PendingCheck, Roll, SetAside, Vote
from deltagerbudget.ballots.roll import places_of
from deltagerbudget.ballots.roll_file import Resident, read
from deltagerbudget.ballots.turnout import to_keep
from deltagerbudget.identity.cpr import reference

# A sample asks one in twenty of a roll at most, but always so many.
_ONE_IN, _AT_LEAST = 20, 5

SIZES = (30, 60, 150, 300)


@dataclass(frozen=True)
class Audit:
    """Counts alone: of voters, never of choices."""

    people: int
    voters: int
    on_roll: int
    off_roll: int
    set_aside: int
    waiting: int
    paper: int


def audit(vote: Vote) -> Audit:
    """Of the ballots in the box, whatever wrote them. Off the roll there may be none but those from paper."""
    same = {"vote": OuterRef("vote"), "pseudonym": OuterRef("pseudonym")}
    first = Ballot.objects.filter(vote=vote, version=1)
    aside = first.filter(Exists(SetAside.objects.filter(**same)))
    left = first.exclude(Exists(SetAside.objects.filter(**same)))
    return Audit(
        people=Eligible.objects.filter(vote=vote).count(),
        voters=first.count(),
        on_roll=left.filter(Exists(Eligible.objects.filter(**same))).count(),
        off_roll=left.exclude(Exists(Eligible.objects.filter(**same))).count(),
        set_aside=aside.count(),
        waiting=first.filter(Exists(PendingCheck.objects.filter(**same))).count(),
        paper=Participation.objects.filter(vote=vote).count(),
    )


def keep_audit(vote: Vote) -> None:
    """The figures outlive the roll, which goes with the keys. Part of the count; permits nothing."""
    roll = Roll.objects.filter(vote=vote).first()
    if roll is not None:
        roll.audit, roll.turnout = asdict(audit(vote)), to_keep(vote)
        roll.save(update_fields=["audit", "turnout"])


@dataclass(frozen=True)
class Sample:
    """Lines of the auditor's own file. Stored nowhere."""

    voted: tuple[int, ...]
    stayed: tuple[int, ...]


@transaction.atomic
def draw_sample(actor: Actor, vote: Vote, content: bytes, *, size: int, at: datetime) -> Sample:
    """Lines of people who voted and of people who did not, for the auditor to ask: did you vote? Never: for what?

    SECURITY: the file must hold the whole roll, and the draw always gives the same people, so that nobody can be asked
    for alone and no second draw tells more than the first.
    """
    vote = Vote.objects.select_for_update(of=("self",)).select_related("process").get(pk=vote.pk)
    permit(Act.DRAW_SAMPLE, actor, area_ids=vote.process.area_ids, phase=vote.process.phase_at(at))
    if vote.closed_at is None:
        raise NotPossible(_("The vote is not closed yet. It closes by itself; come back then."))
    if vote.keys_destroyed_at is not None or not keybox.has_keys(vote.pk):
        raise NotPossible(_("The keys are destroyed, so nobody can see any more who has voted."))
    lines = dict(_lines(vote, content))
    on_roll = set(Eligible.objects.filter(vote=vote).values_list("pseudonym", flat=True))
    if not on_roll or not on_roll <= lines.keys():
        raise NotPossible(_("The file does not hold everybody on the roll. Take the list that was loaded, whole."))
    voted = set(vote.ballots.values_list("pseudonym", flat=True))
    voted |= set(vote.participations.values_list("pseudonym", flat=True))
    # LAW: GDPR art. 5(1)(c): on a small roll a large sample would say of everyone whether they voted.
    size = min(size, max(len(on_roll) // _ONE_IN, _AT_LEAST))
    sample = Sample(_drawn(vote, lines, on_roll & voted, size), _drawn(vote, lines, on_roll - voted, size))
    record(Act.DRAW_SAMPLE, actor, vote, at=at, process_id=vote.process_id, size=size)
    return sample


def _lines(vote: Vote, content: bytes) -> Iterator[tuple[str, int]]:
    box = keybox.box(vote.pk)
    for found in read(io.BytesIO(content), places_of(vote)):
        if isinstance(found, Resident):
            yield box.pseudonym(reference(found.number)), found.line


def _drawn(vote: Vote, lines: dict[str, int], among: set[str], size: int) -> tuple[int, ...]:
    def rank(pseudonym: str) -> str:
        return hashlib.sha256(f"{vote.config_sha256}{pseudonym}".encode()).hexdigest()

    return tuple(sorted(lines[pseudonym] for pseudonym in heapq.nsmallest(size, among, key=rank)))
