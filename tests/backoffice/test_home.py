from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests import make
from tests.realisation.initiatives import draft

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.backoffice import views
from deltagerbudget.backoffice.waiting import Task, groups_of, tasks_of
from deltagerbudget.ballots.actions import freeze_vote
from deltagerbudget.processes.models import Process
from deltagerbudget.realisation.actions import fund_initiative, plan_milestone, start_realisation
from deltagerbudget.results.actions import publish_result
from deltagerbudget.review.actions import assign_review

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def texts(actor: Actor, *, days: int = 0) -> list[str]:
    return [task.text for task in tasks_of(actor, make.now() + timedelta(days=days))]


def in_review() -> Process:
    process = make.process(PhaseKind.IDEAS)
    make.submitted(process)
    return make.shift_to(process, PhaseKind.REVIEW)


def test_it_works(client: Client) -> None:
    in_review()
    client.force_login(Person.objects.get(name="Tove Tovholder"))
    page = client.get("/en/medarbejder/")
    assert "1 proposal has no decision" in page.text
    assert "Freeze the vote" in page.text
    assert "no-store" in page["Cache-Control"]


def test_residents_and_strangers_are_kept_out(client: Client) -> None:
    make.anna()
    assert client.get("/medarbejder/").status_code == 302
    client.force_login(Person.objects.get(name="Anna Jensen"))
    for url in ("/medarbejder/", "/medarbejder/afstemninger/", "/medarbejder/projektliste/", "/medarbejder/kommunen/"):
        assert client.get(url).status_code == 403


def test_reviews_of_my_own_department_come_overdue_first() -> None:
    process = make.process(PhaseKind.IDEAS)
    late, soon = (make.submitted(process, author=make.author(n)) for n in (1, 2))
    other = make.submitted(process, author=make.author(3))
    make.shift_to(process, PhaseKind.REVIEW)
    today = make.today()
    assign_review(make.tove(), soon, make.department(), due_on=today + timedelta(days=3), at=make.now())
    assign_review(make.tove(), late, make.department(), due_on=today - timedelta(days=3), at=make.now())
    stranger = make.staff("Rikke Kultur", make.Role.CASEWORKER)
    assign_review(make.tove(), other, make.department(), due_on=today, at=make.now())
    found = tasks_of(make.bo(), make.now())
    named = [f"{row.number}. {row.title}" for row in (late, other, soon)]
    assert [task.about for task in found] == named
    assert {task.deed for task in found} == {"Judge it"}
    assert [task.is_late for task in found] == [True, False, False]
    assert tasks_of(stranger, make.now()) == []


def test_a_refusal_waits_for_somebody_else() -> None:
    proposal = in_review().proposals.get()
    make.refused(proposal)
    waiting = "A refusal waits for your yes as the second person"
    assert waiting not in texts(make.tove())
    assert waiting in texts(make.tom())


def test_freezing_waits_for_the_second_person() -> None:
    process = make.with_prices((1_000_000,))
    freeze_vote(make.tove(), process, at=make.now())
    assert "Freeze the vote" in texts(make.tove())
    assert "Freeze the vote: waits for you as the second person" in texts(make.tom())


def test_the_way_to_the_result_and_the_keys() -> None:
    vote = make.open_vote()
    make.cast(vote, "anna", [1])
    assert not [text for text in texts(make.tove()) if "vote" in text or "result" in text]
    vote = make.closed(vote)
    assert "Count the votes" in texts(make.tove())
    result = make.counted(vote)
    assert "Publish the result" in texts(make.tove())
    publish_result(make.tove(), result, at=make.now())
    assert "Publish the result: waits for you as the second person" in texts(make.tom())
    publish_result(make.tom(), result, at=make.now())
    assert "Destroy the keys" not in texts(make.tove())
    assert "Destroy the keys" in texts(make.tove(), days=8)


def test_a_late_milestone() -> None:
    result = make.finished()
    won = result.vote.process.proposals.filter(project_result__decision="funded").first()
    assert won is not None
    make.released(result.vote.process)
    started = start_realisation(make.tove(), won, owner_title="Tovholder", carried_out_by="Vej", at=make.now())
    plan_milestone(make.tove(), started, title="Bænken står", due_on=make.today(), at=make.now())
    assert "A milestone is late" not in texts(make.tove())
    assert "A milestone is late" in texts(make.tove(), days=2)


def test_b41_preparation_waits_for_its_checklist() -> None:
    make.draft_process()
    assert any("missing before it can open" in text for text in texts(make.tove()))
    assert texts(make.bo()) == []


def test_t14_staff_of_one_area_see_their_own_area_alone() -> None:
    in_review()
    elsewhere = make.staff("Vera Viby", make.Role.OWNER, make.area("Viby"))
    assert tasks_of(elsewhere, make.now()) == []


def test_the_menu_shows_what_the_roles_allow(client: Client) -> None:
    make.bo()
    make.administrator()
    client.force_login(Person.objects.get(name="Bo Sagsbehandler"))
    page = client.get("/en/medarbejder/").text
    assert "/en/medarbejder/vurdering/" in page
    assert "/en/medarbejder/kommunen/" not in page
    client.force_login(Person.objects.get(name="Adam Administrator"))
    page = client.get("/en/medarbejder/").text
    assert "/en/medarbejder/kommunen/" in page
    for url in ("/en/medarbejder/afstemninger/", "/en/medarbejder/kommunen/"):
        assert client.get(url).status_code == 200


def test_the_lists_lead_to_the_votes_and_the_projects(client: Client) -> None:
    process = make.finished().vote.process
    client.force_login(Person.objects.get(name="Tove Tovholder"))
    assert f"/medarbejder/afstemning/{process.slug}/" in client.get("/medarbejder/afstemninger/").text
    assert f"/medarbejder/projekter/{process.slug}/" in client.get("/medarbejder/projektliste/").text


def test_money_for_an_initiative_waits_for_the_second_person_only() -> None:
    row = draft()
    fund_initiative(make.tove(), row, make.pool(), amount_ore=1_000_000, at=make.now())
    words = "Money for an initiative waits for your yes as the second person"
    assert [(task.text, task.about) for task in tasks_of(make.administrator(), make.now())] == [(words, row.title)]
    assert words not in texts(make.tove())
    assert texts(make.staff("Vera Viby", make.Role.OWNER, make.area("Viby"))) == []
    fund_initiative(make.administrator(), row, make.pool(), amount_ore=1_000_000, at=make.now())
    assert texts(make.administrator()) == []


def waiting(number: int, days: int | None) -> list[Task]:
    due = None if days is None else make.today() + timedelta(days=days)
    return [Task(f"Task {n}", "Bench", "/", "Do it", due, "", days is not None and days < 0) for n in range(number)]


def test_urgencies_are_counted_whole_and_shown_by_page() -> None:
    tasks = [*waiting(3, -1), *waiting(2, 0), *waiting(1, 7), *waiting(1, 8), *waiting(2, None)]
    found = groups_of(tasks, tasks[:4], make.now())
    shown = [(group.label, group.count, len(group.tasks)) for group in found]
    assert shown == [("Overdue", 3, 3), ("Within a week", 3, 1)]
    rest = [(group.label, group.count, len(group.tasks)) for group in groups_of(tasks, tasks[4:], make.now())]
    assert rest == [("Within a week", 3, 2), ("Later", 1, 1), ("No date", 2, 2)]


def test_an_owner_hears_which_departments_are_late() -> None:
    process = make.process(PhaseKind.IDEAS)
    sent = [make.submitted(process, author=make.author(n)) for n in (1, 2)]
    for days, row in enumerate(sent, start=2):
        assign_review(make.tove(), row, make.department(), due_on=make.today() - timedelta(days=days), at=make.now())
    found = [task for task in tasks_of(make.tove(), make.now()) if task.is_late]
    assert [(task.text, task.due) for task in found] == [("2 reviews are late", make.today() - timedelta(days=3))]
    assert found[0].url.endswith(f"{process.slug}/forslag/?over-frist=1")
    assert "2 reviews are late" not in [task.text for task in tasks_of(make.bo(), make.now())]


def test_fifty_a_page_and_no_query_for_each(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "PAGE_SIZE", 4)
    process = make.process(PhaseKind.IDEAS)

    def asked(numbers: range) -> None:
        for n in numbers:
            row = make.submitted(process, author=make.author(n))
            assign_review(make.tove(), row, make.department(), due_on=make.today(), at=make.now())

    asked(range(2))
    client.force_login(Person.objects.get(pk=make.bo().person_id))
    with CaptureQueriesContext(connection) as few:
        client.get("/medarbejder/")
    asked(range(2, 8))
    with CaptureQueriesContext(connection) as many:
        page = client.get("/medarbejder/")
    assert len(many) == len(few)
    assert page.text.count("panel") == 4
    assert client.get("/medarbejder/?side=2").text.count("panel") == 4
    assert client.get("/medarbejder/?side=x").status_code == 200
