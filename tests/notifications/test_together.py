"""Who follows a proposal that becomes part of another follows along, and back again; and who gets which letter."""

from __future__ import annotations

import pytest
from tests import make
from tests.notifications import following
from tests.together import states
from tests.together.test_ask_to_join import ask

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.notifications.duties import run_clock
from deltagerbudget.notifications.letters import Letter, letters, written
from deltagerbudget.notifications.models import Following
from deltagerbudget.proposals.actions import withdraw_proposal
from deltagerbudget.review.actions import release_decisions
from deltagerbudget.together.actions import answer_join
from deltagerbudget.together.merging import split_proposals
from deltagerbudget.together.models import JoinRequest
from deltagerbudget.together.rules import Answer

pytestmark = pytest.mark.django_db


def sent(name: str) -> list[Letter]:
    return [each for entry in Entry.objects.order_by("pk") for each in letters(entry) if each.template == name]


def receivers(name: str) -> list[str]:
    return sorted(letter.receiver.name for letter in sent(name))


@pytest.mark.both
def test_followers_of_all_of_them_hear_once_and_follow_along_and_back() -> None:
    rows = states.several()
    following.address("anden@example.dk", rows[1])
    both = following.person("Begge To", rows[0])
    following.person("Begge To", rows[1])
    following.hush()
    merge = states.merged(rows)
    told = following.tell()
    assert following.to(told) == ["anden@example.dk", following.email_of("Begge To")]
    assert all("er lagt sammen" in mail.body and "/forslag/1/" in mail.body for mail in told)
    assert {row.proposal_id for row in Following.objects.of_person(both.person_id)} == {row.pk for row in rows}
    split_proposals(make.tove(), merge, at=make.now())
    told = following.tell()
    assert following.to(told) == ["anden@example.dk", following.email_of("Begge To")]
    assert "/forslag/2/" in next(mail.body for mail in told if mail.to == ["anden@example.dk"])
    make.shift_to(merge.process, PhaseKind.REVIEW)
    for row in rows:
        make.decided(states.fresh(row))
    release_decisions(make.tove(), merge.process, at=make.now())
    mine = [mail.body for mail in following.tell() if mail.to == ["anden@example.dk"]]
    assert ["/forslag/2/" in body and "/forslag/1/" not in body for body in mine] == [True]


def test_what_is_decided_of_the_joint_one_is_heard_by_those_who_followed_another() -> None:
    rows = states.several()
    following.address("anden@example.dk", rows[1])
    merge = states.merged(rows)
    following.hush()
    make.shift_to(merge.process, PhaseKind.REVIEW)
    make.decided(states.fresh(rows[0]))
    release_decisions(make.tove(), merge.process, at=make.now())
    assert following.to(following.tell()) == ["anden@example.dk"]


def test_the_letters_of_a_merge() -> None:
    rows = states.several()
    merge = states.offered(rows, make.author(0), words="Se https://svindel.example.com nu")
    assert receivers("merge_offered") == ["Forfatter 1"]
    assert "https://svindel" not in written(sent("merge_offered")[0])[1]
    merge = states.answered(merge, make.author(1))
    assert receivers("merged") == ["Forfatter 0", "Forfatter 1"]
    split_proposals(make.tove(), merge, at=make.now())
    assert receivers("split") == ["Forfatter 0", "Forfatter 1"]
    assert {f"/forslag/{number}/" in written(sent("split")[0])[1] for number in (1, 2)} == {True, False}


def test_the_clock_ends_a_suggestion_and_says_so() -> None:
    rows = states.several()
    states.offered(rows)
    run_clock(at=make.now())
    assert receivers("merge_ended") == []
    withdraw_proposal(make.author(1), rows[1], at=make.now())
    run_clock(at=make.now())
    assert receivers("merge_ended") == ["Forfatter 0", "Forfatter 1"]


def test_the_letters_of_who_asks_and_who_is_invited() -> None:
    proposal = states.coauthored(make.process())
    assert receivers("invitation_answered") == ["Anna Jensen"]
    assert "Forfatter 1. er med" in written(sent("invitation_answered")[0])[0]
    request = ask(proposal, make.author(2))
    assert receivers("join_asked") == ["Anna Jensen", "Forfatter 1"]
    answer_join(make.anna(), request, answer=Answer.NO, at=make.now())
    assert receivers("join_answered") == ["Forfatter 2"]
    assert "hellere" in written(sent("join_answered")[0])[1]
    states.said(*states.invited(proposal), make.author(3), Answer.NO)
    assert receivers("invitation_answered") == ["Anna Jensen", "Anna Jensen"]
    assert "sagde nej" in written(sent("invitation_answered")[1])[1]


def test_of_somebody_who_has_been_deleted_no_letter_waits_for_ever() -> None:
    """Otherwise the entry is read again in every round, and the log fills."""
    answer_join(make.anna(), ask(make.submitted(make.process()), make.author(1)), answer=Answer.YES, at=make.now())
    assert sent("join_asked")
    JoinRequest.objects.all().delete()
    assert [sent("join_asked"), sent("join_answered")] == [[], []]
