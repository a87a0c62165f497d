from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Role
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.actions import Sorted, sort_proposals
from deltagerbudget.proposals.models import Proposal

pytestmark = pytest.mark.django_db
PRICES = (1_000_000, 2_000_000, 3_000_000)


def process() -> Process:
    return make.with_prices(PRICES, categories=["Trafik", "Leg"])


def as_(actor: Actor) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="da")
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def sort(where: Process, given: dict[int, Sorted], actor: Actor | None = None) -> None:
    sort_proposals(actor or make.tove(), where, given=given, at=make.now())


def test_it_works() -> None:
    where = process()
    sort(where, {1: Sorted("Trafik", where.area_ids[0], "stien"), 2: Sorted(exclusive_group="stien")})
    first, second, third = Proposal.objects.order_by("number")
    assert (first.category, first.area_name, first.exclusive_group) == ("Trafik", "Tranbjerg", "stien")
    assert (second.category, second.area, second.exclusive_group) == ("", None, "stien")
    assert (third.category, third.exclusive_group) == ("", "")
    assert Entry.objects.filter(act=Act.SORT_PROPOSALS).count() == 1


def test_the_vote_freezes_topics_areas_and_what_excludes_what() -> None:
    where = process()
    sort(
        where,
        {1: Sorted("Trafik", where.area_ids[0], "stien"), 2: Sorted("Leg", None, "stien"), 3: Sorted("", None, "ene")},
    )
    make.ballots.freeze_vote(make.tove(), where, at=make.now())
    vote = make.ballots.freeze_vote(make.tom(), where, at=make.now())
    assert vote is not None
    assert vote.frozen["exclusive"] == [["1", "2"]]
    assert [(item["categories"], item["area"]) for item in vote.frozen["projects"]] == [
        (["Trafik"], "Tranbjerg"),
        (["Leg"], ""),
        ([], ""),
    ]
    titles = ", ".join(item["title"] for item in vote.frozen["projects"][:2])
    assert any(titles in text for _heading, text in vote.frozen["regulation"]["da"])
    with pytest.raises(NotPossible, match="fastfrosset"):
        sort(where, {1: Sorted()})


def test_by_equal_shares_no_two_can_exclude_each_other() -> None:
    where = make.with_prices(PRICES, count_method="equal-shares", ballot_type="approval", categories=["Leg"])
    with pytest.raises(NotPossible, match="Lige andele kan ikke"):
        sort(where, {1: Sorted(exclusive_group="stien"), 2: Sorted("Leg")})
    assert not Proposal.objects.exclude(exclusive_group="").exists()
    sort(where, {1: Sorted("Leg")})


@pytest.mark.parametrize("who", [make.anna, make.bo, make.fie])
def test_t14_others_may_not(who: Callable[[], Actor]) -> None:
    with pytest.raises(NotYours):
        sort(process(), {1: Sorted("Leg")}, who())


def test_t14_nor_the_owner_of_another_area() -> None:
    with pytest.raises(NotYours):
        sort(process(), {1: Sorted("Leg")}, make.staff("Vibeke Viby", Role.OWNER, make.area("Viby")))


def test_a_topic_or_an_area_of_elsewhere_is_refused() -> None:
    where = process()
    with pytest.raises(NotPossible, match="“Kultur”"):
        sort(where, {1: Sorted("Kultur")})
    with pytest.raises(NotPossible, match="områderne"):
        sort(where, {1: Sorted(area_id=make.area("Viby").pk)})
    assert not Proposal.objects.exclude(category="", area=None).exists()


def test_the_page_sorts_and_keeps_what_it_does_not_ask_for() -> None:
    where = process()
    Proposal.objects.filter(number=1).update(area=where.area_ids[0])
    client, address = as_(make.tove()), f"/medarbejder/forslag/{where.slug}/sorter/"
    page = client.get(address)
    assert page.status_code == 200
    assert page.content.decode().count("<select") == 3
    values = {"topic-1": "Leg", "topic-2": "", "topic-3": "Trafik", "group-1": " stien ", "group-2": "", "group-3": ""}
    assert client.post(address, values).status_code == 302
    first = Proposal.objects.get(number=1)
    assert (first.category, first.area_id, first.exclusive_group) == ("Leg", where.area_ids[0], "stien")
    wrong = client.post(address, values | {"topic-1": "Kultur", "group-2": "bevar mig"})
    assert wrong.status_code == 422
    assert "bevar mig" in wrong.content.decode()


def test_several_areas_are_asked_for() -> None:
    where = process()
    viby = make.area("Viby")
    where.areas.add(viby)
    client, address = as_(make.administrator()), f"/medarbejder/forslag/{where.slug}/sorter/"
    values = {f"{part}-{number}": "" for part in ("topic", "area", "group") for number in (1, 2, 3)}
    assert client.post(address, values | {"area-2": str(viby.pk)}).status_code == 302
    assert [row.area_name for row in Proposal.objects.order_by("number").select_related("area")] == ["", "Viby", ""]
