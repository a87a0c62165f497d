"""Fields for several figures in one: amounts a line each, numbers with commas, words a line each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deltagerbudget.processes.residence import AddressRange, parse_range
from deltagerbudget.ui import danish
from deltagerbudget.ui.forms import Paragraphs

MOST = 20
_LARGEST = 1000


class _ListField(forms.CharField):
    """A text of several values; an empty one is an empty list."""

    joint = "\n"
    most = MOST

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        parts = [part.strip() for part in re.split(self.splits, str(value or ""))]
        parts = [part for part in parts if part]
        if len(parts) > self.most:
            raise ValidationError(_("At most %(most)s are possible here.") % {"most": self.most}, code="too-many")
        return [self.one(part) for part in parts]

    splits = r"\n"

    def one(self, part: str) -> Any:
        return part

    def shown(self, item: Any) -> str:
        return str(item)

    def prepare_value(self, value: Any) -> Any:
        return self.joint.join(self.shown(item) for item in value) if isinstance(value, list) else value

    def validate(self, value: Sequence[Any]) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """Each part is judged by itself."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial) != data)


class WholeNumbersField(_ListField):
    """`3, 2, 1`."""

    joint, splits = ", ", r"[,;\s]+"

    def one(self, part: str) -> int:
        if not re.fullmatch(r"[0-9]{1,4}", part, re.ASCII) or not 1 <= int(part) <= _LARGEST:
            raise ValidationError(
                _("Write whole numbers with commas between them, for example 3, 2, 1."), code="invalid"
            )
        return int(part)


class AmountsField(_ListField):
    """Kroner as people write them, one amount on each line; øre out."""

    widget = Paragraphs(3)

    def one(self, part: str) -> int:
        language = get_language() or "da"
        try:
            found = danish.parse_kroner(part, language)
        except danish.NotKroner as error:
            example = danish.amount(1_200_000, language)
            raise ValidationError(
                _("Write one amount in figures on each line, for example %(example)s.") % {"example": example},
                code="invalid",
            ) from error
        if not 0 < found <= 100_000_000_000:
            raise ValidationError(_("An amount here must be above 0 and at most a billion."), code="range")
        return found

    def shown(self, item: Any) -> str:
        return danish.amount(item, get_language() or "da")


class WordsField(_ListField):
    """A word or two on each line, each once."""

    widget = Paragraphs(4)
    longest = 40

    def one(self, part: str) -> str:
        if len(part) > self.longest:
            raise ValidationError(
                _("“%(word)s” is too long. At most %(most)s letters.") % {"word": part, "most": self.longest},
                code="long",
            )
        if set(part) & set(',;"'):
            raise ValidationError(_("Write each on its own line, without commas and quotation marks."), code="invalid")
        return part

    def clean(self, value: Any) -> list[str]:
        return list(dict.fromkeys(super().clean(value)))


class AddressRangesField(_ListField):
    """Houses of a road and their area, one range on each line: `751; 1234; 1-99; ulige; Tranbjerg`."""

    widget = Paragraphs(6)
    most = 2_000

    def one(self, part: str) -> dict[str, Any]:
        try:
            return asdict(parse_range(part))
        except ValueError as error:
            words = _("“%(line)s” cannot be read. Write it like this: 751; 1234; 1-99; ulige; Tranbjerg.")
            raise ValidationError(words % {"line": part[:80]}, code="invalid") from error

    def shown(self, item: Any) -> str:
        return AddressRange.of(item).text()
