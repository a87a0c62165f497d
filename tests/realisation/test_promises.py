"""What is promised, read together; and the start and end by the rule of the vote."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone, translation
from tests import make
from tests.notifications import following
from tests.realisation.test_pages import logged_in, text_of
from tests.realisation.winners import in_days, late_by, planned, started, today, winner

from deltagerbudget.ballots.models import Vote
from deltagerbudget.realisation.board import winners
from deltagerbudget.realisation.models import Realisation
from deltagerbudget.realisation.promises import owed
from deltagerbudget.realisation.rules import due_reminders, months_after, quiet_since
from deltagerbudget.results.models import Result
from deltagerbudget.review.actions import appeal_refusal, release_decisions

pytestmark = pytest.mark.django_db


def published_long_ago(process: object, days: int) -> None:
    """By hand: the clock has gone on."""
    moment = make.now() - make.timedelta(days=days)
    Result.objects.filter(vote__process=process).update(published_at=moment)


def test_everything_with_a_day_stands_together_the_oldest_first() -> None:
    milestone = late_by(planned(), 5)
    process = make.shift_to(make.process(), make.PhaseKind.REVIEW)
    make.assign_review(make.tove(), make.submitted(make.process()), make.department(), due_on=in_days(3), at=make.now())
    rows = owed(make.tove())
    assert [(row.what, row.due_on) for row in rows[:2]] == [
        (milestone.title, in_days(-5)),
        ("A department's review", in_days(3)),
    ]
    assert {"The project is started", "The whole project is finished"} < {row.what for row in rows}
    assert rows == sorted(rows, key=lambda row: row.due_on)
    assert process.title not in {row.about for row in rows}


def test_an_appeal_and_decisions_that_wait_stand_there_too() -> None:
    """By hand: the day on which the decisions were promised."""
    process, (first, second) = following.decided()
    promised = make.now() - make.timedelta(minutes=1)
    type(process).objects.filter(pk=process.pk).update(decisions_at=promised)
    rows = {row.what: row.due_on for row in owed(make.tove())}
    assert rows["All decisions are public"] == timezone.localdate(promised)
    release_decisions(make.tove(), process, at=make.now())
    assert "All decisions are public" not in {row.what for row in owed(make.tove())}
    assert "The answer to an appeal" not in {row.what for row in owed(make.tove())}
    appeal = appeal_refusal(make.author(1), second, words="Se igen.", at=make.now())
    [row] = [row for row in owed(make.tove()) if row.what == "The answer to an appeal"]
    assert (row.about, row.due_on) == (second.title, appeal.due_on)
    assert first.title not in {row.about for row in owed(make.tove())}


def test_the_page_says_how_many_are_late(client: Client) -> None:
    late_by(planned(), 5)
    with translation.override("da"):
        page = text_of(logged_in(make.tove()), "/medarbejder/loefter/?vis=forsinkede")
    assert "5 dage forsinket" in page
    assert "Hele projektet er færdigt" not in page


def test_n6_every_number_of_the_clock_is_published(client: Client) -> None:
    planned()
    page = text_of(client, "/projekter/")
    for number in (7, 21, 90):
        assert f"{number} dage" in page


def test_queries_of_the_promises_do_not_grow(django_assert_num_queries: Callable[..., object]) -> None:
    tove = make.tove()
    for _time in (1, 2):
        planned(started(winner()))
        with django_assert_num_queries(7):  # type: ignore[attr-defined]
            owed(tove)


def test_b66_a_winner_that_nobody_starts_in_time_is_late_by_the_clock(client: Client) -> None:
    proposal = winner()
    process = proposal.process
    assert {row.station for row in winners(today())} == {"planned"}
    published_long_ago(process, 400)
    assert {row.station for row in winners(today())} == {"late"}
    assert "Det skulle være gået i gang senest" in text_of(client, "/projekter/")


def test_the_end_by_the_rule_is_a_promise_too() -> None:
    row = started()
    assert row.finish_by == months_after(today(), 24)
    assert row.station(today()) == "planned"
    Realisation.objects.filter(pk=row.pk).update(finish_by=in_days(-3))
    late = Realisation.objects.get(pk=row.pk)
    assert late.station(today()) == "late"
    assert Realisation.objects.late(today()).get() == late


def test_the_months_stand_in_the_regulation_that_was_frozen() -> None:
    vote = make.frozen(start_within_months=6, finish_within_months=18)
    with translation.override("en"):
        texts = [clause.text for clause in Vote.objects.get(pk=vote.pk).regulation()]
    assert any("started within 6 months" in text and "finished within 18" in text for text in texts)


def test_months_end_where_the_month_ends() -> None:
    day = today().replace(year=2026, month=11, day=30)
    assert months_after(day, 3).isoformat() == "2027-02-28"
    assert months_after(day, 24).isoformat() == "2028-11-30"


def test_the_rules_of_the_clock() -> None:
    due = in_days(0)
    assert due_reminders(due, in_days(-8), asked_on=None) == []
    assert due_reminders(due, in_days(-7), asked_on=None) == ["soon"]
    assert due_reminders(due, in_days(1), asked_on=None) == ["passed"]
    assert due_reminders(due, in_days(8), asked_on=in_days(1)) == ["passed", "escalated"]
    assert due_reminders(due, in_days(22), asked_on=in_days(1)) == ["passed", "escalated", "to-all"]
    assert quiet_since([in_days(-91)], today()) == in_days(-91)
    assert quiet_since([in_days(-91), in_days(-90)], today()) is None
