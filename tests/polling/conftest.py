from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _cpr_claim(settings: Any) -> None:
    """The login says the CPR number, so that every way leads to one pseudonym."""
    settings.IDENTITY_CLAIMS = {"cpr": ["dk.cpr"]}


@pytest.fixture
def login(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The login service is the test's own, as in tests/ballots."""
    from tests.ballots.voter import Login

    service = Login()
    for module in ("views", "login_views"):
        monkeypatch.setattr(f"deltagerbudget.ballots.{module}.provider", lambda: service)
    return service
