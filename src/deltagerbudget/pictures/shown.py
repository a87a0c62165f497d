"""Pictures and documents as templates show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from deltagerbudget.pictures.models import Document, Picture
from deltagerbudget.ui.signatures import Photo


@dataclass(frozen=True)
class Paper:
    """A link to a document: its title, and how much there is to fetch."""

    url: str
    title: str
    size: int


def photo(picture: Picture, *, is_own: bool = False) -> Photo:
    """``is_own``: by the address that asks who is looking, for what is not public yet."""
    urls = [_address("picture", is_own, picture.name, width) for width in picture.widths]
    return Photo(
        src=urls[min(1, len(urls) - 1)],
        srcset=", ".join(f"{url} {width}w" for url, width in zip(urls, picture.widths, strict=True)),
        width=picture.width,
        height=picture.height,
        alt=picture.alt,
        credit=picture.credit,
    )


def first_photo(pictures: Iterable[Picture]) -> Photo | None:
    """The one for a card; prefetch the pictures for lists."""
    return next((photo(picture) for picture in pictures), None)


def paper(document: Document, *, is_own: bool = False) -> Paper:
    return Paper(_address("document", is_own, document.name), document.title, document.size)


def _address(kind: str, is_own: bool, *values: object) -> str:
    """SECURITY: an own host for files has no session, so what is not public is asked for on the site itself."""
    url = reverse(f"media:{'own_' if is_own else ''}{kind}", args=values)
    return url if is_own else f"{settings.MEDIA_ORIGIN}{url}"
