"""Counting: only what the keybox wrote, by the frozen rule, the same every time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from tests import make
from tests.promises import by_hand

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.models import Ballot, Vote
from deltagerbudget.counting.compare import compare
from deltagerbudget.counting.outcome import Decision
from deltagerbudget.counting.pabulib import read
from deltagerbudget.operate.truths import breaches
from deltagerbudget.proposals.actions import Sorted, sort_proposals
from deltagerbudget.realisation.actions import start_realisation
from deltagerbudget.realisation.purse import purse_of
from deltagerbudget.results.actions import count_votes
from deltagerbudget.results.models import ProjectResult, Result

pytestmark = pytest.mark.django_db


def closed(
    prices_ore: Sequence[int] = (3_200_000, 7_845_000, 2_000_000),
    choices: Sequence[Sequence[int | str]] = ((1, 3), (1,), (2,), (2,), (1, 3)),
    **values: object,
) -> Vote:
    vote = make.open_vote(prices_ore, **values)
    for place, numbers in enumerate(choices):
        make.cast(vote, f"voter {place}", numbers)
    return make.closed(vote)


def decisions(result: Result) -> dict[int, str]:
    return {row.proposal.number or 0: row.decision for row in ProjectResult.objects.filter(result=result)}


@pytest.mark.both
def test_it_works() -> None:
    """B59: the 80.000 kr. example of the city's own page, cast, encrypted, closed and counted here."""
    result = make.counted(closed())
    steps = result.explained.steps
    assert [(step.project, step.votes, step.left, step.decision) for step in steps] == [
        ("1", 3, 8_000_000, Decision.FUNDED),
        ("3", 2, 4_800_000, Decision.FUNDED),
        ("2", 2, 2_800_000, Decision.SKIPPED),
    ]
    assert result.ballots == 5
    assert result.pb == ""
    assert Entry.objects.of(result).get().act == Act.COUNT_VOTES


def test_b59_the_second_most_votes_is_skipped_when_it_does_not_fit() -> None:
    result = make.counted(closed(choices=((1, 3), (1,), (2,), (2,), (1,), (2,), (1,))))
    steps = result.explained.steps
    assert [(step.project, step.left, step.decision) for step in steps] == [
        ("1", 8_000_000, Decision.FUNDED),
        ("2", 4_800_000, Decision.SKIPPED),
        ("3", 4_800_000, Decision.FUNDED),
    ]
    assert steps[1].short == 3_045_000


def test_golden_snaptun_2020_spends_the_pot_to_the_last_krone() -> None:
    """52.416 + 2.500 + 20.084 = 75.000 kr. with 57, 56 and 51 votes; a dearer fourth proposal got none."""
    prices = (5_241_600, 250_000, 2_008_400, 4_000_000)
    choices = ((1, 2, 3),) * 51 + ((1, 2),) * 5 + ((1,),)
    result = make.counted(closed(prices, choices, amount_ore=7_500_000))
    assert [step.votes for step in result.explained.steps] == [57, 56, 51, 0]
    assert (result.explained.spent, result.explained.left) == (7_500_000, 0)
    assert decisions(result) == {1: "funded", 2: "funded", 3: "funded", 4: "no-votes"}


def test_golden_all_fit_funds_also_what_nobody_chose() -> None:
    """Eggeslevmagle: everything on the list fits, and the rule says that then everything wins."""
    result = make.counted(closed((1_000_000, 2_000_000, 3_000_000), ((1,), (1, 2)), all_fit=True))
    assert set(decisions(result).values()) == {"funded"}
    assert result.explained.all_fit


def test_no_skip_stops_at_the_first_that_does_not_fit() -> None:
    choices = ((1, 3), (1,), (2,), (2,), (1,), (2,), (1,))
    result = make.counted(closed(choices=choices, count_variant="stop"))
    assert decisions(result) == {1: "funded", 2: "stopped", 3: "not-reached"}


def test_a_threshold_keeps_out_what_few_chose() -> None:
    result = make.counted(closed(threshold_votes=3))
    assert decisions(result) == {1: "funded", 2: "below-threshold", 3: "below-threshold"}


def test_a_part_of_the_voters_must_have_chosen_it_and_blank_ones_count_too() -> None:
    """Two of five are 40 per cent; with a sixth, blank one they are no longer."""
    choices = ((1, 3), (1,), (2,), (2,), (1, 3))
    result = make.counted(closed(choices=choices, threshold_percent=40))
    assert set(decisions(result).values()) == {"funded", "skipped"}
    blank = make.counted(closed(choices=(*choices, ()), threshold_percent=40, min_choices=0))
    assert decisions(blank) == {1: "funded", 2: "below-threshold", 3: "below-threshold"}
    assert blank.explained.step("2").needed == 3


def test_a_changed_ballot_counts_once_with_its_last_choice() -> None:
    vote = make.open_vote()
    make.cast(vote, "anna", [1])
    make.cast(vote, "anna", [3])
    result = make.counted(make.closed(vote))
    assert result.ballots == 1
    assert {row.project: row.votes for row in result.explained.steps} == {"1": 0, "2": 0, "3": 1}


def test_no_ballots_give_a_result_without_winners() -> None:
    result = make.counted(closed(choices=()))
    assert result.explained.winners == ()
    assert result.explained.left == 8_000_000


def test_b63_a_tie_is_decided_by_the_announced_chain_and_said() -> None:
    """Two votes each, room for one: the cheaper one comes first, and the step says so."""
    result = make.counted(closed((5_000_000, 6_000_000), ((1,), (2,), (1,), (2,))))
    first, second = result.explained.steps
    assert (first.project, first.tied_with, first.decided_by) == ("1", ("2",), "lower_cost")
    assert (second.decision, second.tied_with) == (Decision.SKIPPED, ("1",))


def test_b63_a_tie_at_the_same_price_is_decided_by_the_public_draw() -> None:
    vote = closed((5_000_000, 5_000_000), ((1,), (2,)))
    step = make.counted(vote).explained.steps[0]
    assert step.decided_by == "lot"
    assert json.loads(vote.result.outcome)["rule"]["lot_seed"] == vote.lot_seed


@pytest.mark.both
def test_b64_counting_again_gives_the_same_and_changes_nothing() -> None:
    vote = closed()
    first, again = make.counted(vote), make.counted(vote)
    assert first.pk == again.pk
    assert first.outcome == again.outcome
    assert Entry.objects.filter(act=Act.COUNT_VOTES).count() == 1


def test_trap_10_another_outcome_never_overwrites_the_first_count() -> None:
    vote = closed()
    result = make.counted(vote)
    Result.objects.filter(pk=result.pk).update(outcome=result.outcome.replace('"votes":3', '"votes":4'))
    kept = Result.objects.get().outcome
    with pytest.raises(NotPossible, match="another result"):
        make.counted(vote)
    assert Result.objects.get().outcome == kept


def test_b61_it_is_refused_before_the_vote_is_closed() -> None:
    vote = make.open_vote()
    with pytest.raises(NotPossible, match="not closed"):
        count_votes(make.tove(), vote, at=make.now())


def test_b61_it_is_refused_before_the_vote_phase() -> None:
    with pytest.raises(NotNow):
        count_votes(make.tove(), make.frozen(), at=make.now())


@pytest.mark.parametrize("who", [make.anna, make.uffe, make.fie, make.bo])
def test_residents_partners_and_caseworkers_may_not(who: object) -> None:
    vote = closed()
    with pytest.raises(NotYours):
        count_votes(who(), vote, at=make.now())  # type: ignore[operator]


def test_it_is_refused_while_the_public_draw_is_missing() -> None:
    vote = closed()
    with by_hand():
        Vote.objects.filter(pk=vote.pk).update(lot_seed="")
    with pytest.raises(NotPossible, match="draw"):
        make.counted(vote)


def test_without_the_keys_nobody_can_count() -> None:
    vote = closed()
    keybox.destroy_keys(vote.pk)
    with pytest.raises(NotPossible, match="keys"):
        make.counted(vote)


def refused_row(vote: Vote) -> str:
    with pytest.raises(NotPossible) as refusal:
        make.counted(vote)
    assert not Result.objects.exists()
    return refusal.value.message


@pytest.mark.both
def test_t64_a_forged_row_stops_the_count_and_is_named() -> None:
    vote = closed()
    row = Ballot.objects.create(
        vote=vote, pseudonym="ab" * 32, version=1, ciphertext=b"x" * 200, idempotency_key="c" * 64
    )
    assert str(row.pk) in refused_row(vote)


def test_t64_a_pseudonym_that_is_no_pseudonym_stops_the_count() -> None:
    vote = closed()
    row = Ballot.objects.create(vote=vote, pseudonym="zz", version=1, ciphertext=b"", idempotency_key="c" * 64)
    assert str(row.pk) in refused_row(vote)


def test_t64_a_ballot_moved_to_another_voter_stops_the_count() -> None:
    vote = closed()
    first, second = vote.ballots.order_by("pk")[:2]
    with by_hand():
        Ballot.objects.filter(pk=first.pk).update(ciphertext=second.ciphertext)
    assert str(first.pk) in refused_row(vote)


def test_t64_a_ballot_moved_from_another_vote_stops_the_count() -> None:
    other = closed()
    vote = closed()
    stolen = other.ballots.first()
    assert stolen is not None
    with by_hand():
        Ballot.objects.filter(pk=stolen.pk).update(vote=vote)
    assert str(stolen.pk) in refused_row(vote)


def test_t64_an_old_ballot_replayed_as_the_newest_stops_the_count() -> None:
    vote = make.open_vote()
    make.cast(vote, "anna", [1])
    make.cast(vote, "anna", [3])
    old = Ballot.objects.get(version=1)
    row = Ballot.objects.create(
        vote=vote, pseudonym=old.pseudonym, version=3, ciphertext=old.ciphertext, idempotency_key="c" * 64
    )
    assert str(row.pk) in refused_row(make.closed(vote))


def test_t64_one_changed_bit_stops_the_count() -> None:
    vote = closed()
    row = vote.ballots.first()
    assert row is not None
    broken = bytearray(row.ciphertext)
    broken[40] ^= 1
    with by_hand():
        Ballot.objects.filter(pk=row.pk).update(ciphertext=bytes(broken))
    assert str(row.pk) in refused_row(vote)


def test_the_count_reads_the_frozen_prices_not_the_present_ones() -> None:
    vote = closed()
    with by_hand():
        vote.process.proposals.update(price_ore=1)
    assert make.counted(vote).explained.spent == 5_200_000


def test_the_number_of_queries_does_not_grow_with_the_ballots(django_assert_max_num_queries: object) -> None:
    vote = closed(choices=((1,),) * 40)
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        make.counted(vote)


def test_the_phase_after_the_vote_is_time_to_count() -> None:
    vote = closed()
    make.shift_to(vote.process, PhaseKind.REALISATION)
    assert make.counted(vote).ballots == 5


def granted(result: Result) -> dict[int, int]:
    return {row.proposal.number or 0: row.granted_ore for row in ProjectResult.objects.filter(result=result)}


def test_points_are_summed_and_both_figures_are_kept() -> None:
    ballots = (("1:3", "3:2"), ("2:5",), ("1:1", "2:4"), ("3:1",))
    result = make.counted(closed(choices=ballots, ballot_type="cumulative", points=5))
    rows = {row.proposal.number: (row.votes, row.score) for row in ProjectResult.objects.filter(result=result)}
    assert rows == {1: (2, 4), 2: (2, 9), 3: (2, 3)}
    assert decisions(result) == {2: "funded", 1: "skipped", 3: "skipped"}


def test_a_ranking_is_worth_what_its_places_are_worth() -> None:
    ballots = (("1:1", "2:2", "3:3"), ("2:1", "1:2"), ("1:1",))
    result = make.counted(closed(choices=ballots, ballot_type="ordinal", rank_scores=[3, 2, 1]))
    assert [(step.project, step.score) for step in result.explained.steps] == [("1", 8), ("2", 5), ("3", 1)]


def test_one_choice() -> None:
    result = make.counted(closed(choices=((2,), (2,), (1,)), ballot_type="choose-1"))
    assert decisions(result) == {2: "funded", 1: "skipped", 3: "no-votes"}


def test_the_last_winner_gets_what_is_left_and_no_more() -> None:
    result = make.counted(closed(choices=((1,), (1,), (1,), (2,), (2,), (3,)), count_variant="remainder"))
    assert decisions(result) == {1: "funded", 2: "part-funded", 3: "not-reached"}
    assert granted(result) == {1: 3_200_000, 2: 4_800_000, 3: 0}
    assert result.explained.left == 0


def test_prizes_go_by_place() -> None:
    prizes = {"count_method": "prizes", "prizes_ore": [5_000_000, 2_000_000]}
    result = make.counted(closed(choices=((2,), (2,), (1,), (1,), (2,), (3,)), **prizes))
    assert granted(result) == {2: 5_000_000, 1: 2_000_000, 3: 0}
    assert decisions(result)[3] == "no-prize"


def test_a_share_of_the_price_is_paid() -> None:
    choices = ((1,), (1,), (1,), (2,), (2,), (3,))
    result = make.counted(closed(choices=choices, share_percent=50, share_full_up_to_ore=2_000_000))
    assert granted(result) == {1: 1_600_000, 2: 3_922_500, 3: 2_000_000}


def test_of_an_exclusive_group_one_wins_and_a_topic_keeps_to_its_limit() -> None:
    cap = {"kind": "category", "name": "Leg", "money": None, "number": 1, "from_cost": 0, "to_cost": None}
    process = make.with_prices((1_000_000, 1_100_000, 1_200_000, 1_300_000), categories=["Leg"], caps=[cap])
    given = {1: Sorted(exclusive_group="a"), 2: Sorted(exclusive_group="a"), 3: Sorted("Leg"), 4: Sorted("Leg")}
    sort_proposals(make.tove(), process, given=given, at=make.now())
    vote = make.froze(process)
    make.shift_to(process, PhaseKind.VOTE)
    for place, numbers in enumerate(((1, 2, 3, 4), (1, 3), (1,), (3,))):
        make.cast(vote, f"voter {place}", numbers)
    result = make.counted(make.closed(Vote.objects.select_related("process").get(pk=vote.pk)))
    assert decisions(result) == {1: "funded", 2: "excluded", 3: "funded", 4: "capped"}
    assert result.explained.step("2").because == "1"


def row(kind: str, name: str, **values: int | None) -> dict[str, Any]:
    return {"kind": kind, "name": name, "money": None, "number": None, "from_cost": 0, "to_cost": None} | values


def bounds(topic: str, **values: int | None) -> dict[str, Any]:
    return {"category": topic, "least": 0, "most": None, "least_cost": 0, "most_cost": None} | values


@pytest.mark.parametrize(
    "values",
    [
        {"category_limits": [bounds("Leg", most=1), bounds("Trafik", least=1)]},
        {"category_limits": [bounds("Leg", most=1)], "caps": [row("category", "Trafik", money=4_000_000)]},
        {"caps": [row("category", "Leg", money=4_000_000), row("area", "Tranbjerg", money=5_000_000)]},
        {"caps": [row("category", "Leg", number=1), row("size", "0-", to_cost=2_000_000, number=1)]},
    ],
)
def test_topics_with_different_limits_are_counted_and_published_as_counted(values: dict[str, Any]) -> None:
    """The format has limits for all topics or for none; the file must be read back with the same winners."""
    process = make.with_prices((1_000_000, 1_100_000, 1_200_000), categories=["Leg", "Trafik"], **values)
    given = {1: Sorted("Leg"), 2: Sorted("Trafik"), 3: Sorted("Leg")}
    sort_proposals(make.tove(), process, given=given, at=make.now())
    vote = make.froze(process)
    make.shift_to(process, PhaseKind.VOTE)
    for place in range(30):
        make.cast(vote, f"voter {place}", (1, 2))
    result = make.counted(make.closed(Vote.objects.select_related("process").get(pk=vote.pk)))
    again = compare(read(result.pb.encode()))
    assert again.same is True
    assert again.reading.set_aside == ()
    assert again.outcome.voters == 30


def test_a_part_funded_winner_binds_what_it_got_and_no_more() -> None:
    """The pool pays the rest that was left, not the whole price."""
    vote = closed(choices=((1,), (1,), (2,)), count_variant="remainder")
    make.published(vote)
    process = vote.process
    purse = purse_of(process)
    assert (purse.bound_ore, purse.free_ore) == (8_000_000, 0)
    proposal = process.proposals.get(number=2)
    make.shift_to(process, PhaseKind.REALISATION)
    make.released(process)
    started = start_realisation(
        make.tove(), proposal, owner_title="Park", carried_out_by="Parkafdelingen", at=make.now()
    )
    assert started.price_ore == 4_800_000
    assert purse_of(process).bound_ore == 8_000_000
    assert not [said for said in breaches(at=make.now()) if said.startswith("result")]
