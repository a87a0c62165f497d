"""200 proposals, 30 caseworkers, 2,000 comments: no page asks the database more than it does for a few of each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.models import Model
from tests import make
from tests.access.table import ALL, PAGES, Page
from tests.access.test_matrix import address, belongs, client_of
from tests.access.world import Place, World

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.events.models import Booking, Event
from deltagerbudget.notifications.models import Follower, Following
from deltagerbudget.proposals.models import Authorship, Proposal, ProposalVersion
from deltagerbudget.review.models import Department, Note, Review, Revision
from deltagerbudget.talk.models import Agreement, Answer, Point, Question, Report

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ROLES = ("visitor", "author", "owner_here", "caseworker", "partner_here", "administrator")
# Of a page for everyone: nine, and one for the clock of a demonstration.
MOST_PUBLIC = 10
FEW = 3
_new = count(1)


@dataclass(frozen=True)
class Size:
    proposals: int
    caseworkers: int
    comments: int


def copied(row: Model, **values: Any) -> Any:
    """Another row like it, not stored yet."""
    fields = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.attname != "id"
    }
    return type(row)(**fields | values)


def grow(place: Place, event: int | None, size: Size) -> None:
    """By hand: only reading is measured. Half of the talk is about one proposal, and half about all the others."""
    first = Proposal.objects.get(pk=place.proposal)
    anna = first.authorships.all()[0].person
    people = Person.objects.bulk_create(
        copied(anna, ref=f"grown-{next(_new)}", name=f"Beboer Nr{n}", email=f"{next(_new)}@example.dk")
        for n in range(max(size.comments // 10, size.proposals))
    )
    others = Proposal.objects.bulk_create(
        copied(first, number=1000 + next(_new), title=f"Forslag {n}", shuffle=[]) for n in range(size.proposals)
    )
    Authorship.objects.bulk_create(
        Authorship(proposal=row, person=people[n], consent_at=make.now()) for n, row in enumerate(others)
    )
    Authorship.objects.bulk_create(
        Authorship(proposal=first, person=person) for person in people[: size.proposals // 10]
    )
    departments = _staffed(size.caseworkers)
    _asked([first, *others], departments)
    about: list[Proposal] = [first if n % 2 else others[n % len(others)] for n in range(size.comments)]
    _talked(about, people)
    _met(event, people)


def _staffed(number: int) -> list[Department]:
    found = [Department.objects.create(name=f"Afdeling {next(_new)}") for _n in range(max(number // 3, 1))]
    for n in range(number):
        found[n % len(found)].members.add(make.staff(f"Sagsbehandler {next(_new)}", "caseworker").person_id or 0)
    return found


def _asked(proposals: list[Proposal], departments: list[Department]) -> None:
    today, at = make.today(), make.now()
    Review.objects.bulk_create(
        Review(proposal=row, department=department, due_on=today, finished_at=at if n % 2 else None)
        for n, row in enumerate(proposals)
        for department in departments[:3]
    )
    heard = {"wish": "Flyt den.", "until": today, "asked_at": at, "answer": "kept", "answered_at": at}
    Revision.objects.bulk_create(Revision(proposal=row, **heard) for row in proposals)
    texts = {"title": "Før", "what": "Før", "at": at, "answers": {}}
    ProposalVersion.objects.bulk_create(
        ProposalVersion(proposal=row, number=100 + next(_new), **texts) for row in [*proposals, *proposals[:1] * 5]
    )


def _talked(about: list[Proposal], people: list[Person]) -> None:
    at, bo = make.now(), make.bo().person_id
    said = [(row, people[n % len(people)]) for n, row in enumerate(about)]
    questions = Question.objects.bulk_create(
        Question(proposal=row, person=person, voice="resident", text="Hvorfor?", at=at) for row, person in said[::3]
    )
    Answer.objects.bulk_create(
        Answer(question=row, person_id=bo, voice="municipality", role="caseworker", text="Derfor.", at=at)
        for row in questions[::2]
    )
    points = Point.objects.bulk_create(
        Point(proposal=row, person=person, side="for", text="Godt.", at=at) for row, person in said[1::3]
    )
    Agreement.objects.bulk_create(Agreement(point=row, person=people[0], at=at) for row in points)
    Report.objects.bulk_create(Report(point=row, person=people[0], ground="hurtful", at=at) for row in points[::5])
    Note.objects.bulk_create(
        Note(proposal=row, person_id=bo, role="caseworker", text="Husk.", at=at) for row, _person in said[2::3]
    )
    entry = {"act": "write_review", "role": "caseworker", "target_type": "proposals.proposal", "at": at}
    Entry.objects.bulk_create(
        Entry(target_id=str(row.pk), process_id=row.process_id, person=person, **entry) for row, person in said
    )
    followers = Follower.objects.bulk_create(Follower(person=person) for person in people)
    Following.objects.bulk_create(
        Following(follower=follower, proposal=about[n % len(about)], asked_at=at, confirmed_at=at)
        for n, follower in enumerate(followers)
    )


def _met(pk: int | None, people: list[Person]) -> None:
    event = Event.objects.get(pk=pk)
    event.capacity = len(people) * 10
    event.save(update_fields=["capacity"])
    Event.objects.bulk_create(copied(event, title=f"Idédag {n}") for n in range(len(people)))
    Booking.objects.bulk_create(Booking(event=event, person=person, at=make.now()) for person in people)


@contextmanager
def counted() -> Iterator[list[int]]:
    """Their number; a log of them would be too long."""
    number = [0]

    def count_one(execute: Any, *given: Any) -> Any:
        number[0] += 1
        return execute(*given)

    with connection.execute_wrapper(count_one):
        yield number


def asked(world: World, place: Place) -> dict[tuple[str, str], int]:
    """How many queries each page that answers costs each role."""
    found = {}
    for role in ROLES:
        client = client_of(world, role)
        for page in PAGES:
            # Meetings are those of the area.
            url = address(page, place) or address(page, world.at("ideas"))
            if url is None or not _is_in(page, role, place):
                continue
            cache.clear()
            with counted() as queries:
                response = client.get(f"{url}{page.query}")
            if response.status_code == 200:
                found[role, page.name] = queries[0]
    return found


def _is_in(page: Page, role: str, place: Place) -> bool:
    inside = page.come if page.inside is None else page.inside
    return role in page.come and (page.come == ALL or belongs(role, inside, place))


def test_no_page_costs_more_queries_when_there_is_more(world: World) -> None:
    place, event = world.at("review"), world.at("ideas").event
    grow(place, event, Size(proposals=12, caseworkers=FEW, comments=60))
    few = asked(world, place)
    grow(place, event, Size(proposals=188, caseworkers=27, comments=1940))
    many = asked(world, place)
    assert len(many) > 150
    grown = {key: (few.get(key), number) for key, number in many.items() if number > few.get(key, 0)}
    assert grown == {}
    dear = {name for (role, name), n in many.items() if role == "visitor" and n > MOST_PUBLIC} - {"demo:home"}
    assert dear == set()
