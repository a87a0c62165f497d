"""Are written files clean? Each real file is read, counted, written, and looked through by pabulib-checker.

make oracle

What the checker also says of the original is no concern of the writer. Named differences:
- It knows no caps: where a rule has them, it expects other winners.
- A ballot whose only project is withdrawn stays as a blank one; the checker wants no blank ballot under choose-1.
- Without `max_length` it takes the places of a ranking from each vote; docs/counting.md 7.1 declares them.
- A file without a rule is written as greedy, without the column `selected`.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pabulib.checker import Checker

from deltagerbudget.counting.ballots import VoteType
from deltagerbudget.counting.pabulib import Reading, read
from deltagerbudget.counting.pabulib_write import texts_of, write
from deltagerbudget.counting.rules import count

REPOSITORY = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("SHARED_DATA", REPOSITORY.parent / "shared" / "data")) / "pabulib"
NAMED = {
    "greedy rule not followed": lambda reading: bool(reading.election.rule.caps),
    "missing selected field in projects": lambda reading: not reading.head.rule_is_given,
    "different values in scores": lambda reading: "max_length" not in reading.head.meta,
    "invalid choose-1 vote length": lambda reading: _is_blank(reading),
    "invalid votes field value": lambda reading: _is_blank(reading),
    "project with no votes": lambda reading: bool(reading.set_aside) or bool(reading.election.withdrawn),
}


def _is_blank(reading: Reading) -> bool:
    kind = reading.election.vote_type
    return kind is VoteType.CHOOSE_1 and any(not ballot.projects for ballot in reading.election.ballots)


def findings(path: Path) -> dict[str, int]:
    """What the checker says of a file: kind and number, errors and warnings alike."""
    with contextlib.redirect_stdout(io.StringIO()):
        report = Checker().process_files([str(path)])
    kinds: dict[str, int] = {}
    for name, said in report.items():
        if name not in ("metadata", "summary"):
            for found in said["results"].values():
                kinds |= {kind: len(details) for kind, details in found.items()}
    return kinds


def complaints(path: Path, scratch: Path) -> Iterator[str]:
    reading = read(path.read_bytes(), invalid_votes="set-aside", any_rule=True)
    outcome = count(reading.election) if reading.head.rule_is_given else None
    written = scratch / path.name
    written.write_bytes(write(reading.election, texts_of(reading.head), outcome))
    before = findings(path)
    for kind, number in findings(written).items():
        if kind not in before and not (kind in NAMED and NAMED[kind](reading)):
            yield f"{path.name}: {kind} ({number})"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--most-kilobytes", type=int, default=400, metavar="N")
    options = parser.parse_args()
    started, found, files = time.perf_counter(), [], 0
    with tempfile.TemporaryDirectory() as scratch:
        for path in sorted(DATA.glob("*.pb")):
            if path.stat().st_size <= 1000 * options.most_kilobytes:
                files += 1
                found += complaints(path, Path(scratch))
    report = {"files": files, "complaints": found, "seconds": round(time.perf_counter() - started, 1)}
    print(json.dumps(report, indent=1))
    if not files:
        print(f"No files in {DATA}; SHARED_DATA names the directory above it.", file=sys.stderr)
    return 1 if found or not files else 0


if __name__ == "__main__":
    raise SystemExit(main())
