"""A survey is told by letter to authors and staff, once, when they can answer it; and to nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from tests import make
from tests.behalf.entered import karen
from tests.realisation.winners import started, winner
from tests.surveys.asked import opened, written

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.vocabulary import Act, PhaseKind, Role
from deltagerbudget.notifications import outbox
from deltagerbudget.notifications.asking import ASKED
from deltagerbudget.notifications.models import Mail
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Authorship, Proposal
from deltagerbudget.review.models import Department, Review
from deltagerbudget.surveys.actions import close_survey, open_survey
from deltagerbudget.surveys.models import Collection
from deltagerbudget.surveys.rules import MAILED, Audience

pytestmark = pytest.mark.django_db


def noon(days: int = 0) -> datetime:
    """Of the day in Denmark, which has begun up to two hours before UTC's."""
    return timezone.localtime(make.now()).replace(hour=12, minute=0) + timedelta(days=days)


def told(at: datetime | None = None) -> list[Mail]:
    """What the openings of surveys have become by then."""
    while outbox.read_journal(at=at or noon()):
        pass
    return list(Mail.objects.filter(entry__act=Act.OPEN_SURVEY).select_related("receiver").order_by("pk"))


def names(mails: Sequence[Mail]) -> list[str]:
    return sorted(mail.receiver.name for mail in mails if mail.receiver)


def later(process: Process, audience: Audience, days: int, last: int = 30) -> Collection:
    survey = written(process, audience)
    first, end = (make.today() + timedelta(days=number) for number in (days, last))
    return open_survey(make.tove(), survey, opens_on=first, closes_on=end, at=make.now())


@pytest.mark.both
def test_it_works() -> None:
    """One letter also to whoever has two winners."""
    process = winner().process
    second = Proposal.objects.get(process=process, number=3)
    Authorship.objects.create(proposal=second, person=Person.objects.get(name="Forfatter 0"))
    collection = opened(process, Audience.WINNERS)
    mails = told()
    assert names(mails) == ["Forfatter 0", "Forfatter 2"]
    assert all(f"/spoergeskema/{collection.key}/" in mail.body for mail in mails)
    assert {mail.subject for mail in mails} == {f"Hvordan gik det? Nogle få spørgsmål om {process.title}"}
    assert len(told()) == 2, "nobody is asked twice"


def test_those_who_did_not_win() -> None:
    """And whoever has one of each is asked for both."""
    process = winner().process
    Authorship.objects.create(
        proposal=Proposal.objects.get(process=process, number=2), person=Person.objects.get(name="Forfatter 0")
    )
    opened(process, Audience.OTHERS)
    assert names(told()) == ["Forfatter 0", "Forfatter 1"]
    opened(process, Audience.WINNERS)
    assert names(told()) == ["Forfatter 0", "Forfatter 0", "Forfatter 1", "Forfatter 2"]


def test_those_who_work_with_it() -> None:
    """Process owners of the area, members of the departments that were asked, and who answers for a project."""
    make.administrator()
    make.fie()
    make.staff("Olga Andetsteds", Role.OWNER, make.area("Viby"))
    make.bo("En anden afdeling")
    realisation = started()
    assert realisation.process is not None
    assert realisation.proposal is not None
    type(realisation).objects.filter(pk=realisation.pk).update(owner=make.person("Ejner Ejer"))
    asked = Department.objects.create(name="Veje")
    asked.members.add(make.person("Vera Veje"))
    Review.objects.create(proposal=realisation.proposal, department=asked, due_on=make.today())
    opened(realisation.process, Audience.STAFF)
    led = Person.objects.filter(grants__role=Role.OWNER, grants__area=None)
    assert names(told()) == sorted({"Ejner Ejer", "Vera Veje"} | {person.name for person in led})
    assert "Tove Tovholder" in names(told())


@pytest.mark.parametrize("audience", [Audience.VOTERS, Audience.NEIGHBOURS])
def test_voters_and_neighbours_are_written_to_by_nobody(audience: Audience) -> None:
    """Who voted is known to nobody; who lives nearby has asked for nothing."""
    process = winner().process
    make.shift_to(process, PhaseKind.REALISATION)
    opened(process, audience)
    assert told() == []
    assert set(ASKED) == set(MAILED) == set(Audience) - {Audience.VOTERS, Audience.NEIGHBOURS}


def test_the_letter_is_the_same_for_all() -> None:
    """No part of it says who got it."""
    opened(winner().process, Audience.WINNERS)
    assert len({mail.body for mail in told()}) == 1
    entry = Entry.objects.get(act=Act.OPEN_SURVEY)
    assert entry.detail == {"audience": "winners"}


def test_it_comes_on_the_first_day_and_not_at_night() -> None:
    process = winner().process
    later(process, Audience.WINNERS, days=3)
    assert told() == []
    assert told(noon(3).replace(hour=2)) == []
    assert len(told(noon(3))) == 2


def test_not_of_one_that_was_closed_before_or_is_over() -> None:
    process = winner().process
    closed = later(process, Audience.WINNERS, days=3)
    close_survey(make.tove(), closed, at=make.now())
    later(process, Audience.OTHERS, days=3, last=5)
    assert told(noon(6)) == []


def test_authors_hear_of_none_before_the_result_is_published() -> None:
    """The letter itself would say who has won. Staff need not wait."""
    vote = make.closed(make.open_vote())
    make.counted(vote)
    opened(vote.process, Audience.OTHERS)
    opened(vote.process, Audience.STAFF)
    assert not [name for name in names(told()) if name.startswith("Forfatter")]
    assert told()
    result = vote.result
    for actor in (make.tove(), make.tom()):
        make.publish_result(actor, result, at=make.now())
    assert [name for name in names(told()) if name.startswith("Forfatter")]


def test_nobody_is_asked_to_answer_for_another() -> None:
    """Of a resident without e-mail nothing is passed on; nor is one written to who is gone."""
    won = winner()
    assisted = karen(make.process())
    Authorship.objects.create(proposal=won, person=assisted.person)
    Person.objects.filter(name="Forfatter 2").update(is_active=False)
    opened(won.process, Audience.WINNERS)
    assert names(told()) == ["Forfatter 0"]
