from __future__ import annotations

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from tests import make

from deltagerbudget.installation.actions import claim, note_worker, stood_still
from deltagerbudget.installation.models import Outage

pytestmark = pytest.mark.django_db


def written(tmp_path: Path) -> str:
    target = tmp_path / "fallback.html"
    call_command("fallback_page", to=str(target), stdout=StringIO())
    assert [path.name for path in tmp_path.iterdir()] == ["fallback.html"]
    return target.read_text()


def test_it_works(tmp_path: Path) -> None:
    vote = make.open_vote()
    page = written(tmp_path)
    assert page.count(vote.process.title) == 2
    assert "er ikke gået tabt" in page
    assert "is not lost" in page
    assert "12 34 56 78" in page


def test_it_needs_nothing_but_itself_and_tells_of_running_votes_alone(tmp_path: Path) -> None:
    frozen, closed = make.frozen(), make.closed(make.open_vote())
    page = written(tmp_path)
    assert "src=" not in page
    assert "href=" not in page
    assert frozen.process.title not in page
    assert closed.process.title not in page


def test_an_outage_is_where_the_worker_gave_no_sign() -> None:
    claim(is_demo=True)
    at = timezone.now()
    for minutes in (0, 1, 2, 40):
        note_worker(at=at + timedelta(minutes=minutes))
    outage = Outage.objects.get()
    assert (outage.began_at, outage.ended_at) == (at + timedelta(minutes=2), at + timedelta(minutes=40))
    assert stood_still(since=at, until=at + timedelta(hours=1)) == timedelta(minutes=38)
    assert stood_still(since=at + timedelta(minutes=30), until=at + timedelta(minutes=35)) == timedelta(minutes=5)
    assert stood_still(since=at + timedelta(hours=1), until=at + timedelta(hours=2)) == timedelta()
