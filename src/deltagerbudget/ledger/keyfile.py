"""Keys in files of one directory, outside the database."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path


class KeyDirectoryError(Exception):
    """The directory of keys is missing, or others on the machine can read it."""


def checked_directory(directory: Path) -> Path:
    # One by one: mkdir gives the mode to the last directory only, and its parents would be open to all.
    missing = [place for place in (directory, *directory.parents) if not place.exists()]
    for place in reversed(missing):
        place.mkdir(mode=0o700, exist_ok=True)
    if directory.stat().st_mode & 0o077:
        raise KeyDirectoryError(f"{directory} must be readable by its owner alone (chmod 700)")
    return directory


def create_once(path: Path, content: bytes) -> bytes:
    """Write ``content`` unless the file exists; return what stands there. Safe against a race of processes."""
    directory = checked_directory(path.parent)
    handle, name = tempfile.mkstemp(dir=directory)
    try:
        with os.fdopen(handle, "wb") as temporary:
            temporary.write(content)
            temporary.flush()
            os.fsync(temporary.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(name, path)
    finally:
        Path(name).unlink()
    _sync(directory)
    return path.read_bytes()


def secret(path: Path, size: int = 32) -> bytes:
    """The secret of this path, made at the first call."""
    return path.read_bytes() if path.exists() else create_once(path, secrets.token_bytes(size))


def destroy(path: Path) -> None:
    """Overwrite and remove. Copies in backups of the directory are the operator's to destroy."""
    if not path.exists():
        return
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.write(secrets.token_bytes(size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    _sync(path.parent)


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
