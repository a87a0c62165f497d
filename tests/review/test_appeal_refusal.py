"""A refusal is not the last word."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.ballots.actions import freeze_vote
from deltagerbudget.processes.announced import appeal_until
from deltagerbudget.processes.models import Phase, Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.review.actions import appeal_refusal, release_decisions
from deltagerbudget.review.models import Appeal
from deltagerbudget.review.rules import answer_due
from deltagerbudget.ui.danish import COPENHAGEN

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal() -> Proposal:
    """The second of two; the first goes on, so that there is something to vote on."""
    process = make.with_prices([3_200_000, None])
    return process.proposals.get(number=2)


def appeal(proposal: Proposal, actor: Actor | None = None, words: str = "Se igen.") -> Appeal:
    return appeal_refusal(actor or make.author(1), proposal, words=words, at=make.now())


def test_it_works(proposal: Proposal) -> None:
    made = appeal(proposal)
    proposal.refresh_from_db()
    assert (proposal.stage, proposal.appeal_until) == (Stage.APPEALED, None)
    assert made.due_on <= make.today() + timedelta(days=14)
    assert Entry.objects.of(proposal).newest_first()[0].act == Act.APPEAL_REFUSAL


def test_who_may_not(proposal: Proposal) -> None:
    for actor in (make.uffe(), make.author(0), make.tove(), make.bo()):
        with pytest.raises(NotYours):
            appeal(proposal, actor)


def test_when_not(proposal: Proposal) -> None:
    make.shift_to(proposal.process, PhaseKind.VOTE)
    with pytest.raises(NotNow):
        appeal(proposal)


def test_to_the_last_minute_of_the_eighth_day_and_no_longer(proposal: Proposal) -> None:
    last = appeal_until(make.now())
    assert proposal.appeal_until == last
    late = last + timedelta(minutes=1)
    with pytest.raises(NotNow):
        appeal_refusal(make.author(1), proposal, words="Se igen.", at=late)
    assert appeal_refusal(make.author(1), proposal, words="Se igen.", at=last).pk


def test_the_days_are_danish_also_when_the_clocks_change() -> None:
    # Summer time ends on 25 October 2026.
    last = appeal_until(datetime(2026, 10, 20, 23, 30, tzinfo=COPENHAGEN))
    assert last.isoformat() == "2026-10-28T23:59:00+01:00"


def test_the_answer_comes_before_the_vote() -> None:
    at = datetime(2026, 3, 1, 12, tzinfo=COPENHAGEN)
    assert answer_due(at, None).isoformat() == "2026-03-15"
    assert answer_due(at, datetime(2026, 3, 10, 8, tzinfo=COPENHAGEN)).isoformat() == "2026-03-09"


def test_once_and_with_words_and_without_cpr(proposal: Proposal) -> None:
    for words in (" ", "Ring til 070761-4285"):
        with pytest.raises(NotPossible):
            appeal(proposal, words=words)
    appeal(proposal)
    with pytest.raises(NotPossible):
        appeal(proposal)


def test_what_goes_on_cannot_be_appealed(proposal: Proposal) -> None:
    admitted = proposal.process.proposals.get(number=1)
    with pytest.raises(NotPossible):
        appeal_refusal(make.author(0), admitted, words="Se igen.", at=make.now())


@pytest.mark.both
def test_the_vote_is_not_frozen_while_a_refusal_can_be_appealed_or_is(proposal: Proposal) -> None:
    process = Process.objects.get(pk=proposal.process_id)
    with pytest.raises(NotPossible, match="kan klages"):
        freeze_vote(make.tove(), process, at=make.now())
    appeal(proposal)
    with pytest.raises(NotPossible, match="klage er ikke"):
        freeze_vote(make.tove(), process, at=make.now())


def test_no_refusal_is_published_too_late_for_an_appeal() -> None:
    process = make.process(PhaseKind.IDEAS)
    sent = make.submitted(process)
    process = make.shift_to(process, PhaseKind.REVIEW)
    make.decided(sent, price_ore=None)
    # By hand: the vote comes closer.
    soon = make.now() + timedelta(days=8)
    Phase.objects.filter(process=process, kind=PhaseKind.VOTE).update(starts_at=soon)
    with pytest.raises(NotPossible):
        release_decisions(make.tove(), Process.objects.get(pk=process.pk), at=make.now())


def test_the_page_says_the_number_and_the_day_of_the_answer(proposal: Proposal) -> None:
    author, uffe = Client(), Client()
    author.force_login(Person.objects.get(pk=make.author(1).person_id))
    uffe.force_login(Person.objects.get(pk=make.uffe().person_id))
    url = f"/forslag/{proposal.pk}/klage/"
    assert uffe.get(url).status_code == 404
    assert author.post(url, {"words": ""}).status_code == 422
    assert author.post(url, {"words": "Grunden er kommunens."}).status_code == 302
    page = author.get(url).content.decode()
    assert f"nummer {Appeal.objects.get().pk}" in page
    public = Client().get(f"/deltagerbudgetter/{proposal.process.slug}/forslag/{proposal.number}/").content.decode()
    assert "Grunden er kommunens." not in public
    assert "har klaget" in public
