"""`make check`, `make test` and `make test-rest`: every step in order, and one line of counts at the end."""

import argparse
import contextlib
import os
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import postgres
from kinds_of_tests import IN_A_BROWSER, OF_BOTH

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
REPORTS = ROOT / "var" / "reports"
# The checks read the settings; these are a demonstration's, on a database that they never open.
DEMO = {"DELTAGERBUDGET_DEMO": "true", "DJANGO_SETTINGS_MODULE": "deltagerbudget.config.settings"}

CHECKS = {
    "style": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "-q", "."],
    "types": ["mypy"],
    "floors": ["lint-imports", "--no-cache"],
    "migrations": ["deltagerbudget", "makemigrations", "--check", "--dry-run", "-v", "0"],
}
# Neighbours stay together on a worker, so that what a file builds once is not built twice; who is idle takes over.
PARALLEL = ("-n", "2", "--dist", "worksteal")
NOT_NOW = "not slow and not browser"
ON_SQLITE, ON_POSTGRESQL = "not postgresql", "not sqlite"


@dataclass(frozen=True)
class Counts:
    where: str
    passed: int
    failed: int
    skipped: int

    def __str__(self) -> str:
        parts = [f"{self.passed} passed", *([f"{self.failed} FAILED"] if self.failed else [])]
        return f"{self.where}: {', '.join([*parts, f'{self.skipped} skipped'])}"


def check() -> bool:
    good = True
    for name, command in CHECKS.items():
        good &= step(name, [str(BIN / command[0]), *command[1:]], DEMO) == 0
    return good


def step(name: str, command: list[str], environment: dict[str, str] | None = None) -> int:
    began = time.monotonic()
    # Every worker of every step reads the same tests: what one has compiled, the others need not.
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    code = subprocess.call(command, cwd=ROOT, env={**kept, **(environment or {})})
    print(f"{'ok  ' if code == 0 else 'FAIL'} {name} ({time.monotonic() - began:.0f} s)", flush=True)
    return code


def run_pytest(where: str, *arguments: str, database: str | None = None) -> Counts:
    report = REPORTS / f"{where.replace(' ', '-').lower()}.xml"
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-q", "-rs", f"--junitxml={report}", *arguments]
    environment = {"DATABASE_URL": database} if database else {}
    code = step(f"tests, {where}", command, environment)
    return read(where, report, code)


def read(where: str, report: Path, code: int) -> Counts:
    """A run that ended badly counts as one failure even where its report is missing or has none."""
    if not report.exists():
        return Counts(where, 0, 1, 0)
    suites = list(ElementTree.parse(report).getroot().iter("testsuite"))  # noqa: S314 (written by our own run)
    total, skipped, failed = (
        sum(int(suite.get(key, 0)) for suite in suites for key in keys)
        for keys in (("tests",), ("skipped",), ("failures", "errors"))
    )
    return Counts(where, total - skipped - failed, max(failed, int(code not in (0, 5))), skipped)


def files(naming: re.Pattern[str]) -> list[str]:
    """A worker that has a hundred tests to run need not read the ten thousand others."""
    found = [path for path in sorted((ROOT / "tests").rglob("test_*.py")) if naming.search(path.read_text())]
    return [str(path.relative_to(ROOT)) for path in found]


@contextlib.contextmanager
def database() -> Iterator[str | None]:
    if postgres.binaries() is None:
        yield None
        return
    with postgres.cluster() as url:
        yield url


def ordinary() -> list[Counts]:
    found = [run_pytest("SQLite", *PARALLEL, "-m", f"{NOT_NOW} and {ON_SQLITE}")]
    with database() as url:
        if url:
            marked = ["-m", f"(both or postgresql) and {NOT_NOW}", *files(OF_BOTH)]
            found.append(run_pytest("PostgreSQL", *PARALLEL, *marked, database=url))
        else:
            found.append(Counts("PostgreSQL", 0, 0, 1))
    return [*found, run_pytest("Chromium", *PARALLEL, "-m", "browser and not slow", *files(IN_A_BROWSER))]


def rest() -> list[Counts]:
    """What `ordinary` leaves out: whatever asks a database on PostgreSQL, and the slow ones once, there if they can."""
    with database() as url:
        if url is None:
            slow = run_pytest("SQLite slow", *PARALLEL, "-m", f"slow and not browser and {ON_SQLITE}")
            pages = run_pytest("Chromium slow", *PARALLEL, "-m", "browser and slow", *files(IN_A_BROWSER))
            return [slow, pages, Counts("PostgreSQL all", 0, 0, 1)]
        left = f"database and {ON_POSTGRESQL} and not browser and (slow or not (both or postgresql))"
        found = [run_pytest("PostgreSQL all", *PARALLEL, "-m", left, database=url)]
        pages = ["-m", "browser and database", *files(IN_A_BROWSER)]
        found.append(run_pytest("Chromium on PostgreSQL", *PARALLEL, *pages, database=url))
    apart = "slow and (sqlite or not database)"
    return [*found, run_pytest("SQLite slow", *PARALLEL, "-m", apart)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("check", "test", "rest"))
    parser.add_argument("--no-skips", action="store_true", help="a skipped test fails the run")
    options = parser.parse_args()
    began = time.monotonic()
    REPORTS.mkdir(parents=True, exist_ok=True)
    good = True if options.what == "rest" else check()
    if options.what == "check":
        counts = [run_pytest("architecture", "tests/architecture")]
    else:
        counts = ordinary() if options.what == "test" else rest()
    good &= not any(count.failed for count in counts)
    if options.no_skips and any(count.skipped for count in counts):
        print("Tests were skipped; here none may be.", file=sys.stderr)
        good = False
    minutes, seconds = divmod(round(time.monotonic() - began), 60)
    print(f"{'PASSED' if good else 'FAILED'} {' · '.join(map(str, counts))} · {minutes} min {seconds} s")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
