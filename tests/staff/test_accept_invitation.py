from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests import make
from tests.staff.people import SETUP, member, roles
from tests.staff.test_invite_staff import invite

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.staff.actions import accept_invitation, deactivate_staff, withdraw_invitation
from deltagerbudget.staff.models import Invitation, Staff
from deltagerbudget.staff.secrets import digest

pytestmark = pytest.mark.django_db


def link(invitation: Invitation, token: str) -> str:
    return f"/medarbejder/invitation/?til={invitation.pk}&kode={token}"


def test_it_works() -> None:
    invitation, token = invite()
    person = accept_invitation(invitation, token, language="da", at=make.now())
    assert (person.name, person.email, person.staff.address) == ("Bente Byraad", "bente@example.dk", "bente@example.dk")
    assert roles(person) == {"owner"}
    entry = Entry.objects.get(act=Act.ACCEPT_INVITATION)
    assert (entry.person_id, entry.role) == (person.pk, "system")


def test_t29_a_link_works_once() -> None:
    invitation, token = invite()
    accept_invitation(invitation, token, language="da", at=make.now())
    with pytest.raises(NotPossible):
        accept_invitation(invitation, token, language="da", at=make.now())
    assert Staff.objects.count() == 1


def test_t29_looking_uses_nothing_up() -> None:
    """A scanner of mail, or a telephone that shows a preview, opens the link first."""
    url = link(*invite())
    for _look in range(3):
        assert Client().get(url).status_code == 200
        assert Client().head(url).status_code in {200, 405}
    assert Staff.objects.count() == 0
    assert Client().post(url).url == SETUP  # type: ignore[attr-defined]
    assert Client().post(url).status_code == 410
    assert Client().get(url).status_code == 410


def test_t29_expired_withdrawn_foreign_and_invented_links_get_the_same_kind_page() -> None:
    gone, gone_token = invite(address="gone@example.dk")
    withdraw_invitation(make.administrator(), gone, at=make.now())
    late, late_token = invite(address="late@example.dk")
    Invitation.objects.filter(pk=late.pk).update(expires_at=make.now() - timedelta(minutes=1))
    moved, moved_token = invite(address="moved@example.dk")
    Invitation.objects.filter(pk=moved.pk).update(address="elsewhere@example.dk")
    good, token = invite()
    urls = [
        link(gone, gone_token),
        link(late, late_token),
        link(moved, moved_token),
        link(late, token),
        link(good, "x"),
    ]
    urls += [
        f"/medarbejder/invitation/?{query}" for query in ("", "til=x&kode=1", f"til={'9' * 30}", "til=%00&kode=%00")
    ]
    pages = {Client().get(url).content for url in urls}
    assert len(pages) == 1
    for url in urls:
        assert Client().get(url).status_code == Client().post(url).status_code == 410, url
    assert Staff.objects.count() == 0


def test_t29_a_secret_of_another_purpose_is_no_token() -> None:
    invitation, token = invite()
    Invitation.objects.filter(pk=invitation.pk).update(digest=digest("login", invitation.address, token))
    assert Client().post(link(invitation, token)).status_code == 410


def test_a_closed_account_comes_back_without_its_roles_and_second_steps() -> None:
    bente = member()
    deactivate_staff(make.administrator(), bente.person, at=make.now())
    from deltagerbudget.acts.vocabulary import Role

    invitation, token = invite(role=Role.AUDITOR)
    again = accept_invitation(invitation, token, language="da", at=make.now())
    assert again.pk == bente.person.pk
    assert again.is_active
    assert roles(again) == {"auditor"}
    assert not again.factors.exists()
