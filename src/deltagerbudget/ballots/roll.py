"""The roll (valgliste): who has the right to vote, as pseudonyms. The numbers become pseudonyms and are forgotten."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from itertools import islice
from time import monotonic

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotNow, NotPossible
from deltagerbudget.acts.vocabulary import Act, Channel, OffRoll, OntoRoll, Tie
from deltagerbudget.areas.models import Area
from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.casting import lock_voter
from deltagerbudget.ballots.code_rules import CodeState
from deltagerbudget.ballots.models import Eligible, Vote
from deltagerbudget.ballots.pending import asks_registry, settle, settle_by_roll
from deltagerbudget.ballots.roll_file import Broken, Places, Resident, band_of, fold, read
from deltagerbudget.ballots.roll_models import Roll, SetAside
from deltagerbudget.identity.cpr import birth_date_of, reference
from deltagerbudget.processes.residence import area_of
from deltagerbudget.processes.rules import years_before

MOST_FAULTS = 50
_BATCH = 10_000


@dataclass
class Report:
    """What a file holds. No number, no name."""

    people: int = 0
    per_area: Counter[str] = field(default_factory=Counter)
    too_young: int = 0
    elsewhere: int = 0
    faults: list[Broken] = field(default_factory=list)
    faulty: int = 0

    @property
    def is_whole(self) -> bool:
        return self.people > 0 and not self.faulty

    @property
    def unsaid(self) -> int:
        return self.faulty - len(self.faults)


class FaultyRollError(NotPossible):
    """A line of the file cannot be used, so nothing of it was."""

    def __init__(self, report: Report) -> None:
        super().__init__(_("Nothing was loaded. Mend the file, and check it again."))
        self.report = report


def check_roll(vote: Vote, content: bytes) -> Report:
    """Read the whole file and store nothing."""
    _refuse_unless_running(vote)
    report = Report()
    for _entry in _entries(vote, content, report):
        pass
    return report


def import_roll(actor: Actor, vote: Vote, content: bytes, *, cut_off: date, at: datetime) -> Report:
    """Load the municipality's list: all of it or nothing.

    Before the vote opens it takes the place of the roll that is there. Once the vote is open it only adds: nobody loses
    the right to vote by a file. The file is read before anything is locked: people must be able to vote meanwhile.
    That takes its time, so what comes afterwards is judged by a later moment: the vote may have opened.
    """
    _check_import(actor, vote, cut_off, at)
    began = monotonic()
    report = Report()
    rows = Packed(_entries(vote, content, report))
    if not report.is_whole:
        raise FaultyRollError(report)
    with transaction.atomic():
        vote = _locked_beside_casts(vote)
        at += timedelta(seconds=monotonic() - began)
        _check_import(actor, vote, cut_off, at)
        is_open = at >= vote.opens_at
        if not is_open:
            Eligible.objects.filter(vote=vote).delete()
            SetAside.objects.filter(vote=vote).delete()
        _store(vote, rows)
        if not is_open:
            _void_letters_off_roll(vote)
        settle_by_roll(vote)
        people = Eligible.objects.filter(vote=vote).count()
        loaded = {"cut_off": cut_off, "people": people, "loaded_at": at}
        Roll.objects.update_or_create(vote=vote, defaults=loaded)
        said: dict[str, str | int] = {"people": report.people, "cut_off": cut_off.isoformat()}
        record(Act.IMPORT_ROLL, actor, vote, at=at, process_id=vote.process_id, **said)
    return report


def _void_letters_off_roll(vote: Vote) -> None:
    """SECURITY: a letter to somebody whom the newer file leaves out opens nothing any more."""
    on_roll = Eligible.objects.filter(vote=vote, pseudonym=OuterRef("pseudonym"))
    letters = vote.codes.filter(~Exists(on_roll), state=CodeState.VALID, batch__channel=Channel.LETTER)
    letters.update(state=CodeState.VOID)


def _check_import(actor: Actor, vote: Vote, cut_off: date, at: datetime) -> None:
    permit(Act.IMPORT_ROLL, actor, area_ids=vote.process.area_ids, phase=vote.process.phase_at(at))
    _refuse_unless_running(vote)
    if localdate(vote.closes_at) < cut_off:
        raise NotPossible(_("The day on which the right is judged comes after the vote. Choose an earlier day."))


@transaction.atomic
def add_to_roll(actor: Actor, vote: Vote, number: str, *, area: str, reason: OntoRoll, at: datetime) -> None:
    """Put one person on the roll who had the right on the day. SECURITY: the entry says that, and not whom."""
    vote = _locked(vote)
    permit(Act.ADD_TO_ROLL, actor, area_ids=vote.process.area_ids, phase=vote.process.phase_at(at))
    _refuse_unless_running(vote)
    _refuse_without_roll(vote)
    if str(reason) in Tie.values and Tie(str(reason)) not in vote.ties:
        raise NotPossible(_("In this vote that gives no right to vote. See who may vote on the page of the vote."))
    rule, born = vote.eligibility(), birth_date_of(number)
    if area not in rule.areas:
        raise NotPossible(_("Choose one of the areas of this vote."))
    if born is None or born > years_before(rule.age_on, rule.min_age):
        raise NotPossible(_("This person was not old enough on the day on which the age counts."))
    pseudonym = keybox.pseudonym(vote.pk, reference(number))
    Eligible.objects.update_or_create(
        vote=vote, pseudonym=pseudonym, defaults={"area": area, "band": band_of(born, rule.age_on)}
    )
    SetAside.objects.filter(vote=vote, pseudonym=pseudonym).delete()
    settle(vote, pseudonym)
    record(Act.ADD_TO_ROLL, actor, vote, at=at, process_id=vote.process_id, reason=reason)


@transaction.atomic
def remove_from_roll(actor: Actor, vote: Vote, number: str, *, reason: OffRoll, at: datetime) -> None:
    """Take one person off the roll who never had the right. A ballot that lies there is set aside, and not counted.

    LAW: the right is judged on the cut-off date. Whoever moved, or died, after it keeps it, so that is no reason.
    """
    vote = _locked(vote)
    permit(Act.REMOVE_FROM_ROLL, actor, area_ids=vote.process.area_ids, phase=vote.process.phase_at(at))
    _refuse_unless_running(vote)
    _refuse_without_roll(vote)
    pseudonym = keybox.pseudonym(vote.pk, reference(number))
    removed, _rows = Eligible.objects.filter(vote=vote, pseudonym=pseudonym).delete()
    if not removed:
        raise NotPossible(_("This person is not on the roll. Look at the number once more."))
    settle(vote, pseudonym, against=str(reason))
    vote.sessions.filter(pseudonym=pseudonym).delete()
    # A letter that is on its way opens nothing any more; whoever holds it is told to call.
    vote.codes.filter(pseudonym=pseudonym, state=CodeState.VALID).update(state=CodeState.VOID)
    record(Act.REMOVE_FROM_ROLL, actor, vote, at=at, process_id=vote.process_id, reason=reason)


def places_of(vote: Vote) -> Places:
    """What the lines of a file may say of where somebody lives."""
    areas = Area.objects.all()
    names = {fold(word): area.slug for area in areas for word in (area.name, area.slug)}
    ranges = vote.address_ranges
    return Places(names, vote.eligibility().areas, partial(area_of, ranges) if ranges else None)


Row = tuple[str, str, str]


class Packed:
    """Pseudonym, area and age group of so many people, in the order of the pseudonyms and in little memory.

    SECURITY: that is no order at all. In that of the file, whoever has the file and a copy of the database would know
    whose each pseudonym is.
    """

    def __init__(self, rows: Iterator[Row]) -> None:
        self._kinds: dict[tuple[str, str], int] = {}
        self._rows = sorted(self._pack(*row) for row in rows)

    def _pack(self, pseudonym: str, area: str, band: str) -> bytes:
        kind = self._kinds.setdefault((area, band), len(self._kinds))
        return bytes.fromhex(pseudonym) + kind.to_bytes(2)

    def __iter__(self) -> Iterator[Row]:
        kinds = list(self._kinds)
        for row in self._rows:
            yield (row[:-2].hex(), *kinds[int.from_bytes(row[-2:])])


def _entries(vote: Vote, content: bytes, report: Report) -> Iterator[Row]:
    """The rows to store, while the report is being filled in. SECURITY: a number lives for one turn of this loop."""
    rule, box = vote.eligibility(), keybox.box(vote.pk)
    youngest = years_before(rule.age_on, rule.min_age)
    for found in read(io.BytesIO(content), places_of(vote)):
        if isinstance(found, Broken):
            report.faulty += 1
            report.faults += [found] if len(report.faults) < MOST_FAULTS else []
        elif not isinstance(found, Resident):
            report.elsewhere += 1
        elif found.born > youngest:
            report.too_young += 1
        else:
            report.people += 1
            report.per_area[found.area] += 1
            band = band_of(found.born, rule.age_on)
            yield box.pseudonym(reference(found.number)), found.area, band


_INSERT = (
    "INSERT INTO ballots_eligible (vote_id, pseudonym, area, band) VALUES (%s, %s, %s, %s) "
    "ON CONFLICT (vote_id, pseudonym) DO UPDATE SET area = excluded.area, band = excluded.band"
)


def _store(vote: Vote, rows: Iterable[Row]) -> None:
    """Whoever is on the roll already gets the area and the age group of the newer file.

    Whom staff took off the roll by hand stays off it, whatever a newer file says.
    """
    by_hand = SetAside.objects.filter(vote=vote, reason__in=OffRoll.values)
    off = set(by_hand.values_list("pseudonym", flat=True))
    vote_id = Vote._meta.pk.get_db_prep_value(vote.pk, connection)
    kept = ((vote_id, *row) for row in rows if row[0] not in off)
    with connection.cursor() as cursor:
        while batch := list(islice(kept, _BATCH)):
            cursor.executemany(_INSERT, batch)


def _refuse_unless_running(vote: Vote) -> None:
    if vote.closed_at is not None:
        raise NotNow(_("The vote is closed, so the roll stands as it is."))
    if vote.ref_kind != "cpr":
        raise NotPossible(_("This vote does not know its voters by CPR number, so a roll cannot tell who they are."))


def _refuse_without_roll(vote: Vote) -> None:
    if not Roll.objects.filter(vote=vote).exists() and asks_registry(vote) is None:
        raise NotPossible(_("Load the municipality's list first."))


def _locked(vote: Vote) -> Vote:
    return Vote.objects.select_for_update(of=("self",)).select_related("process").get(pk=vote.pk)


def _locked_beside_casts(vote: Vote) -> Vote:
    """SECURITY: closing and every other act on the roll wait for the end of this one.

    Casting does not: it takes the row shared as well. On SQLite the transaction is the lock, so it must be short.
    """
    lock_voter(vote.pk, "roll")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM ballots_vote WHERE id = %s FOR SHARE", [vote.pk])
    return Vote.objects.select_related("process").get(pk=vote.pk)
