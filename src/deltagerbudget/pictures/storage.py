"""The files, under names that nobody can guess and that tell nothing."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

NAME = re.compile(r"[0-9a-f]{32}")


def picture_path(name: str, width: int) -> Path:
    return _folder(name) / f"{name}-{width}.webp"


def document_path(name: str) -> Path:
    return _folder(name) / f"{name}.pdf"


def write(path: Path, data: bytes) -> None:
    """Whole or not at all: a reader never meets half a file."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_suffix(".half")
    with half.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


def read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def delete(name: str) -> None:
    for path in _folder(name).glob(f"{name}*"):
        path.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        _folder(name).rmdir()


def names_older_than(at: datetime) -> Iterator[str]:
    """The names of files that were written before this moment."""
    if not settings.MEDIA_DIR.is_dir():
        return
    for path in settings.MEDIA_DIR.glob("??/*"):
        name = NAME.match(path.name)
        if name is not None and path.stat().st_mtime < at.timestamp():
            yield name[0]


def _folder(name: str) -> Path:
    """SECURITY: a name that is not ours leads nowhere, whatever is written in an address."""
    if not NAME.fullmatch(name):
        raise ValueError("not the name of a file")
    return Path(settings.MEDIA_DIR) / name[:2]
