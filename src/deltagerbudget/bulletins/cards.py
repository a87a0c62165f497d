"""What lists and pages show of news."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from deltagerbudget.areas.models import Area, AreaQuerySet
from deltagerbudget.bulletins.models import Bulletin, BulletinQuerySet
from deltagerbudget.bulletins.rules import Voice
from deltagerbudget.pictures.models import Picture
from deltagerbudget.pictures.shown import photo
from deltagerbudget.processes.models import Process, ProcessQuerySet
from deltagerbudget.ui.signatures import Photo

# On the page of an area or a deltagerbudget.
LATEST = 3
_OF_PICTURE = ("name", "width", "height", "alt", "credit")
_READ = ("pk", "title", "text", "voice", "at", "process__title", *(f"picture__{name}" for name in _OF_PICTURE))


@dataclass(frozen=True)
class NewsCard:
    """One line of a list: what, who tells it, when, how it begins, and its picture."""

    title: str
    url: str
    at: datetime
    who: str = ""
    text: str = ""
    about: str = ""
    photo: Photo | None = None
    corrected_at: datetime | None = None


def news_cards(bulletins: Iterable[Bulletin]) -> list[NewsCard]:
    """Load them with their places."""
    return [news_card(bulletin) for bulletin in bulletins]


def news_card(bulletin: Bulletin) -> NewsCard:
    return NewsCard(
        title=bulletin.title,
        url=reverse("bulletins:bulletin", args=[bulletin.pk]),
        at=bulletin.at,
        who=who(bulletin),
        text=bulletin.text,
        about=bulletin.process.title if bulletin.process else "",
        photo=photo(bulletin.picture) if bulletin.picture else None,
        corrected_at=bulletin.corrected_at,
    )


def who(bulletin: Bulletin) -> str:
    """The council by its name, or the municipality; never a person."""
    if bulletin.voice == Voice.MUNICIPALITY:
        return str(Voice.MUNICIPALITY.label)
    council = getattr(bulletin.area, "council", None)
    return council.name if council else _("The local council of %(area)s") % {"area": bulletin.area.name}


def with_latest_news(processes: ProcessQuerySet) -> ProcessQuerySet:
    """With the newest of each, in the same query: the page of a deltagerbudget has none to spare."""
    return processes.annotate(**_latest(Bulletin.objects.filter(process=OuterRef("pk"))))


def with_latest_news_here(areas: AreaQuerySet) -> AreaQuerySet:
    """The same for areas: what everyone may see of them."""
    return areas.annotate(**_latest(Bulletin.objects.public().filter(area=OuterRef("pk"))))


def _latest(rows: BulletinQuerySet) -> dict[str, Subquery]:
    found = rows.newest_first().values(found=JSONObject(**{name: name for name in _READ}))
    return {f"news_{place}": Subquery(found[place : place + 1]) for place in range(LATEST)}


def latest_news(about: Process | Area) -> list[NewsCard]:
    """Of what was loaded with its latest news."""
    area = about if isinstance(about, Area) else Area()
    found = [getattr(about, f"news_{place}") for place in range(LATEST)]
    return [news_card(_row(values, area)) for values in found if values]


def _row(values: dict[str, Any], area: Area) -> Bulletin:
    at = parse_datetime(values["at"])
    assert at is not None  # noqa: S101 - the database's own writing of a moment
    row = Bulletin(area=area, **{name: values[name] for name in ("pk", "title", "text", "voice")})
    # SQLite leaves the zone out; what it keeps is UTC.
    row.at = at if at.tzinfo else at.replace(tzinfo=UTC)
    if values["process__title"]:
        row.process = Process(title=values["process__title"])
    if values["picture__name"]:
        row.picture = Picture(**{name: values[f"picture__{name}"] for name in _OF_PICTURE})
    return row
