"""What lies in a backup: every file with its SHA-256, written last, checked before anything is restored."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NAME = "manifest.json"
CHUNK = 1024 * 1024


class BackupError(Exception):
    """Why a backup cannot be made or restored, in words for the person on duty."""


@dataclass(frozen=True)
class Manifest:
    format: str
    facts: dict[str, Any]
    # Path below the backup's directory to size and SHA-256.
    files: dict[str, tuple[int, str]] = field(default_factory=dict)

    def text(self) -> str:
        files = {name: {"bytes": size, "sha256": digest} for name, (size, digest) in sorted(self.files.items())}
        return json.dumps({"format": self.format, **self.facts, "files": files}, indent=1, sort_keys=True) + "\n"


@contextmanager
def new_directory(target: Path) -> Iterator[Path]:
    """A directory for the owner alone that gets its name when it is whole: half a backup is never taken for one."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BackupError(f"{target} is not empty. A backup is written to a new directory.")
    draft = target.with_name(f"{target.name}.partial")
    if draft.exists():
        raise BackupError(f"{draft} is left from a backup that was interrupted. Remove it first.")
    draft.mkdir(mode=0o700, parents=True)
    try:
        yield draft
        draft.replace(target)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as written, source.open("rb") as read:
        shutil.copyfileobj(read, written, CHUNK)
        written.flush()
        os.fsync(written.fileno())


def seal(directory: Path, manifest: Manifest) -> Manifest:
    """Take the digest of every file and write the manifest."""
    for path in sorted(directory.rglob("*")):
        if path.is_file():
            manifest.files[path.relative_to(directory).as_posix()] = (path.stat().st_size, digest_of(path))
    (directory / NAME).write_text(manifest.text(), encoding="utf-8")
    (directory / NAME).chmod(0o600)
    return manifest


def read(directory: Path, wanted: str) -> Manifest:
    """The manifest of a backup of this kind, every file of which is there and unaltered."""
    manifest = _parsed(directory / NAME, wanted)
    for name, (size, digest) in manifest.files.items():
        path = directory / name
        if not path.resolve().is_relative_to(directory.resolve()) or path.is_symlink():
            raise BackupError(f"The manifest names a file outside the backup: {name}.")
        if not path.is_file():
            raise BackupError(f"The backup is not whole: {name} is missing. Nothing was changed.")
        if path.stat().st_size != size:
            raise BackupError(f"The backup is cut off or altered: {name} has another length. Nothing was changed.")
        if digest_of(path) != digest:
            raise BackupError(f"The backup is altered: {name} has another SHA-256. Nothing was changed.")
    return manifest


def _parsed(path: Path, wanted: str | None) -> Manifest:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        files = {name: (int(row["bytes"]), str(row["sha256"])) for name, row in values.pop("files").items()}
        found = str(values.pop("format"))
    except FileNotFoundError as error:
        raise BackupError(f"{path.parent} is not a backup: there is no {NAME} in it.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupError(f"{path} cannot be read; it is cut off or altered. Nothing was changed.") from error
    if wanted is not None and found != wanted:
        raise BackupError(f"{path.parent} is a {found}; this command reads a {wanted}.")
    return Manifest(found, values, files)


def kind_of(directory: Path) -> str:
    """The format of the backup in this directory; empty where there is none."""
    try:
        return _parsed(directory / NAME, None).format
    except BackupError:
        return ""


def digest_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
