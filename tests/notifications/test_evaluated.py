"""A published evaluation is told to those who follow the deltagerbudget or one of its winners, each once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives
from tests import make
from tests.evaluation.evaluations import WORDS, published
from tests.notifications import following
from tests.realisation.winners import winner

from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.evaluation.actions import publish_evaluation
from deltagerbudget.notifications import actions, news
from deltagerbudget.notifications.models import Following, News
from deltagerbudget.notifications.rules import Pace, due_at
from deltagerbudget.proposals.models import Proposal

pytestmark = pytest.mark.django_db

SAID = "Se hvor mange der var med, hvad der blev af projekterne, og hvad kommunen har lært."


def also(email: str, thing: object) -> Following:
    """By somebody who has confirmed already."""
    target = following.Thing(thing)  # type: ignore[arg-type]
    actions.ask_to_follow(email, target, language="da", pace=Pace.AT_ONCE, at=make.now())
    row = Following.objects.latest("pk")
    Following.objects.filter(pk=row.pk).update(confirmed_at=make.now())
    return row


def body(mail: EmailMultiAlternatives) -> str:
    return " ".join(str(mail.body).split())


@pytest.mark.both
def test_it_works() -> None:
    won = winner()
    process = won.process
    lost = Proposal.objects.get(process=process, number=2)
    following.person("Pia Følger", process)
    following.address("vinder@example.dk", won)
    also("vinder@example.dk", process)
    also("vinder@example.dk", Proposal.objects.get(process=process, number=3))
    following.address("taber@example.dk", lost)
    following.address("omraade@example.dk", make.area())
    following.address("viby@example.dk", make.area("Viby"))
    following.address("english@example.dk", process, language="en")
    following.hush()
    published(process)
    told = following.tell()
    assert following.to(told) == ["english@example.dk", following.email_of("Pia Følger"), "vinder@example.dk"]
    mails = {mail.to[0]: mail for mail in told}
    danish, english = mails["vinder@example.dk"], mails["english@example.dk"]
    assert danish.subject == f"Evalueringen er her – {process.title}"
    assert SAID in body(danish)
    assert "Se evalueringen" in body(danish)
    assert body(danish).count(f"/evaluering/{process.slug}/") == 1
    assert english.subject == f"The evaluation is here – {process.title}"
    assert f"/en/evaluering/{process.slug}/" in body(english)
    assert following.tell() == []
    written = News.objects.filter(entry__act=Act.PUBLISH_EVALUATION)
    assert written.count() == 3, "none waits for who is not told"


def test_what_is_published_again_is_told_to_nobody() -> None:
    """A slip that is mended writes to no one, neither to who has been told nor to who follows since."""
    process = winner().process
    following.address("en@example.dk", process)
    following.hush()
    published(process)
    assert len(following.tell()) == 1
    following.address("ny@example.dk", process)
    publish_evaluation(make.tove(), process, WORDS, at=make.now() + timedelta(days=30))
    assert following.tell(at=make.now() + timedelta(days=30)) == []


def test_it_is_one_piece_of_a_digest() -> None:
    won = winner()
    following.address("daglig@example.dk", won.process, Pace.DAILY)
    also("daglig@example.dk", won)
    following.hush()
    published(won.process)
    assert following.tell() == []
    [mail] = following.tell(at=due_at(Pace.DAILY, make.now(), 7))
    assert body(mail).count("Evalueringen er her") == 1


def test_who_follows_a_winner_no_more_does_not_hear_of_it() -> None:
    """Also when a proposal that did not win is still followed."""
    won = winner()
    follower = following.address("en@example.dk", won)
    also("en@example.dk", Proposal.objects.get(process=won.process, number=2))
    following.hush()
    published(won.process)
    while news.read_news(at=make.now()):
        pass
    Following.objects.filter(follower=follower, proposal=won).delete()
    assert following.tell() == []


def test_who_followed_a_part_of_a_winner_hears_of_it() -> None:
    won = winner()
    part = Proposal.objects.get(process=won.process, number=2)
    follower = following.address("del@example.dk", part)
    # By hand: it was put together with the winner before the vote.
    Proposal.objects.filter(pk=part.pk).update(stage="merged", merged_into=won)
    following.hush()
    published(won.process)
    assert following.to(following.tell()) == [follower.email]
