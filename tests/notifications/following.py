"""Followers for tests, made by the acts of following themselves."""

from __future__ import annotations

from datetime import datetime

from django.core import mail as django_mail
from django.core.mail import EmailMultiAlternatives
from django.db.models import Model
from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.notifications import actions, news, outbox
from deltagerbudget.notifications.models import Follower
from deltagerbudget.notifications.rules import GATHERED_WITHIN, Pace
from deltagerbudget.notifications.things import Thing


def person(name: str, thing: Model, pace: Pace = Pace.AT_ONCE) -> Follower:
    """Somebody with an account."""
    who = make.person(name)
    return actions.follow(who, Thing(thing), pace=pace, at=make.now()).follower  # type: ignore[arg-type]


def address(email: str, thing: Model, pace: Pace = Pace.AT_ONCE, language: str = "da") -> Follower:
    """Somebody without one, who has confirmed."""
    asked = actions.ask_to_follow(email, Thing(thing), language=language, pace=pace, at=make.now())  # type: ignore[arg-type]
    actions.confirm_following(asked.pk, asked.nonce, at=make.now())
    return asked.follower


def hush(at: datetime | None = None) -> None:
    """All that has happened so far is told; what comes next is what the test is about."""
    moment = at or make.now()
    while outbox.read_journal(at=moment) or news.read_news(at=moment):
        pass
    news.pack(at=moment + GATHERED_WITHIN)
    outbox.send_mails(at=moment + GATHERED_WITHIN)
    django_mail.outbox.clear()


def tell(at: datetime | None = None) -> list[EmailMultiAlternatives]:
    """What followers get when everything until now, and the minutes of gathering, have passed."""
    moment = at or make.now()
    while news.read_news(at=moment):
        pass
    news.remind(at=moment)
    later = moment + GATHERED_WITHIN
    while news.pack(at=later):
        pass
    before = len(django_mail.outbox)
    outbox.send_mails(at=later)
    return [mail for mail in django_mail.outbox[before:] if "List-Unsubscribe" in mail.extra_headers]  # type: ignore[misc]


def to(mails: list[EmailMultiAlternatives]) -> list[str]:
    return sorted(mail.to[0] for mail in mails)


def email_of(name: str) -> str:
    return Person.objects.get(name=name).email


def decided() -> tuple[make.Process, list[make.Proposal]]:
    """In review, one admitted and one refused, nothing released."""
    process = make.process(PhaseKind.IDEAS)
    proposals = [make.submitted(process, author=make.author(place)) for place in range(2)]
    process = make.shift_to(process, PhaseKind.REVIEW)
    make.decided(proposals[0])
    make.decided(proposals[1], price_ore=None, reason="Der ligger et kabel.")
    hush()
    return process, proposals


def everything(mail: EmailMultiAlternatives) -> str:
    return f"{mail.subject}\n{mail.body}\n{html_of(mail)}"


def html_of(mail: EmailMultiAlternatives) -> str:
    return str(mail.alternatives[0][0])
