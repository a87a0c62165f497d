from __future__ import annotations

import pytest
from django.test import Client
from tests import make
from tests.ballots.voter import enter
from tests.letters.post import issued, lettered

from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.ballots.models import CodeBatch, VotingCode, VotingSession
from deltagerbudget.letters.actions import void_codes

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
