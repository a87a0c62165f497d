"""What proposals are judged by: the municipality's list, and a deltagerbudget's own before it opens."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests import make
from tests.race import at_once

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Role
from deltagerbudget.criteria import builtin
from deltagerbudget.criteria.actions import criteria_digest, edit_criteria
from deltagerbudget.criteria.models import Criterion
from deltagerbudget.criteria.rules import in_places, with_codes
from deltagerbudget.processes.models import Process

pytestmark = pytest.mark.django_db
ROWS = [
    {"place": 2, "code": "", "text": "Det er til gavn for alle", "is_hard": False},
    {"place": 1, "code": "area", "text": "Det ligger her", "text_en": "It lies here", "is_hard": True},
]
LIST = "/medarbejder/kriterier/punkter/"


def as_(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def texts(process: Process | None = None) -> list[str]:
    return [row.text for row in Criterion.objects.of(process)]


def sent(rows: list[dict[str, Any]], seen: str) -> dict[str, Any]:
    values: dict[str, Any] = {"punkt-TOTAL_FORMS": len(rows), "punkt-INITIAL_FORMS": 0, "seen": seen}
    return values | {f"punkt-{at}-{name}": value for at, row in enumerate(rows) for name, value in row.items()}


def test_it_works() -> None:
    process = make.draft_process()
    edit_criteria(make.tove(), process, rows=ROWS, at=make.now())
    assert texts(process) == ["Det ligger her", "Det er til gavn for alle"]
    assert [row.code for row in Criterion.objects.of(process)] == ["area", "own-1"]
    entry = Entry.objects.of(process).newest_first()[0]
    assert (entry.act, entry.detail) == (Act.EDIT_CRITERIA, {"count": 2})


def test_without_a_list_the_one_of_the_municipality_holds_and_before_it_the_built_in_one() -> None:
    process = make.draft_process()
    assert texts(process) == texts() == [row.text for row in builtin.CRITERIA]
    edit_criteria(make.administrator(), None, rows=ROWS, at=make.now())
    assert texts(process) == texts() == ["Det ligger her", "Det er til gavn for alle"]


def test_what_is_open_keeps_the_criteria_that_residents_have_read() -> None:
    opened, draft = make.process(), make.draft_process()
    edit_criteria(make.administrator(), None, rows=ROWS, at=make.now())
    assert len(texts(opened)) == len(builtin.CRITERIA)
    assert len(texts(draft)) == 2


def test_not_after_the_opening() -> None:
    with pytest.raises(NotPossible):
        edit_criteria(make.tove(), make.process(), rows=ROWS, at=make.now())


def test_t14_nobody_else_may() -> None:
    process = make.draft_process()
    for actor in (make.anna(), make.bo(), make.fie(), make.staff("Viola fra Viby", Role.OWNER, make.area("Viby"))):
        with pytest.raises(NotYours):
            edit_criteria(actor, process, rows=ROWS, at=make.now())
    with pytest.raises(NotYours):
        edit_criteria(make.tove(), None, rows=ROWS, at=make.now())


def test_an_empty_list_and_the_same_twice_are_refused() -> None:
    process = make.draft_process()
    for rows in ([], [ROWS[0], ROWS[0]]):
        with pytest.raises(NotPossible):
            edit_criteria(make.tove(), process, rows=rows, at=make.now())


def test_a_list_that_somebody_changed_meanwhile_is_refused_once() -> None:
    process = make.draft_process()
    seen = criteria_digest(process)
    edit_criteria(make.tove(), process, rows=ROWS, seen=seen, at=make.now())
    with pytest.raises(NotPossible):
        edit_criteria(make.tom(), process, rows=ROWS[:1], seen=seen, at=make.now())
    assert len(texts(process)) == 2


@pytest.mark.both
def test_the_same_code_stands_once_in_a_list() -> None:
    row = {"code": "area", "place": 1, "text": "Det ligger her"}
    for process in (make.draft_process(), None):
        Criterion.objects.create(process=process, **row)
        with pytest.raises(IntegrityError), transaction.atomic():
            Criterion.objects.create(process=process, **row)


@pytest.mark.both
def test_two_who_fix_the_list_at_once_write_it_once() -> None:
    process = make.process()
    first, again = Criterion.objects.fixed(process), Criterion.objects.fixed(process)
    assert [row.pk for row in first] == [row.pk for row in again]
    assert len(first) == len(builtin.CRITERIA)


def test_rows_are_counted_again_and_new_ones_get_a_free_code() -> None:
    rows = with_codes(in_places([{"place": None, "text": "c"}, {"place": 7, "code": "own-1"}, {"place": 3}]))
    assert [(row["place"], row["code"]) for row in rows] == [(1, "own-2"), (2, "own-1"), (3, "own-3")]


def test_the_page_saves_the_list_and_keeps_what_was_typed_when_something_is_missing() -> None:
    process = make.draft_process()
    tove, page = as_(make.tove()), f"{LIST}{process.slug}/"
    assert "Den, der ejer jorden, siger ja" in tove.get(page).content.decode()
    row = {"place": "1", "code": "area", "text": "Det ligger her", "text_en": "", "help": "Se kortet", "is_hard": "on"}
    wrong = tove.post(page, sent([row, {"place": "2", "help": "Uden tekst"}], criteria_digest(process)))
    assert wrong.status_code == 422
    assert "Uden tekst" in wrong.content.decode()
    gone = {"place": "2", "text": "Væk", "DELETE": "on"}
    right = tove.post(page, sent([row, gone], criteria_digest(process)))
    assert right.status_code == 302
    assert texts(process) == ["Det ligger her"]


def test_the_page_only_shows_the_list_to_who_may_not_change_it() -> None:
    page = as_(make.tove()).get(LIST).content.decode()
    assert "Det ligger i området" in page
    assert 'name="seen"' not in page


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("stands", [False, True])
def test_two_who_save_the_list_of_all_at_once_leave_one_whole_list(stands: bool) -> None:
    chief, row = make.administrator(), {"place": 1, "text": "Er det lovligt?", "is_hard": True}
    if stands:
        edit_criteria(chief, None, rows=[{**row, "text": text} for text in ("Før?", "Også før?")], at=make.now())
    lists = [[{**row, "text": text} for text in texts] for texts in (("Fælles?", "A?"), ("Fælles?", "B?"))]
    done = at_once(*(lambda rows=rows: edit_criteria(chief, None, rows=rows, at=make.now()) for rows in lists))
    assert all(isinstance(each, list | NotPossible) for each in done), done
    texts = [criterion.text for criterion in Criterion.objects.of(None)]
    assert texts in [[row["text"] for row in rows] for rows in lists]
