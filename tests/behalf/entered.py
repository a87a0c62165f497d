"""Karen, 78, has no account: Tove writes for her, or the local council does."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.test import Client
from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor, Through
from deltagerbudget.acts.request import RESIDENT
from deltagerbudget.acts.vocabulary import Role
from deltagerbudget.behalf.actions import Entered, enter_resident
from deltagerbudget.behalf.models import Assisted
from deltagerbudget.behalf.rules import Source
from deltagerbudget.processes.models import Process

CONTACT = "Møllevej 4, tlf. 87 65 43 21"


def given(**values: Any) -> Entered:
    known: dict[str, Any] = {"name": "Karen Jakobsen", "birth_date": date(1948, 3, 2), "residence": "tranbjerg"}
    known |= {"source": Source.PAPER, "contact": CONTACT, "has_consented": True}
    return Entered(**known | values)


def karen(process: Process, *, by: Actor | None = None, **values: Any) -> Assisted:
    return enter_resident(by or make.tove(), process, given=given(**values), at=make.now())


def through(assisted: Assisted, *, by: Actor | None = None, role: Role = Role.OWNER) -> Actor:
    """The resident, while staff write for them."""
    staff = by or make.tove()
    return Actor(assisted.person_id, RESIDENT, Through(staff.person_id or 0, role, assisted.process_id))


def browser_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def begun(assisted: Assisted, *, by: Actor | None = None) -> Client:
    """A browser in which staff write for the resident now."""
    client = browser_of(by or make.tove())
    assert client.post(f"/medarbejder/for-borgere/{assisted.pk}/skriv/").status_code == 302
    return client
