"""Backup, and a restore that is tried: with a vote in progress, a destroyed key, and copies that were tampered with."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone
from tests import make

from deltagerbudget.areas.models import Area
from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.models import Ballot, Eligible, SetAside, Vote, VotingSession
from deltagerbudget.counting.rules import count
from deltagerbudget.installation.models import Installation
from deltagerbudget.ledger import canonical
from deltagerbudget.operate import keys
from deltagerbudget.results.election import to_election

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys, pictures and data of this test alone."""
    for name in ("KEYS_DIR", "MEDIA_DIR", "DATA_DIR"):
        monkeypatch.setattr(settings, name, tmp_path / name.lower())
        (tmp_path / name.lower()).mkdir(mode=0o700)


def vote_in_progress() -> Vote:
    vote = make.open_vote()
    for voter, numbers in (("anna", [1, 3]), ("bent", [1]), ("carla", [2]), ("anna", [3])):
        make.cast(vote, voter, numbers)
    return vote


def digest(vote: Vote) -> str:
    return canonical.sha256_hex(count(to_election(Vote.objects.get(pk=vote.pk))).to_json().encode())


def run(*arguments: object, **options: object) -> str:
    told = StringIO()
    call_command(*map(str, arguments), stdout=told, **options)
    return told.getvalue()


def backed_up(tmp_path: Path) -> Path:
    run("backup", tmp_path / "copies" / "night")
    return tmp_path / "copies" / "night"


@pytest.mark.both
def test_a_vote_in_progress_counts_the_same_after_a_restore(tmp_path: Path) -> None:
    vote = vote_in_progress()
    picture = settings.MEDIA_DIR / "ab" / "picture.webp"
    picture.parent.mkdir()
    picture.write_bytes(b"a picture")
    before = digest(vote)
    night = backed_up(tmp_path)
    run("backup_keys", tmp_path / "elsewhere" / "keys")
    make.cast(vote, "dorte", [1])
    picture.unlink()
    shutil.rmtree(settings.KEYS_DIR)
    told = run("restore", night, replace=True)
    assert f"MISSING: the keys of the vote of {vote.process.slug}" in told
    with pytest.raises(keybox.KeyMissingError):
        digest(vote)
    assert "restored" in run("restore_keys", tmp_path / "elsewhere" / "keys")
    assert Ballot.objects.count() == 4
    assert digest(vote) == before
    assert picture.read_bytes() == b"a picture"
    make.cast(Vote.objects.get(pk=vote.pk), "erik", [2])


@pytest.mark.both
def test_nobody_is_logged_in_by_a_backup(tmp_path: Path) -> None:
    vote = vote_in_progress()
    Session.objects.create(session_key="k" * 32, session_data="{}", expire_date=timezone.now())
    assert VotingSession.objects.exists()
    night = backed_up(tmp_path)
    run("restore", night, replace=True)
    assert not Session.objects.exists()
    assert not VotingSession.objects.exists()
    assert Vote.objects.get() == vote


def test_the_keys_are_never_in_a_backup(tmp_path: Path) -> None:
    vote = vote_in_progress()
    night = backed_up(tmp_path)
    secret = keybox.key_path(vote.pk).read_bytes()
    for path in night.rglob("*"):
        assert path.suffix != ".key"
        assert path.stat().st_mode & 0o077 == 0 or path.is_dir()
        assert path.is_dir() or secret[:16] not in path.read_bytes()
    assert night.stat().st_mode & 0o077 == 0
    assert "backup-keys" in json.loads((night / "manifest.json").read_text())["keys"]


def test_the_keys_and_the_database_never_lie_together(tmp_path: Path) -> None:
    make.frozen()
    night = backed_up(tmp_path)
    with pytest.raises(CommandError, match="never lie together"):
        run("backup_keys", night / "keys")
    with pytest.raises(CommandError, match="place of its own"):
        run("backup_keys", settings.DATA_DIR / "keys-copy")
    run("backup_keys", tmp_path / "elsewhere")
    with pytest.raises(CommandError, match="never lie together"):
        run("backup", tmp_path / "elsewhere" / "night")
    with pytest.raises(CommandError, match="among the keys"):
        run("backup", settings.KEYS_DIR / "night")


def test_t59_a_destroyed_key_does_not_come_back_from_its_backup(tmp_path: Path) -> None:
    vote = vote_in_progress()
    run("backup_keys", tmp_path / "elsewhere")
    Vote.objects.update(keys_destroyed_at=timezone.now())
    keybox.destroy_keys(vote.pk)
    told = run("restore_keys", tmp_path / "elsewhere")
    assert "NOT restored: these keys are destroyed. Destroy this copy too." in told
    assert not keybox.has_keys(vote.pk)


@pytest.mark.both
def test_t59_an_older_database_learns_that_the_keys_are_destroyed(tmp_path: Path) -> None:
    vote = vote_in_progress()
    night = backed_up(tmp_path)
    run("backup_keys", tmp_path / "elsewhere")
    keybox.destroy_keys(vote.pk)
    told = run("restore", night, replace=True)
    assert "were destroyed after this backup" in told
    assert Vote.objects.get().keys_destroyed_at is not None
    run("restore_keys", tmp_path / "elsewhere")
    with pytest.raises(keybox.KeyMissingError):
        digest(vote)


@pytest.mark.both
def test_t59_a_restored_backup_brings_no_voter_back(tmp_path: Path) -> None:
    """The roll of the older database knows who could vote; the word beside the keys makes it forget."""
    vote = vote_in_progress()
    Eligible.objects.create(vote=vote, pseudonym="a" * 64, area="tranbjerg", band="25-39")
    SetAside.objects.create(vote=vote, pseudonym="b" * 64, reason="mistake")
    night = backed_up(tmp_path)
    keybox.destroy_keys(vote.pk)
    run("restore", night, replace=True)
    assert not Eligible.objects.exists()
    assert not SetAside.objects.exists()
    assert Ballot.objects.count() == 4


def test_t59_on_a_new_machine_the_word_of_the_destruction_comes_with_the_keys(tmp_path: Path) -> None:
    vote = vote_in_progress()
    keybox.destroy_keys(vote.pk)
    run("backup_keys", tmp_path / "elsewhere")
    shutil.rmtree(settings.KEYS_DIR)
    assert Vote.objects.get().keys_destroyed_at is None
    run("restore_keys", tmp_path / "elsewhere")
    assert Vote.objects.get().keys_destroyed_at is not None


def test_a_key_that_is_here_is_never_overwritten(tmp_path: Path) -> None:
    vote = vote_in_progress()
    run("backup_keys", tmp_path / "elsewhere")
    assert "is here already" in run("restore_keys", tmp_path / "elsewhere")
    keybox.key_path(vote.pk).write_bytes(b"another" * 9)
    assert "another one is here" in run("restore_keys", tmp_path / "elsewhere")
    assert keybox.key_path(vote.pk).read_bytes() == b"another" * 9


@pytest.mark.parametrize(
    ("tamper", "named"),
    [
        (lambda path: path.write_bytes(path.read_bytes()[:-100]), "cut off or altered"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1] + b"?"), "another SHA-256"),
        (lambda path: path.unlink(), "is missing"),
        (lambda path: (path.parent / "manifest.json").write_text('{"format": "delt'), "cut off or altered"),
        (lambda path: (path.parent / "manifest.json").unlink(), "not a backup"),
    ],
)
def test_a_backup_that_was_tampered_with_is_refused(tmp_path: Path, tamper: object, named: str) -> None:
    there = make.area()
    night = backed_up(tmp_path)
    tamper(next(night.glob("database.*")))  # type: ignore[operator]
    with pytest.raises(CommandError, match=named):
        run("restore", night, replace=True)
    assert Area.objects.get() == there


@pytest.mark.parametrize(
    ("fact", "value", "named"),
    [
        ("database", "oracle", "this installation uses"),
        ("is_demo", False, "demonstration"),
        ("migrations", ["ballots.9999_later"], "9999_later is unknown"),
    ],
)
def test_what_does_not_belong_here_is_refused(tmp_path: Path, fact: str, value: object, named: str) -> None:
    make.area()
    manifest = backed_up(tmp_path) / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {fact: value}))
    with pytest.raises(CommandError, match=named):
        run("restore", manifest.parent, replace=True)


def test_a_full_target_is_refused_unless_it_is_said(tmp_path: Path) -> None:
    night = backed_up(tmp_path)
    with pytest.raises(CommandError, match="--replace"):
        run("restore", night)


def test_a_manifest_leads_nowhere_else(tmp_path: Path) -> None:
    manifest = backed_up(tmp_path) / "manifest.json"
    values = json.loads(manifest.read_text())
    values["files"]["../../outside"] = {"bytes": 1, "sha256": "0"}
    manifest.write_text(json.dumps(values))
    with pytest.raises(CommandError, match="outside the backup"):
        run("restore", manifest.parent, replace=True)


def test_half_a_backup_is_never_taken_for_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(_target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("deltagerbudget.operate.databases.dump", cut)
    with pytest.raises(OSError, match="No space"):
        run("backup", tmp_path / "night")
    assert not (tmp_path / "night").exists()
    assert not (tmp_path / "night.partial").exists()


def test_a_backup_overwrites_nothing(tmp_path: Path) -> None:
    night = backed_up(tmp_path)
    with pytest.raises(CommandError, match="is not empty"):
        run("backup", night)


@pytest.mark.sqlite
def test_what_was_deleted_for_the_backup_lies_in_no_free_page(tmp_path: Path) -> None:
    Session.objects.create(session_key="findme" * 5, session_data="{}", expire_date=timezone.now())
    night = backed_up(tmp_path)
    assert b"findme" not in (night / "database.sqlite3").read_bytes()
    with closing(sqlite3.connect(night / "database.sqlite3")) as copy:
        assert copy.execute("SELECT count(*) FROM installation_installation").fetchone() == (1,)


def test_keys_among_the_pictures_stop_the_backup(tmp_path: Path) -> None:
    (settings.MEDIA_DIR / "vote-1.key").write_bytes(b"x")
    with pytest.raises(CommandError, match="keys among the pictures"):
        backed_up(tmp_path)
    assert keys.accounts_key().parent == settings.KEYS_DIR
    assert Installation.objects.get().is_demo
