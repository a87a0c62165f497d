"""What the address of a list of proposals asks for. Whatever is not known there is not there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deltagerbudget.proposals.rules import Stage
from deltagerbudget.review.rules import Missing
from deltagerbudget.ui import search

Words = str | Promise

STAGES: dict[str, Stage] = {
    "sendt": Stage.SUBMITTED,
    "videre": Stage.ADMITTED,
    "afvist": Stage.REFUSED,
    "klaget": Stage.APPEALED,
    "uden-stoette": Stage.UNSUPPORTED,
    "trukket": Stage.WITHDRAWN,
    "lagt-sammen": Stage.MERGED,
}
LACKS: dict[str, Missing] = {
    "afdeling": Missing.DEPARTMENT,
    "vurdering": Missing.REVIEW,
    "afgoerelse": Missing.DECISION,
    "anden": Missing.SECOND,
    "klar": Missing.NOTHING,
}
# SECURITY: only what stands here is ever sorted by.
SORTS: dict[str, Words] = {
    "vigtigst": _("What waits for me first"),
    "nummer": _("Number"),
    "frist": _("Due date"),
    "pris": _("Price"),
    "titel": _("Title"),
}
COLUMNS: dict[str, Words] = {
    "afdelinger": _("Departments"),
    "frist": _("Due date"),
    "pris": _("Price"),
    "afgoerelse": _("Decision"),
    "emne": _("Topic"),
    "omraade": _("Area"),
    "forfatter": _("Author in public"),
    "sendt": _("Sent in"),
    "stoette": _("Supporters"),
}
USUAL = ("afdelinger", "frist", "pris")
# A topic of no name: the proposals that have none.
NO_TOPIC = "-"


@dataclass(frozen=True)
class Choices:
    """What this deltagerbudget has to choose among."""

    departments: Mapping[int, str]
    topics: tuple[str, ...]
    areas: Mapping[int, str]


@dataclass(frozen=True)
class Asked:
    """The address's words, each one known."""

    stage: str = ""
    lack: str = ""
    department: int | None = None
    topic: str = ""
    area: int | None = None
    is_mine: bool = False
    is_late: bool = False
    has_no_price: bool = False
    words: str = ""
    sort: str = "vigtigst"
    is_down: bool = False
    columns: tuple[str, ...] = USUAL
    page: int = 1

    @property
    def is_narrow(self) -> bool:
        """Whether anything but the order, the columns and the page was chosen."""
        plain = Asked(sort=self.sort, is_down=self.is_down, columns=self.columns, page=self.page)
        return self != plain

    def pairs(self, **changes: object) -> list[tuple[str, str]]:
        """What stands in the address, without what goes without saying."""
        asked = replace(self, **changes)  # type: ignore[arg-type]
        usual = Asked()
        found = [
            (name, _written(getattr(asked, own)))
            for own, name in NAMES.items()
            if getattr(asked, own) != getattr(usual, own)
        ]
        if asked.columns != USUAL:
            found += [("vis", name) for name in asked.columns]
        return found

    def query(self, **changes: object) -> str:
        return urlencode(self.pairs(**changes))


NAMES = {
    "stage": "trin",
    "lack": "mangler",
    "department": "afdeling",
    "topic": "emne",
    "area": "omraade",
    "is_mine": "mine",
    "is_late": "over-frist",
    "has_no_price": "uden-pris",
    "words": "q",
    "sort": "sorter",
    "is_down": "ned",
    "page": "side",
}


def asked(given: QueryDict, choices: Choices) -> Asked:
    shown = tuple(name for name in COLUMNS if name in given.getlist("vis"))
    topic = given.get("emne", "")
    return Asked(
        stage=_known(given.get("trin", ""), STAGES),
        lack=_known(given.get("mangler", ""), LACKS),
        department=_id(given.get("afdeling", ""), choices.departments),
        topic=topic if topic in choices.topics or (topic == NO_TOPIC and choices.topics) else "",
        area=_id(given.get("omraade", ""), choices.areas),
        is_mine=given.get("mine") == "1",
        is_late=given.get("over-frist") == "1",
        has_no_price=given.get("uden-pris") == "1",
        words=search.asked_words(given.get("q", "")),
        sort=_known(given.get("sorter", ""), SORTS) or "vigtigst",
        is_down=given.get("ned") == "1",
        columns=shown or USUAL,
        page=_page(given.get("side", "")),
    )


def _written(value: object) -> str:
    return "1" if value is True else str(value)


def _known(given: str, among: Mapping[str, object]) -> str:
    return given if given in among else ""


def _id(given: str, among: Mapping[int, str]) -> int | None:
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
    return number if number in among else None


def _page(given: str) -> int:
    return max(1, int(given)) if given.isascii() and given.isdigit() and len(given) < 5 else 1
