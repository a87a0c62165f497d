"""What the booth must not leave behind: no person, no choice, no minute, no link between them."""

from __future__ import annotations

import logging
import random
import re
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.db import OperationalError, connection
from django.db.models import DateTimeField, ForeignKey, Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import make
from tests.ballots.voter import Booth, Login, enter

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.ballots import casting, keybox
from deltagerbudget.ballots.models import Ballot, Project, Station, Vote, VotingSession
from deltagerbudget.identity.cookies import decrypt

CANARY = "070761-4285"
FORMS = re.compile(r"070761[\s-]?4285|070761%204285|Testrup", re.IGNORECASE)
MASKED = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|name="billet" value="[^"]*"')


def everything_stored() -> str:
    """Every row of every table, as text."""
    rows = [
        [bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value) for value in row]
        for model in apps.get_models()
        for row in model._base_manager.values_list()
    ]
    return repr(rows)


def whole_visit(booth: Booth, login: Login, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every turn a visit can take, with every page's text: refused, wrong, cut off, changed, handed in, left."""
    pages = [booth.get(), booth.choose(1, 2), booth.choose(1), booth.get("tjek/"), booth.get("log-ind/")]
    login.area = "viby"
    pages.append(booth.log_in())
    login.area, login.error = "tranbjerg", "token"
    pages.append(booth.log_in())
    login.error = ""
    pages += [booth.log_in(), booth.get("aflever/"), booth.hand_in(version="7"), booth.hand_in(valg=["x"])]

    def cut_off(*args: Any, **kwargs: Any) -> None:
        raise OperationalError(f"could not write {login.ref}")

    cast = casting.cast_ballot
    monkeypatch.setattr(casting, "cast_ballot", cut_off)
    pages.append(booth.hand_in())
    monkeypatch.setattr(casting, "cast_ballot", cast)
    pages += [booth.choose(1), booth.hand_in(), booth.get("gemt/")]
    return [page.content.decode() + str(page.headers) for page in pages]


@pytest.mark.both
@pytest.mark.django_db
def test_t60_no_cpr_and_no_name_is_left_anywhere(
    login: Login, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    login.ref = f"dk:cpr:{CANARY.replace('-', '')}"
    vote = make.open_vote()
    booth = enter(vote)
    booth.client.raise_request_exception = False
    pages = whole_visit(booth, login, monkeypatch)
    assert Ballot.objects.count() == 1
    assert VotingSession.objects.count() == 1
    cookies = {name: cookie.value for name, cookie in booth.client.cookies.items()}
    opened = [decrypt(purpose, value) for purpose in ("ballot", "login-booth") for value in cookies.values()]
    output = capfd.readouterr()
    left = [everything_stored(), caplog.text, *output, repr(mail.outbox), repr(cookies), repr(opened), *pages]
    assert [text for text in left if FORMS.search(text)] == []


@pytest.mark.django_db
def test_t60_the_access_log_has_no_line_of_the_booth(login: Login, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    vote = make.open_vote()
    enter(vote).vote(1)
    assert "/stem/" not in caplog.text
    Client().get("/findes-ikke/")
    assert "/findes-ikke/" in caplog.text


@pytest.mark.django_db
def test_an_account_in_the_same_browser_is_neither_asked_nor_seen(login: Login) -> None:
    vote = make.open_vote()
    booth, stranger = enter(vote), enter(vote)
    booth.client.force_login(Person.objects.get(pk=make.anna().person_id))
    for page in ("", "log-ind/", "tjek/", "aflever/", "gemt/", "?orden=3"):
        stranger.client.cookies["orden"] = booth.client.cookies["orden"] = "3"
        with CaptureQueriesContext(connection) as queries:
            seen = booth.get(page)
        plain = stranger.get(page)
        assert not [query for query in queries if re.search("django_session|accounts_person", query["sql"])]
        assert MASKED.sub("", seen.content.decode()) == MASKED.sub("", plain.content.decode())
        assert seen.headers.get("Vary") == plain.headers.get("Vary")
    with CaptureQueriesContext(connection) as queries:
        assert booth.vote(1).status_code == 302
        booth.client.post(f"{booth.base}forlad/")
    assert not [query for query in queries if re.search("django_session|accounts_person", query["sql"])]


@pytest.mark.django_db
def test_t60_choices_under_way_lie_in_no_table(login: Login) -> None:
    vote = make.open_vote()
    booth = enter(vote)
    before = everything_stored()
    booth.choose(1, 3)
    booth.get("tjek/")
    booth.client.post(f"{booth.base}log-ind/")
    assert everything_stored() == before
    assert "1" not in (decrypt("login-booth", booth.client.cookies["ballot"].value) or {})
    assert decrypt("ballot", booth.client.cookies["ballot"].value) is not None


@pytest.mark.both
@pytest.mark.django_db
def test_t61_casting_writes_a_ballot_and_nothing_else(login: Login) -> None:
    vote = make.open_vote()
    booth = enter(vote)
    booth.choose(1)
    booth.log_in()
    sheet = booth.sheet()
    before = {model: list(model._base_manager.values_list()) for model in apps.get_models()}
    with CaptureQueriesContext(connection) as queries:
        booth.client.post(f"{booth.base}aflever/", sheet)
    changed = [model for model, rows in before.items() if list(model._base_manager.values_list()) != rows]
    assert changed == [Ballot]
    writing = [query["sql"] for query in queries if re.match("INSERT|UPDATE|DELETE", query["sql"])]
    assert len(writing) == 1
    assert "ballots_ballot" in writing[0]


@pytest.mark.django_db
def test_t61_logging_in_to_vote_writes_a_session_and_nothing_else(login: Login) -> None:
    vote = make.open_vote()
    booth = enter(vote)
    before = {model: list(model._base_manager.values_list()) for model in apps.get_models()}
    booth.log_in()
    changed = [model for model, rows in before.items() if list(model._base_manager.values_list()) != rows]
    assert changed == [VotingSession]
    assert not Entry.objects.filter(act="cast_ballot").exists()


def test_t61_no_column_of_a_ballot_tells_time_order_or_person() -> None:
    fields: dict[str, Any] = {field.name: field for field in Ballot._meta.get_fields()}
    assert fields.keys() == {"id", "vote", "pseudonym", "version", "ciphertext", "idempotency_key"}
    assert not any(isinstance(field, DateTimeField) for field in fields.values())
    reached: set[type[Model]] = {
        field.related_model
        for model in (Ballot, VotingSession)
        for field in model._meta.fields
        if isinstance(field, ForeignKey)
    }
    assert reached == {Vote, Station}
    assert not any(
        field.related_model in {Ballot, VotingSession}
        for model in apps.get_models()
        for field in model._meta.fields
        if field.is_relation
    )


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_t61_no_pair_of_tables_joins_persons_to_ballots(login: Login) -> None:
    """Forty people log in to an account, and vote in another order; every hidden column is tried as a link."""
    vote = make.open_vote()
    names = [f"Vælger {place}" for place in range(40)]
    persons = {make.person(name).pk: f"oidc:test|{name}" for name in names}
    for name in random.sample(names, len(names)):
        login.ref = f"oidc:test|{name}"
        enter(vote).vote(1)
    truth = {pk: keybox.pseudonym(vote.pk, ref) for pk, ref in persons.items()}
    ballots = [(hidden, pseudonym) for hidden, pseudonym in hidden_rows(Ballot, "pseudonym")]
    for model in apps.get_models():
        rows = person_rows(model, set(persons))
        for offset in (-1, 0, 1):
            by_number = {number + offset: pseudonym for (number, _), pseudonym in ballots}
            right = sum(by_number.get(number) == truth[person] for (number, _), person in rows)
            assert right <= 8, f"{model.__name__} and Ballot share the number of their transaction"
        for key in (lambda row: row[0][0], lambda row: row[0][1]):
            pairs = zip(sorted(rows, key=key), sorted(ballots, key=key), strict=False)
            assert sum(truth[person] == pseudonym for (_, person), (_, pseudonym) in pairs) <= 8, model.__name__


def hidden_rows(model: type[Model], column: str) -> list[tuple[tuple[int, int], Any]]:
    """(transaction, place) and the value of each row: xmin and ctid on PostgreSQL, rowid on SQLite."""
    table = model._meta.db_table
    number = "xmin::text::bigint, (ctid::text::point)[1]::bigint + 10000 * (ctid::text::point)[0]::bigint"
    hidden = number if connection.vendor == "postgresql" else "rowid, rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {hidden}, {column} FROM {table}")  # noqa: S608 (names of our own tables)
        return [((first, place), value) for first, place, value in cursor.fetchall()]


def person_rows(model: type[Model], persons: set[int]) -> list[tuple[tuple[int, int], int]]:
    columns = (
        ["id"]
        if model is Person
        else [
            field.column
            for field in model._meta.fields
            if isinstance(field, ForeignKey) and field.related_model is Person
        ]
    )
    return [row for column in columns for row in hidden_rows(model, column) if row[1] in persons]


@pytest.mark.django_db
def test_the_list_in_the_booth_is_the_frozen_one(login: Login) -> None:
    vote = make.open_vote()
    assert {row["number"] for row in vote.frozen["projects"]} == set(
        Project.objects.filter(vote=vote).values_list("number", flat=True)
    )
