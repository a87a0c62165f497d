"""What stands on the papers of a deltagerbudget."""

from __future__ import annotations

import json
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.utils import translation
from tests import make

from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.ballots.models import Station, Vote
from deltagerbudget.letters import papers, typeset
from deltagerbudget.letters.papers import Source
from deltagerbudget.ui.danish import COPENHAGEN

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "papers"
KINDS: dict[str, dict[str, Any]] = {
    "knapsack": {},
    "approval": {"max_choices": 3},
    "choose-1": {},
    "cumulative": {"points": 10, "most_points": 5},
    "ordinal": {"max_choices": 2, "rank_scores": [2, 1]},
}
LONG = "Regnvand & <bænke> #set page(fill: red) $x$ *fed* @ref"


def source(kind: str = "knapsack", *, is_frozen: bool = True, **values: Any) -> Source:
    process = make.settled([3_200_000, 7_845_000, 2_000_000], ballot_type=kind, **KINDS[kind], **values)
    vote = make.froze(process)
    config = dict(vote.frozen)
    config["opens_at"] = datetime(2027, 4, 1, 8, tzinfo=COPENHAGEN).isoformat()
    config["closes_at"] = datetime(2027, 4, 22, 20, tzinfo=COPENHAGEN).isoformat()
    config["age_on"] = "2027-04-01"
    for place, item in enumerate(config["projects"], start=1):
        item["title"] = f"Bænk {place} ved søen"
    return Source(process, config, "f" * 64 if is_frozen else "")


def read(made: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(made))


def words(made: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(made).pages)


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", ["ballot", "booklet", "poster", "protocol"])
def test_the_paper_says(name: str, language: str) -> None:
    found = source(title="Grønne pauser")
    with translation.override(language):
        _title, values = getattr(papers, name)(found)
    values.pop("qr")
    for each in values["projects"] if name == "booklet" else []:
        assert each.pop("parts")
    text = json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    assert text == (GOLDEN / f"{name}.{language}.json").read_text()


@pytest.mark.parametrize("kind", KINDS)
def test_n15_each_of_the_five_ballots_tells_how_it_is_filled_in(kind: str) -> None:
    said = {
        "knapsack": ("80.000 kr.", "Sæt kryds", "koster i alt"),
        "approval": ("op til 3 forslag", "Sæt kryds"),
        "choose-1": ("det ene forslag", "Sæt kryds"),
        "cumulative": ("10 point", "op til 5 point", "Skriv pointene"),
        "ordinal": ("Skriv 1 ved", "op til 2 forslag", "Skriv pladsen"),
    }
    found = source(kind)
    title, values = papers.ballot(found)
    for is_large in (False, True):
        text = " ".join(words(typeset.pdf("ballot", values, title=title, is_large=is_large)).split())
        for part in (*said[kind], "Bænk 1 ved søen", "32.000 kr.", "78.450 kr.", "f" * 64):
            assert part in text


@pytest.mark.parametrize("name", ["booklet", "poster"])
def test_who_has_no_mitid_reads_where_to_go(name: str) -> None:
    made = source(channels=["mitid", "letter", "desk", "kiosk", "paper"])
    place = {"address": "Torvet 1", "hours": "Mandag kl. 10-18"}
    for name_of in ("Biblioteket", "Borgerhuset", "Skolen", "Kirkens sognegård", "Forsamlingshuset"):
        Station.objects.create(process=made.process, name=name_of, **place)
    Station.objects.create(process=made.process, name="Hallen", **place, is_open=False)
    with translation.override("da"):
        title, values = getattr(papers, name)(made)
        pdf = typeset.pdf(name, values, title=title)
        alone = getattr(papers, name)(source())[1]
    text = " ".join(words(pdf).split())
    assert "Med koden fra dit brev" in text
    assert ("Biblioteket, Torvet 1. Mandag kl. 10-18" if name == "booklet" else "Biblioteket · Borgerhuset") in text
    assert name == "booklet" or len(read(pdf).pages) == 1
    assert "Hallen" not in text
    assert alone["others"] == []


def test_a_vote_of_codes_says_nothing_of_mitid() -> None:
    said = papers.booklet(source(channels=["handout"]))[1]["steps"]
    assert not [line for line in said if "MitID" in line]
    assert papers.booklet(source(channels=["desk", "kiosk"]))[1]["steps"] == []


@pytest.mark.parametrize("language", ["da", "en"])
def test_n15_a_screen_reader_finds_its_way(language: str) -> None:
    with translation.override(language):
        title, values = papers.booklet(source())
        made = read(typeset.pdf("booklet", values, title=title))
    root = made.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/Lang"].startswith(language)
    assert made.metadata is not None
    assert made.metadata.title == title
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_before_the_freeze_every_sheet_says_draft() -> None:
    title, values = papers.booklet(source(is_frozen=False))
    made = read(typeset.pdf("booklet", values, title=title, is_draft=True))
    assert all("UDKAST" in page.extract_text() for page in made.pages)


def test_what_people_wrote_is_text_and_never_markup() -> None:
    found = source()
    for item in found.config["projects"]:
        item["title"] = LONG
    title, values = papers.ballot(found)
    assert LONG in " ".join(words(typeset.pdf("ballot", values, title=title)).split())


def test_n15_numbers_titles_and_prices_are_those_of_the_frozen_text() -> None:
    vote = make.frozen()
    slug = vote.process.slug
    client = Client()
    client.force_login(make.person("Tove Tovholder", age=45))
    answer = client.get(f"/medarbejder/trykkeri/{slug}/stemmeseddel.pdf")
    text = words(answer.content)
    assert "32.000 kr." in text
    assert vote.config_sha256 in text.replace("\n", "")
    assert "attachment" in answer.headers["Content-Disposition"]


def test_t69_the_square_is_the_address_of_the_vote_and_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(papers, "square", lambda text: drawn.append(text) or "")
    found = source()
    for write in (papers.ballot, papers.booklet, papers.poster, papers.protocol):
        write(found)
    assert set(drawn) == {f"http://localhost/stem/{found.process.slug}/"}


def test_the_page_of_the_print_shop() -> None:
    process = make.process(PhaseKind.IDEAS)
    client = Client()
    client.force_login(make.person("Tove Tovholder", age=45))
    make.tove()
    assert "ikke noget at trykke endnu" in client.get(f"/medarbejder/trykkeri/{process.slug}/").content.decode()
    assert client.get(f"/medarbejder/trykkeri/{process.slug}/plakat.pdf").status_code == 404
    settled = make.settled([3_200_000])
    page = client.get(f"/medarbejder/trykkeri/{settled.slug}/").content.decode()
    assert "UDKAST" in page
    assert Vote.objects.count() == 0
    text = words(client.get(f"/medarbejder/trykkeri/{settled.slug}/stemmeseddel.pdf?skrift=stor&sprog=en").content)
    assert "Ballot" in text
    assert "DRAFT" in text
    assert client.get(f"/medarbejder/trykkeri/{settled.slug}/ukendt.pdf").status_code == 404


def test_nothing_is_set_from_outside() -> None:
    """No package of typst, no font and no picture that is not at hand."""
    for path in (Path(typeset.__file__).parent / "data" / "papers").glob("*.typ"):
        assert "@preview" not in path.read_text()
        assert "http" not in path.read_text()


@pytest.mark.parametrize("name", ["ballot", "booklet", "poster", "protocol"])
def test_t57_the_same_paper_is_the_same_bytes_and_says_no_time_of_its_making(name: str) -> None:
    title, values = getattr(papers, name)(source(title="Grønne pauser"))
    made = typeset.pdf(name, values, title=title)
    assert made == typeset.pdf(name, values, title=title)
    found = read(made)
    assert found.metadata is not None
    assert not {"/CreationDate", "/ModDate"} & set(found.metadata)
    assert found.xmp_metadata is not None
    assert (found.xmp_metadata.xmp_create_date, found.xmp_metadata.xmp_modify_date) == (None, None)
