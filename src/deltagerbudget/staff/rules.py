"""Decisions about staff over plain values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from deltagerbudget.acts.vocabulary import Role

GIVEN = frozenset({Role.CASEWORKER, Role.OWNER, Role.PARTNER, Role.AUDITOR, Role.ADMINISTRATOR})
# Held for the whole municipality or not at all.
EVERYWHERE = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})
_ADDRESS = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+")


@dataclass(frozen=True)
class Mapped:
    """A role that a group of the municipality's login gives; ``area`` is a slug, empty for everywhere."""

    role: Role
    area: str = ""


def plain_address(typed: str) -> str:
    """An address as it is kept; empty for what is none of ours.

    SECURITY: plain letters only. `ı`, `ß` and their like have several small and large forms, and two people could
    then be one (CVE-2019-19844). A code goes to the address we keep, never to the one that was typed.
    """
    text = typed.strip()
    if not text.isascii() or len(text) > 254:
        return ""
    small = text.lower()
    return small if _ADDRESS.fullmatch(small) else ""


def mapping_of(data: Mapping[str, object]) -> dict[str, tuple[Mapped, ...]]:
    """The setting {"group": ["owner", "partner:tranbjerg"]}. An unknown word is an error, never a guess."""
    return {group: tuple(_mapped(group, str(text)) for text in _texts(given)) for group, given in data.items()}


def roles_of(groups: Iterable[str], mapping: Mapping[str, Sequence[Mapped]]) -> frozenset[Mapped]:
    return frozenset(mapped for group in groups for mapped in mapping.get(group, ()))


def is_strong(claims: Mapping[str, object], wanted: Mapping[str, object]) -> bool:
    """Whether the claims say that the login took two steps; ``wanted`` is {"amr": ["mfa"]}. Nothing wanted: no."""
    return any(set(_texts(claims.get(name))) & set(_texts(values)) for name, values in wanted.items())


def _mapped(group: str, text: str) -> Mapped:
    role, _, area = text.partition(":")
    if role not in {given.value for given in GIVEN} or (area and Role(role) in EVERYWHERE):
        raise ValueError(f"{group}: {text} is no role that a group can give.")
    return Mapped(Role(role), area)


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, (list, tuple)) else []
