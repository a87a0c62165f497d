from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import RequestFactory
from tests import make
from tests.race import at_once

from deltagerbudget.staff.attempts import Limit, place_of, spend, sweep
from deltagerbudget.staff.models import Attempt

THREE = Limit("test", 3, timedelta(minutes=15))


def place(forwarded: str = "", remote: str = "192.0.2.1") -> str:
    more = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    return place_of(RequestFactory().get("/", REMOTE_ADDR=remote, **more))


@pytest.mark.django_db
def test_t41_a_limit_is_kept_and_ends() -> None:
    at = make.now()
    assert [spend(THREE, "a", at=at) for _try in range(4)] == [True, True, True, False]
    assert spend(THREE, "b", at=at)
    assert not spend(THREE, "a", at=at + timedelta(minutes=14))
    assert spend(THREE, "a", at=at + timedelta(minutes=16))


@pytest.mark.django_db
def test_what_is_over_is_swept_away() -> None:
    spend(THREE, "a", at=make.now())
    sweep(at=make.now() + timedelta(hours=1))
    assert not Attempt.objects.exists()


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_t41_many_at_once_are_counted_one_by_one() -> None:
    at = make.now()
    answers = at_once(*[lambda: spend(THREE, "a", at=at) for _try in range(6)])
    assert sorted(map(str, answers)) == ["False"] * 3 + ["True"] * 3


def test_t41_a_place_is_what_our_own_proxy_says(settings) -> None:  # type: ignore[no-untyped-def]
    settings.TRUSTED_PROXIES = 0
    assert place("203.0.113.9") == "192.0.2.1"
    settings.TRUSTED_PROXIES = 1
    assert place("6.6.6.6, 203.0.113.9") == "203.0.113.9"
    settings.TRUSTED_PROXIES = 2
    assert place("6.6.6.6, 203.0.113.9, 10.0.0.1") == "203.0.113.9"
    assert place("nonsense, 10.0.0.1") == "unknown"


def test_t41_a_network_of_ipv6_is_one_place(settings) -> None:  # type: ignore[no-untyped-def]
    settings.TRUSTED_PROXIES = 0
    assert place(remote="2001:db8:1:2:aaaa::1") == place(remote="2001:db8:1:2:bbbb::9") == "2001:db8:1:2::/64"
    assert place(remote="2001:db8:1:3::1") != place(remote="2001:db8:1:2::1")
    assert place(remote="::ffff:192.0.2.7") == "192.0.2.7"
