"""From a login service's claims to an Identity. The names of claims are data, a Dialect; no code knows a broker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date

from deltagerbudget.identity.errors import IdentityError

Claims = Mapping[str, object]

NSIS = "https://data.gov.dk/concept/core/nsis/"
ENOUGH = ("substantial", "high")
PROTECTED_NAME = "adressebeskyttet"
_SLUG = re.compile(r"[a-z0-9-]{1,60}")
_TEN_DIGITS = re.compile(r"[0-9]{10}")


@dataclass(frozen=True)
class Identity:
    """Who has logged in. ``name`` is empty for a protected person: what must not be shown is not handed out."""

    person_ref: str = field(repr=False)
    name: str = field(repr=False)
    birth_date: date | None = field(repr=False)
    area: str | None
    protected: bool
    loa: str


@dataclass(frozen=True)
class Dialect:
    """What to ask a login service for and what it calls the answers; the first claim present counts."""

    scope: str = "openid profile"
    cpr_scope: str = ""
    authorize: Mapping[str, str] = field(default_factory=lambda: {"acr_values": f"{NSIS}Substantial"})
    name: tuple[str, ...] = ("name",)
    birth_date: tuple[str, ...] = ("birthdate",)
    area: tuple[str, ...] = ("area",)
    cpr: tuple[str, ...] = ()
    # What says, where it is false, that this person has no CPR number at all.
    has_cpr: tuple[str, ...] = ()
    loa: tuple[str, ...] = ("loa", "acr")
    protected: tuple[str, ...] = ()
    levels: Mapping[str, str] = field(
        default_factory=lambda: {f"{NSIS}{level}": level.lower() for level in ("Low", "Substantial", "High")}
    )

    @classmethod
    def of(cls, data: Mapping[str, object]) -> Dialect:
        """A dialect from settings. An unknown word is an error, never a guess."""
        unknown = sorted(set(data) - {known.name for known in fields(cls)})
        if unknown:
            raise ValueError(f"Unknown words in IDENTITY_CLAIMS: {', '.join(unknown)}.")
        values: dict[str, object] = {
            key: tuple(str(item) for item in value) if isinstance(value, (list, tuple)) else value
            for key, value in data.items()
        }
        return cls(**values)  # type: ignore[arg-type]


def identity_from(claims: Claims, dialect: Dialect, *, issuer: str, ref_kind: str) -> Identity:
    """Claims of a verified ID token, read by the dialect. Raises ``subject``, ``loa`` or ``no-ref``."""
    loa = _level(claims, dialect)
    name = _text(_first(claims, dialect.name))
    protected = PROTECTED_NAME in name.casefold() or any(_is_set(_find(claims, key)) for key in dialect.protected)
    area = _text(_first(claims, dialect.area))
    return Identity(
        person_ref=_reference(claims, dialect, issuer, ref_kind),
        name="" if protected else name,
        birth_date=_date(_text(_first(claims, dialect.birth_date))),
        area=area if _SLUG.fullmatch(area) else None,
        protected=protected,
        loa=loa,
    )


def _level(claims: Claims, dialect: Dialect) -> str:
    """LAW: NSIS; proposing and voting need a level of at least substantial."""
    level = dialect.levels.get(_text(_first(claims, dialect.loa)), "")
    if level not in ENOUGH:
        raise IdentityError("loa")
    return level


def _reference(claims: Claims, dialect: Dialect, issuer: str, ref_kind: str) -> str:
    """One kind per installation or vote: a person with two kinds of reference could vote twice."""
    subject = _text(claims.get("sub"), longest=255)
    if not subject:
        raise IdentityError("subject")
    if ref_kind == "oidc":
        return f"oidc:{issuer}|{subject}"
    number = _text(_first(claims, dialect.cpr)).replace("-", "").replace(" ", "")
    if ref_kind == "cpr" and not number and any(_is_unset(_find(claims, key)) for key in dialect.has_cpr):
        raise IdentityError("no-cpr")
    if ref_kind != "cpr" or not _TEN_DIGITS.fullmatch(number):
        raise IdentityError("no-ref")
    return f"dk:cpr:{number}"


def _find(claims: Claims, key: str) -> object:
    """A claim by its literal name (``mitid.age`` is one), else by its path (``address_details.municipality_code``)."""
    if key in claims:
        return claims[key]
    value: object = claims
    for part in key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _first(claims: Claims, keys: Iterable[str]) -> object:
    return next((found for found in (_find(claims, key) for key in keys) if found not in (None, "")), None)


def _text(value: object, *, longest: int = 200) -> str:
    text = value.strip() if isinstance(value, str) else ""
    return text if len(text) <= longest and text.isprintable() else ""


def _is_set(value: object) -> bool:
    return value is True or (isinstance(value, str) and value.casefold() in {"true", "1", "yes"})


def _is_unset(value: object) -> bool:
    return value is False or (isinstance(value, str) and value.casefold() in {"false", "0", "no"})


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
