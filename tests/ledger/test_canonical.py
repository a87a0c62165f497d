"""Canonical JSON."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deltagerbudget.ledger import canonical

TEXT = st.text(st.characters(exclude_categories=("Cs",)))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def test_it_works() -> None:
    assert canonical.dumps({"b": [1, True, None], "a": "å\n"}) == '{"a":"å\\n","b":[1,true,null]}'.encode()


def test_keys_are_sorted_as_utf_16() -> None:
    assert canonical.dumps({"\ufb33": 1, "\U0001f600": 2, "a": 3}) == '{"a":3,"\U0001f600":2,"\ufb33":1}'.encode()


def test_the_digest_is_sha_256_in_hexadecimal() -> None:
    assert canonical.sha256_hex(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(VALUES)
def test_a_value_survives_and_has_one_text(value: object) -> None:
    text = canonical.dumps(value)  # type: ignore[arg-type]
    assert canonical.loads(text) == value
    assert canonical.dumps(json.loads(json.dumps(value))) == text


@pytest.mark.parametrize("value", [1.0, 0.5, float("nan"), [{"a": 1.0}], (1.5,), 2**53, -(2**53), "\ud800", {1: 2}])
def test_what_has_no_canonical_text_is_refused(value: object) -> None:
    with pytest.raises(canonical.NotCanonical):
        canonical.dumps(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"a": 1}',
        '{"b":1,"a":2}',
        '{"a":1,"a":1}',
        "1.0",
        "1e3",
        "NaN",
        "-0",
        "01",
        '"\\u0061"',
        " 1",
        "1\n",
        "\ufeff1",
        "[" * 100_000,
        "9007199254740992",
        '"\\ud800"',
    ],
)
def test_a_text_in_another_form_is_refused(text: str) -> None:
    with pytest.raises(canonical.NotCanonical):
        canonical.loads(text)


def test_bytes_that_are_not_utf_8_are_refused() -> None:
    with pytest.raises(canonical.NotCanonical):
        canonical.loads(b'"\xff"')
