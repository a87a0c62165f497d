"""What of a vote waits for a second person stands on the front page of those who may be it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests import make
from tests.letters import post
from tests.polling import counted

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.vocabulary import Channel
from deltagerbudget.backoffice.waiting import tasks_of
from deltagerbudget.letters.actions import approve_letter, issue_codes, reissue_code, void_codes, write_letter
from deltagerbudget.letters.models import Letter
from deltagerbudget.letters.orders import order_of_cards
from deltagerbudget.letters.rules import Occasion
from deltagerbudget.polling.batches import approve_batch, enter_sheets

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def told(actor: Actor, word: str) -> dict[str, str]:
    return {task.text: task.url for task in tasks_of(actor, make.now()) if word in task.text}


def test_it_works_a_letter_waits_for_who_did_not_ask() -> None:
    vote = make.open_vote(channels=[Channel.MITID, Channel.LETTER])
    letter = write_letter(
        make.tove(), vote.process, occasion=Occasion.VOTE, texts=post.texts(Occasion.VOTE), at=make.now()
    )
    assert told(make.tom(), "letter") == {}
    approve_letter(make.tove(), letter, at=make.now())
    url = f"/en/medarbejder/trykkeri/{vote.process.slug}/breve/{letter.occasion}/"
    assert told(make.tom(), "letter") == {"A letter waits for your yes as the second person": url}
    assert told(make.tove(), "letter") == {}
    assert told(make.bo(), "letter") == {}
    approve_letter(make.tom(), letter, at=make.now())
    assert told(make.tom(), "letter") == {}


def test_codes_wait_to_be_made_and_to_be_made_void() -> None:
    vote = make.open_vote(channels=[Channel.HANDOUT])
    order = order_of_cards(vote, count=2, area="tranbjerg")
    assert issue_codes(make.tove(), vote, order=order, at=make.now()) is None
    url = f"/en/medarbejder/trykkeri/{vote.process.slug}/koder/"
    assert told(make.tom(), "codes") == {"Voting codes wait to be made by you as the second person": url}
    assert told(make.tove(), "codes") == {}
    made = issue_codes(make.tom(), vote, order=order, at=make.now())
    assert made is not None
    assert told(make.tom(), "codes") == {}
    void_codes(make.tom(), made.batch, at=make.now())
    assert told(make.tove(), "codes") == {"Voting codes wait to be made void by you as the second person": url}


def test_a_single_code_waits_to_be_replaced_for_whoever_may_replace_codes() -> None:
    vote = post.lettered()
    post.issued(vote)
    reissue_code(make.bo(), vote, number=post.NUMBERS[0].replace("-", ""), lines=[], at=make.now())
    url = f"/en/medarbejder/trykkeri/{vote.process.slug}/koder/"
    assert told(make.tom(), "code") == {"A voting code waits to be replaced by you as the second person": url}
    assert told(make.bo(), "code") == {}


def test_paper_waits_for_the_second_entry_and_then_for_the_second_yes() -> None:
    _vote, station = counted.closed(papers=2)
    batch = counted.registered(station, 2)
    enter_sheets(make.bo(), batch, typed=["1", "2"], has_seen=False, at=make.now())
    assert told(make.bo(), "paper") == {}
    assert told(counted.rikke(), "paper") == {
        "Ballots on paper wait to be entered by a second person": f"/en/medarbejder/stemmesteder/bunke/{batch.pk}/tast/"
    }
    enter_sheets(counted.rikke(), batch, typed=["1", "2"], has_seen=False, at=make.now())
    assert told(make.tom(), "paper") == {}
    approve_batch(make.tove(), batch, at=make.now())
    assert told(make.tom(), "paper") == {
        "Ballots on paper wait for your yes as the second person": f"/en/medarbejder/stemmesteder/bunke/{batch.pk}/"
    }
    assert told(make.tove(), "paper") == told(counted.rikke(), "paper") == {}


def test_it_takes_no_more_queries_however_much_waits() -> None:
    vote = make.open_vote(channels=[Channel.MITID, Channel.LETTER])

    def ask(occasion: Occasion) -> None:
        texts = post.texts(occasion)
        letter = write_letter(make.tove(), vote.process, occasion=occasion, texts=texts, at=make.now())
        approve_letter(make.tove(), letter, at=make.now() + timedelta(seconds=1))

    def queries() -> int:
        with CaptureQueriesContext(connection) as run:
            tasks_of(make.tom(), make.now())
        return len(run)

    ask(Occasion.VOTE)
    tom = queries()
    for occasion in set(Occasion) - {Occasion.VOTE}:
        ask(occasion)
    assert Letter.objects.count() > 1
    assert queries() == tom
