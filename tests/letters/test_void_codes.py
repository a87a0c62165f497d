from __future__ import annotations

import pytest
from django.test import Client
from tests import make
from tests.ballots.voter import enter
from tests.letters.post import issued, lettered

from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Channel
from deltagerbudget.ballots.models import CodeBatch, Vote, VotingCode, VotingSession
from deltagerbudget.letters.actions import Issued, issue_codes, void_codes
from deltagerbudget.letters.orders import order_of_cards

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_it_works() -> None:
    vote = lettered()
    made = issued(vote)
    code, booth = made.letters[0][1].printed(), enter(vote)
    booth.client.post(f"{booth.base}kode/", {"kode": code})
    assert not void_codes(make.tove(), made.batch, at=make.now())
    assert void_codes(make.tom(), made.batch, at=make.now())
    assert set(VotingCode.objects.values_list("state", flat=True)) == {"void"}
    assert not VotingSession.objects.exists()
    assert booth.client.post(f"{booth.base}kode/", {"kode": code}).status_code == 422
    assert len(issued(vote).letters) == 3


def test_t39_a_ballot_by_a_void_card_does_not_count_and_one_by_its_successor_does() -> None:
    """A card knows nobody: whoever gets a new one would otherwise have two ballots."""
    vote = make.open_vote(channels=[Channel.HANDOUT])
    made = cards(vote, 2)
    by_card(vote, made.letters[0][1].printed())
    assert len(list(vote.ballots.current())) == 1
    for who in (make.tove(), make.tom()):
        void_codes(who, made.batch, at=make.now())
    assert list(vote.ballots.current()) == []
    by_card(vote, cards(vote, 2).letters[0][1].printed())
    assert len(list(vote.ballots.current())) == 1


def cards(vote: Vote, count: int) -> Issued:
    order = order_of_cards(vote, count=count, area="tranbjerg")
    issue_codes(make.tove(), vote, order=order, at=make.now())
    made = issue_codes(make.tom(), vote, order=order, at=make.now())
    assert made is not None
    return made


def by_card(vote: Vote, code: str) -> None:
    booth = enter(vote)
    booth.choose(1)
    booth.client.post(f"{booth.base}kode/", {"kode": code})
    booth.hand_in()


def test_who_may_not() -> None:
    made = issued(lettered())
    for actor in (make.anna(), make.bo(), make.fie()):
        with pytest.raises(NotYours):
            void_codes(actor, made.batch, at=make.now())


def test_not_when_the_vote_is_closed() -> None:
    vote = lettered()
    made = issued(vote)
    make.closed(vote)
    with pytest.raises(NotNow):
        void_codes(make.tove(), made.batch, at=make.now())


def test_not_twice_and_not_alone() -> None:
    made = issued(lettered())
    void_codes(make.tove(), made.batch, at=make.now())
    with pytest.raises(NotPossible):
        void_codes(make.tove(), made.batch, at=make.now())
    void_codes(make.tom(), made.batch, at=make.now())
    with pytest.raises(NotPossible):
        void_codes(make.tove(), made.batch, at=make.now())


def test_the_page_shows_numbers_of_codes_and_never_their_use() -> None:
    vote = lettered()
    made = issued(vote)
    client = Client()
    client.force_login(make.person("Tove Tovholder", age=45))
    url = f"/medarbejder/trykkeri/{vote.process.slug}/koder/"
    before = client.get(url).content.decode()
    booth = enter(vote)
    booth.client.post(f"{booth.base}kode/", {"kode": made.letters[0][1].printed()})
    booth.choose(1)
    booth.hand_in()
    token = 'name="csrfmiddlewaretoken"'
    after = client.get(url).content.decode()
    assert [part.split(">", 1)[-1] for part in before.split(token)] == [
        part.split(">", 1)[-1] for part in after.split(token)
    ]
    client.post(f"{url}{made.batch.pk}/ugyldig/")
    assert "Venter på" in client.get(url).content.decode()
    assert CodeBatch.objects.get().voided_at is None
