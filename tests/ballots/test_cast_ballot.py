from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from tests import make
from tests.promises import by_hand

from deltagerbudget.acts.refusals import NotNow, Refusal
from deltagerbudget.acts.vocabulary import Channel
from deltagerbudget.ballots import casting, keybox
from deltagerbudget.ballots.actions import close_vote_early, new_idempotency_key
from deltagerbudget.ballots.models import Ballot, Participation, Project, Station, Vote, VotingSession
from deltagerbudget.ballots.rules import InvalidChoice, Sheet
from deltagerbudget.processes.rules import BallotType

pytestmark = [pytest.mark.both, pytest.mark.django_db]
MINUTE = timedelta(minutes=1)


def cast(session: VotingSession, numbers: tuple[object, ...] = (1, 3), **changed: Any) -> casting.Stored:
    given = {"idempotency_key": new_idempotency_key(), "expected_version": 0, "ticket_at": None, "at": make.now()}
    return casting.cast_ballot(session, raw=[str(number) for number in numbers], **given | changed)


def at_once(work: list[Callable[[], Any]]) -> list[Any]:
    """Every piece of work in a thread of its own; what it returned or raised."""
    outcomes: list[Any] = [None] * len(work)
    gate = threading.Barrier(len(work))

    def run(place: int) -> None:
        gate.wait()
        try:
            outcomes[place] = work[place]()
        except Refusal as refusal:
            outcomes[place] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def test_it_works() -> None:
    vote = make.open_vote()
    session = make.voter(vote)
    assert cast(session, (3, 1)) == casting.Stored(1, Sheet((1, 3)))
    assert casting.stored_ballot(session) == casting.Stored(1, Sheet((1, 3)))


def test_v6_a_change_is_a_new_version_and_the_last_one_counts() -> None:
    vote = make.open_vote()
    make.cast(vote, "anna", [1])
    assert make.cast(vote, "anna", [2]) == casting.Stored(2, Sheet((2,)))
    assert vote.ballots.count() == 2
    assert [version for _pk, _pseudonym, version, _ciphertext in vote.ballots.current()] == [2]


def test_b17_the_earlier_ballot_counts_until_it_is_replaced() -> None:
    vote = make.open_vote()
    session = make.voter(vote)
    cast(session, (1,))
    with pytest.raises(InvalidChoice):
        cast(session, (1, 2), expected_version=1)
    assert casting.stored_ballot(session) == casting.Stored(1, Sheet((1,)))


@pytest.mark.parametrize("numbers", [(1, 1), (9,), (), ("-1",), ("1e9",), ("１",), ("1.0",), (1, 2), ("1",) * 10_000])
def test_t33_a_ballot_against_the_rules_stores_nothing(numbers: tuple[object, ...]) -> None:
    vote = make.open_vote()
    with pytest.raises(InvalidChoice):
        cast(make.voter(vote), numbers)
    assert not Ballot.objects.exists()


def test_t33_a_project_of_another_vote_is_refused() -> None:
    other, vote = make.open_vote([1_000_000] * 5), make.open_vote([1_000_000] * 2)
    assert Project.objects.filter(vote=other, number=5).exists()
    with pytest.raises(InvalidChoice):
        cast(make.voter(vote), (5,))


def test_t34_prices_come_from_the_frozen_text_alone() -> None:
    vote = make.open_vote()
    with by_hand():
        Project.objects.filter(vote=vote).update(cost_ore=1)
    with pytest.raises(InvalidChoice) as caught:
        cast(make.voter(vote), (1, 2))
    assert caught.value.code == "too_dear"


@pytest.mark.parametrize("key", ["", "x", "A" * 64, "0" * 63, "0" * 65, "0" * 63 + "\0", "é" * 64])
def test_a_malformed_key_is_refused(key: str) -> None:
    vote = make.open_vote()
    with pytest.raises(InvalidChoice):
        cast(make.voter(vote), idempotency_key=key)


def test_t35_before_opening_nothing_is_taken() -> None:
    vote = make.frozen()
    with pytest.raises(NotNow):
        cast(make.voter(vote))


def test_t35_b16_after_closing_nothing_is_taken() -> None:
    vote = make.open_vote()
    session = make.voter(vote)
    make.closed(vote)
    with pytest.raises(NotNow):
        cast(session, ticket_at=vote.closes_at - MINUTE)
    assert not Ballot.objects.exists()


@pytest.mark.parametrize(
    ("ago", "ticket_before", "is_taken"), [(5, 1, True), (5, None, False), (5, -1, False), (11, 1, False)]
)
def test_t35_the_ten_minutes_of_grace(ago: int, ticket_before: int | None, is_taken: bool) -> None:
    vote = make.open_vote()
    session = make.voter(vote)
    closes_at = make.now() - ago * MINUTE
    with by_hand():
        Vote.objects.filter(pk=vote.pk).update(closes_at=closes_at)
    ticket_at = None if ticket_before is None else closes_at - ticket_before * MINUTE
    with contextlib.suppress(NotNow):
        cast(session, ticket_at=ticket_at)
    assert Ballot.objects.exists() == is_taken


def test_t35_postgresql_judges_by_its_own_clock() -> None:
    if connection.vendor != "postgresql":
        vote = make.open_vote()
        with pytest.raises(NotNow):
            cast(make.voter(vote), at=vote.closes_at)
        return
    vote = make.open_vote()
    cast(make.voter(vote), at=vote.closes_at + timedelta(days=1))
    assert Ballot.objects.count() == 1


def test_t36_the_same_key_again_is_the_same_ballot_again() -> None:
    vote = make.open_vote()
    session, key = make.voter(vote), new_idempotency_key()
    first = cast(session, (1,), idempotency_key=key)
    cast(session, (2,), expected_version=1)
    assert cast(session, (1,), idempotency_key=key) == first
    assert casting.stored_ballot(session) == casting.Stored(2, Sheet((2,)))


def test_t36_the_same_key_with_other_choices_is_refused() -> None:
    vote = make.open_vote()
    session, key = make.voter(vote), new_idempotency_key()
    cast(session, (1,), idempotency_key=key)
    with pytest.raises(InvalidChoice) as caught:
        cast(session, (2,), idempotency_key=key, expected_version=1)
    assert caught.value.code == "key-reused"


def test_t36_a_page_that_is_out_of_date_changes_nothing() -> None:
    vote = make.open_vote()
    session = make.voter(vote)
    cast(session, (1,))
    with pytest.raises(casting.ChangedElsewhere):
        cast(session, (2,))
    assert casting.stored_ballot(session) == casting.Stored(1, Sheet((1,)))


def test_b10_approval_ballots() -> None:
    vote = make.open_vote(ballot_type=BallotType.APPROVAL, max_choices=2)
    assert cast(make.voter(vote), (1, 2)).sheet.numbers == (1, 2)


def test_every_ballot_of_a_vote_has_the_same_length() -> None:
    vote = make.open_vote([100_000] * 12)
    for place, numbers in enumerate([[1], [12], list(range(1, 13))]):
        make.cast(vote, f"voter {place}", numbers)
    assert len({len(bytes(ballot.ciphertext)) for ballot in Ballot.objects.all()}) == 1


def test_the_session_holds_a_hash_and_ends_after_half_an_hour() -> None:
    vote = make.open_vote()
    at = make.now()
    sid = casting.begin_session(vote, pseudonym="a" * 64, area="tranbjerg", channel=Channel.MITID, at=at)
    assert not VotingSession.objects.filter(sid_hash=sid).exists()
    assert casting.session_of(sid, vote, at=at + 29 * MINUTE) is not None
    assert casting.session_of(sid, vote, at=at + 30 * MINUTE) is None
    assert casting.session_of(sid, make.open_vote(), at=at) is None
    casting.begin_session(vote, pseudonym="b" * 64, area="tranbjerg", channel=Channel.MITID, at=at + 31 * MINUTE)
    assert VotingSession.objects.count() == 1


def test_sessions_are_not_in_the_log_of_postgresql() -> None:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'ballots_votingsession'")
        assert cursor.fetchone() == ("u",)


@pytest.mark.django_db(transaction=True)
def test_t31_parallel_casts_by_one_voter_leave_one_ballot_with_versions_without_gaps() -> None:
    vote = make.open_vote()
    sessions = [make.voter(vote) for _ in range(12)]

    def insist(session: VotingSession) -> Callable[[], int]:
        def go() -> int:
            for _ in range(100):
                lies_there = casting.stored_ballot(session)
                try:
                    return cast(session, expected_version=lies_there.version if lies_there else 0).version
                except casting.ChangedElsewhere:
                    continue
            return 0

        return go

    versions = at_once([insist(session) for session in sessions])
    assert sorted(versions) == list(range(1, 13))
    assert sorted(vote.ballots.values_list("version", flat=True)) == list(range(1, 13))
    assert len(list(vote.ballots.current())) == 1


@pytest.mark.django_db(transaction=True)
def test_t31_b18_b19_parallel_casts_of_one_page_are_one_ballot() -> None:
    vote = make.open_vote()
    session, key = make.voter(vote), new_idempotency_key()
    outcomes = at_once([lambda: cast(session, idempotency_key=key)] * 12)
    assert outcomes == [casting.Stored(1, Sheet((1, 3)))] * 12
    assert vote.ballots.count() == 1


@pytest.mark.django_db(transaction=True)
def test_t32_b3_two_ballots_that_fit_alone_are_never_joined() -> None:
    vote = make.open_vote()
    sessions = [make.voter(vote) for _ in range(2)]
    outcomes = at_once([lambda: cast(sessions[0], (1, 3)), lambda: cast(sessions[1], (2,))])
    assert sum(isinstance(outcome, casting.ChangedElsewhere) for outcome in outcomes) == 1
    lies_there = casting.stored_ballot(sessions[0])
    assert lies_there is not None
    assert lies_there.sheet.numbers in {(1, 3), (2,)}


@pytest.mark.django_db(transaction=True)
def test_closing_lets_no_ballot_in_behind_it() -> None:
    vote = make.open_vote()
    sessions = [make.voter(vote, f"voter {place}") for place in range(8)]
    close_vote_early(make.tove(), vote, at=make.now())
    tom, is_closed = make.tom(), threading.Event()
    late: list[int] = []

    def vote_on(session: VotingSession) -> Callable[[], int]:
        def go() -> int:
            taken = 0
            while taken < 200:
                was_closed = is_closed.is_set()
                try:
                    cast(session, expected_version=taken)
                except NotNow:
                    break
                taken += 1
                if was_closed:
                    late.append(taken)
            return taken

        return go

    def close() -> int:
        while Ballot.objects.count() < 10:
            pass
        close_vote_early(tom, vote, at=make.now())
        is_closed.set()
        return Ballot.objects.count()

    *taken, at_close = at_once([*map(vote_on, sessions), close])
    assert late == []
    assert sum(taken) == at_close == Ballot.objects.count() >= 10


@pytest.mark.django_db(transaction=True)
def test_closing_waits_for_a_ballot_that_is_being_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    vote = make.open_vote()
    session = make.voter(vote)
    close_vote_early(make.tove(), vote, at=make.now())
    tom, is_casting, may_go_on = make.tom(), threading.Event(), threading.Event()
    encrypt = keybox.encrypt

    def slowly(*args: Any) -> bytes:
        is_casting.set()
        may_go_on.wait(2)
        return encrypt(*args)

    monkeypatch.setattr(keybox, "encrypt", slowly)

    def close() -> int:
        is_casting.wait(20)
        threading.Timer(0.5, may_go_on.set).start()
        close_vote_early(tom, vote, at=make.now())
        return Ballot.objects.count()

    assert at_once([lambda: cast(session), close]) == [casting.Stored(1, Sheet((1, 3))), 1]


def test_the_pseudonym_is_the_keyboxs() -> None:
    vote = make.open_vote()
    assert make.voter(vote, "anna").pseudonym == keybox.pseudonym(vote.pk, "oidc:test|anna")


@pytest.mark.parametrize(
    ("values", "ballots"),
    [
        ({"ballot_type": "choose-1"}, [("1",), ("3",)]),
        (
            {"ballot_type": "cumulative", "points": 12, "most_points": 11},
            [("1:1",), ("1:11", "2:1"), ("1:4", "2:4", "3:4")],
        ),
        ({"ballot_type": "ordinal", "rank_scores": [3, 2, 1]}, [("2:1",), ("3:1", "2:2", "1:3")]),
    ],
)
def test_every_kind_of_ballot_is_read_back_and_has_one_length(
    values: dict[str, Any], ballots: list[tuple[str, ...]]
) -> None:
    """SECURITY: the length of what is stored tells neither how many were chosen nor how they were marked."""
    vote = make.open_vote(**values)
    for place, raw in enumerate(ballots):
        session = make.voter(vote, f"voter {place}")
        stored = cast(session, raw)
        assert sorted(stored.sheet.values(vote.paper)) == sorted(raw)
        assert casting.stored_ballot(session) == stored
    assert len({len(bytes(row.ciphertext)) for row in Ballot.objects.all()}) == 1


def test_t39_who_was_handed_paper_votes_on_paper_alone() -> None:
    vote = on_paper()
    session, handed = make.voter(vote), make.voter(vote, "bo")
    make.cast(vote, "bo", [1])
    station = Station.objects.create(process=vote.process, name="Biblioteket", address="Torvet 1", hours="10-16")
    for each in (session, handed):
        Participation.objects.create(vote=vote, pseudonym=each.pseudonym, station=station)
    with pytest.raises(casting.PaperHandedOut, match="papir"):
        cast(session)
    assert list(vote.ballots.current()) == []
    Participation.objects.all().delete()
    assert cast(session).version == 1
    assert len(list(vote.ballots.current())) == 2


def on_paper() -> Vote:
    """Of a vote with paper and without a login, so that the number is asked of nobody here."""
    return make.open_vote(channels=["paper"])
