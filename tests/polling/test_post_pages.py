"""The page of ballots by post, and the ballot that comes with a letter."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import make
from tests.letters.post import NUMBERS, fetched, file_of, texts
from tests.letters.test_papers import read
from tests.polling import counted, posted
from tests.polling.test_counting_pages import client, text

from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.models import Ballot, Vote
from deltagerbudget.letters.actions import approve_letter, write_letter
from deltagerbudget.letters.rules import Occasion

pytestmark = pytest.mark.django_db


@pytest.fixture
def vote(monkeypatch: pytest.MonkeyPatch) -> Vote:
    return posted.open_vote(monkeypatch)


def address(vote: Vote) -> str:
    return f"/medarbejder/stemmesteder/skranke/brev/{vote.process.slug}/"


def test_two_persons_enter_it_and_no_page_shows_what_stands_on_it(vote: Vote) -> None:
    [(_code, form)] = posted.forms(vote)
    bo, rikke, url = client(make.bo()), client(counted.rikke()), address(vote)
    assert bo.post(f"{url}modtaget/", {"count": "1"}).status_code == 302
    first = text(bo.post(url, {"kode": form, "valg": "1, 3"}))
    assert "en anden person" in first
    assert form not in first
    assert "1, 3" not in first
    blind = text(rikke.get(url))
    assert 'value=""' in blind
    assert "1, 3" not in blind.replace("3, 5, 12", "")
    done = text(rikke.post(url, {"kode": form, "valg": "3 1"}))
    assert "stemmeboksen" in done
    assert "1, 3" not in done.replace("3, 5, 12", "")
    assert Ballot.objects.count() == 1
    assert text(bo.get(url)).count("<dd>1</dd>") == 2  # came, and done: not what it became


def test_nothing_typed_is_lost_and_the_code_is_not_echoed(vote: Vote) -> None:
    [(_code, form)] = posted.forms(vote)
    bo, url = client(make.bo()), address(vote)
    wrong = bo.post(url, {"kode": form[:-1], "valg": "1, 99"})
    assert wrong.status_code == 409
    assert 'value="1, 99"' in text(wrong)
    assert form[:-1] not in text(wrong)
    asked = bo.post(url, {"kode": form, "valg": "1, 99"})
    assert asked.status_code == 422
    assert "Nummer 99" in text(asked)
    assert form not in text(asked)
    sealed = re.search(r'name="brev" value="([^"]+)"', text(asked))
    assert sealed is not None
    # Sealed for this person alone.
    assert client(make.tove()).post(url, {"brev": sealed[1], "valg": "1"}).status_code == 409
    assert "en anden person" in text(bo.post(url, {"brev": sealed[1], "valg": "1"}))
    for data in ({}, {"kode": "x" * 500}, {"brev": "x", "valg": "1"}, {"kode": form}):
        assert client(make.tove()).post(url, data).status_code in {409, 422}


def test_signed_off_by_the_page(vote: Vote) -> None:
    tove, tom, url = client(make.tove()), client(make.tom()), address(vote)
    tove.post(f"{url}modtaget/", {"count": "2"})
    assert tove.post(f"{url}uden-kode/").status_code == 200
    assert tove.post(f"{url}slut/", {"reason_da": "Væk."}).status_code == 409
    make.closed(vote)
    assert tove.post(f"{url}slut/", {"reason_da": ""}).status_code == 422
    assert tove.post(f"{url}slut/", {"reason_da": "Et brev var tomt."}).status_code == 302
    page = text(tom.get(url))
    seen = page.split('name="seen" value="')[1].split('"')[0]
    assert tom.post(f"{url}slut/", {"seen": seen}).status_code == 302
    assert "Et brev var tomt." in text(Client().get(f"/deltagerbudgetter/{vote.process.slug}/"))


def test_who_sees_it(vote: Vote) -> None:
    for actor, status in ((make.anna(), {403, 404}), (make.fie(), {403, 404}), (counted.rune(), {200})):
        assert client(actor).get(address(vote)).status_code in status


def test_staff_find_it_and_the_second_person_is_told(vote: Vote) -> None:
    assert address(vote) in text(client(make.bo()).get("/medarbejder/stemmesteder/"))
    assert address(vote) in text(client(make.tove()).get(f"/medarbejder/afstemning/{vote.process.slug}/"))
    client(make.tove()).post(f"{address(vote)}modtaget/", {"count": "1"})
    make.closed(vote)
    client(make.tove()).post(f"{address(vote)}slut/", {"reason_da": "Væk."})
    assert address(vote) in text(client(make.tom()).get("/medarbejder/"))


def test_no_form_is_read_once_the_keys_are_gone(vote: Vote) -> None:
    [(_code, form)] = posted.forms(vote)
    vote = make.closed(vote)
    keybox.key_path(vote.pk).unlink()
    assert client(make.bo()).post(address(vote), {"kode": form, "valg": "1"}).status_code == 409


def test_no_page_where_nothing_comes_by_post(vote: Vote) -> None:
    other = make.open_vote()
    assert client(make.tove()).get(address(other)).status_code == 404


def test_the_visitor_is_told_how(vote: Vote) -> None:
    for page in ("log-ind/", "kode/"):
        assert "Udfyld stemmesedlen, der fulgte med brevet" in text(Client().get(f"/stem/{vote.process.slug}/{page}"))
    assert "med posten" in " ".join(clause.text for clause in vote.regulation())


def printed(vote: Vote, **data: str) -> Any:
    """By two persons."""
    for name in ("Tove Tovholder", "Tom Tovholder"):
        browser = Client()
        browser.force_login(make.person(name, age=45))
        file = SimpleUploadedFile("liste.csv", file_of(*NUMBERS), content_type="text/csv")
        answer = browser.post(f"/medarbejder/trykkeri/{vote.process.slug}/koder/lav/", {"file": file, **data})
    return fetched(answer)


@pytest.mark.parametrize("format", ["pdf", "large"])
def test_the_ballot_comes_with_the_letter(vote: Vote, format: str) -> None:
    content = printed(vote, format=format).content
    pages = [page.extract_text().replace("\u2011", "-") for page in read(content).pages]
    made = "\n".join(pages)
    # On a sheet of its own, without the name and the voting code, whose back nobody else gets.
    for place, page in enumerate(pages):
        if "Brevstemme på papir" in " ".join(page.split()) or "Send den til" in page:
            assert place % 2 == 0 or format == "large"
            assert "Ida Prøvegaard" not in page
            assert "Din kode" not in page
            assert "BREV-" in page
    found = sorted(set(re.findall(r"BREV-[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]", made)))
    assert len(found) == len(NUMBERS)
    assert "Brevstemmer" in made
    assert vote.config_sha256[:16] in made.replace("\n", "")
    assert vote.projects.get(number=1).title in made
    assert posted.both(vote, found[0]) == "cast"


def test_the_print_house_gets_the_code_of_the_ballot_too(vote: Vote) -> None:
    lines = printed(vote, format="csv").content.decode("utf-8-sig").splitlines()
    assert all("BREV-" in line for line in lines[1:])


def test_a_letter_with_a_ballot_is_not_approved_without_an_address(vote: Vote) -> None:
    told = texts(return_address="")
    letter = write_letter(make.tove(), vote.process, occasion=Occasion.VOTE, texts=told, at=make.now())
    with pytest.raises(NotPossible, match="adresse"):
        approve_letter(make.tove(), letter, at=make.now())
