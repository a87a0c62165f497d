"""All decisions of a deltagerbudget become public in one minute."""

import pytest
from tests import make

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.actions import withdraw_proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.review.actions import assign_review, release_decisions
from deltagerbudget.review.models import Decision

pytestmark = pytest.mark.django_db


@pytest.fixture
def process() -> Process:
    """In review, with three proposals that nobody has decided."""
    made = make.process()
    for place in range(3):
        make.submitted(made, author=make.author(place))
    return make.shift_to(made, PhaseKind.REVIEW)


def test_it_works(process: Process) -> None:
    for proposal, price in zip(process.proposals.order_by("number"), (3_200_000, None, 100), strict=True):
        make.decided(proposal, price_ore=price)
    assert not Decision.objects.released().exists()
    assert release_decisions(make.tove(), process, at=make.now()) == 3
    stages = process.proposals.order_by("number").values_list("stage", "price_ore")
    assert list(stages) == [(Stage.ADMITTED, 3_200_000), (Stage.REFUSED, None), (Stage.ADMITTED, 100)]
    assert set(Decision.objects.values_list("released_at", flat=True)) == {make.now()}
    assert Entry.objects.filter(act=Act.RELEASE_DECISIONS).count() == 4


def test_who_may_not(process: Process) -> None:
    for actor in (make.anna(), make.bo(), make.fie(), make.administrator()):
        with pytest.raises(NotYours):
            release_decisions(actor, process, at=make.now())


@pytest.mark.parametrize("phase", [PhaseKind.IDEAS, PhaseKind.VOTE])
def test_only_in_the_review(process: Process, phase: PhaseKind) -> None:
    make.shift_to(process, phase)
    with pytest.raises(NotNow):
        release_decisions(make.tove(), process, at=make.now())


def test_b56_all_or_none(process: Process) -> None:
    first, second, third = process.proposals.order_by("number")
    make.decided(first)
    make.decided(second)
    with pytest.raises(NotPossible):
        release_decisions(make.tove(), process, at=make.now())
    assert not Decision.objects.released().exists()
    assert not process.proposals.exclude(stage=Stage.SUBMITTED).exists()
    withdraw_proposal(make.author(2), third, at=make.now())
    assert release_decisions(make.tove(), process, at=make.now()) == 2


def test_not_while_a_refusal_waits_for_a_second_person(process: Process) -> None:
    first, *others = process.proposals.order_by("number")
    for proposal in others:
        make.decided(proposal)
    make.refused(first)
    with pytest.raises(NotPossible):
        release_decisions(make.tove(), process, at=make.now())


def test_not_while_a_department_is_asked_again(process: Process) -> None:
    for proposal in process.proposals.all():
        make.decided(proposal)
    assign_review(make.tove(), proposal, make.department(), due_on=make.today(), at=make.now())
    with pytest.raises(NotPossible):
        release_decisions(make.tove(), process, at=make.now())


def test_b55_not_twice_so_nobody_is_told_twice() -> None:
    process = make.with_prices([None])
    with pytest.raises(NotPossible):
        release_decisions(make.tove(), process, at=make.now())
    assert Entry.objects.filter(act=Act.RELEASE_DECISIONS, target_type="proposals.proposal").count() == 1
