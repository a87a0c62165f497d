"""B48: an invitation is accepted or refused, and the rights follow. T14: not by another."""

import pytest
from tests import make
from tests.race import at_once
from tests.together import states

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours, Refusal
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.proposals.actions import edit_proposal
from deltagerbudget.proposals.models import Authorship, Proposal
from deltagerbudget.proposals.rules import AuthorRole
from deltagerbudget.together.actions import answer_invitation, leave_proposal
from deltagerbudget.together.models import Invitation
from deltagerbudget.together.rules import MOST_AUTHORS, Answer

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    proposal = make.submitted(make.process())
    invitation = states.said(*states.invited(proposal), make.author(1))
    added = Authorship.objects.get(proposal=proposal, person_id=make.author(1).person_id)
    assert (added.role, added.consent_at is not None) == (AuthorRole.COAUTHOR, True)
    entry = Entry.objects.of(invitation).newest_first()[0]
    assert (entry.act, entry.detail["answer"]) == (Act.ANSWER_INVITATION, "yes")


def test_b48_the_rights_follow_the_yes_and_not_the_link() -> None:
    proposal = make.submitted(make.process())
    invitation, token = states.invited(proposal)
    with pytest.raises(NotYours):
        edit_proposal(make.author(1), proposal, values={"why": "Derfor."}, at=make.now())
    states.said(invitation, token, make.author(1))
    assert edit_proposal(make.author(1), proposal, values={"why": "Derfor."}, at=make.now()).why == "Derfor."


def test_b48_a_no_gives_nothing_and_ends_the_link() -> None:
    proposal = make.submitted(make.process())
    invitation, token = states.invited(proposal)
    states.said(invitation, token, make.author(1), Answer.NO)
    assert proposal.authorships.count() == 1
    with pytest.raises(NotYours):
        states.said(states.fresh(invitation), token, make.author(2))


def test_t14_not_without_the_token_of_this_invitation() -> None:
    process = make.process()
    first, _first = states.invited(make.submitted(process))
    _other, token = states.invited(make.submitted(process))
    for wrong in (token, "", "x" * 43):
        for answer in Answer:
            with pytest.raises(NotYours):
                states.said(first, wrong, make.author(1), answer)
    assert not Invitation.objects.exclude(answer="").exists()


def test_not_from_elsewhere_nor_too_young_and_it_says_why() -> None:
    proposal = make.submitted(make.process(propose_min_age=15))
    invitation, token = states.invited(proposal)
    child = make.actor_for(make.person("Barn Barnsen", age=10).pk)
    for actor in (make.uffe(), child):
        with pytest.raises(NotPossible):
            states.said(invitation, token, actor)
    # A no is open to everyone.
    assert states.said(invitation, token, make.uffe(), Answer.NO).answer == Answer.NO


def test_when_not() -> None:
    process = make.process()
    invitation, token = states.invited(make.submitted(process))
    make.shift_to(process, PhaseKind.VOTE)
    with pytest.raises(NotNow):
        states.said(states.fresh(invitation), token, make.author(1))


def test_not_without_a_name_and_consent() -> None:
    invitation, token = states.invited(make.submitted(make.process()))
    given = {"answer": Answer.YES, "signature": None, "at": make.now()}
    with pytest.raises(NotPossible):
        answer_invitation(make.author(1), invitation, token, **given)


def test_an_author_is_not_added_twice_and_there_is_an_end() -> None:
    proposal = make.submitted(make.process())
    with pytest.raises(NotPossible):
        states.said(*states.invited(proposal), make.anna())
    for number in range(1, MOST_AUTHORS):
        states.said(*states.invited(proposal), make.author(number))
    with pytest.raises(NotPossible):
        states.invited(proposal)


def test_the_link_of_somebody_who_left_opens_nothing() -> None:
    proposal = states.coauthored(make.process())
    invitation, token = states.invited(proposal, make.author(1))
    leave_proposal(make.author(1), proposal, at=make.now())
    with pytest.raises(NotYours):
        states.said(states.fresh(invitation), token, make.author(2))


def test_it_takes_none_of_ones_own_proposals() -> None:
    process = make.process(proposals_per_person=1)
    states.said(*states.invited(make.submitted(process)), make.author(1))
    assert make.draft(process, author=make.author(1))


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_two_with_the_same_link_at_once_are_one_author() -> None:
    proposal = make.submitted(make.process())
    invitation, token = states.invited(proposal)
    people = [make.author(1), make.author(2)]
    done = at_once(*(lambda who=who: states.said(invitation, token, who) for who in people))
    assert sum(isinstance(each, Refusal) for each in done) == 1
    assert Proposal.objects.get(pk=proposal.pk).authorships.count() == 2
