"""Letters with codes are made by the worker, while a page shows how far they are; fetched once, and then gone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests import make
from tests.letters.post import NUMBERS, file_of, lettered
from tests.letters.test_audience import staff
from tests.letters.test_papers import read

from deltagerbudget.acts.models import Approval, Grant
from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.models import CodeBatch, Vote, VotingCode
from deltagerbudget.letters import actions, printed, sealing
from deltagerbudget.letters.actions import issue_codes
from deltagerbudget.letters.models import PrintRun, RunState
from deltagerbudget.letters.orders import order_of_file
from deltagerbudget.letters.runs import KEPT, STILL, begin, fetch, forget_runs, make_next

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def asked(vote: Vote, kind: str = "pdf") -> PrintRun:
    """By two persons, and not made yet."""
    order = order_of_file(vote, file_of(*NUMBERS))
    issue_codes(make.tove(), vote, order=order, at=make.now())
    return begin(make.tom(), vote, order, kind=kind, wall=timezone.now())


def made(later: timedelta = timedelta()) -> PrintRun | None:
    return make_next(at=make.now(), wall=timezone.now() + later)


def page_of(run: PrintRun, name: str = "Tom Tovholder") -> Any:
    return staff(name).get(f"/medarbejder/trykkeri/{run.vote.process.slug}/koder/print/{run.pk}/")


def everything_stored() -> str:
    return repr([row for model in apps.get_models() for row in model._base_manager.values_list()])


def test_it_works() -> None:
    run = asked(lettered())
    assert "venter på, at det bliver deres tur" in page_of(run).content.decode()
    made()
    page = page_of(run).content.decode()
    assert "Hent brevene (PDF)" in page
    assert "every 2s" not in page
    content = fetch(run, wall=timezone.now())
    assert content is not None
    assert [f"Ida Prøvegaard {place}" in sheet.extract_text() for place, sheet in enumerate(read(content).pages)] == [
        True,
        True,
        True,
    ]
    assert VotingCode.objects.count() == CodeBatch.objects.get().stock == 3


def test_the_page_shows_how_far_it_is_without_scripts_and_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    run, pages = asked(lettered()), []
    content = printed.content

    def looked_at(*args: Any, **values: Any) -> bytes:
        pages.append(page_of(run).content.decode())
        return content(*args, **values)

    monkeypatch.setattr(printed, "content", looked_at)
    PrintRun.objects.update(done=2)
    page = page_of(run).content.decode()
    assert 'value="2" max="3"' in page
    assert f'data-hx-get="/medarbejder/trykkeri/{run.vote.process.slug}/koder/print/{run.pk}/"' in page
    assert "Se, hvor langt det er" in page
    made()
    assert "Nu bliver siderne sat" in pages[0]


def test_it_is_fetched_once_by_whoever_asked_and_nothing_is_kept() -> None:
    run = asked(lettered())
    assert "Prøvegaard" not in everything_stored()
    made()
    url = f"/medarbejder/trykkeri/{run.vote.process.slug}/koder/print/{run.pk}/"
    assert "Prøvegaard" not in everything_stored()
    make.tove()
    assert page_of(run, "Tove Tovholder").status_code == 404
    assert staff().post(f"{url}hent/").status_code == 404
    answer = staff("Tom Tovholder").post(f"{url}hent/")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "no-store" in answer.headers["Cache-Control"]
    assert staff("Tom Tovholder").post(f"{url}hent/").headers["Location"] == url
    assert "Der er ikke gemt noget" in page_of(run).content.decode()
    run.refresh_from_db()
    assert (run.state, run.sealed) == (RunState.FETCHED, None)
    assert not sealing.key_path(run.pk).exists()


def test_a_worker_that_dies_is_followed_by_one_that_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    run, prepared = asked(lettered()), printed.content

    def dies(*_args: Any, **_values: Any) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(printed, "content", dies)
    with pytest.raises(KeyboardInterrupt):
        made()
    assert not VotingCode.objects.exists()
    monkeypatch.setattr(printed, "content", prepared)
    # Somebody else may be at it still.
    assert made() is None
    assert made(STILL + timedelta(seconds=1)) == run
    assert fetch(run, wall=timezone.now()) is not None
    assert VotingCode.objects.count() == 3


def test_what_breaks_three_times_says_so_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    run = asked(lettered())

    def breaks(*_args: Any, **_values: Any) -> bytes:
        raise ValueError("Ida Prøvegaard")

    monkeypatch.setattr(printed, "content", breaks)
    for turn in range(3):
        made(turn * (STILL + timedelta(seconds=1)))
    assert made(timedelta(hours=1)) is None
    assert "Tre gange" in page_of(run).content.decode()
    assert not VotingCode.objects.exists()
    assert not sealing.key_path(run.pk).exists()
    assert "Prøvegaard" not in caplog.text


def test_whoever_lost_the_role_meanwhile_gets_nothing() -> None:
    run = asked(lettered())
    Grant.objects.filter(person=run.person).delete()
    made()
    run.refresh_from_db()
    assert (run.state, run.sealed, VotingCode.objects.count()) == (RunState.FAILED, None, 0)


def test_what_was_asked_for_anew_meanwhile_is_not_made() -> None:
    run = asked(lettered())
    Approval.objects.filter(second=None).delete()
    made()
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert "Bed om koderne" in run.why


def test_one_at_a_time() -> None:
    vote = lettered()
    run = asked(vote)
    with pytest.raises(actions.NotPossible):
        begin(make.tom(), vote, order_of_file(vote, file_of(*NUMBERS)), kind="pdf", wall=timezone.now())
    values = {"vote": vote, "person": run.person, "kind": "pdf", "total": 1, "sealed": b"x"}
    with pytest.raises(IntegrityError), transaction.atomic():
        PrintRun.objects.create(**values, begun_at=timezone.now(), beat_at=timezone.now())


def test_what_nobody_fetches_is_thrown_away_within_the_hour() -> None:
    run = asked(lettered())
    made()
    forget_runs(wall=timezone.now())
    run.refresh_from_db()
    assert run.state == RunState.READY
    forget_runs(wall=timezone.now() + KEPT + timedelta(seconds=1))
    run.refresh_from_db()
    assert (run.state, run.sealed) == (RunState.LOST, None)
    assert not sealing.key_path(run.pk).exists()
    assert "smidt ud" in page_of(run).content.decode()


def test_the_worker_makes_it_in_its_round() -> None:
    run = asked(lettered(), kind="csv")
    call_command("work", once=True)
    run.refresh_from_db()
    assert run.state == RunState.READY


def test_after_a_restore_without_its_key_it_says_that_it_is_lost() -> None:
    run = asked(lettered())
    made()
    sealing.break_seal(run.pk)
    url = f"/medarbejder/trykkeri/{run.vote.process.slug}/koder/print/{run.pk}/"
    assert staff("Tom Tovholder").post(f"{url}hent/").headers["Location"] == url
    run.refresh_from_db()
    assert (run.state, run.sealed) == (RunState.LOST, None)


def test_a_slow_worker_takes_nothing_from_the_one_that_has_begun_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    run, content, turns = asked(lettered()), printed.content, []

    def slow(*args: Any, **values: Any) -> bytes:
        turns.append(run)
        if len(turns) == 1:
            made(STILL + timedelta(seconds=1))
        return content(*args, **values)

    monkeypatch.setattr(printed, "content", slow)
    made()
    assert VotingCode.objects.count() == 3
    assert fetch(run, wall=timezone.now()) is not None


def test_no_list_is_read_once_the_keys_are_gone() -> None:
    vote = make.closed(lettered())
    keybox.key_path(vote.pk).unlink()
    sent = {"file": SimpleUploadedFile("liste.csv", file_of(*NUMBERS)), "format": "pdf"}
    make.tove()
    answer = staff().post(f"/medarbejder/trykkeri/{vote.process.slug}/koder/lav/", sent)
    assert answer.status_code == 409
    assert "lukket" in answer.content.decode()
