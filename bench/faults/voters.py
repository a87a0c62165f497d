"""Rows before and after a trial, each in a process of its own: `voters.py make 100`, `closed`, `judge LEDGER`."""

from __future__ import annotations

import json
import secrets
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

PROJECTS = 5


def make(number: str) -> dict[str, Any]:
    """An open vote, and so many browsers that have been let in."""
    from django.conf import settings
    from django.core.management import call_command
    from django.test import override_settings
    from tests import make as states

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    settings.KEYS_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Only a demonstration may move the dates of what is frozen.
    with override_settings(DEMO=True):
        vote = states.open_vote([1_000_000] * PROJECTS)
    return _let_in(vote, int(number))


def admit(number: str) -> dict[str, Any]:
    """Further browsers, let in by the clock of this process."""
    return _let_in(_vote(), int(number), first=100_000)


def again(made: str) -> dict[str, Any]:
    """The same browsers log in again, after a crash has ended every voting session."""
    voters = json.loads(Path(made).read_text())["voters"]
    _remember(_vote(), [(secret, voter["pseudonym"]) for voter in voters for secret in voter["cookies"].values()])
    return {}


def _let_in(vote: Any, number: int, first: int = 0) -> dict[str, Any]:
    from django.conf import settings
    from tests import make as states

    from deltagerbudget.acts.clock import judged, now
    from deltagerbudget.ballots import carried
    from deltagerbudget.identity.cookies import cookie_name

    known = [(secrets.token_urlsafe(32), states.pseudonym(vote, f"trial {first + each}")) for each in range(number)]
    _remember(vote, known)
    name = cookie_name("booth")
    return {
        "path": f"/stem/{vote.process.slug}/",
        "voters": [{"pseudonym": pseudonym, "cookies": {name: secret}} for secret, pseudonym in known],
        "csrf": settings.CSRF_COOKIE_NAME,
        "ticket": carried.ticket(vote, judged(now())),
        "projects": PROJECTS,
    }


def _remember(vote: Any, known: list[tuple[str, str]]) -> None:
    """As `casting.begin_session` does, for many at once."""
    from deltagerbudget.acts.clock import judged, now
    from deltagerbudget.acts.vocabulary import Channel
    from deltagerbudget.ballots import casting
    from deltagerbudget.ballots.models import VotingSession

    shared = {
        "vote": vote,
        "area": "tranbjerg",
        "channel": Channel.MITID,
        "expires_at": judged(now()) + casting.SESSION,
    }
    sessions = [VotingSession(sid_hash=casting._hash(secret), pseudonym=who, **shared) for secret, who in known]
    VotingSession.objects.bulk_create(sessions, ignore_conflicts=True, batch_size=5000)


def close() -> dict[str, Any]:
    """Two persons close the vote; how many current ballots there are then, and two seconds later."""
    from tests import make as states

    from deltagerbudget.ballots.actions import close_vote_early

    vote = _vote()
    began = time.perf_counter()
    for person in (states.tove(), states.tom()):
        close_vote_early(person, vote, at=states.now())
    waited = time.perf_counter() - began
    then = len(list(vote.ballots.current()))
    time.sleep(2)
    return {"milliseconds": waited * 1000, "then": then, "later": len(list(vote.ballots.current()))}


def ends_in(seconds: str) -> dict[str, Any]:
    """Moves the closing minute by hand, as the suite does."""
    from datetime import timedelta

    from django.db import connection

    from deltagerbudget.ballots.models import Vote

    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment = cursor.fetchone()[0]
    _unprotected(Vote.objects.filter(pk=_vote().pk), closes_at=moment + timedelta(seconds=float(seconds)))
    return {}


def _unprotected(rows: Any, **values: Any) -> None:
    """A frozen row refuses a change: for the trial's own clock alone the guards are put aside."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        rows.update(**values)


def judge(ledger: str) -> dict[str, Any]:
    """Holds what browsers were told is stored against what is stored."""
    from deltagerbudget.ballots import casting

    vote = _vote()
    rows = list(vote.ballots.values_list("pseudonym", "version", "idempotency_key"))
    stored = {(pseudonym, key): version for pseudonym, version, key in rows}
    versions = defaultdict(list)
    for pseudonym, version, _key in rows:
        versions[pseudonym].append(version)
    told = [json.loads(line) for line in Path(ledger).read_text().splitlines()]
    lost = [each for each in told if stored.get((each["pseudonym"], each["key"])) != each["version"]]
    gaps = [found for found in versions.values() if sorted(found) != list(range(1, len(found) + 1))]
    last = {each["pseudonym"]: each for each in told}
    wrong = 0
    for pk, pseudonym, version, _ciphertext in vote.ballots.current():
        said = last.get(pseudonym)
        if said and said["version"] == version:
            read = casting._read(vote.ballots.get(pk=pk), vote)
            wrong += [str(number) for number in read.sheet.numbers] != said["numbers"]
    double = len(versions) - len({pseudonym for pseudonym, *_rest in vote.ballots.current()})
    return {
        "told": len(told), "stored": len(rows), "voters": len(versions),
        "lost": len(lost), "double": double + len(gaps), "wrong": wrong,
    }  # fmt: skip


def _vote() -> Any:
    from deltagerbudget.ballots.models import Vote

    return Vote.objects.select_related("process").get()


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))
