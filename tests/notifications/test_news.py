"""Who hears of what, in how many mails; and what is not told."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from tests import make
from tests.ballots.changing import WHAT, WHY, both
from tests.notifications import following

from deltagerbudget.acts.tables import WHO
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.ballots import actions as ballots
from deltagerbudget.ballots import changes
from deltagerbudget.ballots.models import Vote
from deltagerbudget.notifications import actions, after_vote, news, outbox
from deltagerbudget.notifications.circles import BY_LETTER, HEARD_BY
from deltagerbudget.notifications.items import _SAID
from deltagerbudget.notifications.models import Following, Mail, News, State
from deltagerbudget.notifications.rules import Pace, due_at, is_time_to_remind
from deltagerbudget.proposals.actions import withdraw_proposal
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.realisation import actions as realisation
from deltagerbudget.realisation.models import Milestone
from deltagerbudget.review.actions import release_decisions
from deltagerbudget.ui.danish import COPENHAGEN

database = pytest.mark.django_db
HERE = COPENHAGEN


@database
@pytest.mark.both
def test_it_works() -> None:
    """Who follows the deltagerbudget, its area or a proposal hears that the vote is open; nobody else does."""
    vote = make.frozen()
    process, proposal = vote.process, vote.process.proposals.first()
    following.person("Pia Følger", process)
    following.address("omraade@example.dk", make.area())
    following.address("forslag@example.dk", proposal)
    following.address("viby@example.dk", make.area("Viby"))
    following.hush()
    ballots.open_vote(ballots_clock(), make.shift_to(process, PhaseKind.VOTE), at=make.now())
    told = following.tell()
    assert following.to(told) == ["forslag@example.dk", "omraade@example.dk", following.email_of("Pia Følger")]
    assert all("/stem/" in mail.body for mail in told)
    assert following.tell() == [], "nothing is told twice"


def ballots_clock() -> object:
    from deltagerbudget.acts.actor import SYSTEM

    return SYSTEM


def test_every_act_that_is_news_has_its_words() -> None:
    assert set(HEARD_BY) == set(_SAID)
    assert set(HEARD_BY) <= set(WHO)
    assert set(after_vote.COMPOSERS) >= BY_LETTER


@database
def test_five_entries_of_a_minute_are_one_mail() -> None:
    process, proposals = following.decided()
    follower = following.address("alle@example.dk", process)
    for proposal in proposals:
        actions.ask_to_follow("alle@example.dk", thing(proposal), language="da", pace=Pace.AT_ONCE, at=make.now())
    Following.objects.filter(follower=follower).update(confirmed_at=make.now())
    following.hush()
    release_decisions(make.tove(), process, at=make.now())
    [mail] = following.tell()
    assert mail.subject == f"Nyt om {process.title}" or mail.subject == f"News about {process.title}"
    assert News.objects.filter(mail__isnull=False, follower=follower).count() == 3
    assert all(proposal.title in mail.body for proposal in proposals)


def thing(target: object) -> following.Thing:
    return following.Thing(target)  # type: ignore[arg-type]


@database
def test_t12_what_was_withdrawn_after_it_became_news_is_not_told() -> None:
    process, proposals = following.decided()
    following.address("en@example.dk", proposals[0])
    following.hush()
    release_decisions(make.tove(), process, at=make.now())
    while news.read_news(at=make.now()):
        pass
    # By hand: after the release no act hides it, but whatever may do so one day must hold here.
    Proposal.objects.filter(pk=proposals[0].pk).update(stage="withdrawn")
    assert following.tell() == []


@database
def test_t12_of_what_is_withdrawn_nothing_is_told_but_that_it_is() -> None:
    proposal = make.submitted(make.process(PhaseKind.IDEAS), author=make.author(0))
    following.address("en@example.dk", proposal)
    following.hush()
    withdraw_proposal(make.author(0), proposal, at=make.now())
    [mail] = following.tell()
    assert proposal.title not in following.everything(mail)
    assert f"Forslag {proposal.number}" in mail.subject or f"Proposal {proposal.number}" in mail.subject


@database
def test_t12_what_is_not_opened_or_not_released_is_told_to_nobody() -> None:
    process, _proposals = following.decided()
    following.address("omraade@example.dk", make.area())
    following.hush()
    make.draft_process()
    make.draft(make.process(PhaseKind.IDEAS), title="En hemmelig kladde")
    told = "".join(following.everything(mail) for mail in following.tell())
    assert "kladde" not in told
    assert "kabel" not in told
    assert process.title not in told


@database
def test_t12_a_result_that_is_counted_but_not_published_is_not_told() -> None:
    vote = make.closed(make.open_vote())
    following.address("en@example.dk", vote.process)
    following.hush()
    make.counted(vote)
    assert following.tell() == []


@database
def test_nobody_hears_who_or_how_many_have_voted() -> None:
    vote = make.open_vote()
    following.address("en@example.dk", vote.process)
    following.hush()
    make.cast(vote, "anna", [1])
    assert following.tell() == []
    assert Act.CAST_BALLOT not in HEARD_BY


@database
def test_what_was_stopped_meanwhile_is_not_sent() -> None:
    process, _proposals = following.decided()
    follower = following.address("en@example.dk", process)
    following.address("anden@example.dk", process)
    actions.ask_to_follow("en@example.dk", thing(make.area("Viby")), language="da", pace=Pace.AT_ONCE, at=make.now())
    following.hush()
    release_decisions(make.tove(), process, at=make.now())
    later = make.now() + timedelta(minutes=5)
    while news.read_news(at=make.now()):
        pass
    news.pack(at=later)
    actions.stop_following(follower, actions.leads_to(process.pk))
    outbox.send_mails(at=later)
    assert Mail.objects.get(follower=follower, kind=3).state == State.DROPPED
    assert Mail.objects.get(follower__email="anden@example.dk", kind=3).state == State.SENT


@database
def test_a_digest_waits_for_its_hour_and_holds_everything() -> None:
    process, proposals = following.decided()
    following.address("daglig@example.dk", process, Pace.DAILY)
    following.address("daglig@example.dk", proposals[0])
    following.hush()
    release_decisions(make.tove(), process, at=make.now())
    assert following.tell() == []
    [mail] = following.tell(at=due_at(Pace.DAILY, make.now(), 7))
    assert "2" in mail.subject
    assert len(re.findall("/deltagerbudgetter/", mail.body)) == 2


@database
def test_a_new_pace_counts_for_what_waits_already() -> None:
    process, _proposals = following.decided()
    follower = following.address("en@example.dk", process, Pace.WEEKLY)
    following.hush()
    release_decisions(make.tove(), process, at=make.now())
    assert following.tell() == []
    actions.change_pace(follower, Pace.AT_ONCE, at=make.now())
    assert len(following.tell()) == 1


@database
def test_b72_a_vote_that_closes_soon_is_told_once_and_not_at_the_last_moment() -> None:
    vote = make.open_vote()
    following.address("en@example.dk", vote.process)
    following.hush()
    assert following.tell() == [], "it has just opened"
    shift(vote, closes_in=timedelta(days=2))
    ballots.open_vote(ballots_clock(), vote.process, at=make.now())
    following.hush()
    [mail] = following.tell()
    assert "lukker snart" in mail.subject or "closes soon" in mail.subject
    assert following.tell() == []


@database
def test_t38_what_two_persons_change_of_a_vote_is_told_with_its_reason() -> None:
    vote = make.open_vote()
    following.address("en@example.dk", vote.process)
    following.hush()
    later = vote.closes_at + timedelta(days=1)
    both(lambda actor: changes.withdraw_project(actor, vote, number=1, words=WHY, at=make.now()))
    both(lambda actor: changes.extend_vote(actor, vote, closes_at=later, words=WHY, at=make.now()))
    both(lambda actor: changes.report_incident(actor, vote, words=WHAT, at=make.now()))
    text = "\n".join(mail.body for mail in following.tell()).replace("\n", " ")
    assert "gået ud af afstemningen" in text
    assert "forlænget" in text
    assert "gik galt" in text
    assert text.count(WHY.reason_da.split()[0]) >= 2


def shift(vote: Vote, *, closes_in: timedelta) -> None:
    process = vote.process
    span = process.phases.get(kind=PhaseKind.VOTE)
    into = span.ends_at - span.starts_at - closes_in
    make.shift_to(process, PhaseKind.VOTE, into=into)


def test_b72_the_window_of_the_reminder() -> None:
    opens, closes = datetime(2027, 4, 1, 12, tzinfo=HERE), datetime(2027, 4, 22, 20, tzinfo=HERE)
    assert not is_time_to_remind(opens, closes, closes - timedelta(days=4))
    assert is_time_to_remind(opens, closes, closes - timedelta(days=2))
    assert not is_time_to_remind(opens, closes, closes - timedelta(hours=1))
    assert not is_time_to_remind(closes - timedelta(days=3), closes, closes - timedelta(days=1)), "it has just opened"


def started() -> Milestone:
    result = make.finished()
    process = result.vote.process
    winner = next(row.proposal for row in result.projects.select_related("proposal") if row.is_funded)
    make.shift_to(process, PhaseKind.REALISATION)
    words = {"owner_title": "tovholder", "carried_out_by": "Veje"}
    make.released(process)
    begun = realisation.start_realisation(make.tove(), winner, **words, at=make.now())
    due_on = make.today() + timedelta(days=3)
    return realisation.plan_milestone(make.tove(), begun, title="Tegnet", due_on=due_on, at=make.now())


@database
def test_a_late_promise_is_told_once_and_again_when_it_is_missed_again() -> None:
    milestone = started()
    following.address("en@example.dk", milestone.realisation.proposal)
    following.hush()
    assert following.tell() == []
    Milestone.objects.filter(pk=milestone.pk).update(due_on=make.today() - timedelta(days=1))
    [mail] = following.tell()
    assert "forsinket" in mail.subject or "late" in mail.subject
    assert following.tell() == []
    milestone.refresh_from_db()
    new = make.today() + timedelta(days=1)
    realisation.move_milestone(make.tove(), milestone, due_on=new, reason="Frost i www.evil.dk", at=make.now())
    [moved] = following.tell()
    assert "Frost" in moved.body
    assert "www.evil.dk" not in following.everything(moved), "a mail program would make a link of it"
    Milestone.objects.filter(pk=milestone.pk).update(due_on=make.today() - timedelta(days=1))
    assert len(following.tell()) == 1


@database
def test_a_project_is_followed_to_its_end() -> None:
    milestone = started()
    following.address("omraade@example.dk", make.area())
    following.address("en@example.dk", milestone.realisation.proposal)
    following.hush()
    realisation.report_progress(make.tove(), milestone.realisation, text="Vi er i gang.", at=make.now())
    [told] = following.tell()
    assert "Vi er i gang." in told.body
    realisation.reach_milestone(make.tove(), milestone, reached_on=make.today(), at=make.now())
    realisation.finish_realisation(make.tove(), milestone.realisation, finished_on=make.today(), at=make.now())
    assert following.to(following.tell()) == ["en@example.dk", "omraade@example.dk"]


@database
def test_mails_are_in_the_followers_language() -> None:
    process, _proposals = following.decided()
    following.address("da@example.dk", process, language="da")
    following.address("en@example.dk", process, language="en")
    following.hush()
    release_decisions(make.tove(), process, at=make.now())
    mails = {mail.to[0]: mail for mail in following.tell()}
    assert "Med venlig hilsen" in mails["da@example.dk"].body or "/en/" not in mails["da@example.dk"].body
    assert "/en/" in mails["en@example.dk"].body
    assert 'lang="en"' in following.html_of(mails["en@example.dk"])
