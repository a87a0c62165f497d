"""Opening a proposal by a link from a mail."""

import pytest
from django.test import Client
from tests import make
from tests.experts.asked import PAGE, asked

from deltagerbudget.acts.actor import SYSTEM
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.experts.actions import open_expert_link
from deltagerbudget.experts.models import uses_of
from deltagerbudget.staff.secrets import digest

pytestmark = pytest.mark.django_db


def test_it_works_and_each_time_is_written_down() -> None:
    expert, token = asked()
    for _time in (1, 2):
        page = Client().post(PAGE, {"noegle": token})
        assert page.status_code == 200
        assert "En bænk med ryglæn" in page.content.decode()
    entries = [entry.act for entry in Entry.objects.of(expert).order_by("pk")]
    assert entries == [Act.ASK_EXPERT, Act.OPEN_EXPERT_LINK, Act.OPEN_EXPERT_LINK]
    assert uses_of([expert])[expert.pk] == 2


def test_t29_a_scanner_that_looks_at_the_link_uses_nothing_and_reads_nothing_of_the_text() -> None:
    expert, token = asked()
    for _time in range(5):
        page = Client().get(PAGE, {"noegle": token})
        assert page.status_code == 200
        assert "En bænk med ryglæn" not in page.content.decode()
    assert Entry.objects.of(expert).count() == 1


@pytest.mark.parametrize("token", ["", "x", "æøå", "x" * 5000, "0\x00"])
def test_t29_no_link_of_ours_is_a_page_that_says_so(token: str) -> None:
    asked()
    assert Client().get(PAGE, {"noegle": token}).status_code == 410
    assert Client().post(PAGE, {"noegle": token}).status_code == 410


def test_t29_a_token_of_another_purpose_opens_nothing() -> None:
    expert, token = asked()
    expert.digest = digest("invitation", token)
    expert.save(update_fields=["digest"])
    assert Client().get(PAGE, {"noegle": token}).status_code == 410


def test_t14_the_link_to_one_proposal_opens_no_other() -> None:
    (first, token), (other, _token) = asked(), asked()
    with pytest.raises(NotPossible):
        open_expert_link(SYSTEM, other, token, at=make.now())
    page = Client().post(PAGE, {"noegle": token, "forslag": other.proposal_id}).content.decode()
    assert first.proposal.process.title in page
    assert other.proposal.process.title not in page


def test_who_may_not_and_not_after_the_review() -> None:
    expert, token = asked()
    for actor in (make.anna(), make.bo(), make.tove()):
        with pytest.raises(NotYours):
            open_expert_link(actor, expert, token, at=make.now())
    make.shift_to(expert.proposal.process, PhaseKind.VOTE)
    with pytest.raises(NotNow):
        open_expert_link(SYSTEM, expert, token, at=make.now())
    assert Client().post(PAGE, {"noegle": token}).status_code == 410


def test_it_shows_nothing_that_is_not_public_and_keeps_no_cookie_of_a_login() -> None:
    _expert, token = asked()
    client = Client()
    page = client.post(PAGE, {"noegle": token})
    assert "sessionid" not in client.cookies
    assert "internal_note" not in page.content.decode()
    assert "no-store" in page["Cache-Control"]
