"""The staff's page of the roll: what comes in, and what never stays."""

from __future__ import annotations

import logging
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files import uploadedfile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from tests import make
from tests.ballots.roll import ANNA, BO, KAJ, file_of, frozen, load, opened

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.ballots import keybox, roll_forms
from deltagerbudget.ballots.models import Eligible, Vote
from deltagerbudget.ballots.roll_upload import MemoryOnly

pytestmark = pytest.mark.django_db
DAY = {"cut_off": "01.10.2026"}


def browser(who: Actor, **options: Any) -> Client:
    client = Client(**options)
    client.force_login(Person.objects.get(pk=who.person_id))
    return client


def at(vote: Vote, page: str = "") -> str:
    return f"/medarbejder/afstemning/{vote.process.slug}/valgliste/{page}"


def send(client: Client, vote: Vote, content: bytes, **more: str) -> HttpResponse:
    file = SimpleUploadedFile("valgliste.csv", content, "text/csv")
    return client.post(at(vote, "fil/"), {"file": file, **DAY, **more})


def test_it_works() -> None:
    vote = frozen()
    client = browser(make.tove())
    report = send(client, vote, file_of(ANNA, BO))
    assert report.status_code == 200
    assert not Eligible.objects.exists()
    checked = report.context["form"].initial["checked"]
    assert send(client, vote, file_of(ANNA, BO), checked=checked).status_code == 302
    page = client.get(at(vote)).content.decode()
    assert "2 personer står på valglisten" in page
    assert "1. oktober 2026" in page


def test_no_file_is_looked_through_once_the_keys_are_gone() -> None:
    vote = make.closed(opened())
    keybox.key_path(vote.pk).unlink()
    answer = send(browser(make.tove()), vote, file_of(ANNA))
    assert answer.status_code == 409
    assert "lukket" in answer.content.decode()


def test_another_file_than_the_one_that_was_checked_is_checked_first() -> None:
    vote, client = frozen(), browser(make.tove())
    checked = send(client, vote, file_of(ANNA)).context["form"].initial["checked"]
    for wrong in (checked, "made-up"):
        answer = send(client, vote, file_of(ANNA, BO), checked=wrong)
        assert answer.status_code == 200
        assert not Eligible.objects.exists()


def test_t50_a_faulty_file_is_answered_line_by_line_without_a_number(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    vote = frozen()
    answer = send(browser(make.tove()), vote, file_of(ANNA, "6199440003"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Det er ikke et CPR-nummer" in page
    assert not any(number in page + caplog.text for number in (ANNA, "6199440003"))


def test_t50_no_file_is_written_to_the_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)

    def refuse(*_args: Any, **_values: Any) -> None:
        raise AssertionError("a temporary file")

    vote, client = frozen(), browser(make.tove(), enforce_csrf_checks=True)
    page = client.get(at(vote)).content.decode()
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
    monkeypatch.setattr(uploadedfile.tempfile, "NamedTemporaryFile", refuse)
    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    content = file_of(*(f"6101{year:02}{serial:04}" for year in range(60, 80) for serial in range(3000)))
    assert len(content) > 1_000_000
    answer = send(client, vote, content, csrfmiddlewaretoken=token)
    assert answer.status_code == 200
    assert answer.context["report"].people == 60_000
    assert list(tmp_path.iterdir()) == []


def test_t23_a_form_of_another_site_is_refused() -> None:
    vote, client = frozen(), browser(make.tove(), enforce_csrf_checks=True)
    for page in ("fil/", "tilfoej/", "fjern/"):
        assert client.post(at(vote, page), {}).status_code == 403


def test_t50_a_file_that_is_too_large_is_answered_and_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roll_forms, "MAX_BYTES", 20)
    answer = send(browser(make.tove()), frozen(), file_of(ANNA))
    assert answer.status_code == 422
    assert "større end" in answer.content.decode()


def test_a_number_that_was_typed_is_never_sent_back() -> None:
    vote = opened()
    load(vote, ANNA)
    client = browser(make.tove())
    wrong = client.post(at(vote, "tilfoej/"), {"add-number": BO, "add-area": "tranbjerg"})
    assert wrong.status_code == 422
    assert BO not in wrong.content.decode()
    refused = client.post(at(vote, "fjern/"), {"remove-number": KAJ, "remove-reason": "mistake"})
    assert refused.status_code == 409
    assert KAJ not in refused.content.decode()


def test_one_person_is_put_on_and_taken_off_by_hand() -> None:
    vote = opened()
    load(vote, ANNA)
    client = browser(make.tove())
    on = client.post(
        at(vote, "tilfoej/"), {"add-number": "610780-0002", "add-area": "tranbjerg", "add-reason": "lived"}
    )
    assert on.status_code == 302
    assert BO not in on["Location"]
    assert Eligible.objects.count() == 2
    client.post(at(vote, "fjern/"), {"remove-number": BO, "remove-reason": "elsewhere"})
    assert Eligible.objects.count() == 1


def test_a_vote_of_logins_says_that_it_has_no_roll() -> None:
    vote = make.frozen()
    assert "ingen valgliste" in browser(make.tove()).get(at(vote)).content.decode()


@pytest.mark.parametrize("who", [make.fie, make.uffe, make.bo])
def test_hidden_from_all_others(who: Any) -> None:
    assert browser(who()).get(at(frozen())).status_code in {403, 404}


def test_all_files_of_a_request_together_are_kept_in_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The files are read before anyone is asked who sends them."""
    monkeypatch.setattr("deltagerbudget.ballots.roll_upload.MAX_BYTES", 100)
    handler = MemoryOnly()
    sizes = []
    for name in ("first", "second"):
        handler.new_file("file", name, "text/csv", 80)
        handler.receive_data_chunk(b"x" * 80, 0)
        sizes.append(len(handler.content.getvalue()))
    assert sizes == [80, 0]
