"""An answer can be joined to no ballot, no person and no moment."""

from __future__ import annotations

import logging
from http.cookies import Morsel
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import make
from tests.surveys.asked import opened
from tests.surveys.test_pages import sent

from deltagerbudget.ballots import carried, views
from deltagerbudget.ballots.models import VotingSession
from deltagerbudget.config.logging import formatter
from deltagerbudget.surveys.models import Collection, FreeText, Sum, Survey
from deltagerbudget.surveys.rules import Audience

pytestmark = pytest.mark.django_db
# Every column of the app, by name and kind. A new one is decided about here.
COLUMNS = {
    Survey: {"id", "process", "audience", "questions"},
    Collection: {"id", "survey", "key", "opens_on", "closes_on", "closed_on", "respondents"},
    Sum: {"id", "collection", "question", "option", "number"},
    FreeText: {"key", "collection", "question", "text"},
}


def test_no_column_could_join_an_answer_to_anything() -> None:
    rows = list(apps.get_app_config("surveys").get_models(include_auto_created=True))
    assert set(rows) == set(COLUMNS)
    for model in rows:
        assert {field.name for field in model._meta.get_fields() if field.concrete} == COLUMNS[model]
        for field in model._meta.concrete_fields:
            assert not isinstance(field, models.DateTimeField | models.TimeField | models.GenericIPAddressField)
            if field.is_relation:
                assert field.related_model.__name__ in {"Process", "Survey", "Collection"}
    for model in (Sum, FreeText):
        assert not model._meta.related_objects, "nothing hangs on an answer"
        assert not any(isinstance(field, models.DateField) for field in model._meta.concrete_fields)


def test_the_answer_reads_no_ballot_no_account_and_no_session() -> None:
    vote = make.open_vote()
    collection = opened(vote.process)
    client = Client()
    client.force_login(make.Person.objects.get(pk=make.anna().person_id))
    make.cast(vote, "anna", [1])
    at = f"/spoergeskema/{collection.key}/"
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(at)
        client.post(at, sent(q1="1", q4="Mere lys."))
        client.get(f"{at}tak/")
    assert Collection.objects.get().respondents == 1
    tables = ("ballots_", "polling_", "accounts_", "django_session", "acts_grant", "acts_entry")
    found = [query["sql"][:120] for query in asked if any(table in query["sql"] for table in tables)]
    assert found == []


def test_the_row_of_the_limit_holds_no_time_of_the_day() -> None:
    from django.utils.timezone import localtime

    from deltagerbudget.staff.models import Attempt

    Client().post(f"/spoergeskema/{opened().key}/", sent(q1="1"))
    until = localtime(Attempt.objects.get().until)
    assert (until.hour % 23, until.minute, until.second) in {(0, 0, 0), (1, 0, 0)}, (
        "midnight, an hour off at summer time"
    )


def test_the_log_has_nothing(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    key = opened().key
    for language in ("", "/en"):
        at, client = f"{language}/spoergeskema/{key}/", Client()
        client.get(at)
        client.post(at, sent(q1="1", q4="Mere lys."))
        client.get(f"{at}tak/")
        client.get(f"{at}svar/")
    written = "\n".join(formatter("json").format(record) for record in caplog.records)
    assert "spoergeskema" not in written
    assert "Mere lys" not in written


def test_the_cookie_is_the_same_word_for_everyone_and_the_booth_never_sees_it() -> None:
    key, client = opened().key, Client()
    client.post(f"/spoergeskema/{key}/", sent(q1="1"))
    laid: list[Morsel[Any]] = [cookie for name, cookie in client.cookies.items() if name.startswith("svaret")]
    assert {cookie.value for cookie in laid} == {"1"}
    assert {cookie["path"] for cookie in laid} == {f"/spoergeskema/{key}/", f"/en/spoergeskema/{key}/"}
    assert all(cookie["httponly"] for cookie in laid)


def test_the_booth_s_last_page_links_to_it_when_the_voting_session_is_over() -> None:
    vote = make.open_vote()
    collection = opened(vote.process)
    other = opened(vote.process, Audience.STAFF)
    session, client = make.voter(vote, "anna"), Client()
    assert VotingSession.objects.filter(pk=session.pk).exists()
    secret = views.casting.begin_session(
        vote, pseudonym=session.pseudonym, area="tranbjerg", channel=session.channel, at=make.now()
    )
    client.cookies[carried.cookie_name(carried._SESSION)] = secret
    client.post(f"/stem/{vote.process.slug}/forlad/")
    left = client.get("/stem/farvel/")
    assert f'href="/spoergeskema/{collection.key}/"' in left.text
    assert other.key not in left.text
    assert views.casting.session_of(secret, vote, at=make.now()) is None
    assert client.cookies[carried.cookie_name(carried._SESSION)].value == ""
    assert f"/en/spoergeskema/{collection.key}/" in client.get("/en/stem/farvel/").text


def test_the_last_page_stands_when_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import DatabaseError

    def broken(_at: object) -> object:
        raise DatabaseError

    monkeypatch.setattr(views, "voters_asked", broken)
    assert client.get("/stem/farvel/").status_code == 200
