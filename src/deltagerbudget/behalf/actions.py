from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.behalf.models import Assisted
from deltagerbudget.behalf.rules import LASTS, Source, check_consent, check_entered
from deltagerbudget.pictures.keeping import Illustration, Kept, drop, store_document, store_picture
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.rules import refuse_cpr


@dataclass(frozen=True)
class Entered:
    """What the clerk writes of a resident. ``scan``: the bytes of a PDF, or a picture that lies there as files."""

    name: str
    birth_date: date
    # Slug of an area; empty for somewhere else.
    residence: str
    source: Source
    contact: str
    has_consented: bool
    is_protected: bool = False
    scan: bytes | Kept | None = None


@transaction.atomic
def enter_resident(actor: Actor, process: Process, *, given: Entered, at: datetime) -> Assisted:
    """A resident without login. What they may do is judged by age and area, as for everyone else."""
    process = Process.objects.select_for_update(of=("self",)).get(pk=process.pk)
    permit(Act.ENTER_RESIDENT, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    if process.opened_at is None:
        raise NotNow(_("This deltagerbudget is not open yet."))
    check_consent(has_consented=given.has_consented)
    refuse_cpr({"name": given.name, "contact": given.contact})
    check_entered(
        name=given.name,
        is_protected=given.is_protected,
        birth_date=given.birth_date,
        contact=given.contact,
        today=localdate(at),
    )
    _refuse_twice(process, given)
    assisted = Assisted(person=_person(given), process=process, source=given.source, consent_at=at, at=at)
    assisted.contact, assisted.entered_by_id = given.contact.strip(), cast(int, actor.person_id)
    if isinstance(given.scan, Kept):
        assisted.picture = store_picture(Illustration(given.scan, _SCAN), at=at)
    elif given.scan is not None:
        assisted.document = store_document(given.scan, title=_SCAN, at=at)
    assisted.save()
    record(Act.ENTER_RESIDENT, actor, assisted, at=at, process_id=process.pk)
    return assisted


@transaction.atomic
def begin_assistance(actor: Actor, assisted: Assisted, *, at: datetime) -> datetime:
    """From now on, and until the moment that comes back, the actor may write for the resident."""
    assisted = locked(assisted)
    check_may_assist(actor, assisted, at=at)
    record(Act.BEGIN_ASSISTANCE, actor, assisted, at=at, process_id=assisted.process_id)
    return at + LASTS


@transaction.atomic
def end_assistance(actor: Actor, assisted: Assisted, *, at: datetime) -> None:
    assisted = locked(assisted)
    permit(Act.END_ASSISTANCE, actor, area_ids=assisted.process.area_ids)
    record(Act.END_ASSISTANCE, actor, assisted, at=at, process_id=assisted.process_id)


def check_may_assist(actor: Actor, assisted: Assisted, *, at: datetime) -> None:
    """Raise a Refusal unless the actor may write for the resident now. Asked by the act, and at every request."""
    process = assisted.process
    permit(Act.BEGIN_ASSISTANCE, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    if not Assisted.objects.seen_by(actor).filter(pk=assisted.pk).exists():
        raise NotYours(_("Somebody else has entered this resident, so they write for them."))
    if assisted.erased_at is not None or not assisted.person.is_active:
        raise NotPossible(_("This resident has been deleted."))


@transaction.atomic
def forget_contacts(*, at: datetime) -> int:
    """LAW: GDPR art. 5(1)(e): once the deltagerbudget has ended, nobody needs to reach them or to judge their age."""
    ended = Assisted.objects.select_for_update(of=("self",)).to_forget(at).select_related("person")
    rows = list(ended)
    for assisted in rows:
        erase_contact(assisted, at=at)
        Person.objects.filter(pk=assisted.person_id).update(birth_date=None, residence="")
    return len(rows)


def erase_contact(assisted: Assisted, *, at: datetime) -> None:
    scans = [scan for scan in (assisted.picture, assisted.document) if scan is not None]
    assisted.contact, assisted.picture, assisted.document, assisted.erased_at = "", None, None, at
    assisted.save(update_fields=["contact", "picture", "document", "erased_at"])
    for scan in scans:
        drop(scan)


# Seen by nobody: the page says what it is.
_SCAN = "Scan"


def _person(given: Entered) -> Person:
    """SECURITY: no login leads to this row. A login's key is a hash, and this one is none; no password fits."""
    return Person.objects.create(
        ref=f"assisted-{secrets.token_hex(24)}",
        password=f"!{secrets.token_hex(20)}",
        # LAW: CPR-loven § 28: a protected name is not kept at all.
        name="" if given.is_protected else " ".join(given.name.split()),
        birth_date=given.birth_date,
        residence=given.residence,
        is_protected=given.is_protected,
    )


def _refuse_twice(process: Process, given: Entered) -> None:
    """Whoever is entered twice could make twice as many proposals."""
    name = " ".join(given.name.split())
    same = Assisted.objects.filter(process=process, person__name__iexact=name, person__birth_date=given.birth_date)
    if not given.is_protected and same.exists():
        raise NotPossible(
            _("This resident is entered here already. Look at the list, or ask the municipality who writes for them.")
        )


def locked(assisted: Assisted) -> Assisted:
    rows = Assisted.objects.select_for_update(of=("self",)).select_related("person", "process")
    row = rows.filter(pk=assisted.pk).first()
    if row is None:
        raise NotPossible(_("This resident has been deleted."))
    return row
