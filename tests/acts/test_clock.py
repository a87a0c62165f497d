"""One clock, moved in a demonstration and nowhere else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from deltagerbudget.acts import clock
from deltagerbudget.acts.models import ClockOffset

pytestmark = [pytest.mark.django_db, pytest.mark.both]
DAY = timedelta(days=1)


def ahead() -> timedelta:
    return clock.now() - timezone.now()


def test_real_time_where_nobody_has_moved_it() -> None:
    assert abs(ahead()) < timedelta(seconds=2)


def test_a_demonstration_may_be_ahead() -> None:
    ClockOffset.objects.create(seconds=86_400)
    assert abs(ahead() - DAY) < timedelta(seconds=2)
    judged = clock.judged(clock.now())
    assert abs(judged - timezone.now() - DAY) < timedelta(seconds=5)


@override_settings(DEMO=False)
def test_t44_outside_a_demonstration_the_row_means_nothing() -> None:
    ClockOffset.objects.create(seconds=86_400)
    assert clock.offset() == timedelta()
    assert abs(ahead()) < timedelta(seconds=2)


@pytest.mark.postgresql
def test_t44_the_database_s_own_clock_judges_a_vote() -> None:
    """Whatever moment a web server believes it is."""
    assert abs(clock.judged(timezone.now() - DAY) - timezone.now()) < timedelta(seconds=5)
