"""The public pages and the staff's."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.test import Client
from tests import make
from tests.surveys.asked import answered, numbers, opened, over, written
from tests.surveys.test_results import given

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.surveys import limits
from deltagerbudget.surveys.models import Collection, FreeText, Survey
from deltagerbudget.surveys.rules import Audience, Kind
from deltagerbudget.ui import guard

pytestmark = pytest.mark.django_db


def sent(**values: str) -> dict[str, str]:
    return {"billet": guard.stamp(time.time() - 10)} | values


def test_it_works_and_each_browser_answers_once(client: Client) -> None:
    collection = opened()
    at = f"/spoergeskema/{collection.key}/"
    page = client.get(at).text
    assert "Er det første gang, du er med i sådan noget?" in page
    assert "Hvad kunne være bedre?" in page
    done = client.post(at, sent(q1="1", q2="5", q4="Mere lys."))
    assert (done.status_code, done.headers["Location"]) == (302, f"{at}tak/")
    assert "Tak for dine svar" in client.get(f"{at}tak/").text
    assert (numbers(collection)[0, 1], FreeText.objects.get().text) == (1, "Mere lys.")
    for address in (at, f"/en{at}"):
        assert 'name="q1"' not in client.get(address).text
        again = client.post(address, sent(q1="1", q4="Nok engang"))
        assert again.status_code == 409
        assert "Nok engang" in again.text, "what was typed is not lost"
    assert Collection.objects.get().respondents == 1
    assert Client().post(at, sent(q1="2")).status_code == 302


def test_english(client: Client) -> None:
    page = client.get(f"/en/spoergeskema/{opened().key}/").text
    for text in (
        "Where did you hear of it?",
        "The paper",
        "En nabo",
        "5: very satisfied",
        "cannot be joined to your vote",
    ):
        assert text in page


def test_what_is_wrong_is_said_on_top_and_at_the_field_and_nothing_is_lost(client: Client) -> None:
    collection = opened()
    at = f"/spoergeskema/{collection.key}/"
    empty = client.post(at, sent(q4="  "))
    assert empty.status_code == 422
    assert "Svar på mindst ét af spørgsmålene." in empty.text
    wrong = client.post(at, sent(q1="1", q4="Jeg er 070761-4285"))
    assert wrong.status_code == 422
    for text in ('href="#id_q4"', 'id="id_q4_error"', "Jeg er 070761-4285"):
        assert text in wrong.text
    assert 'value="1" id="id_q1_0" class="form-radio" checked' in wrong.text
    assert client.post(at, sent(q1="7")).status_code == 422
    assert Collection.objects.get().respondents == 0


def test_a_machine_is_told_nothing(client: Client) -> None:
    collection = opened()
    at = f"/spoergeskema/{collection.key}/"
    for caught in ({"q1": "1"}, sent(q1="1", homepage="x"), {"q1": "1", "billet": guard.stamp()}):
        assert client.post(at, caught).headers["Location"] == f"{at}tak/"
    assert Collection.objects.get().respondents == 0


def test_one_place_has_a_limit_of_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_FROM_ONE_PLACE", limits.Limit("survey-test", 2, limits.timedelta(days=1)))
    collection = opened()
    at = f"/spoergeskema/{collection.key}/"
    found = [Client().post(at, sent(q1="1", q4="Mere lys.")) for _time in range(3)]
    assert [answer.status_code for answer in found] == [302, 302, 429]
    assert "Mere lys." in found[2].text
    assert Collection.objects.get().respondents == 2


def test_answers_are_public_when_it_is_over(client: Client) -> None:
    collection = opened()
    answered(collection, {3: "Hemmelig tekst"})
    given(collection, {0: [20, 15], 1: [0, 0, 1, 17, 17], 2: [12, 12, 1]}, 36)
    at = f"/spoergeskema/{collection.key}/"
    early = client.get(f"{at}svar/").text
    assert "Tallene kommer" in early
    assert "<table" not in early
    over(collection)
    page = client.get(f"{at}svar/").text
    for text in ("Ja</th>", ">20<", "57 %", "Mindst 35 har svaret", "<meter"):
        assert text in page, text
    assert "Hemmelig tekst" not in page
    closed = client.post(at, sent(q1="1", q4="For sent"))
    assert closed.status_code == 409
    assert "For sent" in closed.text
    Collection.objects.update(respondents=24)
    assert "Færre end 25" in client.get(f"{at}svar/").text


def test_the_page_of_a_deltagerbudget_links_to_it(client: Client, django_assert_max_num_queries: Any) -> None:
    process = make.process(PhaseKind.EVALUATION)
    voters, staff = opened(process), opened(process, Audience.STAFF)
    at = f"/deltagerbudgetter/{process.slug}/"
    page = client.get(at).text
    assert f"/spoergeskema/{voters.key}/" in page
    assert staff.key not in page, "those whom it is for get the address"
    for collection in (voters, staff):
        given(over(collection), {}, 30)
    Survey.objects.filter(pk=voters.survey_id).update(questions=[])
    make.shift_to(process, PhaseKind.EVALUATION)
    from django.core.cache import cache

    cache.clear()
    page = client.get(at).text
    for collection in (voters, staff):
        assert f"/spoergeskema/{collection.key}/svar/" in page


def test_who_did_not_win_is_asked_on_the_next_steps(client: Client) -> None:
    vote = make.finished().vote
    collection = opened(vote.process, Audience.OTHERS)
    found = [client.get(f"/deltagerbudgetter/{vote.process.slug}/forslag/{number}/naeste/") for number in (1, 2, 3)]
    shown = [page.text for page in found if page.status_code == 200]
    assert shown
    assert all(f"/spoergeskema/{collection.key}/" in page for page in shown)


def owner() -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=make.tove().person_id))
    return client


def test_staff_write_open_close_and_read() -> None:
    process, client = make.process(PhaseKind.VOTE), owner()
    at = f"/medarbejder/spoergeskemaer/{process.slug}/"
    assert client.get(at).text.count("Skriv spørgsmålene") == len(Audience)
    asked = {"satisfaction": "on", "kind_1": "one", "da_1": "Hvor?", "options_da_1": "Her\nDer", "kind_2": "text"}
    assert client.post(f"{at}stemte/", asked).status_code == 302
    survey = Survey.objects.get()
    assert [(each.key, each.kind) for each in survey.asked] == [("satisfaction", Kind.SCALE), ("", Kind.ONE)]
    form = client.get(f"{at}stemte/").text
    assert "Her\nDer" in form
    wrong = client.post(f"{at}stemte/", {"kind_1": "one", "da_1": "Hvor?", "options_da_1": "Kun her"})
    assert wrong.status_code == 422
    assert "Kun her" in wrong.text
    today = make.today()
    days = {"opens_on": str(today), "closes_on": str(today + limits.timedelta(days=9))}
    assert client.post(f"{at}stemte/aabn/", days | {"closes_on": "2020-01-01"}).status_code == 422
    assert client.post(f"{at}stemte/aabn/", days).status_code == 302
    assert client.get(f"{at}stemte/").status_code == 302
    assert client.post(f"{at}stemte/", asked).status_code == 422
    collection = Collection.objects.get()
    assert f"/spoergeskema/{collection.key}/" in client.get(at).text
    answered(collection, {0: 1})
    assert "færre end 25" in client.get(f"{at}stemte/svar/").text
    assert client.post(f"{at}stemte/luk/").status_code == 302
    assert "Færre end 25" in client.get(f"{at}stemte/svar/").text
    assert client.get(f"{at}ukendt/").status_code == 404


@pytest.mark.both
def test_queries_are_few_whatever_the_number(django_assert_max_num_queries: Any) -> None:
    process, client = make.process(PhaseKind.EVALUATION), owner()
    for audience in Audience:
        collection = opened(process, audience)
        for number in range(9):
            answered(collection, {0: 1, 3: f"Tekst {number}"})
    at = f"/spoergeskema/{collection.key}/"
    for address in (at, f"{at}tak/", f"{at}svar/"):
        with django_assert_max_num_queries(6):
            assert Client().get(address).status_code == 200
    over(collection)
    with django_assert_max_num_queries(6):
        assert Client().get(f"{at}svar/").status_code == 200
    staff = f"/medarbejder/spoergeskemaer/{process.slug}/"
    for address in (staff, f"{staff}naboer/svar/"):
        with django_assert_max_num_queries(24):
            assert client.get(address).status_code == 200


def test_what_is_not_there_is_404(client: Client) -> None:
    written(make.process())
    for address in ("ukendt/", "ukendt/tak/", "ukendt/svar/"):
        assert client.get(f"/spoergeskema/{address}").status_code == 404
