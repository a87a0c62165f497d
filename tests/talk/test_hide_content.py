from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection, transaction
from django.test import Client
from tests import make
from tests.race import at_once
from tests.talk import said

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Ground, PhaseKind, Role
from deltagerbudget.ballots.actions import config_to_freeze, freeze_vote
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.talk.actions import decide_hiding_appeal, hide_content, report_content
from deltagerbudget.talk.models import Hiding, Report
from deltagerbudget.talk.rules import Outcome

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    sent = said.proposal()
    asked = said.question(sent)
    report_content(said.viggo(), asked, ground=Ground.PERSONAL, at=make.now())
    hiding = said.hidden(asked)
    asked.refresh_from_db()
    assert (asked.hidden_ground, asked.hidden_at, asked.text) == (
        "personal",
        hiding.at,
        "Kan en kørestol komme derhen?",
    )
    assert not Report.objects.open_to(make.tove()).exists()
    entry = Entry.objects.of(sent).newest_first()[0]
    assert (entry.act, entry.detail) == (Act.HIDE_CONTENT, {"hiding": hiding.pk, "ground": "personal"})


def test_answers_and_points_too_and_each_once() -> None:
    sent = said.proposal()
    for thing in (said.answer(said.question(sent)), said.point(sent)):
        assert said.hidden(thing).thing == thing
        with pytest.raises(NotPossible):
            said.hidden(thing)
    assert Hiding.objects.count() == 2


def test_t14_who_may_not() -> None:
    sent = said.proposal()
    elsewhere = make.staff("Vera Viby", Role.OWNER, make.area("Viby"))
    for actor in (make.anna(), said.nina(), make.bo(), make.fie(), elsewhere):
        with pytest.raises(NotYours):
            hide_content(actor, sent, ground=Ground.PERSONAL, at=make.now())


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_proposal_waits_while_the_vote_is_being_frozen() -> None:
    sent = said.proposal()

    def hide() -> object:
        with transaction.atomic():
            connection.cursor().execute("SET LOCAL lock_timeout = '300ms'")
            return said.hidden(sent)

    with transaction.atomic():
        Process.objects.select_for_update().get(pk=sent.process_id)
        [done] = at_once(hide)
    assert isinstance(done, OperationalError)
    assert not Hiding.objects.exists()
    assert said.hidden(sent)


def text_of(client: Client, url: str) -> str:
    return client.get(url).text.replace("<mark>", "").replace("</mark>", "")


def test_b37_a_hidden_proposal_leaves_lists_search_and_map() -> None:
    sent, client = said.proposal(), Client()
    base = f"/deltagerbudgetter/{sent.process.slug}/"
    addresses = (
        f"{base}forslag/?orden=1&status=alle",
        f"{base}forslag/?orden=1&q=søen",
        "/soeg/?q=søen",
        f"{base}kort.json",
    )
    assert [url for url in addresses[:3] if sent.title not in text_of(client, url)] == []
    said.hidden(sent)
    cache.clear()
    assert [url for url in addresses if sent.title in text_of(client, url)] == []
    page = client.get(f"{base}forslag/{sent.number}/")
    assert page.status_code == 410
    assert sent.title not in page.text
    assert "Skjult af kommunen: Det handler om en privatperson" in page.text
    assert Proposal.objects.get(pk=sent.pk).title == sent.title


def test_b37_the_ballot_waits_until_it_is_settled_and_goes_on_without_it() -> None:
    process = make.with_prices([3_000_000, 3_000_000])
    first = process.proposals.order_by("number")[0]
    hiding = said.hidden(first)
    with pytest.raises(NotPossible, match=str(first.number)):
        config_to_freeze(process, at=make.now())
    said.appealed(hiding, make.author(0))
    with pytest.raises(NotPossible, match=str(first.number)):
        config_to_freeze(process, at=hiding.appeal_until + timedelta(days=1))
    decide_hiding_appeal(make.tom(), hiding, outcome=Outcome.UPHELD, answer="Nej.", at=make.now())
    assert f'"title":"{first.title}"' not in config_to_freeze(process, at=make.now() + timedelta(minutes=1))


def test_what_stands_on_a_frozen_ballot_is_not_hidden() -> None:
    process = make.with_prices([3_000_000])
    for actor in (make.tove(), make.tom()):
        freeze_vote(actor, process, at=make.now())
    with pytest.raises(NotPossible):
        said.hidden(process.proposals.get())


def test_a_withdrawn_one_and_a_draft_are_not_there_to_hide() -> None:
    with pytest.raises(NotPossible):
        said.hidden(make.draft(make.process()))


def test_it_can_be_done_in_any_phase() -> None:
    sent = said.proposal()
    asked = said.question(sent)
    said.later(sent, PhaseKind.VOTE)
    assert said.hidden(asked).pk
