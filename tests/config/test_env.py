"""Typed values from the environment."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from deltagerbudget.config.env import Environment, database


def test_it_works() -> None:
    env = Environment(
        {"DELTAGERBUDGET_DEMO": "true", "DELTAGERBUDGET_MAIL_PORT": "587", "DELTAGERBUDGET_HOSTS": "a, b"}
    )
    assert env.flag("DELTAGERBUDGET_DEMO") is True
    assert env.number("DELTAGERBUDGET_MAIL_PORT", 25) == 587
    assert env.names("DELTAGERBUDGET_HOSTS") == ["a", "b"]
    env.refuse_unknown()


@pytest.mark.parametrize("word", ["True", "yes", "1", "on", "ture", ""])
def test_only_true_and_false_are_flags(word: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="must be one of: true, false"):
        Environment({"DELTAGERBUDGET_DEMO": word}).flag("DELTAGERBUDGET_DEMO")


@pytest.mark.parametrize("word", ["many", "-1", "1.5", "", "²"])
def test_only_digits_are_numbers(word: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="whole number"):
        Environment({"DELTAGERBUDGET_MAIL_PORT": word}).number("DELTAGERBUDGET_MAIL_PORT", 25)


@pytest.mark.parametrize("value", ["not json", "[]", '"text"'])
def test_only_an_object_is_a_mapping(value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="JSON"):
        Environment({"DELTAGERBUDGET_IDENTITY_CLAIMS": value}).mapping("DELTAGERBUDGET_IDENTITY_CLAIMS")


def test_a_misspelt_name_is_refused() -> None:
    env = Environment({"DELTAGERBUDGET_DEMOO": "true", "PATH": "/bin"})
    env.flag("DELTAGERBUDGET_DEMO")
    with pytest.raises(ImproperlyConfigured, match="DELTAGERBUDGET_DEMOO"):
        env.refuse_unknown()


def test_a_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from the file\n")
    env = Environment({"SECRET_KEY_FILE": str(tmp_path / "key")})
    assert env.text("SECRET_KEY") == "from the file"


def test_a_secret_in_two_places_is_refused(tmp_path: Path) -> None:
    env = Environment({"SECRET_KEY": "x", "SECRET_KEY_FILE": str(tmp_path / "key")})
    with pytest.raises(ImproperlyConfigured, match="both set"):
        env.text("SECRET_KEY")


def test_a_missing_file_is_named_without_its_path(tmp_path: Path) -> None:
    env = Environment({"SECRET_KEY_FILE": str(tmp_path / "missing")})
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY_FILE cannot be read") as caught:
        env.text("SECRET_KEY")
    assert str(tmp_path) not in str(caught.value)


def test_sqlite_keeps_an_answered_ballot() -> None:
    entry = database("sqlite:////srv/data/d.sqlite3")
    assert entry["NAME"] == "/srv/data/d.sqlite3"
    assert entry["OPTIONS"] == {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA recursive_triggers=ON;",
    }


def test_postgresql_sends_values_apart_from_the_statement() -> None:
    entry = database("postgresql://user:p%40ss@db.example:5433/name?sslmode=verify-full")
    assert (entry["NAME"], entry["USER"], entry["PASSWORD"]) == ("name", "user", "p@ss")
    assert (entry["HOST"], entry["PORT"]) == ("db.example", "5433")
    assert entry["OPTIONS"] == {"server_side_binding": True, "sslmode": "verify-full"}


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mysql://a/b",
        "sqlite://",
        "sqlite:///",
        "sqlite://host/name",
        "sqlite:///x?mode=ro",
        "postgresql://a/b?ssl=1",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        database(url)


def test_every_setting_is_explained() -> None:
    root = Path(__file__).resolve().parents[2]
    source = (root / "src" / "deltagerbudget" / "config" / "settings.py").read_text()
    read = set(re.findall(r'env\.\w+\("(\w+)"', source))
    explained = set(re.findall(r"`([A-Z_]+[A-Z])(?:=\w+)?`", (root / "docs" / "settings.md").read_text()))
    assert read == explained
