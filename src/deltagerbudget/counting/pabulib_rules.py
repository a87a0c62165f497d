"""The rule and the limits of the ballots, as META of a Pabulib file says them. SPEC §7.1 and 7.5"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from .ballots import CategoryLimit, Limits, VoteType
from .errors import ElectionError
from .money import minor_units
from .pabulib_errors import NotYet, PabulibError
from .pabulib_meta import Meta
from .rule import Cap, CapKind, Completion, Criterion, Method, Rule, Utility, Variant

# A file does not say which projects exclude each other.
EXCLUSIVE = "greedy-exclusive"
VARIANTS = {
    "greedy": Variant.SKIP,
    "greedy-threshold": Variant.SKIP,
    "greedy-no-skip": Variant.STOP,
    EXCLUSIVE: Variant.SKIP,
    "greedy-custom": Variant.SKIP,
}
# SPEC §7.7: what the format calls equal shares, for votes without points: utility cost, a step of one main unit.
EQUAL_SHARES = {
    "equalshares": (Completion.NONE, False),
    "equalshares-comparison": (Completion.NONE, True),
    "equalshares/add1": (Completion.ADD1, False),
    "equalshares/add1-comparison": (Completion.ADD1, True),
}
TIES_OF_SHARES = (Criterion.LOWER_COST, Criterion.MORE_VOTES, Criterion.FILE_ORDER)
# SPEC §8.2: a rule that the format has no name for is the last comment, as canonical JSON; `exclusive` beside it.
OWN = ("greedy-custom", "unknown")
_REMARK = re.compile(r"#[0-9]+: ")
# SPEC §7.1: Poznań's custom rule, described in the comments of its files.
POZNAN = ("Poznań", "Poznan")
POZNAN_PERCENT = 80
LIFTS_CAPS = "Fund additional projects that fit within leftover budget ordered by score"
BOUNDS = (
    ("min_length", "max_length"),
    ("min_sum_cost", "max_sum_cost"),
    ("min_points", "max_points"),
    ("min_sum_points", "max_sum_points"),
)
FILE_ORDER = (Criterion.FILE_ORDER,)


def own_rule(comment: str) -> tuple[dict[str, Any], str]:
    """What a file of ours says of its rule in the comment, and the rest of it; nothing of others."""
    remarks = list(_REMARK.finditer(comment))
    if not remarks:
        return {}, comment
    try:
        data = json.loads(comment[remarks[-1].end() :])
    except (ValueError, RecursionError):
        return {}, comment
    if not isinstance(data, dict) or "rule" not in data:
        return {}, comment
    return data, comment[: remarks[-1].start()].removesuffix(" ")


def numbered(comment: str, remark: str) -> str:
    """The comment with one more remark, numbered on."""
    number = len(_REMARK.findall(comment)) + 1
    return f"{comment} #{number}: {remark}".lstrip(" ")


def rule_of(meta: Meta, vote_type: VoteType) -> tuple[Rule | None, tuple[tuple[str, ...], ...]]:
    """The rule and its exclusive groups; None for a rule that is not counted here."""
    name = meta.values["rule"]
    own, _ = own_rule(meta.values.get("comment", ""))
    if own and name in OWN:
        return _own(meta, own)
    if name == "unknown":
        return None, ()
    if name in EQUAL_SHARES:
        return _equal_shares(meta, vote_type), ()
    if name not in VARIANTS:
        raise PabulibError(meta.line("rule"), "bad_value", key="rule", value=name)
    if name == "greedy-threshold" and not meta.values.get("min_project_score_threshold"):
        raise PabulibError(meta.line("rule"), "missing_key", value="min_project_score_threshold")
    if name == "greedy-custom" and meta.values["unit"] in POZNAN:
        return greedy_rule(meta, vote_type, Variant.STOP_PERCENT, percent=POZNAN_PERCENT), ()
    return greedy_rule(meta, vote_type, VARIANTS[name]), ()


def _equal_shares(meta: Meta, vote_type: VoteType) -> Rule | None:
    if vote_type not in (VoteType.APPROVAL, VoteType.CHOOSE_1) or any(_caps(meta)):
        return None
    completion, comparison = EQUAL_SHARES[meta.values["rule"]]
    return Rule(
        method=Method.EQUAL_SHARES,
        utility=Utility.COST,
        completion=completion,
        step=minor_units("1", meta.currency) if completion is Completion.ADD1 else 0,
        comparison=comparison,
        threshold=meta.whole("min_project_score_threshold", 0) or 0,
        ties=TIES_OF_SHARES,
    )


def _own(meta: Meta, own: Mapping[str, Any]) -> tuple[Rule, tuple[tuple[str, ...], ...]]:
    try:
        rule = Rule.from_data(own["rule"] | {"ties": ["file_order"], "lot_seed": ""})
        return rule, tuple(tuple(str(name) for name in group) for group in own.get("exclusive", ()))
    except (ElectionError, KeyError, TypeError, ValueError) as error:
        raise PabulibError(meta.line("comment"), "bad_rule", value=str(error)) from None


def greedy_rule(meta: Meta, vote_type: VoteType, variant: Variant, *, percent: int = 0) -> Rule:
    """Greedy with what else META says of it."""
    caps = tuple(_caps(meta))
    return Rule(
        variant=variant,
        percent=percent,
        threshold=meta.whole("min_project_score_threshold", 0) or 0,
        all_fit=meta.values.get("fully_funded") == "1",
        scores=scores_of(meta) if vote_type is VoteType.ORDINAL else (),
        caps=caps,
        caps_lifted=bool(caps) and meta.values.get("leftover_budget") == LIFTS_CAPS,
        ties=FILE_ORDER,
    )


def scores_of(meta: Meta) -> tuple[int, ...]:
    """SPEC §7.1: the places of an ordinal vote count max_length, … 2, 1; without it, the number of projects, … 1."""
    most = meta.whole("max_length") or meta.whole("num_projects") or 1
    return tuple(range(min(most, 10_000), 0, -1))


def _caps(meta: Meta) -> Iterator[Cap]:
    for kind, names, key in (
        (CapKind.CATEGORY, "categories", "budget_per_category"),
        (CapKind.AREA, "neighborhoods", "budget_per_neighborhood"),
    ):
        amounts = meta.per(names, key, meta.amount)
        yield from (Cap(kind, name, money=amount) for name, amount in amounts.items())


def limits_of(meta: Meta) -> Limits:
    for least, most in BOUNDS:
        if (low := _number(meta, least)) > (high := _number(meta, most)) and high:
            raise PabulibError(meta.line(least), "bad_bounds", key=least, value=low, other=most, said=high)
    try:
        return Limits(
            least=meta.whole("min_length", 0) or 0,
            most=meta.whole("max_length"),
            least_cost=meta.limit("min_sum_cost") or 0,
            most_cost=meta.limit("max_sum_cost"),
            least_points=meta.whole("min_points", 0) or 0,
            most_points=meta.whole("max_points"),
            least_sum=meta.whole("min_sum_points", 0) or 0,
            most_sum=meta.whole("max_sum_points"),
            per_category=tuple(_per_category(meta)),
        )
    except ElectionError as error:
        raise PabulibError(1, "bad_limits", value=str(error)) from None


def _number(meta: Meta, key: str) -> int:
    return (meta.limit(key) if "cost" in key else meta.whole(key)) or 0


def _per_category(meta: Meta) -> Iterator[CategoryLimit]:
    number, money = meta.number, meta.amount
    least = meta.per("categories", "min_length_per_category", number)
    most = meta.per("categories", "max_length_per_category", number)
    least_cost = meta.per("categories", "min_sum_cost_per_category", money)
    most_cost = meta.per("categories", "max_sum_cost_per_category", money)
    for name in meta.listed("categories"):
        limit = CategoryLimit(name, least.get(name, 0), most.get(name), least_cost.get(name, 0), most_cost.get(name))
        if limit != CategoryLimit(name):
            yield limit


def not_yet(meta: Meta) -> PabulibError:
    """Why a file without a rule of ours is not counted."""
    name = meta.values["rule"]
    if name == "unknown":
        return PabulibError(meta.line("rule"), "rule_needed")
    return NotYet(meta.line("rule"), "rule", name)
