"""The list of promises that process owners get once a month."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate
from tests import make
from tests.realisation.winners import in_days, late_by, planned

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.vocabulary import Role
from deltagerbudget.notifications import monthly
from deltagerbudget.notifications.models import Reminded
from deltagerbudget.notifications.monthly import remind_monthly
from deltagerbudget.realisation.models import Milestone
from deltagerbudget.staff.models import DoorMail

pytestmark = pytest.mark.django_db


def next_month(moment: datetime) -> datetime:
    later = moment + timedelta(days=32)
    return later - timedelta(days=localdate(later).day - 1)


def mails(address: str = "tove-tovholder@example.dk") -> list[DoorMail]:
    """Tom, who confirms what takes two, gets his own."""
    return list(DoorMail.objects.filter(address=address).order_by("pk"))


def test_it_works() -> None:
    milestone = late_by(planned(), 12)
    assert remind_monthly(at=make.now()) == 2
    (first,) = mails()
    assert [mail.subject for mail in mails("tom-tovholder@example.dk")] == [first.subject]
    assert first.subject == "1 løfte til borgerne er forsinket"
    for words in (milestone.title, milestone.realisation.title, "12 dage forsinket", "/medarbejder/loefter/"):
        assert words in first.body
    assert "Inden for en måned" not in first.body


def test_once_a_month_and_again_in_the_next() -> None:
    late_by(planned(), 12)
    at = make.now()
    assert [remind_monthly(at=moment) for moment in (at, at, next_month(at), next_month(at))] == [2, 0, 2, 0]
    assert {row.month.day for row in Reminded.objects.all()} == {1}


def test_what_comes_within_a_month_stands_there_and_what_is_far_does_not() -> None:
    planned(due_on=in_days(31))
    remind_monthly(at=make.now())
    (sent,) = mails()
    assert sent.subject == "1 løfte til borgerne skal holdes inden for en måned"
    assert "Forsinket" not in sent.body
    assert sent.body.count("– ") == 1, "the end by the rule is two years away"


def test_who_has_nothing_near_and_who_is_no_owner_gets_no_mail() -> None:
    planned(due_on=in_days(40))
    make.bo()
    make.administrator()
    assert remind_monthly(at=make.now()) == 0
    assert not DoorMail.objects.exists()


def test_who_has_left_gets_no_mail() -> None:
    late_by(planned(), 12)
    Person.objects.filter(name="Tove Tovholder").update(is_active=False)
    assert remind_monthly(at=make.now()) == 1
    assert mails() == []


def test_each_reads_it_in_their_own_language() -> None:
    late_by(planned(), 1)
    Person.objects.filter(name="Tove Tovholder").update(language="en")
    remind_monthly(at=make.now())
    (sent,) = mails()
    assert sent.subject == "1 promise to residents is late"
    assert "1 day late" in sent.body


def test_a_list_of_many_ends_and_the_page_has_them_all() -> None:
    row = planned().realisation
    for place in range(25):
        late_by(planned(row), place + 1)
    remind_monthly(at=make.now())
    (sent,) = mails()
    assert sent.subject == "25 løfter til borgerne er forsinkede"
    assert sent.body.count("– ") == 20 + 1


def test_a_list_of_what_comes_ends_too() -> None:
    row = planned().realisation
    for place in range(25):
        planned(row, due_on=in_days(place + 1))
    remind_monthly(at=make.now())
    (sent,) = mails()
    assert sent.body.count("– ") == 20


def test_each_owner_reads_of_the_own_area_alone() -> None:
    late_by(planned(), 12)
    make.staff("Olga Andetsteds", Role.OWNER, make.area("Viby"))
    assert remind_monthly(at=make.now()) == 2
    assert mails("olga-andetsteds@example.dk") == []


def test_who_has_no_address_is_passed_over() -> None:
    late_by(planned(), 12)
    Person.objects.filter(name="Tove Tovholder").update(email="")
    assert remind_monthly(at=make.now()) == 1
    assert not DoorMail.objects.filter(address="").exists()


def test_two_workers_write_one_mail_and_who_has_it_is_not_asked_about_again(django_assert_num_queries: Any) -> None:
    late_by(planned(), 12)
    at, owner = make.now(), Person.objects.get(name="Tove Tovholder")
    month = localdate(at).replace(day=1)
    assert [monthly._remind(owner, month, at) for _worker in (1, 2)] == [True, False]
    remind_monthly(at=at)
    with django_assert_num_queries(1):
        remind_monthly(at=at)
    assert len(mails()) == 1


def test_what_staff_wrote_makes_no_link() -> None:
    milestone = late_by(planned(), 12)
    Milestone.objects.filter(pk=milestone.pk).update(title="Se www.evil.dk")
    remind_monthly(at=make.now())
    (sent,) = mails()
    assert "www.evil.dk" not in sent.body
    assert "12 dage forsinket" in sent.body
