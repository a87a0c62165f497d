"""The truths across rows: each breach is named, and the command ends with 1."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from tests import make
from tests.promises import by_hand

from deltagerbudget.ballots import keybox, tally
from deltagerbudget.ballots.models import Ballot, Eligible, Project, Roll, Vote
from deltagerbudget.operate import health
from deltagerbudget.operate.truths import breaches
from deltagerbudget.pools.models import Appropriation
from deltagerbudget.processes.models import Allocation, Process
from deltagerbudget.results.models import ProjectResult, Result

pytestmark = pytest.mark.django_db


def found() -> list[str]:
    return list(breaches(at=timezone.now()))


def voted(*, result: bool = False) -> None:
    """Two ballots; the hours, which the states of tests are made by, are put back as they were frozen."""
    vote = make.open_vote()
    make.cast(vote, "anna", [1])
    make.cast(vote, "bent", [2])
    if result:
        make.published(make.closed(vote))
    frozen = vote.frozen
    with by_hand():
        Vote.objects.update(opens_at=frozen["opens_at"], closes_at=frozen["closes_at"])


def test_it_works() -> None:
    voted()
    told = StringIO()
    call_command("check_truths", stdout=told)
    assert "All truths hold." in told.getvalue()


def test_a_breach_ends_with_1() -> None:
    make.frozen()
    with by_hand():
        Vote.objects.update(config_sha256="0" * 64)
    with pytest.raises(SystemExit) as ended:
        call_command("check_truths", stdout=StringIO())
    assert ended.value.code == 1


@pytest.mark.parametrize(
    ("breach", "named"),
    [
        (lambda: Project.objects.filter(number=1).update(cost_ore=1), "the list of projects is not the frozen one"),
        (lambda: Vote.objects.update(config="{}"), "not the one that was confirmed"),
        (lambda: Vote.objects.update(closes_at=timezone.now() + timedelta(days=900)), "its hours are not"),
        (lambda: Process.objects.update(amount_ore=1), "the amount is not the frozen one"),
        (lambda: Process.objects.update(frozen_at=None), "a vote without being frozen"),
        (lambda: Appropriation.objects.update(amount_ore=1), "more is taken from it"),
        (lambda: Allocation.objects.update(amount_ore=1), "given 1 øre"),
        (lambda: Ballot.objects.filter(version=1).update(version=3), "lack an earlier version"),
        (lambda: Vote.objects.update(keys_destroyed_at=timezone.now()), "but they lie in the directory"),
        (lambda: Vote.objects.update(keys_destroyed_at=timezone.now()), "there are rows of its voters"),
        (lambda: keybox.destroy_keys(Vote.objects.get().pk), "keys are not in the directory"),
    ],
)
def test_each_breach_of_a_vote_is_named(breach: Callable[[], object], named: str) -> None:
    voted()
    assert found() == []
    with by_hand():
        breach()
    assert any(named in sentence for sentence in found()), found()


@pytest.mark.parametrize(
    ("breach", "named"),
    [
        (lambda: Result.objects.update(outcome="{}"), "not the one that was counted"),
        (lambda: ProjectResult.objects.filter(place=1).update(votes=900), "not what was counted"),
        (lambda: Result.objects.update(published_at=None), "published for the one"),
        (lambda: Vote.objects.update(closed_at=None), "the vote is not closed"),
    ],
)
def test_each_breach_of_a_result_is_named(breach: Callable[[], object], named: str) -> None:
    voted(result=True)
    assert found() == []
    with by_hand():
        breach()
    assert any(named in sentence for sentence in found()), found()


def test_a_box_that_does_not_open_and_strangers_to_the_roll_are_named() -> None:
    vote = make.open_vote()
    make.cast(vote, "anna", [1])
    make.cast(vote, "bent", [2])
    Eligible.objects.create(vote=vote, pseudonym=make.pseudonym(vote, "anna"), area="tranbjerg", band="18-24")
    assert not any("not on the roll" in sentence for sentence in found())
    Roll.objects.create(vote=vote, cut_off=make.today(), people=1, loaded_at=make.now())
    assert any("1 who voted are not on the roll" in sentence for sentence in found()), found()
    with by_hand():
        Ballot.objects.update(ciphertext=b"x" * 200)
    assert any("does not open" in sentence for sentence in found()), found()


def test_the_health_says_when_handing_in_fails() -> None:
    vote = make.open_vote()
    at = timezone.now()
    assert health.votes(at) == (True, "1 open")
    for _ in range(5):
        tally.note(tally.Event.FAILED, at=at, slug=vote.process.slug)
    tally.flush()
    is_well, says = health.votes(at)
    assert not is_well
    assert "5 failed to hand in" in says
