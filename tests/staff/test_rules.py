from __future__ import annotations

import pytest

from deltagerbudget.acts.vocabulary import Role
from deltagerbudget.staff import totp
from deltagerbudget.staff.rules import Mapped, is_strong, mapping_of, plain_address, roles_of

# RFC 6238, appendix B, of eight figures; ours are the last six.
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
RFC = {59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037"}


@pytest.mark.parametrize(("seconds", "code"), RFC.items())
def test_codes_are_those_of_the_rfc(seconds: int, code: str) -> None:
    assert totp.code_at(SECRET, seconds // 30) == code
    assert totp.matching(SECRET, code, seconds=seconds) == seconds // 30


def test_a_clock_may_be_half_a_minute_wrong() -> None:
    for seconds, fits in ((59 + 30, True), (59 - 30, True), (59 + 62, False)):
        assert (totp.matching(SECRET, RFC[59], seconds=seconds) is not None) == fits


def test_t30_a_step_that_was_used_fits_no_more() -> None:
    assert totp.matching(SECRET, RFC[59], seconds=59, after=1) is None
    assert totp.matching(SECRET, "", seconds=59) is None


@pytest.mark.parametrize("typed", ["A.B@Example.DK", " a.b@example.dk "])
def test_an_address_is_kept_small(typed: str) -> None:
    assert plain_address(typed) == "a.b@example.dk"


@pytest.mark.parametrize(
    "typed", ["", "a", "a@b", "ı@example.dk", "ß@example.dk", "a\n@example.dk", f"{'a' * 255}@x.dk"]
)
def test_t47_what_has_several_forms_is_no_address(typed: str) -> None:
    assert plain_address(typed) == ""


def test_groups_give_roles() -> None:
    mapping = mapping_of({"a": ["owner", "partner:viby"], "b": "auditor"})
    assert roles_of(["a", "x"], mapping) == {Mapped(Role.OWNER), Mapped(Role.PARTNER, "viby")}
    assert roles_of([], mapping) == frozenset()


@pytest.mark.parametrize("given", ["king", "system", "resident", "administrator:viby", "auditor:viby", ""])
def test_an_unknown_role_is_an_error(given: str) -> None:
    with pytest.raises(ValueError, match="no role"):
        mapping_of({"a": [given]})


@pytest.mark.parametrize(
    ("claims", "strong"),
    [
        ({"amr": ["pwd", "mfa"]}, True),
        ({"acrs": "c1"}, True),
        ({"amr": ["pwd"]}, False),
        ({"amr": "mfa "}, False),
        ({"amr": [["mfa"]]}, False),
        ({"amr": None, "mfa": True}, False),
        ({}, False),
    ],
)
def test_t30_two_steps_must_be_said(claims: dict[str, object], strong: bool) -> None:
    assert is_strong(claims, {"amr": ["mfa"], "acrs": ["c1"]}) == strong
    assert not is_strong(claims, {})
