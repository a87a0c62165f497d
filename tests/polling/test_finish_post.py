from __future__ import annotations

import pytest
from tests import make
from tests.ballots.changing import WHY
from tests.polling import made, posted

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.ballots.forgetting import forget_voters
from deltagerbudget.ballots.models import Change, Vote
from deltagerbudget.polling.models import FormEntry
from deltagerbudget.polling.post import finish_post, receive_forms, set_aside_form
from deltagerbudget.polling.post_models import Fate
from deltagerbudget.polling.post_sums import post_sums_of

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def vote(monkeypatch: pytest.MonkeyPatch) -> Vote:
    return posted.open_vote(monkeypatch)


def closed(vote: Vote) -> Vote:
    make.closed(vote)
    return Vote.objects.select_related("process").get(pk=vote.pk)


def test_it_works(vote: Vote) -> None:
    """What came is in the box or set aside: one person signs off, and the count can begin."""
    [(_code, form)] = posted.forms(vote)
    receive_forms(make.bo(), vote, count=1, at=make.now())
    posted.both(vote, form)
    vote = closed(vote)
    with pytest.raises(NotPossible, match="post"):
        make.counted(vote)
    assert finish_post(make.tove(), vote, at=make.now())
    assert Entry.objects.get(act="finish_post").detail == {"received": 1, "cast": 1, "change": None}
    assert make.counted(Vote.objects.select_related("process").get()).ballots == 1
    with pytest.raises(NotPossible, match="afsluttet"):
        receive_forms(make.bo(), vote, count=1, at=make.now())


def test_a_ballot_that_is_missing_takes_two_persons_and_a_reason_in_the_open(vote: Vote) -> None:
    receive_forms(make.bo(), vote, count=1, at=make.now())
    vote = closed(vote)
    with pytest.raises(NotPossible, match="hvorfor"):
        finish_post(make.tove(), vote, at=make.now())
    assert not finish_post(make.tove(), vote, words=WHY, at=make.now())
    assert finish_post(make.tom(), vote, words=WHY, at=make.now())
    change = Change.objects.public().get()
    assert (change.act, change.number, change.station) == ("finish_post", 1, None)


def test_what_two_have_not_entered_in_time_is_set_aside_by_two(vote: Vote) -> None:
    [(_code, form)] = posted.forms(vote)
    receive_forms(make.bo(), vote, count=1, at=make.now())
    posted.entered(vote, form, make.bo())
    vote = closed(vote)
    assert not finish_post(make.tove(), vote, words=WHY, at=make.now())
    assert finish_post(make.tom(), vote, words=WHY, at=make.now())
    sums = post_sums_of(vote)
    assert (sums.of(Fate.LATE), sums.missing) == (1, 0)
    assert not FormEntry.objects.exists()


def test_one_without_a_code_is_answered_for_by_two(vote: Vote) -> None:
    receive_forms(make.bo(), vote, count=1, at=make.now())
    set_aside_form(make.bo(), vote, at=make.now())
    vote = closed(vote)
    with pytest.raises(NotPossible, match="hvorfor"):
        finish_post(make.tove(), vote, at=make.now())
    assert not finish_post(make.tove(), vote, words=WHY, at=make.now())
    assert finish_post(make.tom(), vote, words=WHY, at=make.now())


def test_not_before_the_vote_is_closed(vote: Vote) -> None:
    with pytest.raises(NotNow):
        finish_post(make.tove(), vote, at=make.now())


def test_who_may_not(vote: Vote) -> None:
    vote = closed(vote)
    for actor in (make.anna(), make.bo(), make.fie()):
        with pytest.raises(NotYours):
            finish_post(actor, vote, at=make.now())


def test_what_was_read_goes_with_the_keys(vote: Vote) -> None:
    [(_code, form)] = posted.forms(vote)
    posted.entered(vote, form, make.bo())
    made.cast(made.online(vote, made.number(5)), 1)
    forget_voters(vote)
    assert not FormEntry.objects.exists()
