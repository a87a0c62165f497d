"""Calendar files by RFC 5545, written plainly. Pure: values in, text out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

CONTENT_TYPE = "text/calendar; charset=utf-8"
_LINE = 75


@dataclass(frozen=True)
class Appointment:
    """One entry of a calendar."""

    uid: str
    sequence: int
    stamp: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str
    description: str
    url: str
    is_cancelled: bool = False


def calendar(appointments: Iterable[Appointment], *, name: str = "") -> str:
    """SPEC RFC 5545 §3.4: one calendar with its events; ``name`` is what a feed is called in a calendar program."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Deltagerbudget//DA", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    if name:
        lines.append(f"X-WR-CALNAME:{escaped(name)}")
    for appointment in appointments:
        lines += _event(appointment)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(row: Appointment) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{row.uid}",
        f"DTSTAMP:{utc(row.stamp)}",
        f"DTSTART:{utc(row.starts_at)}",
        f"DTEND:{utc(row.ends_at)}",
        f"SEQUENCE:{row.sequence}",
        f"STATUS:{'CANCELLED' if row.is_cancelled else 'CONFIRMED'}",
        f"SUMMARY:{escaped(row.summary)}",
        f"LOCATION:{escaped(row.location)}",
        f"DESCRIPTION:{escaped(row.description)}",
        f"URL:{row.url}",
        "END:VEVENT",
    ]


def utc(moment: datetime) -> str:
    """SPEC RFC 5545 §3.3.5, form 2: no zone has to be explained, and a change of clocks is clear."""
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    """SPEC RFC 5545 §3.3.11. SECURITY: a line break in a text must never begin a line of the calendar."""
    lines = "\n".join(text.splitlines())
    plain = "".join(letter for letter in lines if letter == "\n" or ord(letter) >= 32)
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> str:
    """SPEC RFC 5545 §3.1: at most 75 octets a line; a letter of several octets is never cut."""
    parts: list[str] = []
    part, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        # A continuation begins with a blank, which counts.
        if size + octets > _LINE:
            parts.append(part)
            part, size = "", 1
        part, size = part + letter, size + octets
    return "\r\n ".join([*parts, part])
