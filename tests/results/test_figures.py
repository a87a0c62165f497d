"""How a result falls, told with numbers that the published ballots give."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from deltagerbudget.counting.model import Criterion, Election, Project, Rule, group
from deltagerbudget.counting.rules import count
from deltagerbudget.results.figures import figures

PROJECTS = (
    Project("1", 3_200_000, "", ("Leg",), "Nord"),
    Project("2", 7_845_000, "", ("Leg", "Trafik"), "Nord"),
    Project("3", 2_000_000, "", ("Trafik",), "Syd"),
)
CHOICES = [["1", "3"]] * 3 + [["1"]] * 2 + [["2"]] * 2 + [[]]


def told(language: str, *, with_voters: bool = True, choices: list[list[str]] | None = None) -> dict[str, str]:
    ballots = group(CHOICES if choices is None else choices, PROJECTS)
    outcome = count(Election(8_000_000, PROJECTS, ballots, rule=Rule(ties=(Criterion.FILE_ORDER,))))
    with override(language):
        return {figure.label: figure.text for figure in figures(outcome, with_voters=with_voters)}


def test_it_works() -> None:
    assert told("en") == {
        "Voters who chose at least one winner": "5 of 8",
        "Winners on a ballot, on average": "1.0",
        "Blank votes": "1",
        "Topic: Leg": "1 of 2 won, DKK 32,000",
        "Topic: Trafik": "1 of 2 won, DKK 20,000",
        "Area: Nord": "1 of 2 won, DKK 32,000",
        "Area: Syd": "1 of 1 won, DKK 20,000",
    }


def test_in_danish() -> None:
    said = told("da", choices=[["1", "3"]] * 2 + [["1"]])
    assert said["Vindere på en stemmeseddel i gennemsnit"] == "1,7"
    assert said["Emne: Leg"] == "1 af 2 vandt, 32.000 kr."


@pytest.mark.parametrize("values", [{"with_voters": False}, {"choices": []}])
def test_few_ballots_or_none_tell_nothing_of_voters(values: dict[str, object]) -> None:
    assert all(label.startswith(("Topic", "Area")) for label in told("en", **values))  # type: ignore[arg-type]
