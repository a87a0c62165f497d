"""Brokers' dialects, as their public documentation names the claims."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from deltagerbudget.identity.claims import NSIS, Dialect, identity_from
from deltagerbudget.identity.errors import IdentityError

SIGNICAT = {
    "scope": "openid profile",
    "cpr_scope": "nin",
    "cpr": ["nin"],
    "loa": ["mitid_loa"],
    "protected": ["mitid_name_and_address_protection"],
    "levels": {"LOW": "low", "SUBSTANTIAL": "substantial", "HIGH": "high"},
}
IDURA = {
    "scope": "openid",
    "cpr_scope": "ssn",
    "cpr": ["cprNumberIdentifier"],
    "loa": ["acr"],
    "area": ["address_details.area"],
    "authorize": {"acr_values": "urn:grn:authn:dk:mitid:substantial"},
    "levels": {f"urn:grn:authn:dk:mitid:{level}": level for level in ("low", "substantial", "high")},
}
SIGNATURGRUPPEN = {
    "scope": "openid mitid",
    "cpr_scope": "ssn",
    "name": ["mitid.identity_name"],
    "birth_date": ["mitid.date_of_birth"],
    "cpr": ["dk.cpr"],
    "has_cpr": ["mitid.has_cpr"],
    "authorize": {},
}
ANSWERS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (SIGNICAT, {"name": "Otto Øvelund", "birthdate": "1944-02-03", "nin": "0302440000", "mitid_loa": "HIGH"}),
    (
        IDURA,
        {
            "name": "Otto Øvelund",
            "birthdate": "1944-02-03",
            "cprNumberIdentifier": "0302440000",
            "acr": "urn:grn:authn:dk:mitid:high",
        },
    ),
    (
        SIGNATURGRUPPEN,
        {
            "mitid.identity_name": "Otto Øvelund",
            "mitid.date_of_birth": "1944-02-03",
            "dk.cpr": "030244-0000",
            "loa": f"{NSIS}High",
        },
    ),
]


def read(dialect: dict[str, Any], claims: dict[str, Any], ref_kind: str = "oidc") -> Any:
    return identity_from({"sub": "s", **claims}, Dialect.of(dialect), issuer="https://op.example", ref_kind=ref_kind)


@pytest.mark.parametrize(("dialect", "claims"), ANSWERS, ids=["signicat", "idura", "signaturgruppen"])
def test_it_works(dialect: dict[str, Any], claims: dict[str, Any]) -> None:
    identity = read(dialect, claims, "cpr")
    assert identity.person_ref == "dk:cpr:0302440000"
    assert (identity.name, identity.birth_date, identity.loa) == ("Otto Øvelund", date(1944, 2, 3), "high")
    assert not identity.protected


@pytest.mark.parametrize(("dialect", "claims"), ANSWERS, ids=["signicat", "idura", "signaturgruppen"])
def test_one_kind_of_reference_whatever_else_is_known(dialect: dict[str, Any], claims: dict[str, Any]) -> None:
    assert read(dialect, claims).person_ref == "oidc:https://op.example|s"


@pytest.mark.parametrize("number", ["", "123", "12345678901", "１２３４５６７８９０", 1234567890, None])
def test_what_is_no_cpr_number_gives_no_reference(number: object) -> None:
    with pytest.raises(IdentityError, match=r"^no-ref$"):
        read(SIGNICAT, {"nin": number, "mitid_loa": "HIGH"}, "cpr")


def test_an_unknown_kind_of_reference_is_refused() -> None:
    with pytest.raises(IdentityError, match=r"^no-ref$"):
        read(SIGNICAT, {"nin": "0302440000", "mitid_loa": "HIGH"}, "email")


@pytest.mark.parametrize("flag", [True, "true", "1"])
def test_a_protected_person_has_no_name_here(flag: object) -> None:
    claims = {"name": "Ida Øvelund", "mitid_loa": "HIGH", "mitid_name_and_address_protection": flag}
    assert (read(SIGNICAT, claims).protected, read(SIGNICAT, claims).name) == (True, "")


def test_a_name_that_says_protected_is_no_name() -> None:
    identity = read(SIGNATURGRUPPEN, {"mitid.identity_name": "NAVNE & ADRESSEBESKYTTET", "loa": f"{NSIS}High"})
    assert (identity.protected, identity.name) == (True, "")


@pytest.mark.parametrize("value", [False, "false", None])
def test_an_unset_flag_protects_nobody(value: object) -> None:
    claims = {"name": "Otto", "mitid_loa": "HIGH", "mitid_name_and_address_protection": value}
    assert not read(SIGNICAT, claims).protected


@pytest.mark.parametrize("birth", ["", "31-12-1990", "1990-13-01", 1990, None])
def test_an_unreadable_birth_date_is_unknown(birth: object) -> None:
    assert read(SIGNICAT, {"mitid_loa": "HIGH", "birthdate": birth}).birth_date is None


@pytest.mark.parametrize("area", ["Tranbjerg", "../x", "", 7, None])
def test_an_area_that_is_no_slug_is_unknown(area: object) -> None:
    assert read(IDURA, {"acr": "urn:grn:authn:dk:mitid:high", "address_details": {"area": area}}).area is None


def test_a_claim_is_found_by_its_path() -> None:
    claims = {"acr": "urn:grn:authn:dk:mitid:substantial", "address_details": {"area": "tranbjerg"}}
    assert read(IDURA, claims).area == "tranbjerg"


def test_an_unknown_word_in_a_dialect_is_refused() -> None:
    with pytest.raises(ValueError, match="brithdate"):
        Dialect.of({"brithdate": ["x"]})


@pytest.mark.parametrize("has", [False, "false"])
def test_a_mitid_without_a_cpr_number_is_shown_the_way(has: object) -> None:
    claims = {"mitid.has_cpr": has, "loa": f"{NSIS}Substantial"}
    with pytest.raises(IdentityError, match=r"^no-cpr$") as refused:
        read(SIGNATURGRUPPEN, claims, "cpr")
    assert refused.value.status == 403
    assert "ID" in refused.value.message
    # Where the vote knows its voters by the login alone, nothing is missing.
    assert read(SIGNATURGRUPPEN, claims).person_ref == "oidc:https://op.example|s"


@pytest.mark.parametrize("loa", [f"{NSIS}Low", f"{NSIS}low", f"{NSIS}High/", "Substantial", "", None, 3, ["High"]])
def test_t24_a_level_that_is_not_exactly_enough_is_too_low(loa: object) -> None:
    with pytest.raises(IdentityError, match=r"^loa$"):
        read(SIGNATURGRUPPEN, {"loa": loa})
