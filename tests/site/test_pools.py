"""A pool followed from what the council gave to the bench that it became; and its files."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from tests import make
from tests.realisation import initiatives
from tests.realisation.winners import started, winner

from deltagerbudget.accounts.models import Person
from deltagerbudget.pools.actions import create_pool, set_aside_money
from deltagerbudget.pools.models import Pool
from deltagerbudget.processes.actions import allocate_money
from deltagerbudget.processes.models import Process
from deltagerbudget.realisation.actions import finish_realisation, return_money
from deltagerbudget.realisation.models import Realisation
from deltagerbudget.realisation.promising import stop_realisation

pytestmark = pytest.mark.django_db
POOL = "/puljer/oplandspuljen/"
STAFF_FILES = ["/medarbejder/puljer/oplandspuljen/regnskab.xlsx", "/medarbejder/puljer/oplandspuljen/regnskab.csv"]


def bench() -> Realisation:
    """Of ten million 80,000 kr. are for a deltagerbudget; its bench is promised 32,000 and costs 30,000."""
    row = started(winner())
    initiatives.paid(row, 3_000_000, "En bænk af eg")
    row = finish_realisation(make.tove(), row, finished_on=make.today(), at=make.now())
    pool = Pool.objects.get()
    return_money(make.tove(), row.source, pool, amount_ore=3_000_000, reason="Til overs", at=make.now())
    return row


def log_in(client: Client, actor: make.Actor) -> Client:
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def ore(text: str) -> int:
    return int(text.replace(".", "")) * 100


def words_of(page: str) -> str:
    return re.sub("<[^>]+>", "", page)


def rows_of(table: str) -> list[tuple[str, str, int]]:
    """Link, words and amount of each row."""
    found = []
    for row in re.findall(r"<tr>(.*?)</tr>", table, re.S):
        amount = re.search(r'class="figure">.*?([\d.]+) kr\.', row, re.S)
        link = re.search(r'href="([^"]+)"', row)
        if amount:
            found.append((link[1] if link else "", words_of(row), ore(amount[1])))
    return found


def test_it_works_from_ten_million_to_the_bench(client: Client) -> None:
    row = bench()
    assert POOL in client.get("/puljer/").text
    page = client.get(POOL).text
    tables = re.findall(r"<table.*?</table>", page, re.S)
    now, line = tables[0], next(table for table in tables if row.source.title in table and "ledger-table" in table)
    # What is taken and what is free is all that the council gave.
    *taken, (_link, _words, free) = rows_of(now)
    assert "10.000.000" in page
    assert sum(amount for _link, _words, amount in taken) + free == 1_000_000_000
    # What each project took and what came back is all that was set aside.
    *parts, (_link, _words, whole) = rows_of(line)
    assert sum(amount for _link, _words, amount in parts) == whole == 8_000_000
    # From the pool to the deltagerbudget, back again, and on to the bench.
    process = taken[0][0]
    assert POOL in client.get(process).text
    url, words, cost = next(part for part in parts if row.title in part[1])
    assert cost == 3_000_000
    assert "32.000" in words
    built = client.get(url).text
    assert row.title in built
    assert "30.000 kr. af 32.000 kr." in words_of(built)


def test_a_stopped_project_says_so_and_what_became_of_its_money(client: Client) -> None:
    row = started(winner())
    initiatives.paid(row, 1_200_000, "En tegning")
    for actor in (make.tove(), make.tom()):
        stop_realisation(actor, row, reason="Jorden er forurenet.", at=make.now())
    words = "20.000 kr. blev ikke brugt."
    page = client.get(POOL).text
    ledger = next(table for table in re.findall(r"<table.*?</table>", page, re.S) if row.title in table)
    assert words in words_of(ledger).replace("\N{NO-BREAK SPACE}", " ")
    assert "Stoppet" in ledger
    assert "Færdig" not in ledger
    text = client.get(f"{POOL}regnskab.csv").text.replace("\N{NO-BREAK SPACE}", " ")
    line = next(line for line in text.splitlines() if row.title in line)
    assert "Stoppet" in line
    assert words in line
    assert words in str(cells(client.get(f"{POOL}regnskab.xlsx").content)).replace("\\xa0", " ")


def test_an_initiative_is_on_the_pool_the_board_and_in_its_area(client: Client) -> None:
    initiatives.paid(initiatives.published(), 1_000_000)
    for url in (POOL, "/projekter/", "/omraader/tranbjerg/", "/"):
        assert "/tiltag/shelter-ved-soeen/" in client.get(url).text, url
    page = client.get("/tiltag/shelter-ved-soeen/").text
    assert POOL in page
    assert "10.000 kr. af 50.000 kr." in words_of(page)


def test_what_is_being_prepared_counts_and_is_not_named(client: Client) -> None:
    pool, process = make.pool(), make.draft_process(title="Hemmelig plads")
    allocate_money(make.tove(), process, pool, amount_ore=100_000_000, at=make.now())
    initiatives.funded(amount_ore=100_000_000, title="Hemmeligt shelter")
    page = client.get(POOL).text
    assert "8.000.000" in page
    files = b"".join(client.get(f"{POOL}regnskab.{kind}").content for kind in ("csv", "xlsx"))
    assert "Hemmelig" not in page + client.get("/puljer/").text + client.get(f"{POOL}regnskab.csv").text
    assert b"Hemmelig" not in files
    assert client.get("/tiltag/shelter-ved-soeen/").status_code == 404
    own = log_in(client, make.tove()).get("/medarbejder/puljer/oplandspuljen/").text
    assert "Hemmelig plads" in own
    assert "Hemmeligt shelter" in own


def asked(client: Client, url: str) -> int:
    """Queries, without the one of the demonstration's own clock."""
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return sum("acts_clockoffset" not in query["sql"] for query in found.captured_queries)


def test_queries_are_few_and_do_not_grow(client: Client) -> None:
    pages = (POOL, "/puljer/", "/tiltag/shelter-ved-soeen/")
    staff = ("/medarbejder/puljer/oplandspuljen/", "/medarbejder/tiltag/")
    tove = log_in(Client(), make.tove())
    bench()
    row = initiatives.published()
    initiatives.paid(row, 100)
    for url in staff:
        tove.get(url)
    before, before_staff = [asked(client, url) for url in pages], [asked(tove, url) for url in staff]
    assert max(before) <= 9
    for number in range(3):
        bench()
        initiatives.paid(initiatives.published(slug=f"shelter-{number}"), 100)
        place = make.area(f"Sted {number}")
        set_aside_money(make.tove(), Pool.objects.get(), place, amount_ore=100, reason="Senere", at=make.now())
    assert [asked(client, url) for url in pages] == before
    assert [asked(tove, url) for url in staff] == before_staff


@pytest.mark.parametrize("url", STAFF_FILES)
def test_t17_the_staff_file_is_refused_logged_out_and_to_others(client: Client, url: str) -> None:
    make.pool()
    answer = client.get(url)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login/")
    for actor in (make.anna(), make.bo(), make.fie()):
        assert log_in(Client(), actor).get(url).status_code == 403
    answer = log_in(Client(), make.tove()).get(url)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]


def test_t17_a_public_file_tells_of_no_person_and_no_single_payment(client: Client) -> None:
    bench()
    names = set(Person.objects.values_list("name", flat=True)) | set(Person.objects.values_list("email", flat=True))
    texts = [client.get(f"{POOL}regnskab.csv").text, str(cells(client.get(f"{POOL}regnskab.xlsx").content))]
    for text in texts:
        assert "30000" in text
        assert not any(name and name in text for name in names)
        assert "En bænk af eg" not in text
    assert "En bænk af eg" in log_in(client, make.tove()).get(STAFF_FILES[1]).text


def cells(content: bytes) -> list[Any]:
    book = load_workbook(io.BytesIO(content))
    return [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]


def test_t10_a_file_name_is_plain_letters_whatever_the_pool_is_called(client: Client) -> None:
    values = {"name": 'Ærø "pulje"; filename=ond.exe', "purpose": "Prøve"}
    create_pool(make.administrator(), slug="aeroe-pulje", values=values, at=make.now())
    header = client.get("/puljer/aeroe-pulje/regnskab.xlsx").headers["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="aeroe-pulje-regnskab-\d{4}\.xlsx"', header)
    assert client.get("/puljer/aeroe-pulje/regnskab.exe").status_code == 404


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")'])
def test_t51_a_title_is_never_a_formula(client: Client, title: str) -> None:
    process = make.process()
    Process.objects.filter(pk=process.pk).update(title=title)
    book = load_workbook(io.BytesIO(client.get(f"{POOL}regnskab.xlsx").content))
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == title]
    assert found
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in found)
    rows = list(csv.reader(io.StringIO(client.get(f"{POOL}regnskab.csv").text), delimiter=";"))
    assert any(f"'{title}" in row for row in rows)
    assert not any(title in row for row in rows)


def test_a_danish_excel_reads_the_csv(client: Client) -> None:
    bench()
    content = client.get(f"{POOL}regnskab.csv").content
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    year = next(row for row in rows if row[:1] == [str(make.today().year)])
    assert year == [
        str(make.today().year),
        *["0,00", "10000000,00", "80000,00", "30000,00", "52000,00", "30000,00", "9950000,00"],
    ]
