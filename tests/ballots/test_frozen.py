"""T38: what is frozen stands, also for whoever writes SQL; and what must go on, goes on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command, get_commands
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from tests import make
from tests.promises import by_hand

from deltagerbudget.accounts.models import Person
from deltagerbudget.ballots import promises
from deltagerbudget.ballots.models import Ballot, Change, Project, Vote
from deltagerbudget.mydata.actions import delete_person
from deltagerbudget.operate.truths import breaches
from deltagerbudget.processes.models import Phase, Process
from deltagerbudget.processes.preparing import copy_process
from deltagerbudget.proposals.models import Proposal

pytestmark = [pytest.mark.django_db, pytest.mark.both]

# Columns of a deltagerbudget whose other value would be refused by something else first.
_VALUES = {"is_imported": True, "caps_lifted": True, "all_fit": True, "age_on": "2001-01-01", "currency": "EUR"}
_VALUES |= {"ballot_type": "approval", "count_method": "prizes", "count_variant": "stop", "leftover": "roll-over"}
_VALUES |= {"slug": "et-andet", "theme": "nature", "mandate_on": "2001-01-01", "frozen_at": None, "max_choices": 90}
_VALUES |= {"equal_utility": "cardinality", "equal_completion": "none", "equal_fill": False, "equal_comparison": True}


def columns(model: type[Process]) -> list[str]:
    free = {"id", "picture", "learnt", "copied_from", "is_example", "opened_at", "decisions_at", "decisions_missed_at"}
    free |= {"support_closed_at", "search_text", "updated_at", "source", "story"}
    return [field.name for field in model._meta.concrete_fields if field.name not in free]


def other(name: str) -> object:
    if name in _VALUES:
        return _VALUES[name]
    kind = Process._meta.get_field(name).get_internal_type()
    return ["x"] if kind == "JSONField" else "Andet" if kind in {"CharField", "TextField"} else 7


def refused(crime: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            crime()
    except IntegrityError:
        return True
    return False


def test_t38_every_setting_of_a_frozen_deltagerbudget_stands() -> None:
    vote = make.open_vote()
    rows = Process.objects.filter(pk=vote.process_id)
    assert [
        name for name in columns(Process) if not refused(lambda name=name: rows.update(**{name: other(name)}))
    ] == []  # type: ignore[misc]
    assert not refused(lambda: rows.update(learnt="Begynd før sommerferien.", updated_at=make.now()))
    unfrozen = make.process()
    assert not refused(lambda: Process.objects.filter(pk=unfrozen.pk).update(amount_ore=7, title="Andet"))


def crimes(vote: Vote) -> dict[str, Callable[[], object]]:
    votes, day = Vote.objects.filter(pk=vote.pk), timedelta(days=1)
    phases = Phase.objects.filter(process=vote.process, kind="vote")
    projects = Project.objects.filter(vote=vote)
    listed = Proposal.objects.filter(project__vote=vote)
    new = make.process()
    apart = make.submitted(new)
    return {
        "text": lambda: votes.update(config="{}"),
        "digest": lambda: votes.update(config_sha256="0" * 64),
        "ref": lambda: votes.update(ref_kind="other"),
        "opening": lambda: votes.update(opens_at=vote.opens_at - day),
        "later": lambda: votes.update(closes_at=vote.closes_at + day),
        "earlier": lambda: votes.update(closes_at=vote.closes_at - day),
        "frozen": lambda: votes.update(frozen_at=vote.frozen_at + day),
        "lot": lambda: votes.update(lot_seed="1 2 3"),
        "withdrawn": lambda: votes.update(withdrawn=[1]),
        "vote": lambda: votes.delete(),
        "price": lambda: projects.update(cost_ore=1),
        "title": lambda: projects.update(title="Andet"),
        "fewer": lambda: projects.filter(number=1).delete(),
        "more": lambda: Project.objects.create(vote=vote, number=9, proposal=apart, title="Nyt", cost_ore=1),
        "begins": lambda: phases.update(starts_at=vote.opens_at - day),
        "ends": lambda: phases.update(ends_at=vote.closes_at + day),
        "kind": lambda: phases.update(kind="review"),
        "no phase": lambda: phases.delete(),
        "area": lambda: vote.process.areas.clear(),
        "areas": lambda: vote.process.areas.add(make.area("Viby")),
        **{
            f"proposal {name}": lambda name=name: listed.filter(number=1).update(**{name: "Andet"})  # type: ignore[misc]
            for name in ("title", "what", "why", "for_whom", "place", "category", "exclusive_group")
        },
        "proposal price": lambda: listed.update(price_ore=1),
        "proposal number": lambda: listed.filter(number=1).update(number=99),
        "proposal area": lambda: listed.update(area=make.area("Viby")),
        "ballot": lambda: Ballot.objects.update(ciphertext=b"x"),
        "moved": lambda: Ballot.objects.update(pseudonym="0" * 64),
        "older": lambda: Ballot.objects.update(version=7),
        "gone": lambda: Ballot.objects.all().delete(),
    }


def test_t38_t64_no_row_of_the_vote_is_changed_or_deleted() -> None:
    vote = make.open_vote()
    make.cast(vote, "anna", [1])
    assert [name for name, crime in crimes(vote).items() if not refused(crime)] == []


@pytest.mark.postgresql
def test_t63_t64_no_table_of_a_vote_is_emptied_not_even_by_its_owner() -> None:
    """TRUNCATE goes past the triggers of rows."""

    def emptied(table: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"TRUNCATE {table} CASCADE")

    tables = {promise.table for promise in promises.promises("postgresql")}
    assert {"ballots_ballot", "ballots_vote", "ballots_change", "processes_process"} <= tables
    make.process()
    make.cast(make.open_vote(), "anna", [1])
    assert [table for table in sorted(tables) if not refused(lambda table=table: emptied(table))] == []  # type: ignore[misc]
    assert Ballot.objects.count() == 1
    with by_hand():
        emptied("ballots_ballot")
    assert Ballot.objects.count() == 0


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_the_tables_of_a_test_are_emptied_all_the_same() -> None:
    """As between two tests; and a whole demonstration is thrown away."""
    make.open_vote()
    call_command("flush", interactive=False, verbosity=0)
    assert not Vote.objects.exists()


@pytest.mark.sqlite
def test_t64_no_ballot_is_written_over() -> None:
    make.cast(make.open_vote(), "anna", [1])
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT OR REPLACE INTO ballots_ballot SELECT * FROM ballots_ballot")
    assert Ballot.objects.count() == 1


def test_the_moments_of_a_vote_are_written_once() -> None:
    vote = make.closed(make.open_vote())
    make.published(vote)
    for name in ("closed_at", "published_at"):
        assert refused(lambda name=name: Vote.objects.update(**{name: make.now() + timedelta(days=1)}))  # type: ignore[misc]
        assert refused(lambda name=name: Vote.objects.update(**{name: None}))  # type: ignore[misc]


def test_what_may_move_moves() -> None:
    vote = make.open_vote()
    listed = Proposal.objects.filter(project__vote=vote)
    assert not refused(lambda: listed.update(hidden_ground="", updated_at=make.now()))
    assert not refused(lambda: Phase.objects.filter(process=vote.process, kind="ideas").update(name="Idéer"))
    copied = copy_process(
        make.tove(), vote.process, title="Igen", slug="igen", areas=[make.area()], first_day=make.today(), at=make.now()
    )
    assert not refused(lambda: Process.objects.filter(pk=copied.pk).update(amount_ore=7))


def test_t58_whoever_deletes_themselves_leaves_the_text_of_the_list() -> None:
    vote = make.open_vote()
    proposal = Proposal.objects.filter(project__vote=vote).order_by("number")[0]
    author = proposal.author_ids()[0]
    delete_person(make.actor_for(author), word="SLET", at=make.now())
    assert Person.objects.get(pk=author).name == ""
    assert Proposal.objects.get(pk=proposal.pk).what == proposal.what


def test_a_missing_promise_is_a_breach() -> None:
    make.frozen()
    assert promises.missing() == []
    with by_hand() if connection.vendor != "postgresql" else promises.lifted():
        told = [line for line in breaches(at=timezone.now()) if "stand guard" in line]
    assert len(told) == len(promises.promises(connection.vendor))
    assert promises.missing() == []


def test_they_are_lifted_in_a_demonstration_only(settings: object) -> None:
    settings.DEMO = False  # type: ignore[attr-defined]
    with pytest.raises(RuntimeError), promises.lifted():
        pass


# Every command of ours, and why it changes nothing of a frozen vote. A new one must be thought of.
COMMANDS = {
    "backup": "reads",
    "backup_keys": "reads",
    "check_truths": "reads",
    "fallback_page": "reads",
    "demo": "throws a whole demonstration away",
    "health": "reads",
    "import_areas": "areas alone; who may vote is frozen by their addresses",
    "import_pabulib": "a new deltagerbudget",
    "invite_administrator": "a member of staff",
    "restore": "into an empty database",
    "restore_keys": "keys that are missing",
    "work": "opens and closes by the clock, as frozen",
}


def test_t38_every_command_is_known_and_leaves_a_frozen_vote_alone() -> None:
    ours = {name for name, app in get_commands().items() if str(app).startswith("deltagerbudget")}
    assert ours - COMMANDS.keys() == set()
    vote = make.open_vote()
    before = frozen_facts(vote)
    for name in ("check_truths", "health"):
        with suppress(SystemExit):
            call_command(name, stdout=StringIO())
    call_command("work", "--once")
    assert frozen_facts(vote) == before


def frozen_facts(vote: Vote) -> list[object]:
    """Everything that nobody may change alone."""
    return [
        list(Vote.objects.filter(pk=vote.pk).values_list()),
        list(Project.objects.filter(vote=vote).order_by("pk").values_list()),
        list(Process.objects.filter(pk=vote.process_id).values(*columns(Process))),
        list(Phase.objects.filter(process=vote.process, kind="vote").values_list()),
        list(vote.process.areas.order_by("pk").values_list("slug")),
        list(Proposal.objects.filter(project__vote=vote).order_by("pk").values("title", "what", "price_ore", "number")),
        list(Change.objects.filter(vote=vote, done_at__isnull=False).order_by("pk").values_list()),
    ]


def test_a_crash_in_a_crime_leaves_the_database_whole() -> None:
    vote = make.open_vote()
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        Vote.objects.filter(pk=vote.pk).update(config="{}")
    assert Vote.objects.get(pk=vote.pk).config == vote.config
