"""T02, T18, T19: whatever stands in the address, a public page answers quietly and shows none of it unescaped."""

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import make

from deltagerbudget.acts.vocabulary import PhaseKind

pytestmark = pytest.mark.django_db
NASTY = [
    "<svg onload=alert(1)>",
    '"><script>alert(1)</script>',
    "javascript:alert(1)",
    "' OR 1=1 --",
    "id;--",
    'x"."y',
    "\x00",
    "(select pg_sleep(5))",
    "author__email__startswith",
    "-number",
    "-1",
    "0",
    "99999999999999999999",
    "1e9",
    "٣",
    "²",
    "%00",
    "\u202e",
    "a" * 5000,
    "",
]
NAMES = [
    "orden",
    "status",
    "side",
    "q",
    "omraade",
    "lang",
    "per_page",
    "sort",
    "area",
    "author__email__startswith",
    "hvad",
]


@pytest.fixture
def pages() -> list[str]:
    process = make.process(PhaseKind.IDEAS)
    make.submitted(process)
    start = f"/deltagerbudgetter/{process.slug}/"
    return [
        "/",
        "/omraader/",
        "/omraader/tranbjerg/",
        start,
        f"{start}forslag/",
        f"{start}forslag/1/",
        "/om/",
        "/en/",
        "/soeg/",
    ]


@pytest.mark.parametrize("value", NASTY, ids=range(len(NASTY)))
def test_t02_t18_t19_parameters(client: Client, pages: list[str], value: str) -> None:
    for page in pages:
        for name in NAMES:
            answer = client.get(page, {name: value, **({"orden": "1"} if name != "orden" else {})})
            assert answer.status_code in {200, 302, 404}, (page, name)
            if value and answer.status_code == 200:
                assert "<svg onload" not in answer.text
                assert "<script>alert" not in answer.text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(NAMES), value=st.text(max_size=40))
def test_t02_anything_at_all(client: Client, pages: list[str], name: str, value: str) -> None:
    for page in pages[3:5]:
        assert client.get(page, {name: value}).status_code in {200, 302, 404}


@pytest.mark.parametrize("path", ["forslag/0/", "forslag/99999999999999999999/", "forslag/-1/", "forslag/x/", "%00/"])
def test_t19_path_segments(client: Client, pages: list[str], path: str) -> None:
    assert client.get(f"{pages[3]}{path}").status_code == 404


def test_t02_a_search_is_shown_as_text(client: Client, pages: list[str]) -> None:
    page = client.get(pages[4], {"orden": "1", "q": '"><img src=x onerror=alert(1)>'}).text
    assert "<img src=x" not in page
    assert "&quot;&gt;&lt;img" in page


def test_an_empty_search_offers_help(client: Client, pages: list[str]) -> None:
    page = client.get(f"/en{pages[4]}", {"orden": "1", "q": "zzz"}).text
    assert "No proposal fits." in page
    assert "Show all the proposals" in page


def test_t01_markup_of_a_resident_is_text(client: Client) -> None:
    process = make.process()
    proposal = make.submitted(process, title="<svg onload=alert(1)>", what="<img src=x onerror=alert(1)>")
    start = f"/deltagerbudgetter/{process.slug}/"
    for page in (start, f"{start}forslag/?orden=1", f"{start}forslag/{proposal.number}/"):
        text = client.get(page).text
        assert "<svg onload" not in text
        assert "<img src=x" not in text


def test_only_reading_is_offered(client: Client, pages: list[str]) -> None:
    assert {client.post(page).status_code for page in pages} == {405}
