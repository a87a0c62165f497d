from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests import make

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Role
from deltagerbudget.processes.actions import EDITABLE, edit_process, set_contacts
from deltagerbudget.processes.limits_form import LimitsForm
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.setup_form import EditProcessForm

pytestmark = pytest.mark.django_db


def edit(process: Process, actor: make.Actor | None = None, **values: Any) -> Process:
    return edit_process(actor or make.tove(), process, values=values, at=make.now())


def test_it_works() -> None:
    process = make.draft_process()
    edit(process, title="Et nyt navn", threshold_votes=10)
    process.refresh_from_db()
    assert (process.title, process.threshold_votes) == ("Et nyt navn", 10)
    assert Entry.objects.of(process).filter(act=Act.EDIT_PROCESS).count() == 1


@pytest.mark.parametrize("who", [make.anna, make.bo, make.fie])
def test_t14_others_may_not(who: Any) -> None:
    with pytest.raises(NotYours):
        edit(make.draft_process(), who(), title="Mit")


def test_t14_nor_the_owner_of_another_area() -> None:
    elsewhere = make.staff("Vibeke Viby", Role.OWNER, make.area("Viby"))
    with pytest.raises(NotYours):
        edit(make.draft_process(), elsewhere, title="Mit")


def test_t20_the_forms_and_the_act_write_the_same_fields() -> None:
    # The help texts have a page of their own: see proposals/test_helps.py.
    rows = {"caps", "category_limits", "helps"}
    assert set(EditProcessForm.base_fields) | set(LimitsForm.base_fields) | rows == EDITABLE
    assert not set(EditProcessForm.base_fields) & set(LimitsForm.base_fields)


def test_rules_that_cannot_be_together_are_refused_with_the_reason() -> None:
    process = make.draft_process()
    assert edit(process, ballot_type="cumulative", points=5).points == 5
    with pytest.raises(NotPossible, match="flere point"):
        edit(process, most_points=6)
    with pytest.raises(NotPossible, match="Præmierne er større end beløbet"):
        edit(process, count_method="prizes", prizes_ore=[process.amount_ore + 1])


EQUAL = {"count_method": "equal-shares", "ballot_type": "approval"}


@pytest.mark.both
@pytest.mark.parametrize(
    "values",
    [
        {"equal_step_ore": 0},
        {"all_fit": True},
        {"least_per_area": 1},
        {"share_percent": 50},
        {"share_most_ore": 100},
        {"equal_utility": "points"},
    ],
)
def test_the_database_holds_what_equal_shares_cannot_be_with(values: dict[str, Any]) -> None:
    process = edit(make.draft_process(), **EQUAL)
    rows = Process.objects.filter(pk=process.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**values)
    rows.update(**EQUAL | {"ballot_type": "cumulative", "equal_utility": "points"})


def test_a_draft_may_wait_with_what_is_missing_and_an_open_one_may_not() -> None:
    assert edit(make.draft_process(), ballot_type="cumulative", challenge="").points is None
    with pytest.raises(NotPossible, match="hvor mange point"):
        edit(make.process(), ballot_type="cumulative")


def test_an_age_counts_near_the_vote() -> None:
    process = make.draft_process()
    with pytest.raises(NotPossible, match="mere end et år"):
        edit(process, age_on=make.today() - timedelta(days=500))


@pytest.mark.parametrize("name", ["slug", "opened_at", "frozen_at", "is_imported", "areas", "pk"])
def test_t20_other_fields_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not editable"):
        edit(make.draft_process(), **{name: "x"})


def test_b30_nothing_changes_once_the_vote_is_frozen() -> None:
    process = make.frozen().process
    with pytest.raises(NotPossible):
        edit(process, title="For sent")
    with pytest.raises(NotPossible):
        edit(process, amount_ore=1)
    with pytest.raises(NotPossible):
        edit(process, title="For sent", learnt="Begynd før")
    assert edit(process, learnt="Begynd før").learnt == "Begynd før"


def test_contacts_change_even_then() -> None:
    process = make.frozen().process
    person = {"name": "Ny Nyholm", "title": "tovholder", "phone": "11 11 11 11", "email": ""}
    set_contacts(make.tove(), process, contacts=[person], at=make.now())
    assert [contact.name for contact in process.contacts.all()] == ["Ny Nyholm"]


def test_t14_contacts_are_the_owners_too() -> None:
    with pytest.raises(NotYours):
        set_contacts(make.fie(), make.draft_process(), contacts=[], at=make.now())


def test_an_open_amount_is_raised_only_with_the_money_for_it() -> None:
    process = make.process()
    with pytest.raises(NotPossible):
        edit(process, amount_ore=process.amount_ore + 100)
    assert edit(process, amount_ore=process.amount_ore - 100)


def test_a_draft_may_say_any_amount() -> None:
    assert edit(make.draft_process(), amount_ore=99_000_000).amount_ore == 99_000_000
