"""What the clock does by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.core.management import call_command
from tests import make

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.ballots.models import Vote
from deltagerbudget.notifications.duties import run_all
from deltagerbudget.places.models import WaitingImport

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_the_clock_opens_what_is_frozen_and_tells_the_authors_once() -> None:
    vote = make.open_vote()
    django_mail.outbox.clear()
    run_all(at=make.now())
    run_all(at=make.now())
    assert Entry.objects.filter(act=Act.OPEN_VOTE, detail__outcome="opened").count() == 1
    told = [m for m in django_mail.outbox if vote.process.title in m.subject]
    assert len(told) == 3


def test_what_is_not_frozen_stays_shut_and_the_owners_are_told() -> None:
    process = make.with_prices([3_200_000])
    make.tom()
    make.shift_to(process, PhaseKind.VOTE)
    run_all(at=make.now())
    assert Entry.objects.get(act=Act.OPEN_VOTE).detail == {"outcome": "not-frozen"}
    owners = {"tove-tovholder@example.dk", "tom-tovholder@example.dk"}
    assert {m.to[0] for m in django_mail.outbox if process.title in m.subject} >= owners


def test_the_clock_closes_after_the_minutes_of_grace() -> None:
    vote = make.open_vote()
    process = make.shift_to(vote.process, PhaseKind.COUNT, into=timedelta(minutes=9))
    run_all(at=make.now())
    assert Vote.objects.get(pk=vote.pk).closed_at is None
    make.shift_to(process, PhaseKind.COUNT, into=timedelta(minutes=10))
    call_command("work", once=True)
    assert Vote.objects.get(pk=vote.pk).closed_at is not None


def test_every_author_reads_about_their_own_result() -> None:
    result = make.finished()
    run_all(at=make.now())
    letters = [m for m in django_mail.outbox if m.body.count("/resultat/")]
    assert len(letters) == 3
    assert sum("forslag vandt." in m.body or "proposal won." in m.body for m in letters) == len(
        result.explained.winners
    )


def test_files_of_an_import_that_nobody_finished_are_forgotten_after_a_day() -> None:
    ada = make.administrator().person_id
    waiting = WaitingImport.objects.create(person_id=ada, digest="0" * 64, files={}, made_at=make.now())
    run_all(at=waiting.made_at + timedelta(hours=23))
    assert WaitingImport.objects.exists()
    run_all(at=waiting.made_at + timedelta(hours=25))
    assert not WaitingImport.objects.exists()
