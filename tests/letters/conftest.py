from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def says_cpr(monkeypatch: pytest.MonkeyPatch) -> None:
    """The login service says CPR numbers, as letters and the login must mean the same person."""
    monkeypatch.setattr("deltagerbudget.ballots.actions.gives_cpr", lambda: True)
