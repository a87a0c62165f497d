"""Sending a draft in: it gets the next number of its deltagerbudget, once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.proposals.actions import Signature, edit_proposal, submit_proposal, withdraw_proposal
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage


@pytest.mark.django_db
def test_it_works() -> None:
    draft = make.draft(make.process())
    sent = submit_proposal(make.anna(), draft, at=make.now())
    assert (sent.stage, sent.number, sent.submitted_at) == (Stage.SUBMITTED, 1, make.now())
    assert sent.versions.get().title == draft.title
    assert Entry.objects.of(sent).newest_first()[0].act == Act.SUBMIT_PROPOSAL
    assert Proposal.objects.public().get() == sent


@pytest.mark.django_db
def test_who_may_not() -> None:
    draft = make.draft(make.process())
    for actor in (make.uffe(), make.tove(), make.administrator()):
        with pytest.raises(NotYours):
            submit_proposal(actor, draft, at=make.now())


@pytest.mark.django_db
@pytest.mark.parametrize("phase", [PhaseKind.REVIEW, PhaseKind.VOTE, PhaseKind.REALISATION])
def test_b39_not_after_proposals_have_closed(phase: PhaseKind) -> None:
    process = make.process()
    draft = make.draft(process)
    make.shift_to(process, phase)
    with pytest.raises(NotNow):
        submit_proposal(make.anna(), draft, at=make.now())


@pytest.mark.django_db
def test_not_twice() -> None:
    sent = make.submitted(make.process())
    with pytest.raises(NotPossible):
        submit_proposal(make.anna(), sent, at=make.now())
    sent.refresh_from_db()
    assert (sent.number, sent.versions.count()) == (1, 1)


@pytest.mark.django_db
def test_b21_who_has_moved_away_since_the_draft_is_refused() -> None:
    draft = make.draft(make.process())
    Person.objects.filter(pk=make.anna().person_id).update(residence="viby")
    with pytest.raises(NotPossible):
        submit_proposal(make.anna(), draft, at=make.now())
    draft.refresh_from_db()
    assert (draft.stage, draft.number) == (Stage.DRAFT, None)


@pytest.mark.django_db
@pytest.mark.parametrize("values", [{"title": "En"}, {"what": " "}])
def test_b44_not_half_written(values: dict[str, str]) -> None:
    draft = make.draft(make.process(), **values)
    with pytest.raises(NotPossible):
        submit_proposal(make.anna(), draft, at=make.now())


@pytest.mark.django_db
def test_not_without_consent_to_being_shown() -> None:
    draft = make.draft(make.process())
    edit_proposal(make.anna(), draft, values={}, signature=Signature(has_consented=False), at=make.now())
    with pytest.raises(NotPossible):
        submit_proposal(make.anna(), draft, at=make.now())


@pytest.mark.django_db
def test_a_number_is_never_given_again() -> None:
    process = make.process()
    withdraw_proposal(make.anna(), make.submitted(process), at=make.now())
    assert make.submitted(process).number == 2
    assert make.submitted(make.process(title="Et andet")).number == 1


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_two_at_once_never_share_a_number() -> None:
    process = make.process()
    drafts = [make.draft(process, author=make.author(place)) for place in range(6)]
    gate = threading.Barrier(len(drafts))

    def send(place: int) -> int:
        try:
            actor, at = make.author(place), make.now()
            gate.wait()
            return submit_proposal(actor, drafts[place], at=at).number or 0
        finally:
            connection.close()

    with ThreadPoolExecutor(len(drafts)) as pool:
        numbers = sorted(pool.map(send, range(len(drafts))))
    assert numbers == [1, 2, 3, 4, 5, 6]


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_b18_a_double_click_sends_once() -> None:
    draft = make.draft(make.process())
    actor, at, gate = make.anna(), make.now(), threading.Barrier(2)

    def send(_place: int) -> bool:
        try:
            gate.wait()
            submit_proposal(actor, draft, at=at)
        except NotPossible:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send, range(2))) == [False, True]
    assert Proposal.objects.get().versions.count() == 1


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_b49_two_at_once_do_not_pass_the_limit() -> None:
    process = make.process(proposals_per_person=1)
    gate = threading.Barrier(3)
    make.anna()

    def start(_place: int) -> bool:
        try:
            actor = make.anna()
            gate.wait()
            make.draft(process, author=actor)
        except NotPossible:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(start, range(3))) == [False, False, True]
    assert Proposal.objects.count() == 1
