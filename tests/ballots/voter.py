"""A voter who logs in without a login service: the callback is answered with the person a test has chosen."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpResponse
from django.test import Client

from deltagerbudget.ballots.models import Vote
from deltagerbudget.identity.errors import IdentityError
from deltagerbudget.identity.provider import Identity, Pending

HIDDEN = re.compile(r'<input type="hidden" name="(noegle|version|billet|valg)" value="([^"]*)">')


@dataclass
class Login:
    """Stands in for the login service."""

    ref: str = "oidc:test|anna"
    birth_date: date | None = date(1990, 6, 15)
    area: str | None = "tranbjerg"
    error: str = ""
    asked: list[str] = field(default_factory=list)

    def start(self, redirect_uri: str, *, purpose: str, next: str, ref_kind: str, language: str) -> tuple[str, Pending]:
        self.asked.append(f"{purpose} {ref_kind} {language}")
        pending = Pending("state", "nonce", "verifier", redirect_uri, ref_kind, purpose, next)
        return "https://login.example.dk/authorize?state=state", pending

    def finish(self, pending: Pending, params: dict[str, str]) -> Identity:
        if self.error or params.get("state") != pending.state:
            raise IdentityError(self.error or "state")
        return Identity(self.ref, "Anna Testrup", self.birth_date, self.area, protected=False, loa="substantial")

    def end_session(self, return_to: str) -> str | None:
        return "https://login.example.dk/logout"


@dataclass
class Booth:
    """One browser in the booth of one vote."""

    client: Client
    base: str

    def get(self, page: str = "") -> HttpResponse:
        return self.client.get(f"{self.base}{page}")

    def choose(self, *numbers: object, **extra: str) -> HttpResponse:
        return self.client.post(self.base, {"valg": [str(number) for number in numbers], **extra})

    def log_in(self) -> HttpResponse:
        self.client.post(f"{self.base}log-ind/")
        return self.client.get("/stem/svar/?state=state&code=1")

    def sheet(self) -> dict[str, list[str]]:
        """The hidden fields of the page that hands in."""
        fields: dict[str, list[str]] = {}
        for name, value in HIDDEN.findall(self.get("aflever/").content.decode()):
            fields.setdefault(name, []).append(value)
        return fields

    def hand_in(self, **changed: object) -> HttpResponse:
        return self.client.post(f"{self.base}aflever/", {**self.sheet(), **changed})

    def vote(self, *numbers: object) -> HttpResponse:
        self.choose(*numbers)
        self.log_in()
        return self.hand_in()


def enter(vote: Vote, **options: object) -> Booth:
    return Booth(Client(**options), f"/stem/{vote.process.slug}/")
