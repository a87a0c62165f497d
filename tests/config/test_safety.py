"""An installation that is not safe does not start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deltagerbudget.config.safety import problems

SAFE: dict[str, object] = {
    "DEMO": False,
    "DEBUG": False,
    "SECRET_KEY": "x" * 64,
    "SITE_URL": "https://deltag.example.dk",
    "ALLOWED_HOSTS": ["deltag.example.dk"],
    "IDENTITY_ISSUER": "https://login.example.dk",
    "KEYS_DIR": Path("/nowhere/keys"),
    "LOOKS_DAYS": 365,
    "HEALTH_TOKEN": "",
    "STAFF_ISSUER": "",
    "ADDRESSES_URL": "",
    "STAFF_BY_ONE_CLICK": False,
    "KIOSK_IDLE_SECONDS": 90,
}
PRODUCTION = {
    "SECRET_KEY": "a-real-one-would-be-random-" * 3,
    "DELTAGERBUDGET_SITE_URL": "https://deltag.example.dk",
    "DELTAGERBUDGET_IDENTITY_ISSUER": "https://login.example.dk",
}


def test_it_works() -> None:
    assert problems(SAFE) == []


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"DEBUG": True}, "DELTAGERBUDGET_DEBUG"),
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SITE_URL": "http://deltag.example.dk"}, "DELTAGERBUDGET_SITE_URL"),
        ({"SITE_URL": ""}, "DELTAGERBUDGET_SITE_URL"),
        ({"ALLOWED_HOSTS": ["*"]}, "DELTAGERBUDGET_HOSTS"),
        ({"ALLOWED_HOSTS": [".example.dk"]}, "DELTAGERBUDGET_HOSTS"),
        ({"ALLOWED_HOSTS": []}, "DELTAGERBUDGET_HOSTS"),
        ({"HEALTH_TOKEN": "short"}, "DELTAGERBUDGET_HEALTH_TOKEN"),
        ({"STAFF_ISSUER": "http://login.example.dk"}, "DELTAGERBUDGET_STAFF_ISSUER"),
        ({"ADDRESSES_URL": "http://addresses.example.dk"}, "DELTAGERBUDGET_ADDRESSES_URL"),
        ({"STAFF_BY_ONE_CLICK": True}, "one click"),
        ({"IDENTITY_ISSUER": "http://login.example.dk"}, "DELTAGERBUDGET_IDENTITY_ISSUER"),
    ],
)
def test_t65_each_weakness_is_named(change: dict[str, object], named: str) -> None:
    assert any(named in sentence for sentence in problems(SAFE | change))


@pytest.mark.parametrize("mode", [0o755, 0o740, 0o704, 0o701])
def test_t65_keys_that_others_can_reach_are_refused(tmp_path: Path, mode: int) -> None:
    tmp_path.chmod(mode)
    assert any("DELTAGERBUDGET_KEYS" in sentence for sentence in problems(SAFE | {"KEYS_DIR": tmp_path}))
    tmp_path.chmod(0o700)
    assert problems(SAFE | {"KEYS_DIR": tmp_path}) == []


@pytest.mark.parametrize("change", [{"ALLOWED_HOSTS": ["*"]}, {"SITE_URL": "ftp://x"}])
def test_the_demonstration_is_not_free_of_rules(change: dict[str, object]) -> None:
    assert problems(SAFE | {"DEMO": True} | change)


def run(environment: dict[str, str], *arguments: str, where: Path) -> subprocess.CompletedProcess[str]:
    kept = {"PATH": os.environ["PATH"], "DELTAGERBUDGET_DATA": str(where)}
    return subprocess.run(
        [sys.executable, "-m", "deltagerbudget.cli", *arguments],
        env={**kept, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_t65_check_deploy_is_clean(tmp_path: Path) -> None:
    result = run(PRODUCTION, "check", "--deploy", "--fail-level", "WARNING", where=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "0 silenced" in result.stdout


def test_t65_nothing_starts_without_settings(tmp_path: Path) -> None:
    result = run({}, "check", where=tmp_path)
    assert result.returncode != 0
    assert "not safe to start" in result.stderr
    assert not list(tmp_path.iterdir())


def test_the_demonstration_makes_its_own_secret_and_keeps_it_to_itself(tmp_path: Path) -> None:
    for _ in range(2):
        assert run({"DELTAGERBUDGET_DEMO": "true"}, "check", where=tmp_path).returncode == 0
    secrets = list(tmp_path.iterdir())
    assert [path.name for path in secrets] == ["demo-secret-key"]
    assert secrets[0].stat().st_mode & 0o777 == 0o600
