"""Equal shares in the regulation: what a resident reads, what a lawyer reads, and an example that is true."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from django.utils.translation import override

from deltagerbudget.acts.vocabulary import Channel
from deltagerbudget.counting.ballots import Ballot, Limits, VoteType
from deltagerbudget.counting.model import Election, Project
from deltagerbudget.counting.rule import Completion, Criterion, Method, Rule, Utility
from deltagerbudget.counting.rules import count
from deltagerbudget.processes.regulation import Subject, clauses_in, regulation
from deltagerbudget.processes.rules import Leftover
from deltagerbudget.processes.terms import Terms

SUBJECT = Subject(8_000_000, "DKK", Leftover.RETURN, ways=frozenset({Channel.MITID}))


def rule(utility: Utility, completion: Completion, fill: bool, comparison: bool, step: int = 100) -> Rule:
    return Rule(
        Method.EQUAL_SHARES,
        utility=utility,
        completion=completion,
        step=0 if completion is Completion.NONE else step,
        fill=fill,
        comparison=comparison,
        ties=(Criterion.LOWER_COST, Criterion.LOT),
        lot_seed="tal",
    )


RULES = [rule(*parts) for parts in product(Utility, Completion, (False, True), (False, True))]


def terms(of: Rule, vote_type: VoteType = VoteType.CUMULATIVE) -> Terms:
    return Terms(vote_type, Limits(), of)


def said(found: Terms, language: str = "en") -> dict[str, str]:
    with override(language):
        return {clause.heading: clause.text for clause in regulation(found, SUBJECT)}


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_variant_has_its_own_words_in_whole_sentences(language: str) -> None:
    wins, words = {"da": ("Hvem vinder", "Optællingen ord for ord"), "en": ("Who wins", "The count, word for word")}[
        language
    ]
    texts = [said(terms(each), language) for each in RULES]
    assert len({text[words] for text in texts}) == len({text[wins] for text in texts}) == len(RULES)
    for each, text in zip(RULES, texts, strict=True):
        assert each.name in text[words]
        assert all(".." not in part and "%" not in part and part.endswith(".") for part in text.values())


def test_the_lawyer_reads_amount_step_and_rounding() -> None:
    text = said(terms(rule(Utility.COST, Completion.ADD1, True, False, step=500), VoteType.APPROVAL))
    words = text["The count, word for word"]
    assert "B is the amount, DKK 80,000." in words
    assert "rounded down to whole steps of DKK 5: floor(B / (n · DKK 5)) · DKK 5." in words
    assert "blank ones too" in words
    assert "an exact fraction" in words
    assert "counted once more in exact fractions" in words
    assert "equal-shares-cost-add1-fill" in words
    assert text["If two are next at the same time"].startswith("The cheaper one goes first")
    exact = said(terms(rule(Utility.COST, Completion.NONE, True, False)))["The count, word for word"]
    assert "which is not rounded" in exact
    assert "floor" not in exact


@pytest.mark.parametrize("each", RULES, ids=lambda each: each.name)
@pytest.mark.parametrize("step", [100, 2_500])
def test_the_example_is_what_the_count_gives(each: Rule, step: int) -> None:
    """SPEC §11.9: the example of the regulation, counted by the very rule that it explains."""
    made = replace(each, step=step) if each.step else each
    unit = made.step or 100
    counted = replace(made, ties=(Criterion.FILE_ORDER,))
    projects = tuple(Project(name, 30 * unit, name) for name in "ABCD")
    ballots = (Ballot(("A", "B", "C"), 6, (1, 1, 1)), Ballot(("D",), 3, (1,)))
    winners = count(Election(90 * unit, projects, ballots, VoteType.CUMULATIVE, counted)).winners
    text = said(terms(made))["An example"]
    assert winners == (("A", "B", "C") if made.comparison else ("A", "B", "D"))
    assert ("So here A, B and C win." in text) is made.comparison
    assert f"each of them decides over DKK {10 * unit // 100}" in text


def test_only_the_words_to_count_by_are_folded_and_frozen_as_such() -> None:
    with override("en"):
        clauses = regulation(terms(RULES[0]), SUBJECT)
    assert [clause.heading for clause in clauses if clause.is_folded] == ["The count, word for word"]
    frozen = {"regulation": {"en": [clause.to_data() for clause in clauses], "da": []}}
    with override("en"):
        assert clauses_in(frozen) == clauses


def test_no_example_where_a_threshold_would_change_it() -> None:
    made = replace(rule(Utility.COST, Completion.ADD1, True, False), threshold=50)
    text = said(terms(made, VoteType.APPROVAL))
    assert "An example" not in text
    assert "at least 50 votes" in text["Who wins"]
