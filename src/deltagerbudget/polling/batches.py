"""Ballots on paper, from the box to the count: batches, two blind entries, settling, approval, sign-off, re-check."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.approvals import pending_approval, second
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotNow, NotPossible
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.ballots.actions import new_idempotency_key
from deltagerbudget.ballots.casting import choice_size
from deltagerbudget.ballots.changes import Words, by_two, publish
from deltagerbudget.ballots.keybox import Box, box
from deltagerbudget.ballots.models import Ballot, Station, Vote
from deltagerbudget.ledger import choice as choices
from deltagerbudget.polling import sheets
from deltagerbudget.polling.batch_models import Batch, Recheck, SheetEntry
from deltagerbudget.polling.reading import read_all
from deltagerbudget.polling.sheets import MOST_SHEETS, Reading
from deltagerbudget.polling.sums import sums_of

_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
# One sheet in twenty is looked at once more, and at least one.
_ONE_IN = 20
# An id that no project has: the count finds a ballot that names something unknown, and says so.
_NO_PROJECT = "0"


@transaction.atomic
def register_batch(actor: Actor, station: Station, *, count: int, scan_sha256: str, at: datetime) -> Batch:
    """A pile of ballots is counted off and scanned. T54: never more than were handed out and not taken back."""
    station = _locked_station(station)
    permit(Act.REGISTER_BATCH, actor, area_ids=station.process.area_ids, phase=station.process.phase_at(at))
    _check_time(station)
    scan_sha256 = scan_sha256.strip().lower()
    if not 1 <= count <= MOST_SHEETS:
        raise NotPossible(_("A batch has from 1 to %(most)s sheets. Make several.") % {"most": MOST_SHEETS})
    if not _SHA256.fullmatch(scan_sha256):
        raise NotPossible(_("Choose the file with the scans, or paste its fingerprint (SHA-256, 64 signs)."))
    standing = station.batches.standing()
    if standing.entered() + count > station.participations.count():
        raise NotPossible(_("That is more paper than was handed out here. Count again, and call the auditor."))
    if standing.filter(scan_sha256=scan_sha256).exists():
        raise NotPossible(_("These scans belong to another batch already."))
    last = station.batches.aggregate(last=Max("number"))["last"] or 0
    made = {"sheets": count, "scan_sha256": scan_sha256, "registered_by_id": actor.person_id, "registered_at": at}
    batch = Batch.objects.create(station=station, number=last + 1, **made)
    record(Act.REGISTER_BATCH, actor, batch, at=at, process_id=station.process_id, sheets=count)
    return batch


@transaction.atomic
def enter_sheets(actor: Actor, batch: Batch, *, typed: Sequence[str], has_seen: bool, at: datetime) -> Batch:
    """All sheets of a batch by one person, who does not see the other's. Raises ToCheck unless ``has_seen``."""
    batch, vote = _locked(batch)
    process = batch.station.process
    permit(Act.ENTER_SHEETS, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    _check_open(batch)
    if batch.is_entered:
        raise NotPossible(_("This batch was entered by two persons already."))
    if batch.first_by_id == actor.person_id:
        raise NotPossible(_("You have entered this batch already. Another person enters it the second time."))
    if len(typed) != batch.sheets:
        raise NotPossible(_("This batch has %(count)s sheets, no more and no fewer.") % {"count": batch.sheets})
    readings = read_all(vote, dict(enumerate(typed, start=1)), has_seen=has_seen)
    side = SheetEntry.FIRST if batch.first_by_id is None else SheetEntry.SECOND
    _store(vote, batch, side, readings)
    field = "first_by_id" if side == SheetEntry.FIRST else "second_by_id"
    setattr(batch, field, actor.person_id)
    batch.save(update_fields=[field.removesuffix("_id")])
    record(Act.ENTER_SHEETS, actor, batch, at=at, process_id=process.pk)
    return batch


@transaction.atomic
def settle_sheet(actor: Actor, batch: Batch, serial: int, *, typed: str, has_seen: bool, at: datetime) -> None:
    """A third person looks at the paper where the two differ."""
    batch, vote = _locked(batch)
    process = batch.station.process
    permit(Act.SETTLE_SHEET, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    _check_open(batch)
    if actor.person_id in {batch.first_by_id, batch.second_by_id}:
        raise NotPossible(_("You have entered this batch, so a third person looks at the paper."))
    if serial not in differences(vote, batch):
        raise NotPossible(_("The two do not differ on this sheet."))
    if batch.settled_by_id not in {None, actor.person_id}:
        raise NotPossible(_("Another person settles this batch. Let them go on."))
    reading = read_all(vote, {serial: typed}, has_seen=has_seen)
    _store(vote, batch, SheetEntry.SETTLED, reading)
    batch.settled_by_id = actor.person_id
    batch.save(update_fields=["settled_by"])
    record(Act.SETTLE_SHEET, actor, batch, at=at, process_id=process.pk, serial=serial)


@transaction.atomic
def approve_batch(actor: Actor, batch: Batch, *, at: datetime) -> bool:
    """Two persons; the second has neither entered nor settled. True once its sheets are ballots like any other."""
    batch, vote = _locked(batch)
    process = batch.station.process
    permit(Act.APPROVE_BATCH, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    _check_open(batch)
    if not batch.is_entered:
        raise NotPossible(_("Two persons enter the batch first."))
    if differences(vote, batch):
        raise NotPossible(_("The two still differ on some sheets. Settle them first."))
    if batch.station.batches.standing().entered() > batch.station.participations.count():
        raise NotPossible(_("That is more paper than was handed out here. Count again, and call the auditor."))
    readings = final(vote, batch)
    digest = hashlib.sha256(repr([(serial, one.marks, one.fault) for serial, one in readings.items()]).encode())
    waiting = pending_approval(Act.APPROVE_BATCH, batch)
    if waiting is not None and waiting.first_id != actor.person_id and actor.person_id in batch.worked_on_by:
        raise NotPossible(_("You have worked on this batch, so another person approves it."))
    if not second(Act.APPROVE_BATCH, actor, batch, digest=digest.hexdigest(), at=at):
        return False
    _write_ballots(vote, batch, readings)
    batch.approved_by_id, batch.approved_at = actor.person_id, at
    batch.save(update_fields=["approved_by", "approved_at"])
    record(Act.APPROVE_BATCH, actor, batch, at=at, process_id=process.pk, sheets=batch.sheets)
    return True


@transaction.atomic
def reject_batch(actor: Actor, batch: Batch, *, at: datetime) -> None:
    """Something is wrong with it. It stays to be seen and counts for nothing; the paper is made a batch anew."""
    batch, _vote = _locked(batch)
    process = batch.station.process
    permit(Act.REJECT_BATCH, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    _check_open(batch)
    batch.rejected_at = at
    batch.save(update_fields=["rejected_at"])
    record(Act.REJECT_BATCH, actor, batch, at=at, process_id=process.pk)


@transaction.atomic
def finish_paper(actor: Actor, station: Station, *, words: Words | None = None, at: datetime) -> bool:
    """The paper of this place is counted. True once it is signed off.

    SECURITY: where as many sheets came in as were with voters, one person does it. Where the numbers differ, a sheet
    may have been taken out of the box: then it takes two, and a reason that everyone can read.
    """
    station = _locked_station(station)
    permit(Act.FINISH_PAPER, actor, area_ids=station.process.area_ids, phase=station.process.phase_at(at))
    _check_time(station)
    if station.batches.open().exists():
        raise NotPossible(_("A batch is still open. Approve or reject it first."))
    sums = sums_of(station)
    if not sums.handed:
        raise NotPossible(_("No paper was handed out here, so there is none to sign off."))
    change = None
    if not sums.is_even:
        vote = Vote.objects.select_for_update(of=("self",)).select_related("process").get(process=station.process_id)
        change = by_two(Act.FINISH_PAPER, actor, vote, words or Words(""), at, station=station, number=sums.missing)
        if change is None:
            return False
        publish(change, actor, vote, at)
    station.paper_counted_at = at
    station.save(update_fields=["paper_counted_at"])
    counted = {"handed_out": sums.handed, "entered": sums.entered, "change": change.pk if change else None}
    record(Act.FINISH_PAPER, actor, station, at=at, process_id=station.process_id, **counted)
    return True


@transaction.atomic
def recheck_sample(actor: Actor, vote: Vote, *, at: datetime) -> list[Recheck]:
    """One sheet in twenty of all approved batches, by lot. Drawn once, so that nobody draws until it suits."""
    process = vote.process
    locked = Vote.objects.select_for_update(of=("self",)).get(pk=vote.pk)
    permit(Act.RECHECK_SAMPLE, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    if locked.awaits_paper:
        raise NotNow(_("The paper of some place is not counted yet. Draw when all of it is."))
    approved = Batch.objects.filter(station__process=process, approved_at__isnull=False).order_by("pk")
    all_sheets = [(batch, serial) for batch in approved for serial in range(1, batch.sheets + 1)]
    if not all_sheets:
        raise NotPossible(_("There is no paper in this vote."))
    if Recheck.objects.filter(batch__station__process=process).exists():
        raise NotPossible(_("The sheets are drawn already. Look at those."))
    assert actor.person_id is not None  # noqa: S101 - the auditor is a person
    drawn = secrets.SystemRandom().sample(all_sheets, -(-len(all_sheets) // _ONE_IN))
    rows = [Recheck(batch=batch, serial=serial, drawn_by_id=actor.person_id, drawn_at=at) for batch, serial in drawn]
    made = Recheck.objects.bulk_create(rows)
    record(Act.RECHECK_SAMPLE, actor, vote, at=at, process_id=process.pk, sheets=len(made))
    return made


@transaction.atomic
def note_recheck(actor: Actor, recheck: Recheck, *, agrees: bool, at: datetime) -> None:
    """What the auditor found beside the scan. Said once."""
    locked = Recheck.objects.select_for_update(of=("self",)).select_related("batch__station__process")
    recheck = locked.get(pk=recheck.pk)
    process = recheck.batch.station.process
    permit(Act.NOTE_RECHECK, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    if recheck.agrees is not None:
        raise NotPossible(_("This sheet was looked at already."))
    recheck.agrees = agrees
    recheck.save(update_fields=["agrees"])
    record(Act.NOTE_RECHECK, actor, recheck, at=at, process_id=process.pk, agrees=int(agrees))


def differences(vote: Vote, batch: Batch) -> dict[int, tuple[Reading, Reading]]:
    """Sheets on which the two differ and that nobody has settled. SECURITY: none before both are done."""
    if not batch.is_entered:
        return {}
    kept = _readings(vote, batch)
    settled = kept[SheetEntry.SETTLED]
    pairs = {
        serial: (first, kept[SheetEntry.SECOND][serial]) for serial, first in sorted(kept[SheetEntry.FIRST].items())
    }
    return {serial: pair for serial, pair in pairs.items() if serial not in settled and not pair[0].same_as(pair[1])}


def final(vote: Vote, batch: Batch) -> dict[int, Reading]:
    """What each sheet says in the end."""
    kept = _readings(vote, batch)
    return dict(sorted((kept[SheetEntry.FIRST] | kept[SheetEntry.SETTLED]).items()))


def _store(vote: Vote, batch: Batch, side: str, readings: Mapping[int, Reading]) -> None:
    keys = box(vote.pk)
    rows = [
        SheetEntry(
            batch=batch,
            serial=serial,
            side=side,
            ciphertext=keys.encrypt(_entry_name(keys, batch, serial, side), 1, sheets.packed(reading)),
        )
        for serial, reading in readings.items()
    ]
    SheetEntry.objects.bulk_create(rows)


def _readings(vote: Vote, batch: Batch) -> dict[str, dict[int, Reading]]:
    keys = box(vote.pk)
    found: dict[str, dict[int, Reading]] = {SheetEntry.FIRST: {}, SheetEntry.SECOND: {}, SheetEntry.SETTLED: {}}
    for row in batch.entries.all():
        name = _entry_name(keys, batch, row.serial, row.side)
        found[row.side][row.serial] = sheets.unpacked(keys.decrypt(name, 1, bytes(row.ciphertext)))
    return found


def _write_ballots(vote: Vote, batch: Batch, readings: Mapping[int, Reading]) -> None:
    keys = box(vote.pk)
    Ballot.objects.bulk_create(_ballots(vote, batch, keys, readings))


def _ballots(vote: Vote, batch: Batch, keys: Box, readings: Mapping[int, Reading]) -> Iterable[Ballot]:
    """Under a pseudonym of each sheet's own. SECURITY: a sheet is nobody's; it lay in a box with the others."""
    for serial, reading in readings.items():
        pseudonym = keys.pseudonym(f"paper|{batch.pk}|{serial}")
        yield Ballot(
            vote=vote,
            pseudonym=pseudonym,
            version=1,
            ciphertext=keys.encrypt(pseudonym, 1, _plain(vote, reading)),
            idempotency_key=new_idempotency_key(),
        )


def _plain(vote: Vote, reading: Reading) -> bytes:
    """An invalid sheet is a ballot too: the count finds it invalid and says so in the result."""
    areas = vote.frozen["areas"]
    area, size = areas[0] if len(areas) == 1 else "", choice_size(vote)
    if reading.fault:
        return choices.encode(area=area, ids=[_NO_PROJECT], size=size)
    filled = sheets.sheet(reading, vote.paper)
    return choices.encode(area=area, ids=filled.ids, points=filled.points, size=size)


def _entry_name(keys: Box, batch: Batch, serial: int, side: str) -> str:
    """SECURITY: binds an entry to its sheet and side, so that no row can be moved to another."""
    return keys.pseudonym(f"paper-entry|{batch.pk}|{serial}|{side}")


def _check_time(station: Station) -> None:
    if not Vote.objects.filter(process=station.process_id, closed_at__isnull=False).exists():
        raise NotNow(_("The paper is counted when the vote has closed. Until then the box stays shut."))
    if station.paper_counted_at is not None:
        raise NotPossible(_("The paper of this place is signed off."))


def _check_open(batch: Batch) -> None:
    if not batch.is_open:
        raise NotPossible(_("This batch is approved or rejected, and nobody changes it any more."))


def _locked_station(station: Station) -> Station:
    return Station.objects.select_for_update(of=("self",)).select_related("process").get(pk=station.pk)


def _locked(batch: Batch) -> tuple[Batch, Vote]:
    """The place first, so that two batches of one place come one after the other."""
    Station.objects.select_for_update(of=("self",)).get(pk=batch.station_id)
    found = Batch.objects.select_for_update(of=("self",)).select_related("station__process").get(pk=batch.pk)
    return found, Vote.objects.select_related("process").get(process=found.station.process_id)
