from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from tests import make
from tests.ballots.changing import WHAT, both, changed

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.ballots.changes import Words, report_incident
from deltagerbudget.ballots.models import Change, Vote

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def report(actor: Any, vote: Vote, words: Words = WHAT) -> bool:
    return report_incident(actor, vote, words=words, at=make.now())


def test_it_works() -> None:
    vote = make.open_vote()
    both(lambda actor: report(actor, vote))
    assert Change.objects.public().get().means_da == WHAT.means_da
    assert Entry.objects.of(vote).filter(act=Act.REPORT_INCIDENT).count() == 1
    after = changed(vote)
    assert (after.closes_at, after.withdrawn, after.changed_at) == (vote.closes_at, [], make.now())


def test_one_person_alone_cannot() -> None:
    vote = make.open_vote()
    report(make.tove(), vote)
    with pytest.raises(NotPossible):
        report(make.tove(), vote)
    assert not Change.objects.public().exists()


@pytest.mark.parametrize("who", [make.anna, make.fie, make.bo])
def test_who_may_not(who: Any) -> None:
    with pytest.raises(NotYours):
        report(who(), make.open_vote())


def test_not_before_it_opens_but_also_after_it_closed() -> None:
    with pytest.raises(NotNow):
        report(make.tove(), make.frozen())
    vote = make.closed(make.open_vote())
    both(lambda actor: report(actor, vote))


def test_it_says_what_it_means() -> None:
    with pytest.raises(NotPossible):
        report(make.tove(), make.open_vote(), replace(WHAT, means_da=" "))


def test_everyone_reads_it_on_the_page_and_in_the_booth_in_both_languages() -> None:
    vote = make.open_vote()
    before = Client().get(f"/deltagerbudgetter/{vote.process.slug}/").content.decode()
    both(lambda actor: report(actor, vote))
    for address, words in (("/", WHAT.reason_da), ("/en/", WHAT.reason_en)):
        for page in ("deltagerbudgetter", "stem"):
            text = Client().get(f"{address}{page}/{vote.process.slug}/").content.decode()
            assert words in text
            assert words not in before


def test_what_waits_for_its_second_person_is_nobodys_to_read() -> None:
    vote = make.open_vote()
    report(make.tove(), vote)
    for page in ("deltagerbudgetter", "stem"):
        assert WHAT.reason_da not in Client().get(f"/{page}/{vote.process.slug}/").content.decode()


def test_several_problems_stand_one_under_the_other() -> None:
    vote = make.open_vote()
    both(lambda actor: report(actor, vote))
    both(lambda actor: report(actor, vote, replace(WHAT, reason_da="Et brev var forkert.")))
    assert Change.objects.public().count() == 2
