"""A resident without login: named by the clerk, judged like everyone else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests import make
from tests.behalf.entered import CONTACT, given, karen, through
from tests.pictures.files import pdf

from deltagerbudget.accounts.actions import know_person
from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.behalf.actions import enter_resident
from deltagerbudget.behalf.models import Assisted
from deltagerbudget.identity.provider import Identity
from deltagerbudget.pictures.decoding import decoded
from deltagerbudget.proposals.actions import Signature, start_proposal

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    process = make.process()
    assisted = karen(process)
    person = Person.objects.get(pk=assisted.person_id)
    assert (person.name, person.email, person.residence) == ("Karen Jakobsen", "", "tranbjerg")
    assert (assisted.contact, assisted.entered_by_id) == (CONTACT, make.tove().person_id)
    entry = Entry.objects.get(act=Act.ENTER_RESIDENT)
    assert (entry.process_id, entry.detail, entry.through_id) == (process.pk, {}, None)
    assert "Karen" not in f"{assisted} {assisted.person} {entry}"


@pytest.mark.parametrize("who", [make.tove, make.bo, make.fie])
def test_owner_caseworker_and_local_council_may(who: Any) -> None:
    assert karen(make.process(), by=who()).entered_by_id == who().person_id


@pytest.mark.parametrize("who", [make.anna, make.administrator])
def test_t14_nobody_else_may(who: Any) -> None:
    process = make.process()
    with pytest.raises(NotYours):
        karen(process, by=who())


def test_t13_the_local_council_of_another_area_may_not() -> None:
    process = make.process()
    with pytest.raises(NotYours):
        karen(process, by=make.staff("Vita Viby", make.Role.PARTNER, make.area("Viby")))


@pytest.mark.parametrize("phase", [PhaseKind.PREPARATION, PhaseKind.VOTE, PhaseKind.COUNT])
def test_not_in_other_phases(phase: PhaseKind) -> None:
    process = make.process(phase)
    with pytest.raises(NotNow):
        karen(process)


@pytest.mark.parametrize(
    "wrong",
    [
        {"has_consented": False},
        {"name": " "},
        {"contact": " "},
        {"contact": "cpr 070761-4285"},
        {"name": "Karen 070761-4285"},
        {"birth_date": make.today() + timedelta(days=2)},
    ],
)
def test_it_asks_for_what_is_missing(wrong: dict[str, Any]) -> None:
    process = make.process()
    with pytest.raises(NotPossible):
        karen(process, **wrong)
    assert not Assisted.objects.exists()
    assert not Person.objects.filter(name__startswith="Karen").exists()


def test_nobody_is_entered_twice() -> None:
    process = make.process()
    karen(process)
    with pytest.raises(NotPossible):
        karen(process, by=make.fie(), name="KAREN  jakobsen")
    karen(process, name="Karen Jensen")
    karen(make.process())


def test_a_protected_name_is_not_kept() -> None:
    assisted = karen(make.process(), is_protected=True)
    person = Person.objects.get(pk=assisted.person_id)
    assert (person.name, person.is_protected) == ("", True)
    assert "Karen" not in assisted.name


@pytest.mark.parametrize("wrong", [{"birth_date": make.today() - timedelta(days=12 * 365)}, {"residence": "viby"}])
def test_b71_age_and_area_are_judged_and_never_skipped(wrong: dict[str, Any]) -> None:
    process = make.process()
    assisted = karen(process, **wrong)
    with pytest.raises(NotPossible):
        start_proposal(through(assisted), process, values={"title": "En bænk"}, signature=Signature(), at=make.now())


def test_b71_no_login_leads_to_the_row() -> None:
    assisted = karen(make.process())
    identity = Identity(
        person_ref="oidc:test|Karen",
        name="Karen Jakobsen",
        birth_date=assisted.person.birth_date,
        area="tranbjerg",
        protected=False,
        loa="substantial",
    )
    person, is_new = know_person(identity, language="da")
    assert is_new
    assert person.pk != assisted.person_id
    assert not assisted.person.has_usable_password()


def test_a_scan_is_kept_apart() -> None:
    process = make.process()
    paper = karen(process, scan=pdf())
    from io import BytesIO

    from tests.pictures.files import data

    from deltagerbudget.pictures.keeping import keep

    file = data()
    drawn = karen(process, name="Jens Jensen", scan=keep(decoded(BytesIO(file), len(file))))
    assert paper.document is not None
    assert paper.picture is None
    assert drawn.picture is not None
    assert paper.has_scan
    assert drawn.has_scan


@pytest.mark.both
@pytest.mark.parametrize("wrong", [{"contact": ""}, {"erased_at": make.now()}])
def test_the_database_keeps_contact_and_erasing_together(wrong: dict[str, Any]) -> None:
    assisted = karen(make.process())
    with pytest.raises(IntegrityError), transaction.atomic():
        Assisted.objects.filter(pk=assisted.pk).update(**wrong)


def test_the_form_s_values_are_those_of_the_act() -> None:
    with pytest.raises(NotPossible):
        enter_resident(make.tove(), make.process(), given=given(has_consented=False), at=make.now())
