"""A door as in production: no one-click login, whatever mode the tests run in."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _as_in_production(settings) -> None:  # type: ignore[no-untyped-def]
    settings.STAFF_BY_ONE_CLICK = False
