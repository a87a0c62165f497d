from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def login(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The booth's login service is the test's own; it says who has logged in."""
    from tests.ballots.voter import Login

    service = Login()
    for module in ("views", "login_views"):
        monkeypatch.setattr(f"deltagerbudget.ballots.{module}.provider", lambda: service)
    return service
