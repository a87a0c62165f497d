"""The page of the definitions says what the code says."""

from __future__ import annotations

from pathlib import Path

from deltagerbudget.evaluation.indicators import Key, group_of
from deltagerbudget.evaluation.words import GROUPS, MEANINGS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "evaluation.md"


def table() -> str:
    rows = ["| key | group | figure | what it means | divided by what | source |", "|---|---|---|---|---|---|"]
    for key in Key:
        its = MEANINGS[key]
        divided = f"{its.number} / {its.of}" if its.of else its.number
        rows.append(f"| `{key}` | {GROUPS[group_of(key)]} | {its.name} | {its.definition} | {divided} | {its.source} |")
    return "\n".join(rows) + "\n"


def test_the_definitions_on_the_page_are_those_of_the_code() -> None:
    assert table() in PAGE.read_text(), "docs/evaluation.md: write the table of `tests.evaluation.test_docs.table()`"
