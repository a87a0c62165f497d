"""A refused login ends on a page that says what to do, never on an error."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from deltagerbudget.identity.errors import REASONS, IdentityError
from deltagerbudget.identity.pages import refused_page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", REASONS)
def test_t25_every_refusal_has_a_page(code: str) -> None:
    error = IdentityError(code)
    answer = refused_page(RequestFactory().get("/login/svar/"), error, again="/login/")
    page = answer.content.decode()
    assert answer.status_code == error.status
    assert answer["Cache-Control"] == "no-store"
    assert error.message in page
    assert 'href="/login/"' in page


def test_t25_a_refusal_in_the_booth_keeps_to_the_booth() -> None:
    request = RequestFactory().get("/stem/svar/")
    page = refused_page(request, IdentityError("no-pending"), again="/stem/1/", layout="ui/booth.html")
    assert "/mig/" not in page.content.decode()
