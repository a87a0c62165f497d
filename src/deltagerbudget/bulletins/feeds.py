"""News for programs that follow it (Atom)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import get_language

from deltagerbudget.bulletins.cards import who
from deltagerbudget.bulletins.models import Bulletin

SHOWN = 30
_BEFORE_ANY = datetime(2024, 1, 1, tzinfo=UTC)
# What XML cannot hold, as it comes along when words are copied out of a PDF: every control sign but tab and line ends.
_NOT_IN_XML = dict.fromkeys([*range(0x20), 0xFFFE, 0xFFFF]) | {ord(sign): sign for sign in "\t\n\r"}


class Feed(Atom1Feed):
    def latest_post_date(self) -> datetime:
        """Without news, nothing is new: the same to the letter whenever it is asked for."""
        return super().latest_post_date() if self.items else _BEFORE_ANY


@dataclass(frozen=True)
class Item:
    """One entry: a path on this site, plain words, and when they were written and changed."""

    title: str
    link: str
    text: str
    author: str
    at: datetime
    changed_at: datetime


def feed(title: str, page: str, address: str, bulletins: Iterable[Bulletin]) -> HttpResponse:
    return answer(title, page, address, map(_item, bulletins))


def _item(row: Bulletin) -> Item:
    link = reverse("bulletins:bulletin", args=[row.pk])
    return Item(row.title, link, row.text, who(row), row.at, row.corrected_at or row.at)


def answer(title: str, page: str, address: str, items: Iterable[Item]) -> HttpResponse:
    """SECURITY: the words are told to be HTML, so they are escaped first."""
    site = settings.SITE_URL
    found = Feed(_plain(title), site + page, "", language=get_language(), feed_url=site + address)
    for row in items:
        found.add_item(
            title=_plain(row.title),
            link=site + row.link,
            description=linebreaks(_plain(row.text), autoescape=True),
            unique_id=site + row.link,
            author_name=_plain(row.author),
            pubdate=row.at,
            updateddate=row.changed_at,
        )
    response = HttpResponse(content_type=found.content_type)
    found.write(response, "utf-8")
    return response


def _plain(words: str) -> str:
    return words.translate(_NOT_IN_XML)
