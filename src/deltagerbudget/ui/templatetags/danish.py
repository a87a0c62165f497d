"""Money and dates in the language of the page. `kroner`, `when`, `day`, `weekday`, `in_days`."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from deltagerbudget.ui import danish

register = template.Library()


def _spoken(name: str, say: Callable[..., str]) -> None:
    def tag(value: Any) -> str:
        return "" if value is None or value == "" else say(value, get_language() or "da")

    register.filter(name, tag)


for _name in ("kroner", "amount", "number", "when", "day", "short_day", "weekday", "week", "clock"):
    _spoken(_name, getattr(danish, _name))


@register.filter
def money(value: int, currency: str) -> SafeString:
    """`{{ left|money:currency }}`: as `kr`, for an imported election that may be in another currency."""
    return format_html('<span class="amount">{}</span>', danish.money(value, currency, get_language() or "da"))


@register.filter
def in_days(value: date | datetime | None, at: date | datetime) -> str:
    """`{{ closes_at|in_days:at }}` → `om 3 dage`."""
    return "" if value is None else danish.in_days(value, at, get_language() or "da")


@register.filter
def kr(value: Any) -> SafeString:
    """`kroner` that a line never breaks, for text between tags (not for an attribute)."""
    if value is None or value == "":
        return SafeString("")
    return format_html('<span class="amount">{}</span>', danish.kroner(value, get_language() or "da"))
