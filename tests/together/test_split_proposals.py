"""Merge and split is no change at all, to every field that matters."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import make
from tests.proposals import handed
from tests.together import states

from deltagerbudget.accounts.models import PublicName
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Harm, PhaseKind
from deltagerbudget.pictures.models import Document
from deltagerbudget.processes.models import OwnField
from deltagerbudget.processes.own_fields import Kind
from deltagerbudget.proposals.actions import edit_proposal, take_down_picture
from deltagerbudget.proposals.models import Authorship, FieldAnswer, Proposal
from deltagerbudget.proposals.rules import LIMITS, AuthorRole, Stage, keys_of
from deltagerbudget.review.actions import release_decisions
from deltagerbudget.review.models import Decision
from deltagerbudget.together.actions import leave_proposal
from deltagerbudget.together.merging import split_proposals
from deltagerbudget.together.models import Merge

pytestmark = pytest.mark.django_db

# What changes with the minute and says nothing of the proposal.
UNLIKE = {"updated_at", "joint_at"}


def all_of(rows: list[Proposal]) -> list[Any]:
    """Every stored field of the proposals, their authors, pictures and answers to own questions."""
    found = []
    for row in rows:
        fields = Proposal.objects.filter(pk=row.pk).values().get()
        authors = Authorship.objects.filter(proposal=row).order_by("person_id")
        kept = list(authors.values("person_id", "role", "public_name", "group_name", "consent_at"))
        pictures = set(row.pictures.values_list("pk", flat=True))
        answers = list(row.answers.order_by("field_id").values("field_id", "value", "document_id"))
        found.append(({name: fields[name] for name in fields.keys() - UNLIKE}, kept, pictures, answers))
    return found


def split(merge: Merge, actor: Actor | None = None) -> Merge:
    return split_proposals(actor or make.tove(), merge, at=make.now())


@pytest.mark.both
def test_it_works() -> None:
    rows = states.several()
    before = all_of(rows)
    merge = states.merged(rows)
    assert all_of(rows) != before
    split(merge)
    assert all_of(rows) == before
    assert Entry.objects.filter(act=Act.SPLIT_PROPOSALS).count() == 2


def test_who_may_not() -> None:
    merge = states.merged(states.several())
    for actor in (make.author(0), make.uffe(), make.bo(), make.fie(), make.administrator()):
        with pytest.raises(NotYours):
            split(merge, actor)


def test_when_not() -> None:
    merge = states.merged(states.several())
    make.shift_to(merge.process, PhaseKind.VOTE)
    with pytest.raises(NotNow):
        split(states.fresh(merge))


def test_not_when_decisions_are_public() -> None:
    rows = states.several(phase=PhaseKind.REVIEW)
    merge = states.merged(rows)
    make.decided(states.fresh(rows[0]))
    release_decisions(make.tove(), rows[0].process, at=make.now())
    with pytest.raises(NotPossible):
        split(merge)


def test_not_twice_and_not_what_never_was() -> None:
    rows = states.several()
    with pytest.raises(NotPossible):
        split(states.offered(rows))
    again = states.several()
    merge = states.merged(again)
    split(merge)
    with pytest.raises(NotPossible):
        split(merge)


def test_the_latest_first() -> None:
    rows = states.several(3)
    before = all_of(rows)
    first, second = states.merged(rows[:2]), states.merged([rows[0], rows[2]])
    Merge.objects.filter(pk=first.pk).update(merged_at=second.merged_at - make.LENGTH)
    with pytest.raises(NotPossible):
        split(first)
    split(second)
    split(first)
    assert all_of(rows) == before


def test_a_number_is_never_given_again() -> None:
    rows = states.several()
    states.merged(rows)
    assert make.submitted(rows[0].process, author=make.author(5)).number == 3


def test_after_edits_and_leaving_the_way_back_is_the_same() -> None:
    rows = states.several()
    make.pictured(rows[0], author=make.author(0))
    before = all_of(rows)
    merge = states.merged(rows)
    stands = states.fresh(rows[0])
    edit_proposal(make.author(1), stands, values={"what": "Tre bænke."}, at=make.now())
    make.pictured(stands, author=make.author(1), alt="Et nyt billede")
    leave_proposal(make.author(0), stands, at=make.now())
    split(merge)
    assert all_of(rows) == before


def test_a_file_that_was_handed_in_before_is_there_again_and_one_that_was_deleted_is_not() -> None:
    rows = states.several()
    field = handed.asked(rows[0].process)
    kept = handed.handed_in(rows[0], field, make.author(0)).document
    before = all_of(rows)
    split(states.merged(rows))
    assert all_of(rows) == before
    assert kept == rows[0].answers.get().document
    merge = states.merged(rows)
    handed.handed_in(states.fresh(rows[0]), field, make.author(1), "Den fælles")
    split(merge)
    assert not rows[0].answers.exists()
    assert not Document.objects.exists()


def test_who_joined_the_joint_proposal_stays_with_it() -> None:
    rows = states.several()
    merge = states.merged(rows)
    states.said(*states.invited(states.fresh(rows[0]), make.author(0)), make.author(7))
    split(merge)
    assert states.fresh(rows[0]).author_names == ["Forfatter 0.", "Forfatter 7."]


def test_what_was_taken_down_stays_down() -> None:
    rows = states.several()
    hurtful = make.pictured(rows[1], author=make.author(1))
    merge = states.merged(rows)
    take_down_picture(make.tove(), rows[0], hurtful, harm=Harm.HURTS, at=make.now())
    split(merge)
    assert not rows[0].pictures.exists()
    assert not rows[1].pictures.exists()


def test_a_refusal_prepared_for_the_joint_text_falls() -> None:
    rows = states.several(phase=PhaseKind.REVIEW)
    merge = states.merged(rows)
    make.refused(states.fresh(rows[0]))
    # By hand: both were an hour ago.
    hour = timedelta(hours=1)
    Proposal.objects.filter(pk=rows[0].pk).update(joint_at=make.now() - 2 * hour)
    Decision.objects.update(decided_at=make.now() - hour)
    assert Decision.objects.waiting_for_second(make.tom()).exists()
    split(merge)
    assert not Decision.objects.waiting_for_second(make.tom()).exists()


texts = st.text(st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=("Cs",)), max_size=60)
points = st.none() | st.tuples(st.floats(10.0, 10.3), st.floats(56.0, 56.2))
signed = st.tuples(st.sampled_from(PublicName), texts)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_merge_then_split_is_identity(three: list[Proposal], data: st.DataObject) -> None:
    with transaction.atomic():
        for place, row in enumerate(three):
            _fill(row, place, data)
        chosen = data.draw(st.permutations(three))[: data.draw(st.integers(2, 3))]
        before = all_of(three)
        merge = states.offered(chosen)
        for person in data.draw(st.permutations(sorted(merge.author_ids()))):
            merge = states.answered(merge, Actor(person))
        assert merge.is_standing
        assert Proposal.objects.filter(stage=Stage.MERGED).count() == len(chosen) - 1
        split(merge)
        assert all_of(three) == before
        transaction.set_rollback(True)


@pytest.fixture
def three() -> list[Proposal]:
    return states.several(3)


def _fill(row: Proposal, place: int, data: st.DataObject) -> None:
    """By hand: whatever could ever have been stored."""
    said = {name: data.draw(texts)[: LIMITS[name]] for name in LIMITS}
    lon, lat = data.draw(points) or (None, None)
    values = {"lon": lon, "lat": lat, "wish_ore": data.draw(st.none() | st.integers(1, 10**10))}
    values["language"] = data.draw(st.sampled_from(["da", "en"]))
    Proposal.objects.filter(pk=row.pk).update(**said, **keys_of(said), **values)
    public_name, group_name = data.draw(signed)
    row.authorships.update(public_name=public_name, group_name=group_name)
    others = {person for number in (0, 1, 2) if (person := make.author(number).person_id) not in row.author_ids()}
    for person in data.draw(st.sets(st.sampled_from(sorted(others)))):
        Authorship.objects.create(proposal=row, person_id=person, role=AuthorRole.COAUTHOR, consent_at=make.now())


def test_answers_to_the_deltagerbudgets_own_questions_come_back_too() -> None:
    rows = states.several()
    asked = OwnField.objects.create(
        process=rows[0].process, position=1, kind=Kind.SHORT, label_da="Hvem passer på den?"
    )
    for row in rows:
        FieldAnswer.objects.create(proposal=row, field=asked, value=f"Naboerne til {row.number}")
    before = all_of(rows)
    merge = states.merged(rows)
    edit_proposal(make.author(1), rows[0], values={}, answers={asked.pk: "Alle"}, at=make.now())
    assert rows[0].answers.get().value == "Alle"
    split(merge)
    assert all_of(rows) == before
