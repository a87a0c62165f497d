from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils.timezone import localdate
from tests import make
from tests.ballots.roll import ANNA, BO, CUT_OFF, HEAD, KAJ, YOUNG, file_of, frozen, load, opened, ref
from tests.letters import post

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Channel
from deltagerbudget.ballots import casting, keybox, roll, roll_file
from deltagerbudget.ballots.admission import NotEligibleError, admit
from deltagerbudget.ballots.code_rules import CodeState
from deltagerbudget.ballots.models import Eligible, Roll, Vote, VotingCode
from deltagerbudget.ballots.roll import FaultyRollError, check_roll, import_roll
from deltagerbudget.ballots.roll_file import Fault

pytestmark = pytest.mark.django_db
NUMBERS = [f"610692{place:04}" for place in range(1, 61)]


def admitted(vote: Vote, number: str, **values: Any) -> str:
    who = {"birth_date": date(1990, 1, 1), "area": "tranbjerg", "channel": Channel.MITID, "at": make.now(), **values}
    return admit(vote, person_ref=ref(number), **who)


@pytest.mark.both
def test_it_works() -> None:
    vote = frozen()
    report = load(vote, ANNA, BO)
    assert (report.people, dict(report.per_area), report.faulty) == (2, {"tranbjerg": 2}, 0)
    rows = set(Eligible.objects.values_list("pseudonym", "area", "band"))
    assert rows == {
        (keybox.pseudonym(vote.pk, ref(ANNA)), "tranbjerg", "25-39"),
        (keybox.pseudonym(vote.pk, ref(BO)), "tranbjerg", "40-59"),
    }
    assert (Roll.objects.get().cut_off, Roll.objects.get().people) == (CUT_OFF, 2)
    entry = Entry.objects.get(act=Act.IMPORT_ROLL)
    assert entry.detail == {"people": 2, "cut_off": "2026-10-01"}


@pytest.mark.parametrize("who", [make.anna, make.fie, make.uffe, make.bo])
def test_who_may_not(who: Any) -> None:
    with pytest.raises(NotYours):
        import_roll(who(), frozen(), file_of(ANNA), cut_off=CUT_OFF, at=make.now())


def test_not_when_the_vote_is_closed() -> None:
    vote = make.closed(opened())
    with pytest.raises(NotNow):
        import_roll(make.tove(), vote, file_of(ANNA), cut_off=CUT_OFF, at=make.now())


def test_not_where_voters_are_known_by_their_login_alone() -> None:
    with pytest.raises(NotPossible, match="CPR"):
        import_roll(make.tove(), make.frozen(), file_of(ANNA), cut_off=CUT_OFF, at=make.now())


def test_the_right_is_not_judged_on_a_day_after_the_vote() -> None:
    vote = frozen()
    with pytest.raises(NotPossible, match="dag"):
        import_roll(make.tove(), vote, file_of(ANNA), cut_off=localdate(vote.closes_at) + timedelta(2), at=make.now())


@pytest.mark.both
def test_before_opening_a_new_file_replaces_and_afterwards_it_only_adds() -> None:
    vote = frozen()
    load(vote, ANNA, BO)
    load(vote, BO, KAJ)
    assert not Eligible.objects.filter(pseudonym=keybox.pseudonym(vote.pk, ref(ANNA))).exists()
    make.shift_to(vote.process, make.PhaseKind.VOTE)
    vote = Vote.objects.select_related("process").get()
    load(vote, ANNA)
    assert Eligible.objects.count() == 3
    assert Roll.objects.get().people == 3


@pytest.mark.both
def test_t50_one_bad_line_and_nothing_is_loaded() -> None:
    vote = frozen()
    load(vote, ANNA)
    content = file_of(BO) + b"3213610000;Tranbjerg\r\n"
    with pytest.raises(FaultyRollError) as refused:
        import_roll(make.tove(), vote, content, cut_off=CUT_OFF, at=make.now())
    assert [(found.line, found.fault) for found in refused.value.report.faults] == [(3, Fault.CPR)]
    assert Eligible.objects.get().pseudonym == keybox.pseudonym(vote.pk, ref(ANNA))


def test_t50_a_dry_run_stores_nothing_and_says_no_number(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    vote = frozen()
    report = check_roll(vote, file_of(ANNA, "670761-428", YOUNG) + f"{BO};Skagen\r\n".encode())
    assert (report.people, report.too_young) == (1, 1)
    assert [(found.line, found.fault) for found in report.faults] == [(3, Fault.CPR), (5, Fault.AREA)]
    assert not Eligible.objects.exists()
    said = repr(report) + caplog.text
    assert not any(number in said for number in (ANNA, BO, YOUNG, "670761", "Skagen"))


def test_t50_an_area_that_is_no_part_of_the_vote_is_left_out() -> None:
    vote = frozen()
    make.area("Viby")
    report = check_roll(vote, file_of(ANNA) + file_of(BO, area="Viby").split(b"\r\n", 1)[1])
    assert (report.people, report.elsewhere, report.faulty) == (1, 1, 0)


def test_t50_a_file_without_anybody_is_not_loaded() -> None:
    for content in (b"", HEAD.encode(), file_of(YOUNG)):
        with pytest.raises(FaultyRollError):
            import_roll(make.tove(), frozen_once(), content, cut_off=CUT_OFF, at=make.now())
    assert not Roll.objects.exists()


def frozen_once() -> Vote:
    return Vote.objects.select_related("process").first() or frozen()


def test_t50_more_rows_than_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roll_file, "MAX_ROWS", 2)
    assert [found.fault for found in check_roll(frozen(), file_of(ANNA, BO, KAJ)).faults] == [Fault.ROWS]


def test_t50_a_report_stays_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roll, "MOST_FAULTS", 2)
    report = check_roll(frozen(), file_of("1", "2", "3"))
    assert (len(report.faults), report.faulty, report.unsaid) == (2, 3, 1)


def test_b21_whoever_is_not_on_the_roll_is_refused_with_the_day_and_the_next_step() -> None:
    vote = opened()
    load(vote, ANNA)
    with pytest.raises(NotEligibleError) as refused:
        admitted(vote, BO)
    assert refused.value.reason.code == "roll"
    assert "1. oktober 2026" in refused.value.reason.message
    assert "Ring" in refused.value.reason.message


def test_t40_who_moves_or_dies_after_the_day_keeps_the_right_and_who_moves_in_gets_none() -> None:
    """The login says where one lives today; the roll says where one lived on the day, and the roll decides."""
    vote = opened()
    load(vote, ANNA)
    sid = admitted(vote, ANNA, area=None)
    session = casting.session_of(sid, vote, at=make.now())
    assert session is not None
    assert session.area == "tranbjerg"
    with pytest.raises(NotEligibleError):
        admitted(vote, BO, area="tranbjerg")


def test_b73_age_is_the_age_on_the_day_of_the_roll() -> None:
    vote = opened()
    load(vote, ANNA, YOUNG)
    assert Eligible.objects.count() == 1
    with pytest.raises(NotEligibleError):
        admitted(vote, YOUNG)


def test_nothing_stored_says_a_number() -> None:
    vote = frozen()
    load(vote, ANNA)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM ballots_eligible")
        stored = repr(cursor.fetchall())
    assert ANNA not in stored


@pytest.mark.both
def test_the_rows_are_not_in_the_order_of_the_file() -> None:
    """Who has the list and a copy of the database could else put them side by side."""
    vote = frozen()
    for numbers in (NUMBERS[:40], NUMBERS):
        load(vote, *numbers)
        assert list(Eligible.objects.order_by("pk").values_list("pseudonym", flat=True)) == sorted(
            keybox.pseudonym(vote.pk, ref(number)) for number in numbers
        )


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_people_vote_while_a_list_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL also while it is written; on SQLite there is one writer at a time."""
    vote, cast = opened(), []

    def meanwhile(name: str) -> None:
        with ThreadPoolExecutor(1) as pool:
            cast.append(pool.submit(_voted, vote, name).result(timeout=10))

    for where in ("_entries", "settle_by_roll"):
        kept = getattr(roll, where)

        def and_one_votes(*given: Any, where: str = where, kept: Any = kept) -> Any:
            if where == "_entries" or connection.vendor == "postgresql":
                meanwhile(where)
            return kept(*given)

        monkeypatch.setattr(roll, where, and_one_votes)
    load(vote, ANNA)
    assert cast == [1] * (2 if connection.vendor == "postgresql" else 1)
    assert Eligible.objects.count() == 1


def _voted(vote: Vote, name: str) -> int:
    try:
        return make.cast(vote, name, [1]).version
    finally:
        connection.close()


@pytest.mark.both
def test_a_vote_that_closes_while_a_list_is_read_keeps_its_roll(monkeypatch: pytest.MonkeyPatch) -> None:
    vote, kept = opened(), roll._entries

    def and_it_closes(*given: Any) -> Any:
        make.closed(Vote.objects.select_related("process").get())
        return kept(*given)

    monkeypatch.setattr(roll, "_entries", and_it_closes)
    with pytest.raises(NotNow):
        load(vote, ANNA)
    assert not Eligible.objects.exists()


@pytest.mark.both
def test_a_vote_that_opens_while_a_list_is_read_loses_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    vote = frozen()
    load(vote, ANNA)
    monkeypatch.setattr(roll, "monotonic", iter([100.0, 105.0]).__next__)
    import_roll(make.tove(), vote, file_of(BO), cut_off=CUT_OFF, at=vote.opens_at - timedelta(seconds=3))
    assert Eligible.objects.count() == 2


@pytest.mark.both
def test_a_letter_to_somebody_whom_a_newer_list_leaves_out_opens_nothing() -> None:
    vote = frozen()
    post.letter(vote.process)
    load(vote, ANNA, BO)
    post.issued(vote, post.file_of(ANNA, BO))
    load(vote, BO)
    valid = VotingCode.objects.filter(state=CodeState.VALID)
    assert [code.pseudonym for code in valid] == [keybox.pseudonym(vote.pk, ref(BO))]
    make.shift_to(vote.process, make.PhaseKind.VOTE)
    load(Vote.objects.select_related("process").get(), KAJ)
    assert valid.count() == 1


def test_what_was_read_is_kept_in_little_memory_and_comes_back_as_it_was() -> None:
    rows = [(f"{place:064x}", area, band) for place, area, band in ((7, "viby", "75+"), (3, "tranbjerg", "18-24"))]
    assert list(roll.Packed(iter(rows))) == sorted(rows)
