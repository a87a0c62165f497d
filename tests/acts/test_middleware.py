"""Every view is closed until its mark opens it, and a refusal is a page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.marks import booth, does, mark_of, member, public
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours, Refusal
from deltagerbudget.acts.vocabulary import Act, Role
from deltagerbudget.ballots.rules import InvalidChoice
from deltagerbudget.config import urls

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def marked(mark: Callable[..., Callable[..., HttpResponse]]) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("ok")

    return mark(view)


def refusing(refusal: Refusal) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        raise refusal

    return public(view)


def asking(request: HttpRequest) -> HttpResponse:
    """Whether anyone has looked who is logged in."""
    asked = "_cached_user" in request.__dict__ or hasattr(request, "_cached_user")
    return HttpResponse(f"{asked} {request.session.accessed}")


handler403 = urls.handler403
handler404 = urls.handler404
VIEWS = {
    "unmarked": plain,
    "public": marked(public),
    "member": marked(member),
    "edit": marked(does(Act.EDIT_PROCESS)),
    "mine": marked(does(Act.EDIT_PROPOSAL)),
    "nobody": marked(does(Act.CAST_BALLOT)),
    "asking": booth(asking),
    "yours": refusing(NotYours("Det er ikke dit.")),
    "now": refusing(NotNow("Ikke endnu.")),
    "possible": refusing(NotPossible("<b>Det går ikke.</b>")),
    "choice": refusing(InvalidChoice("too-few", "Vælg flere.")),
}
urlpatterns = [
    *[path(f"{prefix}prove/{name}/", view) for name, view in VIEWS.items() for prefix in ("", "en/")],
    *urls.urlpatterns,
]


def client_of(who: Callable[[], make.Actor]) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=who().person_id))
    return client


def test_t13_a_view_without_a_mark_is_closed_to_everyone() -> None:
    assert mark_of(plain) is None
    for client in (Client(), client_of(make.administrator)):
        assert client.get("/prove/unmarked/").status_code == 403


def test_a_public_view_is_open() -> None:
    assert Client().get("/prove/public/").status_code == 200


@pytest.mark.parametrize("name", ["member", "edit", "mine"])
@pytest.mark.parametrize(("prefix", "login"), [("/", "/login/"), ("/en/", "/en/login/")])
def test_a_closed_view_leads_to_the_login_in_its_language_and_back(name: str, prefix: str, login: str) -> None:
    response = Client().get(f"{prefix}prove/{name}/?a=1")
    assert response.status_code == 302
    assert response["Location"] == f"{login}?next={prefix}prove/{name}/%3Fa%3D1"


@pytest.mark.parametrize(
    ("name", "who", "status"),
    [
        ("member", make.anna, 200),
        ("edit", make.anna, 403),
        ("edit", make.bo, 403),
        ("edit", make.tove, 200),
        # Who the author is, only the act can tell.
        ("mine", make.anna, 200),
        ("nobody", make.administrator, 403),
    ],
)
def test_t14_the_mark_asks_for_a_role(name: str, who: Callable[[], make.Actor], status: int) -> None:
    assert client_of(who).get(f"/prove/{name}/").status_code == status


def test_t14_a_role_that_is_taken_away_is_gone_at_once() -> None:
    client = client_of(make.tove)
    assert client.get("/prove/edit/").status_code == 200
    Person.objects.get(pk=make.tove().person_id).grants.filter(role=Role.OWNER).delete()
    Person.objects.get(name="Tove Tovholder").grants.all().delete()
    assert client.get("/prove/edit/").status_code == 403


def test_t33_the_booth_is_never_asked_who_is_logged_in() -> None:
    assert client_of(make.anna).get("/prove/asking/").content == b"False False"


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [
        ("yours", 403, "Det er ikke dit."),
        ("now", 409, "Ikke endnu."),
        ("possible", 409, "&lt;b&gt;Det går ikke.&lt;/b&gt;"),
        ("choice", 409, "Vælg flere."),
    ],
)
def test_a_refusal_is_a_page_that_says_why(name: str, status: int, words: str) -> None:
    response = Client().get(f"/prove/{name}/")
    assert response.status_code == status
    assert words in response.content.decode()
    assert '<html lang="da">' in response.content.decode()


def test_a_refusal_speaks_the_language_of_the_address() -> None:
    page = Client().get("/en/prove/now/").content.decode()
    assert '<html lang="en">' in page
    assert "That cannot be done" in page


@override_settings(DEBUG=False)
def test_other_mistakes_are_not_taken_for_refusals() -> None:
    broken = public(lambda request: HttpResponse(str(1 // 0)))
    urlpatterns.insert(0, path("prove/broken/", broken))
    try:
        with pytest.raises(ZeroDivisionError):
            Client().get("/prove/broken/")
    finally:
        urlpatterns.pop(0)
