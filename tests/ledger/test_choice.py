"""choice/v1: stored bytes and commitment."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deltagerbudget.ledger.choice import Choice, ChoiceError, decode, encode, padded_size

SALT = bytes(range(32))
LIST = [str(number) for number in range(1, 76)]
PRINTABLE = st.characters(categories=("L", "N", "P", "Zs"), exclude_characters='"\\')
CHOICES = st.sets(st.sampled_from(LIST)).map(lambda chosen: [item for item in LIST if item in chosen])


def stored(text: bytes, size: int = 256) -> bytes:
    return (SALT + len(text).to_bytes(4, "big") + text).ljust(size, b"\0")


def test_it_works() -> None:
    data = encode(area="midtbyen", ids=["7", "12"], size=128, salt=SALT)
    assert data[36:83] == b'{"area":"midtbyen","ids":["7","12"],"t":"choice/v1"}'[:47]
    assert decode(data) == Choice("midtbyen", ("7", "12"), SALT)


def test_the_commitment_is_the_published_formula() -> None:
    choice = Choice("å", ("12", "7"), SALT)
    text = '{"area":"å","ids":["12","7"],"t":"choice/v1"}'.encode()
    assert choice.commit() == hashlib.sha256(b"pb/commit/v1\0" + SALT + text).digest()


@given(CHOICES)
def test_every_choice_of_a_vote_has_the_same_length_and_survives(ids: list[str]) -> None:
    size = padded_size("tranbjerg", LIST)
    data = encode(area="tranbjerg", ids=ids, size=size, salt=SALT)
    assert len(data) == size
    assert decode(data, order=LIST) == Choice("tranbjerg", tuple(ids), SALT)


@given(st.text(PRINTABLE, max_size=30), st.lists(st.text(PRINTABLE, min_size=1), unique=True), st.integers(0, 9))
def test_the_size_has_room_for_the_longest(area: str, ids: list[str], most: int) -> None:
    longest = sorted(ids, key=lambda item: len(item.encode()), reverse=True)[:most]
    size = padded_size(area, ids, most)
    assert size % 64 == 0
    assert decode(encode(area=area, ids=longest, size=size)).ids == tuple(longest)


def test_points_stand_beside_the_ids() -> None:
    data = encode(area="a", ids=["7", "12"], points=[3, 2], size=128, salt=SALT)
    assert b'{"area":"a","ids":["7","12"],"points":[3,2],"t":"choice/v1"}' in data
    assert decode(data) == Choice("a", ("7", "12"), SALT, (3, 2))
    assert decode(data).commit() != Choice("a", ("7", "12"), SALT, (2, 3)).commit()


@given(st.lists(st.tuples(st.sampled_from(LIST), st.integers(1, 30)), unique_by=lambda pair: pair[0], max_size=10))
def test_with_points_every_choice_has_the_same_length_too(pairs: list[tuple[str, int]]) -> None:
    size = padded_size("tranbjerg", LIST, 10, points=30)
    ids, points = [name for name, _point in pairs], [point for _name, point in pairs]
    data = encode(area="tranbjerg", ids=ids, points=points, size=size, salt=SALT)
    assert len(data) == size
    assert decode(data) == Choice("tranbjerg", tuple(ids), SALT, tuple(points))


@pytest.mark.parametrize("points", ["[]", "[1,2]", '["1"]', "[true]", "[1.5]", "7", "null"])
def test_points_that_are_none_are_refused(points: str) -> None:
    with pytest.raises(ChoiceError):
        decode(stored(f'{{"area":"a","ids":["7"],"points":{points},"t":"choice/v1"}}'.encode()))


def test_a_salt_is_drawn_for_every_ballot() -> None:
    first, second = (encode(area="a", ids=["1"], size=128) for _ in range(2))
    assert first[:32] != second[:32]
    assert decode(first).commit() != decode(second).commit()


@given(st.binary(max_size=200))
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ChoiceError):
        decode(data)


@given(st.integers(32, 255), st.integers(1, 255))
def test_a_changed_byte_is_refused_or_another_choice(place: int, change: int) -> None:
    data = bytearray(encode(area="midtbyen", ids=["7", "12"], size=256, salt=SALT))
    data[place] ^= change
    try:
        found = decode(bytes(data))
    except ChoiceError:
        return
    assert found != Choice("midtbyen", ("7", "12"), SALT)
    assert encode(area=found.area, ids=found.ids, size=256, salt=found.salt) == bytes(data)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b'{"area":"a","ids":["1","1"],"t":"choice/v1"}', "duplicate"),
        (b'{"area":"a","ids":[1],"t":"choice/v1"}', "type"),
        (b'{"area":"a","ids":[["1"]],"t":"choice/v1"}', "type"),
        (b'{"area":"a","ids":"12","t":"choice/v1"}', "type"),
        (b'{"area":"a","ids":[""],"t":"choice/v1"}', "type"),
        (b'{"area":7,"ids":["1"],"t":"choice/v1"}', "type"),
        (b'{"area":"a","ids":["1"],"t":"choice/v2"}', "keys"),
        (b'{"area":"a","cost":0,"ids":["1"],"t":"choice/v1"}', "keys"),
        (b'{"ids":["1"],"t":"choice/v1"}', "keys"),
        (b"[]", "keys"),
        (b'{"area":"a", "ids":["1"],"t":"choice/v1"}', "text"),
        (b'{"ids":["1"],"area":"a","t":"choice/v1"}', "text"),
        (b'{"area":"a","area":"a","ids":["1"],"t":"choice/v1"}', "text"),
        (b'{"area":"a","ids":[1.0],"t":"choice/v1"}', "text"),
        (b"", "text"),
        (b"[" * 200, "text"),
    ],
)
def test_t33_a_stored_text_that_is_no_choice_is_refused(text: bytes, code: str) -> None:
    with pytest.raises(ChoiceError) as caught:
        decode(stored(text))
    assert caught.value.code == code


def test_padding_other_than_zeros_is_refused() -> None:
    data = encode(area="a", ids=["1"], size=128, salt=SALT)
    with pytest.raises(ChoiceError):
        decode(data[:-1] + b"\1")


@pytest.mark.parametrize("order", [["2", "1"], ["1"], []])
def test_t33_ids_out_of_the_order_of_the_list_are_refused(order: list[str]) -> None:
    data = encode(area="a", ids=["1", "2"], size=128, salt=SALT)
    with pytest.raises(ChoiceError) as caught:
        decode(data, order=order)
    assert caught.value.code == "order"


@pytest.mark.parametrize(("ids", "code"), [(["1", "1"], "duplicate"), (["9" * 99], "size"), (["\ud800"], "text")])
def test_t33_what_cannot_be_stored_is_refused(ids: list[str], code: str) -> None:
    with pytest.raises(ChoiceError) as caught:
        encode(area="a", ids=ids, size=128, salt=SALT)
    assert caught.value.code == code


def test_a_salt_of_another_length_is_refused() -> None:
    with pytest.raises(ChoiceError):
        encode(area="a", ids=["1"], size=128, salt=b"short")


def test_an_error_does_not_quote_the_ballot() -> None:
    with pytest.raises(ChoiceError) as caught:
        decode(stored(b'{"area":"a","ids":["4711","4711"],"t":"choice/v1"}'))
    assert "4711" not in str(caught.value)
