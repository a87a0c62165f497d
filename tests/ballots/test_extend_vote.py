from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from tests import make
from tests.ballots.changing import WHY, both, changed

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.ballots.changes import extend_vote
from deltagerbudget.ballots.models import Change, Vote
from deltagerbudget.processes.models import Process

pytestmark = [pytest.mark.both, pytest.mark.django_db]
DAY = timedelta(days=1)


def extend(actor: Any, vote: Vote, closes_at: datetime) -> bool:
    return extend_vote(actor, vote, closes_at=closes_at, words=WHY, at=make.now())


def test_it_works() -> None:
    vote = make.open_vote()
    later = vote.closes_at + DAY
    both(lambda actor: extend(actor, vote, later))
    assert changed(vote).closes_at == later
    change = Change.objects.get()
    assert (change.earlier_at, change.closes_at) == (vote.closes_at, later)
    assert Entry.objects.of(vote).get(act=Act.EXTEND_VOTE).detail["minute"] == int(later.timestamp())
    assert not Change.objects.asked().exists()


def test_every_phase_behind_it_moves_along_and_none_before() -> None:
    vote = make.open_vote()
    before = {span.kind: span for span in Process.objects.get(pk=vote.process_id).spans}
    both(lambda actor: extend(actor, vote, vote.closes_at + DAY))
    after = {span.kind: span for span in Process.objects.get(pk=vote.process_id).spans}
    for kind, span in before.items():
        behind = span.starts_at >= before[PhaseKind.VOTE].ends_at
        assert after[kind].starts_at == span.starts_at + (DAY if behind else timedelta())
        assert after[kind].ends_at == span.ends_at + (DAY if behind or kind == PhaseKind.VOTE else timedelta())


def test_one_person_alone_cannot() -> None:
    vote = make.open_vote()
    extend(make.tove(), vote, vote.closes_at + DAY)
    with pytest.raises(NotPossible):
        extend(make.tove(), vote, vote.closes_at + DAY)
    assert changed(vote).closes_at == vote.closes_at


@pytest.mark.parametrize("who", [make.anna, make.fie, make.bo])
def test_who_may_not(who: Any) -> None:
    vote = make.open_vote()
    with pytest.raises(NotYours):
        extend(who(), vote, vote.closes_at + DAY)


@pytest.mark.parametrize("longer", [timedelta(), -DAY, timedelta(days=32)])
def test_never_shorter_and_not_for_ever(longer: timedelta) -> None:
    vote = make.open_vote()
    with pytest.raises(NotPossible):
        extend(make.tove(), vote, vote.closes_at + longer)


def test_t35_not_after_it_closed_nor_before_it_opens() -> None:
    vote = make.closed(make.open_vote())
    with pytest.raises(NotNow):
        extend(make.tove(), vote, vote.closes_at + DAY)
    frozen = make.frozen()
    with pytest.raises(NotNow):
        extend(make.tove(), frozen, frozen.closes_at + DAY)


def test_twice_the_second_begins_where_the_first_ended() -> None:
    vote = make.open_vote()
    both(lambda actor: extend(actor, vote, vote.closes_at + DAY))
    both(lambda actor: extend(actor, vote, vote.closes_at + 2 * DAY))
    assert changed(vote).closes_at == vote.closes_at + 2 * DAY
    assert [change.earlier_at for change in Change.objects.public()] == [vote.closes_at + DAY, vote.closes_at]


def test_a_question_is_over_when_the_end_has_moved_meanwhile() -> None:
    vote = make.open_vote()
    extend(make.tove(), vote, vote.closes_at + 3 * DAY)
    extend(make.tove(), vote, vote.closes_at + DAY)
    assert extend(make.tom(), vote, vote.closes_at + DAY)
    assert not extend(make.tom(), vote, vote.closes_at + 3 * DAY)


def test_t35_in_the_added_time_ballots_are_taken() -> None:
    vote = make.open_vote()
    both(lambda actor: extend(actor, vote, vote.closes_at + DAY))
    longer = changed(vote)
    assert longer.is_open(vote.closes_at + timedelta(hours=1))
    assert not longer.is_due_to_close(vote.closes_at + timedelta(hours=1))
