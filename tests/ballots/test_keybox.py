from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest

from deltagerbudget.ballots import keybox
from deltagerbudget.ledger import keyfile

VOTE, OTHER = uuid.uuid4(), uuid.uuid4()
PSEUDONYM = "ab" * 32


@pytest.fixture(autouse=True)
def _keys(settings: Any, tmp_path: Path) -> None:
    settings.KEYS_DIR = tmp_path / "keys"
    keybox.make_keys(VOTE)
    keybox.make_keys(OTHER)


def test_it_works() -> None:
    stored = keybox.encrypt(VOTE, PSEUDONYM, 1, b"choice")
    assert keybox.decrypt(VOTE, PSEUDONYM, 1, stored) == b"choice"
    assert b"choice" not in stored


def test_the_same_choice_is_never_the_same_text_twice() -> None:
    assert keybox.encrypt(VOTE, PSEUDONYM, 1, b"choice") != keybox.encrypt(VOTE, PSEUDONYM, 1, b"choice")


def test_a_person_has_another_pseudonym_in_each_vote() -> None:
    assert keybox.pseudonym(VOTE, "oidc:a|b") == keybox.pseudonym(VOTE, "oidc:a|b")
    assert keybox.pseudonym(VOTE, "oidc:a|b") != keybox.pseudonym(OTHER, "oidc:a|b")
    assert keybox.pseudonym(VOTE, "oidc:a|b") != keybox.pseudonym(VOTE, "oidc:a|c")


@pytest.mark.parametrize(
    ("vote", "pseudonym", "version"), [(OTHER, PSEUDONYM, 1), (VOTE, "cd" * 32, 1), (VOTE, PSEUDONYM, 2)]
)
def test_a_moved_or_replayed_row_cannot_be_read(vote: uuid.UUID, pseudonym: str, version: int) -> None:
    stored = keybox.encrypt(VOTE, PSEUDONYM, 1, b"choice")
    with pytest.raises(keybox.UnreadableBallotError):
        keybox.decrypt(vote, pseudonym, version, stored)


@pytest.mark.parametrize("forged", [b"", b"short", bytes(60)])
def test_a_forged_row_cannot_be_read(forged: bytes) -> None:
    with pytest.raises(keybox.UnreadableBallotError):
        keybox.decrypt(VOTE, PSEUDONYM, 1, forged)


def test_making_keys_again_keeps_them() -> None:
    stored = keybox.encrypt(VOTE, PSEUDONYM, 1, b"choice")
    keybox.make_keys(VOTE)
    assert keybox.decrypt(VOTE, PSEUDONYM, 1, stored) == b"choice"


def test_t59_destroyed_keys_open_nothing() -> None:
    stored = keybox.encrypt(VOTE, PSEUDONYM, 1, b"choice")
    keybox.destroy_keys(VOTE)
    assert not keybox.has_keys(VOTE)
    with pytest.raises(keybox.KeyMissingError):
        keybox.decrypt(VOTE, PSEUDONYM, 1, stored)
    with pytest.raises(keybox.KeyMissingError):
        keybox.pseudonym(VOTE, "oidc:a|b")
    assert keybox.has_keys(OTHER)


def test_the_directory_of_keys_is_the_owners_alone(settings: Any) -> None:
    assert settings.KEYS_DIR.stat().st_mode & 0o077 == 0
    assert all(file.stat().st_mode & 0o077 == 0 for file in settings.KEYS_DIR.iterdir())
    settings.KEYS_DIR.chmod(0o755)
    with pytest.raises(keyfile.KeyDirectoryError):
        keybox.make_keys(uuid.uuid4())
