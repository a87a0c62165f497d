"""Real elections of other cities go through our rows, keys and count, and give the winners that each city named."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from tests import make
from tests.conftest import SHARED_DATA

from deltagerbudget.acts.actor import SYSTEM
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.areas.models import Area
from deltagerbudget.ballots.models import Ballot, Vote
from deltagerbudget.counting.compare import compare
from deltagerbudget.counting.pabulib import NotYet, PabulibError, read
from deltagerbudget.ledger import choice as choices
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.results.actions import count_votes
from deltagerbudget.results.imports import Imported, import_election
from deltagerbudget.results.models import Result

pytestmark = pytest.mark.django_db

FILE = """META
key;value
description;Gader og parker
country;Denmark
unit;Byen
instance;2024
num_projects;4
num_votes;5
budget;1000
vote_type;approval
rule;greedy
date_begin;01.03.2024
date_end;15.03.2024
max_length;3
language;da
currency;DKK
PROJECTS
project_id;cost;votes;name;selected
b12;400;3;Bænke;1
a7;900;2;Skatepark;0
x;500.50;2;"Gynger; nye";1
dyr;2000;1;En svømmehal;0
VOTES
voter_id;vote
1;b12,x
2;b12,a7
3;a7
4;x,b12
5;dyr
"""


def imported(text: str = FILE, **values: str) -> Imported:
    return import_election(SYSTEM, io.BytesIO(text.encode()), name="fil.pb", at=make.now(), **values)


def nothing_is_left() -> bool:
    rows = Process.objects.exists() or Vote.objects.exists() or Ballot.objects.exists() or Area.objects.exists()
    return not rows and not list(Path(settings.KEYS_DIR).glob("vote-*"))


@pytest.fixture(autouse=True)
def _own_keys(tmp_path: Path, settings: object) -> None:
    settings.KEYS_DIR = tmp_path / "keys"  # type: ignore[attr-defined]


@pytest.mark.both
def test_it_works() -> None:
    found = imported()
    process, result = found.process, found.result
    assert (process.title, process.slug, process.is_imported) == ("Gader og parker 2024", "gader-og-parker-2024", True)
    assert [area.name for area in process.areas.all()] == ["Byen"]
    assert result.published_at is not None
    assert result.explained.winners == ("1", "3")
    assert result.ballots == 5
    titles = list(Proposal.objects.order_by("number").values_list("title", "price_ore"))
    assert titles == [("Bænke", 40_000), ("Skatepark", 90_000), ("Gynger; nye", 50_050)]
    assert found.report[0] == "The winners are those of the file: 2."
    assert "dyr costs more than the budget and is taken as withdrawn." in found.report
    entry = Entry.objects.get()
    assert (entry.act, entry.role, entry.detail) == (Act.IMPORT_ELECTION, "system", {"ballots": 5})


def test_its_ballots_are_encrypted_like_any_others() -> None:
    imported()
    vote = Vote.objects.get()
    assert vote.closed_at == vote.closes_at
    assert {row.version for row in vote.ballots.all()} == {1}
    assert len({row.pseudonym for row in vote.ballots.all()}) == 5
    assert len({len(row.ciphertext) for row in vote.ballots.all()}) == 1
    assert not any(choices.KIND.encode() in bytes(row.ciphertext) for row in vote.ballots.all())


def test_its_dates_are_those_of_the_file() -> None:
    process = imported().process
    vote, count = process.phases.order_by("starts_at")
    assert vote.starts_at.isoformat() == "2024-02-29T23:00:00+00:00"
    assert vote.ends_at.isoformat() == "2024-03-15T23:00:00+00:00"
    assert count.starts_at == vote.ends_at
    assert Process.objects.get().phase_at(make.now()) == "count"


def test_a_year_alone_is_the_whole_year() -> None:
    text = FILE.replace("01.03.2024", "2024").replace("15.03.2024", "2024")
    vote = imported(text).process.phases.get(kind="vote")
    assert vote.ends_at.isoformat() == "2024-12-31T23:00:00+00:00"


def test_it_is_published_again_as_it_was() -> None:
    """Thirty ballots and the file is there, with its own country, its dates, and the same winners."""
    more = "".join(f"{number};b12\n" for number in range(6, 36))
    result = imported(FILE.replace("num_votes;5", "num_votes;35") + more).result
    meta = read(result.pb.encode()).head.meta
    assert (meta["country"], meta["unit"], meta["date_begin"]) == ("Denmark", "Byen", "01.03.2024")
    assert compare(read(result.pb.encode())).same is True


def test_counting_again_gives_the_same() -> None:
    found = imported()
    vote = Vote.objects.get()
    assert count_votes(make.tove(), vote, at=make.now()).outcome == found.result.outcome


def test_ties_fall_by_the_order_of_the_file() -> None:
    text = FILE.replace("400;3;Bænke", "600;2;Bænke").replace("4;x,b12", "4;x").replace("x;500.50;2", "x;600;2")
    found = imported(text.replace("1;b12,x", "1;b12").replace("3;a7", "3;x").replace("2;b12,a7", "2;b12"))
    assert found.result.explained.steps[0].decided_by == "file_order"
    assert found.result.explained.winners == ("1",)


def test_where_the_file_differs_from_its_own_rule_the_report_says_so() -> None:
    report = imported(FILE.replace("Skatepark;0", "Skatepark;1").replace('nye";1', 'nye";0')).report
    assert "a7 won in the file; here it is skipped." in report
    assert "x is funded here; in the file it did not win." in report


def test_a_vote_with_too_many_projects_is_set_aside_and_reported() -> None:
    found = imported(FILE.replace("max_length;3", "max_length;1"))
    assert found.result.ballots == 2
    assert any(line.startswith("Line 25 is set aside") for line in found.report)


def test_another_currency_is_shown_as_such(client: Client) -> None:
    imported(FILE.replace("currency;DKK", "currency;PLN"))
    page = client.get("/resultat/gader-og-parker-2024/").content.decode()
    assert "1.000 PLN" in page
    assert " kr." not in page.split("<main")[1].split("</main>")[0]


def test_it_never_goes_into_a_vote_that_exists() -> None:
    imported()
    before = (Process.objects.count(), Ballot.objects.count(), len(list(Path(settings.KEYS_DIR).iterdir())))
    with pytest.raises(NotPossible, match="--title"):
        imported()
    assert before == (Process.objects.count(), Ballot.objects.count(), len(list(Path(settings.KEYS_DIR).iterdir())))


def test_the_same_file_under_another_title_stands_beside_it() -> None:
    imported()
    assert imported(title="En gang til").process.slug == "en-gang-til"


def test_it_joins_an_area_that_exists() -> None:
    there = make.area("Aaby")
    assert list(imported(area="Aaby").process.areas.all()) == [there]


@pytest.mark.parametrize("who", [make.anna, make.tove, make.bo, make.fie])
def test_only_the_administrator_may(who: object) -> None:
    with pytest.raises(NotYours):
        import_election(who(), io.BytesIO(FILE.encode()), name="f", at=make.now())  # type: ignore[operator]


BROKEN = {
    "cut-short": (FILE[: FILE.index("4;x,b12")], "line 8"),
    "votes-miscounted": (FILE.replace("num_votes;5", "num_votes;6"), "line 8"),
    "projects-miscounted": (FILE.replace("num_projects;4", "num_projects;3"), "line 7"),
    "unknown-project": (FILE.replace("3;a7", "3;a8"), "line 27"),
    "negative-cost": (FILE.replace("a7;900", "a7;-900"), "line 20"),
    "zero-cost": (FILE.replace("a7;900", "a7;0"), "line 20"),
    "comma-in-cost": (FILE.replace("a7;900", "a7;900,5"), "line 20"),
    "bad-date": (FILE.replace("15.03.2024", "31.02.2024"), "line 13"),
    "end-before-begin": (FILE.replace("15.03.2024", "15.02.2024"), "line 13"),
    "not-over-yet": (FILE.replace("15.03.2024", "15.03.2124"), "line 13"),
    "no-such-currency-here": (FILE.replace("currency;DKK", "currency;JPY").replace("500.50", "500"), "line 16"),
    "nul": (FILE.replace("Skatepark", "Skate\0park"), "line 20"),
    "open-quote": (FILE.replace('"Gynger; nye"', '"Gynger; nye'), "line"),
    "same-voter-twice": (FILE.replace("\n2;b12", "\n1;b12"), "line 26"),
    "same-project-twice": (FILE.replace("a7;900", "b12;900"), "line 20"),
    "no-votes-section": (FILE[: FILE.index("VOTES")], "line"),
    "empty": ("", "line 1"),
    "not-a-pb-file": ("<html></html>\n", "line 1"),
    "min-over-max": (FILE.replace("max_length;3", "min_length;4\nmax_length;3"), "line 14"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_t50_a_malformed_file_says_the_line_and_imports_nothing(case: str) -> None:
    text, where = BROKEN[case]
    with pytest.raises(PabulibError, match=where):
        imported(text)
    assert nothing_is_left()


def test_t50_a_file_that_is_not_utf_8_is_refused() -> None:
    with pytest.raises(PabulibError, match="line 19: not UTF-8"):
        import_election(SYSTEM, io.BytesIO(FILE.encode("latin-1")), name="f", at=make.now())
    assert nothing_is_left()


def test_t50_a_byte_order_mark_and_windows_lines_are_read() -> None:
    text = "\ufeff" + FILE.replace("\n", "\r\n")
    assert imported(text).result.explained.winners == ("1", "3")


def test_t50_a_huge_line_is_refused_before_it_is_read() -> None:
    with pytest.raises(PabulibError, match="line 27"):
        imported(FILE.replace("3;a7", "3;" + "a7," * 100_000))
    assert nothing_is_left()


def test_t50_a_name_too_long_is_refused_not_cut() -> None:
    with pytest.raises(NotPossible, match="301"):
        imported(FILE.replace("Skatepark", "S" * 301))
    assert nothing_is_left()
    assert imported(FILE.replace("Skatepark", "S" * 300)).process


def test_equal_shares_of_a_real_town_is_counted_and_said() -> None:
    done = imported(FILE.replace("rule;greedy", "rule;equalshares/add1-comparison"))
    assert done.result.explained.rule.name == "equal-shares-cost-add1-comparison"
    process = done.process
    assert (process.count_method, process.equal_completion) == ("equal-shares", "add1")
    assert (process.equal_step_ore, process.equal_fill, process.equal_comparison) == (100, False, True)
    text = Client().get(f"/resultat/{process.slug}/").content.decode()
    assert "equal-shares-cost-add1-comparison" in text
    assert "Der er talt op efter lige andele" in text


def test_what_is_not_supported_says_not_yet() -> None:
    rule = '{"rule":{"method":"phragmen","variant":"skip","threshold":0,"all_fit":false,"ties":["lot"],"lot_seed":""}}'
    with pytest.raises(NotYet, match="not supported yet"):
        imported(FILE.replace("rule;greedy", f'rule;unknown\ncomment;"#1: {rule.replace(chr(34), chr(34) * 2)}"'))


def bare(meta: str, votes: str, *, header: str = "voter_id;vote", projects: str = "") -> str:
    """The file with other ballots, and without the columns that its own ballots gave."""
    head = FILE.split("PROJECTS")[0].replace("vote_type;approval\nrule;greedy\n", meta)
    listed = projects or "b12;400;Bænke\na7;900;Skatepark\nx;500.50;Gynger\ndyr;2000;En svømmehal\n"
    columns = "project_id;cost;name" + (";category" if projects else "")
    return f"{head}PROJECTS\n{columns}\n{listed}VOTES\n{header}\n{votes}"


OTHERS = {
    "points": bare(
        "vote_type;cumulative\nrule;greedy\nmax_sum_points;5\n",
        "1;b12,x;3,2\n2;a7;5\n3;a7;5\n4;x;1\n5;dyr;2\n",
        header="voter_id;vote;points",
    ),
    "scores": bare(
        "vote_type;scoring\nrule;greedy\n",
        "1;b12,x;300,2\n2;a7;5\n3;a7;5000000\n4;x;1\n5;dyr;2\n",
        header="voter_id;vote;points",
    ),
    "ranking": bare("vote_type;ordinal\nrule;greedy\n", "1;b12,x\n2;a7,b12\n3;a7\n4;x,b12\n5;dyr\n"),
    "choose-1": bare("vote_type;choose-1\nrule;greedy-no-skip\n", "1;b12\n2;a7\n3;a7\n4;x\n5;dyr\n"),
    "exclusive": bare(
        "vote_type;approval\nrule;greedy-exclusive\n",
        "1;b12,x\n2;a7,b12\n3;a7\n4;x,b12\n5;dyr\n",
    ),
    "categories": bare(
        "vote_type;approval\nrule;greedy\n",
        "1;b12,x\n2;a7,b12\n3;a7\n4;x,b12\n5;dyr\n",
        projects="b12;400;Bænke;leg\na7;900;Skatepark;sport,leg\nx;500.50;Gynger;leg\ndyr;2000;En svømmehal;sport\n",
    ),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_every_ballot_and_rule_is_counted_as_the_library_counts_the_file(kind: str) -> None:
    text = OTHERS[kind]
    theirs = compare(read(text.encode())).outcome
    found = imported(text)
    ours = found.result.explained
    named = {str(row.number): row.title for row in Proposal.objects.all()}
    names = {project.id: project.name for project in read(text.encode()).head.projects}
    assert [named[step.project] for step in ours.steps] == [names[step.project] for step in theirs.steps]
    assert [(step.score, step.decision, step.granted) for step in ours.steps] == [
        (step.score, step.decision, step.granted) for step in theirs.steps
    ]
    assert ours.vote_type == theirs.vote_type
    page = Client().get(f"/resultat/{found.process.slug}/")
    assert page.status_code == 200
    assert ("Point" in page.content.decode()) == (kind in {"points", "scores", "ranking"})
    assert Client().get(f"/deltagerbudgetter/{found.process.slug}/").status_code == 200


def test_the_command_reports_and_says_where_the_result_is(tmp_path: Path) -> None:
    file, out = tmp_path / "fil.pb", io.StringIO()
    file.write_text(FILE)
    call_command("import_pabulib", str(file), "--area", "Åby", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0] == "Gader og parker 2024: 5 ballots, 3 projects."
    assert lines[1] == "The winners are those of the file: 2."
    assert lines[-1] == "See the result at /resultat/gader-og-parker-2024/"
    assert Area.objects.get().slug == "aaby"


def test_the_command_ends_with_two_and_one_line(tmp_path: Path) -> None:
    file = tmp_path / "fil.pb"
    file.write_text(FILE.replace("3;a7", "3;a8"))
    with pytest.raises(CommandError) as refusal:
        call_command("import_pabulib", str(file))
    assert refusal.value.returncode == 2
    assert str(refusal.value).count("\n") == 0
    assert "line 27" in str(refusal.value)
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_pabulib", str(tmp_path / "intet.pb"))


def test_progress_is_told_batch_by_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deltagerbudget.results.imports.BATCH", 2)
    seen: list[tuple[int, int]] = []
    import_election(
        SYSTEM,
        io.BytesIO(FILE.encode()),
        name="f",
        at=make.now(),
        progress=lambda done, total: seen.append((done, total)),
    )
    assert seen == [(2, 5), (4, 5), (5, 5)]


# So many ballots of a file are imported in seconds. Larger files, and the rarer ballots and rules, come with the whole
# suite; beyond `MOST` the counting library's own tests take over.
FEW, MOST = 10_000, 100_000
USUAL = ({"approval", "choose-1"}, {"greedy", "greedy-threshold", "greedy-no-skip"})
# Added one project outside of its rule, as its own comment says.
OUTSIDE = {"Poland_Lodz_2020"}


def head_of(file: Path) -> dict[str, str]:
    text = file.read_text(encoding="utf-8").split("\nPROJECTS\n")[0]
    return dict(line.split(";", 1) for line in text.splitlines() if ";" in line)


def real_files() -> list[object]:
    found = []
    for file in sorted((SHARED_DATA / "pabulib").glob("*.pb")):
        meta = head_of(file)
        ballots, is_ours = int(meta["num_votes"]), meta["rule"].startswith("greedy") and file.stem not in OUTSIDE
        if not is_ours or ballots > MOST:
            continue
        is_usual = meta["vote_type"] in USUAL[0] and meta["rule"] in USUAL[1] and "budget_per_category" not in meta
        marks = [] if is_usual and ballots <= FEW else [pytest.mark.slow]
        found.append(pytest.param(file, id=file.stem, marks=marks))
    return found


@pytest.mark.parametrize("file", real_files())
def test_real_elections_give_the_winners_of_their_city(file: Path, shared_data: Path) -> None:
    with file.open("rb") as source:
        found = import_election(SYSTEM, source, name=file.name, title=file.stem[:100], at=make.now())
    with file.open("rb") as source:
        theirs = compare(read(source, invalid_votes="set-aside"))
    assert theirs.same in {True, None}
    named = {row.number: row.title for row in Proposal.objects.filter(process=found.process)}
    ours = {named[int(number)] for number in found.result.explained.winners}
    names = {project.id: project.name or project.id for project in theirs.reading.head.projects}
    selected = theirs.outcome.winners if theirs.selected is None else theirs.selected
    assert ours == {names[project] for project in selected}
    first = "The file does not say which projects won." if theirs.selected is None else "The winners are those of the"
    assert found.report[0].startswith(first)
    assert Result.objects.get().ballots == theirs.outcome.voters
