"""The same done to several proposals in one press: each by its own act, and none twice."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from tests import make
from tests.race import at_once
from tests.review.kinds import asked_for, one_of_each_kind

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.approvals import pending_approval
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.vocabulary import Act, PhaseKind, Role
from deltagerbudget.criteria.models import Reason
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.review import bulk
from deltagerbudget.review.bulk import Deed
from deltagerbudget.review.models import Decision, Review
from deltagerbudget.review.rules import Ruling, Verdict

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def process(shelf: Any) -> Iterator[Process]:
    """Built once; each test rolls back what it does."""
    with shelf.lent("one of each kind", one_of_each_kind) as made:
        yield made


def page(process: Process, query: str = "") -> str:
    return f"/medarbejder/vurdering/{process.slug}/forslag/sammen/{query}"


def as_(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def pks(process: Process, *numbers: int) -> list[int]:
    return [Proposal.objects.get(process=process, number=number).pk for number in numbers]


def obstacles(process: Process, deed: Deed, **values: Any) -> dict[int | None, bool]:
    rows = bulk.loaded(Proposal.objects.filter(process=process)).order_by("number")
    return {line.proposal.number: bool(line.obstacle) for line in bulk.plan(deed, rows, values, at=make.now())}


def soon() -> str:
    return (make.today() + timedelta(days=9)).isoformat()


def test_it_works_from_the_ticks_to_what_was_done(process: Process) -> None:
    client, department = as_(make.tove()), make.department("Kultur").pk
    chosen = pks(process, 1, 2, 7)
    query = f"?goer=spoerg&sorter=titel&{'&'.join(f'valgt={pk}' for pk in chosen)}"
    html = client.get(page(process, query)).content.decode()
    assert "2 forslag er klar" in html
    assert "1 forslag kan ikke" in html
    said = {"goer": "spoerg", "valgt": chosen[:2], "department": department, "due_on": soon()}
    answer = client.post(page(process, query), said)
    assert answer.status_code == 302
    assert "sorter=titel" in answer["Location"]
    assert Review.objects.filter(department=department, proposal__in=chosen[:2]).count() == 2
    html = client.get(answer["Location"]).content.decode()
    assert "Gjort: 2 forslag" in html
    assert "Kultur" in html


def test_all_that_the_list_shows_is_counted_before(process: Process) -> None:
    html = as_(make.tove()).get(page(process, "?goer=spoerg&alle=1&mangler=afdeling")).content.decode()
    assert "2 forslag er klar" in html
    assert html.count("checked") == 2


def test_t14_nobody_does_in_one_press_what_the_role_may_not_do_one_by_one(process: Process) -> None:
    viola = make.staff("Viola fra Viby", Role.OWNER, make.area("Viby"))
    said = {"goer": "videre", "valgt": pks(process, 4), "reason": "God idé."}
    for actor, status in ((make.bo(), 403), (make.fie(), 403), (make.anna(), 403), (viola, 404)):
        assert as_(actor).get(page(process, "?goer=spoerg")).status_code == status
        assert as_(actor).post(page(process), said).status_code == status


def test_t14_what_is_not_of_this_list_is_not_touched(process: Process) -> None:
    other = make.submitted(make.process())
    said = {"goer": "spoerg", "valgt": [other.pk, "x", "9" * 30], "department": make.department().pk, "due_on": soon()}
    assert as_(make.tove()).post(page(process), said).status_code == 422
    assert not Review.objects.filter(proposal=other).exists()


def test_what_stands_in_the_way_of_each(process: Process) -> None:
    asked = {1: False, 2: False, 3: False, 4: True, 5: True, 6: False, 7: True, 8: False}
    assert obstacles(process, Deed.ASK, department=make.department(), due_on=make.today()) == asked
    admitted = {1: True, 2: True, 3: True, 4: False, 5: True, 6: True, 7: True, 8: True}
    assert obstacles(process, Deed.ADMIT) == admitted
    # Nobody but 6 was heard, and that is decided.
    assert set(obstacles(process, Deed.REFUSE).values()) == {True}
    assert obstacles(process, Deed.TOPIC, topic="Leg") == dict.fromkeys(range(1, 9), False) | {2: True}


def test_admitted_at_the_price_of_the_review_and_once(process: Process) -> None:
    client, chosen = as_(make.tove()), pks(process, 4)
    said = {"goer": "videre", "valgt": chosen, "reason": "God idé."}
    Review.objects.filter(proposal=chosen[0]).update(price_basis="Tilbud", running_cost_ore=500, running_payer="By")
    assert client.post(page(process), said).status_code == 302
    decision = Decision.objects.get(proposal=chosen[0])
    found = (decision.ruling, decision.price_ore, decision.price_basis, decision.running_cost_ore, decision.reason)
    assert found == (Ruling.ADMIT, 3_200_000, "Tilbud", 500, "God idé.")
    entries = Entry.objects.count()
    again = client.post(page(process), said | {"reason": "Noget andet."})
    assert again.status_code == 409
    assert "Noget andet." in again.content.decode()
    assert (Entry.objects.count(), Decision.objects.get(pk=decision.pk).reason) == (entries, "God idé.")


def test_departments_that_disagree_are_weighed_by_a_person(process: Process) -> None:
    values = {"due_on": make.today(), "verdict": Verdict.FEASIBLE, "price_ore": 100, "finished_at": make.now()}
    Review.objects.create(proposal_id=pks(process, 4)[0], department=make.department("Kultur"), **values)
    assert obstacles(process, Deed.ADMIT)[4]
    Review.objects.filter(department__name="Kultur").update(price_ore=3_200_000, verdict=Verdict.INFEASIBLE)
    assert obstacles(process, Deed.ADMIT)[4]


def test_a_refusal_keeps_its_second_person_and_the_earlier_wish(process: Process) -> None:
    four, eight = pks(process, 4, 8)
    make.heard(Proposal.objects.get(pk=four))
    said = {"goer": "afvis", "valgt": [four, eight], "reason": "Der ligger et kabel."}
    answer = as_(make.tove()).post(page(process), said)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Gjort: 1 forslag" in html
    assert "Ikke gjort: 1 forslag" in html
    assert f'value="{eight}" id="valgt-{eight}" checked' in html
    assert "Der ligger et kabel." in html
    decision = Decision.objects.get(proposal=four)
    assert decision.waits_for_second
    assert pending_approval(Act.APPROVE_REFUSAL, decision) is not None
    assert not Decision.objects.filter(proposal=eight).exists()


def test_a_topic_leaves_what_else_was_sorted(process: Process) -> None:
    Proposal.objects.filter(process=process, number=3).update(exclusive_group="bro", area=make.area())
    said = {"goer": "emne", "valgt": pks(process, 2, 3), "topic": "Leg"}
    assert as_(make.tove()).post(page(process), said).status_code == 409
    three = Proposal.objects.get(process=process, number=3)
    assert (three.category, three.exclusive_group, three.area) == ("Leg", "bro", make.area())
    assert as_(make.tove()).post(page(process), said | {"topic": "Findes ikke"}).status_code == 422


def test_nothing_typed_or_ticked_is_lost(process: Process) -> None:
    client = as_(make.tove())
    answer = client.post(page(process), {"goer": "videre", "valgt": pks(process, 4), "reason": ""})
    assert (answer.status_code, "checked" in answer.content.decode()) == (422, True)
    answer = client.post(page(process), {"goer": "videre", "reason": "God idé."})
    assert (answer.status_code, "Sæt kryds" in answer.content.decode()) == (422, True)
    assert client.get(page(process, "?goer=slet&valgt=1")).status_code == 200
    assert client.get(page(process)).status_code == 200


def test_a_reason_of_the_library_is_put_in_and_nothing_is_done(process: Process) -> None:
    reason, chosen = Reason.objects.listed()[0], pks(process, 4)
    make.heard(Proposal.objects.get(pk=chosen[0]))
    said = {"goer": "afvis", "valgt": chosen, "reason": "Først:", "indsaet": "1", "begrundelse": reason.title}
    answer = as_(make.tove()).post(page(process), said)
    html = answer.content.decode()
    assert (answer.status_code, "Først:" in html, escape(reason.words) in html) == (200, True, True)
    assert not Decision.objects.filter(proposal__in=chosen).exists()


def test_when_not(process: Process) -> None:
    made = make.shift_to(process, PhaseKind.VOTE)
    answer = as_(make.tove()).post(page(made), {"goer": "videre", "valgt": pks(made, 4), "reason": "God idé."})
    assert answer.status_code == 409
    assert not Decision.objects.filter(proposal__in=pks(made, 4)).exists()


def test_twenty_in_three_presses(process: Process) -> None:
    """The list, the choice of all, the reason: then twenty are decided."""
    made = make.shift_to(process, PhaseKind.IDEAS)
    for n in range(20, 40):
        make.reviewed(make.submitted(made, author=make.author(n)), price_ore=1_000_00)
    make.shift_to(made, PhaseKind.REVIEW)
    client = as_(make.tove())
    html = client.get(page(made, "?goer=videre&alle=1&mangler=afgoerelse")).content.decode()
    chosen = [part.split('"')[0] for part in html.split('name="valgt" value="')[1:]]
    assert len(chosen) == 21
    assert client.post(page(made), {"goer": "videre", "valgt": chosen, "reason": "God idé."}).status_code == 302
    assert Decision.objects.filter(ruling=Ruling.ADMIT).count() == 22


def test_queries_of_the_page_do_not_grow(process: Process) -> None:
    client, url = as_(make.tove()), page(process, "?goer=afvis&alle=1")
    few = queries(client, url)
    for number in (1, 2, 3):
        asked_for(Proposal.objects.get(process=process, number=number), 9, "Skole")
    assert queries(client, url) == few
    assert few <= 16


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


@pytest.mark.django_db(transaction=True)
@pytest.mark.both
def test_pressed_twice_at_the_same_moment_it_is_done_once() -> None:
    sent = make.submitted(made := make.process())
    make.shift_to(made, PhaseKind.REVIEW)
    make.reviewed(sent)
    tove = make.tove()

    def press() -> list[bulk.Line]:
        return bulk.do(tove, Deed.ADMIT, [sent], {"reason": "God idé."}, at=make.now())

    at_once(press, press)
    assert Entry.objects.of(sent).filter(act=Act.DECIDE_PROPOSAL).count() == 1
