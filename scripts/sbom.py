"""What a release is made of, as CycloneDX 1.5 JSON: `python scripts/sbom.py > sbom.json`.

Read from the lock files, so that it says what would be installed and not what happens to be; licences come from the
packages of this environment. No addresses, no time: the same locks give the same text.
"""

import json
import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ENTRY = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def locked(lock: Path) -> list[tuple[str, str, list[str]]]:
    """Name, version and SHA-256 of every file of each entry of a requirements file."""
    entries = re.split(r"\n(?=\S)", lock.read_text().strip())
    found = [(ENTRY.match(entry), HASH.findall(entry)) for entry in entries]
    return [(match[1].lower(), match[2], hashes) for match, hashes in found if match]


def licence_of(name: str) -> str:
    """What the package says of itself: the expression, else the classifiers, else the first line of the field."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return ""
    classifiers = [line.split("::")[-1].strip() for line in said.get_all("Classifier") or () if line[:9] == "License :"]
    expression = said.get("License-Expression")
    return expression or " AND ".join(classifiers) or (said.get("License") or "").strip().split("\n")[0]


def python_packages() -> list[dict[str, Any]]:
    return [
        {
            "type": "library",
            "name": name,
            "version": version,
            "purl": f"pkg:pypi/{name}@{version}",
            "licenses": [{"license": {"name": licence_of(name) or "not installed here"}}],
            # One for each file that the package is published as.
            "properties": [{"name": "sha256", "value": value} for value in hashes],
        }
        for name, version, hashes in locked(ROOT / "requirements.txt")
    ]


def node_packages() -> list[dict[str, Any]]:
    """What the stylesheet, the scripts and the fonts are built from; none of it runs on the server."""
    lock = json.loads((ROOT / "package-lock.json").read_text())
    return [
        {
            "type": "library",
            "scope": "excluded",
            "name": path.removeprefix("node_modules/"),
            "version": package["version"],
            "purl": f"pkg:npm/{path.removeprefix('node_modules/').replace('@', '%40')}@{package['version']}",
            "licenses": [{"license": {"name": package.get("license", "")}}],
            "properties": [{"name": "integrity", "value": package.get("integrity", "")}],
        }
        for path, package in lock["packages"].items()
        if path
    ]


def bill() -> dict[str, Any]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    own = {"type": "application", "name": project["name"], "version": project["version"]}
    licences = [{"license": {"name": project["license"]}}]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {**own, "licenses": licences}},
        "components": python_packages() + node_packages(),
    }


if __name__ == "__main__":
    json.dump(bill(), sys.stdout, indent=1, ensure_ascii=False)
    print()
