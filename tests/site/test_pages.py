"""Every public page in every phase: the same for everyone, and says what can be done now."""

import pytest
from django.test import Client
from tests import make

from deltagerbudget.acts.vocabulary import PhaseKind

pytestmark = pytest.mark.django_db
LISTED = {"orden": "3"}


def process_url(process: object) -> str:
    return f"/deltagerbudgetter/{process.slug}/"  # type: ignore[attr-defined]


def test_it_works(client: Client) -> None:
    process = make.process(PhaseKind.IDEAS)
    proposal = make.submitted(process)
    for url in ("/", "/omraader/", "/omraader/tranbjerg/", process_url(process), "/puljer/oplandspuljen/", "/om/"):
        assert client.get(url).status_code == 200, url
    assert client.get(f"{process_url(process)}forslag/", LISTED).status_code == 200
    page = client.get(f"{process_url(process)}forslag/{proposal.number}/").text
    assert proposal.title in page
    assert proposal.what in page
