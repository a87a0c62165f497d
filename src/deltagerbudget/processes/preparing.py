"""The acts of the preparation: begin from an earlier one, delimit, talk with the local council, show it beforehand."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record, role_of
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.areas.models import Area
from deltagerbudget.counting.rule import CapKind
from deltagerbudget.pictures.keeping import copy_document, copy_picture
from deltagerbudget.processes import parts, rules
from deltagerbudget.processes.actions import permit_areas, stored
from deltagerbudget.processes.fields import COPIED_ROWS, EDITABLE, NOT_COPIED
from deltagerbudget.processes.models import Phase, Preview, Process, Remark, Tick
from deltagerbudget.staff.secrets import digest

# In days, and how many links may be out at a time.
PREVIEW_DAYS = (1, 90)
MOST_PREVIEWS = 10


@transaction.atomic
def copy_process(
    actor: Actor, source: Process, *, title: str, slug: str, areas: Sequence[Area], first_day: date, at: datetime
) -> Process:
    """A draft with the settings, rules, texts, people, pictures and documents of an earlier one, in whole weeks later.

    Never its proposals, money, decision, draw or ticks.
    """
    source = _locked(source)
    permit_areas(Act.COPY_PROCESS, actor, areas)
    if source.opened_at is None:
        permit(Act.COPY_PROCESS, actor, area_ids=source.area_ids)
    if not source.spans or source.is_imported:
        raise NotPossible(_("This one was not set up here, so there is nothing to copy. Begin with a template."))
    later = rules.weeks_until(source.spans, first_day)
    values = _copied_values(source, areas, later) | {"title": title}
    origin: dict[str, Any] = {
        "picture": copy_picture(source.picture, at=at) if source.picture else None,
        "copied_from": source,
    }
    # An invented one stays marked as invented.
    origin |= {"is_example": source.is_example}
    made = stored(slug, areas, values, at=at, **origin)
    Phase.objects.bulk_create(
        [
            Phase(process=made, kind=span.kind, name=span.name, starts_at=span.starts_at, ends_at=span.ends_at)
            for span in rules.moved(source.spans, later)
        ]
    )
    _copy_rows(source, made, at)
    record(Act.COPY_PROCESS, actor, made, at=at, process_id=made.pk, source=source.pk)
    return made


def _copied_values(source: Process, areas: Sequence[Area], later: timedelta) -> dict[str, Any]:
    values = {name: getattr(source, name) for name in EDITABLE - NOT_COPIED}
    names = {area.name for area in areas}
    caps = [cap for cap in source.caps if cap["kind"] != CapKind.AREA or cap["name"] in names]
    return values | {"age_on": source.age_on + later, "caps": caps}


def _copy_rows(source: Process, made: Process, at: datetime) -> None:
    made.documents.set([copy_document(document, at=at) for document in source.documents.all()])
    for name in COPIED_ROWS:
        rows = list(getattr(source, name).order_by("pk"))
        for row in rows:
            row.pk, row.process = None, made
        type(rows[0]).objects.bulk_create(rows) if rows else None


@transaction.atomic
def delimit_process(
    actor: Actor, process: Process, *, areas: Sequence[Area], at: datetime, remark: Remark | None = None
) -> Process:
    """Choose the areas; ``remark`` is the proposal of the local council that is taken over with it."""
    process = _locked(process)
    permit(Act.DELIMIT_PROCESS, actor, area_ids=process.area_ids)
    if not areas:
        raise NotPossible(_("Choose at least one area."))
    # Each that comes or goes by itself: a role in one gives no say over the others.
    for area_id in {area.pk for area in areas} ^ set(process.area_ids):
        permit(Act.DELIMIT_PROCESS, actor, area_ids=[area_id])
    if process.opened_at is not None:
        raise NotPossible(_("It is open, and people know where it holds. The areas can no longer be changed."))
    names = {area.name for area in areas}
    named = [cap["name"] for cap in process.caps if cap["kind"] == CapKind.AREA and cap["name"] not in names]
    if named:
        raise NotPossible(_("There is a limit for the area %(area)s. Take it away first.") % {"area": named[0]})
    process.areas.set(areas)
    process.updated_at = at
    process.save(update_fields=["updated_at"])
    record(Act.DELIMIT_PROCESS, actor, process, at=at, process_id=process.pk, remark=remark.pk if remark else None)
    if remark is not None:
        answer_remark(actor, remark, answer=_("We have taken your areas over."), at=at)
    return Process.objects.get(pk=process.pk)


@transaction.atomic
def untick_checklist(actor: Actor, process: Process, point: rules.Point, *, reason: str, at: datetime) -> None:
    """Take a tick back; who ticked, when, and why it does not hold any more are kept."""
    process = _locked(process)
    permit(Act.UNTICK_CHECKLIST, actor, area_ids=process.area_ids)
    if not rules.may_tick(point, actor.roles(process.area_ids)):
        raise NotYours(_("You answer for the point of the local council. The process owner ticks the others."))
    if process.opened_at is not None:
        raise NotPossible(_("It is open. The checklist is closed."))
    if not reason.strip():
        raise NotPossible(_("Write why the point is not in place after all."))
    role = role_of(Act.UNTICK_CHECKLIST, actor)
    gone = {"undone_by_id": actor.person_id, "undone_role": role, "undone_at": at, "reason": reason.strip()}
    if not Tick.objects.filter(process=process, point=point, undone_at=None).update(**gone):
        raise NotPossible(_("This point is not ticked."))
    record(Act.UNTICK_CHECKLIST, actor, process, at=at, process_id=process.pk, point=str(point))


@transaction.atomic
def comment_setup(
    actor: Actor, process: Process, *, part: str, text: str, at: datetime, areas: Sequence[Area] = ()
) -> Remark:
    """The local council says what it thinks of one part, and perhaps which areas it would choose."""
    process = _locked(process)
    permit(Act.COMMENT_SETUP, actor, area_ids=process.area_ids)
    if process.opened_at is not None:
        raise NotPossible(_("It is open, so the set-up is done. Call the process owner instead."))
    if part not in parts.WORDS or not text.strip():
        raise NotPossible(_("Choose a part and write what you think of it."))
    who: Any = actor.person_id
    remark = Remark.objects.create(process=process, part=part, text=text.strip(), person_id=who, at=at)
    remark.areas.set(areas)
    record(Act.COMMENT_SETUP, actor, process, at=at, process_id=process.pk, remark=remark.pk, part=part)
    return remark


@transaction.atomic
def answer_remark(actor: Actor, remark: Remark, *, answer: str, at: datetime) -> Remark:
    """Once: what was answered stands."""
    remark = Remark.objects.select_for_update(of=("self",)).select_related("process").get(pk=remark.pk)
    permit(Act.ANSWER_REMARK, actor, area_ids=remark.process.area_ids)
    if remark.answered_at is not None:
        raise NotPossible(_("This remark is already answered."))
    if not answer.strip():
        raise NotPossible(_("Write an answer to the local council."))
    remark.answer, remark.answered_by_id, remark.answered_at = answer.strip(), actor.person_id, at
    remark.save(update_fields=["answer", "answered_by", "answered_at"])
    record(Act.ANSWER_REMARK, actor, remark.process, at=at, process_id=remark.process_id, remark=remark.pk)
    return remark


@transaction.atomic
def share_preview(actor: Actor, process: Process, *, label: str, days: int, at: datetime) -> tuple[Preview, str]:
    """The link, and the secret in it. SECURITY: only its hash is kept, so it is shown this once."""
    process = _locked(process)
    permit(Act.SHARE_PREVIEW, actor, area_ids=process.area_ids)
    if process.opened_at is not None:
        raise NotPossible(_("It is open, and everyone can see it. Send the address of its page."))
    if not label.strip() or not PREVIEW_DAYS[0] <= days <= PREVIEW_DAYS[1]:
        raise NotPossible(_("Write whom the link is for, and for how many days it holds."))
    if process.previews.valid(at).count() >= MOST_PREVIEWS:
        raise NotPossible(_("There are enough links. Close one to make another."))
    secret = secrets.token_urlsafe(32)
    words = {"label": label.strip(), "person_id": actor.person_id, "made_at": at}
    expires_at = at + timedelta(days=days)
    made = Preview.objects.create(process=process, digest=preview_digest(secret), expires_at=expires_at, **words)
    record(Act.SHARE_PREVIEW, actor, process, at=at, process_id=process.pk, preview=made.pk)
    return made, secret


@transaction.atomic
def revoke_preview(actor: Actor, preview: Preview, *, at: datetime) -> Preview:
    preview = Preview.objects.select_for_update(of=("self",)).select_related("process").get(pk=preview.pk)
    permit(Act.REVOKE_PREVIEW, actor, area_ids=preview.process.area_ids)
    if preview.revoked_at is None:
        preview.revoked_at = at
        preview.save(update_fields=["revoked_at"])
        record(Act.REVOKE_PREVIEW, actor, preview.process, at=at, process_id=preview.process_id, preview=preview.pk)
    return preview


def preview_digest(secret: str) -> str:
    return digest("preview", secret)


def _locked(process: Process) -> Process:
    return Process.objects.select_for_update(of=("self",)).get(pk=process.pk)
