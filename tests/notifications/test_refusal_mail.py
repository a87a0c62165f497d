"""B55: the mail that a proposal does not go on is sent exactly once."""

import pytest
from django.core import mail
from tests import make

from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.notifications.outbox import read_journal, send_mails
from deltagerbudget.review.actions import release_decisions

pytestmark = pytest.mark.django_db


def test_b55_the_mail_of_a_refusal_is_sent_exactly_once_with_its_reason() -> None:
    process = make.process()
    proposal = make.submitted(process, title="Drikkepost")
    make.shift_to(process, PhaseKind.REVIEW)
    make.decided(proposal, price_ore=None, reason="Stedet er fredet.")
    mail.outbox.clear()
    read_journal(at=make.now())
    send_mails(at=make.now())
    before = [message.subject for message in mail.outbox if "går ikke videre" in message.subject]
    release_decisions(make.tove(), process, at=make.now())
    for _round in range(3):
        read_journal(at=make.now())
        send_mails(at=make.now())
    told = [message for message in mail.outbox if "Stedet er fredet." in str(message.body)]
    assert before == []
    assert [message.to for message in told] == [["anna-jensen@example.dk"]]
