"""Login by the municipality's own service, against one that is not ours and demands a nonce."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from tests import make
from tests.staff.people import FACTOR, LOGIN, SETUP, roles

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry, Grant
from deltagerbudget.acts.vocabulary import Act, Role
from deltagerbudget.staff import sso
from deltagerbudget.staff.actions import grant_role
from deltagerbudget.staff.models import Staff

# The mock still uses what Authlib has deprecated; that is no concern of ours.
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from oidc_provider_mock import User, run_server_in_thread

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore")]
GROUPS = {"g-owners": ["owner"], "g-tranbjerg": ["partner:tranbjerg"], "g-admins": ["administrator"]}


def user(sub: str, groups: list[str] | None = None, **claims: Any) -> Any:
    told = {"name": f"{sub.title()} Kommunesen", "email": f"{sub}@kommune.example.dk"}
    return User(sub=sub, claims=told | ({} if groups is None else {"groups": groups}) | claims)


USERS = [
    user("olga", ["g-owners", "g-unknown"], amr=["pwd", "mfa"]),
    user("per", ["g-owners", "g-tranbjerg"]),
    user("moved", ["g-tranbjerg"], amr=["mfa"]),
    user("nils", [], amr=["mfa"]),
    user("none", amr=["mfa"]),
    user("odd", "g-owners", amr="mfa"),  # type: ignore[arg-type]
    user("faker", ["g-owners"], amr=["mfa"], name="Aаrhus Kommune", email="olga@kommune.example.dk"),
]


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with run_server_in_thread(require_nonce=True, user_claims=USERS) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(autouse=True)
def _with_sso(issuer: str, settings) -> None:  # type: ignore[no-untyped-def]
    make.area()
    settings.STAFF_ISSUER, settings.STAFF_CLIENT_SECRET = issuer, "secret"
    settings.STAFF_GROUPS, settings.STAFF_STRONG = GROUPS, {"amr": ["mfa"]}


def go(sub: str, browser: Client | None = None) -> Any:
    """From the button to the answer of the callback, without following it."""
    browser = browser or Client(SERVER_NAME="localhost")
    there = browser.get(f"{LOGIN}kommunen/").url  # type: ignore[attr-defined]
    answer = requests.post(there, data={"sub": sub}, timeout=5, allow_redirects=False)
    return browser.get(answer.headers["Location"].removeprefix("http://localhost"))


def person(sub: str) -> Person:
    return Person.objects.get(name=f"{sub.title()} Kommunesen")


def test_it_works() -> None:
    browser = Client(SERVER_NAME="localhost")
    assert "kommunen" in browser.get(LOGIN).content.decode()
    assert go("olga", browser).url == "/medarbejder/"
    assert browser.get("/medarbejder/deltagerbudgetter/").status_code == 200
    assert roles(person("olga")) == {"owner"}
    assert Grant.objects.get().is_from_group
    entry = Entry.objects.get(act=Act.GRANT_ROLE)
    assert (entry.person_id, entry.role) == (None, "system")
    staff = Staff.objects.get()
    assert (staff.address, staff.last_seen_on) == (None, make.today())


def test_t30_without_a_word_of_two_steps_the_second_is_asked_for() -> None:
    browser = Client(SERVER_NAME="localhost")
    assert go("per", browser).url == SETUP
    assert browser.get("/medarbejder/").url.startswith(LOGIN)  # type: ignore[attr-defined]
    assert browser.get(FACTOR).url == SETUP  # type: ignore[attr-defined]


def test_t30_nothing_counts_as_two_steps_unless_it_is_set(settings) -> None:  # type: ignore[no-untyped-def]
    settings.STAFF_STRONG = {}
    assert go("olga").url == SETUP


def test_roles_follow_the_groups_at_each_login(settings) -> None:  # type: ignore[no-untyped-def]
    go("per")
    assert roles(person("per")) == {"owner", "partner"}
    assert Grant.objects.get(role=Role.PARTNER).area == make.area()
    grant_role(make.administrator(), person("per"), role=Role.AUDITOR, area=None, at=make.now())
    settings.STAFF_GROUPS = {"g-tranbjerg": ["partner:tranbjerg"]}
    go("per")
    # What an administrator gave by hand stays.
    assert roles(person("per")) == {"partner", "auditor"}
    assert Staff.objects.count() == 1


@pytest.mark.parametrize("sub", ["nils", "none", "odd"])
def test_who_is_in_no_group_of_ours_is_told_so(sub: str) -> None:
    answer = go(sub)
    assert answer.status_code == 403
    assert not Staff.objects.exists()


def test_a_closed_account_stays_closed() -> None:
    go("olga")
    Person.objects.filter(pk=person("olga").pk).update(is_active=False)
    assert go("olga").status_code == 403


def test_t24_an_e_mail_in_the_claims_is_nobodys_account() -> None:
    """Whoever may write their own e-mail at the service must not become somebody else here."""
    go("olga")
    go("faker")
    assert Staff.objects.count() == 2


def test_t46_a_name_that_deceives_is_not_taken_over() -> None:
    go("faker")
    assert Staff.objects.get().person.name == ""


def test_t25_an_answer_serves_once() -> None:
    browser = Client(SERVER_NAME="localhost")
    there = browser.get(f"{LOGIN}kommunen/").url  # type: ignore[attr-defined]
    answer = requests.post(there, data={"sub": "olga"}, timeout=5, allow_redirects=False)
    back = answer.headers["Location"].removeprefix("http://localhost")
    assert browser.get(back).status_code == 302
    assert Client(SERVER_NAME="localhost").get(back).status_code == 400
    assert browser.get(back).status_code == 400


def test_logging_out_ends_it_there_too() -> None:
    browser = Client(SERVER_NAME="localhost")
    go("olga", browser)
    there = browser.post("/logud/").url  # type: ignore[attr-defined]
    assert re.match(r"http://localhost:\d+/oauth2/end_session\?", there)
    assert browser.get("/medarbejder/").status_code == 302


def test_without_a_service_there_is_no_button(settings) -> None:  # type: ignore[no-untyped-def]
    settings.STAFF_ISSUER = ""
    assert "login/kommunen" not in Client().get(LOGIN).content.decode()
    assert Client().get(f"{LOGIN}kommunen/").url == LOGIN  # type: ignore[attr-defined]


def test_an_issuer_without_https_is_refused_outside_demo_mode(settings) -> None:  # type: ignore[no-untyped-def]
    settings.DEMO = False
    with pytest.raises(ImproperlyConfigured):
        sso.provider()
