"""What the municipality may write where. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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


PLACES: tuple[Place, ...] = (
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


# How the municipality decides, step by step: the phases, then what a proposal goes through.
STEPS: Mapping[str, str | Promise] = {
    "preparation": _("Preparation"),
    "ideas": _("Ideas"),
    "support": pgettext_lazy("phase", "Support"),
    "review": _("Review"),
    "vote": pgettext_lazy("phase", "Vote"),
    "count": _("Count"),
    "realisation": _("Realisation"),
    "evaluation": _("Evaluation"),
    "sent": _("Sent in"),
    "revision": _("The municipality asks for a change"),
    "reviewed": _("The proposal is under review"),
    "refused": _("Does not go on"),
    "appealed": _("Refused, and appealed"),
    "unsupported": _("Did not get enough support"),
    "ballot": _("Goes on to the vote"),
    "won": _("Won"),
    "lost": _("Did not win"),
}
PLACES += tuple(
    Place(
        f"step.{key}",
        format_lazy("{}: {}", _("How the municipality decides this"), label),
        _("Who decides, and by what. Dates are added by the platform. Empty: the platform's own text."),
        500,
    )
    for key, label in STEPS.items()
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
