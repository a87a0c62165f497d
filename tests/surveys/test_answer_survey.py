"""An answer is one more in some sums, and nobody's."""

from __future__ import annotations

from typing import Any

import pytest
from tests.race import at_once
from tests.surveys.asked import answered, numbers, opened

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.surveys import rules
from deltagerbudget.surveys.models import Collection, FreeText

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    collection = opened()
    before = Entry.objects.count()
    answered(collection, {0: 1, 1: 4, 2: 3, 3: " Mere lys. "})
    answered(collection, {0: 1, 1: 5})
    assert {place: number for place, number in numbers(collection).items() if number} == {
        (0, 1): 2,
        (1, 4): 1,
        (1, 5): 1,
        (2, 3): 1,
    }
    assert Collection.objects.get().respondents == 2
    assert [(row.question, row.text) for row in FreeText.objects.all()] == [(3, "Mere lys.")]
    assert Entry.objects.count() == before


def test_what_is_no_answer_changes_nothing() -> None:
    collection = opened()
    wrong: tuple[dict[int, Any], ...] = (
        {},
        {0: 3},
        {0: 0},
        {1: 6},
        {2: 4},
        {0: True},
        {0: "1"},
        {9: 1},
        {-1: 1},
        {3: 1},
        {3: "  "},
        {3: "x" * 501},
        {0: 1, 3: "Jeg er 070761-4285"},
    )
    for given in wrong:
        with pytest.raises(NotPossible):
            answered(collection, given)
    assert set(numbers(collection).values()) == {0}
    assert (Collection.objects.get().respondents, FreeText.objects.count()) == (0, 0)


def test_there_is_an_end_to_what_anybody_can_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_TEXTS", 1)
    collection = opened()
    answered(collection, {3: "Et"})
    with pytest.raises(NotPossible):
        answered(collection, {0: 1, 3: "To"})
    answered(collection, {0: 1})
    assert Collection.objects.get().respondents == 2


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_two() -> None:
    collection = opened()
    given = [{0: 1, 3: f"Tekst {number}"} for number in range(6)]
    found = at_once(*(lambda answer=answer: answered(collection, answer) for answer in given))
    assert found == [None] * 6
    assert numbers(collection)[0, 1] == 6
    assert Collection.objects.get().respondents == 6
    assert sorted(FreeText.objects.values_list("text", flat=True)) == [f"Tekst {number}" for number in range(6)]


def test_the_order_of_texts_is_not_that_of_those_who_wrote() -> None:
    """Each time all are written anew under new random keys, so no row stays where it was put."""
    collection, orders = opened(), set()
    for number in range(6):
        before = set(FreeText.objects.values_list("key", flat=True))
        answered(collection, {3: f"Tekst {number}"})
        after = list(FreeText.objects.values_list("key", flat=True).order_by("key"))
        assert not before & set(after)
    for _time in range(12):
        answered(collection, {0: 1})
        orders.add(tuple(FreeText.objects.mixed().values_list("text", flat=True)))
    assert len(orders) > 1
    assert all(sorted(order) == [f"Tekst {number}" for number in range(6)] for order in orders)


@pytest.mark.postgresql
def test_hidden_columns_of_the_database_say_nothing_of_the_last_answer() -> None:
    """Every sum and text carries the same transaction, whatever was chosen in it."""
    from django.db import connection

    collection = opened()
    answered(collection, {0: 1, 3: "Først."})
    answered(collection, {1: 5})
    with connection.cursor() as cursor:
        for table in ("surveys_sum", "surveys_freetext"):
            cursor.execute(f"SELECT DISTINCT xmin::text, cmin::text FROM {table}")  # noqa: S608 - two names of ours
            assert len(cursor.fetchall()) == 1, table
