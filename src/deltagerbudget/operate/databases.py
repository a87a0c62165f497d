"""A consistent copy of the database while it is in use, and back: SQLite by its backup, PostgreSQL by its tools."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection

from deltagerbudget.operate.manifest import BackupError

FILES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
# SECURITY: who is logged in or stands in a booth is no part of a backup: a stolen one must open no session.
LEFT_OUT = ("django_session", "ballots_votingsession")


def file_of(vendor: str) -> str:
    return FILES[vendor]


def dump(target: Path) -> None:
    target.touch(mode=0o600)
    if connection.vendor == "sqlite":
        _dump_sqlite(target)
    else:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", *_without(), f"--file={target}")


def load(source: Path) -> None:
    """Into the empty database of the settings; all of it or nothing."""
    if connection.vendor == "sqlite":
        _load_sqlite(source)
        return
    options = ("--no-owner", "--no-privileges", "--no-comments", "--single-transaction", "--exit-on-error")
    _run("pg_restore", *options, f"--dbname={connection.settings_dict['NAME']}", str(source))


def check(source: Path) -> None:
    """That the file is one that can be loaded here, before anything is thrown away."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(f"file:{source}?mode=ro&immutable=1", uri=True)) as copy:
            if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise BackupError("The copy of the database is damaged. Nothing was changed.")
    else:
        _run("pg_restore", "--list", str(source))


def tables() -> list[str]:
    with connection.cursor() as cursor:
        return connection.introspection.table_names(cursor)


# Those of the triggers; a table that is dropped takes its triggers along, and leaves these.
_FUNCTIONS = (
    "SELECT proname FROM pg_proc"
    " WHERE pronamespace = current_schema()::regnamespace AND prorettype = 'trigger'::regtype"
)


def clear() -> None:
    """Throw every table away. Loading replaces an SQLite database as a whole, so there it has nothing to do."""
    if connection.vendor == "sqlite":
        return
    with connection.cursor() as cursor:
        for name in tables():
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(name)} CASCADE")
        cursor.execute(_FUNCTIONS)
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP FUNCTION {connection.ops.quote_name(name)}()")


def _dump_sqlite(target: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        copy.execute("PRAGMA secure_delete=ON")
        for name in LEFT_OUT:
            copy.execute(f"DELETE FROM {name}")  # noqa: S608 (our own names)
        copy.commit()
        copy.execute("VACUUM")


def _load_sqlite(source: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(f"file:{source}?mode=ro&immutable=1", uri=True)) as copy:
        copy.backup(connection.connection)
    # Read the schema afresh, and back to the journal that an installation runs with.
    connection.close()


def _without() -> list[str]:
    return ["--no-unlogged-table-data", *(f"--exclude-table-data=*.{name}" for name in LEFT_OUT)]


def _run(tool: str, *arguments: str) -> None:
    # SECURITY: the password goes by the environment, which other users of the machine cannot read.
    result = subprocess.run(  # noqa: S603
        [_found(tool), *arguments],
        env=_environment(connection.settings_dict),
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise BackupError(f"{tool} failed: {result.stderr.strip() or result.returncode}")


def _environment(values: dict[str, Any]) -> dict[str, str]:
    options = values.get("OPTIONS", {})
    given = {
        "PGDATABASE": values["NAME"],
        "PGUSER": values["USER"],
        "PGPASSWORD": values["PASSWORD"],
        "PGHOST": values["HOST"],
        "PGPORT": values["PORT"],
        "PGSSLMODE": options.get("sslmode"),
        "PGSSLROOTCERT": options.get("sslrootcert"),
    }
    return {**os.environ, **{name: str(value) for name, value in given.items() if value}}


def _found(tool: str) -> str:
    """The newest one of Debian's, which can read every older server; else what the path has."""
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{tool}"), key=lambda path: int(path.parts[-3]))
    found = str(newest[-1]) if newest else shutil.which(tool)
    if found is None:
        raise BackupError(f"{tool} is not installed; on Debian it comes with the package postgresql-client.")
    return found
