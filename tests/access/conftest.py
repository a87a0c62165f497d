from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="module")
def world(shelf: Any) -> Iterator[Any]:
    """Built once in a run; each test rolls back what it does."""
    from tests.access.world import build

    with shelf.lent("world", build) as made:
        yield made
