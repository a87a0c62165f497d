"""The staff's door: two steps, in their order, once each."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from tests import make
from tests.staff.people import CODE, FACTOR, LOGIN, SETUP, Member, member, newest_code, roles

from deltagerbudget.acts.models import Grant
from deltagerbudget.acts.vocabulary import Role
from deltagerbudget.staff import totp
from deltagerbudget.staff.factors import new_codes
from deltagerbudget.staff.models import Attempt, DoorMail, Factor, Staff

pytestmark = pytest.mark.django_db
HOME = "/medarbejder/"


@pytest.fixture
def bente() -> Member:
    return member()


def test_it_works(bente: Member) -> None:
    browser = bente.browser
    assert browser.get(HOME).url == f"{LOGIN}?next=/medarbejder/"  # type: ignore[attr-defined]
    assert browser.post(f"{LOGIN}?next=/medarbejder/afstemninger/", {"address": "bente@example.dk"}).url == CODE  # type: ignore[attr-defined]
    assert browser.post(CODE, {"code": newest_code("bente@example.dk").lower()}).url == FACTOR  # type: ignore[attr-defined]
    assert browser.post(FACTOR, {"code": bente.shown()}).url == "/medarbejder/afstemninger/"  # type: ignore[attr-defined]
    assert browser.get("/medarbejder/afstemninger/").status_code == 200
    assert Staff.objects.get(person=bente.person).last_seen_on == make.today()


def test_t30_no_step_is_skipped_by_its_address(bente: Member) -> None:
    """The code alone opens nothing: no page of the staff, none of one's own, no other step."""
    assert bente.browser.get(FACTOR).url == LOGIN  # type: ignore[attr-defined]
    assert bente.browser.get(SETUP).url == LOGIN  # type: ignore[attr-defined]
    bente.type_code()
    for path in (HOME, "/medarbejder/adgang/", "/medarbejder/adgang/koder/", "/medarbejder/deltagerbudgetter/nyt/"):
        assert bente.browser.get(path).url.startswith(LOGIN), path  # type: ignore[attr-defined]
        assert bente.browser.post(path).status_code in {302, 405}, path
    assert bente.browser.get("/min-side/").url.startswith("/login/")  # type: ignore[attr-defined]
    # Who has a second step cannot set another one up from here.
    assert bente.browser.get(SETUP).url == FACTOR  # type: ignore[attr-defined]
    assert bente.browser.post(SETUP, {"code": "123456"}).url == FACTOR  # type: ignore[attr-defined]
    assert bente.person.factors.count() == 1


def test_t30_a_role_counts_only_after_both_steps(bente: Member) -> None:
    """However a session came about: without the mark of both steps it holds no role of the staff."""
    bente.browser.force_login(bente.person)
    assert bente.browser.get(HOME).status_code == 403
    assert bente.browser.get("/medarbejder/deltagerbudgetter/nyt/").status_code == 403


def test_t30_a_resident_with_a_role_comes_in_by_the_staffs_door_only() -> None:
    Grant.objects.create(person=make.person("Anna Jensen"), role=Role.ADMINISTRATOR)
    browser = Client()
    browser.force_login(make.person("Anna Jensen"))
    assert browser.get("/medarbejder/personale/").status_code == 403
    assert browser.get("/min-side/").status_code == 200


def test_t30_a_code_of_the_app_works_once(bente: Member) -> None:
    code = bente.shown()
    bente.type_code()
    assert bente.browser.post(FACTOR, {"code": code}).status_code == 302
    other = Member(bente.person, bente.secret)
    other.type_code()
    assert other.browser.post(FACTOR, {"code": code}).status_code == 422
    # Nor does an earlier one, once a later one was used.
    earlier = totp.code_at(bente.secret, int(time.time()) // totp.SECONDS - 1)
    assert other.browser.post(FACTOR, {"code": earlier}).status_code == 422


def test_t30_a_recovery_code_works_once(bente: Member) -> None:
    codes = new_codes(bente.person)
    bente.type_code()
    assert bente.browser.post(FACTOR, {"code": codes[0].lower()}).status_code == 302
    other = Member(bente.person, bente.secret)
    other.type_code()
    assert other.browser.post(FACTOR, {"code": codes[0]}).status_code == 422
    assert other.browser.post(FACTOR, {"code": codes[1]}).status_code == 302


def test_t30_a_broken_answer_of_a_key_opens_nothing(bente: Member) -> None:
    bente.type_code()
    for answer in ("", "{}", "null", "[]", '{"id": 1}', "\x00", "9" * 10_000):
        assert bente.browser.post(FACTOR, {"credential": answer}).status_code in {302, 422, 429}
        assert bente.browser.get(HOME).status_code == 302


def test_t30_without_a_second_step_it_must_be_set_up() -> None:
    bente = member(with_app=False)
    assert bente.type_code().url == SETUP
    assert bente.browser.get(HOME).status_code == 302
    page = bente.browser.get(SETUP)
    secret = page.context["secret"].replace(" ", "")
    assert bente.browser.get(SETUP).context["secret"] == page.context["secret"]
    assert bente.browser.post(SETUP, {"code": "000000"}).status_code == 422
    now = totp.code_at(secret, int(time.time()) // totp.SECONDS)
    assert bente.browser.post(SETUP, {"code": f"{now[:3]} {now[3:]}"}).url == "/medarbejder/adgang/koder/"  # type: ignore[attr-defined]
    assert bente.browser.get(HOME).status_code == 200
    assert secret not in Factor.objects.get(person=bente.person).secret


def test_t28_a_known_and_an_unknown_address_get_the_same_answer(bente: Member) -> None:
    answers = []
    for address in ("bente@example.dk", "nobody@example.dk"):
        browser = Client(SERVER_NAME="localhost")
        sent = browser.post(LOGIN, {"address": address})
        shown = browser.get(CODE)
        wrong = browser.post(CODE, {"code": "AAAA AAAA"})
        answers.append(
            [
                (page.status_code, page.headers.get("Location"), sorted(page.cookies), without_token(page.content))
                for page in (sent, shown, wrong)
            ]
        )
    assert answers[0] == answers[1]
    assert DoorMail.objects.filter(address="").count() == 1


def test_t28_a_known_and_an_unknown_address_cost_the_same(bente: Member) -> None:
    Client(SERVER_NAME="localhost").post(LOGIN, {"address": "first@example.dk"})
    counted = []
    for address in ("bente@example.dk", "nobody@example.dk"):
        with Counted() as found:
            Client(SERVER_NAME="localhost").post(LOGIN, {"address": address})
        counted.append(found.statements)
    assert counted[0] == counted[1]


def test_t28_too_many_tries_say_the_same(bente: Member) -> None:
    for address in ("bente@example.dk", "nobody@example.dk"):
        answers = [Client(SERVER_NAME="localhost").post(LOGIN, {"address": address}).status_code for _try in range(7)]
        assert answers == [302] * 5 + [429] * 2


def test_t41_a_code_has_five_tries_in_any_spelling(bente: Member) -> None:
    bente.browser.post(LOGIN, {"address": "bente@example.dk"})
    for code in ("AAAA AAAA", "aaaa-aaab", "AAAAAAAC", " AAAA  AAAD ", "AAAA-AAAE"):
        assert bente.browser.post(CODE, {"code": code}).status_code == 422
    assert bente.browser.post(CODE, {"code": newest_code("bente@example.dk")}).status_code == 429
    assert bente.browser.get(CODE).url == LOGIN  # type: ignore[attr-defined]


def test_t41_the_second_step_is_counted_over_all_logins(bente: Member) -> None:
    """Beginning again, or coming from elsewhere, gives no new tries; nor does success."""
    refused = 0
    for attempt in range(4):
        other = Member(bente.person, bente.secret, Client(SERVER_NAME="localhost", REMOTE_ADDR=f"10.0.0.{attempt}"))
        Attempt.objects.filter(until__lte=make.now() + timedelta(minutes=16)).delete()
        other.type_code()
        refused += sum(other.browser.post(FACTOR, {"code": "000000"}).status_code == 429 for _try in range(4))
    assert refused > 0
    Member(bente.person, bente.secret).type_code()
    late = Member(bente.person, bente.secret, Client(SERVER_NAME="localhost", REMOTE_ADDR="10.0.9.9"))
    late.type_code()
    assert late.browser.post(FACTOR, {"code": bente.shown()}).status_code == 429


def test_t29_a_code_of_one_login_opens_no_other(bente: Member) -> None:
    bente.browser.post(LOGIN, {"address": "bente@example.dk"})
    first = newest_code("bente@example.dk")
    bente.browser.post(LOGIN, {"address": "bente@example.dk"})
    assert bente.browser.post(CODE, {"code": first}).status_code == 422


def test_t27_the_session_gets_a_new_key_at_each_step(bente: Member) -> None:
    keys = []
    for step in (
        lambda: bente.browser.post(LOGIN, {"address": "bente@example.dk"}),
        lambda: bente.browser.post(CODE, {"code": newest_code("bente@example.dk")}),
        lambda: bente.browser.post(FACTOR, {"code": bente.shown()}),
    ):
        step()
        keys.append(bente.browser.cookies["session"].value)
    assert len(set(keys)) == 3


def test_t47_an_address_with_letters_of_several_forms_is_nobodys(bente: Member) -> None:
    member("Mike Straat")
    for typed in ("mıke@example.dk", "mi\u212ae@example.dk", "mike@example.dk\u200b", "ｍike@example.dk"):
        Client(SERVER_NAME="localhost").post(LOGIN, {"address": typed})
    assert not DoorMail.objects.filter(address="mike@example.dk").exists()
    Client(SERVER_NAME="localhost").post(LOGIN, {"address": "MIKE@Example.DK"})
    assert DoorMail.objects.exclude(address="").get().address == "mike@example.dk"


def test_an_account_that_is_closed_between_the_steps_is_not_let_in(bente: Member) -> None:
    bente.type_code()
    type(bente.person).objects.filter(pk=bente.person.pk).update(is_active=False)
    assert bente.browser.post(FACTOR, {"code": bente.shown()}).url == LOGIN  # type: ignore[attr-defined]
    assert roles(bente.person) == {"owner"}


def without_token(content: bytes) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", content.decode())


class Counted:
    """The statements of the database, without their values."""

    def __enter__(self) -> Counted:
        self.statements: list[str] = []
        self._wrapper = connection.execute_wrapper(self._look)
        self._wrapper.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._wrapper.__exit__(*error)

    def _look(self, execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        self.statements.append(re.sub(r'_x\d+"', '"', sql))
        return execute(sql, params, many, context)
