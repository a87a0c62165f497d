"""From facts to indicators, and what staff may write down. Pure: values in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.evaluation.indicators import Indicator, Key, Line, Unknown
from deltagerbudget.ui.cpr import has_cpr
from deltagerbudget.ui.suppression import LEAST_CELL, LEAST_VOTES, hidden

NOTE, TEXT = 300, 1200
MOST_MINUTES = 60 * 100_000


class Kind(TextChoices):
    """What money and hours went to."""

    PREPARATION = "preparation", _("Preparation with the local council")
    TELLING = "telling", _("Telling people: letters, posters, meetings")
    HELP = "help", _("Help to those who propose")
    REVIEW = "review", _("Reviews and prices")
    VOTE = "vote", _("The vote and the count")
    FOLLOW_UP = "follow-up", _("Following the projects")
    OTHER = "other", _("Something else")


@dataclass(frozen=True)
class Sent:
    """One proposal that was sent in."""

    sent_on: date
    decided_on: date | None = None
    is_refused: bool = False
    # In the end, an appeal included.
    is_admitted: bool = False
    is_appealed: bool = False
    is_reversed: bool = False
    is_appeal_decided: bool = False
    is_merged: bool = False
    is_on_ballot: bool = False


@dataclass(frozen=True)
class Won:
    """One winner, and what has become of it."""

    title: str
    price_ore: int
    paid_ore: int
    # The last day that was promised first; without a promise the last day of the rule.
    promised_on: date
    finish_by: date
    started_on: date | None = None
    finished_on: date | None = None
    stopped_on: date | None = None
    is_late: bool = False


@dataclass(frozen=True)
class Share:
    """What one area got, and of how many on the roll, where that may be shown."""

    area: str
    money_ore: int
    people: int | None


@dataclass(frozen=True)
class Answered:
    """Of one audience of a survey that is over: how many said so, of how many; None where it is too few to show."""

    audience: str
    number: int | None
    of: int | None


@dataclass(frozen=True)
class Facts:
    today: date
    counted_on: date
    opened_on: date
    closed_on: date
    result_on: date
    ballots: int
    blank: int
    invalid: Mapping[str, int]
    without_winner: int
    has_roll: bool
    # Of `ballots.turnout.to_keep`.
    turnout: Mapping[str, Any] | None
    by_channel: Mapping[str, int]
    took_part: int
    sent: Sequence[Sent]
    won: Sequence[Won]
    given_ore: int
    back_ore: int
    areas: Sequence[Share]
    effort_ore: int
    effort_minutes: int
    # What was asked alike everywhere: who took part for the first time, and who was satisfied (4 or 5 of 5).
    first_timers: Sequence[Answered] = ()
    satisfied: Sequence[Answered] = ()


def indicators(facts: Facts) -> list[Indicator]:
    """All of them, in their order, the unknown with why."""
    parts = (_turnout, _ballots, _proposals, _times, _delivery, _money, _effort, _experience)
    return [each for part in parts for each in part(facts)]


def months(days: int) -> int:
    """Tenths of a month, of 365.25/12 days."""
    return (days * 960 + 1461) // 2922


def _turnout(facts: Facts) -> list[Indicator]:
    on, kept = facts.counted_on.isoformat(), facts.turnout
    keys = (Key.TURNOUT, Key.TURNOUT_BY_AGE, Key.TURNOUT_BY_AREA)
    if kept is None:
        why = Unknown.TOO_FEW if facts.has_roll else Unknown.NO_ROLL
        return [Indicator(key, on, why=why) for key in keys]
    cells, bands, areas = kept["cells"], kept["bands"], kept["areas"]
    voted, of = cells[-1][-1]
    by_age = _cells(bands, cells[-1][: len(bands)])
    by_area = _cells(areas, [row[-1] for row in cells[: len(areas)]])
    whole = Indicator(Key.TURNOUT, on, voted, of)
    return [whole, _divided(Key.TURNOUT_BY_AGE, on, by_age), _divided(Key.TURNOUT_BY_AREA, on, by_area)]


def _cells(names: Sequence[str], cells: Sequence[Sequence[int] | None]) -> tuple[Line, ...]:
    """As they are kept: what was hidden there is hidden here."""
    return tuple(
        Line(name=name, number=cell[0], of=cell[1]) if cell else Line(name=name, why=Unknown.TOO_FEW)
        for name, cell in zip(names, cells, strict=True)
    )


def _ballots(facts: Facts) -> list[Indicator]:
    on = facts.counted_on.isoformat()
    kinds = {"chosen": facts.ballots - facts.blank, "blank": facts.blank, **facts.invalid}
    pleased = facts.ballots - facts.without_winner
    return [
        Indicator(Key.BALLOTS, on, facts.ballots),
        _parts(Key.BALLOTS_BY_CHANNEL, on, facts.by_channel),
        _parts(Key.BALLOTS_BY_KIND, on, kinds),
        _of_people(Key.WINNING_PICK, on, pleased, facts.ballots),
        _few(Key.TOOK_PART, facts.today.isoformat(), facts.took_part),
    ]


def _parts(key: Key, on: str, numbers: Mapping[str, int]) -> Indicator:
    """Parts of one whole that is about people; what is small goes, and with it what would give it away."""
    found = {part: number for part, number in numbers.items() if number}
    whole = sum(found.values())
    if not found:
        return Indicator(key, on, why=Unknown.NOT_KEPT)
    if whole < LEAST_VOTES:
        return Indicator(key, on, why=Unknown.TOO_FEW)
    gone = hidden([[number] for number in found.values()])
    lines = (
        Line(part, why=Unknown.TOO_FEW) if (row, 0) in gone else Line(part, number=number, of=whole)
        for row, (part, number) in enumerate(found.items())
    )
    return _divided(key, on, tuple(lines))


def _divided(key: Key, on: str, lines: tuple[Line, ...]) -> Indicator:
    """By its parts; what has one part alone is that figure."""
    if len(lines) != 1:
        return Indicator(key, on, why="" if lines else Unknown.NONE, lines=lines)
    return Indicator(key, on, lines[0].number, lines[0].of, lines[0].why, lines)


def _of_people(key: Key, on: str, number: int, of: int) -> Indicator:
    """A share of so few, or of all but so few, is not shown."""
    is_small = of < LEAST_VOTES or number < LEAST_CELL or of - number < LEAST_CELL
    return Indicator(key, on, why=Unknown.TOO_FEW) if is_small else Indicator(key, on, number, of)


def _few(key: Key, on: str, number: int) -> Indicator:
    return Indicator(key, on, why=Unknown.TOO_FEW) if number < LEAST_CELL else Indicator(key, on, number)


def _share(key: Key, on: date, number: int, of: int, why: Unknown = Unknown.NONE) -> Indicator:
    return Indicator(key, on.isoformat(), number, of) if of else Indicator(key, on.isoformat(), why=why)


def _proposals(facts: Facts) -> list[Indicator]:
    sent, on = facts.sent, facts.today
    refused = sum(each.is_refused for each in sent)
    appealed, answered = (sum(getattr(each, name) for each in sent) for name in ("is_appealed", "is_appeal_decided"))
    steps = {
        "submitted": len(sent),
        "admitted": sum(each.is_admitted for each in sent),
        "on-ballot": sum(each.is_on_ballot for each in sent),
        "won": len(facts.won),
        "finished": sum(each.finished_on is not None for each in facts.won),
    }
    lines = tuple(Line(part, number=number, of=len(sent)) for part, number in steps.items())
    whole = Indicator(Key.FUNNEL, on.isoformat(), lines=lines) if sent else _share(Key.FUNNEL, on, 0, 0)
    return [
        whole,
        _share(Key.REFUSED, on, refused, sum(each.decided_on is not None for each in sent)),
        _share(Key.APPEALED, on, appealed, refused),
        _share(Key.REVERSED, on, sum(each.is_reversed for each in sent), answered),
        _share(Key.MERGED, on, sum(each.is_merged for each in sent), len(sent)),
    ]


def _times(facts: Facts) -> list[Indicator]:
    decided = [(each.sent_on, each.decided_on) for each in facts.sent if each.decided_on]
    on_ballot = [each.decided_on for each in facts.sent if each.decided_on and each.is_on_ballot]
    started = [each.started_on for each in facts.won if each.started_on]
    built = [(each.started_on, each.finished_on) for each in facts.won if each.started_on and each.finished_on]
    pairs: dict[Key, Iterable[tuple[date, date]]] = {
        Key.DAYS_TO_DECISION: decided,
        Key.DAYS_TO_VOTE: [(day, facts.opened_on) for day in on_ballot],
        Key.DAYS_TO_RESULT: [(facts.closed_on, facts.result_on)],
        Key.DAYS_TO_START: [(facts.result_on, day) for day in started],
        Key.DAYS_TO_FINISH: built,
    }
    return [_middle(key, facts.today, found) for key, found in pairs.items()]


def _middle(key: Key, on: date, pairs: Iterable[tuple[date, date]]) -> Indicator:
    days = [(last - first).days for first, last in pairs]
    return _share(key, on, round(median(days)) if days else 0, len(days), Unknown.NOT_YET)


def _delivery(facts: Facts) -> list[Indicator]:
    """Both definitions: all whose promised day has passed, and only those that are finished."""
    on, won = facts.today, facts.won
    due = [each for each in won if each.promised_on < on]
    finished = [(each, each.finished_on) for each in won if each.finished_on is not None]
    kept = sum(each.finished_on is not None and each.finished_on <= each.promised_on for each in due)
    lasted = [(day - facts.result_on).days for _each, day in finished]
    return [
        _share(Key.ON_TIME_PROMISED, on, kept, len(due), Unknown.NOT_YET),
        _share(
            Key.ON_TIME_RULE, on, sum(day <= each.finish_by for each, day in finished), len(finished), Unknown.NOT_YET
        ),
        _share(Key.MONTHS_TO_FINISH, on, months(round(median(lasted or [0]))), len(lasted), Unknown.NOT_YET),
        _share(Key.LATE_NOW, on, sum(each.is_late for each in won), len(won)),
        _share(Key.STOPPED, on, sum(each.stopped_on is not None for each in won), len(won)),
    ]


def _money(facts: Facts) -> list[Indicator]:
    on, given = facts.today, facts.given_ore
    built = [each for each in facts.won if each.finished_on is not None]
    paid = [each for each in built if each.paid_ore]
    why = Unknown.NOT_KEPT if built else Unknown.NOT_YET
    lines = tuple(Line(name=each.title, number=each.paid_ore, of=each.price_ore) for each in paid)
    whole = sum(each.paid_ore for each in paid), sum(each.price_ore for each in paid)
    by_area = tuple(Line(name=each.area, number=each.money_ore, of=each.people) for each in facts.areas)
    price = Indicator(Key.PRICE_AND_COST, on.isoformat(), *whole, lines=lines)
    return [
        _share(Key.MONEY_SPENT, on, sum(each.paid_ore for each in facts.won), given),
        _share(Key.MONEY_BACK, on, facts.back_ore, given),
        price if paid else Indicator(Key.PRICE_AND_COST, on.isoformat(), why=why),
        _divided(Key.MONEY_BY_AREA, on.isoformat(), by_area),
    ]


def _effort(facts: Facts) -> list[Indicator]:
    on = facts.today
    spent = {Key.COST_PER_VOTE: facts.effort_ore, Key.HOURS_PER_VOTE: facts.effort_minutes}
    return [_share(key, on, number, facts.ballots if number else 0, Unknown.NOT_KEPT) for key, number in spent.items()]


def _experience(facts: Facts) -> list[Indicator]:
    on = facts.today.isoformat()
    asked = {Key.FIRST_TIMERS: facts.first_timers, Key.SATISFIED: facts.satisfied}
    return [_answers(key, on, answers) for key, answers in asked.items()]


def _answers(key: Key, on: str, answers: Sequence[Answered]) -> Indicator:
    if not answers:
        return Indicator(key, on, why=Unknown.NOT_ASKED)
    lines = (
        Line(each.audience, why=Unknown.TOO_FEW)
        if each.number is None
        else Line(each.audience, number=each.number, of=each.of)
        for each in answers
    )
    return _divided(key, on, tuple(lines))


@dataclass(frozen=True)
class Work:
    """What somebody writes down of money and time."""

    kind: str
    amount_ore: int
    minutes: int
    from_on: date
    to_on: date
    note: str = ""


def check_work(work: Work, today: date) -> None:
    """Raise NotPossible unless it can stand as it is."""
    if work.amount_ore < 0 or work.minutes < 0 or work.minutes > MOST_MINUTES:
        raise NotPossible(_("Write an amount and hours that are 0 or more."))
    if work.from_on > work.to_on or work.to_on > today:
        raise NotPossible(_("The last day must not be before the first one, nor in the time to come."))
    if has_cpr(work.note):
        raise NotPossible(_("The text holds something that looks like a CPR number. Remove it; nobody needs it here."))


@dataclass(frozen=True)
class Words:
    """What was learnt, in plain words."""

    went_well: str
    differently: str
    advice: str

    def __iter__(self) -> Any:
        return iter((self.went_well, self.differently, self.advice))


def check_words(words: Words) -> None:
    if not all(text.strip() for text in words):
        raise NotPossible(_("Write something in each of the three fields, so that the next ones can learn from it."))
    if any(len(text) > TEXT for text in words):
        raise NotPossible(_("Write at most %(most)s letters in each field.") % {"most": TEXT})
    if any(map(has_cpr, words)):
        raise NotPossible(_("The text holds something that looks like a CPR number. Remove it; nobody needs it here."))
