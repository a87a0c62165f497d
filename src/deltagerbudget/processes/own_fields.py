"""What a deltagerbudget asks beside the platform's questions: which answers fit, what may still be changed. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.refusals import NotPossible

MOST_FIELDS = 12
MOST_CHOICES = 12
LONGEST_HELP = 300
LONGEST = {"short": 200, "long": 2000}
# As many kroner as a municipality can have, and as many of anything else.
MOST_NUMBER = 10**12


class Kind(TextChoices):
    SHORT = "short", _("A short text")
    LONG = "long", _("A longer text")
    ONE = "one", _("One of several choices")
    SEVERAL = "several", _("Any number of choices")
    NUMBER = "number", _("A number")
    FILE = "file", _("A file (PDF)")


TEXTUAL = {Kind.SHORT.value, Kind.LONG.value}
CHOOSING = {Kind.ONE.value, Kind.SEVERAL.value}


class Asked(Protocol):
    """A field as these rules see it."""

    kind: str
    is_required: bool
    choices: Sequence[dict[str, str]]
    least: int | None
    most: int | None


WRITTEN = frozenset(
    (
        *("position", "kind", "label_da", "label_en", "help_da", "help_en", "is_required", "is_public"),
        *("choices", "least", "most", "is_hidden"),
    )
)


def check_field(given: Mapping[str, Any]) -> None:
    """Raise NotPossible for a question that nobody could answer."""
    if set(given) != WRITTEN:
        raise ValueError(f"not the parts of a question: {sorted(set(given) ^ WRITTEN)}")
    if not given["label_da"].strip():
        raise NotPossible(_("Write the question in Danish."))
    number = len(given["choices"])
    if given["kind"] in CHOOSING and not 2 <= number <= MOST_CHOICES:
        raise NotPossible(_("Write from 2 to %(most)s choices, one on each line.") % {"most": MOST_CHOICES})
    if given["kind"] not in CHOOSING and number:
        raise NotPossible(_("Only a question with choices has choices. Leave them empty."))
    if given["kind"] == Kind.FILE and given["is_public"]:
        raise NotPossible(_("Only the municipality reads a file: nobody can see what names stand in it. Choose that."))
    _check_limits(given)


def _check_limits(given: Mapping[str, Any]) -> None:
    kind, least, most = given["kind"], given["least"], given["most"]
    if kind in TEXTUAL and (least is not None or (most is not None and not 1 <= most <= LONGEST[kind])):
        words = _("A text of this kind has at most %(most)s letters. Write a lower number, and no lowest one.")
        raise NotPossible(words % {"most": LONGEST[kind]})
    if kind == Kind.NUMBER and most is not None and most < (least or 0):
        raise NotPossible(_("The highest number must not be lower than the lowest."))
    if kind in CHOOSING | {Kind.FILE.value} and (least, most) != (None, None):
        raise NotPossible(_("A question of this kind has no lowest or highest number."))


def check_helps(helps: Mapping[str, Mapping[str, str]]) -> None:
    """Raise NotPossible for a help text that does not fit under its question."""
    if any(len(text) > LONGEST_HELP for texts in helps.values() for text in texts.values()):
        raise NotPossible(_("A help text has at most %(most)s letters.") % {"most": LONGEST_HELP})


def refuse_too_many(there: int) -> None:
    if there >= MOST_FIELDS:
        raise NotPossible(_("There are %(most)s questions, which is the most. Change one instead.") % {"most": there})


def is_empty(value: Any) -> bool:
    return value in (None, "", [])


def refuse_unfit(field: Asked, label: str, value: Any) -> None:
    """Raise NotPossible for what is no answer to the field. Empty fits: a draft may wait with it."""
    if is_empty(value):
        return
    fits = {
        Kind.SHORT.value: _is_text,
        Kind.LONG.value: _is_text,
        Kind.NUMBER.value: _is_number,
        Kind.ONE.value: _is_choice,
        Kind.SEVERAL.value: _are_choices,
    }[field.kind]
    if not fits(field, value):
        raise NotPossible(_("“%(label)s” cannot be answered like this. Look at it again.") % {"label": label})


def refuse_opened(was_public: bool, is_public: bool) -> None:
    """SECURITY: what was written to the municipality alone is never shown to everyone afterwards."""
    if is_public and not was_public:
        raise NotPossible(
            _("Somebody has answered this for the municipality alone, so it stays so. Hide it, and make another one.")
        )


def refuse_changed_kind(before: Asked, kind: str, choices: Sequence[dict[str, str]]) -> None:
    """Once somebody has answered, a question can be reworded and hidden, but an answer must keep its meaning."""
    if kind != before.kind:
        raise NotPossible(_("Somebody has answered this already, so its kind stays. Hide it, and make another one."))
    if len(choices) < len(before.choices):
        raise NotPossible(_("Somebody has answered this already, so choices can be added but not removed."))


def _is_text(field: Asked, value: Any) -> bool:
    return isinstance(value, str) and len(value) <= (field.most or LONGEST[field.kind])


def _is_number(field: Asked, value: Any) -> bool:
    if not isinstance(value, int) or isinstance(value, bool):
        return False
    least = 0 if field.least is None else field.least
    return least <= value <= (MOST_NUMBER if field.most is None else field.most)


def _is_choice(field: Asked, value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(field.choices)


def _are_choices(field: Asked, value: Any) -> bool:
    return isinstance(value, list) and len(set(value)) == len(value) and all(_is_choice(field, each) for each in value)
