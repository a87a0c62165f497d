from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from tests import make
from tests.promises import by_hand

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.results.actions import publish_result
from deltagerbudget.results.models import Result

pytestmark = pytest.mark.django_db
EXAMPLE = ((1, 3),) * 12 + ((1,),) * 8 + ((2,),) * 15


def logged_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def published(**values: object) -> Result:
    return make.finished(choices=EXAMPLE, **values)


def address(result: Result, *, english: bool = False, staff: bool = False, tail: str = "") -> str:
    start = ("/en" if english else "") + ("/medarbejder" if staff else "")
    return f"{start}/resultat/{result.vote.process.slug}/{tail}"


def text_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(words.split())


def test_it_explains_every_project(client: Client) -> None:
    result = published()
    page = text_of(client, address(result))
    assert "Fik 12 stemmer og vandt. Det koster 20.000 kr., og der var 48.000 kr. tilbage." in page
    assert "48.000 kr. var tilbage, og forslaget koster 78.450 kr., så der manglede 30.450 kr." in page
    assert "2 af 3 forslag vandt. 35 personer har stemt, og 52.000 kr. af 80.000 kr. er fordelt." in page
    assert "Der er 28.000 kr. tilbage. De går tilbage til puljen." in page
    assert f"python -m deltagerbudget.counting {result.vote.process.slug}.pb" in page
    for digest in (result.pb_sha256, result.outcome_sha256, result.vote.config_sha256):
        assert digest in page


def test_in_english_too(client: Client) -> None:
    page = text_of(client, address(published(), english=True))
    assert "DKK 48,000 was left, and the proposal costs DKK 78,450, so DKK 30,450 was missing." in page


def test_the_line_where_the_money_ended_is_drawn_after_the_last_winner(client: Client) -> None:
    result = make.finished((3_200_000, 2_000_000, 7_845_000), ((1, 2), (1, 2), (3,)))
    page = client.get(address(result)).content.decode()
    line = page.index("count-line")
    assert page.index('id="nr-2"') < line < page.index('id="nr-3"')


@pytest.mark.parametrize("tail", ["", "stemmer.pb", "optaelling.json"])
def test_b61_nothing_is_shown_before_it_is_published(client: Client, tail: str) -> None:
    vote = make.open_vote()
    for place, numbers in enumerate(EXAMPLE):
        make.cast(vote, f"voter {place}", numbers)
    result = make.counted(make.closed(vote))
    assert client.get(address(result, tail=tail)).status_code == 404
    publish_result(make.tove(), result, at=make.now())
    assert client.get(address(result, tail=tail)).status_code == 404
    assert logged_in(make.tove()).get(address(result, tail=tail)).status_code == 404
    publish_result(make.tom(), result, at=make.now())
    assert client.get(address(result, tail=tail)).status_code == 200


@pytest.mark.parametrize("tail", ["", "stemmer.pb", "optaelling.json"])
def test_b64_a_reload_gives_the_same_bytes(client: Client, tail: str) -> None:
    url = address(published(), tail=tail)
    first, again = client.get(url), client.get(url)
    assert first.content == again.content
    assert first["ETag"] == again["ETag"]
    assert "Last-Modified" in first
    unchanged = client.get(url, headers={"if-none-match": first["ETag"]})
    assert unchanged.status_code == 304


def test_the_files_are_the_stored_bytes(client: Client) -> None:
    result = published()
    pb, json = (client.get(address(result, tail=tail)) for tail in ("stemmer.pb", "optaelling.json"))
    assert pb.content.decode() == result.pb
    assert json.content.decode() == result.outcome
    assert pb["Content-Disposition"] == f'attachment; filename="{result.vote.process.slug}.pb"'


def test_under_thirty_ballots_there_is_no_file_and_the_page_says_why(client: Client) -> None:
    result = make.finished()
    assert "færre end 30 stemmesedler" in text_of(client, address(result))
    assert client.get(address(result, tail="stemmer.pb")).status_code == 404
    assert client.get(address(result, tail="optaelling.json")).status_code == 200


def test_queries_do_not_grow_with_the_projects(
    client: Client, django_assert_num_queries: Callable[..., object]
) -> None:
    few = make.finished((100_000,) * 2, ((1,),))
    many = make.finished((100_000,) * 12, ((1,),))
    client.get(address(few))
    with django_assert_num_queries(4):  # type: ignore[attr-defined]
        client.get(address(few))
    with django_assert_num_queries(4):  # type: ignore[attr-defined]
        client.get(address(many))


@pytest.mark.parametrize("slug", ["findes-ikke", "x" * 400])
def test_an_unknown_address_is_404(client: Client, slug: str) -> None:
    assert client.get(f"/resultat/{slug}/").status_code == 404


def closed() -> str:
    vote = make.open_vote()
    for place, numbers in enumerate(EXAMPLE):
        make.cast(vote, f"voter {place}", numbers)
    return f"/medarbejder/resultat/{make.closed(vote).process.slug}/"


def test_staff_count_ask_and_confirm(client: Client) -> None:
    """From the closed vote to the public page, by two persons and nothing but the buttons."""
    url = closed()
    tove, tom = logged_in(make.tove()), logged_in(make.tom())
    assert "Tæl stemmerne op" in text_of(tove, url)
    assert tove.post(f"{url}taelling/").status_code == 302
    assert "30.450 kr." in text_of(tove, url)
    assert "Talt igen: samme resultat" in text_of(tove, tove.post(f"{url}taelling/")["Location"])
    tove.post(f"{url}offentliggoerelse/")
    assert "Nu skal en til bekræfte" in text_of(tove, url)
    refused = tove.post(f"{url}offentliggoerelse/")
    assert refused.status_code == 409
    assert "Bekræft og offentliggør" in text_of(tom, url)
    tom.post(f"{url}offentliggoerelse/")
    assert "Resultatet er offentliggjort" in text_of(tove, url)
    assert client.get(url.removeprefix("/medarbejder")).status_code == 200


def test_before_the_vote_closes_staff_see_when_it_does() -> None:
    vote = make.open_vote()
    page = text_of(logged_in(make.tove()), f"/medarbejder/resultat/{vote.process.slug}/")
    assert "Afstemningen lukker" in page
    assert "Tæl stemmerne op" not in page


def test_a_forged_ballot_is_told_on_the_page() -> None:
    url = closed()
    row = Result.objects.model._meta.get_field("vote").related_model.objects.get().ballots.first()
    with by_hand():
        type(row).objects.filter(pk=row.pk).update(ciphertext=b"x" * 200)
    refused = logged_in(make.tove()).post(f"{url}taelling/")
    assert refused.status_code == 409
    assert str(row.pk) in refused.content.decode()


@pytest.mark.parametrize("who", [make.anna, make.bo, make.fie])
def test_others_see_no_count_before_it_is_public(who: Callable[[], Actor]) -> None:
    url = closed()
    client = logged_in(who())
    assert client.get(url).status_code == 403
    assert client.post(f"{url}taelling/").status_code == 403
    assert not Result.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_is_accessible(
    live_server: object, page_at: Callable[..., object], axe: Callable[..., None], width: int
) -> None:
    result = published()
    page = page_at(width)
    page.goto(f"{live_server}{address(result)}")  # type: ignore[attr-defined]
    axe(page)
