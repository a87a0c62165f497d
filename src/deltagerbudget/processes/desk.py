"""What the staff's set-up pages show of a process, as plain values with their texts ready."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.permit import may
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.processes.models import Process, Remark, Tick
from deltagerbudget.processes.parts import PARTS, gate
from deltagerbudget.processes.rules import ANSWERS, HELP, SEEN_POINTS, BallotType, Point, may_tick
from deltagerbudget.ui.danish import day, kroner, one_stop, when
from deltagerbudget.ui.signatures import Badge


@dataclass(frozen=True)
class PartLine:
    """One part of the set-up in the list beside every page."""

    number: int
    title: str
    url: str
    is_current: bool
    is_done: bool
    # "In place", or what is missing, each in a sentence.
    lacks: list[str]
    # "1 remark waits for your answer", or nothing.
    remarks: str


def part_lines(process: Process, actor: Actor, current: str) -> list[PartLine]:
    """The parts that the actor may work on."""
    waiting = Counter(remark.part for remark in process.remarks.all() if remark.answered_at is None)
    mine = [part for part in PARTS if may(part.act, actor, area_ids=process.area_ids)]
    found = []
    for number, part in enumerate(mine, start=1):
        lacks = [] if process.opened_at else part.lacks(process)
        url, words = part.url(process), _waiting(waiting[part.word])
        found.append(PartLine(number, str(part.title), url, part.word == current, not lacks, lacks, words))
    return found


def _waiting(number: int) -> str:
    if not number:
        return ""
    words = ngettext("%(number)s remark waits for an answer", "%(number)s remarks wait for an answer", number)
    return words % {"number": number}


@dataclass(frozen=True)
class Missing:
    """What one part lacks before the opening, with the way there."""

    title: str
    url: str
    texts: list[str]


def missing(process: Process) -> list[Missing]:
    return [Missing(str(lack.part.title), lack.part.url(process), lack.texts) for lack in gate(process)]


def remarks_of(process: Process, word: str) -> list[Remark]:
    """What the local council says of one part, the unanswered first."""
    return sorted(
        (remark for remark in process.remarks.all() if remark.part == word), key=lambda each: bool(each.answered_at)
    )


@dataclass(frozen=True)
class Row:
    """One process of the list."""

    process: Process
    areas: str
    badge: Badge
    phase: str
    missing: str


def row(process: Process, at: datetime) -> Row:
    span = process.span_at(at)
    return Row(
        process=process,
        areas=", ".join(sorted(area.name for area in process.areas.all())),
        badge=_state(process),
        phase=span.name if span else _("Not begun"),
        missing="" if process.opened_at else _lacks(sum(len(lack.texts) for lack in gate(process))),
    )


def _state(process: Process) -> Badge:
    if process.frozen_at:
        return Badge("closed", _("Frozen"))
    return Badge("open", _("Open")) if process.opened_at else Badge("waiting", _("Draft"))


def _lacks(number: int) -> str:
    if number == 0:
        return _("Ready to open")
    return ngettext("%(number)s thing is missing", "%(number)s things are missing", number) % {"number": number}


@dataclass(frozen=True)
class Along:
    """What came along from a template or an earlier one, with the way to look at it again."""

    title: str
    url: str
    text: str


def along(process: Process) -> list[Along]:
    texts = {
        "opgave": _("The challenge came along. Does it still say what the money is for?") if process.challenge else "",
        "penge": one_stop(
            _("The amount is %(amount)s. Money and the decision behind it do not come along.")
            % {"amount": kroner(process.amount_ore, get_language() or "da")}
        ),
        "deltagere": _("From %(propose)s years to propose and %(vote)s to vote, counted on %(day)s.")
        % {
            "propose": process.propose_min_age,
            "vote": process.vote_min_age,
            "day": day(process.age_on, get_language() or "da"),
        },
        "datoer": _period(process),
        "tekster": _counted(
            len(process.criteria_lines),
            ngettext("%(n)s criterion came along.", "%(n)s criteria came along.", len(process.criteria_lines)),
        ),
        "stemmeseddel": f"{BallotType(process.ballot_type).label}.",
        "kontakter": ", ".join(contact.name for contact in process.contacts.all()),
        "billeder": _files(process),
        "tjekliste": _("It begins empty: nobody has answered for this one yet."),
    }
    return [
        Along(str(part.title), part.url(process), texts.get(part.word, "")) for part in PARTS if texts.get(part.word)
    ]


def _period(process: Process) -> str:
    """Where the phases now lie, from the first to the vote."""
    language, vote = get_language() or "da", process.span_of(PhaseKind.VOTE)
    if not process.spans or vote is None:
        return ""
    words = {"first": day(process.spans[0].starts_at, language), "vote": when(vote.starts_at, language)}
    words["end"] = when(vote.ends_at, language)
    return _("It begins on %(first)s. The vote opens %(vote)s and closes %(end)s. Mind the holidays.") % words


def _files(process: Process) -> str:
    number = process.documents.count()
    papers = _counted(number, ngettext("%(n)s document came along.", "%(n)s documents came along.", number))
    return " ".join(filter(None, (_("The picture came along.") if process.picture_id else "", papers)))


def _counted(number: int, words: str) -> str:
    return words % {"n": number} if number else ""


@dataclass(frozen=True)
class Step:
    """One point of the checklist: somebody answers for it, or another part shows that it is done."""

    point: Point
    text: str
    help: str
    answers: str
    is_done: bool
    badge: Badge
    tick: Tick | None
    # Why it was taken back last, while it is not ticked again.
    undone: Tick | None
    may_tick: bool
    may_untick: bool
    # Where what shows itself is filled in.
    url: str


_SEEN_ON = {Point.MANDATE: "penge", Point.MONEY: "penge", Point.DATES: "datoer", Point.CONTACTS: "kontakter"}


def steps(process: Process, actor: Actor) -> list[Step]:
    roles, missing = actor.roles(process.area_ids), set(process.missing_points())
    badges = {True: Badge("done", _("In place")), False: Badge("waiting", _("Missing"))}
    urls = {part.word: part.url(process) for part in PARTS if may(part.act, actor, area_ids=process.area_ids)}
    found = []
    for point in Point:
        ticks = [tick for tick in process.ticks.all() if tick.point == point]
        tick = next((tick for tick in ticks if tick.undone_at is None), None)
        is_done, mine = point not in missing, point not in SEEN_POINTS and may_tick(point, roles)
        found.append(
            Step(
                point=point,
                text=str(point.label),
                help=str(HELP[point]),
                answers=str(ANSWERS[point].label),
                is_done=is_done,
                badge=badges[is_done],
                tick=tick,
                undone=ticks[-1] if ticks and tick is None else None,
                may_tick=mine and not is_done,
                may_untick=mine and is_done and process.opened_at is None,
                url=urls.get(_SEEN_ON.get(point, ""), ""),
            )
        )
    return found
