"""What the guide names exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from deltagerbudget.cli import USAGE

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "operate.md").read_text()
OWN = {"serve", "count"}


def test_every_command_exists() -> None:
    named = set(re.findall(r"`deltagerbudget ([a-z][a-z-]+)", GUIDE))
    assert len(named) > 8
    assert {name for name in named if name.replace("-", "_") not in get_commands()} <= OWN


def test_every_setting_is_explained() -> None:
    explained = (ROOT / "docs" / "settings.md").read_text()
    named = set(re.findall(r"\b(?:DELTAGERBUDGET_[A-Z_]+|SECRET_KEY|DATABASE_URL)\b", GUIDE))
    assert len(named) > 8
    assert {name for name in named if f"`{name}`" not in explained} == set()


def test_every_file_exists() -> None:
    named = set(re.findall(r"`(deploy/[\w.-]+)`", GUIDE))
    assert len(named) == 4
    assert [name for name in named if not (ROOT / name).is_file()] == []


@pytest.mark.parametrize("command", ["backup", "restore", "backup-keys", "restore-keys", "health", "check-truths"])
def test_the_command_line_names_them(command: str) -> None:
    assert f"  {command} " in USAGE


@pytest.mark.parametrize("unit", ["web", "worker"])
def test_the_units_lock_the_service_in(unit: str) -> None:
    text = (ROOT / "deploy" / f"deltagerbudget-{unit}.service").read_text()
    for line in ("NoNewPrivileges=yes", "ProtectSystem=strict", "PrivateTmp=yes", "LimitCORE=0", "User=deltagerbudget"):
        assert line in text
