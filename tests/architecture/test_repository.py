"""T65: what is in the repository may be read by anyone, and is ours."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Written in pieces, so that this file does not find itself.
SECRETS = {
    "a private key": "-----BEGIN [A-Z ]*PRIVATE " + "KEY-----",
    "an access key": r"\b(?:AKIA|ghp_|glpat-|xox[bp]-|sk-)" + r"[A-Za-z0-9_-]{16,}",
    "a password in an address": r"[a-z]+://[^/\s:@{}<>$]+:" + r"(?!password\b)[^/\s:@{}<>$]+@(?![\w.-]*example)",
    "a CPR number that could be real": r"(?<![\w.-])(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d-" + r"\d{4}(?![\w-])",
}
MACHINES = r"(?<![\w.])/(?:work|root|Users|home/[a-z]+)" + "/"
HOSTS = ["pypi" + r"\.org", "pythonhosted" + r"\.org", "npmjs" + r"\.(?:org|com)"]
REGISTRIES = "|".join([*HOSTS, r"--(?:extra-)?index" + "-url"])
MARKS = r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b"
# Numbers that are nobody's: the example that CPR-kontoret prints, and one that ends as no number does.
INVENTED = ("070761-" + "4285", "030244-" + "0000")
NOT_OURS = re.compile(r"(^|/)(vendor|node_modules|third_party)/|\.min\.(js|css)$|\.woff2?$|\.pb$|\.geojson$")


def files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


FILES = files()


def find(pattern: str, *, but: tuple[str, ...] = ()) -> list[str]:
    compiled = re.compile(pattern)
    return [
        f"{path.relative_to(ROOT)}: {match.group(0)[:60]}"
        for path in FILES
        if path.suffix not in (".png", ".jpg", ".svg", ".ico") and str(path.relative_to(ROOT)) not in but
        for match in compiled.finditer(path.read_text(encoding="utf-8", errors="replace"))
    ]


@pytest.mark.parametrize("what", SECRETS)
def test_t65_there_is_no_secret(what: str) -> None:
    assert [found for found in find(SECRETS[what]) if not found.endswith(INVENTED)] == []


def test_t65_there_is_no_path_of_a_machine() -> None:
    assert find(MACHINES) == []


def test_t65_there_is_no_address_of_a_registry() -> None:
    assert find(REGISTRIES, but=("Makefile",)) == []


def test_nothing_is_left_for_later() -> None:
    assert find(MARKS, but=("LICENSE",)) == []


def test_t66_nothing_of_others_is_committed() -> None:
    assert [name for path in FILES if NOT_OURS.search(name := str(path.relative_to(ROOT)))] == []


def test_t66_every_locked_package_has_a_hash() -> None:
    for lock in ROOT.glob("requirements*.txt"):
        entries = re.split(r"\n(?=\S)", lock.read_text().strip())
        assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == [], lock.name


def test_files_are_small() -> None:
    large = [path for path in FILES if path.stat().st_size > 400_000]
    assert [str(path.relative_to(ROOT)) for path in large] == []


def test_no_text_comes_from_afar() -> None:
    """No page fetches anything from another host."""
    pattern = r"""(?:src|href)=["'](?:https?:)?//(?!www\.w3\.org)[^"'{]*["']"""
    found = find(pattern)
    assert [line for line in found if line.split(":")[0].endswith((".html", ".js", ".css")) and "<a" in line] == []


def test_the_day_of_a_moment_is_the_day_in_denmark() -> None:
    """The ``date`` of a moment is the day in UTC, which is yesterday for an hour or two after midnight in Denmark."""
    found = find(r"\.date" + r"\(\)", but=("src/deltagerbudget/ui/danish.py",))
    assert [place for place in found if place.startswith(("src/", "tests/", "bench/"))] == []
