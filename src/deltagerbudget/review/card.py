"""The card of criteria that stands with a decision: what must hold, what was said of it, by whom. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.review.rules import FindingAnswer, Ruling
from deltagerbudget.ui.signatures import Badge, BadgeKind

# The answer of those that counts when departments differ.
_STRICTEST = (FindingAnswer.NO, FindingAnswer.CHANGES, FindingAnswer.YES)
_BADGES: dict[str, BadgeKind] = {"yes": "done", "changes": "soon", "no": "stopped"}


class Voice(TypedDict):
    """One department's answer; `who` is empty for somebody from outside, who is not named in public."""

    who: str
    answer: str
    reason: str


class Row(TypedDict):
    """One criterion as it is kept with a decision."""

    text: str
    text_en: str
    is_hard: bool
    said: list[Voice]


@dataclass(frozen=True)
class Line:
    """One criterion as it is read."""

    text: str
    is_hard: bool
    answer: str
    said: Sequence[Voice]

    @property
    def badge(self) -> Badge:
        return Badge(_BADGES[self.answer], str(FindingAnswer(self.answer).label))


def rows(found: Iterable[tuple[Row, Voice]]) -> list[Row]:
    """One row a criterion; ``found`` has those of one criterion one after the other."""
    kept: list[Row] = []
    for row, voice in found:
        if not kept or kept[-1]["text"] != row["text"]:
            kept.append({**row, "said": []})
        kept[-1]["said"].append(voice)
    return kept


def answer_of(row: Mapping[str, Any]) -> FindingAnswer:
    given = {voice["answer"] for voice in row["said"]}
    return next(answer for answer in _STRICTEST if answer in given)


def lines(card: Sequence[Row]) -> list[Line]:
    is_english = (get_language() or "da").startswith("en")
    return [
        Line(
            text=row["text_en"] if is_english and row["text_en"] else row["text"],
            is_hard=row["is_hard"],
            answer=answer_of(row),
            said=row["said"],
        )
        for row in card
    ]


def tally(card: Sequence[Row]) -> str:
    """ "12 points: 10 yes, 1 yes with changes, 1 no"."""
    counts = Counter(answer_of(row) for row in card)
    parts = {
        FindingAnswer.YES: _("%(count)s yes"),
        FindingAnswer.CHANGES: _("%(count)s yes with changes"),
        FindingAnswer.NO: _("%(count)s no"),
    }
    said = ", ".join(words % {"count": counts[answer]} for answer, words in parts.items() if counts[answer])
    points = ngettext("%(count)s point", "%(count)s points", len(card)) % {"count": len(card)}
    return f"{points}: {said}"


def check_card(ruling: Ruling | str, card: Sequence[Row]) -> None:
    """Raise NotPossible when a proposal would go on although something that must hold does not."""
    if ruling != Ruling.ADMIT:
        return
    for row in card:
        if row["is_hard"] and answer_of(row) == FindingAnswer.NO:
            raise NotPossible(
                _("A department says no to “%(text)s”, which must hold. Ask it again, or refuse the proposal.")
                % {"text": row["text"]}
            )
