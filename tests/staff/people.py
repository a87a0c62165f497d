"""Somebody who works here, for tests: invited by the acts, with an app that shows codes."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field

from django.test import Client
from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.models import Grant
from deltagerbudget.acts.request import actor_for
from deltagerbudget.acts.vocabulary import Role
from deltagerbudget.staff import totp
from deltagerbudget.staff.actions import accept_invitation, invite_staff
from deltagerbudget.staff.factors import add_app
from deltagerbudget.staff.models import DoorMail, Factor

LOGIN, CODE, FACTOR, SETUP = (f"/medarbejder/login/{name}" for name in ("", "kode/", "trin/", "opsaet/"))


@dataclass
class Member:
    """Somebody who works here, with the app in their hand and a browser."""

    person: Person
    secret: str = ""
    browser: Client = field(default_factory=lambda: Client(SERVER_NAME="localhost"))

    @property
    def actor(self) -> Actor:
        return actor_for(self.person.pk)

    def shown(self) -> str:
        """What the app shows; the tests do not wait for the next half minute."""
        Factor.objects.filter(person=self.person).update(counter=0)
        return totp.code_at(self.secret, int(time.time()) // totp.SECONDS)

    def type_code(self):  # type: ignore[no-untyped-def]
        """Both halves of the first step."""
        self.browser.post(LOGIN, {"address": self.person.email})
        return self.browser.post(CODE, {"code": newest_code(self.person.email)})

    def log_in(self) -> Client:
        self.type_code()
        answer = self.browser.post(FACTOR, {"code": self.shown()})
        assert answer.status_code == 302
        return self.browser


def newest_code(address: str) -> str:
    body = DoorMail.objects.filter(address=address).latest("pk").body
    found = re.search(r": ([A-Z2-9]{4} [A-Z2-9]{4})$", body, re.MULTILINE)
    assert found
    return found[1]


def member(name: str = "Bente Byraad", role: Role = Role.OWNER, *, with_app: bool = True) -> Member:
    inviter = make.administrator()
    address = f"{name.split()[0].lower()}@example.dk"
    invitation, token = invite_staff(inviter, address=address, name=name, role=role, area=None, at=make.now())
    person = accept_invitation(invitation, token, language="da", at=make.now())
    made = Member(person)
    if with_app:
        made.secret = totp.new_secret()
        code = totp.code_at(made.secret, int(time.time()) // totp.SECONDS)
        assert add_app(person, secret=made.secret, code=code, at=make.now())
    return made


def roles(person: Person) -> set[str]:
    return set(Grant.objects.filter(person=person).values_list("role", flat=True))
