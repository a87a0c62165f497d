"""What nobody may do by hand, done by hand: the clock of the tests, and the crimes that they commit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from deltagerbudget.ballots import promises


@contextmanager
def by_hand() -> Iterator[None]:
    """As the owner of the whole database could: without the triggers."""
    is_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica") if is_postgresql else promises.remove(cursor)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = origin") if is_postgresql else promises.install(cursor)
