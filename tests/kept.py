"""What takes seconds to build is built once in a run, in a database of its own, and lent from there to whoever asks."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection


@dataclass(frozen=True)
class Built:
    database: str
    value: Any
    # The demonstration throws away the keys of all votes; whoever borrows this one later finds its own again.
    keys: dict[Path, bytes]


KEPT: dict[str, Built] = {}


def forget(database: str) -> None:
    """A test that commits has emptied it behind itself."""
    for name in [name for name, built in KEPT.items() if built.database == database]:
        del KEPT[name]


@dataclass
class Shelf:
    """Of one process; `empty` is the name of the database in which the other tests run."""

    empty: str
    blocker: Any
    _number: Iterator[int] = field(default_factory=itertools.count)

    @contextmanager
    def lent(self, name: str, build: Callable[[], Any], *, afresh: bool = False) -> Iterator[Any]:
        """While it lasts the connection leads to what `build` made. `afresh`: to a copy, for tests that commit."""
        with self.blocker.unblock():
            built = KEPT.get(name) or self._built(name, build)
            database = self._copy_of(built) if afresh else built.database
        for path, secret in built.keys.items():
            path.write_bytes(secret)
        with _within(database):
            yield built.value
        if afresh:
            with self.blocker.unblock():
                _thrown_away(database)

    def _copy_of(self, built: Built) -> str:
        return _copied(built.database, self._name_of(f"copy_{next(self._number)}"))

    def _built(self, name: str, build: Callable[[], Any]) -> Built:
        before, database = _keys(), self._name_of(name)
        _thrown_away(database)
        _copied(self.empty, database)
        with _within(database):
            value = build()
        made = {path: secret for path, secret in _keys().items() if path not in before}
        KEPT[name] = Built(database, value, made)
        return KEPT[name]

    def _name_of(self, name: str) -> str:
        return f"{self.empty}_{name}" if connection.vendor == "postgresql" else f"{self.empty}-{name}"

    def clear(self) -> None:
        with self.blocker.unblock():
            for built in KEPT.values():
                _thrown_away(built.database)


def shelf(blocker: Any) -> Shelf:
    return Shelf(str(connection.settings_dict["NAME"]), blocker)


@contextmanager
def _within(database: str) -> Iterator[None]:
    """Threads of a live server open connections of their own, by the same settings."""
    before = connection.settings_dict["NAME"]
    _turn_to(database)
    try:
        yield
    finally:
        _turn_to(before)


def _turn_to(database: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = database


def _copied(source: str, target: str) -> str:
    if connection.vendor == "postgresql":
        connection.close()
        # Nobody else may be in it; a thread of a live server may have forgotten to leave.
        _beside("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [source])
        _beside(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
        return target
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        new.execute("PRAGMA synchronous = OFF")
        old.backup(new)
    return target


def _thrown_away(database: str) -> None:
    if connection.vendor == "postgresql":
        _beside(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
        return
    for ending in ("", "-wal", "-shm"):
        Path(database + ending).unlink(missing_ok=True)


def _beside(statement: str, values: list[str] | None = None) -> None:
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(statement, values)


def _keys() -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in settings.KEYS_DIR.glob("vote-*")}
