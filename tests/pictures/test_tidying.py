"""What belongs to nothing goes, after a day."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from tests import make

from deltagerbudget.pictures import storage
from deltagerbudget.pictures.models import Picture
from deltagerbudget.pictures.tidying import tidy, tidy_daily

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    proposal = make.draft(make.process())
    shown = make.pictured(proposal)
    unfinished, fresh = make.illustration().kept, make.illustration().kept
    old = (timezone.now() - timedelta(days=2)).timestamp()
    for name in (shown.name, unfinished.name):
        os.utime(storage.picture_path(name, 480), (old, old))
    lonely = Picture.objects.create(name="0" * 32, width=480, height=320, alt="x", made_at=timezone.now())
    tidy(at=timezone.now())
    there = [storage.picture_path(name, 480).exists() for name in (shown.name, unfinished.name, fresh.name)]
    assert there == [True, False, True]
    assert not Picture.objects.filter(pk=lonely.pk).exists()
    assert proposal.pictures.get() == shown


def test_once_a_day() -> None:
    mark = settings.MEDIA_DIR / ".tidied"
    mark.unlink(missing_ok=True)
    lonely = make.illustration().kept
    old = (timezone.now() - timedelta(days=2)).timestamp()
    os.utime(storage.picture_path(lonely.name, 480), (old, old))
    assert tidy_daily() >= 1
    lonely = make.illustration().kept
    os.utime(storage.picture_path(lonely.name, 480), (old, old))
    assert tidy_daily() == 0
    os.utime(mark, (old, old))
    assert tidy_daily() == 1


def test_a_name_that_is_not_ours_leads_nowhere() -> None:
    for name in ("../../etc/passwd", "", "0" * 31, "0" * 31 + "/", "G" * 32):
        with pytest.raises(ValueError, match="not the name"):
            storage.document_path(name)
