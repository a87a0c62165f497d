"""The health page says yes or no to a stranger, and everything to the one on duty."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from tests import make

from deltagerbudget.installation.models import Installation
from deltagerbudget.operate import health as signs

pytestmark = pytest.mark.django_db
TOKEN = "a-token-of-more-than-thirty-two-characters"


@pytest.fixture(autouse=True)
def _well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(settings, "KEYS_DIR", tmp_path)
    tmp_path.chmod(0o700)
    monkeypatch.setattr(settings, "HEALTH_TOKEN", TOKEN)
    monkeypatch.setattr(signs, "LEAST_DISK", 0)
    Installation.objects.create(pk=1, is_demo=True, worker_seen_at=timezone.now())
    yield
    tmp_path.chmod(0o700)


def ask(client: Client, token: str = TOKEN) -> Any:
    return client.get("/sundhed/", headers={"Authorization": f"Bearer {token}"})


def test_it_works(client: Client) -> None:
    response = client.get("/sundhed/")
    assert response.status_code == 200
    assert response.content == b"ok"


def test_it_names_nothing_of_the_inside(client: Client) -> None:
    assert "Server" not in client.get("/sundhed/").headers
    assert ask(client, "wrong").content == b"ok"


def test_without_a_token_set_nobody_is_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "HEALTH_TOKEN", "")
    assert ask(client, "").content == b"ok"


def test_it_is_cheap(client: Client, django_assert_max_num_queries: Any) -> None:
    client.get("/sundhed/")
    with django_assert_max_num_queries(1):
        client.get("/sundhed/")


def test_the_one_on_duty_is_told_everything(client: Client) -> None:
    found = ask(client)
    assert found.status_code == 200
    assert set(found.json()) == {"database", "keys", "disk", "worker", "mail", "votes"}


def test_keys_that_cannot_be_read_take_the_process_out(client: Client, tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    answer = client.get("/sundhed/")
    assert (answer.status_code, answer.content) == (503, b"ill")
    assert not ask(client).json()["keys"]["well"]


def test_a_database_of_the_other_kind_takes_the_process_out(client: Client) -> None:
    Installation.objects.update(is_demo=False)
    assert client.get("/sundhed/").status_code == 503


def test_missing_migrations_take_the_process_out(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signs, "_migrated", False)
    monkeypatch.setattr(signs.MigrationExecutor, "migration_plan", lambda *_: ["one"])
    assert client.get("/sundhed/").status_code == 503


@pytest.mark.parametrize("seen_at", [None, timezone.now() - timedelta(minutes=6)])
def test_a_sleeping_worker_is_told_and_takes_nothing_out(client: Client, seen_at: Any) -> None:
    Installation.objects.update(worker_seen_at=seen_at)
    assert client.get("/sundhed/").status_code == 200
    assert ask(client).status_code == 503
    assert not ask(client).json()["worker"]["well"]


def test_a_full_disk_is_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signs, "LEAST_DISK", 2**63)
    assert not ask(client).json()["disk"]["well"]


def test_mails_that_wait_too_long_are_told() -> None:
    from deltagerbudget.notifications.models import Mail
    from deltagerbudget.notifications.outbox import read_journal

    make.submitted(make.process())
    read_journal(at=timezone.now())
    assert Mail.objects.exists()
    Mail.objects.update(at=timezone.now())
    assert signs.mail(timezone.now())[0]
    assert not signs.mail(timezone.now() + timedelta(minutes=31))[0]


def test_the_command_ends_with_1_when_something_is_ill() -> None:
    told = StringIO()
    call_command("health", stdout=told)
    assert "ok  worker" in told.getvalue()
    Installation.objects.update(worker_seen_at=None)
    with pytest.raises(SystemExit) as ended:
        call_command("health", stdout=told)
    assert ended.value.code == 1
    assert "ILL worker: never seen" in told.getvalue()
