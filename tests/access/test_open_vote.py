"""T38: while people vote, no form of the staff changes what they vote about, whoever sends it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from tests.access.deeds import DEEDS, Deed
from tests.access.test_matrix import address, client_of, filled, shown_form
from tests.access.world import Place, World

from deltagerbudget.ballots.models import Vote
from deltagerbudget.processes.models import Process

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
STAFF = sorted({deed.name for deed in DEEDS if "_staff:" in deed.name})
_PROPOSAL = ("number", "title", "what", "why", "for_whom", "place", "price_ore", "category", "area", "exclusive_group")
# What tells of the row itself, and nothing of the vote.
_FREE = {"updated_at", "search_text", "picture_id", "learnt", "decisions_missed_at"}


def frozen(place: Place) -> dict[str, Any]:
    """Rules, prices, texts, areas and dates, as they stand in the tables beside the configuration too."""
    process = Process.objects.get(slug=place.slug)
    row = Process.objects.filter(pk=process.pk).values().get()
    vote = Vote.objects.filter(process=process)
    return {
        "process": {name: value for name, value in row.items() if name not in _FREE},
        "areas": sorted(process.areas.values_list("slug", flat=True)),
        "phases": list(process.phases.order_by("starts_at").values_list("kind", "starts_at", "ends_at")),
        "vote": vote.values("config", "config_sha256", "opens_at", "closes_at", "closed_at", "withdrawn").get(),
        "projects": list(vote.get().projects.values_list("number", "title", "cost_ore")),
        "proposals": list(process.proposals.order_by("pk").values_list(*_PROPOSAL)),
    }


@pytest.mark.parametrize("name", STAFF)
def test_t38_no_form_of_the_staff_changes_an_open_vote_alone(world: World, name: str) -> None:
    """The three emergencies are asked for by one and done by two: tests/ballots/test_change_pages.py."""
    place = world.at("open")
    before = frozen(place)
    for deed in (deed for deed in DEEDS if deed.name == name):
        for role in ("owner", "administrator", "caseworker", "auditor"):
            _sent(world, deed, place, role, before)


def _sent(world: World, deed: Deed, place: Place, role: str, before: dict[str, Any]) -> None:
    url = address(deed, place)
    if url is None:
        return
    with transaction.atomic():
        data = filled(deed, place) | (shown_form(world, deed) if deed.form else {})
        answer = client_of(world, role).post(url, data)
        after = frozen(place)
        transaction.set_rollback(True)
    assert answer.status_code < 500
    assert after == before, (deed.name, role)
