"""What the municipality may write where. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PAGES: Mapping[str, str | Promise] = {
    "om": _("About participatory budgets"),
    "was": _("Accessibility statement"),
    "privatliv": _("Privacy"),
}
# The key of a help text: which form, which field. The page that lists them knows the forms.
HELP = re.compile(r"help\.[a-z_]{1,30}\.[a-z_]{1,30}")
LONGEST_HELP = 300


@dataclass(frozen=True)
class Place:
    """A short text that the municipality may write in place of ours."""

    key: str
    label: str | Promise
    hint: str | Promise
    longest: int


PLACES = (
    Place(
        "front.lead",
        _("The line under the heading of the front page"),
        _("One or two short sentences. Empty: the platform's own line."),
        240,
    ),
    Place(
        "mail.closing",
        _("The last line of every mail"),
        _("Stands above the municipality's name. Empty: “Kind regards”."),
        200,
    ),
)


def longest(key: str) -> int | None:
    """How long the text of this key may be; None where there is no such place."""
    if HELP.fullmatch(key):
        return LONGEST_HELP
    return next((place.longest for place in PLACES if place.key == key), None)


def is_web_address(url: str) -> bool:
    """SECURITY: only the web; a `javascript:` address would run in the reader's page."""
    if any(letter.isspace() or ord(letter) < 32 for letter in url):
        return False
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and "." in host and "@" not in parts.netloc


def is_phone(number: str) -> bool:
    """Figures and blanks, perhaps a country code."""
    return re.fullmatch(r"\+?[0-9][0-9 ]{5,18}", number) is not None
