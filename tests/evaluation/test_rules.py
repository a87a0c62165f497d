"""From facts to indicators: each by its definition, and nothing about few people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from deltagerbudget.evaluation.figures import Figure, detail_of, figure, value_of
from deltagerbudget.evaluation.indicators import Group, Indicator, Key, Line, Unit, from_data, group_of, to_data
from deltagerbudget.evaluation.rules import Answered, Facts, Sent, Share, Won, indicators, months
from deltagerbudget.evaluation.wording import current
from deltagerbudget.evaluation.words import GROUPS, MEANINGS, UNKNOWN

DAY = date(2026, 6, 1)


def day(number: int) -> date:
    return DAY + timedelta(days=number)


def won(**values: Any) -> Won:
    given = {"title": "Bænk", "price_ore": 100_000, "paid_ore": 0, "promised_on": day(-10), "finish_by": day(30)}
    return Won(**(given | values))


def facts(**values: Any) -> Facts:
    given: dict[str, Any] = {
        "today": DAY,
        "counted_on": day(-200),
        "opened_on": day(-230),
        "closed_on": day(-203),
        "result_on": day(-200),
        "ballots": 100,
        "blank": 10,
        "invalid": {},
        "without_winner": 30,
        "has_roll": False,
        "turnout": None,
        "by_channel": {},
        "took_part": 40,
        "sent": [],
        "won": [],
        "given_ore": 1_000_000,
        "back_ore": 0,
        "areas": [],
        "effort_ore": 0,
        "effort_minutes": 0,
    }
    return Facts(**(given | values))


def found(key: Key, **values: Any) -> Indicator:
    return next(each for each in indicators(facts(**values)) if each.key is key)


def numbers(key: Key, **values: Any) -> tuple[int | None, int | None, str]:
    each = found(key, **values)
    return each.number, each.of, str(each.why)


def shown(each: Indicator) -> Figure:
    return figure(each, current([each]))


def test_every_indicator_is_there_once_in_its_order_and_has_its_words() -> None:
    assert [each.key for each in indicators(facts())] == list(Key)
    assert set(MEANINGS) == set(Key)
    assert set(GROUPS) == set(Group)
    assert {group_of(key) for key in Key} == set(Group)
    assert len(Key) == 31


def test_each_has_a_number_or_parts_or_says_why_it_has_not() -> None:
    for each in indicators(facts()):
        assert (each.number is not None or len(each.lines) > 1) != bool(each.why), each.key
        assert not each.why or each.why in UNKNOWN


def test_what_is_frozen_is_read_again_as_it_was() -> None:
    every = indicators(facts(by_channel={"mitid": 60, "paper": 40}, won=[won()], sent=[Sent(day(-300))]))
    assert from_data(to_data(every)) == every
    with pytest.raises(ValueError, match="evaluation/v1"):
        from_data({"t": "evaluation/v9", "indicators": []})


TURNOUT = {
    "areas": ["Tranbjerg", "Viby"],
    "bands": ["15-17", "18-39"],
    "cells": [[None, None, [18, 42]], [None, None, [32, 60]], [[11, 32], [39, 70], [50, 102]]],
}


def test_b73_turnout_is_what_the_count_kept_and_what_was_hidden_stays_hidden() -> None:
    known = {"has_roll": True, "turnout": TURNOUT}
    assert numbers(Key.TURNOUT, **known) == (50, 102, "")
    assert [(line.name, line.number, line.of) for line in found(Key.TURNOUT_BY_AREA, **known).lines] == [
        ("Tranbjerg", 18, 42),
        ("Viby", 32, 60),
    ]
    few = TURNOUT | {"cells": [[[6, 7]], [None], [[30, 60]]], "bands": ["15+"], "areas": ["A", "B"]}
    hidden = found(Key.TURNOUT_BY_AREA, has_roll=True, turnout=few).lines[1]
    assert hidden == Line(name="B", why="too-few")
    assert shown(found(Key.TURNOUT_BY_AREA, has_roll=True, turnout=few)).bars[1].value == ""
    assert numbers(Key.TURNOUT, has_roll=True)[2] == "too-few"
    assert numbers(Key.TURNOUT)[2] == "no-roll"


def test_parts_of_a_whole_hide_the_small_one_and_what_would_give_it_away() -> None:
    ways = found(Key.BALLOTS_BY_CHANNEL, by_channel={"mitid": 60, "desk": 20, "paper": 3}).lines
    assert [(line.part, line.number) for line in ways] == [("mitid", 60), ("desk", None), ("paper", None)]
    assert numbers(Key.BALLOTS_BY_CHANNEL, by_channel={"mitid": 24})[2] == "too-few"
    assert numbers(Key.BALLOTS_BY_CHANNEL)[2] == "not-kept"
    kinds = found(Key.BALLOTS_BY_KIND, invalid={"too_dear": 6, "unknown": 0}).lines
    assert [(line.part, line.number, line.of) for line in kinds] == [
        ("chosen", 90, 106),
        ("blank", 10, 106),
        ("too_dear", 6, 106),
    ]


@pytest.mark.parametrize(
    ("ballots", "without", "why"), [(100, 30, ""), (100, 97, "too-few"), (100, 2, "too-few"), (20, 10, "too-few")]
)
def test_a_share_of_few_or_of_nearly_all_is_not_told(ballots: int, without: int, why: str) -> None:
    assert numbers(Key.WINNING_PICK, ballots=ballots, without_winner=without)[2] == why
    assert numbers(Key.TOOK_PART, took_part=4)[2] == "too-few"


def test_the_way_of_the_proposals() -> None:
    reversed_ = dict.fromkeys(("is_reversed", "is_appeal_decided", "is_admitted"), True)
    sent = [
        Sent(day(-300), day(-290), is_admitted=True, is_on_ballot=True),
        Sent(day(-300), day(-270), is_admitted=True, is_on_ballot=True),
        Sent(day(-300), day(-280), is_refused=True, is_appealed=True, is_appeal_decided=True),
        replace(Sent(day(-300), day(-280), is_refused=True, is_appealed=True), **reversed_),
        Sent(day(-300), is_merged=True),
    ]
    given = {"sent": sent, "won": [won(finished_on=day(-20), started_on=day(-100)), won()]}
    assert [line.number for line in found(Key.FUNNEL, **given).lines] == [5, 3, 2, 2, 1]
    assert numbers(Key.REFUSED, **given)[:2] == (2, 4)
    assert numbers(Key.APPEALED, **given)[:2] == (2, 2)
    assert numbers(Key.REVERSED, **given)[:2] == (1, 2)
    assert numbers(Key.MERGED, **given)[:2] == (1, 5)
    assert numbers(Key.DAYS_TO_DECISION, **given)[:2] == (20, 4)
    assert numbers(Key.DAYS_TO_VOTE, **given)[:2] == (50, 2)
    assert numbers(Key.DAYS_TO_RESULT, **given)[:2] == (3, 1)
    assert numbers(Key.DAYS_TO_START, **given)[:2] == (100, 1)
    assert numbers(Key.DAYS_TO_FINISH, **given)[:2] == (80, 1)
    assert numbers(Key.REFUSED)[2] == "none"


def test_both_definitions_of_on_time_stand_side_by_side_and_can_both_be_right() -> None:
    """Of four winners whose day has passed one was finished by it; of the two that are finished both kept the rule."""
    four = [
        won(finished_on=day(-11)),
        won(finished_on=day(-5)),
        won(is_late=True),
        won(stopped_on=day(-50)),
        won(promised_on=DAY, finish_by=day(90)),
    ]
    assert numbers(Key.ON_TIME_PROMISED, won=four) == (1, 4, "")
    assert numbers(Key.ON_TIME_RULE, won=four) == (2, 2, "")
    assert numbers(Key.ON_TIME_RULE, won=[won(finished_on=day(31))]) == (0, 1, "")
    last = won(finished_on=day(7), finish_by=day(7), promised_on=day(7))
    assert numbers(Key.ON_TIME_RULE, won=[last]) == (1, 1, ""), "the last day is in time"
    assert numbers(Key.LATE_NOW, won=four)[:2] == (1, 5)
    assert numbers(Key.STOPPED, won=four)[:2] == (1, 5)
    assert numbers(Key.ON_TIME_PROMISED, won=[won(promised_on=DAY)])[2] == "not-yet"
    assert numbers(Key.ON_TIME_RULE, won=[won()])[2] == "not-yet"
    assert numbers(Key.MONTHS_TO_FINISH, won=four)[:2] == (months(192), 2)
    assert [months(days) for days in (0, 30, 365, 731)] == [0, 10, 120, 240]


def test_money_and_hours() -> None:
    built = [won(finished_on=day(-1), paid_ore=90_000), won(paid_ore=50_000), won(finished_on=day(-1))]
    assert numbers(Key.MONEY_SPENT, won=built) == (140_000, 1_000_000, "")
    assert numbers(Key.PRICE_AND_COST, won=built) == (90_000, 100_000, "")
    assert numbers(Key.PRICE_AND_COST, won=[won(finished_on=day(-1))])[2] == "not-kept"
    assert numbers(Key.PRICE_AND_COST, won=[won()])[2] == "not-yet"
    assert numbers(Key.COST_PER_VOTE)[2] == "not-kept"
    assert numbers(Key.COST_PER_VOTE, effort_ore=5_000_000) == (5_000_000, 100, "")
    assert numbers(Key.HOURS_PER_VOTE, effort_minutes=3000, ballots=0)[2] == "not-kept"
    shares = [Share("Tranbjerg", 600_000, 40), Share("Viby", 300_000, None)]
    bars = shown(found(Key.MONEY_BY_AREA, areas=shares)).bars
    assert [(bar.value, bar.length) for bar in bars] == [("DKK 150", 1000), ("DKK 3,000", None)]


@pytest.mark.parametrize(
    ("unit", "number", "of", "value", "detail"),
    [
        (Unit.SHARE, 1213, 7581, "16 %", "1,213 of 7,581"),
        (Unit.SHARE, 1, 8, "13 %", "1 of 8"),
        (Unit.NUMBER, 1213, None, "1,213", ""),
        (Unit.MONEY_SHARE, 14_000_000, 32_000_000, "44 %", "DKK 140,000 of DKK 320,000"),
        (Unit.MONEY_EACH, 4_500_000, 75, "DKK 600", "DKK 45,000 divided by 75"),
        (Unit.TIME_EACH, 3030, 75, "40 minutes", "50 hours 30 min. divided by 75"),
        (Unit.DAYS, 1, 4, "1 day", "4 measured"),
        (Unit.MONTHS, 82, 2, "8.2 months", "2 measured"),
        (Unit.SHARE, None, None, "", ""),
    ],
)
def test_how_a_figure_is_read(unit: Unit, number: int | None, of: int | None, value: str, detail: str) -> None:
    assert (value_of(unit, number, of), detail_of(unit, number, of)) == (value, detail)


def test_one_that_waited_long_does_not_move_the_middle() -> None:
    waited = [Sent(day(-10), day(-9)), Sent(day(-10), day(-8)), Sent(day(-100), day(0))]
    assert numbers(Key.DAYS_TO_DECISION, sent=waited) == (2, 3, "")


def test_nothing_divides_by_nothing() -> None:
    empty = facts(ballots=0, blank=0, without_winner=0, given_ore=0, took_part=0)
    for each in indicators(replace(empty, effort_ore=500, effort_minutes=5)):
        shown(each)


def test_what_people_said_stands_by_audience_and_is_unknown_where_nobody_was_asked() -> None:
    assert numbers(Key.SATISFIED) == (None, None, "not-asked")
    one = [Answered("voters", 30, 40)]
    assert numbers(Key.SATISFIED, satisfied=one) == (30, 40, "")
    two = found(Key.SATISFIED, satisfied=[*one, Answered("winners", None, 12)])
    assert two.lines == (Line("voters", number=30, of=40), Line("winners", why="too-few"))
    assert two.number is None
    assert numbers(Key.FIRST_TIMERS, first_timers=[Answered("voters", 8, 40)]) == (8, 40, "")
