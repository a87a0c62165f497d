from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import Act, Recall
from deltagerbudget.areas.models import Area
from deltagerbudget.bulletins.models import Bulletin
from deltagerbudget.bulletins.rules import (
    check_area,
    check_number,
    check_voice,
    check_words,
    may_correct,
    may_take_back,
    voice_of,
)
from deltagerbudget.pictures.keeping import Illustration, drop, store_picture
from deltagerbudget.processes.models import Process

_DAY = timedelta(days=1)


@transaction.atomic
def post_news(
    actor: Actor,
    area: Area,
    process: Process | None = None,
    *,
    values: Mapping[str, str],
    given: Illustration | None = None,
    at: datetime,
) -> Bulletin:
    """Public at once; with its deltagerbudget where that is not open yet. The area's row is the lock of the limit."""
    area = Area.objects.select_for_update().get(pk=area.pk)
    permit(Act.POST_NEWS, actor, area_ids=[area.pk])
    check_area(area.pk, process.area_ids if process else None)
    _check(values, given)
    check_number(Bulletin.objects.since(area.pk, at - _DAY).count())
    bulletin = Bulletin.objects.create(
        area=area,
        process=process,
        voice=voice_of(actor.roles([area.pk])),
        title=values["title"].strip(),
        text=values["text"].strip(),
        picture=store_picture(given, at=at) if given is not None else None,
        at=at,
    )
    _record(Act.POST_NEWS, actor, bulletin, at)
    return bulletin


@transaction.atomic
def correct_news(
    actor: Actor,
    bulletin: Bulletin,
    *,
    values: Mapping[str, str],
    given: Illustration | None = None,
    keeps_picture: bool = True,
    at: datetime,
) -> Bulletin:
    """Other words under the same address, and it says that they are. A new picture comes in place of the old one."""
    bulletin = _locked(bulletin)
    permit(Act.CORRECT_NEWS, actor, area_ids=[bulletin.area_id])
    check_voice(may_correct(bulletin.voice, actor.roles([bulletin.area_id])))
    _check(values, given)
    before = bulletin.picture
    bulletin.title, bulletin.text, bulletin.corrected_at = values["title"].strip(), values["text"].strip(), at
    if given is not None or not keeps_picture:
        bulletin.picture = store_picture(given, at=at) if given is not None else None
    bulletin.save(update_fields=["title", "text", "picture", "corrected_at"])
    if before is not None and before != bulletin.picture:
        drop(before)
    _record(Act.CORRECT_NEWS, actor, bulletin, at)
    return bulletin


@transaction.atomic
def take_news_back(actor: Actor, bulletin: Bulletin, *, recall: Recall, at: datetime) -> None:
    """Words and picture are deleted; that it was there, and why it went, stays in the journal."""
    bulletin = _locked(bulletin)
    permit(Act.TAKE_NEWS_BACK, actor, area_ids=[bulletin.area_id])
    check_voice(may_take_back(bulletin.voice, actor.roles([bulletin.area_id])))
    picture = bulletin.picture
    _record(Act.TAKE_NEWS_BACK, actor, bulletin, at, recall=recall, voice=bulletin.voice)
    bulletin.delete()
    if picture is not None:
        drop(picture)


def _check(values: Mapping[str, str], given: Illustration | None) -> None:
    check_words({**values, "alt": given.alt if given else ""}, has_picture=given is not None)


def _locked(bulletin: Bulletin) -> Bulletin:
    rows = Bulletin.objects.select_for_update(of=("self",)).select_related("picture")
    row = rows.filter(pk=bulletin.pk).first()
    if row is None:
        raise NotPossible(_("This news has been taken back already."))
    return row


def _record(act: Act, actor: Actor, bulletin: Bulletin, at: datetime, **detail: str) -> None:
    record(act, actor, bulletin, at=at, process_id=bulletin.process_id, area=bulletin.area_id, **detail)
