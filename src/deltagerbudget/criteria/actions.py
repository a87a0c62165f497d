from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Role
from deltagerbudget.criteria.models import Criterion, Reason, copies
from deltagerbudget.criteria.rules import check_rows, in_places, list_digest, with_codes
from deltagerbudget.processes.models import Process

Row = TypeVar("Row", bound=Model)


@transaction.atomic
def edit_criteria(
    actor: Actor, process: Process | None, *, rows: Sequence[Mapping[str, Any]], seen: str | None = None, at: datetime
) -> list[Criterion]:
    """Replace the list of one deltagerbudget before it opens; without one, the list that all others begin from."""
    if process is not None:
        process = Process.objects.select_for_update(of=("self",)).get(pk=process.pk)
    _lock_all(Criterion.objects.filter(process=process))
    permit(Act.EDIT_CRITERIA, actor, area_ids=process.area_ids if process else ())
    if process is None and Role.ADMINISTRATOR not in actor.roles():
        raise NotYours(_("The list for all deltagerbudgetter belongs to the administrator."))
    if process is not None and process.opened_at is not None:
        raise NotPossible(_("Residents have read these criteria, so they can no longer be changed."))
    _refuse_changed(seen, criteria_digest(process))
    check_rows(rows, "text")
    if process is None:
        _keep_for_opened()
    Criterion.objects.filter(process=process).delete()
    kept = with_codes(in_places(rows))
    made = _written([Criterion(process=process, **row) for row in kept])
    target = process or made[0]
    record(Act.EDIT_CRITERIA, actor, target, at=at, process_id=process.pk if process else None, count=len(made))
    return made


@transaction.atomic
def edit_reasons(
    actor: Actor, *, rows: Sequence[Mapping[str, Any]], seen: str | None = None, at: datetime
) -> list[Reason]:
    """Replace the reasons that staff begin from. What was written with them before stays as it is."""
    _lock_all(Reason.objects.all())
    permit(Act.EDIT_REASONS, actor, area_ids=[area for _role, area in actor.grants if area is not None])
    _refuse_changed(seen, reasons_digest())
    check_rows(rows, "title")
    Reason.objects.all().delete()
    made = _written([Reason(**row) for row in in_places(rows)])
    record(Act.EDIT_REASONS, actor, made[0], at=at, count=len(made))
    return made


def criteria_digest(process: Process | None) -> str:
    rows = Criterion.objects.of(process)
    return list_digest([(row.code, row.text, row.text_en, row.help, row.is_hard) for row in rows])


def reasons_digest() -> str:
    return list_digest([(row.title, row.text, row.text_en) for row in Reason.objects.listed()])


def _lock_all(rows: QuerySet[Any]) -> None:
    """Two who save at the same time do it one after the other; where nothing stands yet, see `_written`."""
    list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))


def _written(rows: list[Row]) -> list[Row]:
    """A list that was empty holds no row to lock; its constraints then tell who was second."""
    try:
        with transaction.atomic():
            return type(rows[0])._default_manager.bulk_create(rows)
    except IntegrityError as error:
        raise _changed() from error


def _refuse_changed(seen: str | None, stands: str) -> None:
    if seen is not None and seen != stands:
        raise _changed()


def _changed() -> NotPossible:
    return NotPossible(_("Somebody else changed the list while you wrote. If you save again, yours replaces theirs."))


def _keep_for_opened() -> None:
    """What is open goes on with the criteria that its residents have read."""
    own = Criterion.objects.filter(process=OuterRef("pk"))
    rows = Criterion.objects.of(None)
    opened = Process.objects.opened().filter(~Exists(own), story="", is_imported=False)
    Criterion.objects.bulk_create([copy for process in opened for copy in copies(rows, process)])
