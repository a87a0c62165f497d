"""A mail as it is read: subject, text and HTML, the same content in both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deltagerbudget.municipality.card import card
from deltagerbudget.notifications.known import Item
from deltagerbudget.notifications.look import dressed
from deltagerbudget.ui.danish import day as say_day
from deltagerbudget.ui.quiet import quiet

_SUBJECT = 200
_LABEL = 40


class Written(NamedTuple):
    subject: str
    text: str
    html: str
    # Where one press stops mails like this one; empty for letters about what is one's own.
    stop_url: str = ""


def one_line(text: str) -> str:
    """SECURITY: a header must stay one line, whatever a title holds."""
    return " ".join(text.split())[:_SUBJECT]


def letter(subject: str, text: str, language: str) -> Written:
    """A letter from its text: an address that stands alone becomes a button with the line before it."""
    with translation.override(language):
        _text, html = _both("letter", {"subject": subject, "text": text, "parts": _parts(text)}, language)
    return Written(one_line(subject), text, html)


def _parts(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    *others, greeting = re.split(r"\n{2,}", text.strip())
    for paragraph in (*others, greeting):
        is_address = paragraph.startswith(f"{settings.SITE_URL}/") and not re.search(r"\s", paragraph)
        if is_address and found:
            found.append({"label": _label(found), "url": paragraph})
        else:
            lines = paragraph.splitlines()
            # A list of one's own proposals: each begins with its title.
            found.append({"lines": lines, "has_name": len(lines) > 1 and paragraph != greeting})
    return found


def _label(found: list[dict[str, Any]]) -> str:
    """The line before an address says what is there; a short one moves into the button."""
    said = re.sub(r"( her| here)?:$", "", found[-1]["lines"][-1])
    if len(said) > _LABEL:
        return _("Open the page")
    found.pop()
    return said


def news(items: Sequence[Item], *, is_digest: bool, stop_url: str, settings_url: str, language: str) -> Written:
    """One mail for all of it. Items of one deltagerbudget stand together."""
    with translation.override(language):
        ordered = sorted(items, key=lambda item: item.process) if is_digest else list(items)
        subject = one_line(_news_subject(ordered, is_digest=is_digest))
        values = {
            "subject": subject,
            "items": ordered,
            "is_digest": is_digest,
            "stop_url": stop_url,
            "settings_url": settings_url,
        }
        return Written(subject, *_both("news", values, language), stop_url)


def _news_subject(items: Sequence[Item], *, is_digest: bool) -> str:
    if len(items) == 1:
        return f"{items[0].what} – {items[0].process}" if items[0].process not in items[0].what else items[0].what
    if not is_digest:
        return _("News about %(process)s") % {"process": items[0].process}
    words = ngettext(
        "%(count)s piece of news from what you follow", "%(count)s pieces of news from what you follow", len(items)
    )
    return words % {"count": len(items)}


def overview(
    groups: Sequence[Any],
    *,
    day: date,
    since: date | None,
    url: str,
    stop_url: str,
    settings_url: str,
    language: str,
) -> Written:
    """The figures of a month."""
    with translation.override(language):
        told = {"municipality": card().name, "day": say_day(day, language)}
        subject = one_line(_("Deltagerbudgetter in %(municipality)s: the overview on %(day)s") % told)
        values = {
            "subject": subject,
            "groups": groups,
            "since": say_day(since, language) if since else "",
            "url": url,
            "stop_url": stop_url,
            "settings_url": settings_url,
        }
        return Written(subject, *_both("overview", values, language), stop_url)


def confirm(title: str, url: str, *, language: str) -> Written:
    with translation.override(language):
        subject = one_line(_("Do you want to follow %(title)s?") % {"title": quiet(title)})
        values = {"subject": subject, "title": quiet(title), "url": url}
        return Written(subject, *_both("confirm", values, language))


def _both(template: str, values: dict[str, Any], language: str) -> tuple[str, str]:
    """Text and HTML of the same."""
    known = card()
    given = values | {"language": language, "municipality": known.name, "site": settings.SITE_URL}
    text = render_to_string(f"notifications/mail/{template}.txt", given)
    html = render_to_string(f"notifications/mail/{template}.html", given)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n", dressed(html.replace(" kr.", "&nbsp;kr."), known.primary)
