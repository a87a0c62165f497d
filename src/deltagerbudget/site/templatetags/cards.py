"""Cards, each drawn once: two thirds of a list's cost is drawing the same cards again."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.translation import get_language

from deltagerbudget.ui.signatures import Card

register = template.Library()
_KEPT = 2048


@register.simple_tag
def tile(card: Card) -> str:
    """A card is a value that holds its every text, so an equal one in the same language looks the same."""
    return _tile(card, get_language())


@lru_cache(maxsize=_KEPT)
def _tile(card: Card, language: str | None) -> str:
    return render_to_string("ui/card.html", {"card": card})
