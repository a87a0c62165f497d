from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """Built once for all tests of a file, which leave it as they found it: each rolls back what it does."""
    from django.core.management import call_command
    from tests.access.world import build

    with django_db_blocker.unblock():
        made = build()
    yield made
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)
