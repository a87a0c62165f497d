"""T60, T61: what the database keeps of its own accord, hidden columns and a log. See also ballots/test_secrecy."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test import Client
from tests import make
from tests.access.test_cpr import CANARIES, left_in
from tests.ballots.test_secrecy import hidden_rows, person_rows
from tests.ballots.voter import enter

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.models import Ballot, Vote, VotingSession
from deltagerbudget.proposals.models import Proposal

VOTERS = 60
# By chance alone one of sixty hits; more than nine in a try happens once in a million.
CHANCE = 9


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_t61_what_people_do_with_their_accounts_meanwhile_tells_nothing() -> None:
    """Sixty people propose and vote, in an order of each own, one act after the other as on a quiet evening."""
    vote, ideas = make.open_vote(), make.process()
    names = [f"Vælger {place}" for place in range(VOTERS)]
    persons = {make.person(name).pk: name for name in names}
    acts = [("cast", name) for name in names] + [("write", name) for name in names]
    random.shuffle(acts)
    for act, name in acts:
        if act == "cast":
            make.cast(vote, name, random.choice([[1], [3], [1, 3]]))
        else:
            make.draft(ideas, author=make.actor_for(make.person(name).pk))
    _no_table_gives_them_away(vote, persons)
    assert Entry.objects.filter(person__in=persons).count() == VOTERS
    assert Proposal.objects.filter(authorships__person__in=persons).count() == VOTERS


def _no_table_gives_them_away(vote: Vote, persons: dict[int, str]) -> None:
    truth = {pk: keybox.pseudonym(vote.pk, f"oidc:test|{name}") for pk, name in persons.items()}
    for voting in (Ballot, VotingSession):
        ballots = hidden_rows(voting, "pseudonym")
        assert len(ballots) == VOTERS
        for model in apps.get_models():
            rows = person_rows(model, set(persons))
            for offset in range(-2, 3):
                near = {number + offset: pseudonym for (number, _place), pseudonym in ballots}
                hits = sum(near.get(number) == truth[person] for (number, _place), person in rows)
                assert hits <= CHANCE, (model.__name__, voting.__name__, offset)
            for order in (0, 1):
                pairs = zip(_ordered(rows, order), _ordered(ballots, order), strict=False)
                hits = sum(truth[int(person)] == pseudonym for person, pseudonym in pairs)
                assert hits <= CHANCE, (model.__name__, voting.__name__)


def _ordered(rows: list[tuple[tuple[int, int], object]], by: int) -> list[object]:
    """By transaction, or by the place in the table: the order in which they were written."""
    return [value for _hidden, value in sorted(rows, key=lambda row: row[0][by])]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_t60_the_log_of_the_database_has_no_number() -> None:
    """The server writes no statement that fails and no value of it; docs/settings.md says how to run it so."""
    log = _server_log()
    began = log.stat().st_size
    anna = Client(raise_request_exception=False)
    anna.force_login(Person.objects.get(pk=make.anna().person_id))
    vote = make.open_vote()
    for canary in CANARIES:
        own = make.draft(make.process())
        anna.post(f"/forslag/{own.pk}/trin/beskriv/", {"what": canary, "why": canary})
        Client().post(f"/forslag/{own.pk}/trin/beskriv/", {"what": canary, "why": canary})
        anna.get(f"/forslag/{canary}/ret/")
        enter(vote).choose(canary)
        make.voter(vote, canary)
    for statement in ("INSERT INTO accounts_person (name) VALUES (%s)", "SELECT %s::text, 1/0"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [CANARIES[0]])
    with log.open("rb") as lines:
        lines.seek(began)
        said = lines.read().decode(errors="replace")
    assert "ERROR" in said
    assert left_in(said) == []


def _server_log() -> Path:
    with connection.cursor() as cursor:
        cursor.execute("SHOW unix_socket_directories")
        directory = Path(cursor.fetchone()[0])
    log = directory / "log"
    if not log.is_file():
        pytest.skip("this server's log lies elsewhere")
    return log
