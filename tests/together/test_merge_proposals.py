"""One proposal stands on with all who said yes; the others lead there and are on no list."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from tests import make
from tests.race import at_once
from tests.together import states

from deltagerbudget.accounts.models import Person, PublicName
from deltagerbudget.acts.actor import SYSTEM
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.ballots.actions import freeze_vote
from deltagerbudget.proposals.actions import (
    Signature,
    edit_proposal,
    remove_picture,
    submit_proposal,
    withdraw_proposal,
)
from deltagerbudget.proposals.models import Authorship, Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.review.actions import approve_refusal, release_decisions
from deltagerbudget.review.models import Decision, standing
from deltagerbudget.review.queue import desk
from deltagerbudget.review.rules import Missing, missing
from deltagerbudget.together import merging
from deltagerbudget.together.actions import leave_proposal
from deltagerbudget.together.merging import merge_proposals
from deltagerbudget.together.models import Merge

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("stage", [Stage.WITHDRAWN, Stage.SUBMITTED])
def test_what_changed_while_it_waited_for_the_locks_is_judged_anew(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one that stands on leaves, or somebody who has not been asked comes to the other one."""
    first, second = states.several()
    merge = states.answered(states.offered([first, second]), make.author(0))
    lock = merging._locked

    def late(ids: Sequence[int]) -> list[Proposal]:
        Proposal.objects.filter(pk=first.pk).update(stage=stage)
        if stage == Stage.SUBMITTED:
            Authorship.objects.create(proposal=second, person=make.person("Sene Sofie"))
        return lock(ids)

    monkeypatch.setattr(merging, "_locked", late)
    with pytest.raises(NotPossible):
        states.answered(merge, make.author(1))
    assert states.fresh(first).title == first.title
    assert states.fresh(second).stage == Stage.SUBMITTED


@pytest.mark.both
def test_it_works() -> None:
    first, second = states.several()
    merge = states.merged([first, second])
    stands, other = states.fresh(first), states.fresh(second)
    assert (stands.stage, stands.title, stands.number) == (Stage.SUBMITTED, states.TEXTS["title"], 1)
    assert (other.stage, other.merged_into_id, other.title, other.number) == (Stage.MERGED, stands.pk, second.title, 2)
    assert stands.author_names == ["Forfatter 0.", "Forfatter 1."]
    told = Entry.objects.filter(act=Act.MERGE_PROPOSALS).order_by("pk")
    assert [(entry.target_id, entry.detail["merge"]) for entry in told] == [
        (str(other.pk), merge.pk),
        (str(stands.pk), merge.pk),
    ]


def test_who_may_not() -> None:
    merge = states.offered(states.several())
    for actor in (make.tove(), make.author(0), make.uffe(), make.administrator()):
        with pytest.raises(NotYours):
            merge_proposals(actor, merge, at=make.now())


def test_when_not() -> None:
    merge = states.offered(states.several())
    with pytest.raises(NotPossible):
        merge_proposals(SYSTEM, merge, at=make.now())
    make.shift_to(merge.process, PhaseKind.VOTE)
    with pytest.raises(NotNow):
        merge_proposals(SYSTEM, merge, at=make.now())


def test_each_keeps_the_name_that_was_chosen_and_consent_is_written_down() -> None:
    process = make.process()
    first = make.submitted(process, author=make.author(0))
    second = make.draft(process, author=make.author(1))
    group = Signature(PublicName.GROUP, "Grundejerforeningen")
    edit_proposal(make.author(1), second, values={}, signature=group, at=make.now())
    second = submit_proposal(make.author(1), second, at=make.now())
    merge = states.merged([first, second])
    assert states.fresh(first).author_names == ["Forfatter 0.", "Grundejerforeningen"]
    added = first.authorships.get(person_id=make.author(1).person_id)
    assert added.consent_at == merge.voices.get(person_id=added.person_id).at


def test_t30_a_protected_name_is_not_shown_by_a_merge() -> None:
    first, second = states.several()
    Person.objects.filter(pk=make.author(1).person_id).update(is_protected=True)
    states.merged([first, second])
    assert "Forfatter 1." not in states.fresh(first).author_names


def test_what_is_merged_is_on_no_list_and_blocks_nothing() -> None:
    first, second = states.several()
    states.merged([first, second])
    process = make.shift_to(first.process, PhaseKind.REVIEW)
    make.decided(states.fresh(first))
    assert release_decisions(make.tove(), process, at=make.now()) == 1
    process.refresh_from_db()
    assert list(process.proposals.public()) == list(process.proposals.on_ballot()) == [first]
    assert not process.proposals.unsettled(make.now()).exists()
    assert list(process.proposals.gone()) == [second]
    freeze_vote(make.tove(), process, at=make.now())
    freeze_vote(make.tom(), process, at=make.now())
    assert process.vote.projects.count() == 1


def test_its_authors_cannot_bring_it_back_by_another_door() -> None:
    first, second = states.several()
    states.merged([first, second])
    for act in (submit_proposal, withdraw_proposal):
        with pytest.raises(NotPossible):
            act(make.author(1), states.fresh(second), at=make.now())
    with pytest.raises(NotPossible):
        edit_proposal(make.author(1), second, values={"why": ""}, at=make.now())


def test_one_leaves_and_it_stays_together() -> None:
    first, second = states.several()
    merge = states.merged([first, second])
    leave_proposal(make.author(1), states.fresh(first), at=make.now())
    assert states.fresh(first).author_names == ["Forfatter 0."]
    assert (states.fresh(second).stage, states.fresh(merge).split_at) == (Stage.MERGED, None)


def test_the_pictures_of_all_as_many_as_there_is_room_for() -> None:
    process = make.process()
    first, second = make.submitted(process, author=make.author(0)), make.submitted(process, author=make.author(1))
    own, other = make.pictured(first, author=make.author(0)), make.pictured(second, author=make.author(1))
    states.merged([first, second])
    assert set(first.pictures.all()) == {own, other}
    # Taken off the joint proposal, it is with its own still.
    remove_picture(make.author(0), first, other, at=make.now())
    assert list(first.pictures.all()) == [own]
    assert list(second.pictures.all()) == [other]


def test_what_was_decided_of_the_old_text_falls() -> None:
    first, second = states.several(phase=PhaseKind.REVIEW)
    make.refused(first)
    # By hand: it was an hour ago.
    Decision.objects.update(decided_at=make.now() - timedelta(hours=1))
    states.merged([first, second])
    stands = Proposal.objects.select_related("decision").get(pk=first.pk)
    assert missing(standing(stands)) in {Missing.DEPARTMENT, Missing.DECISION}
    shown = desk(make.tove(), first.process, today=make.today()).get(pk=first.pk)
    assert shown.lack == missing(standing(stands))  # type: ignore[attr-defined]
    assert not Decision.objects.waiting_for_second(make.tom()).exists()
    with pytest.raises(NotPossible):
        approve_refusal(make.tom(), Decision.objects.get(), at=make.now())
    with pytest.raises(NotPossible):
        release_decisions(make.tove(), first.process, at=make.now())
    make.decided(states.fresh(first))
    assert release_decisions(make.tove(), first.process, at=make.now()) == 1


def test_one_that_stands_for_several_goes_into_no_other() -> None:
    rows = states.several(3)
    states.merged(rows[:2])
    with pytest.raises(NotPossible):
        states.offered([rows[2], rows[0]], standing=rows[2])
    states.merged([rows[0], rows[2]])
    assert states.fresh(rows[0]).author_names == ["Forfatter 0.", "Forfatter 1.", "Forfatter 2."]


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_two_last_answers_at_once_merge_once() -> None:
    rows = states.several(2)
    merge = states.offered(rows)
    done = at_once(*(lambda n=number: states.answered(merge, make.author(n)) for number in (0, 1)))
    assert not [each for each in done if isinstance(each, Exception)]
    assert Merge.objects.get().is_standing
    assert Entry.objects.filter(act=Act.MERGE_PROPOSALS).count() == 2
