"""A file of areas, coast or places as it comes from a municipality: read carefully, never trusted. Pure."""

from __future__ import annotations

import csv
import io
import json
import math
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

MAX_BYTES = 20 * 1024 * 1024
MAX_FEATURES = 2_000
MAX_NUMBERS = 2_000_000
MAX_NAME = 120
# West, south, east, north, generously.
DENMARK = (7.5, 54.4, 15.6, 58.0)
_UTM32 = (300_000.0, 6_000_000.0, 1_000_000.0, 6_500_000.0)
_NAMES = ("navn", "name", "omraade", "område", "title", "titel")
_SOURCES = ("attribution", "kilde", "source")
_LONGEST_SOURCE = 300
WGS84, UTM32, AUTO = "4326", "25832", "auto"


class NotReadable(Exception):
    """The file as a whole cannot be used. The message says what to do."""

    @property
    def message(self) -> str:
        return str(self)


@dataclass(frozen=True)
class Feature:
    properties: Mapping[str, Any]
    geometry: Mapping[str, Any] | None


@dataclass(frozen=True)
class Collection:
    features: tuple[Feature, ...]
    crs: str
    source: str

    def names_of_properties(self) -> list[str]:
        """The properties that hold a text, in the order they first appear."""
        found = (key for feature in self.features for key, value in feature.properties.items() if _text(value))
        return list(dict.fromkeys(found))

    def name_property(self, wanted: str = "") -> str:
        """The chosen one, or the one that is usually the name."""
        known = self.names_of_properties()
        if wanted:
            if wanted not in known:
                raise NotReadable(_no_such_property(wanted, known))
            return wanted
        usual = {key.casefold(): key for key in reversed(known)}
        found = next((usual[name] for name in _NAMES if name in usual), None)
        if found is None:
            raise NotReadable(_no_such_property("", known))
        return found


@dataclass(frozen=True)
class PlaceRow:
    name: str
    lon: float
    lat: float


def collection(data: bytes, *, crs: str = AUTO) -> Collection:
    """The features of a GeoJSON file, and in which of the two systems its numbers are."""
    given = _json(data)
    if not isinstance(given, dict):
        raise NotReadable(_("This is not GeoJSON. Save the layer as GeoJSON and try again."))
    raw = [given] if given.get("type") == "Feature" else given.get("features")
    if not isinstance(raw, list) or not raw:
        raise NotReadable(_("There are no areas in the file. It must be a GeoJSON FeatureCollection."))
    if len(raw) > MAX_FEATURES:
        raise NotReadable(_("There are more than %(most)s areas in the file.") % {"most": MAX_FEATURES})
    features = tuple(_feature(each) for each in raw)
    return Collection(features, _system(given, features, crs), _source(given, features))


def _json(data: bytes) -> Any:
    try:
        return json.loads(decoded(data), parse_constant=_no_number)
    # A file can nest so deep that reading it runs out of room; ValueError covers syntax and numbers too long to read.
    except (ValueError, RecursionError) as error:
        words = _("The file cannot be read as JSON. Save it once more as GeoJSON and try again.")
        raise NotReadable(words) from error


def decoded(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise NotReadable(_("The file is larger than 20 MB. Simplify the shapes and try again."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotReadable(_("The file is not UTF-8. Save it as UTF-8 and try again.")) from error
    if "\0" in text:
        raise NotReadable(_("The file is not text. Choose a GeoJSON file."))
    return text


def _no_number(word: str) -> float:
    raise ValueError(word)


def _feature(given: object) -> Feature:
    if not isinstance(given, dict):
        raise NotReadable(_("A part of the file is not a GeoJSON Feature."))
    properties, geometry = given.get("properties"), given.get("geometry")
    return Feature(properties if isinstance(properties, dict) else {}, geometry if isinstance(geometry, dict) else None)


def points_of(geometry: Mapping[str, Any] | None) -> Iterator[tuple[float, float]]:
    """Every point of the shape, whatever its kind; ValueError for what is no point."""
    if geometry is None:
        return
    yield from _points(geometry.get("coordinates"), 0)


def _points(value: object, depth: int) -> Iterator[tuple[float, float]]:
    if not isinstance(value, list) or depth > 5:
        raise ValueError("no coordinates")
    if value and not isinstance(value[0], list):
        x, y = value[0], value[1] if len(value) > 1 else None
        if not (_is_number(x) and _is_number(y)):
            raise ValueError("no point")
        yield float(x), float(y)  # type: ignore[arg-type]
        return
    for each in value:
        yield from _points(each, depth + 1)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9


def _system(given: Mapping[str, Any], features: Iterable[Feature], chosen: str) -> str:
    """By the choice, else by the file's own word, else by how large the numbers are; and they must agree."""
    seen, count = set(), 0
    for feature in features:
        try:
            for point in points_of(feature.geometry):
                seen.add(_kind(*point))
                count += 1
        except (ValueError, IndexError):
            continue
        if count > MAX_NUMBERS:
            raise NotReadable(_("The shapes have more than a million corners. Simplify them and try again."))
    if "swapped" in seen:
        raise NotReadable(_("Longitude and latitude have changed places in the file. GeoJSON writes longitude first."))
    said = chosen if chosen != AUTO else _said(given)
    system = said or (next(iter(seen)) if len(seen) == 1 else WGS84)
    if seen - {system}:
        raise NotReadable(_("We cannot tell the coordinates. They must be WGS84 (EPSG:4326) or UTM 32 (EPSG:25832)."))
    return system


def _kind(x: float, y: float) -> str:
    west, south, east, north = _UTM32
    if west <= x <= east and south <= y <= north:
        return UTM32
    if 54 <= x <= 58.5 and 7 <= y <= 16:
        return "swapped"
    return WGS84 if abs(x) <= 180 and abs(y) <= 90 else "neither"


def _said(given: Mapping[str, Any]) -> str | None:
    crs = given.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str):
        return None
    end = name.upper().replace("/", ":").rpartition(":")[2]
    known = {"4326": WGS84, "CRS84": WGS84, "25832": UTM32}
    if end not in known:
        words = _("The file says that its coordinates are %(name)s. They must be EPSG:4326 or EPSG:25832.")
        raise NotReadable(words % {"name": _text(name)[:60]})
    return known[end]


def _source(given: Mapping[str, Any], features: tuple[Feature, ...]) -> str:
    for where in (given, features[0].properties):
        for key in _SOURCES:
            if found := _text(where.get(key)):
                return found[:_LONGEST_SOURCE]
    return ""


def _no_such_property(wanted: str, known: list[str]) -> str:
    among = ", ".join(_text(key)[:40] for key in known[:12]) or "-"
    if wanted:
        words = _("No area has a text called %(wanted)s. The file has: %(among)s.")
        return words % {"wanted": wanted[:40], "among": among}
    return _("We cannot see which text is the name. Choose it. The file has: %(among)s.") % {"among": among}


def name_of(feature: Feature, key: str) -> str:
    """The name in one spelling; empty for what is no name."""
    return _text(feature.properties.get(key))


def _text(value: object) -> str:
    if not isinstance(value, str):
        return ""
    kept = "".join(" " if unicodedata.category(c).startswith(("C", "Z")) else c for c in value)
    return unicodedata.normalize("NFC", " ".join(kept.split()))


def places(data: bytes) -> tuple[list[PlaceRow], list[str]]:
    """The places of a JSON list or a CSV file with a heading, and the names of those that were left out."""
    text = decoded(data)
    raw = _json(data) if text.lstrip()[:1] in "[{" else _rows(text)
    if not isinstance(raw, list) or not raw:
        raise NotReadable(_("There are no places in the file. It must be a list with name, longitude and latitude."))
    if len(raw) > 10 * MAX_FEATURES:
        raise NotReadable(_("There are too many places in the file."))
    found: dict[tuple[str, float, float], PlaceRow] = {}
    refused = []
    for number, given in enumerate(raw, start=1):
        row = _place(given) if isinstance(given, dict) else None
        if row is None:
            refused.append(str(number))
        else:
            found.setdefault((row.name, row.lon, row.lat), row)
    return list(found.values()), refused


def _rows(text: str) -> list[dict[str, Any]]:
    heading = text.partition("\n")[0]
    try:
        return list(csv.DictReader(io.StringIO(text), delimiter=";" if ";" in heading else ","))
    except csv.Error as error:
        raise NotReadable(_("The file cannot be read as CSV. Save it once more and try again.")) from error


def _place(given: Mapping[str, Any]) -> PlaceRow | None:
    low = {str(key).strip().casefold(): value for key, value in given.items()}
    name = next((_text(low[key]) for key in _NAMES if _text(low.get(key))), "")
    lon, lat = _degrees(low, ("lon", "lng", "longitude", "x")), _degrees(low, ("lat", "latitude", "y"))
    west, south, east, north = DENMARK
    if not name or len(name) > MAX_NAME or lon is None or lat is None:
        return None
    return PlaceRow(name, lon, lat) if west <= lon <= east and south <= lat <= north else None


def _degrees(low: Mapping[str, Any], keys: tuple[str, ...]) -> float | None:
    value = next((low[key] for key in keys if low.get(key) not in (None, "")), None)
    if isinstance(value, str):
        try:
            value = float(value.strip().replace(",", ".")[:40])
        except ValueError:
            return None
    if not _is_number(value):
        return None
    return round(float(value), 5) if math.isfinite(float(value)) else None  # type: ignore[arg-type]
