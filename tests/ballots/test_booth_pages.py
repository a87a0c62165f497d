from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils.timezone import localdate
from tests import make
from tests.ballots.voter import Booth, Login, enter
from tests.promises import by_hand

from deltagerbudget.acts import clock
from deltagerbudget.acts.marks import mark_of
from deltagerbudget.ballots import carried, casting, urls
from deltagerbudget.ballots.models import Ballot, Vote, VotingSession
from deltagerbudget.processes.rules import BallotType

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
CASES = {
    "twice": ["1", "1"],
    "foreign": ["9"],
    "nothing": [],
    "negative": ["-1"],
    "fraction": ["1.5"],
    "exponent": ["1e9"],
    "huge": ["9" * 300],
    "unicode digit": ["１"],
    "nul": ["1\0"],
    "list as text": ["[1,2]"],
    "too dear": ["1", "2"],
    "too many values": ["1"] * 400,
}


def closing(vote: Vote, ago: timedelta) -> None:
    with by_hand():
        Vote.objects.filter(pk=vote.pk).update(closes_at=clock.now() - ago)


def words(booth: Booth, page: str = "") -> str:
    return booth.get(page).content.decode()


def test_it_works(login: Login) -> None:
    vote = make.open_vote()
    booth = enter(vote)
    assert booth.get().status_code == 200
    assert booth.choose(1, 3).headers["Location"] == f"{booth.base}tjek/"
    assert booth.get("tjek/").status_code == 200
    assert booth.get("log-ind/").status_code == 200
    assert booth.log_in().headers["Location"] == f"{booth.base}aflever/"
    assert booth.get("aflever/").status_code == 200
    assert booth.hand_in().headers["Location"] == f"{booth.base}gemt/"
    page = words(booth, "gemt/")
    titles = {project.number: project.title for project in vote.projects.all()}
    assert titles[1] in page
    assert titles[3] in page
    assert titles[2] not in page
    assert login.asked == ["booth oidc da"]


def test_in_english_one_comes_back_to_english(login: Login) -> None:
    booth = enter(make.open_vote())
    booth.base = f"/en{booth.base}"
    booth.choose(1)
    assert booth.log_in().headers["Location"] == f"{booth.base}aflever/"


def test_b22_choices_survive_the_detour_a_failed_login_and_a_refusal(login: Login) -> None:
    booth = enter(make.open_vote())
    booth.choose(1, 3)
    login.error = "cancelled"
    assert booth.log_in().status_code == 400
    login.error, login.area = "", "viby"
    assert booth.log_in().status_code == 403
    login.area = "tranbjerg"
    booth.log_in()
    assert booth.sheet()["valg"] == ["1", "3"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"area": "viby"}, "Tranbjerg"),
        ({"area": None}, "Tranbjerg"),
        ({"birth_date": localdate().replace(day=1) - timedelta(days=365 * 14)}, "15"),
        ({"birth_date": None}, ""),
    ],
)
def test_b21_who_may_not_vote_hears_why_and_leaves_no_trace(login: Login, changed: dict[str, Any], said: str) -> None:
    booth = enter(make.open_vote())
    booth.choose(1)
    for name, value in changed.items():
        setattr(login, name, value)
    answer = booth.log_in()
    assert answer.status_code == 403
    assert said in answer.content.decode()
    assert not VotingSession.objects.exists()


@pytest.mark.parametrize("raw", CASES.values(), ids=CASES.keys())
def test_t33_an_impossible_ballot_is_refused_with_the_reason(login: Login, raw: list[str]) -> None:
    booth = enter(make.open_vote())
    answer = booth.choose(*raw)
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    booth.choose(3)
    booth.log_in()
    answer = booth.hand_in(valg=raw)
    assert answer.status_code == 422
    assert not Ballot.objects.exists()


def test_t33_ten_thousand_fields_are_no_ballot(login: Login) -> None:
    booth = enter(make.open_vote())
    assert booth.choose(*["1"] * 10_000).status_code == 400


def test_t33_choices_are_kept_when_they_are_refused(login: Login) -> None:
    booth = enter(make.open_vote())
    booth.choose(1, 2)
    page = words(booth)
    assert page.count(" checked") == 2


def test_what_no_longer_fits_is_said_without_scripts(login: Login) -> None:
    booth = enter(make.open_vote())
    booth.choose(1)
    assert "30.450 kr." in words(booth)


def test_t20_t34_extra_fields_change_nothing(login: Login) -> None:
    vote = make.open_vote()
    booth = enter(vote)
    booth.choose(1)
    booth.log_in()
    booth.hand_in(pseudonym="ab" * 32, cost_ore="1", amount_ore="999999999", area="viby", vote="x", status="won")
    ballot = vote.ballots.get()
    assert ballot.pseudonym == make.voter(vote, "anna").pseudonym
    assert ballot.version == 1
    assert booth.hand_in(valg=["1", "2"], amount_ore="999999999", expected_version="0").status_code == 422


@pytest.mark.parametrize("version", ["", "-1", "x", "1.0", "9" * 50, "１"])
def test_a_version_that_is_none_is_a_page_out_of_date(login: Login, version: str) -> None:
    booth = enter(make.open_vote())
    booth.choose(1)
    booth.log_in()
    assert booth.hand_in(version=version).status_code == 409
    assert not Ballot.objects.exists()


def test_t35_before_it_opens_one_may_look_and_choose_but_not_hand_in(login: Login) -> None:
    booth = enter(make.frozen())
    assert booth.get().status_code == 200
    assert booth.choose(1).status_code == 302
    assert booth.get("tjek/").status_code == 200
    assert "log-ind" not in words(booth, "tjek/")
    booth.log_in()
    assert booth.client.post(f"{booth.base}aflever/", {"valg": "1"}).status_code == 409
    assert not VotingSession.objects.exists()


def test_t35_unfrozen_it_stays_shut(login: Login) -> None:
    process = make.with_prices([3_200_000])
    client = Client()
    for page in ("", "tjek/", "log-ind/", "aflever/", "gemt/"):
        answer = client.get(f"/stem/{process.slug}/{page}")
        assert answer.status_code == 200
        assert "<form" not in answer.content.decode()


def test_t12_a_process_in_preparation_is_not_there(login: Login) -> None:
    process = make.draft_process()
    for page in ("", "tjek/", "log-ind/", "aflever/", "gemt/"):
        assert Client().get(f"/stem/{process.slug}/{page}").status_code == 404
    assert Client().get("/stem/findes-ikke/").status_code == 404


def test_t35_b16_after_closing_no_door_leads_in(login: Login) -> None:
    vote = make.open_vote()
    booth = enter(vote)
    booth.vote(1)
    booth.choose(3)
    sheet = booth.sheet()
    closing(vote, 11 * MINUTE)
    for page in ("", "tjek/", "log-ind/", "aflever/"):
        answer = booth.get(page)
        assert answer.status_code == 200
        assert "<form" not in answer.content.decode()
    assert booth.client.post(f"{booth.base}aflever/", sheet).status_code == 409
    assert vote.ballots.count() == 1


def test_no_choice_is_shown_once_it_is_closed(login: Login) -> None:
    vote = make.open_vote()
    booth = enter(vote)
    booth.vote(1)
    title = vote.projects.get(number=1).title
    assert title in words(booth, "gemt/")
    closing(vote, 11 * MINUTE)
    assert title not in words(booth, "gemt/")


def test_t35_who_was_in_the_booth_before_closing_has_ten_minutes(login: Login) -> None:
    vote = make.open_vote()
    booth, late = enter(vote), enter(vote)
    booth.choose(1)
    closing(vote, timedelta())
    assert booth.log_in().headers["Location"] == f"{booth.base}aflever/"
    assert booth.hand_in().status_code == 302
    assert "<form" in words(booth, "gemt/")
    assert "<form" not in words(late)
    assert vote.ballots.count() == 1


def test_t35_a_page_handed_out_before_closing_may_be_sent_for_ten_minutes(login: Login) -> None:
    vote = make.open_vote()
    booth = enter(vote)
    ticket = re.findall(r'name="billet" value="([^"]+)"', words(booth))[0]
    closing(vote, timedelta())
    for forged in ("", "x", ticket[:-1], ticket + "x", carried.ticket(make.open_vote(), clock.now())):
        assert "/tjek/" not in booth.choose(1, billet=forged).headers.get("Location", "")
    assert booth.choose(1, billet=ticket).headers["Location"] == f"{booth.base}tjek/"


def test_t36_a_page_of_yesterday_is_told_and_shown_what_lies_there(login: Login) -> None:
    vote = make.open_vote()
    booth = enter(vote)
    booth.choose(1)
    booth.log_in()
    old = booth.sheet()
    make.cast(vote, "anna", [3])
    answer = booth.client.post(f"{booth.base}aflever/", old)
    assert answer.status_code == 409
    assert vote.projects.get(number=3).title in answer.content.decode()
    assert vote.ballots.count() == 1


def test_t37_a_double_click_is_one_ballot(login: Login) -> None:
    vote = make.open_vote()
    booth = enter(vote)
    booth.choose(1)
    booth.log_in()
    sheet = booth.sheet()
    answers = [booth.client.post(f"{booth.base}aflever/", sheet) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302] * 3
    assert vote.ballots.count() == 1


def test_t37_two_tabs_the_second_is_told(login: Login) -> None:
    vote = make.open_vote()
    booth = enter(vote)
    booth.choose(1)
    booth.log_in()
    first, second = booth.sheet(), booth.sheet()
    assert booth.client.post(f"{booth.base}aflever/", first).status_code == 302
    assert booth.client.post(f"{booth.base}aflever/", second).status_code == 409
    assert vote.ballots.count() == 1


def test_t37_back_after_handing_in_shows_what_is_stored(login: Login) -> None:
    booth = enter(make.open_vote())
    booth.vote(1)
    assert booth.get("aflever/").headers["Location"] == f"{booth.base}gemt/"
    assert words(booth).count(" checked") == 1


def test_t37_a_session_that_ran_out_keeps_the_choices(login: Login) -> None:
    booth = enter(make.open_vote())
    booth.choose(1, 3)
    booth.log_in()
    sheet = booth.sheet()
    VotingSession.objects.all().delete()
    assert booth.client.post(f"{booth.base}aflever/", sheet).headers["Location"] == f"{booth.base}log-ind/"
    booth.log_in()
    assert booth.sheet()["valg"] == ["1", "3"]


def test_when_the_outcome_is_unknown_trying_again_is_safe(login: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    vote = make.open_vote()
    booth = enter(vote)
    booth.choose(1, 3)
    booth.log_in()
    sheet = booth.sheet()
    cast = casting.cast_ballot

    def cut_off(*args: Any, **kwargs: Any) -> None:
        cast(*args, **kwargs)
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(casting, "cast_ballot", cut_off)
    answer = booth.client.post(f"{booth.base}aflever/", sheet)
    assert answer.status_code == 503
    page = answer.content.decode()
    assert sheet["noegle"][0] in page
    assert page.count('name="valg"') == 2
    monkeypatch.setattr(casting, "cast_ballot", cast)
    assert booth.client.post(f"{booth.base}aflever/", sheet).status_code == 302
    assert vote.ballots.count() == 1


def test_v6_changing_shows_what_lies_there(login: Login) -> None:
    vote = make.open_vote()
    booth = enter(vote)
    booth.vote(1)
    booth.choose(3)
    page = words(booth, "aflever/")
    assert vote.projects.get(number=1).title in page
    booth.hand_in()
    assert vote.ballots.count() == 2
    assert vote.projects.get(number=3).title in words(booth, "gemt/")


def test_b31_the_order_is_this_visitors_own_and_can_be_asked_for(login: Login) -> None:
    vote = make.open_vote([1_000_000] * 8)
    booth, other = enter(vote), enter(vote)

    def order(booth: Booth, query: str = "") -> list[str]:
        return [part.split('"')[0] for part in words(booth, query).split('name="valg" value="')[1:]]

    assert order(booth) == order(booth)
    assert order(booth, "?orden=7") == order(other, "?orden=7")
    assert sorted(order(booth, "?orden=3")) == [str(number) for number in range(1, 9)]
    for nonsense in ("0", "17", "x", "-1", "１", "9" * 99):
        assert len(order(booth, f"?orden={nonsense}")) == 8


def test_approval_ballots_count_instead_of_adding_up(login: Login) -> None:
    booth = enter(make.open_vote(ballot_type=BallotType.APPROVAL, max_choices=2))
    assert "data-count" in words(booth)
    assert booth.choose(1, 2, 3).status_code == 422
    assert booth.vote(1, 2).status_code == 302


def test_t13_every_page_of_the_booth_is_marked_so() -> None:
    assert {mark_of(pattern.callback) for pattern in urls.urlpatterns} == {"booth"}
