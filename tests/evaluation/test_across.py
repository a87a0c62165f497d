"""All evaluations side by side: the page and its files say the same, figure by figure."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override
from tests import make
from tests.evaluation.evaluations import evaluated, published, told
from tests.evaluation.test_pages import plain

from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.evaluation.across import SHORT
from deltagerbudget.evaluation.indicators import Key
from deltagerbudget.evaluation.words import MEANINGS, Meaning
from deltagerbudget.processes.models import Process

pytestmark = pytest.mark.django_db

# Title, the words on top of the column, the figure and what it is made from, or why it is missing.
Said = tuple[str, str, str, str, str]
ALL = "Alle tilsammen"


def two() -> tuple[Process, Process]:
    """One with a roll and one without, so that something is missing in one of them."""
    first = told()
    published(first)
    other = make.shift_to(make.finished(title="Uden valgliste").vote.process, PhaseKind.REALISATION)
    evaluated(other)
    return first, other


def on_page() -> list[Said]:
    html = Client().get("/evaluering/").text
    heads = [plain(each) for each in re.findall(r'<th scope="col"[^>]*>(.*?)</th>', html)]
    found: list[Said] = []
    for row in re.findall(r'<tr><th scope="row">(.*?)</tr>', html, re.DOTALL):
        title, *cells = row.split("<td")
        for head, cell in zip(heads[1:], cells, strict=True):
            if head != "År":
                found.append((plain(title), head, *_cell("<td" + cell)))
    return found


def _cell(html: str) -> tuple[str, str, str]:
    parts = [
        re.search(pattern, html)
        for pattern in ("<strong>(.*?)</strong>", 'across-detail">(.*?)</span>', 'across-why">(.*?)</span>')
    ]
    value, detail, why = (plain(found[1]) if found else "" for found in parts)
    return value, detail, why


def fetched(kind: str, tongue: str = "") -> Any:
    return Client().get(f"{tongue}/evaluering/evalueringer.{kind}")


def lines() -> list[list[str]]:
    text = fetched("csv").content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_every_figure_is_the_same_on_the_page_and_in_the_files() -> None:
    two()
    wanted = on_page()
    assert len(wanted) == 3 * 13
    assert sum(bool(why) for *_rest, why in wanted) > 0
    assert [(title, name, *said) for title, _year, name, *said in (row[:6] for row in lines()[1:])] == wanted
    data = json.loads(fetched("json").content)
    groups = [*((row["title"], row["figures"]) for row in data["evaluations"]), (ALL, data["all"])]
    assert [
        (title, each["name"], each["value"], each["made_from"], each["why_words"])
        for title, figures in groups
        for each in figures
    ] == wanted


def test_the_numbers_behind_are_those_of_each_evaluation() -> None:
    first, _other = two()
    data = json.loads(fetched("json").content)
    mine = next(row for row in data["evaluations"] if row["deltagerbudget"] == first.slug)
    known = {each.key.value: each for each in first.evaluations.get().indicators}
    shown = {each["key"]: each for each in mine["figures"]}
    for key in set(known) & set(shown):
        assert (shown[key]["number"], shown[key]["of"]) == (known[key].number, known[key].of), key
        with override("da"):
            assert shown[key]["definition"] == MEANINGS[Key(key)].definition
            assert shown[key]["name"] == SHORT.get(Key(key), MEANINGS[Key(key)].name), "each under its own heading"
    assert shown["amount"]["number"] == first.amount_ore
    assert mine["url"].endswith(f"/evaluering/{first.slug}/")
    assert mine["published"] == first.evaluations.get().at.isoformat()
    total = {each["key"]: each for each in data["all"]}
    assert total["ballots"]["number"] == sum(
        next(each["number"] for each in row["figures"] if each["key"] == "ballots") for row in data["evaluations"]
    )


def test_what_meant_something_else_then_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    process = told()
    published(process)
    before = next(row[7] for row in lines() if row[2] == "Valgdeltagelse")
    assert "betød disse tal noget andet" not in plain(Client().get("/evaluering/").text)
    new = Meaning("Valgdeltagelse", "Ny betydning.", "Ny kilde", "Nyt tal", "Nyt hele")
    monkeypatch.setitem(MEANINGS, Key.TURNOUT, new)
    text = plain(Client().get("/evaluering/").text)
    assert "betød disse tal noget andet end nu, eller de blev sagt med andre ord: Valgdeltagelse." in text
    assert next(row[7] for row in lines() if row[2] == "Valgdeltagelse") == before
    assert "Ny betydning." not in fetched("json").content.decode()


def test_they_are_there_before_the_first_one_and_of_no_other_kind(django_assert_max_num_queries: Any) -> None:
    assert len(lines()) == 1 + 13
    assert json.loads(fetched("json").content)["evaluations"] == []
    assert fetched("exe").status_code == 404
    two()
    for kind in ("csv", "json"):
        with django_assert_max_num_queries(9):
            answer = fetched(kind)
        assert f"evalueringer.{kind}" in answer["Content-Disposition"]
    assert json.loads(fetched("json", "/en").content)["language"] == "en"
