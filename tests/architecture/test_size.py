"""The house stays small: modules at most 400 lines, functions short."""

import ast
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = [path for part in ("src", "scripts", "tests") for path in (ROOT / part).rglob("*.py")]
MODULES = sorted(path for path in WRITTEN if "migrations" not in path.parts)
SOURCES = [path for path in MODULES if path.is_relative_to(ROOT / "src")]


def test_no_module_is_over_400_lines() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in MODULES}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_functions_are_short() -> None:
    lengths = [
        node.end_lineno - node.lineno + 1
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.end_lineno
    ]
    assert median(lengths) <= 10
    assert quantiles(lengths, n=10)[-1] <= 30


def test_an_app_says_what_it_is_for_in_five_lines() -> None:
    for path in (ROOT / "src" / "deltagerbudget").glob("*/__init__.py"):
        body = ast.parse(path.read_text()).body
        assert len(body) == 1, f"{path.parent.name}: nothing but a docstring"
        assert isinstance(body[0], ast.Expr), path.parent.name
        assert len(path.read_text().splitlines()) <= 6, path.parent.name


def test_a_house_without_back_doors() -> None:
    """No signals, no `save()` of one's own, no admin, no generic relations."""
    signals = ("django.dispatch", "django.db.models.signals")
    forbidden = (*signals, "django.contrib.admin", "GenericForeignKey", "def save(")
    found = [f"{path.relative_to(ROOT)}: {word}" for path in SOURCES for word in forbidden if word in path.read_text()]
    assert found == []
