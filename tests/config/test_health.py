"""The health page."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_it_works(client: Client) -> None:
    response = client.get("/sundhed/")
    assert response.status_code == 200
    assert response.content == b"ok"


def test_it_names_nothing_of_the_inside(client: Client) -> None:
    assert "Server" not in client.get("/sundhed/").headers
