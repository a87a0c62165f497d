"""Asking somebody from outside about one proposal."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests import make
from tests.experts.asked import PAGE, asked
from tests.review.test_pages import as_

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind, Role
from deltagerbudget.experts.actions import ask_expert, forget_experts, usable
from deltagerbudget.experts.models import Expert
from deltagerbudget.experts.post import write_link
from deltagerbudget.proposals.actions import withdraw_proposal
from deltagerbudget.review.models import Review
from deltagerbudget.staff.models import DoorMail

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    expert, token = asked()
    review = Review.objects.get()
    assert (review.who, review.public_name) == ("Ellen Ekspert, træsagkyndig (ekstern)", "")
    assert usable(token, at=make.now()) == expert
    assert token not in str(Expert.objects.values())
    entry = Entry.objects.of(expert).get()
    assert (entry.act, entry.detail) == (Act.ASK_EXPERT, {"proposal": expert.proposal_id})


def test_t14_nobody_else_may() -> None:
    proposal = make.submitted(make.process())
    viola = make.staff("Viola fra Viby", Role.OWNER, make.area("Viby"))
    for actor in (make.anna(), make.bo(), make.fie(), make.administrator(), viola):
        with pytest.raises(NotYours):
            ask_expert(actor, proposal, name="E", title="t", address="e@example.dk", due_on=make.today(), at=make.now())


def test_only_before_the_vote_and_what_is_sent_in() -> None:
    process = make.process()
    proposal = make.submitted(process)
    withdrawn = withdraw_proposal(make.anna(), make.submitted(process), at=make.now())
    with pytest.raises(NotPossible):
        asked(withdrawn)
    make.shift_to(process, PhaseKind.VOTE)
    with pytest.raises(NotNow):
        asked(proposal)


@pytest.mark.parametrize(
    "wrong",
    [{"address": "ellén@example.dk"}, {"name": " "}, {"title": ""}, {"due_on": make.today() - timedelta(days=1)}],
)
def test_what_cannot_be(wrong: dict[str, object]) -> None:
    with pytest.raises(NotPossible):
        asked(**wrong)


def test_t29_asking_again_ends_the_old_link_and_opens_what_was_finished() -> None:
    expert, old = asked()
    Review.objects.update(finished_at=make.now())
    again, new = asked(expert.proposal, due_on=make.today() + timedelta(days=20))
    assert (again.pk, Review.objects.get().finished_at) == (expert.pk, None)
    assert usable(old, at=make.now()) is None
    assert usable(new, at=make.now()) == expert


def test_t29_the_link_ends_fourteen_days_after_the_answer_was_due() -> None:
    expert, token = asked()
    last = datetime.combine(make.today() + timedelta(days=21), datetime.min.time(), make.now().tzinfo)
    assert usable(token, at=last) == expert
    assert usable(token, at=last + timedelta(days=2)) is None


@pytest.mark.both
def test_the_database_knows_no_review_of_nobody_and_no_two_links_to_one_address() -> None:
    expert, _token = asked()
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.update(outside="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Expert.objects.create(
            proposal=expert.proposal,
            address=expert.address,
            digest="x",
            asked_by_id=expert.asked_by_id,
            at=make.now(),
            expires_at=make.now(),
        )


def test_the_address_is_forgotten_in_time() -> None:
    expert, _token = asked()
    assert forget_experts(at=expert.expires_at + timedelta(days=29)) == 0
    assert forget_experts(at=expert.expires_at + timedelta(days=31)) == 1
    expert.refresh_from_db()
    assert expert.address == ""


def test_the_page_sends_the_link_in_a_mail_and_keeps_what_was_typed() -> None:
    proposal = make.submitted(make.process(), title="Drikkepost")
    page, tove = f"/medarbejder/eksterne/forslag/{proposal.pk}/", as_(make.tove())
    typed = {"name": "Ellen Ekspert", "title": "", "address": "ellen@example.dk", "due_on": str(make.today())}
    wrong = tove.post(page, typed)
    assert wrong.status_code == 422
    assert "Ellen Ekspert" in wrong.content.decode()
    assert tove.post(page, typed | {"title": "træsagkyndig"}).status_code == 302
    mail = DoorMail.objects.get()
    assert (mail.address, "Drikkepost" in mail.subject) == ("ellen@example.dk", True)
    link = next(line for line in mail.body.splitlines() if line.startswith("http"))
    shown = Client().get(link[link.index(PAGE) :])
    assert "Drikkepost" in shown.content.decode()
    listed = tove.get(page).content.decode()
    assert "Ellen Ekspert, træsagkyndig (ekstern)" in listed


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_t50_a_day_beyond_every_calendar_is_said_and_not_an_error(day: str) -> None:
    proposal = make.submitted(make.process())
    typed = {"name": "Ellen Ekspert", "title": "træsagkyndig", "address": "ellen@example.dk", "due_on": day}
    wrong = as_(make.tove()).post(f"/medarbejder/eksterne/forslag/{proposal.pk}/", typed)
    assert (wrong.status_code, "Ellen Ekspert" in wrong.text) == (422, True)


def test_t55_the_mail_makes_no_link_of_what_a_resident_wrote() -> None:
    write_link(*asked(make.submitted(make.process(), title="Se www.andet.dk og http://andet.dk")), at=make.now())
    mail = DoorMail.objects.get()
    assert "andet.dk" not in mail.subject + mail.body
    assert "andet" in mail.subject


def test_t14_a_caseworker_cannot_open_the_page() -> None:
    proposal = make.submitted(make.process())
    assert as_(make.bo()).get(f"/medarbejder/eksterne/forslag/{proposal.pk}/").status_code == 403
    viola = as_(make.staff("Viola fra Viby", Role.OWNER, make.area("Viby")))
    assert viola.get(f"/medarbejder/eksterne/forslag/{proposal.pk}/").status_code == 404
