"""Never a loss, at most one duplicate after a crash."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMessage
from tests import make

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.notifications import outbox
from deltagerbudget.notifications.letters import Letter
from deltagerbudget.notifications.models import Handled, Mail, State
from deltagerbudget.proposals.actions import submit_proposal

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def sent_in() -> Entry:
    proposal = make.submitted(make.process(PhaseKind.IDEAS), title="En bænk\r\nBcc: alle@example.dk")
    return Entry.objects.of(proposal).get(act=Act.SUBMIT_PROPOSAL)


def deliver() -> int:
    outbox.read_journal(at=make.now())
    return outbox.send_mails(at=make.now())


def test_it_works(sent_in: Entry) -> None:
    assert deliver() == 1
    [sent] = django_mail.outbox
    assert sent.to == ["anna-jensen@example.dk"]
    assert sent.subject.startswith("Vi har modtaget dit forslag") or sent.subject.startswith("We have received")
    assert Mail.objects.get().state == State.SENT


def test_t53_a_title_cannot_add_a_header(sent_in: Entry) -> None:
    deliver()
    assert "\n" not in Mail.objects.get().subject
    assert django_mail.outbox[0].message()["Bcc"] is None


def test_the_same_entry_is_one_mail_however_often_it_is_read(sent_in: Entry) -> None:
    for _ in range(3):
        deliver()
    assert len(django_mail.outbox) == 1
    Handled.objects.filter(entry=sent_in).delete()
    # The constraint holds even where the claim was lost: nothing is handled twice, nothing breaks.
    outbox.read_journal(at=make.now())
    assert Mail.objects.filter(entry=sent_in).count() == 1


def test_a_crash_before_the_mails_are_written_loses_none(sent_in: Entry, monkeypatch: pytest.MonkeyPatch) -> None:
    """A letter that fails is tried again, and those of other entries are written all the same."""
    real = outbox.letters

    def crash(entry: Entry) -> list[Letter]:
        if entry == sent_in:
            raise RuntimeError("the power went")
        return real(entry)

    with monkeypatch.context() as broken:
        broken.setattr(outbox, "letters", crash)
        outbox.read_journal(at=make.now())
    assert list(Entry.objects.filter(handled=None)) == [sent_in]
    assert deliver() == 1


def test_a_crash_after_sending_gives_one_duplicate_with_the_same_message_id(
    sent_in: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox.read_journal(at=make.now())
    real = EmailMessage.send

    def sends_and_dies(message: EmailMessage) -> int:
        real(message)
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr(EmailMessage, "send", sends_and_dies)
        with pytest.raises(SystemExit):
            outbox.send_mails(at=make.now())
    assert outbox.send_mails(at=make.now()) == 0, "another worker must not send what is claimed"
    later = make.now() + outbox.CLAIM + timedelta(minutes=1)
    assert outbox.send_mails(at=later) == 1
    assert outbox.send_mails(at=later) == 0
    first, again = django_mail.outbox
    assert first.message()["Message-ID"] == again.message()["Message-ID"]


def test_a_mail_server_that_is_away_is_tried_again(sent_in: Entry, monkeypatch: pytest.MonkeyPatch) -> None:
    outbox.read_journal(at=make.now())

    def refuse(_message: EmailMessage) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr(EmailMessage, "send", refuse)
        assert outbox.send_mails(at=make.now()) == 0
    assert outbox.send_mails(at=make.now()) == 0, "not before the pause is over"
    assert outbox.send_mails(at=make.now() + timedelta(minutes=2)) == 1


def test_b55_a_refusal_is_mailed_exactly_once() -> None:
    make.with_prices([3_200_000, None])
    deliver()
    deliver()
    released = Mail.objects.filter(entry__act=Act.RELEASE_DECISIONS)
    assert released.count() == 2
    assert released.filter(body__contains="God idé.").count() == 2


def test_nobody_without_an_address_gets_a_mail() -> None:
    process = make.process(PhaseKind.IDEAS)
    silent = make.person("Stille Sander", email="")
    actor = make.actor_for(silent.pk)
    submit_proposal(actor, make.draft(process, author=actor), at=make.now())
    assert deliver() == 0
    assert Handled.objects.count() == Entry.objects.count()
