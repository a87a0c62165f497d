"""T13: every address as every role, on one's own and foreign objects, in every state."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from tests.access.deeds import DEEDS, Deed
from tests.access.forms import fields_of, misplaces_token
from tests.access.table import ALL, LOGGED_IN, PAGES, Page, Status
from tests.access.world import ROLES, STATES, Place, World
from tests.architecture.test_marks import views

from deltagerbudget.acts.marks import mark_of
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.areas.models import Area
from deltagerbudget.municipality.brand import css_url
from deltagerbudget.municipality.card import card
from deltagerbudget.processes.models import Process
from deltagerbudget.ui import guard

pytestmark = pytest.mark.django_db
# A login begins a session; a page with personal data writes that it was looked at.
SESSION, LOOK = "django_session", "acts_look"
# `make test` walks these roles through these states, the whole suite every role through all of them.
FIRST = frozenset({"draft", "ideas", "review", "open"})
FIRST_ROLES = ("visitor", "author", "caseworker")
WALKS = [
    pytest.param(role, is_first, marks=() if is_first and role in FIRST_ROLES else pytest.mark.slow)
    for role in ROLES
    for is_first in (True, False)
]
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
OTHER = {"here": "there", "there": "here"}


def later(*roles: str) -> list[Any]:
    """Left to the whole suite."""
    return [pytest.param(role, marks=pytest.mark.slow) for role in roles]


def names(resolver: Any = None, space: str = "") -> Iterator[tuple[str, Any]]:
    """Every name of the URLconf and its view."""
    for entry in (resolver or get_resolver()).url_patterns:
        if hasattr(entry, "url_patterns"):
            yield from names(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        else:
            yield f"{space}{entry.name}", entry.callback


def client_of(world: World, role: str) -> Client:
    client = Client(raise_request_exception=False)
    person = world.people[role]
    if person is not None:
        client.force_login(person)
    return client


def belongs(role: str, who: frozenset[str], place: Place) -> bool:
    """Whether the role is among those, for this place. A role of the other area is nobody here."""
    if who >= LOGGED_IN:
        return role in who
    asked = place.state not in {"draft", "ready", "ideas"}
    there = OTHER[place.where]
    return (role in who and not role.endswith(f"_{there}")) or bool(
        {f"{role}@{place.where}", *({f"{role}@asked"} if asked else ())} & who
    )


def status_of(status: Status, place: Place) -> int:
    return status if isinstance(status, int) else status[place.state]


def expected(page: Page, role: str, place: Place) -> int:
    if role not in page.come:
        return 302 if role == "visitor" else 403
    inside = page.come if page.inside is None else page.inside
    # A page about nothing in particular asks for a role anywhere.
    about_a_place = any(hasattr(place, arg) for arg in page.args)
    is_narrowed = page.come != ALL or page.inside is not None
    is_in = belongs(role, inside, place) if about_a_place and is_narrowed else True
    return status_of(page.status if is_in else page.outside, place)


def address(thing: Page | Deed, place: Place) -> str | None:
    if thing.args == ("brand",):
        return css_url(card())
    values = [getattr(place, arg) if hasattr(place, arg) else arg for arg in thing.args]
    return None if None in values else reverse(thing.name, args=values)


def places_for(thing: Page | Deed, world: World, role: str) -> list[Place]:
    """Every one; or a few where the answer comes before the object is looked for, or is the same for all roles."""
    if not any(hasattr(world.places[0], arg) for arg in thing.args):
        return [world.at("ideas")]
    found = [place for place in world.places if address(thing, place)]
    come = COME[thing.name]
    if role not in come:
        return [found[0], found[-1]]
    if come == ALL and role not in {"visitor", "author", "administrator"}:
        return [place for place in found if place.state in {"draft", "open", "counted"}]
    return found


def part_of(places: list[Place], *, is_first: bool) -> list[Place]:
    return [place for place in places if (place.state in FIRST) == is_first]


COME = {page.name: page.come for page in PAGES}


def test_t13_every_address_has_an_entry() -> None:
    known = {page.name for page in PAGES}
    assert {name for name, _view in names()} == known
    assert len(list(names())) == len(list(views()))


def test_t13_every_view_that_takes_a_post_has_a_deed(world: World) -> None:
    """Asked of the view itself: whatever does not answer POST by 405."""
    taking = set()
    for role in ("visitor", "author", "owner", "auditor", "caseworker", "partner_here", "administrator"):
        client = client_of(world, role)
        for page in PAGES:
            url = address(page, world.at("published")) or address(page, world.at("ideas"))
            if role in page.come and url and post(client, url, {}, "").status != 405:
                taking.add(page.name)
    assert taking == {deed.name for deed in DEEDS} | ANSWER_ANY_METHOD


# Written without a method in mind; they change nothing, which the matrix shows.
ANSWER_ANY_METHOD = {"health", "brand", "logo", "identity:discovery", "identity:jwks"}
ANSWER_ANY_METHOD |= {"identity:authorize", "identity:end_session"}


def test_the_table_agrees_with_the_marks() -> None:
    """Who is let in by the mark is nobody whom the table keeps out, and the other way round."""
    from deltagerbudget.acts.tables import WHO
    from deltagerbudget.acts.vocabulary import Act, Role

    views_by_name = dict(names())
    roles = {"owner": Role.OWNER, "caseworker": Role.CASEWORKER, "partner_here": Role.PARTNER}
    roles |= {"auditor": Role.AUDITOR, "administrator": Role.ADMINISTRATOR, "resident": Role.RESIDENT}
    for page in PAGES:
        mark = mark_of(views_by_name[page.name])
        if isinstance(mark, Act) and not WHO[mark] & {Role.AUTHOR, Role.RESIDENT}:
            assert {name for name, role in roles.items() if role in WHO[mark]} == page.come & set(roles), page.name
        if mark in {"public", "booth"}:
            assert page.come == ALL, page.name


@pytest.mark.parametrize(("role", "is_first"), WALKS)
def test_t13_pages(world: World, role: str, *, is_first: bool) -> None:
    """What comes is what the table says, nothing is written by it, and T23: each form that is posted has the token."""
    client, wrong = client_of(world, role), []
    for page in PAGES:
        for place in part_of(places_for(page, world, role), is_first=is_first):
            url = address(page, place)
            with watched() as written:
                response = client.get(f"{url}{page.query}")
            wanted = expected(page, role, place)
            if response.status_code != wanted or written:
                wrong.append((page.name, place.state, place.where, f"{response.status_code}, not {wanted}", written))
            if role == "visitor" and role not in page.come:
                assert response.headers["Location"].startswith("/login/?next="), page.name
            if not response.streaming and misplaces_token(response.content.decode(errors="replace")):
                wrong.append((page.name, place.state, place.where, "T23: a form's token", []))
    assert wrong == []


@pytest.mark.parametrize(("role", "is_first"), WALKS)
def test_t13_deeds(world: World, role: str, *, is_first: bool) -> None:
    """Plausible and empty forms: done by who may, when it is time; otherwise refused, and nothing is different."""
    forms = {deed.name: shown_form(world, deed) for deed in DEEDS if deed.form}
    client = client_of(world, role)
    before, wrong = everything(), []
    for deed in DEEDS:
        for place in part_of(places_for(deed, world, role), is_first=is_first):
            url = str(address(deed, place))
            plausible = filled(deed, place) | forms.get(deed.name, {})
            may = belongs(role, deed.who, place)
            for data in [plausible, {}] if plausible else [plausible]:
                expects = data == plausible and may and place.state in deed.states
                answer = post(client, url, data, "" if expects else before)
                problem = judged(deed, role, place, answer, is_empty=data != plausible)
                if problem:
                    wrong.append((deed.name, place.state, place.where, "empty" if data != plausible else "", problem))
    assert wrong == []


def judged(deed: Deed, role: str, place: Place, answer: Answer, *, is_empty: bool) -> str:
    """What is wrong with the answer; empty when nothing is."""
    may, is_time = belongs(role, deed.who, place), place.state in deed.states
    said = f"{answer.status} {answer.location}"
    if answer.status >= 500:
        return said
    if answer.is_changed and not (may and (is_time or place.state in deed.perhaps)):
        return f"changed something: {said}"
    if may and is_time and not is_empty and not (answer.is_changed and answer.status == 302):
        return f"not done: {said}"
    sent_to_login = answer.status == 302 and answer.location.startswith("/login/?next=")
    is_refused = sent_to_login if role == "visitor" else answer.status in {403, 404, 409, 422}
    # An empty form of a page about nothing in particular is shown again.
    is_refused |= is_empty and answer.status == 200 and deed.name == "processes_staff:new"
    # A form without its stamp is a machine's, which is told nothing.
    is_refused |= is_empty and answer.status == 302 and "billet" in deed.data
    return "" if may or is_refused else said


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    is_changed: bool


def post(client: Client, url: str, data: dict[str, Any], before: str) -> Answer:
    """The answer, and whether anything was different after it; then all is as before, the login too."""
    cookies = {name: cookie.value for name, cookie in client.cookies.items()}
    with transaction.atomic():
        with watched(but=(SESSION,)) as written:
            response = client.post(url, data)
        is_changed = bool(written) and (not before or everything() != before)
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.load(cookies)
    return Answer(response.status_code, response.headers.get("Location", ""), is_changed)


class watched:
    """The tables written to while it lasts, but for those that a mere visit writes to."""

    def __init__(self, but: tuple[str, ...] = (SESSION, LOOK)) -> None:
        self.but = but

    def __enter__(self) -> list[str]:
        self.found: list[str] = []
        self.wrapper = connection.execute_wrapper(self._look)
        self.wrapper.__enter__()
        return self.found

    def __exit__(self, *error: Any) -> None:
        self.wrapper.__exit__(*error)

    def _look(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(WRITES) and not any(table in sql for table in self.but):
            self.found.append(sql[:60])
        return execute(sql, params, many, context)


def everything() -> str:
    """Of every row, those of relations between many among them, in the one order that is the same everywhere."""
    digest = hashlib.sha256()
    for model in apps.get_models(include_auto_created=True):
        if model.__name__ != "Session":
            digest.update(rows_of(model, [field.attname for field in model._meta.concrete_fields]).encode())
    return digest.hexdigest()


def rows_of(model: type[Model], names: list[str]) -> str:
    """As text, one a line. Read as they stand: Django's serializers take five times as long."""
    rows = model._base_manager.order_by("pk").values_list(*names)
    plain = ([bytes(value) if isinstance(value, memoryview) else value for value in row] for row in rows)
    return "\n".join([model._meta.label, *(str(dict(zip(names, row, strict=True))) for row in plain)])


def filled(deed: Deed, place: Place) -> dict[str, str]:
    from tests import make

    today = make.today()
    words = vars(place) | {
        "today": today.isoformat(),
        "next_year": (today + timedelta(days=300)).isoformat(),
        "billet": guard.stamp(time.time() - 10),
    }
    words |= {name: look_up(place) for name, look_up in ASKED.items() if f"{{{name}}}" in str(deed.data)}
    return {name: value.format(**words) for name, value in dict(deed.data).items()}


def _minute(place: Place) -> str:
    """In the review, with time for an appeal after it."""
    process = Process.objects.get(slug=place.slug)
    span = process.span_of(PhaseKind.REVIEW)
    assert span is not None
    return f"{timezone.localtime(span.starts_at + timedelta(days=1)):%Y-%m-%dT%H:%M}"


def _longer(place: Place) -> str:
    """A day after the end of the vote."""
    span = Process.objects.get(slug=place.slug).span_of(PhaseKind.VOTE)
    assert span is not None
    return f"{timezone.localtime(span.ends_at + timedelta(days=1)):%Y-%m-%dT%H:%M}"


# What has to be asked of the database.
ASKED = {"minute": _minute, "longer": _longer, "area_id": lambda place: Area.objects.get(slug=place.area).pk}


def shown_form(world: World, deed: Deed) -> dict[str, Any]:
    """The fields as the administrator is shown them, of a deltagerbudget that can still be set up."""
    url = address(deed, world.at("ready"))
    assert url is not None
    page = client_of(world, "administrator").get(url).content.decode()
    return fields_of(page)


def test_states_are_what_they_say(world: World) -> None:
    """The world is as the table believes; otherwise the matrix would prove nothing."""
    from deltagerbudget.ballots.models import Vote
    from deltagerbudget.processes.models import Process

    for place in world.places:
        process = Process.objects.get(slug=place.slug)
        vote = Vote.objects.filter(process=process).first()
        steps = STATES.index(place.state)
        assert (process.opened_at is not None) == (steps >= STATES.index("ideas"))
        assert (vote is not None) == (steps >= STATES.index("frozen"))
        assert bool(vote and vote.closed_at) == (steps >= STATES.index("closed"))
        assert bool(vote and vote.published_at) == (place.state == "published")
        assert [area.slug for area in process.areas.all()] == [place.area]
