from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation
from tests import make
from tests.promises import by_hand
from tests.realisation.initiatives import published
from tests.realisation.winners import in_days, late_by, planned, started, today, winner

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.realisation.actions import finish_realisation, move_milestone, reach_milestone, report_progress
from deltagerbudget.realisation.models import Milestone, Realisation
from deltagerbudget.realisation.story import story_of

pytestmark = pytest.mark.django_db


def logged_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def text_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_board_shows_every_winner_and_no_loser(client: Client) -> None:
    proposal = winner()
    page = text_of(client, "/projekter/")
    titles = {row.number: row.title for row in proposal.process.proposals.all()}
    assert titles[1] in page
    assert titles[3] in page
    assert titles[2] not in page
    assert "52.000 kr." in page


def test_nothing_is_on_the_board_before_the_result_is_published(client: Client) -> None:
    vote = make.open_vote()
    make.cast(vote, "anna", [1])
    make.counted(make.closed(vote))
    assert "Ingen afstemning er færdig endnu" in text_of(client, "/projekter/")


def test_b65_the_late_one_comes_first_and_the_clock_says_so(client: Client) -> None:
    first, second = winner(1), winner(3)
    planned(started(first))
    late_by(planned(started(second)), 12)
    page = text_of(client, "/projekter/")
    assert page.index(second.title) < page.index(first.title)
    assert "12 dage forsinket" in page
    assert "De forsinkede står først." in page


def test_the_board_filters_by_area_and_station_in_the_address(client: Client) -> None:
    first, second = winner(1), winner(1)
    late_by(planned(started(first)), 3)
    page = text_of(client, "/projekter/?omraade=tranbjerg&status=forsinket")
    assert first.title in page
    assert second.title not in page
    assert first.title not in text_of(client, "/projekter/?status=faerdig")
    assert first.title not in text_of(client, "/projekter/?omraade=viby")
    assert first.title in text_of(client, "/projekter/?status=vrøvl&side=99")


def test_queries_of_the_board_do_not_grow(client: Client, django_assert_num_queries: Callable[..., object]) -> None:
    planned(started(winner()))
    client.get("/projekter/")
    with django_assert_num_queries(9):  # type: ignore[attr-defined]
        client.get("/projekter/")
    for _ in range(3):
        planned(started(winner()))
    with django_assert_num_queries(9):  # type: ignore[attr-defined]
        client.get("/projekter/")


def test_an_imported_election_is_not_ours_to_build(client: Client) -> None:
    proposal = winner()
    with by_hand():
        type(proposal.process).objects.update(is_imported=True)
    assert proposal.title not in text_of(client, "/projekter/")


def story(row: Realisation) -> str:
    with translation.override("da"):
        found = Realisation.objects.with_story().get(pk=row.pk)
        html = render_to_string("realisation/_story.html", {"story": story_of(found, today())})
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_story_tells_dates_moves_and_news() -> None:
    row = started()
    milestone = planned(row)
    move_milestone(make.tove(), milestone, due_on=in_days(40), reason="Jorden var våd.", at=make.now())
    report_progress(make.tove(), row, text="<b>Vi</b> har gravet.", at=make.now())
    text = story(row)
    assert "Bænken står der" in text
    assert "Flyttet fra" in text
    assert "Jorden var våd." in text
    assert "&lt;b&gt;Vi&lt;/b&gt; har gravet." in text
    assert "Teknik og Miljø" in text


def test_the_story_says_late_by_the_clock_and_finished_when_it_is() -> None:
    milestone = late_by(planned(), 5)
    row = milestone.realisation
    assert "5 dage forsinket" in story(row)
    reach_milestone(make.tove(), milestone, reached_on=today(), at=make.now())
    finish_realisation(make.tove(), row, finished_on=today(), at=make.now())
    text = story(row)
    assert "forsinket" not in text
    assert "Færdigt" in text


def test_staff_start_plan_move_reach_tell_and_finish() -> None:
    """The whole way by the forms alone."""
    proposal = winner()
    tove, base = logged_in(make.tove()), "/medarbejder/projekter/"
    assert "Sæt i gang" in text_of(tove, f"{base}{proposal.process.slug}/")
    who = {"owner_title": "Tovholder", "carried_out_by": "Teknik og Miljø", "delivered_by": "group"}
    assert tove.post(f"{base}{proposal.process.slug}/1/start/", who).status_code == 422
    released = {"body": "Byrådet", "decided_on": today(), "minutes": "https://example.dk/referat"}
    assert tove.post(f"{base}{proposal.process.slug}/frigivelse/", released).status_code == 302
    assert tove.post(f"{base}{proposal.process.slug}/1/start/", who).status_code == 302
    row = Realisation.objects.get()
    page = f"{base}{row.pk}/"
    assert tove.post(f"{page}milepael/", {"title": "Bænken står der", "due_on": in_days(9)}).status_code == 302
    milestone = Milestone.objects.get()
    assert tove.post(f"{base}milepaele/{milestone.pk}/betaling/", {"amount_ore": "12.000"}).status_code == 302
    assert tove.post(f"{base}milepaele/{milestone.pk}/som-planlagt/", {}).status_code == 302
    assert "12.000 kr." in story(row)
    moved = {"due_on": in_days(20), "reason": "Jorden var våd."}
    assert tove.post(f"{base}milepaele/{milestone.pk}/flyt/", moved).status_code == 302
    assert tove.post(f"{base}milepaele/{milestone.pk}/naaet/", {"day": today()}).status_code == 302
    assert tove.post(f"{page}nyt/", {"text": "Den står der."}).status_code == 302
    assert tove.post(f"{page}faerdig/", {"day": today()}).status_code == 302
    assert "Færdigt" in story(row)
    assert "Den står der." in text_of(tove, page)


@pytest.mark.parametrize(
    ("tail", "values"),
    [
        ("milepael/", {"title": "Uden dato"}),
        ("milepael/", {"title": "I går", "due_on": "2020-01-01"}),
        ("nyt/", {"text": ""}),
        ("nyt/", {"text": "x" * 1001}),
        ("faerdig/", {"day": "2999-01-01"}),
    ],
)
def test_what_is_wrong_is_said_at_the_form_and_kept(tail: str, values: dict[str, str]) -> None:
    row = started()
    answer = logged_in(make.tove()).post(f"/medarbejder/projekter/{row.pk}/{tail}", values)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'role="alert"' in page or "form-error" in page
    assert values.get("title", "") in page


def test_the_local_council_reports_and_promises_nothing() -> None:
    row = started()
    fie, page = logged_in(make.fie()), f"/medarbejder/projekter/{row.pk}/"
    assert "Fortæl nyt" in text_of(fie, page)
    assert "Lov noget" not in text_of(fie, page)
    assert fie.post(f"{page}milepael/", {"title": "x", "due_on": in_days(9)}).status_code == 403


@pytest.mark.parametrize("who", [make.anna, make.bo])
def test_others_are_sent_away(who: Callable[[], Actor]) -> None:
    row = started()
    assert logged_in(who()).get(f"/medarbejder/projekter/{row.pk}/").status_code == 403


@pytest.mark.parametrize("tail", ["999999/", "milepaele/999999/flyt/", "findes-ikke/", "findes-ikke/1/start/"])
def test_an_unknown_address_is_404(tail: str) -> None:
    assert logged_in(make.tove()).get(f"/medarbejder/projekter/{tail}").status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [390, 1280])
def test_the_board_is_accessible(
    live_server: object, page_at: Callable[..., object], axe: Callable[..., None], width: int
) -> None:
    late_by(planned(started(winner())), 5)
    page = page_at(width)
    page.goto(f"{live_server}/projekter/")  # type: ignore[attr-defined]
    axe(page)


def test_an_initiative_is_no_winner_in_the_figures_of_the_board(client: Client) -> None:
    published()
    page = text_of(client, "/projekter/")
    assert "Shelter ved søen" in page
    assert "0 projekter har vundet" in page
