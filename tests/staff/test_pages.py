"""The administrator's pages, my access, and the first administrator."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from tests import make
from tests.staff.people import Member, member, roles

from deltagerbudget.acts.models import Grant
from deltagerbudget.acts.vocabulary import Role
from deltagerbudget.staff.actions import deactivate_staff
from deltagerbudget.staff.models import DoorMail, Invitation
from deltagerbudget.staff.post import send_door_mails

pytestmark = pytest.mark.django_db
PEOPLE, ACCESS = "/medarbejder/personale/", "/medarbejder/adgang/"


@pytest.fixture
def ane() -> Member:
    made = member("Ane Administrator", Role.ADMINISTRATOR)
    made.log_in()
    return made


def test_inviting_sends_a_mail_with_the_link(ane: Member) -> None:
    given = {"name": "Nora Ny", "address": "Nora@example.dk", "role": "partner", "area": make.area().pk}
    assert ane.browser.post(f"{PEOPLE}inviter/", given).url == PEOPLE  # type: ignore[attr-defined]
    invitation = Invitation.objects.get(address="nora@example.dk")
    assert "Nora Ny" in ane.browser.get(PEOPLE).content.decode()
    send_door_mails(at=make.now() + timedelta(minutes=1))
    sent = next(letter for letter in mail.outbox if letter.to == ["nora@example.dk"])
    assert f"til={invitation.pk}&kode=" in sent.body
    ane.browser.post(f"{PEOPLE}invitation/{invitation.pk}/")
    assert "Nora Ny" not in ane.browser.get(PEOPLE).content.decode()


def test_a_refusal_keeps_what_was_typed(ane: Member) -> None:
    answer = ane.browser.post(f"{PEOPLE}inviter/", {"name": "Ane", "address": "ane@example.dk", "role": "owner"})
    assert answer.status_code == 422
    assert 'value="ane@example.dk"' in answer.content.decode()


def test_roles_are_given_and_taken_on_the_page_of_a_person(ane: Member) -> None:
    bente = member()
    page = f"{PEOPLE}{bente.person.pk}/"
    assert ane.browser.post(page, {"role": "auditor"}).url == page  # type: ignore[attr-defined]
    assert ane.browser.post(page, {"role": "auditor"}).status_code == 422
    assert ane.browser.post(page, {"role": "auditor", "area": make.area().pk}).status_code == 422
    assert ane.browser.post(page, {"role": "system"}).status_code == 422
    grant = Grant.objects.get(person=bente.person, role="owner")
    assert ane.browser.post(f"{PEOPLE}rolle/{grant.pk}/").url == page  # type: ignore[attr-defined]
    assert roles(bente.person) == {"auditor"}
    ane.browser.post(f"{page}nulstil/")
    assert not bente.person.factors.exists()
    ane.browser.post(f"{page}luk/")
    assert ane.browser.get(page).status_code == 200
    assert roles(bente.person) == set()


def test_ones_own_page_offers_no_change(ane: Member) -> None:
    page = f"{PEOPLE}{ane.person.pk}/"
    assert "/luk/" not in ane.browser.get(page).content.decode()
    assert ane.browser.post(page, {"role": "owner"}).status_code == 422
    assert ane.browser.post(f"{page}luk/").status_code == 409


def test_the_list_asks_as_often_for_many_as_for_few(ane: Member, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    for name in ("Bente B", "Carl C", "Dorte D"):
        member(name)
    deactivate_staff(make.administrator(), member("Egon E").person, at=make.now())
    with django_assert_max_num_queries(12):
        assert ane.browser.get(PEOPLE).status_code == 200


def test_my_access_changes_only_just_after_logging_in(ane: Member) -> None:
    assert ane.browser.get(f"{ACCESS}koder/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        for page in ("koder/", "app/", "noegle/"):
            assert ane.browser.post(f"{ACCESS}{page}").status_code == 403
        assert ane.browser.get(ACCESS).status_code == 200


def test_codes_are_shown_once_and_end_the_earlier_ones(ane: Member) -> None:
    first = ane.browser.post(f"{ACCESS}koder/").context["codes"]
    assert len(set(first)) == 10
    assert first[0] not in ane.browser.get(f"{ACCESS}koder/").content.decode()
    ane.browser.post(f"{ACCESS}koder/")
    other = Member(ane.person, ane.secret)
    other.type_code()
    assert other.browser.post("/medarbejder/login/trin/", {"code": first[0]}).status_code == 422


def test_t30_the_last_second_step_stays(ane: Member) -> None:
    assert ane.browser.post(f"{ACCESS}{ane.person.factors.get().pk}/fjern/").status_code == 409
    assert ane.person.factors.count() == 1


def test_t13_nobody_removes_what_is_anothers(ane: Member) -> None:
    bente = member()
    ane.browser.post(f"{ACCESS}{bente.person.factors.get().pk}/fjern/")
    assert bente.person.factors.count() == 1


def test_t27_logging_out_everywhere_ends_every_session(ane: Member) -> None:
    other = Member(ane.person, ane.secret)
    other.log_in()
    assert ane.browser.post(f"{ACCESS}overalt/").status_code == 302
    for browser in (ane.browser, other.browser):
        assert browser.get(ACCESS).status_code == 302


def test_the_first_administrator_is_invited_from_the_command_line() -> None:
    call_command("invite_administrator", "anne@example.dk", "Anne Hansen", verbosity=0)
    assert Invitation.objects.get().role == Role.ADMINISTRATOR
    assert DoorMail.objects.get().address == "anne@example.dk"
    with pytest.raises(CommandError):
        call_command("invite_administrator", "ænne@example.dk", "Anne Hansen")


def test_a_mail_to_nobody_is_not_sent_and_a_sent_one_is_emptied(settings) -> None:  # type: ignore[no-untyped-def]
    settings.DEMO = False
    bente = member()
    for address in ("bente@example.dk", "nobody@example.dk"):
        Client(SERVER_NAME="localhost").post("/medarbejder/login/", {"address": address})
    assert send_door_mails(at=make.now() + timedelta(minutes=1)) == 1
    assert [letter.to for letter in mail.outbox] == [[bente.person.email]]
    assert DoorMail.objects.get().body == ""
