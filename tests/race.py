"""Two or more things at the same moment, each with a database connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection


def at_once(*work: Callable[[], object]) -> list[object]:
    """What each returned, or the exception it raised."""
    gate = threading.Barrier(len(work))

    def run(do: Callable[[], object]) -> object:
        try:
            gate.wait(timeout=10)
            return do()
        except Exception as error:  # noqa: BLE001 the test looks at what it was
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(run, work))
