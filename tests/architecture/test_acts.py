"""Every act has its rows, its function, its entry in the journal, its test file, and its line in docs/acts.md."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from deltagerbudget.acts.tables import NOT_IN_JOURNAL, TWO, WHEN, WHO
from deltagerbudget.acts.vocabulary import Act

ROOT = Path(__file__).resolve().parents[2]
HOLDING_ACTS = {
    "actions.py",
    "casting.py",
    "changes.py",
    "roll.py",
    "roll_audit.py",
    "pending.py",
    "imports.py",
    "merging.py",
    "preparing.py",
    "opening.py",
    "promising.py",
    "notes.py",
    "undoing.py",
    "handing_in.py",
    "serving.py",
    "batches.py",
    "post.py",
}
ACTIONS = [path for path in (ROOT / "src" / "deltagerbudget").glob("*/*.py") if path.name in HOLDING_ACTS]


def functions() -> dict[str, ast.FunctionDef]:
    return {
        node.name: node
        for path in ACTIONS
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
    }


FUNCTIONS = functions()


def test_every_act_has_its_rows() -> None:
    assert set(WHO) == set(Act)
    assert set(WHEN) == set(Act)
    assert set(TWO) <= set(Act)
    assert set(NOT_IN_JOURNAL) <= set(Act)


@pytest.mark.parametrize("act", list(Act), ids=str)
def test_an_act_is_one_function_of_its_name(act: Act) -> None:
    assert act.value in FUNCTIONS


@pytest.mark.parametrize("act", list(Act), ids=str)
def test_an_act_takes_the_time_as_an_argument(act: Act) -> None:
    function = FUNCTIONS[act.value]
    assert "at" in {argument.arg for argument in [*function.args.args, *function.args.kwonlyargs]}


@pytest.mark.parametrize("act", sorted(set(Act) - NOT_IN_JOURNAL), ids=str)
def test_an_act_is_recorded(act: Act) -> None:
    called, named = reached(act.value)
    assert "record" in called
    assert act.name in named


@pytest.mark.parametrize("act", sorted(NOT_IN_JOURNAL), ids=str)
def test_casting_writes_no_entry(act: Act) -> None:
    called, _named = reached(act.value)
    assert "record" not in called


def reached(start: str) -> tuple[set[str], set[str]]:
    """What a function calls, directly or through other functions beside it, and the acts that these name."""
    called, named, waiting = set(), set(), [start]
    while waiting:
        for node in ast.walk(FUNCTIONS[waiting.pop()]):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Act":
                named.add(node.attr)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id not in called:
                called.add(node.func.id)
                waiting += [node.func.id] if node.func.id in FUNCTIONS else []
    return called, named


@pytest.mark.parametrize("act", list(Act), ids=str)
def test_an_act_has_its_test_file(act: Act) -> None:
    assert list((ROOT / "tests").glob(f"*/test_{act.value}.py")), f"tests/<app>/test_{act.value}.py is missing"


def test_no_action_reads_the_clock() -> None:
    readers = [
        path.parent.name
        for path in ACTIONS
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)
        if (node.func.id if isinstance(node.func, ast.Name) else node.func.attr) in ("now", "utcnow", "today")
    ]
    assert readers == []


def test_the_page_that_a_municipality_approves_is_not_stale() -> None:
    written = subprocess.run(
        [sys.executable, ROOT / "scripts" / "acts_page.py"], capture_output=True, text=True, check=True
    ).stdout
    assert written == (ROOT / "docs" / "acts.md").read_text(), "run make docs"
