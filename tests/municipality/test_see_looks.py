from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.looks import forget_looks, look_at, look_at_list
from deltagerbudget.acts.models import Entry, Look
from deltagerbudget.acts.refusals import NotYours
from deltagerbudget.acts.vocabulary import Act, Looked, Purpose, Role
from deltagerbudget.municipality.actions import see_looks
from deltagerbudget.notifications.duties import run_all

pytestmark = pytest.mark.django_db
PAGE = "/medarbejder/kommunen/opslag/"


def looked(name: str = "Anna Jensen", **words: object) -> Look:
    at = words.pop("at", make.now())
    subject = make.person(name)
    rows = look_at(Act.SEE_AUTHORS, make.tove(), Looked.AUTHOR, [subject.pk], purpose=Purpose.ASK, at=at, **words)  # type: ignore[arg-type]
    return rows[0]


def administrator() -> Client:
    make.administrator()
    client = Client()
    client.force_login(Person.objects.get(name="Adam Administrator"))
    return client


def test_it_works() -> None:
    looked()
    newest, first = see_looks(make.administrator(), at=make.now())
    assert (first.role, first.purpose) == (Role.OWNER, Purpose.ASK)
    # Reading the log is a look as well, and stands on top.
    assert (newest.what, newest.count, newest.subject) == (Looked.LOG, 1, None)
    assert Look.objects.count() == 2
    assert not Entry.objects.filter(act=Act.SEE_LOOKS).exists()


def test_t14_nobody_else_may() -> None:
    for actor in (make.anna(), make.tove(), make.bo(), make.fie()):
        with pytest.raises(NotYours):
            see_looks(actor, at=make.now())
    assert not Look.objects.exists()


def test_the_page_filters_by_person_and_day_and_holds_no_resident_by_name() -> None:
    anna, client = looked().subject_id, administrator()
    looked("Uffe Uvedkommende", at=make.now() - timedelta(days=3))
    page = client.get(PAGE, {"person": anna}).text
    assert f"borger nr. {anna}" in page
    assert "Anna Jensen" not in page
    assert page.count("borger nr.") == 1
    day = make.today() - timedelta(days=3)
    assert client.get(PAGE, {"day": day.isoformat()}).text.count("borger nr.") == 1
    assert Look.objects.filter(what=Looked.LOG, filter=f"person={anna}").exists()
    for wrong in ({"person": "x"}, {"person": "9" * 40}, {"day": "i går"}, {"person": "-1"}):
        assert client.get(PAGE, wrong).status_code == 422
    assert client.get(PAGE, {"side": "99"}).status_code == 200


def test_the_page_does_not_grow_with_rows(django_assert_max_num_queries: object) -> None:
    client = administrator()
    for number in range(60):
        looked(f"Forfatter {number}")
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get(PAGE)


def test_a_resident_reads_that_and_why_but_not_who(client: Client) -> None:
    process = make.process()
    make.submitted(process)
    looked()
    look_at_list(Act.SEE_AUTHORS, make.tove(), Looked.LIST, count=7, process_id=process.pk, at=make.now())
    looked("Uffe Uvedkommende")
    client.force_login(Person.objects.get(name="Anna Jensen"))
    page = client.get("/min-side/").text.split('class="looks"')[1].split("</ul>")[0]
    assert page.count("<li>") == 2
    assert "For at spørge til forslaget" in page
    assert "Tovholder" in page
    assert "Tove" not in page


def test_a_list_is_one_row_with_its_number() -> None:
    row = look_at_list(Act.SEE_AUTHORS, make.tove(), Looked.LIST, count=300, filter="role=owner" * 50, at=make.now())
    assert (row.count, row.subject_id, len(row.filter)) == (300, None, 200)


def test_looks_are_forgotten_in_time() -> None:
    old = make.now() - timedelta(days=settings.LOOKS_DAYS + 1)
    looked(at=old)
    kept = looked(at=make.now() - timedelta(days=settings.LOOKS_DAYS - 1))
    run_all(at=make.now())
    assert list(Look.objects.all()) == [kept]
    assert forget_looks(at=make.now()) == 0


def test_the_time_is_counted_in_bounds() -> None:
    from tests.config.test_safety import SAFE

    from deltagerbudget.config.safety import problems

    assert any("LOOKS_DAYS" in sentence for sentence in problems(SAFE | {"LOOKS_DAYS": 1}))
    assert any("LOOKS_DAYS" in sentence for sentence in problems(SAFE | {"LOOKS_DAYS": 99999}))
