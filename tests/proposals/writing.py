"""Writes a proposal as a browser does, one step after the other."""

from __future__ import annotations

from typing import Any

from django.test import Client

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals import sketches
from deltagerbudget.proposals.models import Proposal

TEXTS = {
    "title": "En drikkepost",
    "what": "Koldt vand til alle",
    "why": "",
    "for_whom": "Alle",
    "place": "Ved stien",
    "wish_ore": "12.000",
    "public_name": "initial",
    "group_name": "",
    "has_consented": "on",
}
# In the order in which they are asked for.
STEPS = {
    "sted": ("place", "place_point", "lon", "lat"),
    "ide": ("title",),
    "beskriv": ("what", "why", "for_whom", "wish_ore"),
    "navn": ("public_name", "group_name", "has_consented"),
}
STEP_OF = {name: step for step, names in STEPS.items() for name in names}


def as_(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def of_step(step: str, values: dict[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in STEPS[step] if name in values}


def began_before(seconds: int = 10) -> str:
    """As if the form had been shown so long ago."""
    import time
    from unittest import mock

    at = time.time() - seconds
    with mock.patch("django.core.signing.time.time", return_value=at):
        return sketches.began()


def put(client: Client, url: str, values: dict[str, Any], button: str = "next", **more: Any) -> Any:
    return client.post(url, values | {button: "1"}, **more)


def sketch(client: Client, process: Process, prefix: str = "", **values: Any) -> Any:
    """A visitor writes all that can be written before the login; the answer to the last step."""
    given, base = TEXTS | values, f"{prefix}/forslag/nyt/{process.slug}"
    client.get(f"{base}/sted/")
    answer = put(client, f"{base}/sted/", of_step("sted", given) | {"began": began_before()})
    for step in ("ide", "beskriv"):
        answer = put(client, f"{base}/{step}/", of_step(step, given))
    return answer


def draft(client: Client, process: Process, prefix: str = "", **values: Any) -> Proposal:
    """Somebody who has logged in writes all of it, and stops before the check."""
    given = TEXTS | values
    answer = put(client, f"{prefix}/forslag/nyt/{process.slug}/sted/", of_step("sted", given))
    pk = int(answer["Location"].removeprefix(prefix).split("/")[2])
    for step in ("ide", "beskriv", "navn"):
        put(client, f"{prefix}/forslag/{pk}/trin/{step}/", of_step(step, given))
    return Proposal.objects.get(pk=pk)
