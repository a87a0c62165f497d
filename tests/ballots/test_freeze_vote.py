from __future__ import annotations

import json
from typing import Any

import pytest
from django.utils import translation
from tests import make

from deltagerbudget.acts.models import Approval, Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours, Refusal
from deltagerbudget.acts.vocabulary import Act, PhaseKind, Role
from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.actions import config_to_freeze, freeze_vote
from deltagerbudget.ballots.models import Vote
from deltagerbudget.ledger import canonical
from deltagerbudget.processes.actions import edit_process, schedule_phases
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.actions import Sorted, sort_proposals, withdraw_proposal
from deltagerbudget.proposals.models import Proposal

pytestmark = [pytest.mark.both, pytest.mark.django_db]
PRICES = (3_200_000, 7_845_000, None, 2_000_000)


def test_it_works() -> None:
    process = make.settled(PRICES)
    assert freeze_vote(make.tove(), process, at=make.now()) is None
    assert not Vote.objects.exists()
    vote = freeze_vote(make.tom(), process, at=make.now())
    assert vote is not None
    assert [(item.number, item.cost_ore) for item in vote.projects.all()] == [
        (1, 3_200_000),
        (2, 7_845_000),
        (4, 2_000_000),
    ]
    assert vote.config_sha256 == canonical.sha256_hex(vote.config.encode())
    assert keybox.has_keys(vote.pk)
    entry = Entry.objects.of(vote).get(act=Act.FREEZE_VOTE)
    assert entry.detail == {"config_sha256": vote.config_sha256}


def test_the_frozen_text_names_everything_that_may_not_change() -> None:
    vote = make.frozen()
    frozen = json.loads(vote.config)
    assert frozen["amount_ore"] == 8_000_000
    assert frozen["areas"] == ["tranbjerg"]
    assert frozen["grace_seconds"] == 600
    rules = {"vote_type", "limits", "rule", "exclusive", "regulation"}
    assert {"vote_min_age", "age_on", "opens_at", "closes_at", *rules} <= frozen.keys()
    assert all(
        project.keys() == {"number", "title", "cost_ore", "categories", "area", "text_sha256"}
        for project in frozen["projects"]
    )


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"ballot_type": "approval", "min_choices": 4}, "4 forslag, og den kan rumme 3"),
        ({"min_choices": 3}, "selv de billigste"),
        (
            {
                "ballot_type": "approval",
                "categories": ["Leg"],
                "category_limits": [{"category": "Leg", "least": 1, "most": 2, "least_cost": 0, "most_cost": None}],
            },
            "mindst 1 af “Leg”, og 0",
        ),
    ],
)
def test_trap_11_a_list_on_which_nobody_can_fill_a_ballot_is_not_frozen(values: dict[str, Any], words: str) -> None:
    process = make.settled(PRICES, **values)
    with translation.override("da"), pytest.raises(NotPossible, match=words):
        freeze_vote(make.tove(), process, at=make.now())


def test_rules_on_areas_need_proposals_with_areas() -> None:
    process = make.settled(PRICES, least_per_area=1)
    config = json.loads(config_to_freeze(process, at=make.now()))
    assert {project["area"] for project in config["projects"]} == {"Tranbjerg"}
    process.areas.add(make.area("Viby"))
    process = Process.objects.get(pk=process.pk)
    with pytest.raises(NotPossible, match="1, 2, 4"):
        config_to_freeze(process, at=make.now())
    given = {number: Sorted(area_id=process.area_ids[0]) for number in (1, 2, 4)}
    sort_proposals(make.tove(), process, given=given, at=make.now())
    assert make.froze(process)


EQUAL = {"count_method": "equal-shares", "ballot_type": "approval"}


def test_equal_shares_is_frozen_with_all_its_parameters() -> None:
    vote = make.frozen(**EQUAL, equal_utility="cardinality", equal_step_ore=500, equal_comparison=True)
    rule = json.loads(vote.config)["rule"]
    assert rule["method"] == "equal-shares"
    assert (rule["utility"], rule["completion"], rule["step"]) == ("cardinality", "add1", 500)
    assert (rule["fill"], rule["comparison"]) == (True, True)
    assert vote.terms.rule.name == "equal-shares-cardinality-add1-fill-comparison"


def test_equal_shares_keeps_no_two_proposals_apart() -> None:
    process = make.settled(PRICES)
    sort_proposals(make.tove(), process, given={n: Sorted(exclusive_group="x") for n in (1, 2)}, at=make.now())
    process = edit_process(make.tove(), process, values=EQUAL, at=make.now())
    with translation.override("da"), pytest.raises(NotPossible, match="hvor forslagene sorteres"):
        freeze_vote(make.tove(), process, at=make.now())
    sort_proposals(make.tove(), process, given={2: Sorted()}, at=make.now())
    assert make.froze(process)


def test_one_person_alone_cannot_freeze() -> None:
    process = make.settled(PRICES)
    freeze_vote(make.tove(), process, at=make.now())
    with pytest.raises(NotPossible):
        freeze_vote(make.tove(), process, at=make.now())
    assert not Vote.objects.exists()


@pytest.mark.parametrize("who", [make.anna, make.uffe, make.fie])
def test_who_may_not(who: object) -> None:
    process = make.settled(PRICES)
    with pytest.raises(NotYours):
        freeze_vote(who(), process, at=make.now())  # type: ignore[operator]


def test_t15_staff_of_another_area_may_not() -> None:
    process = make.settled(PRICES)
    with pytest.raises(NotYours):
        freeze_vote(make.staff("Vera Viby", Role.OWNER, make.area("Viby")), process, at=make.now())


def test_once_the_vote_should_have_begun_it_is_too_late() -> None:
    process = make.shift_to(make.settled(PRICES), PhaseKind.VOTE)
    with pytest.raises(NotNow):
        freeze_vote(make.tove(), process, at=make.now())


def test_a_change_in_between_makes_the_second_person_the_first() -> None:
    process = make.settled(PRICES)
    freeze_vote(make.tove(), process, at=make.now())
    edit_process(make.tove(), process, values={"threshold_votes": 5}, at=make.now())
    assert freeze_vote(make.tom(), process, at=make.now()) is None
    assert Approval.objects.get(second=None).first.name == "Tom Tovholder"


def test_nobody_confirms_what_they_have_not_seen() -> None:
    process = make.settled(PRICES)
    seen = canonical.sha256_hex(config_to_freeze(process, at=make.now()).encode())
    freeze_vote(make.tove(), process, at=make.now(), seen=seen)
    edit_process(make.tove(), process, values={"threshold_votes": 5}, at=make.now())
    freeze_vote(make.tove(), process, at=make.now())
    with pytest.raises(NotPossible):
        freeze_vote(make.tom(), process, at=make.now(), seen=seen)
    assert not Vote.objects.exists()


def test_undecided_proposals_stand_in_the_way() -> None:
    process = make.process()
    make.submitted(process)
    with pytest.raises(NotPossible):
        freeze_vote(make.tove(), make.shift_to(process, PhaseKind.REVIEW), at=make.now())


def test_an_empty_list_cannot_be_frozen() -> None:
    with pytest.raises(NotPossible):
        freeze_vote(make.tove(), make.settled([None]), at=make.now())


def test_twice_is_refused() -> None:
    vote = make.frozen()
    with pytest.raises(NotPossible):
        freeze_vote(make.tove(), vote.process, at=make.now())


def test_t38_b30_afterwards_rules_dates_and_texts_stand() -> None:
    vote = make.frozen()
    process = Process.objects.get(pk=vote.process_id)
    with pytest.raises(Refusal):
        edit_process(make.tove(), process, values={"amount_ore": 1}, at=make.now())
    with pytest.raises(Refusal):
        schedule_phases(make.tove(), process, spans=process.spans, at=make.now())
    proposal = Proposal.objects.on_ballot().first()
    assert proposal is not None
    with pytest.raises(Refusal):
        withdraw_proposal(make.author(0), proposal, at=make.now())
    assert Vote.objects.get(pk=vote.pk).config == vote.config


def test_letters_and_ids_need_a_login_that_says_the_number(settings: Any) -> None:
    settings.IDENTITY_CLAIMS = {}
    process = make.settled(PRICES, channels=["mitid", "letter"])
    with pytest.raises(NotPossible, match="CPR"):
        config_to_freeze(process, at=make.now())
    settings.IDENTITY_CLAIMS = {"cpr": ["dk.cpr"]}
    frozen = json.loads(config_to_freeze(process, at=make.now()))
    assert frozen["ref_kind"] == "cpr"
    assert frozen["channels"] == ["letter", "mitid"]
