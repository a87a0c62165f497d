"""A register that is down for good: by the frozen rule, by two persons, all of them, and never one by one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from tests import make
from tests.ballots.changing import both
from tests.ballots.registers import TRANBJERG, Down, cast, come

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.history import events
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.ballots.changes import Words, settle_pending
from deltagerbudget.ballots.models import Change, PendingCheck, SetAside, Vote
from deltagerbudget.identity.residence import InventedRegistry

pytestmark = [pytest.mark.both, pytest.mark.django_db]
WHY = Words("CPR-registret har ikke svaret i otte dage.", "The register has not answered for eight days.")


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Any:
    cache.clear()

    def by(kind: type[InventedRegistry]) -> None:
        monkeypatch.setattr("deltagerbudget.ballots.pending.registry", kind)

    by(InventedRegistry)
    return by


@pytest.fixture
def vote(answers: Any) -> Vote:
    """Anna was seen; Beskyttet and Signe wait, and Otto came and did not vote. Closed."""
    vote = make.open_vote(address_ranges=[TRANBJERG])
    cast(come(vote, "anna"))
    answers(Down)
    for sub in ("beskyttet", "signe"):
        cast(come(vote, sub))
    come(vote, "otto")
    return make.closed(vote)


def late() -> datetime:
    return make.now() + timedelta(days=7, minutes=1)


def settle(actor: Any, vote: Vote, words: Words = WHY, at: datetime | None = None) -> bool:
    return settle_pending(actor, vote, words=words, at=at or late())


def test_it_works(vote: Vote) -> None:
    with pytest.raises(NotPossible):
        make.counted(vote)
    both(lambda actor: settle(actor, vote))
    assert not PendingCheck.objects.exists()
    assert set(SetAside.objects.values_list("reason", flat=True)) == {"unanswered"}
    result = make.counted(vote)
    assert result.ballots == 1
    assert result.uncounted == {"elsewhere": 0, "unanswered": 2}
    assert vote.ballots.count() == 3


def test_it_stands_in_the_open_with_its_reason_and_its_number(vote: Vote) -> None:
    both(lambda actor: settle(actor, vote))
    assert Change.objects.public().get().reason_da == WHY.reason_da
    entry = Entry.objects.get(act=Act.SETTLE_PENDING)
    assert entry.detail["voters"] == 2
    with translation.override("en"):
        assert events([entry])[0].what.endswith(": 2")
    make.published(vote)
    page = Client().get(f"/resultat/{vote.process.slug}/").content.decode()
    assert "Ikke talt med, fordi registret aldrig svarede" in page
    assert WHY.reason_da in Client().get(f"/deltagerbudgetter/{vote.process.slug}/").content.decode()


def test_one_person_alone_cannot(vote: Vote) -> None:
    assert not settle(make.tove(), vote)
    with pytest.raises(NotPossible):
        settle(make.tove(), vote)
    assert PendingCheck.objects.count() == 3


@pytest.mark.parametrize("who", [make.anna, make.fie, make.bo])
def test_who_may_not(vote: Vote, who: Any) -> None:
    with pytest.raises(NotYours):
        settle(who(), vote)


def test_not_before_the_limit_that_the_frozen_rules_say(vote: Vote) -> None:
    assert vote.frozen["register_days"] == 7
    for days in (0, 6):
        with pytest.raises(NotNow, match="registret"):
            settle(make.tove(), vote, at=make.now() + timedelta(days=days))


def test_not_while_people_vote(answers: Any) -> None:
    vote = make.open_vote(address_ranges=[TRANBJERG])
    answers(Down)
    cast(come(vote, "anna"))
    with pytest.raises(NotNow):
        settle(make.tove(), vote, at=make.now())


def test_not_when_nobody_waits(answers: Any) -> None:
    vote = make.open_vote(address_ranges=[TRANBJERG])
    cast(come(vote, "anna"))
    with pytest.raises(NotPossible, match="venter"):
        settle(make.tove(), make.closed(vote))


def test_not_without_a_reason(vote: Vote) -> None:
    with pytest.raises(NotPossible):
        settle(make.tove(), vote, Words(" "))


def test_the_rule_is_frozen_and_read_beforehand() -> None:
    asks, other = make.open_vote(address_ranges=[TRANBJERG]), make.open_vote()
    said = [" ".join(text for _heading, text in vote.frozen["regulation"]["en"]) for vote in (asks, other)]
    assert "7 days after the vote has closed" in said[0]
    assert "7 days" not in said[1]


def test_the_page_says_when_and_takes_the_two(vote: Vote, monkeypatch: pytest.MonkeyPatch) -> None:
    tove, tom = (Client() for _ in range(2))
    for client, actor in ((tove, make.tove()), (tom, make.tom())):
        client.force_login(Person.objects.get(pk=actor.person_id))
    base = f"/medarbejder/afstemning/{vote.process.slug}/"
    assert "aendringer/" in tove.get(base).content.decode()
    page = tove.get(f"{base}aendringer/").content.decode()
    assert "2 stemmer venter på at blive slået op" in page
    assert "aendringer/opslag/" not in page
    typed = {"reason_da": WHY.reason_da, "reason_en": ""}
    early = tove.post(f"{base}aendringer/opslag/", typed)
    assert early.status_code == 409
    monkeypatch.setattr("deltagerbudget.ballots.change_views.now", late)
    assert tove.post(f"{base}aendringer/opslag/", {"reason_da": ""}).status_code == 422
    assert tove.post(f"{base}aendringer/opslag/", typed).status_code == 302
    seen = tom.get(f"{base}aendringer/").content.decode()
    assert WHY.reason_da in seen
    digest = seen.split('name="seen" value="')[1][:64]
    assert tom.post(f"{base}aendringer/opslag/", {"seen": digest}).status_code == 302
    assert not PendingCheck.objects.exists()
