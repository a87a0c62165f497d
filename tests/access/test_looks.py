"""Whatever page shows a member of staff what the public does not see of a resident has written that it did."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.access.table import PAGES, STAFF
from tests.access.test_matrix import address, client_of, later
from tests.access.world import World

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Grant, Look
from deltagerbudget.acts.vocabulary import Purpose
from deltagerbudget.notifications.outbox import read_journal

pytestmark = pytest.mark.django_db
# Of a demonstration, where everybody is invented; and one's own pages.
OPEN = ("demo:", "accounts:", "identity:")
OWN = {"site:my_page"}


def marked() -> list[str]:
    """Give every resident a name and an address that stand nowhere by right. The public sees "Q0." of them."""
    staff = Grant.objects.values("person")
    for person in Person.objects.exclude(pk__in=staff):
        person.name, person.email = f"Qvist{person.pk} Zebramærke{person.pk}", f"zebra{person.pk}@example.dk"
        person.save(update_fields=["name", "email"])
    return ["Zebramærke", "zebra"]


@pytest.mark.parametrize("role", ["auditor", *later(*sorted(STAFF - {"auditor"}))])
def test_no_staff_page_shows_a_resident_unseen(world: World, role: str) -> None:
    private, client = marked(), client_of(world, role)
    from tests import make

    read_journal(at=make.now())
    told = [f"{page.name} {url}" for page, url in _addresses(world, role) if _is_unseen(client, url, private)]
    assert told == []


def _addresses(world: World, role: str) -> list[tuple[object, str]]:
    found = {}
    for page in PAGES:
        if role in page.come and not page.name.startswith(OPEN) and page.name not in OWN:
            for place in (world.at("ideas"), world.at("review"), world.at("published")):
                url = address(page, place)
                if url and "/stem/" not in url:
                    found[f"{url}{page.query}"] = page
    return [(page, url) for url, page in found.items()]


def _is_unseen(client: Client, url: str, private: list[str]) -> bool:
    before = Look.objects.count()
    text = client.get(url).content.decode(errors="replace")
    return any(mark in text for mark in private) and Look.objects.count() == before


def test_the_test_would_see_it(world: World) -> None:
    """The page of the authors does show the marks, and only after a look."""
    private, client = marked(), client_of(world, "owner")
    url = f"/medarbejder/vurdering/forslag/{world.at('ideas').proposal}/forfattere/"
    assert not any(mark in client.get(url).text for mark in private)
    client.post(url, {"purpose": Purpose.ASK})
    assert all(mark in client.get(url).text for mark in private)
    assert Look.objects.count() == 1
