"""What staff do at a desk. SECURITY: no entry in the journal, and no row that holds a voter and a person or a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts import clock
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotNow, NotPossible
from deltagerbudget.acts.vocabulary import Act, Channel
from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.admission import NotEligibleError, judge
from deltagerbudget.ballots.casting import lock_voter
from deltagerbudget.ballots.code_rules import drawn
from deltagerbudget.ballots.models import Ballot, Participation, SetAside, Station, Vote
from deltagerbudget.identity.cpr import birth_date_of, reference
from deltagerbudget.polling.actions import check_shift
from deltagerbudget.polling.models import DeskCode, DeskCount
from deltagerbudget.polling.rules import CODE_LASTS, CODE_LENGTH, Standing, code_of

_REFUSED = {
    "area": Standing.ELSEWHERE,
    "age": Standing.TOO_YOUNG,
    "roll": Standing.NOT_ON_ROLL,
    "silent": Standing.SILENT,
    "protected": Standing.PROTECTED,
}


@dataclass(frozen=True)
class Visitor:
    """Who stands at the desk, as far as the vote knows: no name, no number."""

    pseudonym: str
    area: str
    standing: Standing
    # The register says nothing of them, so the address on the health card decided.
    by_card: bool = False


def check_voter(actor: Actor, station: Station, *, number: str, area: str, at: datetime) -> Visitor:
    """Whether somebody whose ID was seen may vote, and has.

    ``area`` is that of the health card: it counts only where neither a roll nor a register says where somebody lives.
    """
    vote = _served(Act.CHECK_VOTER, actor, station, at)
    if not vote.channels & {Channel.DESK, Channel.PAPER}:
        raise NotPossible(_("This vote has no desk: everyone says themselves who they are."))
    pseudonym = keybox.pseudonym(vote.pk, reference(number))
    found = _found(vote, station, pseudonym, number, area)
    _counted(actor, station, "checked", at)
    return found


def hand_out_paper(actor: Actor, station: Station, visitor: Visitor, *, at: datetime) -> None:
    """From now on nothing is taken from this voter online, and what lies there does not count.

    SECURITY: the staff's number is written after the commit, in a transaction of its own, so that nothing ties it to
    the voter's row. B69: what the desk showed is looked up once more, under the voter's lock.
    """
    vote = _served(Act.HAND_OUT_PAPER, actor, station, at)
    _check_channel(vote, Channel.PAPER, _("This vote has no ballots on paper."))
    _check_free(visitor)
    with transaction.atomic():
        _lock(vote, visitor.pseudonym, at)
        _check_unchanged(vote, visitor)
        if SetAside.objects.filter(vote=vote, pseudonym=visitor.pseudonym).exists():
            raise NotPossible(_("This person has no right to vote here. Look the number up again."))
        Participation.objects.create(vote=vote, pseudonym=visitor.pseudonym, station=station)
        DeskCode.objects.filter(station__process=vote.process_id, pseudonym=visitor.pseudonym).delete()
    _counted(actor, station, "handed_out", at)


def take_paper_back(actor: Actor, station: Station, visitor: Visitor, *, at: datetime) -> None:
    """The paper came back unused: the voter is free again, and what lay online counts as before."""
    vote = _served(Act.TAKE_PAPER_BACK, actor, station, at)
    with transaction.atomic():
        _lock(vote, visitor.pseudonym, at)
        taken, _rows = Participation.objects.filter(vote=vote, pseudonym=visitor.pseudonym, station=station).delete()
        if not taken:
            raise NotPossible(_("No ballot on paper was handed out to this voter here. Look the number up again."))
    _counted(actor, station, "taken_back", at)


def admit_at_desk(actor: Actor, station: Station, visitor: Visitor, *, at: datetime) -> str:
    """A code that opens a ballot on a screen of this place, once. It is shown now and kept nowhere."""
    vote = _served(Act.ADMIT_AT_DESK, actor, station, at)
    _check_channel(vote, Channel.DESK, _("This vote is not open to those who show an ID at a voting place."))
    _check_free(visitor)
    code = drawn(CODE_LENGTH)
    with transaction.atomic():
        _lock(vote, visitor.pseudonym, at)
        if Participation.objects.filter(vote=vote, pseudonym=visitor.pseudonym).exists():
            raise NotPossible(_("The voter was handed a ballot on paper in the meantime. Take it back first."))
        if SetAside.objects.filter(vote=vote, pseudonym=visitor.pseudonym).exists():
            raise NotPossible(_("This person has no right to vote here, so a ballot on a screen would not count."))
        DeskCode.objects.exclude(pk__in=DeskCode.objects.alive(at).values("pk")).delete()
        DeskCode.objects.filter(station__process=vote.process_id, pseudonym=visitor.pseudonym).delete()
        row = {"station": station, "pseudonym": visitor.pseudonym, "area": visitor.area}
        DeskCode.objects.create(code_hash=_hash(code), expires_at=at + CODE_LASTS, **row)
    _counted(actor, station, "admitted", at)
    return code


@transaction.atomic
def used(typed: str, station_id: int, *, at: datetime) -> DeskCode | None:
    """The code, which is worth nothing from now on. None: wrong, used, too old, or of another place."""
    found = DeskCode.objects.alive(at).select_for_update().filter(code_hash=_hash(code_of(typed))).first()
    if found is None or found.station_id != station_id or not found.station.is_open:
        return None
    DeskCode.objects.filter(pk=found.pk).delete()
    return found


def _served(act: Act, actor: Actor, station: Station, at: datetime) -> Vote:
    """Whose role and whose shift it is, and that the vote runs."""
    process = station.process
    permit(act, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    check_shift(actor, station, at=at)
    vote = Vote.objects.select_related("process").filter(process=process).first()
    if vote is None or not vote.is_open(clock.judged(at)):
        raise NotNow(_("The vote is not open, so nobody can be served here now."))
    return vote


def _found(vote: Vote, station: Station, pseudonym: str, number: str, area: str) -> Visitor:
    paper = Participation.objects.filter(vote=vote, pseudonym=pseudonym).first()
    if paper is not None:
        is_here = paper.station_id == station.pk
        return Visitor(pseudonym, area, Standing.PAPER_HERE if is_here else Standing.PAPER_ELSEWHERE)
    born, person_ref = birth_date_of(number), reference(number)
    try:
        who = judge(vote, person_ref=person_ref, birth_date=born, area=area, channel=Channel.DESK)
    except NotEligibleError as refusal:
        return Visitor(pseudonym, "", _REFUSED.get(refusal.reason.code, Standing.TOO_YOUNG))
    standing = Standing.ONLINE if _has_ballot(vote, pseudonym) else Standing.FREE
    return Visitor(pseudonym, who.area, standing, who.by_card)


def _check_free(visitor: Visitor) -> None:
    """SECURITY: of anybody else the area was never judged."""
    if visitor.standing not in {Standing.FREE, Standing.ONLINE}:
        raise NotPossible(_("Look the number up again: it did not say that this person may vote now."))


def _check_unchanged(vote: Vote, visitor: Visitor) -> None:
    if Participation.objects.filter(vote=vote, pseudonym=visitor.pseudonym).exists():
        raise NotPossible(_("A ballot on paper was handed out to this voter already. Hand out no other."))
    if _has_ballot(vote, visitor.pseudonym) and visitor.standing is not Standing.ONLINE:
        raise NotPossible(_("The voter has voted online in the meantime. Look the number up again, and ask."))


def _check_channel(vote: Vote, channel: Channel, words: object) -> None:
    if channel not in vote.channels:
        raise NotPossible(str(words))


def _has_ballot(vote: Vote, pseudonym: str) -> bool:
    return Ballot.objects.filter(vote=vote, pseudonym=pseudonym).exists()


def _lock(vote: Vote, pseudonym: str, at: datetime) -> None:
    """SECURITY: in the order of casting: the voter, and then the vote, so that closing waits."""
    lock_voter(vote.pk, pseudonym)
    locked = Vote.objects.select_for_update(of=("self",), no_key=True).get(pk=vote.pk)
    if not locked.is_open(clock.judged(at)):
        raise NotNow(_("The vote has closed in the meantime."))


def _counted(actor: Actor, station: Station, what: str, at: datetime) -> None:
    assert actor.person_id is not None  # noqa: S101 - whoever has a shift is a person
    row, _is_new = DeskCount.objects.get_or_create(station=station, person_id=actor.person_id, day=localdate(at))
    DeskCount.objects.filter(pk=row.pk).update(**{what: F(what) + 1})


def _hash(code: str) -> str:
    """SECURITY: keyed, so that whoever reads the table cannot try all codes."""
    return salted_hmac("deltagerbudget.desk-code", code, algorithm="sha256").hexdigest()
