"""Mails to followers on their way: crashes, two workers, addresses that fail, many at once, headers."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import make
from tests.notifications import following

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.notifications import news, outbox
from deltagerbudget.notifications.models import Follower, Following, Heard, Mail, News, State
from deltagerbudget.notifications.rules import Pace, due_at
from deltagerbudget.review.actions import release_decisions
from deltagerbudget.ui.danish import COPENHAGEN
from deltagerbudget.ui.quiet import quiet

database = pytest.mark.django_db
HERE = COPENHAGEN


@database
def test_t53_no_name_or_title_adds_a_header_or_fills_in_a_template() -> None:
    evil = "Bænk\r\nBcc: alle@example.dk {{ navn }} {event.secret} <b>fed</b> http://evil.dk"
    process = make.process(PhaseKind.IDEAS)
    proposal = make.submitted(process, author=make.author(0), title=evil)
    process = make.shift_to(process, PhaseKind.REVIEW)
    make.decided(proposal)
    following.address("en@example.dk", proposal)
    following.hush()
    release_decisions(make.tove(), process, at=make.now())
    [mail] = following.tell()
    message: EmailMessage = mail.message()  # type: ignore[assignment]
    assert message["Bcc"] is None
    assert "\n" not in mail.subject
    assert "{{ navn }} {event." in mail.body
    assert "<b>" not in following.html_of(mail)
    assert "http://evil" not in following.everything(mail)


@pytest.mark.parametrize("text", ["se http://evil.dk", "se www.evil.dk", "skriv til a@evil.dk", "evil.dk"])
def test_t53_no_mail_program_makes_a_link_of_what_others_wrote(text: str) -> None:
    assert not re.search(r"https?://|\w\.\w\w|\w@\w", quiet(text))
    assert quiet("Kl. 16.30 ved søen.") == "Kl. 16.30 ved søen.".replace(".30", ".\u200b30")


@database
@pytest.mark.both
def test_a_crash_while_news_is_written_loses_none(monkeypatch: pytest.MonkeyPatch) -> None:
    process, _proposals = following.decided()
    following.address("en@example.dk", process)
    following.hush()
    release_decisions(make.tove(), process, at=make.now())
    with monkeypatch.context() as broken:

        def crash(*_args: object) -> None:
            raise RuntimeError("the power went")

        broken.setattr(news, "_write", crash)
        news.read_news(at=make.now())
    assert Heard.objects.filter(entry__act=Act.RELEASE_DECISIONS).count() == 0
    assert len(following.tell()) == 1
    assert Entry.objects.filter(heard=None).count() == 0


@database
def test_two_workers_that_pack_the_same_make_one_mail() -> None:
    process, _proposals = following.decided()
    following.address("en@example.dk", process)
    following.hush()
    release_decisions(make.tove(), process, at=make.now())
    while news.read_news(at=make.now()):
        pass
    later = make.now() + timedelta(minutes=5)
    assert news.pack(at=later) == 1
    News.objects.update(mail=None)
    assert news.pack(at=later) == 0, "the same Message-ID is not taken twice"


@database
def test_one_address_that_fails_holds_nobody_back(monkeypatch: pytest.MonkeyPatch) -> None:
    process, _proposals = following.decided()
    for name in ("a", "ond", "z"):
        following.address(f"{name}@example.dk", process)
    following.hush()
    release_decisions(make.tove(), process, at=make.now())
    real = EmailMultiAlternatives.send

    def sends(message: EmailMultiAlternatives) -> int:
        if message.to == ["ond@example.dk"]:
            raise ValueError("no such address")
        return real(message)

    monkeypatch.setattr(EmailMultiAlternatives, "send", sends)
    assert following.to(following.tell()) == ["a@example.dk", "z@example.dk"]
    assert Mail.objects.get(follower__email="ond@example.dk", kind=3).state == State.WAITING


@database
def test_no_more_are_sent_in_a_minute_than_the_server_is_asked_to_take(settings: object) -> None:
    process, _proposals = following.decided()
    settings.MAILS_PER_MINUTE = 2  # type: ignore[attr-defined]
    for number in range(3):
        following.address(f"{number}@example.dk", process)
    Mail.objects.all().delete()
    later = make.now() + timedelta(days=1)
    following.hush(at=later)
    release_decisions(make.tove(), process, at=make.now())
    even_later = later + timedelta(days=1)
    assert len(following.tell(at=even_later)) == 2
    assert outbox.send_mails(at=even_later + timedelta(minutes=2, seconds=30)) == 0
    assert outbox.send_mails(at=even_later + timedelta(minutes=4)) == 1


@database
def test_many_followers_cost_few_queries(settings: object) -> None:
    """Reading and packing by the hundred; sending by two statements a mail."""
    process, _proposals = following.decided()
    crowd(process, 300)
    following.hush()
    release_decisions(make.tove(), process, at=make.now())
    with CaptureQueriesContext(connection) as reading:
        news.read_news(at=make.now())
    assert len(reading) < 40
    later = make.now() + timedelta(minutes=5)
    with CaptureQueriesContext(connection) as packing:
        assert news.pack(at=later) == 200
    assert len(packing) < 15
    with CaptureQueriesContext(connection) as sending:
        sent = outbox.send_mails(at=later)
    assert sent == 200
    assert len(sending) <= 3 * sent + 40


def crowd(process: make.Process, number: int) -> None:
    made = Follower.objects.bulk_create(Follower(email=f"f{place}@example.dk") for place in range(number))
    at = make.now()
    Following.objects.bulk_create(
        Following(follower=follower, process=process, asked_at=at, confirmed_at=at) for follower in made
    )


@pytest.mark.parametrize(
    ("pace", "at", "due"),
    [
        (Pace.DAILY, datetime(2027, 3, 27, 6, 59, tzinfo=HERE), datetime(2027, 3, 27, 7, tzinfo=HERE)),
        # The clocks go forward in the night.
        (Pace.DAILY, datetime(2027, 3, 27, 7, 0, tzinfo=HERE), datetime(2027, 3, 28, 7, tzinfo=HERE)),
        (Pace.WEEKLY, datetime(2027, 3, 29, 6, 0, tzinfo=HERE), datetime(2027, 3, 29, 7, tzinfo=HERE)),
        (Pace.WEEKLY, datetime(2027, 3, 29, 7, 0, tzinfo=HERE), datetime(2027, 4, 5, 7, tzinfo=HERE)),
    ],
)
def test_a_digest_has_its_hour_in_denmark(pace: Pace, at: datetime, due: datetime) -> None:
    assert due_at(pace, at, 7) == due
