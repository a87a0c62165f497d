"""Every kind of ballot and rule that a file can have is counted from our rows as the library counts the file."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests import make

from deltagerbudget.acts.actor import SYSTEM
from deltagerbudget.counting.compare import Comparison, compare
from deltagerbudget.counting.outcome import Outcome, Step
from deltagerbudget.counting.pabulib import PabulibError, read
from deltagerbudget.counting.rule import Method, Rule, Variant
from deltagerbudget.operate.truths import breaches
from deltagerbudget.processes.models import Process
from deltagerbudget.results.imports import Imported, import_election

pytestmark = pytest.mark.django_db

# Small ones of every ballot, and of the rules that are more than a name: shared groups, the last four fifths, caps.
REAL = {
    "Poland_Krakow_2018_Wzgorza_Krzeslawickie": "ordinal",
    "Poland_Krakow_2021_Grzegorzki": "ordinal",
    "Poland_Czestochowa_2025_Podjasnogorska": "cumulative",
    "Poland_Gdansk_2020_Przerobka": "cumulative",
    "Poland_Wroclaw_2017_Rejon_nr_11_750": "choose-1",
    "Poland_Poznan_2025_9_-_Stare_Miasto__small": "choose-1",
    "Poland_Lodz_2020_Wzniesien_Lodzkich": "approval",
    "Poland_Gdynia_2022_Kamienna_Gora__small": "approval",
    "Poland_Warszawa_2024_Wesola": "approval",
    "Netherlands_Amsterdam_604": "approval",
}
HEAD = """META
key;value
description;Gader og parker
country;Denmark
unit;Byen
instance;2024
num_projects;3
num_votes;5
budget;1000
vote_type;approval
rule;greedy-custom
date_begin;01.03.2024
date_end;15.03.2024
currency;DKK
comment;"{comment}"
PROJECTS
project_id;cost;name
b12;400;Bænke
a7;900;Skatepark
x;300;Gynger
VOTES
voter_id;vote
1;b12,x
2;b12,a7
3;a7
4;x,b12
5;a7,b12
"""


@pytest.fixture(autouse=True)
def _own_keys(tmp_path: Path, settings: Any) -> None:
    settings.KEYS_DIR = tmp_path / "keys"


def invented(exclusive: list[list[str]] | None = None, **rule: Any) -> bytes:
    """A file of ours: the rule that the format has no name for stands in the comment."""
    data: dict[str, Any] = {"rule": Rule(**rule).to_data()} | ({"exclusive": exclusive} if exclusive else {})
    return HEAD.format(comment=f"#1: Og mere. #2: {json.dumps(data)}".replace('"', '""')).encode()


def imported(data: bytes) -> Imported:
    return import_election(SYSTEM, io.BytesIO(data), name="fil.pb", at=make.now())


def in_words_of_file(outcome: Outcome, theirs: Comparison) -> list[Step]:
    """Our numbers are the places of the projects in the file; what would have changed it is told beside the count."""
    ids = {str(number): project.id for number, project in enumerate(theirs.reading.head.projects, start=1)}
    return [
        replace(
            step,
            project=ids.get(step.project, step.project),
            because=ids.get(step.because, step.because),
            tied_with=tuple(ids.get(name, name) for name in step.tied_with),
            more_votes=None,
            cheaper=None,
        )
        for step in outcome.steps
    ]


def agrees(found: Imported, theirs: Comparison) -> None:
    ours = found.result.explained
    plain = [replace(step, more_votes=None, cheaper=None) for step in theirs.outcome.steps]
    assert in_words_of_file(ours, theirs) == plain
    assert (ours.voters, ours.spent, ours.left) == (
        theirs.outcome.voters,
        theirs.outcome.spent,
        theirs.outcome.left,
    )
    assert not list(breaches(at=make.now()))


@pytest.mark.parametrize("name", REAL)
def test_real_elections_of_every_kind(name: str, shared_data: Path) -> None:
    data = (shared_data / "pabulib" / f"{name}.pb").read_bytes()
    theirs = compare(read(data, invalid_votes="set-aside"))
    found = imported(data)
    agrees(found, theirs)
    assert found.result.explained.vote_type == REAL[name]
    if theirs.selected is None:
        assert found.report[0] == "The file does not say which projects won."
    else:
        # A file does not say which projects exclude each other: there the winners may be others than the city's.
        assert theirs.same or theirs.reading.head.meta["rule"] == "greedy-exclusive"
        assert found.report[0].startswith("The winners are those of the file") is theirs.same
    address = f"/resultat/{found.process.slug}/"
    assert [Client().get(f"{start}{address}").status_code for start in ("", "/en")] == [200, 200]


@pytest.mark.parametrize(
    ("data", "decisions", "granted"),
    [
        (
            invented(exclusive=[["b12", "x"]]),
            {"1": "funded", "2": "skipped", "3": "excluded"},
            {"1": 40_000, "2": 0, "3": 0},
        ),
        (
            invented(variant=Variant.STOP_PERCENT, percent=60),
            {"1": "funded", "2": "topped-up", "3": "not-reached"},
            {"1": 40_000, "2": 0, "3": 0},
        ),
        (
            invented(variant=Variant.STOP_PERCENT, percent=70),
            {"1": "funded", "2": "stopped", "3": "not-reached"},
            {"1": 40_000, "2": 0, "3": 0},
        ),
        (
            invented(variant=Variant.REMAINDER),
            {"1": "funded", "2": "part-funded", "3": "not-reached"},
            {"1": 40_000, "2": 60_000, "3": 0},
        ),
        (
            invented(method=Method.PRIZES, prizes=(50_000, 20_000)),
            {"1": "funded", "2": "funded", "3": "no-prize"},
            {"1": 50_000, "2": 20_000, "3": 0},
        ),
    ],
)
def test_a_rule_without_a_name_stands_in_the_comment(
    data: bytes, decisions: dict[str, str], granted: dict[str, int]
) -> None:
    found = imported(data)
    steps = found.result.explained.steps
    assert {step.project: str(step.decision) for step in steps} == decisions
    assert {step.project: step.granted for step in steps} == granted
    agrees(found, compare(read(data)))
    for start, words in (("", "Bænke"), ("/en", "Bænke")):
        page = Client().get(f"{start}/resultat/{found.process.slug}/").content.decode()
        assert words in page
        assert "%(" not in page


def test_a_comment_with_an_impossible_rule_says_its_line_and_imports_nothing() -> None:
    text = invented(variant=Variant.REMAINDER).decode().replace("remainder", "whatever")
    with pytest.raises(PabulibError, match="line 15"):
        imported(text.encode())
    assert not Process.objects.exists()
