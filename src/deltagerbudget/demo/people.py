"""The demonstration's people: the login simulator's invented persons, with accounts and roles."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from deltagerbudget.accounts.models import Person
from deltagerbudget.accounts.refs import account_ref
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.models import Grant
from deltagerbudget.acts.request import actor_for
from deltagerbudget.areas.models import Area
from deltagerbudget.demo.places import DEPARTMENTS, GRANTS
from deltagerbudget.identity.persons import BY_SUB, PERSONS
from deltagerbudget.identity.persons import Person as Test
from deltagerbudget.identity.simulator import ref_of
from deltagerbudget.review.models import Department


def settle(today: date) -> None:
    """Accounts for all test persons, roles and departments for those who work here."""
    for person in PERSONS:
        Person.objects.get_or_create(
            ref=account_ref(ref_of(person)),
            defaults={
                "name": person.name,
                "email": f"{person.sub}@example.dk",
                "birth_date": person.birth_date(today),
                "residence": person.area or "",
                "is_protected": person.protected,
            },
        )
    areas = {area.slug: area for area in Area.objects.all()}
    for sub, role, slug in GRANTS:
        Grant.objects.get_or_create(person=account(sub), role=role, area=areas[slug] if slug else None)
    for name, members in DEPARTMENTS.items():
        department, _is_new = Department.objects.get_or_create(name=name)
        department.members.set([account(sub) for sub in members])


def account(sub: str) -> Person:
    return Person.objects.get(ref=account_ref(ref_of(sub)))


def actor(sub: str) -> Actor:
    return actor_for(account(sub).pk)


def neighbour(number: int, area: str, born: date) -> Actor:
    """One of many invented residents who stand behind the example proposals."""
    first = _FIRST[number % len(_FIRST)]
    last = _LAST[number // len(_FIRST) % len(_LAST)]
    person, _is_new = Person.objects.get_or_create(
        ref=account_ref(f"example|{area}|{number}"),
        defaults={
            "name": f"{first} {last}",
            "email": f"{first.lower()}.{number}@example.dk",
            "birth_date": born,
            "residence": area,
        },
    )
    return actor_for(person.pk)


_FIRST = ("Birgit", "Samir", "Line", "Niels", "Fatma", "Kaj", "Emma", "Torben", "Maja", "Villy", "Ellen", "Omar")
_LAST = ("Eksempelsen", "Prøvested", "Testgaard")


def at_the_desk() -> list[Test]:
    """One who may vote, and one who lives elsewhere."""
    return [BY_SUB[sub] for sub in ("otto", "signe")]


def login_help() -> str:
    """Said by the server when it is ready."""
    lines = [_("Log in as any of these invented people. Nothing to type: choose one on the login page.")]
    lines += [f"  {person.name}: {person.about}" for person in PERSONS]
    lines += [
        "",
        _("At the desk of the voting place, be Bo Vejtest. Type an invented number, and say where the person lives."),
        *(f"  {person.cpr[:6]}-{person.cpr[6:]}: {person.name}, {person.about}" for person in at_the_desk()),
    ]
    return "\n".join(lines) + "\n"
