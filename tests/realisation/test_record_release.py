import pytest
from django.test import Client
from tests import make
from tests.realisation.winners import in_days, started, today, winner

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.realisation.promising import record_release

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    """Which body, when, and where it is written; public on the page of each project."""
    proposal = winner()
    url = "https://example.dk/referat"
    record_release(make.tove(), proposal.process, body=" Byrådet ", decided_on=today(), minutes=url, at=make.now())
    assert Entry.objects.filter(act=Act.RECORD_RELEASE).count() == 1
    row = started(proposal)
    page = Client().get(f"/deltagerbudgetter/{row.source.slug}/forslag/{proposal.number}/").content.decode()
    assert "Byrådet" in page
    assert url in page


def test_a_correction_is_a_further_row_and_what_is_started_keeps_its_own() -> None:
    proposal = winner()
    row = started(proposal)
    record_release(make.administrator(), proposal.process, body="Udvalget", decided_on=today(), at=make.now())
    row.refresh_from_db()
    assert row.release is not None
    assert row.release.body == "Byrådet"
    assert [release.body for release in proposal.process.releases.order_by("pk")] == ["Byrådet", "Udvalget"]


@pytest.mark.parametrize(("body", "days", "words"), [(" ", 0, "which body"), ("Byrådet", 1, "not come yet")])
def test_what_it_needs(body: str, days: int, words: str) -> None:
    with pytest.raises(NotPossible, match=words):
        record_release(make.tove(), winner().process, body=body, decided_on=in_days(days), at=make.now())


def test_not_before_the_result_and_not_in_the_vote() -> None:
    vote = make.closed(make.open_vote())
    with pytest.raises(NotPossible, match="not published"):
        record_release(make.tove(), vote.process, body="Byrådet", decided_on=today(), at=make.now())
    process = make.shift_to(vote.process, PhaseKind.VOTE)
    with pytest.raises(NotNow):
        record_release(make.tove(), process, body="Byrådet", decided_on=today(), at=make.now())


@pytest.mark.parametrize("who", [make.anna, make.uffe, make.fie, make.bo])
def test_who_may_not(who: object) -> None:
    process = winner().process
    with pytest.raises(NotYours):
        record_release(who(), process, body="Byrådet", decided_on=today(), at=make.now())  # type: ignore[operator]
