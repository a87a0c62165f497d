"""The words of questions and options in the reader's language."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deltagerbudget.surveys.rules import SCALE, Kind, Question, Standard


def question_words(question: Question) -> str:
    return str(Standard(question.key).label) if question.key else _in_language(question.da, question.en)


def option_words(question: Question) -> list[str]:
    """Of each option, in order; none of a text."""
    if question.kind == Kind.YES_NO:
        return [_("Yes"), _("No")]
    if question.kind == Kind.SCALE:
        low, high = _ends(question)
        return [low, *(str(number) for number in range(2, SCALE)), high]
    return [_in_language(option["da"], option["en"]) for option in question.options]


def _ends(question: Question) -> tuple[str, str]:
    if question.key == Standard.SATISFACTION:
        return _("1: very dissatisfied"), _("5: very satisfied")
    return _("1: not at all"), _("5: very much")


def _in_language(danish: str, english: str) -> str:
    is_english = (get_language() or "da").startswith("en")
    return (english if is_english else "") or danish
