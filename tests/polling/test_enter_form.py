from __future__ import annotations

import logging

import pytest
from django.db import IntegrityError, transaction
from tests import make
from tests.ballots.changing import WHY
from tests.polling import counted, made, posted

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Channel
from deltagerbudget.ballots import casting, codes
from deltagerbudget.ballots.changes import withdraw_project
from deltagerbudget.ballots.code_rules import CodeState, read, read_form
from deltagerbudget.ballots.models import Ballot, SetAside, Vote, VotingCode, VotingSession
from deltagerbudget.polling.models import FormEntry, PostCount
from deltagerbudget.polling.post import code_of, enter_form, receive_forms
from deltagerbudget.polling.post_sums import post_sums_of
from deltagerbudget.polling.reading import ToCheck
from deltagerbudget.polling.serving import hand_out_paper, take_paper_back
from deltagerbudget.results.election import to_election

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def vote(monkeypatch: pytest.MonkeyPatch) -> Vote:
    return posted.open_vote(monkeypatch)


def chosen(vote: Vote) -> list[tuple[str, ...]]:
    return [ballot.projects for ballot in to_election(vote).ballots for _ in range(ballot.number)]


def by_letter(vote: Vote, code: str) -> VotingSession:
    """In the booth by the code of the letter."""
    opened = codes.opened_by(vote, read(code), at=make.now())
    assert opened is not None
    who = {"pseudonym": opened.pseudonym, "area": opened.area}
    secret = casting.begin_session(vote, **who, channel=Channel.LETTER, at=make.now())
    session = casting.session_of(secret, vote, at=make.now())
    assert session is not None
    return session


def test_it_works(vote: Vote) -> None:
    """What two persons read alike is a ballot of that code, and nothing of the form is left."""
    [(_code, form)] = posted.forms(vote)
    assert posted.entered(vote, form, make.bo(), "3, 1") == "second"
    assert not Ballot.objects.exists()
    assert posted.entered(vote, form, counted.rikke(), "1 3") == "cast"
    assert Ballot.objects.get().pseudonym == made.pseudonym(vote)
    assert chosen(vote) == [("1", "3")]
    assert not FormEntry.objects.exists()
    assert PostCount.objects.get().fate == "cast"
    assert not Entry.objects.filter(act="enter_form").exists()


def test_the_resident_sees_it_by_the_code_of_the_letter_and_changes_it(vote: Vote) -> None:
    [(code, form)] = posted.forms(vote)
    posted.both(vote, form, "1, 3")
    session = by_letter(vote, code)
    stored = casting.stored_ballot(session)
    assert stored is not None
    assert (stored.is_hidden, stored.sheet.numbers) == (False, (1, 3))
    made.cast(session, 2)
    assert chosen(vote) == [("2",)]


def test_where_two_differ_a_third_looks(vote: Vote) -> None:
    [(_code, form)] = posted.forms(vote)
    posted.entered(vote, form, make.bo(), "1")
    assert posted.entered(vote, form, counted.rikke(), "2") == "third"
    with pytest.raises(NotPossible, match="allerede"):
        posted.entered(vote, form, counted.rikke(), "1")
    assert post_sums_of(vote).differing == 1
    assert posted.entered(vote, form, make.tove(), "2") == "cast"
    assert chosen(vote) == [("2",)]


def test_nobody_enters_the_same_one_twice(vote: Vote) -> None:
    [(_code, form)] = posted.forms(vote)
    posted.entered(vote, form, make.bo())
    with pytest.raises(NotPossible, match="allerede"):
        posted.entered(vote, form, make.bo())
    row = {"code": VotingCode.objects.get(), "entered_by_id": make.bo().person_id, "ciphertext": b"x"}
    with pytest.raises(IntegrityError), transaction.atomic():
        FormEntry.objects.create(side=FormEntry.SECOND, **row)


@pytest.mark.parametrize("is_changed_later", [False, True])
def test_t39_a_ballot_given_in_another_way_stays_whichever_came_first(vote: Vote, is_changed_later: bool) -> None:
    [(code, form)] = posted.forms(vote)
    if not is_changed_later:
        made.cast(made.online(vote), 2)
        assert posted.both(vote, form, "1") == "voted"
    else:
        assert posted.both(vote, form, "1") == "cast"
        made.cast(made.online(vote), 2)
    assert chosen(vote) == [("2",)]
    # A second sheet with the same code, for example a copy, is no second ballot.
    assert posted.both(vote, form, "3") == "voted"
    assert chosen(vote) == [("2",)]
    assert by_letter(vote, code)


def test_t39_paper_from_a_desk_locks_it_in_both_orders(vote: Vote) -> None:
    station, bo = made.at_desk(vote)
    (_one, first), (_other, second) = posted.forms(vote, made.number(1), made.number(2))
    hand_out_paper(bo, station, made.visitor(vote, made.number(1)), at=make.now())
    assert posted.both(vote, first) == "voted"
    assert posted.both(vote, second) == "cast"
    seen = made.looked_up(station, bo, made.number(2))
    assert seen.standing == "online"
    hand_out_paper(bo, station, seen, at=make.now())
    assert chosen(vote) == []
    take_paper_back(bo, station, seen, at=make.now())
    assert chosen(vote) == [("1",)]


def test_a_replaced_or_void_code_is_refused_also_between_the_two(vote: Vote) -> None:
    (_one, first), (_other, second) = posted.forms(vote, made.number(1), made.number(2))
    VotingCode.objects.filter(pseudonym=made.pseudonym(vote, made.number(1))).update(state=CodeState.VOID)
    with pytest.raises(NotPossible, match="erstattet"):
        code_of(vote, first)
    posted.entered(vote, second, make.bo())
    row = code_of(vote, second)
    VotingCode.objects.filter(pk=row.pk).update(state=CodeState.REPLACED)
    assert enter_form(counted.rikke(), vote, row, typed="1", has_seen=False, at=make.now()) == "code"
    assert not Ballot.objects.exists()


def test_the_code_of_the_form_opens_nothing_else_and_no_other_is_taken(vote: Vote) -> None:
    (code, form), _second = posted.forms(vote, made.number(1), made.number(2))
    with pytest.raises(NotPossible, match="papir"):
        read(form)
    assert codes.opened_by(vote, read_form(form), at=make.now()) is None
    for wrong in (code, f"BREV-{code}", "", "BREV", form[:-1] + ("2" if form[-1] != "2" else "3")):
        with pytest.raises(NotPossible):
            code_of(vote, wrong)
    assert code_of(vote, form.lower().replace("-", " ")) == code_of(vote, form.removeprefix("BREV-"))


def test_what_cannot_be_counted_is_set_aside_with_its_reason(vote: Vote) -> None:
    (_a, unread), (_b, dear), (_c, none) = posted.forms(vote, *(made.number(place) for place in (1, 2, 3)))
    assert posted.both(vote, unread, "?") == "unreadable"
    with pytest.raises(ToCheck):
        posted.entered(vote, dear, make.bo(), "1, 99")
    assert posted.both(vote, dear, "1, 99", seen=True) == "invalid"
    SetAside.objects.create(vote=vote, pseudonym=made.pseudonym(vote, made.number(3)), reason="elsewhere")
    assert posted.both(vote, none) == "right"
    assert not Ballot.objects.exists()
    assert dict(PostCount.objects.values_list("fate", "number")) == {"unreadable": 1, "invalid": 1, "right": 1}
    # The resident of a form that was set aside votes in another way.
    made.cast(made.online(vote, made.number(1)), 1)
    assert chosen(vote) == [("1",)]


def test_a_project_that_has_left_the_vote_is_passed_over(vote: Vote) -> None:
    [(_code, form)] = posted.forms(vote)
    for actor in (make.tove(), make.tom()):
        withdraw_project(actor, vote, number=3, words=WHY, at=make.now())
    assert posted.both(Vote.objects.select_related("process").get(), form, "1, 3") == "cast"
    assert chosen(vote) == [("1",)]


def test_a_failure_after_the_second_reading_loses_nothing(vote: Vote, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ballot is cast in a transaction of its own; whoever comes again hands in what two have read."""
    [(_code, form)] = posted.forms(vote)
    posted.entered(vote, form, make.bo())

    def broken(*_args: object, **_kwargs: object) -> None:
        raise OSError("power")

    for name in ("_cast", "_forget"):
        with monkeypatch.context() as patch:
            patch.setattr(f"deltagerbudget.polling.post.{name}", broken)
            with pytest.raises(OSError, match="power"):
                posted.entered(vote, form, counted.rikke())
    assert posted.entered(vote, form, counted.rikke()) == "cast"
    assert Ballot.objects.count() == 1
    assert PostCount.objects.get().number == 1


def test_nothing_is_read_without_the_keys_and_no_code_is_kept(vote: Vote, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    [(code, form)] = posted.forms(vote)
    posted.entered(vote, form, make.bo(), "1, 3")
    row = FormEntry.objects.get()
    assert len(bytes(row.ciphertext)) > 256
    secret = form.replace("-", "")[8:16]
    stored = repr(list(FormEntry.objects.values())) + repr(list(VotingCode.objects.values())) + caplog.text
    assert secret not in stored
    assert code not in stored


def test_not_before_opening_and_not_after_closing(vote: Vote) -> None:
    [(_code, form)] = posted.forms(vote)
    row = code_of(vote, form)
    posted.entered(vote, form, make.bo())
    make.closed(vote)
    closed = Vote.objects.select_related("process").get()
    with pytest.raises(NotNow):
        enter_form(counted.rikke(), closed, row, typed="1", has_seen=False, at=make.now())
    assert not Ballot.objects.exists()


def test_who_may_not(vote: Vote) -> None:
    [(_code, form)] = posted.forms(vote)
    for actor in (make.anna(), make.fie()):
        with pytest.raises(NotYours):
            posted.entered(vote, form, actor)


def test_a_vote_without_ballots_by_post_takes_none() -> None:
    other = made.open_vote()
    with pytest.raises(NotPossible, match="post"):
        receive_forms(make.bo(), other, count=1, at=make.now())
