"""The list of proposals as a work queue: what the address asks for, on the page and in the files."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from tests import make
from tests.review.kinds import asked_for, one_of_each_kind

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.models import Look
from deltagerbudget.acts.vocabulary import PhaseKind, Role
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.review import queue
from deltagerbudget.review.actions import write_review
from deltagerbudget.review.filters import NAMES, SORTS, Asked, Choices, asked
from deltagerbudget.review.models import Department, Review, standing
from deltagerbudget.review.rules import Verdict, missing

pytestmark = pytest.mark.django_db
EVERYTHING = "&".join(f"vis={name}" for name in ("afdelinger", "frist", "pris", "afgoerelse", "emne", "omraade"))
EVERYTHING += "&vis=forfatter&vis=sendt&vis=stoette"
LIST = "/medarbejder/vurdering/{}/forslag/"


def as_(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def text_of(response: Any) -> str:
    assert response.status_code == 200
    html: str = response.content.decode()
    return html


@pytest.fixture(scope="module")
def process(shelf: Any) -> Iterator[Process]:
    """Built once; each test rolls back what it does."""
    with shelf.lent("one of each kind", one_of_each_kind) as made:
        yield made


def numbers(process: Process, query: str = "", actor: Actor | None = None) -> list[int | None]:
    actor = actor or make.tove()
    wanted = asked(QueryDict(query), queue.choices(actor, process))
    return [row.number for row in queue.found(actor, process, wanted, today=make.today())]


@pytest.mark.both
def test_it_works(process: Process) -> None:
    """What waits for me first, the overdue before the others, then by the day and the number."""
    assert numbers(process) == [1, 4, 2, 3, 5, 6, 7, 8]
    assert numbers(process, actor=make.tom()) == [1, 4, 6, 2, 3, 5, 7, 8]
    assert numbers(process, actor=make.bo()) == [2, 3, 4, 5]


@pytest.mark.both
def test_each_choice_alone_and_together(process: Process) -> None:
    kultur = Department.objects.get(name="Kultur").pk
    wanted = {
        "trin=sendt": [1, 4, 2, 3, 5, 6, 8],
        "trin=trukket": [7],
        "mangler=afdeling": [1, 8],
        "mangler=vurdering": [2, 3],
        "mangler=afgoerelse": [4],
        "mangler=anden": [6],
        "mangler=klar": [5],
        f"afdeling={kultur}": [3],
        "emne=Leg": [2],
        "emne=-&trin=sendt": [1, 4, 5, 6, 8],
        "over-frist=1": [2],
        "mine=1": [1, 4],
        "uden-pris=1": [1, 2, 3, 8],
        "q=cykel": [3],
        "q=4": [4],
        "q=aalborg": [1],
        "uden-pris=1&mangler=vurdering&emne=Natur": [3],
        "q=findes+ikke": [],
    }
    assert {query: numbers(process, query) for query in wanted} == wanted


@pytest.mark.both
def test_each_order_and_its_opposite(process: Process) -> None:
    wanted = {
        "sorter=nummer": [1, 2, 3, 4, 5, 6, 7, 8],
        "sorter=nummer&ned=1": [8, 7, 6, 5, 4, 3, 2, 1],
        "sorter=frist": [2, 3, 1, 4, 5, 6, 7, 8],
        "sorter=frist&ned=1": [3, 2, 1, 4, 5, 6, 7, 8],
        "sorter=pris": [5, 4, 1, 2, 3, 6, 7, 8],
        "sorter=pris&ned=1": [4, 5, 1, 2, 3, 6, 7, 8],
        "sorter=titel": [2, 3, 4, 5, 6, 7, 8, 1],
    }
    assert {query: numbers(process, query) for query in wanted} == wanted


def test_what_is_missing_is_what_the_rule_says(process: Process) -> None:
    """The database and `rules.missing` never disagree."""
    for row in queue.desk(make.tove(), process, today=make.today()):
        wanted = missing(standing(row)) if row.stage == "submitted" else ""
        assert row.lack == wanted, row.title


def test_the_counts_are_those_of_the_lists(process: Process) -> None:
    counts = queue.counted(make.tove(), process, today=make.today())
    assert (counts.total, counts.waiting, counts.unready) == (8, 7, 6)
    shown = (counts.mine, counts.late, counts.unpriced)
    assert shown == tuple(len(numbers(process, query)) for query in ("mine=1", "over-frist=1", "uden-pris=1"))


def test_b51_a_caseworker_sees_what_the_own_departments_are_asked_and_nothing_else(process: Process) -> None:
    kim = make.staff("Kim Kultur", Role.CASEWORKER)
    Department.objects.get(name="Kultur").members.set([kim.person_id])
    html = text_of(as_(kim).get(LIST.format(process.slug)))
    assert "Cykelsti" in html
    assert "Drikkepost" not in html
    assert "offentliggoer" not in html
    file = as_(kim).get(f"/medarbejder/vurdering/{process.slug}/forslag.csv").content.decode("utf-8-sig")
    assert [line.split(";")[1] for line in file.splitlines()[1:]] == ["Cykelsti"]
    stranger = make.staff("Sune Sagsbehandler", Role.CASEWORKER)
    assert as_(stranger).get(LIST.format(process.slug)).status_code == 404
    assert as_(stranger).get(f"/medarbejder/vurdering/{process.slug}/forslag.csv").status_code == 404


def test_b57_filter_order_and_columns_survive_paging(monkeypatch: pytest.MonkeyPatch, process: Process) -> None:
    monkeypatch.setattr(queue, "PAGE_SIZE", 2)
    query = "trin=sendt&sorter=titel&ned=1&vis=emne&vis=pris"
    client, seen, page = as_(make.tove()), [], f"?{query}"
    for _turn in range(4):
        html = text_of(client.get(LIST.format(process.slug) + page))
        assert "Hvor langt det er" in html
        assert ">Emne<" in html.split("<thead>")[1]
        seen += [line.split(".")[0] for line in html.split("<tbody>")[1].split("liste=1")[1:]]
        later = html.split('rel="next" href="')
        if len(later) == 1:
            break
        page = later[1].split('"')[0].replace("&amp;", "&")
        assert all(part in page for part in query.split("&"))
    assert len(seen) == 7
    assert text_of(client.get(f"{LIST.format(process.slug)}?side=99")).count("liste=1") == 2


def test_b57_the_files_are_exactly_what_the_filter_shows(process: Process) -> None:
    client, start = as_(make.tove()), f"/medarbejder/vurdering/{process.slug}/forslag"
    query = "uden-pris=1&sorter=titel&vis=emne&vis=pris&vis=frist"
    answer = client.get(f"{start}.csv?{query}")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert lines[0] == ["Nummer", "Titel", "Frist", "Pris", "Emne", "Hvor langt det er"]
    assert [int(line[0]) for line in lines[1:]] == numbers(process, query) == [2, 3, 8, 1]
    assert "attachment" in answer["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(client.get(f"{start}.xlsx?{query}").content)).active
    assert sheet is not None
    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == [line[1] for line in lines[1:]]
    priced = load_workbook(io.BytesIO(client.get(f"{start}.xlsx?mangler=afgoerelse&vis=pris").content)).active
    assert priced is not None
    assert priced["C2"].value == 32000
    assert client.get(f"{start}.pdf").status_code == 404


TROUBLE = ('Bænk; med "ord"', "=HYPERLINK(1)", "+45 12", "-1 grill", "@her", "Linje\nto")


def test_t52_semicolons_lines_quotes_and_formulas_come_back_as_they_were(process: Process) -> None:
    for number, title in enumerate(TROUBLE, start=1):
        Proposal.objects.filter(process=process, number=number).update(title=title)
    client, start = as_(make.tove()), f"/medarbejder/vurdering/{process.slug}/forslag"
    file = client.get(f"{start}.csv?sorter=nummer&vis=pris").content.decode("utf-8-sig")
    titles = [line[1] for line in csv.reader(io.StringIO(file), delimiter=";")][1 : len(TROUBLE) + 1]
    assert [title.removeprefix("'") for title in titles] == list(TROUBLE)
    assert [title[0] for title in titles[1:5]] == ["'"] * 4
    sheet = load_workbook(io.BytesIO(client.get(f"{start}.xlsx?sorter=nummer&vis=pris").content)).active
    assert sheet is not None
    cells = [sheet.cell(row, 2) for row in range(2, len(TROUBLE) + 2)]
    assert [cell.value for cell in cells] == list(TROUBLE)
    assert {cell.data_type for cell in cells} == {"s"}


def test_a_file_names_authors_as_the_public_does_and_needs_no_look(process: Process) -> None:
    Person.objects.filter(pk=make.author(1).person_id).update(is_protected=True)
    file = as_(make.tove()).get(f"/medarbejder/vurdering/{process.slug}/forslag.csv?{EVERYTHING}").content.decode()
    assert "En borger" in file
    assert "example.dk" not in file
    assert not Look.objects.exists()


FOREIGN = (
    "author__email__startswith=a",
    "authorships__person__email=a",
    "mangler=__all__",
    "emne=Findes+ikke",
    "afdeling=1+OR+1%3D1",
    "omraade=99999",
    "trin=draft",
    "mine=0",
)
SORTED = ("id;--", 'x"."y', "%00", "(select pg_sleep(5))", "-submitted_at", "process__pk", "?")


def test_t18_no_parameter_reaches_another_attribute(process: Process) -> None:
    client, whole = as_(make.tove()), numbers(process)
    for query in FOREIGN:
        assert numbers(process, query) == whole, query
        assert text_of(client.get(f"{LIST.format(process.slug)}?{query}")).count("liste=1") == 8, query


def test_t19_only_known_orders_are_sorted_by(process: Process) -> None:
    client = as_(make.tove())
    for sort in SORTED:
        html = text_of(client.get(LIST.format(process.slug), {"sorter": sort, "side": "-1", "vis": sort}))
        assert html.count("liste=1") == 8, sort
        assert f"sorter={sort}" not in html


def test_every_part_of_the_address_has_its_word() -> None:
    assert set(NAMES) | {"columns"} == set(vars(Asked()))
    assert set(queue._SORTS) | {"vigtigst"} == set(SORTS)
    whole = Asked("sendt", "klar", 3, "Leg", 4, True, True, True, "bænk", "pris", True, ("pris",), 2)
    known = Choices({3: "Kultur"}, ("Leg",), {4: "Viby"})
    assert asked(QueryDict(whole.query()), known) == whole


def test_an_empty_list_says_what_to_do(process: Process) -> None:
    html = text_of(as_(make.tove()).get(f"{LIST.format(process.slug)}?q=findes+ikke&sorter=pris"))
    assert "Ingen forslag passer." in html
    assert 'href="?sorter=pris"' in html


def test_one_press_leads_to_the_next_and_back(process: Process) -> None:
    """From the list to a proposal, decided, on to the next, undone."""
    client = as_(make.tove())
    four = Proposal.objects.get(process=process, number=4)
    one = Proposal.objects.get(process=process, number=1)
    desk, query = "/medarbejder/vurdering/forslag/{}/", "?liste=1&mine=1&sorter=nummer&ned=1"
    assert f"{desk.format(one.pk)}{query}".replace("&", "&amp;") in text_of(client.get(desk.format(four.pk) + query))
    decision = {"ruling": "admit", "reason": "God idé.", "price_ore": "32.000"}
    answer = client.post(f"{desk.format(four.pk)}afgoer/{query}", decision)
    assert answer["Location"] == f"{desk.format(one.pk)}{query}&gjort={four.pk}"
    html = text_of(client.get(answer["Location"]))
    assert f"{desk.format(four.pk)}fortryd/" in html
    back = client.post(f"{desk.format(four.pk)}fortryd/{query}")
    assert back["Location"].startswith(desk.format(four.pk) + query)
    last = client.post(f"{desk.format(one.pk)}afgoer/{query}", decision | {"reason": ""})
    assert last.status_code == 422
    asked_for(one, 5)
    Proposal.objects.filter(pk=one.pk).update(stage="submitted")
    due = (make.today() + timedelta(days=9)).isoformat()
    stays = client.post(
        f"{desk.format(four.pk)}spoerg/{query}", {"department": make.department("Kultur").pk, "due_on": due}
    )
    assert stays["Location"].startswith(desk.format(four.pk))


def test_a_way_through_a_list_that_is_not_there_is_quiet(process: Process) -> None:
    client, pk = as_(make.tove()), Proposal.objects.get(process=process, number=5).pk
    for query in ("?liste=1&mine=1", "?liste=1&gjort=x&naeste=999999999", "?liste=1&gjort=1e9", "?liste=0"):
        assert client.get(f"/medarbejder/vurdering/forslag/{pk}/{query}").status_code == 200


def test_queries_do_not_grow(process: Process) -> None:
    client, url = as_(make.tove()), f"{LIST.format(process.slug)}?{EVERYTHING}"
    few = queries(client, url)
    made = make.shift_to(process, PhaseKind.IDEAS)
    for n in range(20, 32):
        sent = make.submitted(made, author=make.author(n))
        for department in ("Teknik og Miljø", "Kultur", "Skole"):
            asked_for(sent, n, department)
    make.shift_to(made, PhaseKind.REVIEW)
    assert queries(client, url) == few
    assert few <= 16


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        text_of(client.get(url))
    return len(caught)


def test_a_verdict_that_a_department_has_not_finished_is_nobody_elses(process: Process) -> None:
    """On the page and in the file."""
    review = Review.objects.get(proposal__process=process, department__name="Kultur", finished_at=None)
    values = {"verdict": Verdict.INFEASIBLE, "reason": "Måske fredet."}
    write_review(make.bo(), review, values=values, at=make.now())
    for tail in ("/", ".csv"):
        address = f"/medarbejder/vurdering/{process.slug}/forslag{tail}?mangler=vurdering&{EVERYTHING}"
        text = as_(make.tove()).get(address).content.decode()
        assert "Kultur" in text, tail

        assert "Kan ikke gennemføres" not in text[text.index("Cykelsti") :], tail
