"""python -m deltagerbudget.counting, in a process of its own."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tests.counting.elections import FILE_ORDER, META, election

from deltagerbudget.counting import cli
from deltagerbudget.counting.outcome import Outcome
from deltagerbudget.counting.pabulib_write import write
from deltagerbudget.counting.rule import Completion, Method, Rule, Utility
from deltagerbudget.counting.rules import count

SOURCE = Path(cli.__file__).parents[2]
EXAMPLE = election(80_000, {"A": (32_000, 3), "B": (78_450, 2), "C": (20_000, 1)})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "example.pb"
    file.write_bytes(write(EXAMPLE, META, count(EXAMPLE)))
    return file


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "deltagerbudget.counting", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)


def test_it_works(path: Path) -> None:
    result = run(path)
    assert result.returncode == 0
    assert result.stderr == ""
    lines = result.stdout.splitlines()
    assert lines[0] == "greedy-skip: 6 ballots, 3 projects"
    assert lines[1] == "DKK 80000 = 52000 spent + 28000 left; 2 projects funded"
    assert [line.split() for line in lines[4:7]] == [
        ["A", "3", "█" * 20, "32000", "80000", "funded"],
        ["B", "2", "█" * 13, "78450", "48000", "skipped"],
        ["C", "1", "█" * 6, "20000", "48000", "funded"],
    ]
    assert lines[-1] == "The winners are those of the file: 2."


def test_its_outcome_is_the_canonical_text(path: Path) -> None:
    result = run(path, "--outcome")
    assert Outcome.from_json(result.stdout).winners == ("A", "C")
    assert result.stdout == Outcome.from_json(result.stdout).to_json() + "\n"


def test_it_needs_nothing_but_python(path: Path) -> None:
    """Run without site-packages, and with a look at every module that was loaded."""
    script = (
        "import json, sys; sys.path.insert(0, sys.argv.pop(1)); from deltagerbudget.counting import cli; "
        "status = cli.main(sys.argv[1:]); print(json.dumps([status, sorted(sys.modules)]))"
    )
    command = [sys.executable, "-I", "-S", "-c", script, str(SOURCE), str(path), "--json"]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    status, modules = json.loads(result.stdout.splitlines()[-1])
    assert status == 0
    tops = {name.partition(".")[0] for name in modules}
    assert "django" not in tops
    assert tops - sys.stdlib_module_names - {"__main__", "deltagerbudget", "numpy", "gmpy2"} == set()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "line 1: the section META is missing, or not in its place"),
        (b"META\nkey;value\nname;\xff\n", "line 3: not UTF-8"),
    ],
)
def test_t50_a_bad_file_gives_one_line_and_2(tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "bad.pb"
    file.write_bytes(content)
    result = run(file)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == f"{file}: {message}\n"


def test_a_file_that_is_not_there_gives_one_line_and_2(tmp_path: Path) -> None:
    result = run(tmp_path / "none.pb")
    assert result.returncode == 2
    assert len(result.stderr.splitlines()) == 1


def test_invalid_votes_are_set_aside_on_request(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n6;C\n", b"\n6;C,C\n"))
    assert "names C twice" in run(path, "--refuse-invalid").stderr
    result = run(path)
    assert result.returncode == 0
    assert "is set aside: the vote names C twice." in result.stdout
    assert "C: the file says 1 votes, its ballots give 0." in result.stdout
    assert "C won in the file; here it is no-votes." in result.stdout


def test_as_json_it_is_one_object_in_the_unit_of_the_file(path: Path) -> None:
    data = json.loads(run(path, "--json").stdout)
    assert {"rule", "parameters", "winners", "spent", "budget", "ties", "seconds"} <= data.keys()
    assert (data["rule"], data["winners"]) == ("greedy-skip", ["A", "C"])
    assert (data["budget"], data["spent"], data["left"]) == (80_000, 52_000, 28_000)
    assert 0 < data["seconds"] < 30


def test_another_rule_than_the_file_s_own(path: Path) -> None:
    def winners(*options: str) -> list[str]:
        found: list[str] = json.loads(run(path, "--json", *options).stdout)["winners"]
        return found

    assert winners("--stop") == ["A"]
    assert winners("--remainder") == ["A", "B"]
    assert winners("--threshold", "2") == ["A"]
    assert winners("--threshold-percent", "20") == ["A"]
    assert winners("--exclusive", "A,C") == ["A"]
    assert winners("--budget", "120000.50") == ["A", "B"]
    assert winners("--budget", "20000") == ["C"]
    assert json.loads(run(path, "--json", "--stop-percent", "61").stdout)["topped_up"] == [
        {"project": "B", "left": 48_000, "extra": 30_450}
    ]
    assert json.loads(run(path, "--json", "--rule", "greedy-per-cost").stdout)["steps"][1]["project"] == "C"


@pytest.mark.parametrize(
    "own",
    [
        Rule(method=Method.PRIZES, prizes=(50_000_00, 20_000_00), ties=FILE_ORDER.ties),
        Rule(
            method=Method.EQUAL_SHARES,
            utility=Utility.COST,
            completion=Completion.ADD1,
            step=100,
            fill=True,
            comparison=True,
            ties=FILE_ORDER.ties,
        ),
    ],
)
def test_most_votes_first_on_a_file_with_quite_another_rule(tmp_path: Path, own: Rule) -> None:
    file = tmp_path / "own.pb"
    file.write_bytes(write(replace(EXAMPLE, rule=own), META))
    result = run(file, "--json", "--rule", "greedy", "--skip")
    assert result.stderr == ""
    assert json.loads(result.stdout)["winners"] == ["A", "C"]


@pytest.mark.parametrize(
    "options",
    [
        ("--stop-percent", "100"),
        ("--stop-percent", "0"),
        ("--stop-percent", "many"),
        ("--stop", "--skip"),
        ("--json", "--html"),
        ("--rule", "nobody-knows"),
        ("--utility", "cost"),
        ("--exact",),
        ("--rule", "equal-shares", "--step", "x"),
        ("--rule", "equal-shares", "--step", "0"),
        ("--rule", "equal-shares", "--step", "0.001"),
        ("--rule", "equal-shares", "--completion", "none", "--step", "1"),
        ("--rule", "equal-shares", "--stop"),
        ("--colour",),
        ("--budget", "-1"),
        ("--budget", "1.234"),
        ("another.pb",),
        ("--threshold", "-1"),
        ("--exclusive", "A,X"),
        ("--tie-order", "none.txt"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(path: Path, options: tuple[str, ...]) -> None:
    result = run(path, *options)
    assert (result.returncode, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1


def test_the_order_among_equals_can_be_given(tmp_path: Path) -> None:
    file, order = tmp_path / "tied.pb", tmp_path / "order.txt"
    file.write_bytes(write(election(60, {"A": (50, 2), "B": (50, 2)}), META))
    assert json.loads(run(file, "--json").stdout)["winners"] == ["A"]
    order.write_text("B\n")
    data = json.loads(run(file, "--json", "--tie-order", order).stdout)
    assert data["winners"] == ["B"]
    assert data["ties"] == [{"projects": ["B", "A"], "score": 2, "decided_by": "file_order"}]
    order.write_text("B\nB\n")
    assert run(file, "--tie-order", order).returncode == 2


def test_the_page_holds_everything_and_asks_the_network_for_nothing(path: Path) -> None:
    page = run(path, "--html", "--language", "en").stdout
    assert page.startswith('<!doctype html>\n<html lang="en">')
    assert page.count("<tr") == 4
    assert page.count('<svg class="bar"') == 3
    assert page.count('<rect class="won"') == 4
    assert "80\u202f000\u00a0DKK" in page
    assert "asks for more than what is left" in page
    assert not {"src=", "href=", "url(", "@import", "<script"} & {
        word for word in ("src=", "href=", "url(", "@import", "<script") if word in page
    }


def test_the_page_speaks_the_language_of_the_file_where_it_can(path: Path) -> None:
    page = run(path, "--html").stdout
    assert '<html lang="da">' in page
    assert "80.000\u00a0kr." in page
    assert "2 af 3 projekter vandt." in page
    assert "<h2>Stemmer til hvert projekt</h2>" in page
    path.write_bytes(path.read_bytes().replace(b"language;da", b"language;pl"))
    page = run(path, "--html").stdout
    assert '<html lang="en">' in page
    assert '<h1><span lang="pl">' in page


def test_texts_of_a_file_cannot_break_out_of_the_page(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"description;Deltagerbudget", b"description;<script>x</script>"))
    assert "<script" not in run(path, "--html").stdout


def test_compare_sets_the_rules_beside_each_other(path: Path) -> None:
    lines = run("compare", path).stdout.splitlines()
    assert lines[1].split()[:4] == ["greedy-skip", "*", "2", "52000"]
    assert "greedy-stop-percent 80 %" in lines[3]
    assert [line.split()[0] for line in lines[1:-1]] == [
        f"{method}-{variant}"
        for method in ("greedy", "greedy-per-cost")
        for variant in ("skip", "stop", "stop-percent", "remainder")
    ]
    assert json.loads(run("compare", path, "--json").stdout)["greedy-stop"]["winners"] == ["A"]


def test_compare_all_has_the_rules_of_supporters_too(path: Path) -> None:
    counted = json.loads(run("compare", path, "--all", "--json").stdout)
    assert list(counted)[8:] == [
        "equal-shares-cost-add1-fill",
        "max-welfare-cost",
        "equal-shares-cardinality-add1-fill",
        "max-welfare-cardinality",
        "phragmen",
    ]
    for name, arguments in (
        ("phragmen", ["--rule", "phragmen"]),
        ("max-welfare-cost", ["--rule", "max-welfare"]),
        ("equal-shares-cost-add1-fill", ["--rule", "equal-shares", "--fill"]),
    ):
        assert json.loads(run(path, *arguments, "--json").stdout)["winners"] == counted[name]["winners"]


def test_6_5_what_would_have_been_enough_is_said_where_it_is_asked_for(path: Path) -> None:
    assert "would have won with" not in run(path).stdout
    assert json.loads(run(path, "--json").stdout)["changes"] == {}
    for rule in ([], ["--rule", "equal-shares", "--completion", "none"]):
        data = json.loads(run(path, *rule, "--changes", "--json").stdout)
        assert set(data["changes"]) == {step["project"] for step in data["steps"] if not step["granted"]}
        (name, found), *_ = data["changes"].items()
        assert found["more_votes"]
        assert f"{name} would have won with {found['more_votes']} more ballots" in run(path, *rule, "--changes").stdout
        assert "Med den ændring havde de vundet" in run(path, *rule, "--changes", "--html", "--language", "da").stdout
