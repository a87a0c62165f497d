"""Addresses behind a port: the server asks, the visitor's browser never does. Off until a municipality has a token."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import requests
import structlog
from django.conf import settings
from pyproj import Transformer

from deltagerbudget.identity.http import GuardedAdapter

_SECONDS = 3.0
_MOST = 10
log = structlog.get_logger("addresses")


@dataclass(frozen=True)
class Address:
    text: str
    lon: float
    lat: float


class AddressSearch(Protocol):
    def search(self, words: str) -> list[Address]: ...


class Adressevaelger:
    """Klimadatastyrelsen's Adressevælger: `/adresser/soeg` with a token; points come in EPSG:25832.

    Tried against a server of our own that answers as its description says, not against the real service.
    """

    def __init__(self, url: str, token: str) -> None:
        self._url, self._token = url, token
        self._session = requests.Session()
        self._session.trust_env = False
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, GuardedAdapter(_SECONDS))

    def search(self, words: str) -> list[Address]:
        """Empty when the service does not answer: then names of areas and places still work."""
        # SECURITY: the token travels in a header, so that it stands in no log of addresses asked for.
        headers = {"Authorization": f"Bearer {self._token}"}
        asked: dict[str, str | int] = {"tekst": words, "antal": _MOST}
        try:
            answer = self._session.get(f"{self._url}/adresser/soeg", params=asked, headers=headers)
            answer.raise_for_status()
            given = answer.json()
        except (requests.RequestException, ValueError) as error:
            log.warning("addresses_unreachable", error=type(error).__name__)
            return []
        rows = given.get("adresser", []) if isinstance(given, dict) else given
        found = [_address(row) for row in rows[:_MOST]] if isinstance(rows, list) else []
        return [row for row in found if row is not None]


def _address(given: Any) -> Address | None:
    if not isinstance(given, dict):
        return None
    text, x, y = given.get("adressebetegnelse"), given.get("x"), given.get("y")
    if not isinstance(text, str) or not isinstance(x, int | float) or not isinstance(y, int | float):
        return None
    lon, lat = _to_degrees().transform(x, y)
    return Address(text[:200], lon, lat) if math.isfinite(lon) and math.isfinite(lat) else None


@lru_cache(maxsize=1)
def _to_degrees() -> Transformer:
    return Transformer.from_crs("EPSG:25832", "EPSG:4326", always_xy=True)


def search() -> AddressSearch | None:
    """The municipality's address search, or None where it has none."""
    if not (settings.ADDRESSES_URL and settings.ADDRESSES_TOKEN):
        return None
    return _adressevaelger(settings.ADDRESSES_URL, settings.ADDRESSES_TOKEN)


@lru_cache(maxsize=2)
def _adressevaelger(url: str, token: str) -> Adressevaelger:
    return Adressevaelger(url, token)
