from __future__ import annotations

import pytest
from tests import make
from tests.race import at_once
from tests.staff.people import Member, member, roles

from deltagerbudget.acts.models import Entry, Grant
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Role
from deltagerbudget.staff.actions import administrators, revoke_role


def grant_of(who: Member) -> Grant:
    return Grant.objects.select_related("person").get(person=who.person)


@pytest.mark.django_db
def test_it_works() -> None:
    bente = member()
    revoke_role(make.administrator(), grant_of(bente), at=make.now())
    assert roles(bente.person) == set()
    assert Entry.objects.get(act=Act.REVOKE_ROLE).detail == {"role": "owner", "area": None}


@pytest.mark.django_db
def test_it_works_at_once_on_who_is_logged_in() -> None:
    bente = member()
    browser = bente.log_in()
    assert browser.get("/medarbejder/deltagerbudgetter/").status_code == 200
    revoke_role(make.administrator(), grant_of(bente), at=make.now())
    assert browser.get("/medarbejder/deltagerbudgetter/").status_code == 403
    assert browser.post("/medarbejder/deltagerbudgetter/nyt/", {"title": "Nyt"}).status_code == 403


@pytest.mark.django_db
def test_t14_only_an_administrator_takes_roles_away() -> None:
    with pytest.raises(NotYours):
        revoke_role(make.tove(), grant_of(member()), at=make.now())


@pytest.mark.django_db
def test_nobody_takes_their_own_role_away() -> None:
    ane = member("Ane Administrator", Role.ADMINISTRATOR)
    with pytest.raises(NotPossible):
        revoke_role(ane.actor, grant_of(ane), at=make.now())


@pytest.mark.django_db
def test_the_last_administrator_stays() -> None:
    """Somebody who was an administrator when the page was opened, and no longer is, tries it."""
    ane = member("Ane Administrator", Role.ADMINISTRATOR)
    former = make.administrator()
    Grant.objects.filter(person_id=former.person_id).delete()
    with pytest.raises(NotPossible):
        revoke_role(former, grant_of(ane), at=make.now())


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_t32_two_administrators_who_remove_each_other_leave_one() -> None:
    ane, ole = member("Ane Administrator", Role.ADMINISTRATOR), member("Ole Administrator", Role.ADMINISTRATOR)
    Grant.objects.filter(person__name="Adam Administrator").delete()
    pairs = [(ane.actor, grant_of(ole)), (ole.actor, grant_of(ane))]
    at_once(*[lambda actor=actor, grant=grant: revoke_role(actor, grant, at=make.now()) for actor, grant in pairs])
    assert len(administrators()) == 1
