"""The words of a list of figures in one language: as the platform has them now, or as a published evaluation kept them.

A later version of the platform may call a figure something else, or count it in another way. What was published goes on
meaning what it meant on its day, so its words are frozen beside its numbers, in every language of the platform.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, override

from deltagerbudget.evaluation.indicators import Group, Indicator, Line, Unknown, group_of
from deltagerbudget.evaluation.words import GROUPS, MEANINGS, UNKNOWN, name_of


@dataclass(frozen=True)
class Meant:
    """What one figure is called and what it means; ``number`` and ``of`` say what is divided by what."""

    name: str
    definition: str
    source: str
    number: str
    of: str


@dataclass(frozen=True)
class Wording:
    """By the keys of the figures, their groups, their parts and the reasons why one is missing."""

    meanings: Mapping[str, Meant]
    groups: Mapping[str, str]
    parts: Mapping[str, str]
    reasons: Mapping[str, str]

    def name_of(self, line: Line) -> str:
        return line.name or self.parts[line.part]


def current(found: Sequence[Indicator]) -> Wording:
    """Of these figures, as the platform says it now, in the language of the moment."""
    lines = [line for each in found for line in each.lines]
    reasons = {why for why in (*(each.why for each in found), *(line.why for line in lines)) if why}
    return Wording(
        meanings={each.key.value: _meant(each) for each in found},
        groups={group: str(GROUPS[Group(group)]) for group in sorted({group_of(each.key).value for each in found})},
        parts={line.part: name_of(line) for line in lines if not line.name},
        reasons={why: str(UNKNOWN[Unknown(why)]) for why in sorted(reasons)},
    )


def _meant(found: Indicator) -> Meant:
    meaning = MEANINGS[found.key]
    every = (meaning.name, meaning.definition, meaning.source, meaning.number, meaning.of)
    return Meant(*map(str, every))


def in_every_language(found: Sequence[Indicator]) -> dict[str, Any]:
    """To be frozen."""
    kept = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            kept[language] = asdict(current(found))
    return kept


def from_data(data: Mapping[str, Any]) -> Wording:
    """Of what is frozen, in the language of the moment; in Danish where that came to the platform later."""
    kept = data.get(get_language() or "") or data[settings.LANGUAGE_CODE]
    return Wording(**kept | {"meanings": {key: Meant(**words) for key, words in kept["meanings"].items()}})
