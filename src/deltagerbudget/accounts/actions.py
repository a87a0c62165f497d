"""What becomes of a person's own account. No acts of the tables: nobody else is concerned."""

from __future__ import annotations

from django.db import transaction

from deltagerbudget.accounts.models import Person
from deltagerbudget.accounts.refs import account_ref
from deltagerbudget.identity.provider import Identity


@transaction.atomic
def know_person(identity: Identity, *, language: str) -> tuple[Person, bool]:
    """The account of this identity, brought up to date; True when it is new.

    LAW: a protected name is not kept at all, so that no page can show it by mistake.
    """
    told = {
        "name": "" if identity.protected else identity.name,
        "birth_date": identity.birth_date,
        "residence": identity.area or "",
        "is_protected": identity.protected,
    }
    ref = account_ref(identity.person_ref)
    person, is_new = Person.objects.select_for_update().get_or_create(
        ref=ref, defaults={**told, "language": language, "password": ""}
    )
    if not is_new and any(getattr(person, name) != value for name, value in told.items()):
        for name, value in told.items():
            setattr(person, name, value)
        person.save(update_fields=list(told))
    return person, is_new


@transaction.atomic
def keep_details(person: Person, *, email: str, language: str) -> Person:
    """How we may write to the person. The address is theirs to change or remove."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    person.email = email
    person.language = language
    person.save(update_fields=["email", "language"])
    return person
