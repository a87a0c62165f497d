"""Supports stay with the proposal that they were given to; a joint one counts each person once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import make
from tests.support import rounds
from tests.together import states

from deltagerbudget.accounts.models import Person
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.support.actions import support_proposal, withdraw_support
from deltagerbudget.support.models import Support, with_supporters
from deltagerbudget.together.merging import split_proposals
from deltagerbudget.together.models import Merge

pytestmark = pytest.mark.django_db

GIVEN = st.sets(st.tuples(st.integers(0, 2), st.integers(0, 5)))


def merged(rows: list[Proposal]) -> Merge:
    return states.merged([rounds.fresh(row) for row in rows])


def all_given() -> list[Any]:
    return list(Support.objects.order_by("pk").values())


@pytest.mark.both
def test_a_person_counts_once_and_an_author_of_the_joint_one_not_at_all() -> None:
    first, second, third = rounds.rows(rounds.process(sent=3))
    rounds.supported(first, 1, 2)
    rounds.supported(second, 2, 3)
    support_proposal(make.author(1), first, at=make.now())
    before = [rounds.count(row) for row in (first, second, third)]
    assert before == [3, 2, 0]
    merge = merged([first, second])
    assert rounds.count(first) == 3
    assert rounds.supported(first, 3) == list(Support.objects.filter(proposal=second).order_by("-pk")[:1])
    split_proposals(make.tove(), merge, at=make.now())
    assert [rounds.count(row) for row in (first, second, third)] == before


def test_who_thinks_again_supports_no_part_of_the_joint_one() -> None:
    first, second = rounds.rows(rounds.process(sent=2))
    rounds.supported(first, 1)
    rounds.supported(second, 1)
    merged([first, second])
    withdraw_support(rounds.neighbour(1), rounds.fresh(first), at=make.now())
    assert rounds.count(first) == 0
    assert not Support.objects.exists()


def test_who_comes_with_the_old_address_sees_the_joint_text_first() -> None:
    first, second = rounds.rows(rounds.process(sent=2))
    merged([first, second])
    client = Client()
    client.force_login(Person.objects.get(pk=rounds.neighbour(1).person_id))
    answer = client.post(reverse("support:support", args=[second.pk]))
    assert answer.url == reverse("support:support", args=[first.pk])  # type: ignore[attr-defined]
    assert not Support.objects.exists()


@pytest.fixture
def parts(db: None) -> list[Proposal]:
    for number in range(6):
        rounds.neighbour(number)
    return rounds.rows(rounds.process(sent=3))


@settings(max_examples=12, deadline=timedelta(seconds=20), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given=GIVEN, joined=st.sampled_from([(0, 1), (0, 2), (0, 1, 2)]))
def test_a_merge_counts_distinct_persons_and_a_split_is_no_change(
    parts: list[Proposal], given: set[tuple[int, int]], joined: tuple[int, ...]
) -> None:
    with transaction.atomic():
        for place, number in sorted(given):
            rounds.supported(parts[place], number)
        stored, before = all_given(), [rounds.count(row) for row in parts]
        merge = merged([parts[place] for place in joined])
        assert rounds.count(parts[0]) == len({number for place, number in given if place in joined})
        split_proposals(make.tove(), merge, at=make.now())
        assert all_given() == stored
        assert [rounds.count(row) for row in parts] == before
        listed = with_supporters(Proposal.objects.filter(pk__in=[row.pk for row in parts])).order_by("number")
        assert [vars(row)["supporters"] for row in listed] == before
        transaction.set_rollback(True)
