"""Decides what the head of a Pabulib file becomes here, and what is refused. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.counting.ballots import Limits, VoteType
from deltagerbudget.counting.money import decimals
from deltagerbudget.counting.pabulib import Head, NotYet, PabulibError
from deltagerbudget.counting.pabulib_write import META_ORDER, TEXTS
from deltagerbudget.counting.rule import Rule
from deltagerbudget.processes.rules import BallotType, Completion, CountMethod, CountVariant, Span, Utility
from deltagerbudget.processes.terms import Terms
from deltagerbudget.ui.danish import COPENHAGEN
from deltagerbudget.ui.themes import Theme

_DAY = re.compile(r"([0-9]{2})\.([0-9]{2})\.([0-9]{4})")
_YEAR = re.compile(r"[0-9]{4}")
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa", "ł": "l", "Ł": "L"})
# The widest the columns take; longer texts are refused, never cut.
TITLE, NAME, AREA, LARGEST = 120, 300, 120, 2**31 - 1
_KEPT = [key for key in META_ORDER if key in TEXTS]
_BALLOTS = {
    VoteType.APPROVAL: BallotType.APPROVAL,
    VoteType.CHOOSE_1: BallotType.CHOOSE_1,
    VoteType.CUMULATIVE: BallotType.POINTS,
    VoteType.SCORING: BallotType.POINTS,
    VoteType.ORDINAL: BallotType.RANKING,
}


@dataclass(frozen=True)
class Plan:
    """The process that a file becomes."""

    title: str
    slug: str
    area: str
    spans: tuple[Span, ...]
    values: Mapping[str, Any]
    meta: Mapping[str, str]
    terms: Terms


def plan(head: Head, *, title: str, area: str, at: datetime) -> Plan:
    """Raises PabulibError (with the line) or NotPossible (with what to do)."""
    meta = head.meta
    title = " ".join((title or _title(meta)).split())
    area = " ".join((area or _place(meta)).split())
    _check_texts(head, title, area)
    if decimals(head.currency) != 2:
        raise _bad(head, "currency")
    if head.rule.method not in CountMethod.values:
        raise NotYet(head.lines.get("rule", 1), "rule", head.meta["rule"])
    if head.rule.threshold > LARGEST:
        raise _bad(head, "min_project_score_threshold")
    opens_on, closes_on = _day(head, "date_begin", last=False), _day(head, "date_end", last=True)
    opens_at, closes_at = _midnight(opens_on), _midnight(closes_on + timedelta(days=1))
    if _YEAR.fullmatch(meta["date_end"]):
        closes_at = min(closes_at, at)
    if not opens_at < closes_at <= at:
        raise _bad(head, "date_end")
    return Plan(
        title=title,
        slug=slug(title),
        area=area,
        spans=_spans(opens_at, closes_at, at),
        values=_values(head, opens_on),
        meta={key: head.meta[key] for key in _KEPT if head.meta.get(key)},
        terms=Terms(head.vote_type, _limits(head), head.rule),
    )


def slug(text: str) -> str:
    return slugify(text.translate(_LETTERS))[:TITLE].strip("-") or "import"


def _title(meta: Mapping[str, str]) -> str:
    """Cities give every year the same description."""
    description, instance = meta["description"], meta["instance"]
    return description if instance in description else f"{description} {instance}"


def _place(meta: Mapping[str, str]) -> str:
    return meta.get("subunit") or meta.get("district") or meta["unit"]


def _check_texts(head: Head, title: str, area: str) -> None:
    if not 0 < len(title) <= TITLE:
        raise NotPossible(_("The title must have 1 to %(most)s letters. Give another with --title.") % {"most": TITLE})
    if not 0 < len(area) <= AREA:
        raise NotPossible(
            _("The name of the area must have 1 to %(most)s letters. Give another with --area.") % {"most": AREA}
        )
    for project in head.projects:
        if len(project.name) > NAME:
            raise NotPossible(
                _("The name of project %(project)s has %(found)s letters. At most %(most)s are possible.")
                % {"project": project.id, "found": len(project.name), "most": NAME}
            )
    if not head.projects:
        raise NotPossible(_("No project of the file fits within its budget, so there is nothing to count."))


def _bad(head: Head, key: str) -> PabulibError:
    return PabulibError(head.lines.get(key, 1), "bad_value", key=key, value=head.meta.get(key, ""))


def _day(head: Head, key: str, *, last: bool) -> date:
    """`31.10.2022`, or a year alone: its first or its last day."""
    text = head.meta[key]
    found = _DAY.fullmatch(text)
    try:
        if found:
            day = date(int(found[3]), int(found[2]), int(found[1]))
        elif _YEAR.fullmatch(text):
            day = date(int(text), 12, 31) if last else date(int(text), 1, 1)
        else:
            raise _bad(head, key)
    except ValueError:
        raise _bad(head, key) from None
    if not 1900 <= day.year <= 2200:
        raise _bad(head, key)
    return day


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), COPENHAGEN)


def _spans(opens_at: datetime, closes_at: datetime, at: datetime) -> tuple[Span, ...]:
    """Of a foreign election we know when the vote was, and that it is counted here now."""
    counted_at = max(at, closes_at + timedelta(minutes=1))
    return (
        Span(PhaseKind.VOTE, str(PhaseKind.VOTE.label), opens_at, closes_at),
        Span(PhaseKind.COUNT, str(PhaseKind.COUNT.label), closes_at, counted_at),
    )


def _values(head: Head, opens_on: date) -> dict[str, Any]:
    return {
        "theme": Theme.COMMUNITY,
        "challenge": head.meta["description"],
        "amount_ore": head.budget,
        "currency": head.currency,
        "propose_min_age": 0,
        "vote_min_age": 0,
        "age_on": opens_on,
        # The rest of ballot and rule is in the frozen configuration alone: nobody edits an imported process.
        "ballot_type": _BALLOTS[head.vote_type],
        "count_method": CountMethod(head.rule.method),
        "count_variant": CountVariant(head.rule.variant),
        **_equal(head.rule),
        "threshold_votes": head.rule.threshold,
        "tie_chain": ["file_order"],
    }


def _equal(rule: Rule) -> dict[str, Any]:
    """Of equal shares alone."""
    if rule.utility is None or rule.completion is None:
        return {}
    parts = {"equal_utility": Utility(rule.utility), "equal_completion": Completion(rule.completion)}
    return parts | {
        "equal_step_ore": rule.step or 100,
        "equal_fill": rule.fill,
        "equal_comparison": rule.comparison,
    }


def _limits(head: Head) -> Limits:
    """What a ballot may hold. One that named a withdrawn project names fewer now, and still counts."""
    given = head.limits
    if given.most is not None and given.most < given.least:
        raise _bad(head, "min_length")
    most = 1 if head.vote_type is VoteType.CHOOSE_1 else given.most
    if not head.withdrawn:
        return replace(given, least=min(given.least, len(head.projects)), most=most)
    topics = tuple(replace(limit, least=0, least_cost=0) for limit in given.per_category)
    return replace(given, least=0, most=most, least_cost=0, least_sum=0, per_category=topics)
