"""Decides about dates, eligibility, money and the gate to opening. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.db.models import TextChoices
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deltagerbudget.acts.vocabulary import PhaseKind, Role
from deltagerbudget.ui.danish import COPENHAGEN


class BallotType(TextChoices):
    """Named as `counting.VoteType` names them; a knapsack is an approval ballot that minds the money."""

    KNAPSACK = "knapsack", gettext_lazy("Spend the budget: choose for up to the whole amount")
    APPROVAL = "approval", gettext_lazy("Tick proposals: choose up to a number")
    CHOOSE_1 = "choose-1", gettext_lazy("Choose one proposal")
    POINTS = "cumulative", gettext_lazy("Share out points")
    RANKING = "ordinal", gettext_lazy("Put proposals in order: first, second, third")


class CountMethod(TextChoices):
    """Who comes first. Named as `counting.Method` names them."""

    GREEDY = "greedy", gettext_lazy("The proposal with the most votes or points")
    PER_COST = "greedy-per-cost", gettext_lazy("The proposal with the most votes or points for its price")
    PRIZES = "prizes", gettext_lazy("The proposal with the most votes or points, and it gets a fixed prize")
    EQUAL_SHARES = (
        "equal-shares",
        gettext_lazy("Equal shares: every voter decides over the same amount, and supporters pay together"),
    )


class Utility(TextChoices):
    """What a winner is worth to those who chose it. Named as `counting.Utility` names them."""

    COST = "cost", gettext_lazy("Its price: a dear proposal is worth more than a cheap one")
    CARDINALITY = "cardinality", gettext_lazy("The same: a dear proposal is worth as much as a cheap one")
    POINTS = "points", gettext_lazy("Its points: only where the ballot has points")


class Completion(TextChoices):
    """How equal shares goes on when money is left. Named as `counting.Completion` names them."""

    ADD1 = "add1", gettext_lazy("Everyone gets a little more, until the next step would cost more than the amount")
    ADD1_EXHAUSTIVE = (
        "add1-exhaustive",
        gettext_lazy("The same, but it also ends when no other proposal fits in what is left"),
    )
    NONE = "none", gettext_lazy("Everyone keeps what they have, and the count ends")


class CountVariant(TextChoices):
    """What happens when a proposal no longer fits. Named as `counting.Variant` names them."""

    SKIP = "skip", gettext_lazy("It is skipped, and the next one gets its turn")
    STOP = "stop", gettext_lazy("The count stops")
    STOP_PERCENT = "stop-percent", gettext_lazy("The count stops, but if nearly all of its price is left it is built")
    REMAINDER = "remainder", gettext_lazy("It gets what is left, and the count stops")


# In months after the result is published: long enough for a permit and a season to build in, and short enough to be
# remembered by those who voted.
START_WITHIN, FINISH_WITHIN, MOST_MONTHS = 12, 24, 60


class Leftover(TextChoices):
    RETURN = "return", gettext_lazy("goes back to the pool")
    NEXT_IN_LINE = "next-in-line", gettext_lazy("is offered to the next in line, if the rest can be found elsewhere")
    ROLL_OVER = "roll-over", gettext_lazy("is saved for the next deltagerbudget of the area")


class Point(TextChoices):
    """The checklist that is the gate to opening."""

    MANDATE = "mandate", gettext_lazy("The decision behind the deltagerbudget is written down")
    MONEY = "money", gettext_lazy("The whole amount is set aside from a pool")
    DATES = "dates", gettext_lazy("The phases have dates that fit together")
    CONTACTS = "contacts", gettext_lazy("Residents have a named contact with a phone number")
    PARTNER = "partner", gettext_lazy("The local council (Fællesråd) has helped to delimit it")
    CRITERIA = "criteria", gettext_lazy("The criteria are agreed and easy to read")
    LANDOWNER = "landowner", gettext_lazy("We know who owns the land and what may be built")
    LETTERS = "letters", gettext_lazy("The letters to residents are written and checked")


# These are seen from what stands in the process; the others somebody answers for.
SEEN_POINTS = frozenset({Point.MANDATE, Point.MONEY, Point.DATES, Point.CONTACTS})
# Who answers for a point. The local council speaks for itself alone; who leads may write down what it said.
ANSWERS = {point: Role.PARTNER if point is Point.PARTNER else Role.OWNER for point in Point}

# What to do about each point.
HELP = {
    Point.MANDATE: gettext_lazy("Write who decided it and when, and what is binding."),
    Point.MONEY: gettext_lazy("Set the whole amount aside from a pool, so that the winners can be paid."),
    Point.DATES: gettext_lazy("Choose the phases, and let each end in the minute when the next begins."),
    Point.CONTACTS: gettext_lazy("Write at least one person whom residents can call."),
    Point.PARTNER: gettext_lazy(
        "Read the set-up as it stands, write your remarks, and tick when area, sum and challenge fit each other."
    ),
    Point.CRITERIA: gettext_lazy(
        "Go through the criteria with the departments and the local council. Each must be a line that says yes or no."
    ),
    Point.LANDOWNER: gettext_lazy(
        "Ask who owns the places that people will think of, what lies in the ground, and what needs a permit."
    ),
    Point.LETTERS: gettext_lazy(
        "Write the letter before the ideas and the one before the vote. Let somebody outside the house read them."
    ),
}

DEFAULT_TIE_CHAIN = ("lower_cost", "lot")


# In days. The authors have at least so many to change a proposal, and so many to appeal after the day of the refusal.
LEAST_TO_REVISE = 5
TO_APPEAL = 8
# So far from the vote, an age would be that of another year.
AGE_NEAR_VOTE = timedelta(days=366)


@dataclass(frozen=True)
class Span:
    kind: PhaseKind
    name: str
    starts_at: datetime
    ends_at: datetime


def schedule_problems(spans: Sequence[Span]) -> list[str]:
    """Why these phases, in order, cannot be: overlaps, gaps, wrong order. Empty when they can."""
    problems = [
        _("%(phase)s ends before it starts. Choose a later end.") % {"phase": span.name}
        for span in spans
        if span.ends_at <= span.starts_at
    ]
    order = list(PhaseKind)
    for before, after in pairwise(spans):
        names = {"before": before.name, "after": after.name}
        if order.index(before.kind) >= order.index(after.kind):
            problems.append(_("%(after)s cannot come after %(before)s.") % names)
        if after.starts_at < before.ends_at:
            problems.append(_("%(before)s and %(after)s overlap. Let one end when the next one starts.") % names)
        if after.starts_at > before.ends_at:
            problems.append(
                _("There is a gap between %(before)s and %(after)s. Let one end when the next one starts.") % names
            )
    if not spans:
        problems.append(_("There are no phases yet. Choose at least one and give it a start and an end."))
    kinds = {span.kind: span for span in spans}
    return [*problems, *_support_problems(kinds), *_vote_problems(kinds)]


def _support_problems(spans: Mapping[PhaseKind, Span]) -> list[str]:
    """A round of support needs something to support before it, and somewhere to go on to."""
    if PhaseKind.SUPPORT not in spans or {PhaseKind.IDEAS, PhaseKind.REVIEW} <= spans.keys():
        return []
    return [_("A support round stands between ideas and review. Use both of those phases too.")]


def _vote_problems(spans: Mapping[PhaseKind, Span]) -> list[str]:
    """A vote needs proposals, a decision on each, and time for those who were refused."""
    vote, review = spans.get(PhaseKind.VOTE), spans.get(PhaseKind.REVIEW)
    if vote is None:
        return []
    if PhaseKind.IDEAS not in spans:
        return [_("There is nothing to vote on without proposals. Use the phase of ideas too.")]
    if review is None:
        return [_("Nothing can go on to the vote before it is looked at. Use the phase of review too.")]
    least, days = LEAST_TO_REVISE + TO_APPEAL + 1, (localdate(vote.starts_at) - localdate(review.starts_at)).days
    if days >= least:
        return []
    words = _(
        "From the start of the review to the vote there are %(days)s days. Authors have %(revise)s days to change a "
        "proposal and %(appeal)s days to appeal a refusal, so there must be at least %(least)s."
    )
    return [words % {"days": days, "revise": LEAST_TO_REVISE, "appeal": TO_APPEAL, "least": least}]


def support_problems(
    before: Sequence[Span], after: Sequence[Span], *, at: datetime, is_open: bool, is_closed: bool
) -> list[str]:
    """Why a support round cannot be set or moved like that: people act on what they were told."""
    old, new = (next((span for span in spans if span.kind is PhaseKind.SUPPORT), None) for spans in (before, after))
    if old is None or at < old.starts_at:
        # Nobody could support anything, and the clock would stop every proposal in the next minute.
        is_over = is_open and new is not None and new.ends_at <= at
        words = _("The support round would be over already. Let it end at a time that has not passed.")
        return [words] if is_over else []
    if new is None:
        return [_("The support round has begun, so it cannot be taken out. You can let it end at another time.")]
    if is_closed and (old.starts_at, old.ends_at) != (new.starts_at, new.ends_at):
        return [_("The support round is over, and its result is out. Its dates can no longer be changed.")]
    if new.starts_at > at:
        return [_("The support round has begun, so it cannot start later.")]
    return []


def age_problems(age_on: date, spans: Sequence[Span]) -> list[str]:
    """Why an age cannot count on this day: those who vote would have the age of another year."""
    vote = next((span for span in spans if span.kind is PhaseKind.VOTE), None)
    if vote is None or abs(localdate(vote.starts_at) - age_on) <= AGE_NEAR_VOTE:
        return []
    return [_("The age counts on a day that is more than a year from the vote. Choose a day near the vote.")]


class NoSuchTime(ValueError):
    """The clocks on the wall in Copenhagen never showed this time, or showed it twice."""


def moment(wall: datetime) -> datetime:
    """A time without zone, as the clocks on the wall show it, as a moment. Raises NoSuchTime."""
    first, again = (wall.replace(tzinfo=COPENHAGEN, fold=fold, second=0, microsecond=0) for fold in (0, 1))
    before, after = first.utcoffset(), again.utcoffset()
    if before is None or after is None or before == after:
        return first
    if before < after:
        problem = _("That night the clocks go from 02:00 straight to 03:00. Choose another time, for example 03:00.")
    else:
        problem = _("That night the hour from 02:00 to 03:00 comes twice. Choose another time, for example 03:00.")
    raise NoSuchTime(problem)


def weeks_until(spans: Sequence[Span], first_day: date) -> timedelta:
    """How much later these phases begin in whole weeks, on or after ``first_day``: each keeps its day of the week."""
    days = (first_day - localdate(spans[0].starts_at)).days
    return timedelta(weeks=-(-days // 7))


def moved(spans: Sequence[Span], later: timedelta) -> list[Span]:
    """The same phases by the clocks on the wall, also across the nights when these change."""
    return [Span(span.kind, span.name, _moved(span.starts_at, later), _moved(span.ends_at, later)) for span in spans]


def _moved(at: datetime, later: timedelta) -> datetime:
    wall = localtime(at, COPENHAGEN).replace(tzinfo=None) + later
    try:
        return moment(wall)
    except NoSuchTime:
        return moment(wall + timedelta(hours=1))


def current(spans: Sequence[Span], at: datetime) -> Span | None:
    """The phase we are in. The last phase stays open; before the first there is none."""
    started = [span for span in spans if span.starts_at <= at]
    return started[-1] if started else None


@dataclass(frozen=True)
class Eligibility:
    """Who may take part: an age on a date, and the areas."""

    min_age: int
    age_on: date
    areas: frozenset[str]


@dataclass(frozen=True)
class Ineligible:
    """Why a person may not take part, kindly and completely."""

    code: str
    message: str


def ineligible(rule: Eligibility, *, birth_date: date | None, area: str | None, act: str) -> Ineligible | None:
    """None for a person who may take part; ``act`` is "vote", "propose" or "support"."""
    if area is None or area not in rule.areas:
        return Ineligible("area", _AREA[act]())
    return ineligible_age(rule, birth_date=birth_date, act=act)


def ineligible_age(rule: Eligibility, *, birth_date: date | None, act: str) -> Ineligible | None:
    if birth_date is None:
        return Ineligible("unknown-age", _("We could not see your age. Call the contact person, who can help you."))
    if birth_date > years_before(rule.age_on, rule.min_age):
        return Ineligible("age", _AGE[act]())
    return None


def _area_vote() -> str:
    return _(
        "You can only vote in the area where you live. You can follow this vote and see the result. "
        "Call the contact person if you do live here."
    )


def _area_propose() -> str:
    return _(
        "You can only make proposals in the area where you live. You can read and follow the proposals here. "
        "Call the contact person if you do live here."
    )


def _age_vote() -> str:
    return _("You are not old enough to vote here. You can follow the vote and make proposals.")


def _age_propose() -> str:
    return _("You are not old enough to make a proposal on your own. Ask an adult in the area to send it with you.")


def _area_support() -> str:
    return _(
        "You can only support proposals in the area where you live. You can read and follow the proposals here. "
        "Call the contact person if you do live here."
    )


def _age_support() -> str:
    return _("You are not old enough to support a proposal here. You can read and follow it.")


_AREA = {"vote": _area_vote, "propose": _area_propose, "support": _area_support}
_AGE = {"vote": _age_vote, "propose": _age_propose, "support": _age_support}


def years_before(day: date, years: int) -> date:
    """The latest birth date of someone who is ``years`` old on ``day``. Born on 29 February: older on 1 March."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def missing_points(seen: Collection[Point], ticked: Collection[Point]) -> list[Point]:
    """What still stands before the deltagerbudget can open, in the order of the checklist."""
    return [point for point in Point if point not in (seen if point in SEEN_POINTS else ticked)]


def may_tick(point: Point, roles: Collection[Role]) -> bool:
    """The local council answers for its own point only; owner and administrator for all."""
    return point is Point.PARTNER or bool({Role.OWNER, Role.ADMINISTRATOR} & set(roles))
