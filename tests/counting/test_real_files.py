"""Elections that were held: their own winners come out of their ballots."""

import os
import time
from pathlib import Path

import pytest

from deltagerbudget.counting.compare import compare_with_selected
from deltagerbudget.counting.model import Variant
from deltagerbudget.counting.pabulib import NotYet, PabulibError, read
from deltagerbudget.counting.pabulib_write import META_ORDER, write
from deltagerbudget.counting.rules import count

REPOSITORY = Path(__file__).resolve().parents[2]
DIRECTORY = Path(os.environ.get("SHARED_DATA", REPOSITORY.parent / "shared" / "data")) / "pabulib"
FILES = sorted(DIRECTORY.glob("*.pb"))

# Votes that break a rule of their own file, by file: line and code. They change no winner.
INVALID = {"Poland_Warszawa_2026_Pelcowizna_Nowa_Praga.pb": [(263, "repeated_project")]}
# The file's `votes` beside what the valid ballots give: it counts the vote of line 263, and its 537 twice.
PELCOWIZNA = {"1486": (573, 572), "552": (285, 284), "2164": (194, 193), "537": (96, 94)}
PUBLISHED_OTHERWISE = {"Poland_Warszawa_2026_Pelcowizna_Nowa_Praga.pb": PELCOWIZNA}


@pytest.fixture(params=FILES or [None], ids=lambda path: path.stem if path else "absent")
def file(request: pytest.FixtureRequest) -> Path:
    if request.param is None:
        refuse = pytest.fail if os.environ.get("CI") else pytest.skip
        refuse(f"no *.pb beside the repository; SHARED_DATA names the directory above pabulib/, now {DIRECTORY.parent}")
    assert isinstance(request.param, Path)
    return request.param


pytestmark = pytest.mark.shared_data


def test_9_winners_and_votes_are_those_of_the_file(file: Path) -> None:
    try:
        comparison = compare_with_selected(file.read_bytes())
    except NotYet:
        assert not _is_ours(file)
        return
    assert _is_ours(file)
    assert comparison.same is not False, comparison.lines()
    assert (comparison.selected is None) == (b"selected" not in file.read_bytes().split(b"VOTES")[0])
    assert [(vote.line, vote.code) for vote in comparison.reading.set_aside] == INVALID.get(file.name, [])
    otherwise = {item.project: (int(item.published), item.counted) for item in comparison.votes}
    assert otherwise == PUBLISHED_OTHERWISE.get(file.name, {})


def test_7_5_a_file_with_invalid_votes_is_refused_unless_they_are_set_aside(file: Path) -> None:
    if file.name not in INVALID:
        return
    with pytest.raises(PabulibError) as caught:
        read(file.read_bytes())
    assert [(caught.value.line, caught.value.code)] == INVALID[file.name]


def test_8_5_a_real_file_is_written_and_read_again(file: Path) -> None:
    if not _is_ours(file) or file.stat().st_size > 1_000_000:
        return
    reading = read(file.read_bytes(), invalid_votes="set-aside")
    given = {key: value for key, value in reading.head.meta.items() if key in META_ORDER[:6] + META_ORDER[11:13]}
    again = read(write(reading.election, given))
    assert (again.election.ballots, again.election.projects) == (reading.election.ballots, reading.election.projects)
    assert count(again.election).winners == count(reading.election).winners


def test_the_city_of_lodz_is_read_within_seconds() -> None:
    path = DIRECTORY / "Poland_Lodz_2022.pb"
    if not path.exists():
        pytest.skip("the file is not here")
    started = time.process_time()
    with path.open("rb") as source:
        election = read(source).election
    assert time.process_time() - started < 5
    assert election.voters == 90_494
    assert len(election.ballots) == 23_571


def test_3_2_skip_and_stop_are_both_needed() -> None:
    """No single variant gives the winners of all cities."""
    if not FILES:
        pytest.skip("the files are not here")
    variants = {read(path.read_bytes()).election.rule.variant for path in FILES if _is_small(path)}
    assert variants == set(Variant)


def _is_small(path: Path) -> bool:
    return _is_ours(path) and path.stat().st_size < 50_000 and path.name not in INVALID


def _is_ours(path: Path) -> bool:
    head = path.read_bytes().split(b"PROJECTS")[0].decode().replace("\r\n", "\n")
    values = dict(line.split(";", 1) for line in head.splitlines() if ";" in line)
    rules = ("greedy", "greedy-threshold", "greedy-no-skip")
    of_ours = values["vote_type"] in ("approval", "choose-1") and values["rule"] in rules
    return of_ours and "budget_per_category" not in values
