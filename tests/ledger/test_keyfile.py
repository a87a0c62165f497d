"""Keys in files that nobody else can read."""

from pathlib import Path

import pytest

from deltagerbudget.ledger import keyfile


def test_a_secret_is_made_once(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "one.key"
    first = keyfile.secret(path)
    assert len(first) == 32
    assert keyfile.secret(path) == first
    assert keyfile.create_once(path, b"another") == first


def test_every_directory_on_the_way_is_closed_to_others(tmp_path: Path) -> None:
    keyfile.secret(tmp_path / "keys" / "inner" / "one.key")
    places = (tmp_path / "keys", tmp_path / "keys" / "inner", tmp_path / "keys" / "inner" / "one.key")
    assert [place.stat().st_mode & 0o077 for place in places] == [0, 0, 0]


def test_a_directory_that_others_can_read_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    with pytest.raises(keyfile.KeyDirectoryError):
        keyfile.secret(tmp_path / "one.key")


def test_nothing_is_left_after_destroying(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "one.key"
    keyfile.secret(path)
    keyfile.destroy(path)
    keyfile.destroy(path)
    assert list(path.parent.iterdir()) == []
