"""T12: what is not public is not there, by any route. T57: while a vote is open, nobody sees into it."""

from __future__ import annotations

import base64
import re
import zipfile
from io import BytesIO

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from tests import make
from tests.access.table import PAGES
from tests.access.test_matrix import address, client_of, later
from tests.access.world import ROLES, Place, World
from tests.e2e.crawl import crawl

from deltagerbudget.ballots.models import Ballot, Vote, VotingSession
from deltagerbudget.notifications.models import Mail
from deltagerbudget.notifications.outbox import read_journal

pytestmark = pytest.mark.django_db
# Drafts, withdrawn ones, deltagerbudgetter that nobody has opened, reasons that nobody has released.
SECRETS = (
    "Kladde til",
    "Fortrudt i",
    "Fjernet fra",
    "Draft here",
    "Ready here",
    "Draft there",
    "draft-",
    "ready-",
    "et kabel",
)
TOKENS = re.compile(r'name="(csrfmiddlewaretoken|billet|noegle)" value="[^"]*"')


@pytest.mark.slow
def test_t12_no_public_page_tells_of_what_is_hidden(world: World) -> None:
    client, told = Client(), []
    for start in ("/", "/en/"):
        visits = crawl(client, start, most=400)
        assert len(visits) > 50
        for visit in visits:
            text = client.get(visit.path).content.decode(errors="replace")
            told += [(visit.path, secret) for secret in SECRETS if secret in text]
    assert told == []


def test_t12_no_search_finds_what_is_hidden(world: World) -> None:
    for place in world.places:
        for words in ("Kladde", "Fortrudt", "kabel"):
            page = Client().get(f"/deltagerbudgetter/{place.slug}/forslag/", {"q": words, "orden": "1"})
            assert f"{words} " not in page.content.decode()
    for words in ("Kladde", "Fortrudt", "kabel", "Draft", "Ready"):
        for query in ({"q": words}, {"q": words, "hvad": "forslag"}, {"q": words, "hvad": "deltagerbudgetter"}):
            page = Client().get("/soeg/", query)
            text = page.content.decode().replace("<mark>", "").replace("</mark>", "")
            assert not [secret for secret in SECRETS if secret in text]


@pytest.mark.parametrize("role", ROLES)
def test_t12_a_withdrawn_proposal_has_no_page(world: World, role: str) -> None:
    client = client_of(world, role)
    for where in ("here", "there"):
        place = world.at("ideas", where)
        assert client.get(f"/deltagerbudgetter/{place.slug}/forslag/{place.withdrawn}/").status_code == 404
        # A proposal of one deltagerbudget is not there under the name of another.
        assert client.get(f"/deltagerbudgetter/draft-here/forslag/{place.number}/").status_code == 404


def test_t12_before_the_release_a_page_is_as_if_nothing_were_decided(world: World) -> None:
    """Review and decided differ in nothing but the decisions, so their public pages are the same."""
    for tail in ("", "forslag/?orden=1", "forslag/1/", "forslag/4/"):
        pages = [_public(world.at(state), tail) for state in ("review", "decided")]
        assert pages[0] == pages[1], tail


def test_t12_before_publication_a_page_is_as_if_nothing_were_counted(world: World) -> None:
    for tail in ("forslag/?orden=1", "forslag/1/", "forslag/4/"):
        pages = [_public(world.at(state), tail) for state in ("closed", "counted")]
        assert pages[0] == pages[1], tail
    for tail in ("", "stemmer.pb", "optaelling.json", "hvad-hvis/?regel=lige-andele", "min-del/"):
        for prefix in ("", "/en"):
            assert Client().get(f"{prefix}/resultat/counted-here/{tail}").status_code == 404
            assert Client().get(f"{prefix}/resultat/closed-here/{tail}").status_code == 404


def _public(place: Place, tail: str) -> str:
    client = Client()
    client.cookies["orden"] = "1"
    page = client.get(f"/deltagerbudgetter/{place.slug}/{tail}").content.decode()
    names = rf"{place.slug}|{place.slug.replace('-', ' ')}"
    # What lies in the pages by its number or its moment: two deltagerbudgetter have their own.
    own = r"/medier/\w+|/(?:forslag|samtale)(?:/[a-z-]+)*/\d+/|Nabo \w\.|\d\d[.:]\d\d"
    return re.sub(rf"{names}|<svg.*?</svg>|{own}", "", page, flags=re.I | re.S)


def test_t12_no_mail_tells_of_what_is_hidden(world: World) -> None:
    while read_journal(at=make.now()):
        pass
    assert Mail.objects.count() > 20
    for mail in Mail.objects.all():
        told = [secret for secret in SECRETS if secret in mail.subject + mail.body]
        # To whoever withdrew it, it is no secret.
        assert told in ([], ["Fortrudt i"]), mail.subject
        if told:
            assert mail.receiver.name == "Forfatter 4"


@pytest.mark.parametrize("role", ["visitor", "caseworker", *later(*sorted(set(ROLES) - {"visitor", "caseworker"}))])
def test_t57_no_page_tells_what_or_how_many_have_voted(world: World, role: str) -> None:
    """Every page that the role may open, before and after five more ballots: the same to the letter."""
    client, place = client_of(world, role), world.at("open")
    client.cookies["orden"] = "1"
    vote = Vote.objects.get(process__slug=place.slug)
    before = _seen(client, role, place)
    for number in range(5):
        make.cast(vote, f"late voter {role} {number}", [2, 3])
    cache.clear()
    after = _seen(client, role, place)
    assert [url for url in before if before[url] != after[url]] == []
    everything = "\n".join(after.values())
    assert [secret for secret in _ballot_secrets(vote) if secret in everything] == []


def _seen(client: Client, role: str, place: Place) -> dict[str, str]:
    found = {}
    for page in PAGES:
        url = address(page, place)
        # The page of the demonstration shows the minute; the log of looks shows that it was read.
        own_time = {"identity:authorize", "accounts:login", "demo:home", "municipality:looks"}
        if url and role in page.come and page.name not in own_time:
            response = client.get(f"{url}{page.query}")
            found[url + page.query] = TOKENS.sub("", _text(response))
    return found


def _text(response: HttpResponse) -> str:
    """A spreadsheet is its sheets; beside them it says when it was made."""
    if not response.headers["Content-Type"].endswith("spreadsheetml.sheet"):
        return response.content.decode(errors="replace")
    with zipfile.ZipFile(BytesIO(response.content)) as book:
        return "".join(book.read(name).decode() for name in sorted(book.namelist()) if name != "docProps/core.xml")


def _ballot_secrets(vote: Vote) -> set[str]:
    found = set(VotingSession.objects.filter(vote=vote).values_list("pseudonym", flat=True))
    for ballot in Ballot.objects.filter(vote=vote):
        content = bytes(ballot.ciphertext)
        found |= {ballot.pseudonym, ballot.idempotency_key, content.hex()[:32], base64.b64encode(content).decode()[:24]}
    assert len(found) > 20
    return found
