"""The last evening: many behind one address, many devices, and caches in between."""

from __future__ import annotations

import pytest
from tests import make
from tests.ballots.voter import Login, enter

from deltagerbudget.ballots.casting import stored_ballot
from deltagerbudget.ballots.models import Ballot
from deltagerbudget.results.election import to_election

pytestmark = pytest.mark.django_db
PAGES = ("", "tjek/", "log-ind/", "aflever/", "gemt/")


def test_t41_a_class_of_thirty_behind_one_address_votes(login: Login) -> None:
    vote = make.open_vote()
    for pupil in range(30):
        login.ref = f"oidc:test|elev {pupil}"
        booth = enter(vote, REMOTE_ADDR="203.0.113.7")
        assert booth.vote(1 + pupil % 3).status_code == 302
        assert booth.client.post(f"{booth.base}forlad/").status_code == 302
    assert Ballot.objects.values("pseudonym").distinct().count() == 30


@pytest.mark.both
def test_b19_two_devices_of_one_person_give_one_ballot(login: Login) -> None:
    vote = make.open_vote()
    phone, laptop = enter(vote), enter(vote)
    for device, choice in ((phone, 1), (laptop, 3)):
        device.choose(choice)
        device.log_in()
    sheet = laptop.sheet()
    assert phone.hand_in().status_code == 302
    assert laptop.client.post(f"{laptop.base}aflever/", sheet).status_code == 409
    lies_there = stored_ballot(make.voter(vote))
    assert lies_there is not None
    assert lies_there.sheet.numbers == (1,)
    assert to_election(make.closed(vote)).voters == 1


def test_b23_whoever_leaves_with_an_unfinished_ballot_is_warned_and_may_go(login: Login) -> None:
    vote = make.open_vote()
    booth = enter(vote)
    page = booth.get().content.decode()
    assert "data-warn-on-leave" in page
    booth.choose(1)
    assert 'class="way-out"' in booth.get("tjek/").content.decode()
    assert booth.client.post(f"{booth.base}forlad/").status_code == 302
    assert "checked" not in booth.get().content.decode()


def test_t67_no_cache_keeps_a_page_of_the_booth_and_no_name_of_a_file_fools_one(login: Login) -> None:
    vote = make.open_vote()
    booth = enter(vote)
    assert booth.vote(1).status_code == 302
    for page in PAGES:
        answer = booth.get(page)
        assert "no-store" in answer.headers["Cache-Control"], page
        assert "private" in answer.headers["Cache-Control"], page
    for page in ("gemt/x.css", "gemt/%2e%2e/x.js", "gemt;x.css", "x.png"):
        answer = booth.get(page)
        assert answer.status_code == 404, page
        assert vote.paper.projects["1"].name not in answer.content.decode()
