"""Every link of the demonstration, followed as every role by GET alone."""

import hashlib
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.core import serializers
from tests.e2e.conftest import client_of
from tests.e2e.crawl import crawl

PEOPLE = [None, "anna", "bo", "tove", "fie", "rune", "ada"]
# A login begins a session of its own accord.
# A look at personal data is written down, and that is what looking is to do.
WRITTEN_BY_LOOKING = {"Session", "VotingSession", "Look"}
# A page that says why this person cannot do this here, and what they can do instead.
REFUSED = 409


def everything() -> str:
    digest = hashlib.sha256()
    for model in apps.get_models():
        if model.__name__ not in WRITTEN_BY_LOOKING:
            digest.update(serializers.serialize("json", model._default_manager.order_by("pk")).encode())
    return digest.hexdigest()


@pytest.mark.slow
@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("start", ["/", "/en/"])
def test_links_lead_somewhere_and_looking_changes_nothing(start: str) -> None:
    """Roles in one test: the demonstration is built once for all of them."""
    for person in PEOPLE:
        client = client_of(person)
        before = everything()
        visits = crawl(client, start)
        dead = [
            (visit.path, visit.found_on, visit.status)
            for visit in visits
            if visit.status >= 400 and visit.status != REFUSED
        ]
        assert dead == [], f"as {person or 'a visitor'}"
        assert len({urlsplit(visit.path).path for visit in visits}) > 5
        assert everything() == before, f"as {person or 'a visitor'}"
