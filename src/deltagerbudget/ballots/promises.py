"""What is frozen stands in the database too: triggers that refuse what no act of ours does. On both databases.

SECURITY: SQLite drops the triggers of a table that a migration builds anew. A migration that touches one of these
tables ends with `install`; `deltagerbudget check-truths` says when one is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper

# What of a frozen deltagerbudget may still move: where its pictures and news lie, what was learnt, its clockwork.
_FREE_OF_PROCESS = {
    *("id", "picture_id", "learnt", "copied_from_id", "is_example", "opened_at", "decisions_at"),
    *("decisions_missed_at", "support_closed_at", "search_text", "updated_at", "source", "story"),
}
_OF_PROPOSAL = ("process_id", "number", "title", "what", "why", "for_whom", "place", "price_ore")
_SORTED = ("category", "area_id", "exclusive_group")
_OF_VOTE = ("process_id", "config", "config_sha256", "ref_kind", "opens_at", "frozen_at")
_LISTED = "EXISTS (SELECT 1 FROM ballots_project WHERE proposal_id = OLD.id)"
_ONCE = ("closed_at", "published_at", "keys_destroyed_at")


@dataclass(frozen=True)
class Promise:
    """One trigger: before this happens to a row of the table, or to the whole of it, refuse it where this holds."""

    table: str
    event: str
    holds: str
    says: str

    @property
    def name(self) -> str:
        return f"promise_{self.table}_{self.event.lower()}"


def promises(vendor: str, columns: Sequence[str] = ("id",)) -> list[Promise]:
    """In the dialect of the database; `columns` are those that a deltagerbudget has by now."""
    unlike = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"

    def changed(*columns: str) -> str:
        return "(" + " OR ".join(f"OLD.{name} {unlike} NEW.{name}" for name in columns) + ")"

    of_rows = [
        Promise("ballots_ballot", "UPDATE", "1 = 1", "a ballot is never changed"),
        Promise("ballots_ballot", "DELETE", "1 = 1", "a ballot is never deleted"),
        Promise("ballots_project", "INSERT", _not_listed(vendor), "the list of the vote is frozen"),
        Promise("ballots_project", "UPDATE", "1 = 1", "the list of the vote is frozen"),
        Promise("ballots_project", "DELETE", "1 = 1", "the list of the vote is frozen"),
        Promise("ballots_change", "UPDATE", "OLD.done_at IS NOT NULL", "a change of the vote is never rewritten"),
        Promise("ballots_change", "DELETE", "OLD.done_at IS NOT NULL", "a change of the vote is never deleted"),
        Promise("ballots_vote", "UPDATE", _of_vote(changed, vendor), "the vote is frozen"),
        Promise("ballots_vote", "DELETE", "1 = 1", "the vote is frozen"),
        *_of_process(changed, columns),
        *_of_phases(changed),
        Promise(
            "proposals_proposal",
            "UPDATE",
            f"{changed(*_OF_PROPOSAL, *_SORTED)} AND {_LISTED}",
            "the proposals of the vote are frozen",
        ),
    ]
    return of_rows + (_of_tables(of_rows) if vendor == "postgresql" else [])


def _of_tables(of_rows: Sequence[Promise]) -> list[Promise]:
    """TRUNCATE goes past the triggers of rows, and SQLite knows none: nothing is emptied once a vote is frozen."""
    says, some_vote = "a vote is frozen, so no table of it is emptied", "EXISTS (SELECT 1 FROM ballots_vote)"
    return [Promise(table, "TRUNCATE", some_vote, says) for table in dict.fromkeys(row.table for row in of_rows)]


def _not_listed(vendor: str) -> str:
    """That the new project is not, word for word, what the frozen configuration says."""
    if vendor == "postgresql":
        listed, value = "jsonb_array_elements(config::jsonb -> 'projects') AS line(value)", "line.value ->> '{}'"
        number, cost = "(line.value ->> 'number')::bigint", "(line.value ->> 'cost_ore')::bigint"
        title = value.format("title")
    else:
        listed = "json_each(config, '$.projects') AS line"
        number, cost = "json_extract(line.value, '$.number')", "json_extract(line.value, '$.cost_ore')"
        title = "json_extract(line.value, '$.title')"
    same = f"{number} = NEW.number AND {cost} = NEW.cost_ore AND {title} = NEW.title"
    return f"NOT EXISTS (SELECT 1 FROM ballots_vote, {listed} WHERE ballots_vote.id = NEW.vote_id AND {same})"  # noqa: S608 (our own names)


def _of_vote(changed: Callable[..., str], vendor: str) -> str:
    """Never the frozen columns; a moment only once; the hours and the list only by a change that two persons made."""
    once = " OR ".join(f"(OLD.{name} IS NOT NULL AND {changed(name)})" for name in _ONCE)
    lot = f"(OLD.lot_seed <> '' AND {changed('lot_seed', 'lot_source')})"
    made = "SELECT 1 FROM ballots_change AS made WHERE made.vote_id = OLD.id AND made.done_at IS NOT NULL"
    longer = f"{made} AND made.act = 'extend_vote' AND made.closes_at = NEW.closes_at AND NEW.closes_at > OLD.closes_at"
    if vendor == "postgresql":
        left, number, size = "jsonb_array_elements(NEW.withdrawn)", "gone.value::bigint", "jsonb_array_length"
        left += " AS gone(value)"
    else:
        left, number, size = "json_each(NEW.withdrawn) AS gone", "gone.value", "json_array_length"
    by_two = f"{made} AND made.act = 'withdraw_project' AND made.number = {number}"
    alone = f"EXISTS (SELECT 1 FROM {left} WHERE NOT EXISTS ({by_two}))"  # noqa: S608 (our own names)
    fewer = f"{size}(NEW.withdrawn) < {size}(OLD.withdrawn) OR {alone}"
    return (
        f"{changed(*_OF_VOTE)} OR {once} OR {lot} OR ({changed('closes_at')} AND NOT EXISTS ({longer}))"
        f" OR ({changed('withdrawn')} AND ({fewer}))"
    )


def _of_process(changed: Callable[..., str], columns: Sequence[str]) -> Iterator[Promise]:
    frozen = [name for name in columns if name not in _FREE_OF_PROCESS] or ["id"]
    says = "the deltagerbudget is frozen"
    yield Promise("processes_process", "UPDATE", f"OLD.frozen_at IS NOT NULL AND {changed(*frozen)}", says)
    yield Promise("processes_process", "DELETE", "OLD.frozen_at IS NOT NULL", says)
    # The areas are written before the vote, also where a finished election is read in.
    voted = "EXISTS (SELECT 1 FROM ballots_vote WHERE process_id = {}.process_id)"
    for event, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
        yield Promise("processes_process_areas", event, voted.format(row), says)


def _of_phases(changed: Callable[..., str]) -> Iterator[Promise]:
    """The dates of the vote; its end follows the vote itself."""
    says = "the dates of the vote are frozen"
    voted = "EXISTS (SELECT 1 FROM ballots_vote WHERE process_id = OLD.process_id)"
    of_vote = f"OLD.kind = 'vote' AND {voted}"
    kept = changed("process_id", "kind", "starts_at")
    end = "SELECT 1 FROM ballots_vote WHERE process_id = OLD.process_id AND closes_at = NEW.ends_at"
    moved = f"{of_vote} AND ({kept} OR ({changed('ends_at')} AND NOT EXISTS ({end})))"
    yield Promise("processes_phase", "UPDATE", moved, says)
    yield Promise("processes_phase", "DELETE", of_vote, says)


def install(cursor: CursorWrapper) -> None:
    """Write all of them, in place of those that are there."""
    remove(cursor)
    cursor.execute("SELECT * FROM processes_process WHERE 1 = 0")
    for promise in promises(connection.vendor, [name for name, *_rest in cursor.description]):
        for statement in _statements(promise, connection.vendor):
            cursor.execute(statement)


def remove(cursor: CursorWrapper) -> None:
    """Take down those that are there."""
    of = {promise.name: promise for promise in promises(connection.vendor)}
    for name in present(cursor) & of.keys():
        on = f" ON {of[name].table}" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER {name}{on}")


def present(cursor: CursorWrapper) -> set[str]:
    """The names of the triggers that stand in the database and are awake."""
    awake = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    every = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    cursor.execute(awake if connection.vendor == "postgresql" else every)
    return {name for (name,) in cursor.fetchall()}


def missing() -> list[str]:
    with connection.cursor() as cursor:
        there = present(cursor)
    return [promise.name for promise in promises(connection.vendor) if promise.name not in there]


@contextmanager
def lifted() -> Iterator[None]:
    """For throwing a whole demonstration away. SECURITY: nowhere else."""
    if not settings.DEMO:
        raise RuntimeError("the promises are lifted in a demonstration only")
    with connection.cursor() as cursor:
        remove(cursor)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            install(cursor)


def _statements(promise: Promise, vendor: str) -> list[str]:
    name, table, event = promise.name, promise.table, promise.event
    if vendor != "postgresql":
        refuse = f"SELECT RAISE(ABORT, '{promise.says}')"
        return [f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {promise.holds} BEGIN {refuse}; END"]
    refuse = f"RAISE EXCEPTION '{promise.says}' USING ERRCODE = 'integrity_constraint_violation'"
    row, each = {"DELETE": ("OLD", "ROW"), "TRUNCATE": ("NULL", "STATEMENT")}.get(event, ("NEW", "ROW"))
    body = f"BEGIN IF {promise.holds} THEN {refuse}; END IF; RETURN {row}; END"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}()",
    ]
