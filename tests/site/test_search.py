"""Search over the public pages, and in the list of one deltagerbudget."""

import re
import time

import pytest
from django.db import connection
from django.test import Client
from tests import make

from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.places.models import Place
from deltagerbudget.places.words import plain
from deltagerbudget.processes.actions import edit_process
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.actions import edit_proposal, withdraw_proposal
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import keys_of
from deltagerbudget.site.hits import excerpt, marked
from deltagerbudget.site.search import PAGE_SIZE
from deltagerbudget.ui.danish import sort_key

pytestmark = pytest.mark.django_db
TITLES = ("ÅNDEHUL VED SØEN", "Ny legeplads", "Bænke i Århus", "Café på torvet", "En andedam")


def search(client: Client, words: str, **more: str) -> str:
    return client.get("/en/soeg/", {"q": words, **more}).text.replace("<mark>", "").replace("</mark>", "")


def many(process: Process, number: int) -> None:
    """Rows by hand: only the reading is tested."""
    when = make.now()
    texts = [{"title": f"Forslag {n:04d}", "what": "En bænk ved søen. " * 20} for n in range(1, number + 1)]
    rows = [
        Proposal(
            process=process, number=n, stage="submitted", updated_at=when, submitted_at=when, **text, **keys_of(text)
        )
        for n, text in enumerate(texts, start=1)
    ]
    Proposal.objects.bulk_create(rows)


def proposals(process: Process) -> None:
    for number, title in enumerate(TITLES):
        make.submitted(process, title=title, what="Til alle.", author=make.author(number))


FOUND: dict[str, set[str]] = {
    "ånde": {"ÅNDEHUL VED SØEN"},
    "ande": {"En andedam"},
    "plads": {"Ny legeplads"},
    "Aarhus": {"Bænke i Århus"},
    "århus bænk": {"Bænke i Århus"},
    "cafe": {"Café på torvet"},
    "soeen ÅNDE": {"ÅNDEHUL VED SØEN"},
    "stien": set(TITLES),
    "søen torvet": set(),
    "%": set(),
    "_": set(),
}


@pytest.mark.both
def test_it_works(client: Client) -> None:
    process = make.process(title="Mødesteder")
    proposals(process)
    for words, titles in FOUND.items():
        page = search(client, words)
        assert {title for title in TITLES if f">{title}</a>" in page} == titles, words
        listed = client.get(f"/deltagerbudgetter/{process.slug}/forslag/", {"q": words, "orden": "navn"}).text
        assert {title for title in TITLES if f">{title}</a>" in listed} == titles, words


@pytest.mark.both
def test_the_title_counts_most_and_the_order_is_stable(client: Client) -> None:
    process = make.process(title="Mødesteder")
    for number, (title, what) in enumerate((("Ørnens hus", "Et tag."), ("Bord", "Ved et hus."), ("Ælle hus", "Grøn."))):
        make.submitted(process, title=title, what=what, author=make.author(number))
    page = search(client, "hus")
    places = [page.index(f">{title}</a>") for title in ("Ælle hus", "Ørnens hus", "Bord")]
    assert places == sorted(places)
    assert search(client, "hus") == page


def test_areas_and_deltagerbudgetter_are_found_too(client: Client) -> None:
    make.area("Mårslet")
    make.process(title="Et grønnere torv", challenge="Vi mangler skygge ved skolen.")
    assert 'href="/en/omraader/maarslet/"' in search(client, "maarsl")
    for words in ("GRØNNERE", "skygge torv"):
        assert ">Et grønnere torv</a>" in search(client, words)
    assert "Nothing was found" in search(client, "skygge kælder")


def test_an_area_is_found_by_the_name_of_a_town_in_it(client: Client) -> None:
    area = make.area("Mårslet")
    for name in ("Testrup", "Mårslet"):
        Place.objects.create(name=name, sort_key=sort_key(name), search_key=plain(name), lon=10.1, lat=56.0, area=area)
    page = search(client, "testr")
    assert "Testrup, in Mårslet" in page
    assert "1 result with" in page
    assert 'href="/en/omraader/maarslet/"' in page
    assert search(client, "mårslet").count('class="button button-secondary" href="/en/omraader/maarslet/"') == 1


def test_what_is_changed_is_found_by_its_new_words(client: Client) -> None:
    process = make.process(title="Mødesteder")
    proposal = make.submitted(process, title="En hængekøje")
    edit_proposal(make.anna(), proposal, values={"title": "En vippe"}, at=make.now())
    assert ">En vippe</a>" in search(client, "vippe")
    assert "Nothing was found" in search(client, "hængekøje")
    edit_proposal(make.anna(), proposal, values={"why": "Fordi den gynger."}, at=make.now())
    assert ">En vippe</a>" in search(client, "gynger vippe")
    edit_process(make.tove(), process, values={"challenge": "Flere æbletræer"}, at=make.now())
    assert ">Mødesteder</a>" in search(client, "aebletrae")


def test_t12_b37_what_is_hidden_is_not_found(client: Client) -> None:
    process = make.process(title="Mødesteder")
    make.draft_process(title="Endnu ikke åbnet")
    make.draft(process, title="Hemmelig kladde", author=make.author(1))
    gone = make.submitted(process, title="Fortrudt forslag", author=make.author(2))
    withdraw_proposal(make.author(2), gone, at=make.now())
    make.submitted(process, title="Synligt forslag", author=make.author(3))
    for words in ("kladde", "fortrudt", "endnu", "forfatter", "Anna"):
        assert "Nothing was found" in search(client, words), words
    assert "Synligt" in search(client, "forslag")


def test_b26_a_result_that_is_not_published_is_not_told(client: Client) -> None:
    vote = make.open_vote()
    make.cast(vote, "anna", [1, 3])
    make.counted(make.closed(vote))
    page = search(client, "bænk")
    assert "On the ballot" in page
    assert ">Won" not in page


def test_what_won_says_so(client: Client) -> None:
    make.finished()
    page = search(client, "bænk")
    assert "Won" in page
    assert "Did not win" in page


@pytest.mark.parametrize(("number", "status"), [(PAGE_SIZE - 1, 404), (PAGE_SIZE, 404), (PAGE_SIZE + 1, 200)])
def test_b36_page_size_is_respected(client: Client, number: int, status: int) -> None:
    many(make.process(), number)
    page = client.get("/soeg/?q=forslag")
    assert page.text.count('class="hit ') == min(number, PAGE_SIZE)
    assert client.get("/soeg/?q=forslag&side=2").status_code == status


def test_b31_pages_have_no_repeats_and_no_gaps(client: Client) -> None:
    many(make.process(), 60)
    found = [
        title
        for side in "123"
        for title in search(client, "forslag bænk", side=side, hvad="forslag").split(">")
        if title.startswith("Forslag 0")
    ]
    assert len(found) == len(set(found)) == 60


@pytest.mark.usefixtures("real_time")
@pytest.mark.parametrize("number", [10, 1000])
@pytest.mark.parametrize("query", ["q=forslag", "q=bænk", "q=forslag&side=1&hvad=forslag", "q=intet", ""])
def test_queries_are_few_whatever_the_number(
    client: Client, django_assert_max_num_queries: object, number: int, query: str
) -> None:
    many(make.process(title="Forslag og bænke"), number)
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        assert client.get(f"/soeg/?{query}").status_code == 200


NAMES = ("author__email__startswith", "authorships__person__name", "sort", "hvad", "side")
VALUES = ("a", "id;--", 'x"."y', "(select pg_sleep(5))", "%00", "-1", "²", "99999999999")


def test_t18_t19_only_known_names_and_values_do_anything(client: Client) -> None:
    make.submitted(make.process(title="Mødesteder"), title="En vippe")
    plain = client.get("/en/soeg/", {"q": "vippe"}).text
    for name in NAMES:
        for value in VALUES:
            asked = client.get("/en/soeg/", {"q": "vippe", name: value})
            # A page that is not there is the one thing a number can lead to.
            assert asked.text == plain or (name == "side" and asked.status_code == 404), (name, value)


@pytest.mark.both
def test_t19_words_are_only_words(client: Client) -> None:
    make.submitted(make.process(title="Mødesteder"), title="En vippe")
    for words in ("id;--", "' OR 1=1 --", "(select pg_sleep(5))", "\\", "%' --", "\x00", "$$", "q%%z", "vippe' --x"):
        began = time.process_time()
        answer = client.get("/en/soeg/", {"q": words})
        assert answer.status_code == 200, words
        assert "En vippe" not in answer.text, words
        assert time.process_time() - began < 0.5, words


def test_t48_a_search_of_100_kb_is_cut(client: Client) -> None:
    make.submitted(make.process(title="Mødesteder"), what="a" * 1900)
    for words in ("a" * 100_000, "å" * 50_000, "a " * 50_000, "ﷺ" * 30_000, "(a+)+" * 20_000):
        began = time.process_time()
        answer = client.get("/soeg/", {"q": words})
        assert answer.status_code == 200
        assert len(answer.content) < 40_000
        assert time.process_time() - began < 1


def test_t02_words_and_texts_are_shown_as_text(client: Client) -> None:
    make.submitted(make.process(), title="<script>alert(1)</script> gynge")
    page = client.get("/soeg/", {"q": '"><script>alert gynge'}).text
    assert "<script>alert" not in page
    assert "&lt;<mark>script</mark>&gt;" in page


def test_an_empty_search_helps_on(client: Client) -> None:
    make.process()
    page = search(client, "findes ikke")
    assert "Nothing was found" in page
    assert "Try fewer words" in page
    assert 'href="/en/omraader/tranbjerg/"' in page
    assert 'href="/en/omraader/tranbjerg/"' in search(client, "")


def test_every_public_page_has_the_field(client: Client) -> None:
    process = make.process()
    for url in ("/", "/omraader/", f"/deltagerbudgetter/{process.slug}/", "/om/"):
        assert '<form class="site-search" method="get" action="/soeg/" role="search">' in client.get(url).text
    assert 'action="/en/soeg/"' in client.get("/en/").text


def test_the_words_stand_in_the_excerpt() -> None:
    pattern = re.compile("sø", re.IGNORECASE)
    text = "Ord " * 100 + "ved Søen " + "mere " * 100
    piece = excerpt(text, pattern)
    assert "Søen" in piece
    assert len(piece) < 190
    assert piece.startswith("… Ord")
    assert piece.endswith("mere…")
    assert "".join(part.text for part in marked(piece, pattern)) == piece
    assert [part.text for part in marked(piece, pattern) if part.is_marked] == ["Sø"]
    assert excerpt("kort", pattern) == "kort"
    assert len(excerpt("x" * 3000, pattern)) <= 181


@pytest.mark.postgresql
def test_postgresql_has_the_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'proposal_search'")
        assert "gin_trgm_ops" in cursor.fetchone()[0]


def test_filters_and_words_stand_together_in_the_address(client: Client) -> None:
    process = make.with_prices((3_000_000, None))
    refused = process.proposals.get(stage="refused")
    start = f"/deltagerbudgetter/{process.slug}/forslag/"
    page = client.get(start, {"q": "BÆNK", "status": "afvist", "orden": "navn"}).text
    assert refused.title in page
    assert page.count('<article class="tile') == 1
    assert "status=videre&amp;q=B%C3%86NK&amp;orden=navn" in page
    assert process.phase_at(make.now()) == PhaseKind.REVIEW
