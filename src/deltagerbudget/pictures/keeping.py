"""From what was decoded to files and, once somebody stands behind it, a row.

The files come first. A picture whose form is not whole yet waits as files and a signed word in the form, so that nobody
has to choose it again; what is never finished is tidied away.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.core import signing
from django.db import transaction

from deltagerbudget.pictures import storage
from deltagerbudget.pictures.decoding import Decoded, widths_of
from deltagerbudget.pictures.models import Document, Picture, new_name

# Shorter than what the tidying leaves alone.
WAITS = timedelta(hours=20)


@dataclass(frozen=True)
class Kept:
    """A picture that lies there as files and belongs to nothing yet."""

    name: str
    width: int
    height: int


@dataclass(frozen=True)
class Illustration:
    """A picture with the words that belong to it, ready to be added to something."""

    kept: Kept
    alt: str
    credit: str = ""


def keep(found: Decoded) -> Kept:
    name = new_name()
    for width, data in found.files.items():
        storage.write(storage.picture_path(name, width), data)
    return Kept(name, found.width, found.height)


def token(kept: Kept, owner: str) -> str:
    """``owner`` says what it is for; for anything else it is worth nothing."""
    return signing.dumps(astuple(kept), salt=f"picture:{owner}")


def from_token(word: str, owner: str) -> Kept | None:
    try:
        kept = Kept(*signing.loads(word, salt=f"picture:{owner}", max_age=WAITS))
    except signing.BadSignature:
        return None
    lies_there = all(storage.picture_path(kept.name, width).exists() for width in widths_of(kept.width))
    return kept if lies_there else None


def store_picture(given: Illustration, *, at: datetime) -> Picture:
    """The row; the same one when it is sent twice."""
    values = {"width": given.kept.width, "height": given.kept.height}
    words = {"alt": given.alt.strip(), "credit": given.credit.strip()}
    return Picture.objects.get_or_create(name=given.kept.name, defaults=values | words | {"made_at": at})[0]


def store_document(data: bytes, *, title: str, at: datetime) -> Document:
    """``data`` has passed check_pdf."""
    name = new_name()
    storage.write(storage.document_path(name), data)
    return Document.objects.create(name=name, title=title.strip(), size=len(data), made_at=at)


def copy_picture(picture: Picture, *, at: datetime) -> Picture:
    """The same picture with files of its own: what happens to the first one does not happen to it."""
    name = new_name()
    for width in picture.widths:
        _copy(storage.picture_path(picture.name, width), storage.picture_path(name, width))
    words = {"width": picture.width, "height": picture.height, "alt": picture.alt, "credit": picture.credit}
    return Picture.objects.create(name=name, made_at=at, **words)


def copy_document(document: Document, *, at: datetime) -> Document:
    name = new_name()
    _copy(storage.document_path(document.name), storage.document_path(name))
    return Document.objects.create(name=name, title=document.title, size=document.size, made_at=at)


def _copy(source: Path, target: Path) -> None:
    data = storage.read(source)
    if data is not None:
        storage.write(target, data)


def drop(row: Picture | Document) -> None:
    """Row and files; the files once the transaction stands."""
    name = row.name
    row.delete()
    transaction.on_commit(lambda: storage.delete(name))
