"""The overview for politicians and the press: each figure is that of the page that it leads to."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from openpyxl import load_workbook
from tests import make
from tests.realisation import initiatives
from tests.realisation.winners import late_by, planned, started, winner
from tests.results.test_turnout import on_roll

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.vocabulary import Ground, PhaseKind
from deltagerbudget.areas.models import Area
from deltagerbudget.pools.actions import set_aside_money
from deltagerbudget.pools.models import Pool
from deltagerbudget.processes.models import Process
from deltagerbudget.realisation.account import account_of, public
from deltagerbudget.realisation.actions import finish_realisation, return_money
from deltagerbudget.realisation.board import WORDS, winners
from deltagerbudget.realisation.overview import LEAST_REPORTS, overview, phase_of
from deltagerbudget.results.turnout import turnout_of
from deltagerbudget.talk.models import Report

pytestmark = pytest.mark.django_db
PAGE, DATA = "/overblik/", "/overblik/tal.json"


def town() -> None:
    """A pool with a finished bench, a late one, an initiative, an area's own money, and one that is being prepared."""
    bench = started(winner())
    initiatives.paid(bench, 3_000_000, "En bænk af eg")
    bench = finish_realisation(make.tove(), bench, finished_on=make.today(), at=make.now())
    pool = Pool.objects.get()
    return_money(make.tove(), bench.source, pool, amount_ore=3_000_000, reason="Til overs", at=make.now())
    late_by(planned(), 9)
    initiatives.paid(initiatives.published(), 100)
    set_aside_money(make.tove(), pool, make.area("Skødstrup"), amount_ore=500, reason="Senere", at=make.now())
    make.process(PhaseKind.IDEAS)
    hidden = make.draft_process(title="Hemmelig plads")
    make.processes.allocate_money(make.tove(), hidden, pool, amount_ore=700, at=make.now())


def data(client: Client) -> Any:
    return client.get(DATA).json()


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ").replace("&nbsp;", " ")


def kroner(text: str) -> list[int]:
    return [int(found.replace(".", "")) for found in re.findall(r"([\d.]+) kr\.", text)]


def test_the_money_is_that_of_the_pages_of_the_pools(client: Client) -> None:
    town()
    told = data(client)
    for row, pool in zip(told["pools"], Pool.objects.order_by("name"), strict=True):
        own = account_of(pool, pool.appropriations.order_by("year", "pk"), today=localdate(), shows=public)
        assert (row["given_ore"], row["left_ore"]) == (own.given_ore, own.left_ore)
        assert row["given_ore"] == row["bound_ore"] + row["spent_ore"] + row["left_ore"]
        assert row["spent_ore"] == sum(line.paid_ore for line in own.lines)
        names = ("carried_in_ore", "given_ore", "set_aside_ore", "returned_ore", "paid_ore", "left_ore")
        assert row["years"] == [{"year": y.year} | {name: getattr(y, name) for name in names} for y in own.years]
        page = text_of(client, f"/puljer/{pool.slug}/")
        for name in ("given_ore", "left_ore"):
            assert row[name] // 100 in kroner(page)
    figures = told["figures"]
    for name in ("given_ore", "bound_ore", "spent_ore", "left_ore"):
        assert figures[name] == sum(row[name] for row in told["pools"])
        assert figures[name] // 100 in kroner(text_of(client, PAGE))


def test_the_projects_are_those_of_the_board(client: Client) -> None:
    town()
    told, every = data(client), winners(localdate())
    assert [row["title"] for row in told["projects"]] == [each.about.title for each in every]
    assert [(row["paid_ore"], row["price_ore"]) for row in told["projects"]] == [
        (each.paid_ore, each.price_ore) for each in every
    ]
    page = text_of(client, PAGE)
    for station, word in WORDS.items():
        number = told["figures"][f"projects_{word}"]
        board = text_of(client, f"/projekter/?status={word}")
        assert int(re.findall(r'role="status">(\d+) ', board)[0]) == number, word
        assert number == sum(each.station is station for each in every)
        assert f'href="/projekter/?status={word}"' in page
    assert told["figures"]["projects_forsinket"] == 1
    late = next(row for row in told["projects"] if row["station"] == "forsinket")
    assert late["days_late"] == 9
    assert "9 dage forsinket" in page


def test_each_deltagerbudget_stands_in_the_phase_of_its_page(client: Client) -> None:
    town()
    for kind in (PhaseKind.VOTE, PhaseKind.REVIEW):
        make.process(kind)
    rows = {row.title: row for row in Process.objects.opened().prefetch_related("phases")}
    told = data(client)
    assert {row["title"]: row["phase"] for row in told["processes"]} == {
        title: row.phase_at(make.now()) for title, row in rows.items()
    }
    assert told["figures"]["processes"] == len(rows)
    for kind in PhaseKind:
        number = sum(row.phase_at(make.now()) == kind for row in rows.values())
        assert told["figures"][f"phase_{kind}"] == number


def test_the_turnout_is_that_beside_the_result_and_no_cell_more(client: Client) -> None:
    vote = make.open_vote()
    make.area("Viby")
    groups = {("tranbjerg", "18-24"): (12, 2), ("tranbjerg", "25-39"): (20, 10)}
    groups |= {("viby", "18-24"): (20, 9), ("viby", "25-39"): (20, 12)}
    on_roll(vote, groups)
    closed = make.closed(vote)
    assert data(client)["turnout"] == []
    result = make.published(closed)
    kept = turnout_of(result.vote)
    assert kept is not None
    told = data(client)["turnout"][0]
    assert (told["voted"], told["of"]) == (33, 72)
    cells = [[[s.voted, s.of] if s.voted is not None else None for s in line.shares] for line in kept.lines]
    assert [row["cells"] for row in told["areas"]] == cells
    assert any(cell is None for row in cells for cell in row)
    shown = [s.percent for line in kept.lines if not line.is_sum for s in line.shares[-1:] if s.voted is not None]
    assert told["area_gap"] == (max(shown) - min(shown) if len(shown) > 1 else None)
    assert "33 / 72" in text_of(client, PAGE)


def test_files_say_the_same(client: Client) -> None:
    town()
    figures = data(client)["figures"]
    rows = list(csv.reader(io.StringIO(client.get("/overblik/tal.csv").content.decode("utf-8-sig")), delimiter=";"))
    told = {row[0]: row[1] for row in rows if len(row) == 2}
    for name, value in figures.items():
        assert float(told[name].replace(",", ".")) == (value / 100 if name.endswith("_ore") else value), name
    book = load_workbook(io.BytesIO(client.get("/overblik/tal.xlsx").content))
    sheet = {row[0].value: row[1].value for row in book.worksheets[0].iter_rows(min_row=2)}
    assert {name: value / 100 if name.endswith("_ore") else value for name, value in figures.items()} == sheet
    assert client.get("/overblik/tal.pdf").status_code == 404


def test_nothing_personal_and_nothing_that_is_being_prepared(client: Client) -> None:
    town()
    names = [name for row in Person.objects.all() for name in (row.name, row.email) if name]
    for path in (PAGE, DATA, "/overblik/tal.csv"):
        text = text_of(client, path)
        assert not [name for name in names if name in text], path
        assert "Hemmelig" not in text
        assert "csrf" not in text


def test_a_theme_of_few_reports_is_not_told() -> None:
    proposal = make.submitted(make.process(PhaseKind.IDEAS))
    report = make_reports(proposal, LEAST_REPORTS - 1)
    assert overview(make.now()).complaints.grounds == {}
    report(1)
    assert overview(make.now()).complaints.grounds == {Ground.ADVERT: LEAST_REPORTS}


def make_reports(proposal: Any, number: int) -> Any:
    """By hand: only reading is looked at."""

    def report(more: int) -> None:
        for _place in range(more):
            who = make.person(f"Melder {Report.objects.count()}").pk
            Report.objects.create(proposal=proposal, person_id=who, ground=Ground.ADVERT, at=make.now())

    report(number)
    return report


def asked(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return sum("acts_clockoffset" not in query["sql"] for query in found.captured_queries)


def test_queries_are_nine_whatever_the_number(client: Client) -> None:
    town()
    before = asked(client, PAGE)
    assert before <= 9
    for _round in range(2):
        late_by(planned(), 3)
        make.process(PhaseKind.VOTE)
    initiatives.paid(initiatives.published(slug="shelter-to"), 100)
    assert asked(client, PAGE) == before
    assert asked(client, DATA) <= 9


def test_the_footer_the_pools_and_the_board_lead_there(client: Client) -> None:
    town()
    for path in ("/", "/puljer/", "/projekter/"):
        assert text_of(client, path).count(f'href="{PAGE}"') == (1 if path == "/" else 2)
    assert Area.objects.exists()


def test_an_empty_installation_has_a_page(client: Client) -> None:
    assert "Intet er forsinket" in text_of(client, PAGE)
    assert data(client)["figures"]["given_ore"] == 0


@pytest.mark.parametrize("days", [-400, 0, 5, 400, 4000])
def test_a_phase_goes_on_until_the_next_begins_and_the_last_one_for_good(days: int) -> None:
    process = make.process(PhaseKind.IDEAS)
    at = make.now() + timedelta(days=days)
    (row,) = overview(at).processes
    assert phase_of(row) == process.phase_at(at)
