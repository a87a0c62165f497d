"""One list of figures is the page, the report and the files; and the page of all of them side by side."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from io import BytesIO
from typing import Any

import pypdf
import pytest
from django.core.cache import cache
from django.test import Client
from tests import make
from tests.evaluation.evaluations import GROUPS, WORDS, evaluated, published, spent, told
from tests.realisation.winners import in_days, planned
from tests.support import rounds
from tests.support.rounds import neighbour

from deltagerbudget.acts.request import actor_for
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.ballots.models import Eligible
from deltagerbudget.ballots.tally_models import Tally
from deltagerbudget.evaluation.figures import Figure, sections
from deltagerbudget.evaluation.indicators import Group, Key
from deltagerbudget.evaluation.models import Evaluation
from deltagerbudget.evaluation.reading import draft, facts_of, result_of
from deltagerbudget.mydata.actions import delete_person
from deltagerbudget.processes.models import Process
from deltagerbudget.realisation.actions import move_milestone
from deltagerbudget.support.actions import support_proposal

pytestmark = pytest.mark.django_db
"""What is on the public pages."""


def public(process: Process) -> tuple[Evaluation, list[Figure]]:
    """What was published, in Danish figures."""
    from django.utils import translation

    evaluation = published(process)
    with translation.override("da"):
        return evaluation, [
            figure for section in sections(evaluation.indicators, evaluation.wording) for figure in section.figures
        ]


def fetched(process: Process, name: str = "") -> Any:
    return Client().get(f"/evaluering/{process.slug}/{name}")


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_it_works() -> None:
    process = told()
    published(process)
    page = fetched(process)
    text = plain(page.text)
    for said in (*WORDS, "Valgdeltagelse", "49 %", "50 af 102", "Hvad tallet betyder", "30.000 kr. af 32.000 kr."):
        assert said in text
    assert "csrf" not in page.text
    assert "Tove" not in page.text
    assert fetched(process, "evaluering.exe").status_code == 404


def test_every_figure_is_the_same_on_the_page_in_the_report_and_in_the_files() -> None:
    """R10, M9: whatever is shown anywhere is shown everywhere, and no other number."""
    process = told()
    Tally.objects.create(vote=process.vote, hour=make.now(), event="cast", channel="mitid", number=40)
    Tally.objects.create(vote=process.vote, hour=make.now(), event="cast", channel="letter", number=10)
    evaluation, figures = public(process)
    wanted = {
        (each.key, name, value)
        for each in figures
        for name, value in [
            *([(each.name, each.value or each.why)] if each.value or each.why else []),
            *((bar.name, bar.value or bar.why) for bar in each.bars),
        ]
    }
    assert len({key for key, _name, _value in wanted}) == len(Key)
    on_page = re.findall(r'data-figure="([a-z-]+)"[^>]*>(.*?)</(?:p|td)>', fetched(process).text)
    assert sorted((key, plain(html)) for key, html in on_page) == sorted((key, value) for key, _name, value in wanted)
    data = json.loads(fetched(process, "evaluering.json").content)["indicators"]
    in_data = {(each["key"], each["name"], each["value"] or each["why_words"]) for each in data if not each["lines"]}
    in_data |= {(each["key"], each["name"], each["value"]) for each in data if each["lines"] and each["value"]}
    in_data |= {
        (each["key"], line["name"], line["value"] or line["why_words"]) for each in data for line in each["lines"]
    }
    assert in_data == wanted
    assert [(each["number"], each["of"]) for each in data] == [(row.number, row.of) for row in evaluation.indicators]
    rows = list(csv.reader(io.StringIO(fetched(process, "evaluering.csv").content.decode("utf-8-sig")), delimiter=";"))
    names = {each.name: each.key for each in figures}
    in_table = {(names[row[1]], row[2] or row[1], row[3] or row[5]) for row in rows[1:]}
    assert in_table == wanted
    report = " ".join(words(fetched(process, "evaluering.pdf").content).split())
    for each in figures:
        assert each.definition in report
        for bar in each.bars:
            assert f"{bar.name} {bar.value or bar.why}" in report
    for each in figures:
        if each.value or not each.bars:
            assert f"{each.name} {each.value or each.why}" in report


def words(made: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(made)).pages)


def tags(node: Any, found: list[Any]) -> list[Any]:
    """Every element of the structure below, in reading order."""
    node = node.get_object()
    if isinstance(node, list):
        for each in node:
            tags(each, found)
    elif isinstance(node, dict):
        if "/S" in node:
            found.append(node)
        if "/K" in node and not isinstance(node["/K"], int):
            tags(node["/K"], found)
    return found


@pytest.mark.parametrize(("path", "language"), [("", "da"), ("/en", "en")])
def test_the_report_is_a_tagged_pdf_that_a_screen_reader_can_walk(path: str, language: str) -> None:
    process = told()
    published(process)
    made = pypdf.PdfReader(BytesIO(Client().get(f"{path}/evaluering/{process.slug}/evaluering.pdf").content))
    root = made.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith(language)
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert made.metadata is not None
    assert process.title in str(made.metadata.title)
    found = tags(root["/StructTreeRoot"]["/K"], [])
    kinds = [str(each["/S"]) for each in found]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == len(Group) + 2
    assert kinds.count("/Table") == kinds.count("/THead")
    assert kinds.count("/TH") == 3 * kinds.count("/Table") > 0
    charts = [each for each in found if each["/S"] == "/Figure"]
    assert charts
    assert all(str(each["/Alt"]).strip() for each in charts)


def test_the_report_is_made_anew_only_when_it_must(django_assert_max_num_queries: Any) -> None:
    process = told()
    published(process)
    first = fetched(process, "evaluering.pdf")
    again = Client().get(f"/evaluering/{process.slug}/evaluering.pdf", headers={"if-none-match": first["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    cache.clear()
    assert fetched(process, "evaluering.pdf").content == first.content


def test_t57_nothing_about_few_people_is_anywhere() -> None:
    """Two of twelve: hidden with what would give them away, on the page, in the report and in every file."""
    process = told()
    evaluation, _figures = public(process)
    by_age = next(each for each in evaluation.indicators if each.key is Key.TURNOUT_BY_AGE)
    by_area = next(each for each in evaluation.indicators if each.key is Key.TURNOUT_BY_AREA)
    kept = process.vote.roll_loaded.turnout
    assert [line.number for line in by_age.lines] == [cell and cell[0] for cell in kept["cells"][-1][:2]]
    assert [line.number for line in by_area.lines] == [row[-1] and row[-1][0] for row in kept["cells"][:2]]
    for name in ("", "evaluering.json", "evaluering.csv"):
        text = fetched(process, name).content.decode()
        assert "2 af 12" not in text
        assert '"number": 2,\n    "of": 12' not in text


def test_b73_who_voted_counts_once_and_age_and_place_are_those_of_the_roll() -> None:
    """Whoever changes the ballot, or is deleted afterwards, is one of the fifty still."""
    process = told()
    before = draft(process, result_of(process), today=make.today())  # type: ignore[arg-type]
    Eligible.objects.all().delete()
    assert draft(process, result_of(process), today=make.today()) == before  # type: ignore[arg-type]
    turnout = next(each for each in before if each.key is Key.TURNOUT)
    people = tuple(map(sum, zip(*GROUPS.values(), strict=True)))
    assert (turnout.number, turnout.of) == (people[1], people[0])


def test_b73_a_person_who_proposes_and_supports_counts_once_also_when_deleted() -> None:
    process = rounds.process(sent=2)
    first, second = process.proposals.order_by("number")[:2]
    for number in (1, 2, 3):
        support_proposal(neighbour(number), first, at=make.now())
    support_proposal(neighbour(1), second, at=make.now())
    support_proposal(actor_for(first.author_ids()[0]), second, at=make.now())
    authors = {pk for row in process.proposals.all() for pk in row.author_ids()}
    assert _took_part(process) == len(authors) + 3
    delete_person(neighbour(1), word="SLET", at=make.now())
    assert _took_part(process) == len(authors) + 3


def _took_part(process: Process) -> int:
    from deltagerbudget.evaluation import reading

    return reading._took_part(process)


def test_side_by_side_with_sums_of_what_is_known(django_assert_max_num_queries: Any) -> None:
    process = told()
    published(process)
    other = make.shift_to(make.finished(title="Uden valgliste").vote.process, PhaseKind.REALISATION)
    waits = plain(Client().get("/evaluering/").text)
    assert "Evalueringen mangler endnu" in waits
    assert "Uden valgliste" in waits
    evaluated(other)
    address = "/evaluering/"
    with django_assert_max_num_queries(9):
        page = Client().get(address)
    text = plain(page.text)
    assert "Evalueringen mangler endnu" not in text
    assert "kendt for 1 af 2" in text
    # Fifty and five ballots.
    total = plain(page.text[page.text.index("<tfoot>") :])
    assert " 55 " in total
    with django_assert_max_num_queries(9):
        fetched(other)
    assert f'href="/evaluering/{other.slug}/"' in Client().get(f"/deltagerbudgetter/{other.slug}/").text


def test_the_number_of_queries_does_not_grow(django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    small = make.shift_to(make.finished().vote.process, PhaseKind.REALISATION)
    large = told()
    spent(large)
    asked = []
    for process in (small, large):
        process = Process.objects.get(pk=process.pk)
        with CaptureQueriesContext(connection) as caught:
            result = result_of(process)
            assert result is not None
            facts_of(process, result, today=make.today())
        asked.append(len(caught))
    # Where nothing is started, there are no milestones to ask for.
    assert asked[1] - asked[0] in {0, 1, 2}
    assert asked[1] <= 16


def test_before_it_is_published_nothing_tells_of_it(client: Client) -> None:
    process = told()
    assert fetched(process).status_code == 404
    assert fetched(process, "evaluering.json").status_code == 404
    assert "/evaluering/et-" not in Client().get(f"/deltagerbudgetter/{process.slug}/").text
    client.force_login(make.person("Tove Tovholder"))
    page = client.get(f"/medarbejder/evaluering/{process.slug}/")
    assert "50 af 102" in plain(page.text)
    draft_of = client.get(f"/medarbejder/evaluering/{process.slug}/kladde.pdf")
    assert "UDKAST" in words(draft_of.content)
    wrong = client.post(f"/medarbejder/evaluering/{process.slug}/udgiv/", {"went_well": "Meget", "advice": ""})
    assert wrong.status_code == 422
    assert "Meget" in wrong.text
    sent = {"went_well": "Meget", "differently": "Lidt", "advice": "Begynd før"}
    assert client.post(f"/medarbejder/evaluering/{process.slug}/udgiv/", sent).status_code == 302
    assert fetched(process).status_code == 200


def test_a_date_that_is_moved_makes_nothing_on_time() -> None:
    milestone = planned(due_on=in_days(10))
    for later in (20, 30):
        move_milestone(make.tove(), milestone, due_on=in_days(later), reason="Frost", at=make.now())
    process = milestone.realisation.process
    assert process is not None
    result = result_of(process)
    assert result is not None
    assert in_days(10) in {each.promised_on for each in facts_of(process, result, today=make.today()).won}
