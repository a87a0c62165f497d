"""What authors and followers hear of a support round."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from tests import make
from tests.notifications import following
from tests.support import rounds

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.notifications.outbox import read_journal, send_mails
from deltagerbudget.support.actions import lift_proposal

pytestmark = pytest.mark.django_db


def letters() -> list[mail.EmailMessage]:
    mail.outbox.clear()
    while read_journal(at=make.now()):
        pass
    send_mails(at=make.now())
    return list(mail.outbox)


def test_authors_get_the_numbers_and_whom_to_call() -> None:
    made = rounds.process(sent=2)
    first, second = rounds.rows(made)
    rounds.supported(first, 1, 2)
    rounds.supported(second, 1)
    letters()
    rounds.over(made)
    enough, too_few = sorted(letters(), key=lambda sent: sent.to)
    assert "har fået støtte nok" in enough.subject
    assert "2 borgere støttede dit forslag, og der skulle 2 til" in enough.body
    assert "fik ikke støtte nok" in too_few.subject
    assert "1 borger støttede det, og der skulle 2 til" in too_few.body
    assert "12 34 56 78" in too_few.body
    assert "Nabo" not in str([enough.body, too_few.body])


def test_authors_hear_that_it_is_taken_up_again_and_why() -> None:
    row = rounds.proposal()
    rounds.over(row.process)
    letters()
    lift_proposal(make.tove(), row, reason="Der bor kun 90 i landsbyen.", at=make.now())
    [sent] = letters()
    assert sent.to == ["forfatter-0@example.dk"]
    assert "Der bor kun 90 i landsbyen." in sent.body


def test_followers_hear_once_that_the_round_is_on_and_how_it_ended() -> None:
    made = rounds.process(PhaseKind.IDEAS)
    row = rounds.rows(made)[0]
    following.address("en@example.dk", row)
    following.hush()
    assert following.tell() == []
    made = make.shift_to(made, PhaseKind.SUPPORT)
    [begun] = following.tell()
    assert "Nu kan du støtte forslagene" in begun.subject
    assert following.tell() == []
    rounds.over(made)
    [ended] = following.tell()
    assert "fik ikke støtte nok" in ended.subject
    assert "0 støttede det, og der skulle 2 til" in str(ended.body)
    lift_proposal(make.tove(), rounds.fresh(row), reason="Få bor der.", at=make.now())
    [lifted] = following.tell()
    assert "er taget op igen" in lifted.subject


def test_whoever_sends_a_proposal_is_told_of_the_round() -> None:
    made = rounds.process(PhaseKind.IDEAS, sent=0, needed=25)
    row = make.submitted(made, author=make.author(3))
    [sent] = letters()
    told = "kan borgerne støtte det. Kommunen vurderer det, hvis 25 støtter det."
    assert told in sent.body
    assert "Derefter ser kommunen på" not in sent.body
    client = Client()
    client.force_login(Person.objects.get(pk=make.author(3).person_id))
    page = client.get(reverse("proposals:receipt", args=[row.pk])).text
    assert told in page
    assert "Kommunen ser på alle forslag" not in page
    draft = make.draft(made, author=make.author(3))
    assert told in client.get(reverse("proposals:check", args=[draft.pk])).text
