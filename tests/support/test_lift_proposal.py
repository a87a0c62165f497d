from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests import make
from tests.support import rounds

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import SYSTEM
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.ballots.actions import freeze_vote
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.review.actions import release_decisions
from deltagerbudget.support.actions import lift_proposal
from deltagerbudget.support.models import Lift

pytestmark = pytest.mark.django_db

WHY = "Der bor kun 90 i landsbyen."


def unsupported() -> Proposal:
    row = rounds.proposal()
    rounds.over(row.process)
    return rounds.fresh(row)


def test_it_works() -> None:
    row = unsupported()
    lift_proposal(make.tove(), row, reason=WHY, at=make.now())
    row = rounds.fresh(row)
    assert (row.stage, row.lift.reason) == (Stage.SUBMITTED, WHY)
    assert WHY not in str(Entry.objects.get(act=Act.LIFT_PROPOSAL).detail)
    make.decided(row)
    release_decisions(make.tove(), row.process, at=make.now())
    assert rounds.fresh(row).stage == Stage.ADMITTED


def test_who_may_not_and_when_not() -> None:
    row = unsupported()
    for actor in (make.anna(), make.bo(), make.author(0), SYSTEM):
        with pytest.raises(NotYours):
            lift_proposal(actor, row, reason=WHY, at=make.now())
    make.shift_to(row.process, PhaseKind.VOTE)
    with pytest.raises(NotNow):
        lift_proposal(make.tove(), rounds.fresh(row), reason=WHY, at=make.now())


def test_only_with_a_reason_and_only_what_got_too_little() -> None:
    row = unsupported()
    with pytest.raises(NotPossible, match="Skriv, hvorfor"):
        lift_proposal(make.tove(), row, reason=" ", at=make.now())
    with pytest.raises(NotPossible, match="CPR"):
        lift_proposal(make.tove(), row, reason="Om 070761-4285", at=make.now())
    lift_proposal(make.tove(), row, reason=WHY, at=make.now())
    with pytest.raises(NotPossible, match="ikke fik støtte nok"):
        lift_proposal(make.tove(), row, reason=WHY, at=make.now())
    assert Lift.objects.count() == 1


def test_not_once_the_vote_is_frozen() -> None:
    made = rounds.process(sent=2, needed=1)
    first, second = rounds.rows(made)
    rounds.supported(first, 1)
    made = rounds.over(made)
    make.decided(rounds.fresh(first))
    release_decisions(make.tove(), made, at=make.now())
    for actor in (make.tove(), make.tom()):
        freeze_vote(actor, made, at=make.now())
    with pytest.raises(NotPossible, match="låst"):
        lift_proposal(make.tove(), rounds.fresh(second), reason=WHY, at=make.now())


def test_the_page_of_the_owner_keeps_what_was_typed() -> None:
    row = unsupported()
    client = Client()
    client.force_login(Person.objects.get(pk=make.tove().person_id))
    url = reverse("support_staff:lift", args=[row.pk])
    assert "0" in client.get(url).text
    answer = client.post(url, {"reason": "Om 070761-4285"})
    assert answer.status_code == 422
    assert "Om 070761-4285" in answer.text
    assert client.post(url, {"reason": WHY}).status_code == 302
    again = client.post(url, {"reason": "Der bor kun få."})
    assert again.status_code == 409
    assert "Der bor kun få." in again.text
    page = client.get(reverse("site:proposal", args=[row.process.slug, row.number])).text
    assert WHY in page
