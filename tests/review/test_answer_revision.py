"""The authors answer the municipality's wish for a change."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.review.actions import answer_revision, ask_revision
from deltagerbudget.review.models import Revision
from deltagerbudget.review.rules import Answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal() -> Proposal:
    process = make.process()
    sent = make.submitted(process, what="En bænk på vejen.")
    make.shift_to(process, PhaseKind.REVIEW)
    until = make.today() + timedelta(days=7)
    ask_revision(make.tove(), sent, wish="Flyt den.", suggestion="En bænk ved stien.", until=until, at=make.now())
    return sent


def answer(proposal: Proposal, chosen: Answer, actor: Actor | None = None, words: str = "") -> Revision:
    return answer_revision(actor or make.anna(), proposal, answer=chosen, words=words, at=make.now())


def test_it_works(proposal: Proposal) -> None:
    answered = answer(proposal, Answer.KEPT, words="Vi holder fast.")
    proposal.refresh_from_db()
    assert (answered.answer, answered.words, answered.answered_at) == (Answer.KEPT, "Vi holder fast.", make.now())
    assert (proposal.revise_until, proposal.what) == (None, "En bænk på vejen.")
    assert Entry.objects.of(proposal).newest_first()[0].act == Act.ANSWER_REVISION


def test_who_may_not(proposal: Proposal) -> None:
    for actor in (make.uffe(), make.tove(), make.bo()):
        with pytest.raises(NotYours):
            answer(proposal, Answer.KEPT, actor)


def test_when_not(proposal: Proposal) -> None:
    make.shift_to(proposal.process, PhaseKind.VOTE)
    with pytest.raises(NotNow):
        answer(proposal, Answer.KEPT)


def test_the_suggestion_becomes_the_text_only_when_it_is_taken_and_the_old_one_is_kept(proposal: Proposal) -> None:
    answer(proposal, Answer.ACCEPTED)
    proposal.refresh_from_db()
    assert (proposal.what, proposal.revise_until) == ("En bænk ved stien.", None)
    assert proposal.versions.order_by("number")[0].what == "En bænk på vejen."


def test_nothing_to_take_where_nothing_was_suggested(proposal: Proposal) -> None:
    Revision.objects.update(suggestion="")
    for chosen in (Answer.ACCEPTED, Answer.SILENT):
        with pytest.raises(NotPossible):
            answer(proposal, chosen)


def test_one_answer_and_in_time(proposal: Proposal) -> None:
    with pytest.raises(NotPossible):
        answer_revision(make.anna(), proposal, answer=Answer.KEPT, at=make.now() + timedelta(days=8))
    answer(proposal, Answer.CHANGED)
    with pytest.raises(NotPossible):
        answer(proposal, Answer.KEPT)


def test_no_cpr_number(proposal: Proposal) -> None:
    with pytest.raises(NotPossible):
        answer(proposal, Answer.KEPT, words="Ring til 070761-4285")


def test_the_way_there_says_the_day_of_the_answer_and_not_of_the_ideas(proposal: Proposal) -> None:
    anna = Client()
    anna.force_login(Person.objects.get(pk=make.anna().person_id))
    form = anna.get(f"/forslag/{proposal.pk}/ret/").content.decode()
    assert "Du kan ændre det og svare til og med" in form
    assert "Du kan sende og rette forslag indtil" not in form
    receipt = anna.get(f"/forslag/{proposal.pk}/kvittering/").content.decode()
    assert "Svar kommunen" in receipt
    assert "Du kan rette teksten indtil" not in receipt


def test_the_public_page_stays_within_its_queries(proposal: Proposal) -> None:
    answer(proposal, Answer.ACCEPTED)
    with CaptureQueriesContext(connection) as seen:
        Client().get(f"/deltagerbudgetter/{proposal.process.slug}/forslag/{proposal.number}/")
    # The clock of the demonstration asks once more; no municipality has it.
    assert len([query for query in seen.captured_queries if "acts_clockoffset" not in query["sql"]]) <= 9


def test_the_page_answers_and_others_do_not_see_it(proposal: Proposal) -> None:
    anna, uffe = Client(), Client()
    anna.force_login(Person.objects.get(pk=make.anna().person_id))
    uffe.force_login(Person.objects.get(pk=make.uffe().person_id))
    url = f"/forslag/{proposal.pk}/svar/"
    page = anna.get(url).content.decode()
    assert "En bænk ved stien." in " ".join(re.sub(r"<span.*?</span>|<[^>]+>", "", page).split())
    assert "Flyt den." in page
    assert uffe.get(url).status_code == 404
    assert anna.post(url, {}).status_code == 422
    assert anna.post(url, {"answer": "accepted", "words": "Tak!"}).status_code == 302
    assert anna.post(url, {"answer": "kept"}).status_code == 409
    public = Client().get(f"/deltagerbudgetter/{proposal.process.slug}/forslag/{proposal.number}/").content.decode()
    assert "Tak!" in public
    assert "Flyt den." in public
