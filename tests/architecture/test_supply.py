"""T66: what a release is made of is locked by its hash, comes from no address of ours, and may be used so."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
# GPL and AGPL would make the whole follow them, and are never at run time. Each LGPL part is a module that is loaded,
# unaltered and replaceable, which is what that licence asks for.
LGPL = {
    "psycopg": "the driver of PostgreSQL; LGPL-3.0-only",
    "psycopg-binary": "the same, compiled, with libpq",
    "pi-heif": "reads pictures of telephones; BSD itself, its wheel holds libheif and libde265 (LGPL-3.0)",
}
PROJECT = (ROOT / "pyproject.toml").read_text()
COPYLEFT = re.compile(r"GPL|GNU .*General Public", re.IGNORECASE)
FREE = re.compile(r"MIT|BSD|Apache|PSF|MPL|Mozilla|ISC|HPND|Python Software", re.IGNORECASE)


@pytest.fixture(scope="module")
def bill() -> dict[str, Any]:
    done = subprocess.run([sys.executable, ROOT / "scripts" / "sbom.py"], capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def packages(bill: dict[str, Any], kind: str) -> dict[str, str]:
    """Name to licence of those that are installed here."""
    return {
        part["name"]: licence
        for part in bill["components"]
        if part["purl"].startswith(f"pkg:{kind}/")
        and (licence := part["licenses"][0]["license"]["name"]) != "not installed here"
    }


def test_t66_the_bill_of_materials_is_whole(bill: dict[str, Any]) -> None:
    assert bill["bomFormat"] == "CycloneDX"
    direct = re.findall(r'^    "([a-z0-9-]+)', PROJECT.split("[project.optional")[0], re.MULTILINE)
    assert len(direct) > 15
    assert set(direct) <= {part["name"] for part in bill["components"]}
    assert all(part["properties"] and part["properties"][0]["value"] for part in bill["components"])


def test_t66_every_locked_package_that_runs_here_is_installed(bill: dict[str, Any]) -> None:
    absent = {part["name"] for part in bill["components"] if part["purl"].startswith("pkg:pypi/")}
    absent -= set(packages(bill, "pypi"))
    assert absent <= {"colorama", "tzdata"}, "those of Windows alone may be missing"


def test_t66_nothing_at_run_time_is_gpl_or_agpl(bill: dict[str, Any]) -> None:
    found = packages(bill, "pypi")
    assert {name for name, licence in found.items() if COPYLEFT.search(licence)} == set(LGPL)
    for name in LGPL:
        assert "AGPL" not in found[name]
        assert re.search(r"LGPL|Lesser", found[name]), found[name]


def test_t66_every_licence_is_known(bill: dict[str, Any]) -> None:
    found = {**packages(bill, "pypi"), **packages(bill, "npm")}
    assert {name: licence for name, licence in found.items() if not FREE.search(licence) and name not in LGPL} == {}
    assert [name for name, licence in packages(bill, "npm").items() if COPYLEFT.search(licence)] == []


def test_t66_the_locks_hold_hashes_and_no_addresses() -> None:
    locks = list(ROOT.glob("requirements*.txt"))
    assert len(locks) > 3
    for lock in locks:
        assert re.findall(r"\w+://\S+", lock.read_text()) == [], lock.name
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [path for path, package in packages.items() if path and not package.get("integrity")] == []


def test_t66_no_page_loads_a_script_or_a_style_from_afar() -> None:
    loading = re.compile(
        r"<(?:script|link|img|iframe|source|video|audio)\b[^>]*?(?:src|href)=[\"'](?:https?:)?//", re.I
    )
    imports = re.compile(r"(?:import\s|import\(|@import\s|url\()\s*[\"']?(?:https?:)?//", re.IGNORECASE)
    pages = list((ROOT / "src").rglob("*.html"))
    own = [path for part in ("src", "frontend") for kind in ("*.js", "*.scss") for path in (ROOT / part).rglob(kind)]
    assert len(pages) > 40
    assert [path.name for path in pages if loading.search(path.read_text())] == []
    assert [path.name for path in own if ".min." not in path.name and imports.search(path.read_text())] == []
