"""What holds for every election."""

from dataclasses import replace
from itertools import permutations

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.counting.elections import META

from deltagerbudget.counting.changes import explained
from deltagerbudget.counting.model import (
    Cap,
    CapKind,
    Criterion,
    Election,
    Method,
    Project,
    Rule,
    Variant,
    VoteType,
    group,
)
from deltagerbudget.counting.outcome import Decision, Outcome
from deltagerbudget.counting.pabulib import read
from deltagerbudget.counting.pabulib_write import write
from deltagerbudget.counting.rules import count

IDS = [*"ABCDEF", "10", "9"]
NAMES = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12)
RULES = st.builds(
    Rule,
    variant=st.sampled_from([Variant.SKIP, Variant.STOP, Variant.REMAINDER]),
    threshold=st.integers(0, 4),
    all_fit=st.booleans(),
    ties=st.sampled_from([(Criterion.FILE_ORDER,), (Criterion.LOWER_COST, Criterion.LOT), (Criterion.LOT,)]),
    lot_seed=st.sampled_from(["first draw", "second draw"]),
)


@st.composite
def drafts(draw: st.DrawFn) -> tuple[Election, list[list[str]]]:
    """An election with many ties, and its ballots in the order they came."""
    ids = draw(st.lists(st.sampled_from(IDS), unique=True, min_size=1, max_size=6))
    projects = tuple(Project(name, draw(st.integers(1, 12)), draw(NAMES)) for name in ids)
    choices = draw(st.lists(st.lists(st.sampled_from(ids), unique=True), max_size=12))
    rule, budget = draw(RULES), draw(st.integers(1, 40))
    return Election(budget, projects, group(choices, projects), VoteType.APPROVAL, rule), choices


@given(drafts())
def test_spending_never_exceeds_the_budget(draft: tuple[Election, list[list[str]]]) -> None:
    outcome = count(draft[0])
    assert outcome.spent == sum(step.granted for step in outcome.steps) <= outcome.budget
    assert all(step.granted <= step.cost for step in outcome.steps)
    assert {step.project for step in outcome.steps if step.granted} == set(outcome.winners)
    assert outcome.left == outcome.budget - outcome.spent
    assert sorted(step.project for step in outcome.steps) == sorted(draft[0].ids)


@given(drafts(), st.randoms(use_true_random=False))
def test_the_order_of_ballots_is_irrelevant(draft: tuple[Election, list[list[str]]], random: object) -> None:
    values, choices = draft
    shuffled = [list(choice) for choice in choices]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    for choice in shuffled:
        random.shuffle(choice)  # type: ignore[attr-defined]
    again = replace(values, ballots=group(shuffled, values.projects))
    assert count(again).to_json() == count(values).to_json()


@given(drafts(), st.data())
def test_3_11_a_further_ballot_for_a_winner_alone_never_unfunds_it(
    draft: tuple[Election, list[list[str]]], data: st.DataObject
) -> None:
    values, choices = draft
    winners = count(values).winners
    assume(winners)
    winner = data.draw(st.sampled_from(winners))
    more = replace(values, ballots=group([*choices, [winner]], values.projects))
    assert winner in count(more).winners


def test_3_11_a_further_ballot_that_names_others_too_can_unfund_a_winner() -> None:
    """So that nobody promises more than 3.11 does."""
    projects = (Project("A", 6), Project("B", 6), Project("C", 4))
    rule = Rule(ties=(Criterion.FILE_ORDER,), threshold=3)
    choices = [["A"], ["A"], ["B"], ["B"], ["B"]]
    before = Election(10, projects, group(choices, projects), VoteType.APPROVAL, rule)
    after = replace(before, ballots=group([*choices, ["A", "B"]], projects))
    assert "B" in count(before).winners
    assert "B" in count(after).winners
    third = replace(before, ballots=group([*choices, ["A"], ["A", "B"]], projects))
    assert "B" not in count(third).winners


@given(drafts())
def test_the_outcome_survives_its_json(draft: tuple[Election, list[list[str]]]) -> None:
    outcome = count(draft[0])
    assert Outcome.from_json(outcome.to_json()) == outcome


@given(drafts())
def test_5_2_a_tie_is_recorded_exactly_when_another_order_would_give_others_money(
    draft: tuple[Election, list[list[str]]],
) -> None:
    """With file order as the only criterion, every order of the tied can be tried out."""
    values = replace(draft[0], rule=replace(draft[0].rule, ties=(Criterion.FILE_ORDER,)))
    assume(len(values.projects) <= 5)
    outcome = count(values)
    paid = {
        frozenset(
            (step.project, step.granted)
            for step in count(replace(values, projects=order, ballots=group(draft[1], order))).steps
        )
        for order in permutations(values.projects)
    }
    assert bool(outcome.ties) == (len(paid) > 1)


def test_5_2_with_the_remainder_a_tie_matters_where_only_the_amounts_change() -> None:
    """All three win in every order; who gets less than it asked for is what the order decides."""
    projects = (Project("A", 2), Project("B", 7), Project("C", 12))
    rule = Rule(variant=Variant.REMAINDER, ties=(Criterion.FILE_ORDER,))
    outcome = count(Election(20, projects, group([["A", "B", "C"]], projects), VoteType.APPROVAL, rule))
    assert outcome.winners == ("A", "B", "C")
    assert outcome.step("C").granted == 11
    assert [tie.projects for tie in outcome.ties] == [("A", "B", "C")]


@given(drafts())
def test_skip_leaves_no_supported_project_that_would_still_fit(draft: tuple[Election, list[list[str]]]) -> None:
    outcome = count(replace(draft[0], rule=replace(draft[0].rule, variant=Variant.SKIP)))
    losers = [step for step in outcome.steps if step.decision is Decision.SKIPPED]
    assert all(step.cost > step.left >= outcome.left for step in losers)


@given(drafts())
def test_t52_what_is_written_is_read_again(draft: tuple[Election, list[list[str]]]) -> None:
    values = _listed_by_id(draft)
    text = write(values, META)
    again = read(text).election
    assert write(again, META) == text
    assert (again.budget, again.ballots, again.vote_type) == (values.budget, values.ballots, values.vote_type)
    assert [(project.id, project.cost, project.name) for project in (*again.projects, *again.withdrawn)] == [
        (project.id, project.cost, project.name) for project in (*values.projects, *values.withdrawn)
    ]
    assert count(replace(again, rule=values.rule)).winners == count(values).winners


def _listed_by_id(draft: tuple[Election, list[list[str]]]) -> Election:
    """The form a written file has: by id, and within the budget, as a costlier project is read as withdrawn."""
    values, choices = draft
    projects = tuple(sorted(values.projects, key=lambda project: project.id))
    budget = max(values.budget, *(project.cost for project in projects), 1)
    return replace(values, projects=projects, budget=budget, ballots=group(choices, projects))


@st.composite
def drafts_of_any_rule(draw: st.DrawFn) -> tuple[Election, list[list[str]]]:
    """The same with caps, exclusive groups, thresholds in per cent and all variants."""
    values, choices = draw(drafts())
    variant = draw(st.sampled_from(Variant))
    listed = tuple(
        replace(project, categories=("green",) if draw(st.booleans()) else (), area=draw(st.sampled_from("xy")))
        for project in values.projects
    )
    caps = ((), (Cap(CapKind.CATEGORY, "green", money=9),), (Cap(CapKind.AREA, "x", number=1),))
    rule = replace(
        values.rule,
        method=draw(st.sampled_from([Method.GREEDY, Method.GREEDY_PER_COST])),
        variant=variant,
        percent=50 if variant is Variant.STOP_PERCENT else 0,
        threshold_ballots_percent=draw(st.sampled_from([0, 0, 20, 50])),
        threshold_cost_percent=draw(st.sampled_from([0, 0, 60])),
        least_per_area=draw(st.sampled_from([0, 0, 1])),
        caps=draw(st.sampled_from(caps)),
    )
    groups = draw(st.sampled_from([(), (tuple(values.ids[:2]),)]))
    return replace(values, projects=listed, rule=rule, exclusive=groups), choices


@given(drafts_of_any_rule())
def test_no_rule_spends_more_than_there_is(draft: tuple[Election, list[list[str]]]) -> None:
    values = draft[0]
    outcome = count(values)
    assert outcome.spent == sum(step.granted for step in outcome.steps) <= outcome.budget
    assert sorted(step.project for step in outcome.steps) == sorted(values.ids)
    if not outcome.all_fit:
        assert all(len(set(names) & set(outcome.winners)) <= 1 for names in values.exclusive if len(names) > 1)
    assert Outcome.from_json(outcome.to_json()) == outcome


@given(drafts_of_any_rule())
def test_5_2_without_a_recorded_tie_no_order_of_the_list_matters(draft: tuple[Election, list[list[str]]]) -> None:
    values, choices = draft
    values = replace(values, rule=replace(values.rule, ties=(Criterion.FILE_ORDER,)))
    assume(len(values.projects) <= 4)
    outcome = count(values)
    assume(not outcome.ties)
    for order in permutations(values.projects):
        other = count(replace(values, projects=order, ballots=group(choices, order)))
        assert set(other.winners) == set(outcome.winners)
        assert other.topped_up == outcome.topped_up


def _with_change(draft: tuple[Election, list[list[str]]], name: str, more: int, fall: int) -> Election:
    values, choices = draft
    listed = tuple(
        replace(project, cost=project.cost - fall) if project.id == name else project for project in values.projects
    )
    return replace(values, projects=listed, ballots=group([*choices, *[[name]] * more], listed))


@given(drafts_of_any_rule())
def test_6_5_the_smallest_changes_are_proven_by_counting_again(draft: tuple[Election, list[list[str]]]) -> None:
    for step in explained(draft[0], count(draft[0])).steps:
        if step.is_built:
            continue
        name, most = step.project, step.more_votes
        tried = range(1, 30 if most is None else most)
        assert not any(count(_with_change(draft, name, more, 0)).step(name).is_built for more in tried)
        assert most is None or count(_with_change(draft, name, most, 0)).step(name).is_built
        if step.cheaper is not None:
            falls = range(1, step.cheaper)
            assert not any(count(_with_change(draft, name, 0, fall)).step(name).is_built for fall in falls)
            assert count(_with_change(draft, name, 0, step.cheaper)).step(name).is_built


@given(drafts_of_any_rule())
def test_scaling_the_money_changes_nothing(draft: tuple[Election, list[list[str]]]) -> None:
    values = draft[0]
    caps = tuple(replace(cap, money=cap.money and cap.money * 1000) for cap in values.rule.caps)
    scaled = replace(
        values,
        budget=values.budget * 1000,
        projects=tuple(replace(project, cost=project.cost * 1000) for project in values.projects),
        rule=replace(values.rule, caps=caps),
    )
    assert count(scaled).winners == count(values).winners
