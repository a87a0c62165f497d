from __future__ import annotations

import pytest
from django.test import Client
from tests import make
from tests.letters.post import letter, texts

from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.models import Eligible
from deltagerbudget.letters.actions import write_letter
from deltagerbudget.letters.models import Letter
from deltagerbudget.letters.rules import Occasion, merged

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    process = make.process()
    for occasion in Occasion:
        write_letter(make.tove(), process, occasion=occasion, texts=texts(occasion), at=make.now())
    assert Letter.objects.count() == 4


def test_who_may_not() -> None:
    process = make.process()
    for actor in (make.anna(), make.bo(), make.fie()):
        with pytest.raises(NotYours):
            write_letter(actor, process, occasion=Occasion.VOTE, texts=texts(), at=make.now())


def test_a_changed_word_takes_the_approval_back() -> None:
    process = make.process()
    assert letter(process).approved_at
    write_letter(make.tove(), process, occasion=Occasion.VOTE, texts=texts(heading_da="Stem nu"), at=make.now())
    assert Letter.objects.get().approved_at is None


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Kom til {byen}.", "{byen}"),
        ("Kom {{ event.secret }}.", "{ event.secret }"),
        ("Kom {beløb.", "krøllet parentes"),
        ("Kom {}.", "{}"),
        (" ", "en tekst"),
        ("x" * 3001, "for langt"),
    ],
)
def test_t53_an_unknown_field_is_a_clear_error(body: str, said: str) -> None:
    with pytest.raises(NotPossible) as caught:
        write_letter(make.tove(), make.process(), occasion=Occasion.VOTE, texts=texts(body_da=body), at=make.now())
    assert said in str(caught.value.message)


def test_a_result_has_no_day_on_which_it_begins() -> None:
    with pytest.raises(NotPossible):
        write_letter(
            make.tove(), make.process(), occasion=Occasion.RESULT, texts=texts(body_da="Fra {åbner}"), at=make.now()
        )


def test_a_field_is_filled_in_once() -> None:
    assert merged("Til {område}: {beløb}", {"område": "{beløb}", "beløb": "5 kr."}) == "Til {beløb}: 5 kr."


def test_the_page_begins_from_plain_words_and_keeps_what_was_typed() -> None:
    process = make.process()
    client = Client()
    client.force_login(make.person("Tove Tovholder", age=45))
    url = f"/medarbejder/trykkeri/{process.slug}/breve/vote/"
    assert "Dine naboer har stillet forslagene" in client.get(url).content.decode()
    wrong = client.post(url, texts(body_da="Kom til {byen} og stem."))
    assert wrong.status_code == 409
    assert "Kom til {byen} og stem." in wrong.content.decode()
    assert client.post(url, texts()).status_code == 302
    assert "Tranbjerg" in client.get(url).content.decode()
    assert client.get(url.replace("vote", "ukendt")).status_code == 404
    assert "Skrevet, ikke godkendt" in client.get(f"/medarbejder/trykkeri/{process.slug}/breve/").content.decode()


def test_r37_the_page_tells_how_many_of_the_roll_would_get_it() -> None:
    vote = make.frozen()
    for number in range(12):
        pseudonym = keybox.pseudonym(vote.pk, str(number))
        Eligible.objects.create(vote=vote, pseudonym=pseudonym, area="tranbjerg", band="75+" if number else "15-17")
    client = Client()
    client.force_login(make.person("Tove Tovholder", age=45))
    url = f"/medarbejder/trykkeri/{vote.process.slug}/breve/vote/"
    client.post(url, texts())
    assert "12 personer" in client.get(url).content.decode()
    client.post(url, {**texts(), "bands": ["75+"]})
    assert "11 personer" in client.get(url).content.decode()
    client.post(url, {**texts(), "bands": ["15-17"]})
    assert "Færre end 10" in client.get(url).content.decode()


def test_the_letter_to_begin_from_does_not_promise_most_votes_where_equal_shares_counts() -> None:
    process = make.draft_process(channels=["letter"], count_method="equal-shares", ballot_type="approval")
    client = Client()
    client.force_login(make.person("Tove Tovholder", age=45))
    page = client.get(f"/medarbejder/trykkeri/{process.slug}/breve/vote/").content.decode()
    assert "råder over en lige stor del af pengene" in page
    assert "flest stemmer" not in page
