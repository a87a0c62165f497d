"""States are built by the acts, and what a test builds first in its empty database others have often built before it.

Then its rows are put back as they were written. A state is remembered from the second time on, for ten minutes, for the
same words in the same surroundings; in a database with anything in it, it is built as it says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, wraps
from pathlib import Path
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone, translation

from deltagerbudget.ballots import actions as ballots
from deltagerbudget.ballots.keybox import key_path
from deltagerbudget.ballots.models import Vote

Made = TypeVar("Made", bound=Model)
LONGEST = timedelta(minutes=10)
# What a word of a state may be: anything else may be a row, which is another one in the next test.
PLAIN = (str, int, bool, type(None), date, timedelta)
# What the acts look at besides their words and the rows.
SURROUNDINGS = (
    "DEMO",
    "KEYS_DIR",
    "MEDIA_DIR",
    "SITE_URL",
    "IDENTITY_CLAIMS",
    "IDENTITY_REF_KIND",
    "RESIDENCE_REGISTRY",
)


@dataclass(frozen=True)
class State:
    at: datetime
    model: type[Model]
    pk: Any
    statements: tuple[tuple[str, list[str]], ...]
    keys: dict[Path, bytes]

    def is_fresh(self) -> bool:
        """Its dates still lie around now, also where a test has moved the clock."""
        now = timezone.now()
        return timedelta(0) <= now - self.at < LONGEST and timezone.localdate(self.at) == timezone.localdate(now)

    def put_back(self) -> None:
        for path, secret in self.keys.items():
            path.with_suffix(".destroyed").unlink(missing_ok=True)
            path.write_bytes(secret)
        with transaction.atomic(), connection.cursor() as cursor:
            for statement, values in self.statements:
                cursor.execute(statement, values or None)


_states: dict[str, State] = {}
_asked: Counter[str] = Counter()


def remembered(*with_it: str) -> Callable[[Callable[..., Made]], Callable[..., Made]]:
    """For a function that makes a row and all around it; `with_it` names the rows that come along with that one."""

    def decorated(build: Callable[..., Made]) -> Callable[..., Made]:
        @wraps(build)
        def built(*given: Any, **values: Any) -> Made:
            key = _key(build.__name__, given, values)
            if not key or not _is_empty():
                return build(*given, **values)
            state = _states.get(key)
            if state is None or not state.is_fresh():
                return _built(key, lambda: build(*given, **values))
            state.put_back()
            found: Any = state.model._base_manager.select_related(*with_it).get(pk=state.pk)
            return found

        return built

    return decorated


def _built(key: str, build: Callable[[], Made]) -> Made:
    at, made = timezone.now(), build()
    _asked[key] += 1
    if _asked[key] > 1:
        paths = [key_path(pk) for pk in Vote.objects.values_list("pk", flat=True)]
        keys = {path: path.read_bytes() for path in paths if path.exists()}
        _states[key] = State(at, type(made), made.pk, tuple(_statements()), keys)
    return made


def _key(name: str, given: tuple[Any, ...], values: dict[str, Any]) -> str:
    """Empty for what cannot be told from another."""
    if not all(map(_is_plain, [*given, *values.values()])):
        return ""
    around = [getattr(settings, setting) for setting in SURROUNDINGS]
    database = connection.settings_dict["NAME"]
    return repr(
        (name, given, sorted(values.items()), around, ballots.gives_cpr(), translation.get_language(), database)
    )


def _is_plain(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_is_plain, [*value, *value.values()]))
    return isinstance(value, PLAIN) or (isinstance(value, list | tuple) and all(map(_is_plain, value)))


@cache
def _tables() -> dict[str, list[str]]:
    """Each with its columns, and after those that it points to."""
    return {
        model._meta.db_table: [field.column for field in model._meta.concrete_fields]
        for model in apps.get_models(include_auto_created=True)
        # Django's own kinds of content and permissions are made with the tables.
        if model._meta.app_label not in {"contenttypes", "auth"}
    }


def _is_empty() -> bool:
    """Asked of the accounts first: no act is done by nobody."""
    with connection.cursor() as cursor:
        for tables in (["accounts_person"], _tables()):
            cursor.execute("SELECT " + " OR ".join(f"EXISTS (SELECT 1 FROM {table})" for table in tables))  # noqa: S608
            if cursor.fetchone()[0]:
                return False
    return True


def _statements() -> Iterator[tuple[str, list[str]]]:
    """One for each table with rows, which writes them all."""
    written = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    with connection.cursor() as cursor:
        for table, columns in _tables().items():
            yield from written(cursor, table, columns)


def _on_postgresql(cursor: Any, table: str, columns: list[str]) -> Iterator[tuple[str, list[str]]]:
    cursor.execute(f"SELECT json_agg(t ORDER BY t.ctid)::text FROM {table} AS t")  # noqa: S608
    if rows := cursor.fetchone()[0]:
        yield f"INSERT INTO {table} SELECT * FROM json_populate_recordset(NULL::{table}, %s::json)", [rows]  # noqa: S608
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id') WHERE %s", [table, "id" in columns])
        for (numbers,) in cursor.fetchall():
            if numbers:
                # A restored backup begins to number anew.
                last = f"GREATEST(max(id), pg_sequence_last_value('{numbers}'))"
                yield f"SELECT setval('{numbers}', {last}) FROM {table}", []  # noqa: S608


def _on_sqlite(cursor: Any, table: str, columns: list[str]) -> Iterator[tuple[str, list[str]]]:
    row = " || ',' || ".join(f'quote("{column}")' for column in columns)
    cursor.execute(f"SELECT '(' || {row} || ')' FROM {table} ORDER BY rowid")  # noqa: S608
    if rows := [text for (text,) in cursor.fetchall()]:
        names = ", ".join(f'"{column}"' for column in columns)
        yield f"INSERT INTO {table} ({names}) VALUES {', '.join(rows)}", []  # noqa: S608
