"""The page for a code, from the letter to the ballot box."""

from __future__ import annotations

import logging
import statistics
import time
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from tests import make
from tests.ballots.voter import Booth, Login, enter
from tests.race import at_once

from deltagerbudget.acts.vocabulary import Channel
from deltagerbudget.ballots import codes, keybox
from deltagerbudget.ballots.code_rules import Code, CodeState, new_code
from deltagerbudget.ballots.models import Ballot, CodeBatch, SetAside, Vote, VotingCode, VotingSession, WrongCodes

pytestmark = [pytest.mark.django_db, pytest.mark.both]
REF = "dk:cpr:0707614285"
WRONG = "åbner ingen stemmeseddel"


def lettered(**values: Any) -> Vote:
    return make.open_vote(channels=[Channel.MITID, Channel.LETTER], **values)


def issued(vote: Vote, *refs: str) -> list[Code]:
    batch = CodeBatch.objects.create(vote=vote, channel=Channel.LETTER, stock=len(refs), issued_at=make.now())
    box = keybox.box(vote.pk)
    ready = codes.prepared(vote.pk, [codes.Holder("tranbjerg", box.pseudonym(ref)) for ref in refs])
    codes.store(batch, ready)
    return list(ready.codes)


def type_in(booth: Booth, text: str, **extra: str) -> Any:
    return booth.client.post(f"{booth.base}kode/", {"kode": text, **extra})


def other(code: Code) -> str:
    """The same code with another secret, well formed."""
    return Code(code.public_id, new_code().secret).printed()


@pytest.fixture(autouse=True)
def says_cpr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deltagerbudget.ballots.actions.gives_cpr", lambda: True)


class Moment:
    """The clock of the booth, moved by hand."""

    def __init__(self) -> None:
        self.at = make.timezone.now()

    def later(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> Moment:
    found = Moment()
    monkeypatch.setattr("deltagerbudget.ballots.booth.clock.moment_of", lambda _process: found.at)
    return found


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """The breaker is out after three."""
    monkeypatch.setattr("deltagerbudget.ballots.code_rules._LEAST", 3)


def test_it_works() -> None:
    vote = lettered()
    (code,) = issued(vote, REF)
    booth = enter(vote)
    assert f"{booth.base}kode/" in booth.get("log-ind/").content.decode()
    booth.choose(1, 3)
    assert "Dit valg venter" in booth.get("kode/").content.decode()
    answer = type_in(booth, code.printed().lower().replace("-", " "))
    assert answer.headers["Location"] == f"{booth.base}aflever/"
    assert booth.sheet()["valg"] == ["1", "3"]
    assert booth.hand_in().headers["Location"] == f"{booth.base}gemt/"
    ballot = Ballot.objects.get()
    assert ballot.pseudonym == keybox.pseudonym(vote.pk, REF)
    assert VotingSession.objects.get().channel == Channel.LETTER


def test_a_code_used_again_opens_the_same_ballot() -> None:
    vote = lettered()
    (code,) = issued(vote, REF)
    for turn, number in enumerate((1, 2), start=1):
        booth = enter(vote)
        type_in(booth, code.printed())
        booth.choose(number)
        booth.hand_in()
        assert sorted(Ballot.objects.values_list("version", flat=True)) == list(range(1, turn + 1))
    assert Ballot.objects.values("pseudonym").distinct().count() == 1


@pytest.mark.parametrize("order", [("code", "login"), ("login", "code")])
def test_t39_the_same_resident_by_code_and_by_mitid_is_one_ballot(login: Login, order: tuple[str, str]) -> None:
    vote = lettered()
    login.ref = REF
    (code,) = issued(vote, REF)
    for number, way in enumerate(order, start=1):
        booth = enter(vote)
        booth.choose(number)
        type_in(booth, code.printed()) if way == "code" else booth.log_in()
        assert booth.hand_in().status_code == 302
    assert [version for _pk, _who, version, _text in vote.ballots.current()] == [2]


def test_t39_a_code_that_was_replaced_opens_nothing_and_the_new_one_the_same_ballot() -> None:
    vote = lettered()
    (code,) = issued(vote, REF)
    booth = enter(vote)
    type_in(booth, code.printed())
    booth.choose(1)
    booth.hand_in()
    codes.replace(vote, keybox.pseudonym(vote.pk, REF))
    (renewed,) = issued(vote, REF)
    assert WRONG in type_in(enter(vote), code.printed()).content.decode()
    again = enter(vote)
    assert type_in(again, renewed.printed()).status_code == 302
    # Whoever can have a code made must not read by it what lies there.
    assert again.get("gemt/").headers["Location"] == again.base


def test_a_code_shows_what_was_cast_by_it_and_nothing_else(login: Login) -> None:
    """A letter that lies open, or that staff have printed, gives away no ballot that came by another way."""
    vote = lettered()
    login.ref = REF
    (code,) = issued(vote, REF)
    title = vote.projects.get(number=1).title
    enter(vote).vote(1)
    booth = enter(vote)
    booth.choose(2)
    type_in(booth, code.printed())
    page = booth.get("aflever/").content.decode()
    assert "allerede" in page
    assert title not in page
    booth.hand_in()
    assert booth.get("gemt/").status_code == 200
    again = enter(vote)
    type_in(again, code.printed())
    assert again.get("gemt/").status_code == 200


def test_a_slip_of_the_pen_costs_no_try_and_keeps_what_was_typed() -> None:
    vote = lettered()
    (code,) = issued(vote, REF)
    booth, slip = enter(vote), code.printed()[:-1] + ("2" if code.printed()[-1] != "2" else "3")
    for _turn in range(12):
        answer = type_in(booth, slip)
        assert answer.status_code == 422
        assert slip in answer.content.decode()
    assert VotingCode.objects.get().wrong == 0
    assert not WrongCodes.objects.exists()
    assert type_in(booth, code.printed()).status_code == 302


def test_t41_after_ten_wrong_tries_a_code_rests_from_wherever_they_come(moment: Moment) -> None:
    vote = lettered()
    code, neighbour = issued(vote, REF, "dk:cpr:0707614286")
    for turn in range(10):
        client = Client(REMOTE_ADDR=f"10.0.{turn}.1", headers={"X-Forwarded-For": f"192.0.2.{turn}"})
        assert WRONG in type_in(Booth(client, enter(vote).base), other(code)).content.decode()
    assert WRONG in type_in(enter(vote), code.printed()).content.decode()
    assert type_in(enter(vote), neighbour.printed()).status_code == 302
    moment.later(minutes=14)
    assert WRONG in type_in(enter(vote), code.printed()).content.decode()


def test_t41_a_stranger_shuts_nobody_out_for_long(moment: Moment, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest ends by itself, and ten wrong ones are a rest again."""
    monkeypatch.setattr("deltagerbudget.ballots.code_rules._LEAST", 1_000)
    vote = lettered()
    (code,) = issued(vote, REF)
    for _turn in range(2):
        for _wrong in range(10):
            type_in(enter(vote), other(code))
        assert type_in(enter(vote), code.printed()).status_code == 422
        moment.later(minutes=15)
        assert type_in(enter(vote), code.printed()).status_code == 302


def test_t41_tries_sent_at_once_are_counted_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever read the row before the tenth wrong one is answered as it stands after it."""
    vote = lettered()
    (code,) = issued(vote, REF)
    for _wrong in range(9):
        codes.opened_by(vote, Code(code.public_id, new_code().secret), at=make.now())

    def meanwhile(vote_id: Any, handle: str) -> None:
        VotingCode.objects.filter(handle=handle).update(wrong=0, rests_until=make.now() + codes.RESTS)

    monkeypatch.setattr(codes, "lock_voter", meanwhile)
    assert codes.opened_by(vote, code, at=make.now()) is None


def test_t41_a_success_resets_nothing_and_writes_nothing_at_the_code() -> None:
    vote = lettered()
    (code,) = issued(vote, REF)
    for _turn in range(9):
        type_in(enter(vote), other(code))
    before = VotingCode.objects.values().get()
    assert type_in(enter(vote), code.printed()).status_code == 302
    assert VotingCode.objects.values().get() == before
    assert before["wrong"] == 9
    type_in(enter(vote), other(code))
    assert type_in(enter(vote), code.printed()).status_code == 422


def test_t41_a_library_with_forty_voters_is_not_locked_out() -> None:
    vote = lettered()
    made = issued(vote, *(f"dk:cpr:07076142{number:02}" for number in range(40)))
    for code in made:
        booth = enter(vote, REMOTE_ADDR="10.0.0.1")
        type_in(booth, code.printed()[:-1] + "?")
        assert type_in(booth, code.printed()).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_t41_thirty_tries_at_the_same_moment_get_ten_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each with a connection of its own. The rest begins at the tenth, and nothing is counted at the code after it."""
    monkeypatch.setattr("deltagerbudget.ballots.code_rules._LEAST", 1_000)
    vote, at = lettered(), make.now()
    (code,) = issued(vote, REF)
    guesses = [Code(code.public_id, new_code().secret) for _try in range(30)]
    answers = at_once(*(partial(codes.opened_by, vote, guess, at=at) for guess in guesses))
    assert answers == [None] * 30
    row = VotingCode.objects.get()
    assert (row.wrong, row.rests_until) == (0, at + codes.RESTS)
    assert sum(WrongCodes.objects.values_list("count", flat=True)) == 30
    assert codes.opened_by(vote, code, at=at) is None
    assert codes.opened_by(vote, code, at=at + codes.RESTS) == row


def test_t41_many_wrong_codes_slow_the_vote_down_and_warn(slow: None, caplog: pytest.LogCaptureFixture) -> None:
    vote = lettered()
    (code,) = issued(vote, REF)
    for _turn in range(3):
        assert type_in(enter(vote), new_code().printed()).status_code == 422
    assert [record.levelno for record in caplog.records if "voting codes" in record.message] == [logging.WARNING]
    booth = enter(vote)
    answer = type_in(booth, code.printed(), vent="forged")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "10")
    assert code.printed() in answer.content.decode()
    assert not VotingSession.objects.exists()


def test_t41_t45_slowing_down_asks_only_to_wait_and_a_ticket_is_good_once(slow: None, moment: Moment) -> None:
    vote = lettered()
    code, neighbour = issued(vote, REF, "dk:cpr:0707614286")
    for _turn in range(3):
        type_in(enter(vote), new_code().printed())
    booth = enter(vote)
    assert "10 sekunder" in booth.get("kode/").content.decode()
    ticket = type_in(booth, code.printed()).context["ticket"]
    assert type_in(booth, code.printed(), vent=ticket).status_code == 429
    moment.later(seconds=11)
    # Neither for a neighbour's code nor for a guess at the same name.
    for text in (neighbour.printed(), other(code)):
        assert type_in(booth, text, vent=ticket).status_code == 429
    assert type_in(booth, code.printed(), vent=ticket).status_code == 302
    assert type_in(enter(vote), code.printed(), vent=ticket).status_code == 429


def test_t41_a_ticket_is_no_stock_for_later(slow: None, moment: Moment) -> None:
    vote = lettered()
    (code,) = issued(vote, REF)
    for _turn in range(3):
        type_in(enter(vote), new_code().printed())
    ticket = type_in(enter(vote), code.printed()).context["ticket"]
    moment.later(minutes=11)
    assert type_in(enter(vote), code.printed(), vent=ticket).status_code == 429


def test_t41_a_class_of_thirty_gets_in_while_it_is_slow(slow: None, moment: Moment) -> None:
    """Behind one address, each with an own code and one wait."""
    vote = lettered()
    made = issued(vote, *(f"dk:cpr:07076142{number:02}" for number in range(30)))
    for _turn in range(3):
        type_in(enter(vote), new_code().printed())
    booths = [(enter(vote, REMOTE_ADDR="10.0.0.1"), code.printed()) for code in made]
    tickets = [type_in(booth, text).context["ticket"] for booth, text in booths]
    moment.later(seconds=10)
    for (booth, text), ticket in zip(booths, tickets, strict=True):
        assert type_in(booth, text, vent=ticket).status_code == 302


def test_t28_t41_whatever_is_wrong_with_a_code_gets_one_answer() -> None:
    vote = lettered()
    wrong, replaced, resting, void = issued(vote, *(f"dk:cpr:07076142{number:02}" for number in range(4)))
    codes.replace(vote, keybox.pseudonym(vote.pk, "dk:cpr:0707614201"))
    VotingCode.objects.filter(pseudonym=keybox.pseudonym(vote.pk, "dk:cpr:0707614202")).update(
        rests_until=make.now() + codes.RESTS
    )
    VotingCode.objects.filter(pseudonym=keybox.pseudonym(vote.pk, "dk:cpr:0707614203")).update(state=CodeState.VOID)
    booth, answers = enter(vote), set()
    for text in (new_code().printed(), other(wrong), replaced.printed(), resting.printed(), void.printed()):
        answer = type_in(booth, text)
        said = answer.content.decode().replace(text, "")
        answers.add((answer.status_code, said.split('name="csrfmiddlewaretoken"')[0], len(answer.content)))
    assert len(answers) == 1


@pytest.mark.slow
def test_t28_an_unknown_code_and_a_wrong_secret_take_the_same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two hundred of each, in turn; the medians lie within five milliseconds, counted in work done."""
    monkeypatch.setattr("deltagerbudget.ballots.code_rules._LEAST", 10_000)
    vote = lettered()
    known = issued(vote, *(f"dk:cpr:07076142{number:02}" for number in range(25)))
    booth, times = enter(vote), {True: [], False: []}
    for turn in range(400):
        is_known = bool(turn % 2)
        text = other(known[turn // 2 % len(known)]) if is_known else new_code().printed()
        begun = time.process_time()
        answer = type_in(booth, text)
        times[is_known].append(time.process_time() - begun)
        assert answer.status_code == 422
    assert not VotingCode.objects.exclude(rests_until=None).exists()
    unknown, wrong = (statistics.median(times[is_known]) for is_known in (False, True))
    assert abs(unknown - wrong) < 0.005


def test_t43_no_code_stands_in_clear_anywhere(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    vote = lettered()
    (code,) = issued(vote, REF)
    booth = enter(vote)
    type_in(booth, other(code))
    answer = type_in(booth, code.printed())
    stored = repr([row for model in apps.get_models() for row in model._base_manager.values_list()])
    for text in (code.secret, code.printed(), code.public_id + code.secret):
        assert text not in stored
        assert text not in caplog.text
        assert text not in answer.headers["Location"]
    assert code.public_id not in VotingCode.objects.get().handle
    assert booth.get("kode/").headers["Referrer-Policy"] in {"same-origin", "no-referrer"}


def test_t43_rows_are_not_in_the_order_of_the_letters() -> None:
    vote = lettered()
    issued(vote, *(f"dk:cpr:07076142{number:02}" for number in range(12)))
    place = "ctid" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT handle FROM ballots_votingcode ORDER BY {place}")  # noqa: S608
        handles = [handle for (handle,) in cursor.fetchall()]
    assert handles == sorted(handles)


def test_a_vote_without_letters_has_no_such_page() -> None:
    booth = enter(make.open_vote())
    assert booth.get("kode/").status_code == 404
    assert "kode/" not in booth.get("log-ind/").content.decode()


def test_where_codes_are_the_only_way_the_login_leads_there() -> None:
    booth = enter(make.open_vote(channels=[Channel.HANDOUT]))
    assert booth.get("log-ind/").headers["Location"] == f"{booth.base}kode/"


def test_t35_a_code_opens_nothing_before_and_after_the_vote() -> None:
    vote = make.frozen(channels=[Channel.LETTER])
    (code,) = issued(vote, REF)
    assert type_in(enter(vote), code.printed()).status_code == 200
    assert not VotingSession.objects.exists()


def test_the_codes_die_with_the_keys() -> None:
    vote = lettered()
    (code,) = issued(vote, REF)
    keybox.destroy_keys(vote.pk)
    assert type_in(enter(vote), code.printed()).status_code == 503
    assert VotingCode.objects.get().state == CodeState.VALID


def test_a_code_of_somebody_who_was_taken_off_the_roll_opens_nothing() -> None:
    """The ballot would lie there, and nobody would count it."""
    vote = lettered()
    (code,) = issued(vote, REF)
    SetAside.objects.create(vote=vote, pseudonym=keybox.pseudonym(vote.pk, REF), reason="mistake")
    assert WRONG in type_in(enter(vote), code.printed()).content.decode()
    assert not VotingSession.objects.exists()
