"""Files that are read, and files that are refused."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from deltagerbudget.counting.model import Ballot, Criterion, Invalid, Project, Rule, Variant, VoteType
from deltagerbudget.counting.pabulib import FileLimits, PabulibError, read, stream
from deltagerbudget.counting.pabulib_errors import MESSAGES

GOOD = """META
key;value
description;Deltagerbudget i Åby
country;Denmark
unit;Aarhus
instance;2026
num_projects;3
num_votes;4
budget;100000
vote_type;approval
rule;greedy
date_begin;01.11.2026
date_end;20.11.2026
max_length;2
currency;DKK
PROJECTS
project_id;cost;votes;name;selected
1;32000;3;Bænke;1
2;78450;2;"Bane; ""den"" gule";0
3;20000.5;1;Lys;1
VOTES
voter_id;vote;age
a;1;17
b;2,1;44
c;1,3;
d;2;71
"""


def changed(old: str, new: str, times: int = 1) -> bytes:
    assert old in GOOD
    return GOOD.replace(old, new, times).encode()


def refused(source: bytes, code: str, line: int | None = None, **options: object) -> PabulibError:
    with pytest.raises(PabulibError) as caught:
        read(source, **options)  # type: ignore[arg-type]
    assert caught.value.code == code
    assert line is None or caught.value.line == line
    assert str(caught.value).startswith(f"line {caught.value.line}: ")
    assert "\n" not in str(caught.value)
    return caught.value


def test_it_works() -> None:
    election = read(GOOD.encode()).election
    assert election.budget == 100_000_00
    assert election.projects[1] == Project("2", 78_450_00, 'Bane; "den" gule')
    assert election.projects[2].cost == 20_000_50
    assert election.ballots == (Ballot(("1",)), Ballot(("1", "2")), Ballot(("1", "3")), Ballot(("2",)))
    assert election.vote_type is VoteType.APPROVAL


@pytest.mark.parametrize(
    ("rule", "variant", "threshold"),
    [("greedy", "skip", 0), ("greedy-no-skip", "stop", 7), ("greedy-threshold", "skip", 7)],
)
def test_7_1_rules(rule: str, variant: str, threshold: int) -> None:
    extra = f"\nmin_project_score_threshold;{threshold}\nfully_funded;1" if threshold else ""
    ties = (Criterion.FILE_ORDER,)
    expected = Rule(variant=Variant(variant), threshold=threshold, all_fit=bool(threshold), ties=ties)
    assert read(changed("rule;greedy", f"rule;{rule}{extra}")).election.rule == expected


def test_7_1_an_unknown_rule_must_be_named_by_the_reader() -> None:
    source = changed("rule;greedy", "rule;unknown")
    with pytest.raises(PabulibError, match="by which rule"):
        read(source)
    assert read(source, any_rule=True).election.rule.name == "greedy-skip"


def with_points(vote_type: str, *rows: str, meta: str = "") -> bytes:
    """Three projects 1, 2 and 3 of the good file with other votes, each `projects;points`."""
    head = GOOD[: GOOD.index("VOTES")].replace("vote_type;approval", f"vote_type;{vote_type}{meta}")
    head = head.replace("num_votes;4", f"num_votes;{len(rows)}").replace("max_length;2\n", "")
    votes = "".join(f"{place};{row}\n" for place, row in enumerate(rows))
    return f"{head}VOTES\nvoter_id;vote;points\n{votes}".encode()


FIRST, SECOND, THIRD = (project.id for project in read(GOOD.encode()).head.projects)


def test_7_5_points_stand_beside_the_projects() -> None:
    election = read(with_points("cumulative", f"{SECOND},{FIRST};1,4", ";")).election
    assert [(ballot.projects, ballot.points) for ballot in election.ballots] == [((), ()), ((FIRST, SECOND), (4, 1))]
    assert election.tally().scores == {FIRST: 4, SECOND: 1, THIRD: 0}


def test_7_5_in_scoring_what_is_not_named_gets_the_default_score() -> None:
    election = read(with_points("scoring", f"{FIRST};5", meta="\ndefault_score;2")).election
    assert election.tally().scores == {FIRST: 5, SECOND: 2, THIRD: 2}


def test_7_1_the_points_of_a_ranking_must_repeat_its_scores() -> None:
    assert read(with_points("ordinal", f"{SECOND},{FIRST};3,2")).election.tally().scores == {
        FIRST: 2,
        SECOND: 3,
        THIRD: 0,
    }
    with pytest.raises(PabulibError, match="not those of the declared scores"):
        read(with_points("ordinal", f"{SECOND},{FIRST};2,1"))


@pytest.mark.parametrize(
    ("row", "meta", "code"),
    [
        (f"{FIRST};-1", "", "bad_points"),
        (f"{FIRST};1.5", "", "bad_points"),
        (f"{FIRST};", "", "points_missing"),
        (f"{FIRST},{SECOND};1", "", "points_missing"),
        (f"{FIRST};6", "\nmax_points;5", "too_many_points"),
        (f"{FIRST};6", "\nmax_sum_points;5", "sum_too_large"),
        (f"{FIRST};6", "\nmin_sum_points;7", "sum_too_small"),
        (f"{FIRST};6", "\nmin_points;7", "too_few_points"),
        (f"{FIRST};6", "\nmin_points;7\nmax_points;5", "bad_bounds"),
    ],
)
def test_7_5_points_that_break_a_limit(row: str, meta: str, code: str) -> None:
    with pytest.raises(PabulibError) as caught:
        read(with_points("cumulative", row, meta=meta))
    assert caught.value.code == code


def test_7_1_cumulative_votes_need_their_points() -> None:
    with pytest.raises(PabulibError, match="lacks points"):
        read(changed("vote_type;approval", "vote_type;cumulative"))


@pytest.mark.parametrize(("values", "code"), [("1,2", "bad_value"), ("1,x", "bad_money"), ("-1", "bad_money")])
def test_7_4_a_list_of_amounts_stands_beside_its_names(values: str, code: str) -> None:
    names = "a,b" if code == "bad_money" else "a,b,c"
    with pytest.raises(PabulibError) as caught:
        read(changed("max_length;2", f"categories;{names}\nbudget_per_category;{values}"))
    assert caught.value.code == code


def test_7_1_caps_and_limits_per_category_are_read() -> None:
    meta = "categories;a,b\nbudget_per_category;500,0\nmax_length_per_category;1"
    election = read(changed("max_length;2", meta)).election
    assert [(cap.name, cap.money) for cap in election.rule.caps] == [("a", 500_00), ("b", 0)]
    assert [(limit.category, limit.most) for limit in election.limits.per_category] == [("a", 1), ("b", 1)]


@pytest.mark.parametrize("rule", ['{"method":"prizes"}', '{"rule":{}}', '{"rule":{"method":"x"}}', '{"rule":[]}'])
def test_7_1_a_rule_of_ours_that_cannot_be_used_says_so(rule: str) -> None:
    quoted = rule.replace('"', '""')
    source = changed("rule;greedy", f'comment;"#1: {quoted}"\nrule;greedy-custom')
    if '"rule"' not in rule:
        assert read(source).election.rule.name == "greedy-skip"
        return
    with pytest.raises(PabulibError) as caught:
        read(source)
    assert caught.value.code == "bad_rule"


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_t50_mark_and_line_ends(mark: str, ending: str) -> None:
    source = (mark + GOOD.replace("\n", ending)).encode()
    assert read(source).election == read(GOOD.encode()).election


def test_7_2_blank_lines_are_passed_over() -> None:
    assert read(changed("PROJECTS", "\nPROJECTS") + b"\n\n").election == read(GOOD.encode()).election


def test_7_2_a_name_may_have_lines() -> None:
    assert read(changed("Bænke", '"Bænke\nog ""to"" borde"')).election.projects[0].name == 'Bænke\nog "to" borde'


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("META\nkey", "key", "missing_section", 1),
        ("META\nkey;value", "META\nkey;worth", "missing_column", 2),
        ("PROJECTS\n", "", "bad_row", 16),
        ("VOTES\n", "", "bad_row", 21),
        ("project_id;", "id;", "missing_column", 17),
        ("voter_id;vote;", "voter_id;votes;", "missing_column", 22),
        ("name;selected", "cost;selected", "duplicate_column", 17),
        ("unit;Aarhus\n", "", "missing_key", None),
        ("unit;Aarhus", "country;Norway", "duplicate_key", 5),
        ("num_projects;3", "num_projects;4", "bad_count", 7),
        ("num_votes;4", "num_votes;5", "bad_count", 8),
        ("num_votes;4", "num_votes;4.0", "bad_number", 8),
        ("num_votes;4", "num_votes;-4", "bad_number", 8),
        ("num_votes;4", "num_votes;٤", "bad_number", 8),
        ("max_length;2", "max_length;two", "bad_number", 14),
        ("budget;100000", "budget;0", "bad_money", 9),
        ("budget;100000", "budget;", "bad_money", 9),
        ("rule;greedy", "rule;dictator", "bad_value", 11),
        ("rule;greedy", "rule;greedy-threshold", "missing_key", 11),
        ("vote_type;approval", "vote_type;shout", "bad_value", 10),
        ("1;32000", "2;32000", "duplicate_project", 19),
        ("1;32000", "1 ;32000", "bad_project_id", 18),
        ("1;32000", ";32000", "bad_project_id", 18),
        ("1;32000;3", "1;32000", "bad_row", 18),
        ("1;32000", "1;32000.005", "bad_fraction", 18),
        ("Bænke", '"Bænke', "bad_quotes", None),
        ("Bænke", '"Bænke" og', "bad_quotes", 18),
        ("Bænke", "Bæ\0nke", "nul", 18),
        ("Bænke", "Bæ\rnke", "bad_quotes", 18),
        ("a;1;17", "a;1", "bad_row", 23),
        ("b;2,1;44", "a;2,1;44", "duplicate_voter", 24),
    ],
)
def test_t50_a_broken_file_is_refused_with_its_line(old: str, new: str, code: str, line: int | None) -> None:
    refused(changed(old, new), code, line)


@pytest.mark.parametrize(
    "cost", ["-1", "0", "0.00", "1e9", "1,5", "1.", ".5", "+5", " 5", "٣", "0x10", "NaN", "9" * 16, "9" * 400, "1_000"]
)
def test_t33_a_cost_that_is_no_amount_is_refused(cost: str) -> None:
    refused(changed("1;32000;", f"1;{cost};"), "bad_money", 18)


@pytest.mark.parametrize(
    ("currency", "cost", "minor"),
    [("DKK", "12.30", 1230), ("DKK", "12.300", 1230), ("JPY", "12.0", 12), ("KWD", "12.345", 12345), ("HUF", "7", 700)],
)
def test_7_4_amounts_are_exact_in_the_minor_unit(currency: str, cost: str, minor: int) -> None:
    source = GOOD.replace("currency;DKK", f"currency;{currency}").replace("20000.5", "2")
    assert read(source.replace("1;32000", f"1;{cost}").encode()).election.projects[0].cost == minor


def test_7_4_a_project_above_the_budget_is_withdrawn() -> None:
    reading = read(changed("2;78450", "2;999999999"))
    assert [project.id for project in reading.election.withdrawn] == ["2"]
    assert [project.id for project in reading.election.projects] == ["1", "3"]
    assert reading.election.ballots == (Ballot(()), Ballot(("1",), 2), Ballot(("1", "3")))


def test_7_4_keys_that_are_not_used_are_named() -> None:
    assert read(changed("max_length;2", "leftover_budget;next year")).head.unused == ("leftover_budget",)


@pytest.mark.parametrize("vote", ["4", "1,", ",1", "1, 2", "1;2", "01", "1,2,4", "1|2", "١"])
def test_t33_a_vote_for_an_unknown_project_is_refused(vote: str) -> None:
    source = changed("a;1;17", f'a;"{vote}";17')
    for options in ({}, {"invalid_votes": "set-aside"}):
        refused(source, "unknown_project", 23, **options)


@pytest.mark.parametrize(
    ("meta", "vote", "code"),
    [
        ("max_length;2", "1,1", "repeated_project"),
        ("max_length;2", "1,2,3", "too_many_in_vote"),
        ("max_length;1", "1,2", "too_many_in_vote"),
        ("min_length;1", "", "too_few_projects"),
        ("max_sum_cost;110449", "1,2", "too_dear"),
        ("min_sum_cost;32000.01", "1", "too_cheap"),
    ],
)
def test_t33_an_invalid_vote_is_refused_or_set_aside(meta: str, vote: str, code: str) -> None:
    source = GOOD.replace("max_length;2", meta).replace("b;2,1;", "b;2;").replace("c;1,3;", "c;2;")
    source = source.replace("d;2;71", "d;2;71").replace("a;1;17", f"a;{vote};17")
    refused(source.encode(), code, 23)
    reading = read(source.encode(), invalid_votes="set-aside")
    assert reading.election.invalid == (Invalid(code, 1),)
    assert [(item.line, item.voter, item.code) for item in reading.set_aside] == [(23, "a", code)]
    assert reading.election.voters == 3


def test_7_5_a_vote_of_exactly_the_limit_is_valid() -> None:
    assert read(changed("max_length;2", "max_sum_cost;110450")).election.voters == 4


@pytest.mark.parametrize(
    ("vote", "least", "code"),
    [("1,2", 0, "too_many_in_vote"), ("", 1, "too_few_projects"), ("1,1", 1, "repeated_project")],
)
def test_7_5_choose_1_is_one_at_most(vote: str, least: int, code: str) -> None:
    source = GOOD.replace("vote_type;approval", "vote_type;choose-1").replace("max_length;2", f"min_length;{least}")
    source = source.replace("b;2,1;", "b;2;").replace("c;1,3;", "c;3;").replace("a;1;", f"a;{vote};")
    refused(source.encode(), code)


def test_7_5_an_empty_vote_is_blank_where_it_is_allowed() -> None:
    assert read(changed("a;1;17", "a;;17")).election.ballots[0] == Ballot(())


@pytest.mark.parametrize("source", [b"", b"\n\n", b"PK\x03\x04", b"META", b"META\n", b"\xef\xbb\xbf"])
def test_t50_what_is_no_such_file_is_refused(source: bytes) -> None:
    with pytest.raises(PabulibError):
        read(source)


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-16-le"])
def test_t50_another_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(PabulibError) as caught:
        read(GOOD.encode(encoding))
    assert caught.value.code in ("not_utf8", "nul")


def test_t50_a_file_cut_short_anywhere_is_refused() -> None:
    source = GOOD.encode()
    last_vote = source.rindex(b"d;")
    for length in range(last_vote + len("d;2;")):
        with pytest.raises(PabulibError):
            read(source[:length])


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (FileLimits(file_bytes=300), "too_big"),
        (FileLimits(line_bytes=30), "line_too_long"),
        (FileLimits(projects=2), "too_many_projects"),
        (FileLimits(votes=3), "too_many_votes"),
    ],
)
def test_t50_limits(limits: FileLimits, code: str) -> None:
    refused(GOOD.encode(), code, limits=limits)


def test_t50_a_line_without_end_is_not_read_to_its_end() -> None:
    class Endless(io.RawIOBase):
        asked = 0

        def readline(self, size: int | None = -1, /) -> bytes:
            assert size is not None
            assert size > 0
            self.asked += 1
            return b"M" * size

    source = Endless()
    with pytest.raises(PabulibError):
        read(source)  # type: ignore[arg-type]
    assert source.asked == 1


def test_t50_an_open_quote_does_not_swallow_a_large_file() -> None:
    votes = "".join(f"v{number};1;20\n" for number in range(20_000))
    source = changed("Bænke", '"Bænke') + votes.encode()
    refused(source, "bad_quotes")


def test_t48_a_message_quotes_little_and_nothing_that_is_not_printable() -> None:
    error = refused(changed("1;32000;", f"{'x' * 90}\u202e\x1b;32000;"), "bad_project_id")
    assert len(str(error)) < 200
    assert str(error).isprintable()


def test_7_2_votes_are_read_one_by_one() -> None:
    lines = iter(GOOD.encode().splitlines(keepends=True))
    taken: list[bytes] = []

    class Source(io.RawIOBase):
        def readline(self, size: int | None = -1, /) -> bytes:
            line = next(lines, b"")
            taken.append(line)
            return line

    head, votes = stream(Source())  # type: ignore[arg-type]
    assert len(head.projects) == 3
    assert taken[-1] == b"VOTES\n"
    assert next(votes).voter == "a"
    assert taken[-1] == b"a;1;17\n"


def test_7_6_every_message_is_used_and_every_code_has_one() -> None:
    sources = Path(read.__code__.co_filename).parent.glob("*.py")
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    assert [code for code in _codes() if text.count(f'"{code}"') < 2] == []


def _codes() -> Iterator[str]:
    yield from MESSAGES
