"""Imports, foreign keys and templates only go down; counting needs nothing but Python and numpy."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "deltagerbudget"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
LAYERS = next(contract["layers"] for contract in CONTRACTS if contract["id"] == "floors")
# Package to floor; the ground floor is 0.
FLOOR = {name.strip(" ()"): height for height, layer in enumerate(reversed(LAYERS)) for name in layer.split("|")}
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.*"))
REFERENCE = re.compile(r"""{%\s*(?P<tag>extends|include)\s+["'](?P<name>[^"']+)["']""")


def test_imports_only_go_down() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    result = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_every_package_has_its_floor_and_every_floor_its_package() -> None:
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert packages | {"cli"} == set(FLOOR)


def test_foreign_keys_point_down() -> None:
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
        for own, other in [(floor_of(model), floor_of(field.related_model))]
        if own is not None and other is not None and not may_use(own, other)
    ]
    assert upward == []


def floor_of(model: type) -> str | None:
    name = model.__module__.split(".")
    return name[1] if name[0] == "deltagerbudget" else None


def may_use(own: str, other: str) -> bool:
    return own == other or FLOOR.get(other, len(FLOOR)) < FLOOR[own]


def is_given(template: str) -> bool:
    """A name with an underscore is a part, or a frame, that an app gives to the pages above it."""
    return template.split("/")[-1].startswith("_")


def test_a_template_builds_on_ui_and_its_own_app() -> None:
    assert TEMPLATES
    assert [line for template in TEMPLATES for line in upward_in(template)] == []


def upward_in(template: Path) -> list[str]:
    own, found = template.relative_to(PACKAGE).parts[0], []
    for match in REFERENCE.finditer(template.read_text()):
        other = match["name"].split("/")[0]
        lower = may_use(own, other) and is_given(match["name"])
        if other not in {"ui", own, "django"} and not lower:
            found.append(f"{template.relative_to(PACKAGE)}: {match['tag']} {match['name']}")
    return found


@pytest.mark.parametrize("directory", sorted(PACKAGE.glob("*/templates/*")), ids=lambda path: path.name)
def test_an_app_keeps_its_templates_under_its_own_name(directory: Path) -> None:
    own = directory.relative_to(PACKAGE).parts[0]
    assert directory.name == own or own == "ui"


ALONE = """
import sys
class OnlyPython:
    def find_spec(self, name, path=None, target=None):
        top = name.split(".")[0]
        if top not in sys.stdlib_module_names and top not in {"deltagerbudget", "numpy"}:
            raise ImportError(f"{name} is not Python's own")
sys.meta_path.insert(0, OnlyPython())
import importlib, pkgutil, deltagerbudget.counting as counting
for module in pkgutil.walk_packages(counting.__path__, "deltagerbudget.counting."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
print("alone")
"""


def test_counting_runs_on_python_and_numpy_alone() -> None:
    result = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True, check=False)
    assert result.stdout.strip() == "alone", result.stderr
