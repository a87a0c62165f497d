"""From the groups of the municipality's login to an account and its roles, anew at each login."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from deltagerbudget.accounts.models import Person
from deltagerbudget.accounts.refs import account_ref
from deltagerbudget.acts.actor import SYSTEM
from deltagerbudget.acts.models import Grant
from deltagerbudget.areas.models import Area
from deltagerbudget.staff.actions import grant_role, revoke_role
from deltagerbudget.staff.models import Staff
from deltagerbudget.staff.rules import Mapped
from deltagerbudget.ui.names import doubt_about


@transaction.atomic
def welcome(
    reference: str, *, name: str, email: str, roles: Iterable[Mapped], language: str, at: datetime
) -> Person | None:
    """The account with the roles of its groups; None for who has no role here, or whose account is closed."""
    wanted = set(roles)
    person = Person.objects.select_for_update().filter(ref=account_ref(reference)).first()
    if person is None:
        if not wanted:
            return None
        person = _new(reference, language)
    if not person.is_active:
        return None
    _tell(person, name, email)
    _refresh(person, wanted, at)
    return person if Grant.objects.filter(person=person).exists() else None


def _new(reference: str, language: str) -> Person:
    person = Person(ref=account_ref(reference), language=language)
    person.set_unusable_password()
    person.save()
    Staff.objects.create(person=person)
    return person


def _tell(person: Person, name: str, email: str) -> None:
    person.name = name.strip()[:200] if name and not doubt_about(name) else person.name
    person.email = email[:254] if "@" in email and email.isascii() else person.email
    person.save(update_fields=["name", "email"])


def _refresh(person: Person, wanted: set[Mapped], at: datetime) -> None:
    """Roles given by hand stay as they are; those of groups follow the groups."""
    areas = {area.slug: area for area in Area.objects.filter(slug__in=[mapped.area for mapped in wanted])}
    target = {
        (mapped.role, areas[mapped.area] if mapped.area else None)
        for mapped in wanted
        if not mapped.area or mapped.area in areas
    }
    held = list(Grant.objects.filter(person=person).select_related("area", "person"))
    for grant in held:
        if grant.is_from_group and (grant.role, grant.area) not in target:
            revoke_role(SYSTEM, grant, at=at)
    for role, area in sorted(target, key=lambda pair: (pair[0], pair[1].pk if pair[1] else 0)):
        if (role, area) not in {(grant.role, grant.area) for grant in held}:
            grant_role(SYSTEM, person, role=role, area=area, at=at, is_from_group=True)
