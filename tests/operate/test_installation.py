"""A demonstration never runs on a municipality's database, nor the other way round."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from tests import make

from deltagerbudget.areas.models import Area
from deltagerbudget.installation.actions import WrongKindError, claim, note_worker
from deltagerbudget.installation.models import Installation

PRODUCTION = {
    "SECRET_KEY": "a-real-one-would-be-random-" * 3,
    "DELTAGERBUDGET_SITE_URL": "https://deltag.example.dk",
    "DELTAGERBUDGET_IDENTITY_ISSUER": "https://login.example.dk",
}


@pytest.mark.django_db
@pytest.mark.parametrize("is_demo", [True, False])
def test_t65_a_database_keeps_its_kind(is_demo: bool) -> None:
    assert claim(is_demo=is_demo).is_demo == is_demo
    claim(is_demo=is_demo)
    with pytest.raises(WrongKindError):
        claim(is_demo=not is_demo)


@pytest.mark.django_db
def test_t65_a_demonstration_throws_no_municipality_away() -> None:
    claim(is_demo=False)
    make.area()
    with pytest.raises(CommandError, match="belongs to a municipality"):
        call_command("demo")
    assert Area.objects.exists()


@pytest.mark.sqlite
def test_t65_production_does_not_start_on_a_demonstration(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "deltagerbudget.sqlite3")) as database:
        database.execute("CREATE TABLE installation_installation (id integer, is_demo bool, worker_seen_at datetime)")
        database.execute("INSERT INTO installation_installation VALUES (1, 1, NULL)")
        database.commit()
    environment = {"PATH": os.environ["PATH"], "DELTAGERBUDGET_DATA": str(tmp_path), **PRODUCTION}
    for start in (["-m", "deltagerbudget.cli", "work", "--once"], ["-c", "import deltagerbudget.config.wsgi"]):
        command = [sys.executable, *start]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 1, done.stderr
        assert "This database holds a demonstration" in done.stderr


@pytest.mark.django_db
def test_the_worker_is_noted_twice_a_minute_at_most() -> None:
    claim(is_demo=True)
    at = timezone.now()
    for seconds in (0, 10, 31):
        note_worker(at=at + timedelta(seconds=seconds))
    assert Installation.objects.get().worker_seen_at == at + timedelta(seconds=31)
    note_worker(at=at + timedelta(seconds=40))
    assert Installation.objects.get().worker_seen_at == at + timedelta(seconds=31)
