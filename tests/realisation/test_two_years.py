"""Two years after the vote, a day at a time, by the clock alone: what is asked, told, and public on each day.

Five winners: one keeps its dates, one is delayed by its owner, one is left in silence, one is stopped, and one is never
started. Day 0 is the day of the publication.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone, translation
from django.utils.timezone import localdate, make_aware
from tests import make
from tests.notifications import following

from deltagerbudget.acts.models import ClockOffset
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.notifications.duties import run_all
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.realisation.actions import (
    finish_realisation,
    plan_milestone,
    reach_milestone,
    report_progress,
    start_realisation,
)
from deltagerbudget.realisation.models import MilestoneReminder, Realisation
from deltagerbudget.realisation.post import token_of
from deltagerbudget.realisation.promising import stop_realisation
from deltagerbudget.realisation.rules import months_after
from deltagerbudget.staff.post import send_door_mails
from deltagerbudget.ui.danish import day as format_day

# The clock asks the same questions of both databases; two years of them take minutes.
pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.sqlite]
# Past the end by the rule, and past one more first of a month.
DAYS = 765
# The board is read every week, and on the days around each change.
_CHANGES = (10, 58, 91, 101, 104, 158, 190, 298, 299, 366, 367, 400, 491)
EDGES = {*_CHANGES, *(day - 1 for day in _CHANGES)}
KEPT, DELAYED, SILENT, STOPPED, FORGOTTEN = range(1, 6)
Diary = dict[int, list[str]]


class Life:
    """The process, its winners, and the day that it is."""

    def __init__(self) -> None:
        result = make.finished((1_000_000,) * 5, choices=((1, 2, 3, 4, 5),) * 5)
        self.process = make.shift_to(result.vote.process, PhaseKind.REALISATION)
        self.began = make.now()
        self.clock, _new = ClockOffset.objects.get_or_create(defaults={"seconds": 0})
        self.day = 0
        make.tom()
        make.released(self.process)

    @property
    def at(self) -> datetime:
        """Noon in Denmark, so that neither midnight nor summer time moves a day."""
        noon = make_aware(datetime.combine(self.on(self.day), time(12)))
        return noon if self.day else self.began

    def on(self, day: int) -> date:
        return localdate(self.began) + timedelta(days=day)

    def turn(self, day: int) -> None:
        self.day = day
        ClockOffset.objects.update(seconds=int((self.at - timezone.now()).total_seconds()))

    def start(self, number: int, due: dict[str, int]) -> None:
        proposal = Proposal.objects.get(process=self.process, number=number)
        words = {"owner_title": "Tovholder", "carried_out_by": "Teknik og Miljø"}
        row = start_realisation(make.tove(), proposal, at=self.at, **words)
        for title, day in due.items():
            plan_milestone(make.tove(), row, title=title, due_on=self.on(day), at=self.at)

    def project(self, number: int) -> Realisation:
        return Realisation.objects.get(proposal__process=self.process, proposal__number=number)

    def reach(self, number: int) -> None:
        """The next milestone is reached today."""
        milestone = self.project(number).milestones.filter(reached_on=None).order_by("due_on").first()
        assert milestone is not None
        reach_milestone(make.tove(), milestone, reached_on=localdate(self.at), at=self.at)

    def answer(self, number: int, said: str, **values: object) -> None:
        """The owner presses a link of the newest mail."""
        asked = MilestoneReminder.objects.filter(milestone__realisation=self.project(number)).latest("pk")
        page = Client().post("/projekter/svar/", {"noegle": token_of(asked), "svar": said, **values})
        assert page.status_code == 200, page.content.decode()


def told_by(life: Life) -> dict[int, Callable[[], object]]:
    """What people do, by the day. All else is the clock's."""
    new_date = life.on(300).isoformat()
    return {
        10: lambda: (
            life.start(KEPT, {"Tegnet": 60, "Bænken står der": 160}),
            life.start(DELAYED, {"Bygget": 100}),
            life.start(SILENT, {"Gravet": 90}),
            life.start(STOPPED, {"Anlagt": 200}),
        ),
        55: lambda: life.answer(KEPT, "som-planlagt", text="Tegningen er næsten klar."),
        58: lambda: life.reach(KEPT),
        104: lambda: life.answer(DELAYED, "forsinket", due_on=new_date, reason="Jorden var våd."),
        158: lambda: (
            life.reach(KEPT),
            finish_realisation(make.tove(), life.project(KEPT), finished_on=localdate(life.at), at=life.at),
        ),
        190: lambda: [
            stop_realisation(who, life.project(STOPPED), reason="Jorden er forurenet.", at=life.at)
            for who in (make.tove(), make.tom())
        ],
        298: lambda: life.reach(DELAYED),
        299: lambda: finish_realisation(make.tove(), life.project(DELAYED), finished_on=localdate(life.at), at=life.at),
        400: lambda: report_progress(make.tove(), life.project(SILENT), text="Vi er her stadig.", at=life.at),
    }


@pytest.fixture
def life(settings: Any) -> Iterator[Life]:
    settings.DEMO = True
    with translation.override("da"):
        found = Life()
        for number in (DELAYED, SILENT, STOPPED):
            following.person("Fie Følger", Proposal.objects.get(process=found.process, number=number))
        following.hush(found.at)
        yield found


def lived(life: Life) -> tuple[Diary, Diary]:
    """Who was written to with which subject, by the day; and what the public board said of each project."""
    mails: Diary = {}
    board: Diary = {}
    people = told_by(life)
    for day in range(DAYS):
        life.turn(day)
        if day in people:
            people[day]()
        before = len(mail.outbox)
        run_all(at=life.at)
        send_door_mails(at=life.at)
        if sent := [f"{one.to[0].split('@')[0]}: {one.subject}" for one in mail.outbox[before:]]:
            mails[day] = sent
        if day % 7 == 0 or day in EDGES:
            board[day] = said(life.process.slug)
    return mails, board


def said(slug: str) -> list[str]:
    """Of each project today, in the order of their numbers."""
    cards = Client().get("/projekter/").content.decode().split("<article")[1:]
    words = {}
    for card in cards:
        number = re.search(rf"/{slug}/forslag/(\d+)/", card)
        assert number is not None
        foot = card[card.index("tile-foot") + len("tile-foot>'") :].split("</article>")[0]
        words[int(number[1])] = " ".join(re.sub(r"<[^>]+>", " ", foot).split())
    return [words[number] for number in sorted(words)]


def late(days: int) -> str:
    return f"{days} dag forsinket" if days == 1 else f"{days} dage forsinket"


def wanted(day: int, start_by: int) -> list[str]:
    """By hand, from the dates of the story: with what the word of each project begins."""
    kept = "Planlagt" if day < 58 else "I gang" if day < 158 else "Færdig"
    delayed = "Planlagt" if day < 101 or 104 <= day < 298 else "I gang" if day == 298 else "Færdig"
    return [
        kept,
        late(day - 100) if 101 <= day < 104 else delayed,
        "Planlagt" if day <= 90 else late(day - 90),
        "Planlagt" if day < 190 else "Stoppet",
        "Planlagt" if day <= start_by else late(day - start_by),
    ]


def asked_and_told(life: Life) -> Diary:
    """Every mail but the monthly ones."""

    def day(number: int) -> str:
        return format_day(life.on(number), "da")

    titles = dict(life.process.proposals.values_list("number", "title"))
    name = {number: titles[number] for number in range(KEPT, FORGOTTEN + 1)}
    tove, tom, fie, about = "tove-tovholder: ", "tom-tovholder: ", "fie-flger: ", f" – {life.process.title}"
    unanswered = f'Ingen har svaret for "{name[SILENT]}"'
    return {
        10: [f'forfatter-{place}: "{name[place + 1]}" har fået en ansvarlig' for place in range(4)],
        11: [f"{fie}Nyt om {life.process.title}"],
        53: [f'{tove}Holder {day(60)}? "Tegnet"'],
        83: [f'{tove}Holder {day(90)}? "Gravet"'],
        91: [f'{tove}"Gravet" var lovet til {day(90)}'],
        92: [f"{fie}“{name[SILENT]}” er forsinket{about}"],
        93: [f'{tove}Holder {day(100)}? "Bygget"'],
        98: [f"{tom}{unanswered}"],
        101: [f'{tove}"Bygget" var lovet til {day(100)}'],
        102: [f"{fie}“{name[DELAYED]}” er forsinket{about}"],
        104: [f'forfatter-1: En dato for "{name[DELAYED]}" er flyttet'],
        105: [f"{fie}En dato for “{name[DELAYED]}” er flyttet{about}"],
        112: [f"{tove}{unanswered}", f"{tom}{unanswered}"],
        153: [f'{tove}Holder {day(160)}? "Bænken står der"'],
        158: [f'forfatter-0: "{name[KEPT]}" er færdigt'],
        190: [f'forfatter-3: "{name[STOPPED]}" er stoppet'],
        191: [f"{fie}“{name[STOPPED]}” er stoppet{about}"],
        293: [f'{tove}Holder {day(300)}? "Bygget"'],
        299: [f'forfatter-1: "{name[DELAYED]}" er færdigt', f"{fie}Nyt om {life.process.title}"],
        401: [f"{fie}Nyt om “{name[SILENT]}”{about}"],
    }


MONTHLY = re.compile(r"(\d+) løfter? til borgerne (er forsinkede|er forsinket|skal holdes inden for en måned)$")


def parted(mails: Diary) -> tuple[Diary, dict[int, list[str]]]:
    other = {day: [line for line in lines if not MONTHLY.search(line)] for day, lines in mails.items()}
    monthly = {day: [line for line in lines if MONTHLY.search(line)] for day, lines in mails.items()}
    return {day: sorted(lines) for day, lines in other.items() if lines}, {
        d: rows for d, rows in monthly.items() if rows
    }


def test_two_years_by_the_clock(life: Life) -> None:
    """What was promised is asked about, late in public from the day after, and told: all by the clock."""
    start_by = (months_after(life.on(0), 12) - life.on(0)).days
    mails, board = lived(life)
    for day, words in board.items():
        for text, begin in zip(words, wanted(day, start_by), strict=True):
            assert text.startswith(begin), (day, text, begin)
    quiet = [day for day, words in board.items() if "Intet nyt siden" in words[SILENT - 1]]
    assert quiet == [day for day in board if 101 <= day < 400 or day > 490]
    other, monthly = parted(mails)
    assert other == {day: sorted(lines) for day, lines in asked_and_told(life).items()}
    assert all(life.on(day).day == 1 or day == 0 for day in monthly)
    assert all(
        sorted(line.split(":")[0] for line in lines) == ["tom-tovholder", "tove-tovholder"]
        for lines in monthly.values()
    )
    silent = [day for day in range(91, DAYS) if life.on(day).day == 1]
    assert set(silent) <= set(monthly), "what lies still is on every month's list"
    assert "3 løfter til borgerne er forsinkede" in monthly[max(monthly)][0], (
        "the start and the end by the rule as well"
    )
