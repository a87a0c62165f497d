"""What the documents promise to be tested is."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TESTS = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))


@pytest.mark.parametrize("name", ["security-tests.md", "behaviours.md"])
def test_every_test_that_is_named_exists(name: str) -> None:
    text = (ROOT / "docs" / name).read_text()
    named = re.findall(r"`(test_\w+)`", text)
    assert len(named) > 20
    assert [test for test in named if f"def {test}(" not in TESTS] == []
    files = re.findall(r"`([a-z]+/test_\w+\.py)`", text)
    assert [file for file in files if not (ROOT / "tests" / file).is_file()] == []


def test_every_attack_that_is_tried_is_listed() -> None:
    text = (ROOT / "docs" / "security-tests.md").read_text()
    tried = set(re.findall(r"(?:def test|_)_?(t\d\d)_", TESTS))
    assert {attack for attack in tried if attack.upper() not in text} == set()
