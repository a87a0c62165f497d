from __future__ import annotations

from datetime import timedelta

import pytest
from tests import make
from tests.staff.people import member

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Role
from deltagerbudget.staff.actions import invite_staff, is_usable
from deltagerbudget.staff.models import Invitation

pytestmark = pytest.mark.django_db


def invite(actor=None, **values):  # type: ignore[no-untyped-def]
    given = {"address": "Bente@Example.dk", "name": "Bente Byraad", "role": Role.OWNER, "area": None}
    return invite_staff(actor or make.administrator(), **(given | values), at=make.now())


def test_it_works() -> None:
    invitation, token = invite()
    assert invitation.address == "bente@example.dk"
    assert is_usable(invitation, token, at=make.now())
    assert token not in str(vars(invitation))
    assert Entry.objects.get(act=Act.INVITE_STAFF).detail == {"role": "owner", "area": None}


@pytest.mark.parametrize("actor", [make.tove, make.fie, make.bo, make.anna, make.uffe])
def test_t14_only_an_administrator_invites(actor) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(NotYours):
        invite(actor())


def test_t15_an_administrator_of_one_area_does_not_invite() -> None:
    with pytest.raises(NotYours):
        invite(make.staff("Arne Area", Role.ADMINISTRATOR, make.area()))


def test_a_new_invitation_ends_the_earlier_one() -> None:
    first, token = invite()
    invite()
    assert not is_usable(Invitation.objects.get(pk=first.pk), token, at=make.now())
    assert Invitation.objects.unanswered().count() == 1


def test_t29_it_lasts_seven_days() -> None:
    invitation, token = invite()
    assert is_usable(invitation, token, at=make.now() + timedelta(days=6, hours=23))
    assert not is_usable(invitation, token, at=make.now() + timedelta(days=7, minutes=1))


def test_t29_a_link_fits_its_own_address_only() -> None:
    invitation, token = invite()
    invitation.address = "other@example.dk"
    assert not is_usable(invitation, token, at=make.now())


def test_t29_it_ends_with_the_rights_of_who_sent_it() -> None:
    inviter = make.staff("Ane Administrator", Role.ADMINISTRATOR)
    invitation, token = invite(inviter)
    from deltagerbudget.acts.models import Grant

    Grant.objects.filter(person_id=inviter.person_id).delete()
    assert not is_usable(invitation, token, at=make.now())


def test_who_works_here_is_not_invited_again() -> None:
    member()
    with pytest.raises(NotPossible):
        invite()


@pytest.mark.parametrize("address", ["bente", "bénte@example.dk", "mıke@example.dk", "a b@example.dk", "@example.dk"])
def test_t47_an_address_is_of_plain_letters(address: str) -> None:
    with pytest.raises(NotPossible):
        invite(address=address)


@pytest.mark.parametrize("name", ["Borgmester", "Bеnte", "Ben\u200bte", "\u202eetneB"])
def test_t46_a_name_that_deceives_is_refused(name: str) -> None:
    with pytest.raises(NotPossible):
        invite(name=name)


@pytest.mark.parametrize("role", [Role.SYSTEM, Role.RESIDENT, Role.AUTHOR])
def test_a_role_that_nobody_gives_is_refused(role: Role) -> None:
    with pytest.raises(NotPossible):
        invite(role=role)


def test_an_administrator_is_so_everywhere() -> None:
    with pytest.raises(NotPossible):
        invite(role=Role.ADMINISTRATOR, area=make.area())
