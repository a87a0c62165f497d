"""The sentence under each project says the true numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from deltagerbudget.counting.ballots import VoteType, group_points
from deltagerbudget.counting.model import (
    Cap,
    CapKind,
    Criterion,
    Election,
    Method,
    Project,
    Rule,
    Share,
    Variant,
    group,
)
from deltagerbudget.counting.outcome import Decision, Outcome, Step
from deltagerbudget.counting.rule import Completion, Utility
from deltagerbudget.counting.rules import count
from deltagerbudget.results import why
from deltagerbudget.ui.danish import kroner

TITLES = {"1": "Naturhytte", "2": "Skatepark", "3": "Bænke", "4": "Gynger"}
PROJECTS = (Project("1", 3_200_000), Project("2", 7_845_000), Project("3", 2_000_000), Project("4", 6_000_000))


def outcome(choices: list[list[str]], **rule: object) -> Outcome:
    ballots = group(choices, PROJECTS)
    return count(Election(budget=8_000_000, projects=PROJECTS, ballots=ballots, rule=Rule(**{"lot_seed": "7"} | rule)))  # type: ignore[arg-type]


def says(result: Outcome, project: str, language: str = "en") -> str:
    with translation.override(language):
        return why.sentence(result.step(project), result, TITLES)


EXAMPLE = [["1"]] * 70 + [["2"]] * 60 + [["3"]] * 51


def test_the_example_of_the_city_in_english() -> None:
    result = outcome(EXAMPLE)
    assert says(result, "1") == "Got 70 votes and won. It costs DKK 32,000, and DKK 80,000 was left."
    assert says(result, "2") == "DKK 48,000 was left, and the proposal costs DKK 78,450, so DKK 30,450 was missing."
    assert says(result, "3") == "Got 51 votes and won. It costs DKK 20,000, and DKK 48,000 was left."
    assert says(result, "4") == "Nobody voted for it, and a proposal without votes cannot win."


def test_the_example_of_the_city_in_danish() -> None:
    result = outcome(EXAMPLE)
    assert says(result, "3", "da") == "Fik 51 stemmer og vandt. Det koster 20.000 kr., og der var 48.000 kr. tilbage."
    assert (
        says(result, "2", "da") == "48.000 kr. var tilbage, og forslaget koster 78.450 kr., så der manglede 30.450 kr."
    )
    assert says(result, "4", "da") == "Ingen stemte på det, og et forslag uden stemmer kan ikke vinde."


def test_where_the_count_stops() -> None:
    result = outcome(EXAMPLE, variant=Variant.STOP)
    assert says(result, "2").endswith("By the rule the count stops here.")
    assert says(result, "3") == "Got 51 votes. The count had stopped before its turn: “Skatepark” no longer fitted."


def test_a_title_with_a_per_cent_sign_is_only_text() -> None:
    result = outcome(EXAMPLE, variant=Variant.STOP)
    titles = TITLES | {"2": "100 %s %(votes)s grønt"}
    with translation.override("en"):
        assert "“100 %s %(votes)s grønt”" in why.sentence(result.step("3"), result, titles)


def test_below_the_threshold() -> None:
    result = outcome([["1"]] * 5 + [["3"]], threshold=2)
    assert says(result, "3") == "Got 1 vote, and the rule asks for at least 2."


def test_everything_fits() -> None:
    election = Election(
        budget=8_000_000, projects=PROJECTS[2:], ballots=group([["3"]], PROJECTS[2:]), rule=Rule(all_fit=True)
    )
    assert says(count(election), "4").startswith("Got 0 votes. It costs DKK 60,000. Everything on the list fits")


@pytest.mark.parametrize(
    ("ties", "words"),
    [
        ((Criterion.LOWER_COST, Criterion.LOT), "the lower price came first"),
        ((Criterion.LOT,), "the public draw decided the order"),
        ((Criterion.FILE_ORDER,), "the order of the list decided"),
    ],
)
def test_b63_a_tie_says_with_whom_and_what_decided(ties: tuple[Criterion, ...], words: str) -> None:
    result = outcome([["2"], ["4"]], ties=ties)
    assert says(result, "4").endswith(f"It stood equal with “Skatepark”; {words}.")
    assert says(result, "2").endswith(f"It stood equal with “Gynger”; {words}.")


def test_a_tie_of_many_names_three_and_counts_the_rest() -> None:
    projects = tuple(Project(str(number), 5_000_000) for number in range(1, 8))
    titles = {project.id: f"P{project.id}" for project in projects}
    ballots = group([[project.id] for project in projects], projects)
    rule = Rule(ties=(Criterion.FILE_ORDER,))
    result = count(Election(budget=8_000_000, projects=projects, ballots=ballots, rule=rule))
    with translation.override("en"):
        assert "“P2”, “P3”, “P4” and 3 others" in why.sentence(result.step("1"), result, titles)


def test_another_currency_is_not_called_kroner() -> None:
    ballots = group(EXAMPLE, PROJECTS)
    result = count(
        Election(budget=8_000_000, projects=PROJECTS, ballots=ballots, currency="PLN", rule=Rule(lot_seed="7"))
    )
    assert says(result, "2").startswith("PLN 48,000 was left")


@pytest.mark.parametrize(
    ("changes", "english", "danish"),
    [
        ({"more_votes": 1}, "With 1 more vote it would have won.", "Med 1 stemme mere havde det vundet."),
        (
            {"more_votes": 4, "cheaper": 30_450_00},
            "With 4 more votes, or DKK 30,450 cheaper, it would have won.",
            "Med 4 stemmer mere, eller 30.450 kr. billigere, havde det vundet.",
        ),
        ({"cheaper": 50}, "DKK 0.50 cheaper, and it would have won.", "0,50 kr. billigere, så havde det vundet."),
        ({}, "", ""),
    ],
)
def test_the_smallest_change_is_said_in_both_languages(changes: dict[str, int], english: str, danish: str) -> None:
    step = Step("1", 2, 2, 100, 100, 50, 0, Decision.SKIPPED, **changes)
    for language, words in (("en", english), ("da", danish)):
        with translation.override(language):
            assert why.change(step, outcome(EXAMPLE)) == words


def test_what_is_left_is_offered_to_the_next_in_line_by_name() -> None:
    frozen = {"leftover": "next-in-line"}
    result = outcome([["1"]] * 3 + [["2"]] * 2 + [["3"]])
    assert result.next_in_line is not None
    with translation.override("da"):
        text = why.leftover(result, frozen, TITLES)
    assert (
        text == "Der er 28.000 kr. tilbage. De tilbydes det næste forslag på listen, “Skatepark”, som koster 78.450 kr."
    )
    nobody = outcome([["1"]])
    with translation.override("en"):
        assert why.leftover(nobody, frozen, TITLES).endswith("Nobody is next in line, so it goes back to the pool.")


MORE = Rule(ties=(Criterion.FILE_ORDER,))
CAP = Cap(CapKind.CATEGORY, "Leg", money=5_000_000)


def decided(
    rule: Rule, *, budget: int = 8_000_000, vote_type: VoteType = VoteType.APPROVAL, **election: Any
) -> Outcome:
    """Four proposals of which the first has most votes, the second next most, and so on."""
    projects = tuple(replace(project, categories=("Leg",)) for project in PROJECTS)
    votes = [((["1", "2", "3", "4"])[:number], (3, 2, 1, 1)[:number]) for number in (4, 3, 2, 1)]
    points = [(ids, given if vote_type.has_points else ()) for ids, given in votes]
    ballots = group_points(points, [project.id for project in projects], vote_type)
    return count(Election(budget, projects, ballots, vote_type, rule, **election))


@pytest.mark.parametrize(
    ("result", "project", "decision", "english", "danish"),
    [
        (
            decided(replace(MORE, variant=Variant.REMAINDER)),
            "2",
            Decision.PART_FUNDED,
            "Got 3 votes and won the DKK 48,000 that was left. It costs DKK 78,450, and the rest must come "
            "from elsewhere.",
            "Fik 3 stemmer og vandt de 48.000 kr., der var tilbage.",
        ),
        (
            decided(replace(MORE, variant=Variant.STOP_PERCENT, percent=60)),
            "2",
            Decision.TOPPED_UP,
            "Got 3 votes. It costs DKK 78,450, and DKK 48,000 was left. By the rule it is built, when the last "
            "DKK 30,450 is found elsewhere.",
            "når de sidste 30.450 kr. er fundet et andet sted.",
        ),
        (
            decided(MORE, exclusive=(("1", "3"),)),
            "3",
            Decision.EXCLUDED,
            "Got 2 votes. “Naturhytte” had won, and only one of the two can win.",
            "“Naturhytte” havde vundet, og kun et af de to kan vinde.",
        ),
        (
            decided(replace(MORE, caps=(CAP,))),
            "3",
            Decision.CAPPED,
            "Got 2 votes. The limit was reached for the topic “Leg”.",
            "Fik 2 stemmer. Grænsen var nået for emnet “Leg”.",
        ),
        (
            decided(replace(MORE, method=Method.PRIZES, prizes=(5_000_000, 100_000))),
            "1",
            Decision.FUNDED,
            "Got 4 votes and won the prize of DKK 50,000.",
            "Fik 4 stemmer og vandt præmien på 50.000 kr.",
        ),
        (
            decided(replace(MORE, method=Method.PRIZES, prizes=(5_000_000, 100_000))),
            "3",
            Decision.NO_PRIZE,
            "Got 2 votes. The prizes had gone to others before its turn.",
            "Fik 2 stemmer. Præmierne var gået til andre, før det blev dets tur.",
        ),
        (
            decided(replace(MORE, method=Method.EQUAL_SHARES, utility=Utility.COST, completion=Completion.NONE)),
            "2",
            Decision.NOT_PAID,
            "Got 3 votes. Those who voted for it had DKK 16,000 left together, and it costs DKK 78,450, "
            "so DKK 62,450 was missing. At the most they could have paid 75 per cent of its price along the way.",
            "Fik 3 stemmer. De, der stemte på det, havde tilsammen 16.000 kr. tilbage, og det koster 78.450 kr., "
            "så der manglede 62.450 kr.",
        ),
        (
            decided(replace(MORE, share=Share(50))),
            "1",
            Decision.FUNDED,
            "Got 4 votes and won DKK 16,000. It costs DKK 32,000, and the rest must come from elsewhere.",
            "Fik 4 stemmer og vandt 16.000 kr. Det koster 32.000 kr., og resten skal komme et andet sted fra.",
        ),
        (
            decided(replace(MORE, share=Share(50)), budget=4_000_000),
            "2",
            Decision.SKIPPED,
            "DKK 24,000 was left, and the proposal was to get DKK 39,225, so DKK 15,225 was missing.",
            "forslaget skulle have 39.225 kr., så der manglede 15.225 kr.",
        ),
        (
            decided(MORE, vote_type=VoteType.CUMULATIVE),
            "1",
            Decision.FUNDED,
            "Got 12 points and won. It costs DKK 32,000, and DKK 80,000 was left.",
            "Fik 12 point og vandt. Det koster 32.000 kr., og der var 80.000 kr. tilbage.",
        ),
        (
            decided(replace(MORE, threshold=5), vote_type=VoteType.CUMULATIVE),
            "3",
            Decision.BELOW_THRESHOLD,
            "Got 2 points, and the rule asks for at least 5.",
            "Fik 2 point, og reglen kræver mindst 5.",
        ),
    ],
)
def test_every_decision_is_said_with_its_numbers(
    result: Outcome, project: str, decision: Decision, english: str, danish: str
) -> None:
    assert result.step(project).decision is decision
    assert says(result, project) == english
    assert danish in says(result, project, "da")


def test_a_topic_may_be_called_what_a_project_is_numbered() -> None:
    ballots = group([["1"], ["1"], ["2"]], PROJECTS)
    projects = tuple(replace(project, categories=("1",)) for project in PROJECTS)
    rule = replace(MORE, caps=(Cap(CapKind.CATEGORY, "1", number=1),))
    result = count(Election(budget=20_000_000, projects=projects, ballots=ballots, rule=rule))
    assert says(result, "2") == "Got 1 vote. The limit was reached for the topic “1”."


def test_with_points_the_smallest_change_is_in_voters() -> None:
    result = decided(replace(MORE, threshold=5), vote_type=VoteType.CUMULATIVE)
    step = replace(result.step("3"), more_votes=2)
    with translation.override("en"):
        assert why.change(step, result) == "With 2 more voters who chose it alone it would have won."


def test_a_tie_is_told_with_who_stood_equal_and_what_was_left() -> None:
    result = outcome([["2"], ["4"]], ties=(Criterion.LOT,))
    with translation.override("en"):
        (told,) = [why.tied(tie, result, TITLES) for tie in result.ties]
    assert told.endswith("stood equal when DKK 80,000 was left. The public draw decided the order.")
    assert "“Skatepark”" in told


ballots_of_some = st.lists(st.lists(st.sampled_from(list(TITLES)), unique=True), max_size=30)


@settings(max_examples=60, deadline=None)
@given(ballots_of_some, st.sampled_from([Variant.SKIP, Variant.STOP]), st.integers(0, 4), st.booleans())
def test_every_step_of_every_count_has_its_sentence(
    choices: list[list[str]], variant: Variant, threshold: int, all_fit: bool
) -> None:
    result = outcome(choices, variant=variant, threshold=threshold, all_fit=all_fit)
    for step in result.steps:
        text = says(result, step.project)
        assert text.endswith(".")
        assert "%" not in text
        if step.decision in {Decision.SKIPPED, Decision.STOPPED}:
            assert kroner(step.left + step.short, "en") in text
        if step.decision in {Decision.FUNDED, Decision.BELOW_THRESHOLD, Decision.NOT_REACHED}:
            assert text.startswith(f"Got {step.votes} vote")
