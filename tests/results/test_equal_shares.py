"""A vote by equal shares from the set-up to the published result, its pages and its files."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import make

from deltagerbudget.counting.ballots import Ballot
from deltagerbudget.counting.model import Criterion, Election, Method, Project, Rule, group
from deltagerbudget.counting.outcome import Decision, Outcome, Round
from deltagerbudget.counting.pabulib import read
from deltagerbudget.counting.rule import Completion, Utility
from deltagerbudget.counting.rules import count
from deltagerbudget.processes.preparing import copy_process
from deltagerbudget.processes.terms import terms_of
from deltagerbudget.results import equal, why
from deltagerbudget.results.actions import counted
from deltagerbudget.results.election import to_election
from deltagerbudget.results.files import pabulib_text
from deltagerbudget.results.models import Result
from deltagerbudget.results.table import table_of

pytestmark = pytest.mark.django_db
EQUAL = {"count_method": "equal-shares", "ballot_type": "approval"}
# 80,000 kr. Twenty-four want 1, 2 and 3, twelve want 4, one of these also 5.
PRICES = (2_600_000, 2_600_000, 2_600_000, 2_600_000, 150_000)
CHOICES = ((1, 2, 3),) * 24 + ((4,),) * 11 + ((4, 5),)


def finished(**values: Any) -> Result:
    return make.finished(PRICES, CHOICES, **EQUAL | values)


def page(result: Result, language: str = "da") -> str:
    with override(language):
        return shown("results:result", result.vote.process.slug)


def shown(name: str, *args: Any) -> str:
    return Client().get(reverse(name, args=args)).content.decode()


def test_it_works() -> None:
    result = finished()
    outcome = result.explained
    assert outcome.rule.name == "equal-shares-cost-add1-fill"
    won = [(step.project, step.round) for step in outcome.steps if step.decision is Decision.FUNDED]
    bought = [project for project, round_ in won if round_ is Round.MAIN]
    assert "4" in bought
    assert len(bought) == 3
    assert won[-1] == ("5", Round.FILL)
    assert outcome.shares is not None
    assert outcome.shares.taken.endowment == "324900/1"
    assert outcome.shares.refused is not None
    assert outcome.shares.refused.spent == 10_400_000


def test_the_page_says_how_the_count_ended_and_what_each_paid() -> None:
    text = page(finished())
    for words in (
        "36 vælgere rådede over 3.249 kr. hver",
        "3 forslag købes af dem, der valgte dem, for i alt 78.000 kr.",
        "Med et trin mere havde alle haft 3.250 kr.",
        "ville have kostet 104.000 kr. Det er mere end 80.000 kr.",
        "Det, der var tilbage, 2.000 kr., rakte til 1 forslag mere.",
        "Her sluttede lige andele: Der var 2.000 kr. tilbage",
        "Hver betalte højst",
        "2.166,67 kr.",
        "havde tilsammen 25.976 kr. tilbage, og det koster 26.000 kr., så der manglede 24 kr.",
        "equal-shares-cost-add1-fill",
    ):
        assert words in text, words
    assert ".." not in text.replace("…", "")


def test_the_page_of_the_deltagerbudget_has_rules_and_example_and_promises_no_most_votes() -> None:
    result = finished()
    with override("da"):
        text = shown("site:process", result.vote.process.slug)
    assert "hver over en lige stor del af pengene" in text
    assert "Projekterne med flest stemmer får pengene" not in text
    assert "Seks vælgere valgte A, B og C, og tre valgte D." in text
    assert "<summary>Læs reglen ord for ord</summary>" in text


def test_english_has_it_too() -> None:
    text = page(finished(), "en")
    assert "36 voters decided over DKK 3,249 each" in text
    assert "goes on by most votes" in text


def test_a_lower_price_that_would_have_won_is_said_and_wins_when_it_is_counted_again() -> None:
    result = finished()
    outcome, election = result.explained, to_election(result.vote)
    lost = next(step for step in outcome.steps if step.decision is Decision.NOT_PAID)
    fall = equal.change_of(lost, outcome).cheaper
    assert fall

    def wins(by: int) -> bool:
        projects = tuple(
            replace(project, cost=project.cost - by) if project.id == lost.project else project
            for project in election.projects
        )
        return lost.project in count(replace(election, projects=projects)).winners

    assert wins(fall)
    assert not wins(fall - 1)
    with override("da"):
        said = why.money(fall, outcome.currency)
    assert f"{said} billigere, så havde det vundet" in page(result)


def test_of_few_ballots_and_of_many_no_lower_price_is_sought(monkeypatch: pytest.MonkeyPatch) -> None:
    few = make.finished(PRICES, CHOICES[:12] + CHOICES[-12:], **EQUAL)
    assert few.explained.shares is not None
    assert few.explained.shares.changes == ()
    monkeypatch.setattr(equal, "MOST_CHOICES", 3)
    many = finished(title="Mange")
    assert many.explained.shares is not None
    assert many.explained.shares.changes == ()


def test_why_stands_on_the_page_of_each_proposal() -> None:
    result = finished()
    slug = result.vote.process.slug
    lost = next(step for step in result.explained.steps if step.decision is Decision.NOT_PAID)
    with override("da"):
        said, filled = (shown("site:proposal", slug, number) for number in (lost.project, 5))
    assert "så der manglede 24 kr." in said
    assert "heller ikke nok til det" in said
    assert "vandt med det, der var tilbage til sidst" in filled


def test_what_supporters_have_never_stands_as_money_of_all() -> None:
    """In a row that was not bought, `left` is the supporters' money: no number in the column of what was left."""
    result = finished()
    table = table_of(result.explained, result.vote.frozen, str)
    assert [bool(row.left) for row in table.rows] == [True, True, True, True, False]
    assert [bool(row.paid) for row in table.rows] == [True, True, True, False, False]
    assert [bool(row.line) for row in table.rows] == [False, False, True, True, False]
    assert table.rows[3].line.startswith("This is where the money ended: DKK 500 was left")


def test_anyone_who_counts_the_file_gets_the_same() -> None:
    result = finished()
    election = read(result.pb.encode()).election
    again = count(election)
    assert election.rule.name == "equal-shares-cost-add1-fill"
    assert set(again.winners) == set(result.explained.winners)
    assert again.shares is not None
    assert result.explained.shares is not None
    assert again.shares.taken.endowment == result.explained.shares.taken.endowment
    counted_again, is_new = counted(result.vote, at=make.now())
    assert (counted_again, is_new) == (result, False)


def test_a_rule_with_a_name_of_the_format_keeps_the_ties_of_the_file() -> None:
    """The format's own equal shares has a tie chain of its own, which need not be that of the vote."""
    election = read(finished(equal_fill=False, tie_chain=["lot"]).pb.encode()).election
    assert election.rule.name == "equal-shares-cost-add1"
    assert election.rule.ties == (Criterion.FILE_ORDER,)


def test_the_file_carries_the_ties_of_the_steps_that_were_not_taken() -> None:
    """In the order of the purchases other projects would win: what is bought late in one step is first in another."""
    prices, choices = (3_000_000, 2_000_000, 3_000_000, 1_000_000, 2_000_000), ((1, 4), (5,), (5,), (5,), (2, 3, 4))
    result = make.finished(
        prices, choices, **EQUAL, equal_step_ore=10_000, equal_fill=False, tie_chain=["lot"], title="Lod"
    )
    election, outcome = to_election(result.vote), result.explained
    in_turn = replace(
        election.in_order([step.project for step in outcome.steps]),
        rule=replace(election.rule, ties=(Criterion.FILE_ORDER,), lot_seed=""),
    )
    assert set(count(in_turn).winners) != set(outcome.winners)
    written = read(pabulib_text(result.vote, election, outcome).encode()).election
    assert set(count(written).winners) == set(outcome.winners)


def test_with_few_ballots_nothing_says_how_few_paid() -> None:
    result = make.finished(PRICES, CHOICES[::3], **EQUAL)
    assert not result.has_pb
    outcome = result.explained
    assert outcome.shares is not None
    assert (outcome.shares.paid, outcome.shares.near, outcome.shares.elsewhere) == ((), (), ())
    assert all(step.left == 0 for step in outcome.steps if step.decision is Decision.NOT_PAID)
    text = page(result)
    assert "havde ikke prisen, 26.000 kr., tilbage tilsammen" in text
    assert "Hver betalte højst" not in text
    assert counted(result.vote, at=make.now()) == (result, False)


def test_the_json_is_the_outcome_and_the_next_one_takes_the_rule_along() -> None:
    result = finished(equal_comparison=True, equal_step_ore=500)
    slug = result.vote.process.slug
    data = json.loads(Client().get(reverse("results:json", args=[slug])).content)
    assert data["rule"]["completion"] == "add1"
    assert data["shares"]["by_greedy"] is True
    process = result.vote.process
    copy = copy_process(
        make.tove(),
        process,
        title="Igen",
        slug="igen",
        areas=list(process.areas.all()),
        first_day=make.today(),
        at=make.now(),
    )
    assert terms_of(copy).rule.name == "equal-shares-cost-add1-fill-comparison"
    assert terms_of(copy).rule.step == 500


PROJECTS = tuple(Project(name, 3_000, name) for name in "ABCD")


def outcome_of(budget: int = 9_000, **values: Any) -> Outcome:
    """SPEC §11.9: six for A, B and C, three for D."""
    given: dict[str, Any] = {"utility": Utility.COST, "completion": Completion.ADD1, "step": 100}
    rule = Rule(Method.EQUAL_SHARES, ties=(Criterion.FILE_ORDER,), **given | values)
    ballots = (Ballot(("A", "B", "C"), 6), Ballot(("D",), 3))
    return count(Election(budget, PROJECTS, ballots, rule=rule))


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (outcome_of(completion=Completion.NONE, step=0), ["over DKK 10 each", "By the rule nobody gets more"]),
        (outcome_of(), ["would have had DKK 15,", "would have cost DKK 120. That is more than DKK 90"]),
        (outcome_of(13_000), ["That is everything that could be bought"]),
        (outcome_of(9_500, completion=Completion.ADD1_EXHAUSTIVE), ["No other proposal fitted"]),
        (outcome_of(2_000), ["could not pay for any"]),
        (outcome_of(fill=True), ["was not enough for any other"]),
        (outcome_of(comparison=True), ["shares: 3. By most votes first: 6. So most votes first is taken"]),
        (equal.discreet(outcome_of(comparison=True)), ["More voters get more of their proposals by most votes first"]),
    ],
)
@pytest.mark.parametrize("language", ["en", "da"])
def test_every_end_of_the_count_is_said(outcome: Outcome, words: list[str], language: str) -> None:
    with override(language):
        said = " ".join(equal.told(outcome))
    assert ".." not in said
    assert "%" not in said
    if language == "en":
        assert [each for each in words if each not in said] == []


def test_where_most_votes_first_was_taken_the_reasons_are_its_own() -> None:
    outcome = outcome_of(comparison=True)
    titles = {name: name for name in "ABCD"}
    assert why.sentence(outcome.step("A"), outcome, titles).endswith("and won. It costs DKK 30, and DKK 90 was left.")
    assert equal.turns_to_fill(outcome) == ""


def test_of_other_counts_nothing_is_told() -> None:
    assert equal.told(count(Election(9_000, PROJECTS, (), rule=Rule()))) == ()
    assert equal.told(count(Election(9_000, PROJECTS, (), rule=outcome_of().rule))) == ()


@st.composite
def outcomes(draw: st.DrawFn) -> Outcome:
    names = "ABCDE"[: draw(st.integers(1, 5))]
    projects = tuple(Project(name, draw(st.integers(1, 60)) * 100, name) for name in names)
    choices = draw(st.lists(st.sets(st.sampled_from(names)), max_size=8))
    completion = draw(st.sampled_from(Completion))
    rule = Rule(
        Method.EQUAL_SHARES,
        utility=draw(st.sampled_from((Utility.COST, Utility.CARDINALITY))),
        completion=completion,
        step=0 if completion is Completion.NONE else draw(st.integers(1, 5)) * 100,
        fill=draw(st.booleans()),
        comparison=draw(st.booleans()),
        threshold=draw(st.integers(0, 2)),
        ties=(Criterion.LOWER_COST, Criterion.LOT),
        lot_seed="tal",
    )
    number = draw(st.sampled_from((1, 30)))
    ballots = group([sorted(choice) for choice in choices] * number, projects)
    return equal.discreet(count(Election(draw(st.integers(1, 90)) * 100, projects, ballots, rule=rule)))


@settings(max_examples=60, deadline=None)
@given(outcomes())
def test_whatever_the_count_gives_is_said_in_whole_sentences(outcome: Outcome) -> None:
    titles = {step.project: step.project for step in outcome.steps}
    for language in ("da", "en"):
        with override(language):
            said = [*equal.told(outcome), *(why.sentence(step, outcome, titles) for step in outcome.steps)]
            if outcome.voters:
                assert equal.told(outcome)
        for sentence in said:
            assert "%" not in sentence
            assert ".." not in sentence
            assert sentence.endswith(".")
