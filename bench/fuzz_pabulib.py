"""Does the reader of Pabulib files ever fail in another way than with its own error? Real files, broken at random.

python bench/fuzz_pabulib.py [--seconds 600] [--seed 1]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections import Counter
from pathlib import Path

from deltagerbudget.counting.errors import ElectionError
from deltagerbudget.counting.pabulib import FileLimits, PabulibError, read
from deltagerbudget.counting.pabulib_write import texts_of, write
from deltagerbudget.counting.rules import count

REPOSITORY = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("SHARED_DATA", REPOSITORY.parent / "shared" / "data")) / "pabulib"
LIMITS = FileLimits(file_bytes=200_000, votes=5_000, projects=500)
PIECES = (
    b"\0",
    b"\xef\xbb\xbf",
    b"\r\n",
    b"\n",
    b";",
    b",",
    b'"',
    b"-1",
    b"0",
    b"NaN",
    b"1e9",
    b"99999999999999999999",
    b"0.001",
    b"META",
    b"PROJECTS",
    b"VOTES",
    b"greedy-custom",
    b"cumulative",
    b"ordinal",
    b"scoring",
    b'#1: {"rule":{"method":"prizes","prizes":[3]}}',
    b"x" * 100_001,
    "ø".encode(),
    b"\xff",
)


def broken(source: bytes, chance: random.Random) -> bytes:
    data = bytearray(source)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(data) + 1)
        way = chance.randrange(5)
        if way == 0:
            data[place : place + chance.randint(1, 40)] = b""
        elif way == 1:
            data[place:place] = chance.choice(PIECES)
        elif way == 2:
            data[place : place + 1] = bytes([chance.randrange(256)])
        elif way == 3:
            start = chance.randrange(len(data) + 1)
            data[place:place] = data[start : start + chance.randint(1, 200)]
        else:
            del data[max(1, place) :]
    return bytes(data)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    seeds = [path.read_bytes() for path in sorted(DATA.glob("*.pb")) if path.stat().st_size < 40_000]
    chance, answers, until = random.Random(options.seed), Counter[str](), time.monotonic() + options.seconds
    while time.monotonic() < until:
        text = broken(chance.choice(seeds), chance)
        try:
            reading = read(text, invalid_votes="set-aside", limits=LIMITS, any_rule=True)
            count(reading.election)
            again = write(reading.election, texts_of(reading.head))
            assert write(read(again, any_rule=True).election, texts_of(read(again, any_rule=True).head)) == again
        except PabulibError as error:
            answers[error.code] += 1
        except ElectionError as error:
            answers[f"not written: {str(error)[:40]}"] += 1
        except Exception:
            Path("fuzz-crash.pb").write_bytes(text)
            raise
        else:
            answers["counted"] += 1
    print(json.dumps({"files": answers.total(), "answers": dict(answers.most_common())}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
