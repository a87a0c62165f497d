"""Decides what a ballot may say and when it may be cast. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.ballots import faults
from deltagerbudget.counting.ballots import Limits, VoteType
from deltagerbudget.counting.model import Project

GRACE = timedelta(minutes=10)
AUDIT_WINDOW = timedelta(days=7)
# So long after the closing a register has to say where a voter lives who came while it was silent.
REGISTER_WINDOW = timedelta(days=7)
# The outage rule: away for longer than this within the last day, and the vote ought to get a later end.
LONGEST_OUTAGE = timedelta(minutes=15)
# The same for the login service, which is not ours and is not the only way to vote.
LONGEST_LOGIN_OUTAGE = timedelta(minutes=60)
LOGIN_SLOT, LEAST_FAILED_LOGINS = timedelta(minutes=10), 3
# No vote is extended by more than this at once.
LONGEST_EXTENSION = timedelta(days=31)
# Under so many ballots the ballots themselves are not published.
MIN_PUBLISHED_BALLOTS = 30

# A number of a proposal, and behind a colon its points or its place.
_MARK = re.compile(r"([1-9][0-9]{0,4})(?::([1-9][0-9]{0,4}))?", re.ASCII)


class InvalidChoice(NotPossible):
    """The ballot breaks a rule of the vote. ``code`` names it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Paper:
    """What the frozen configuration says of a ballot: its type, its limits, and the projects by id."""

    vote_type: VoteType
    limits: Limits
    projects: Mapping[str, Project]

    @property
    def minds_money(self) -> bool:
        return self.limits.most_cost is not None

    @property
    def is_ranking(self) -> bool:
        return self.vote_type is VoteType.ORDINAL

    @property
    def has_marks(self) -> bool:
        """Whether a ballot says more of a project than that it is chosen: its points or its place."""
        return self.is_ranking or self.vote_type.has_points

    @property
    def most_mark(self) -> int:
        """The most points, or the last place, that one project can be given."""
        limits = self.limits
        most = limits.most if self.is_ranking else limits.most_points or limits.most_sum
        return most or len(self.projects)


@dataclass(frozen=True)
class Sheet:
    """What one ballot says: numbers in the order of the list, or of the voter in a ranking, and points beside them."""

    numbers: tuple[int, ...] = ()
    points: tuple[int, ...] = ()

    @property
    def ids(self) -> list[str]:
        return [str(number) for number in self.numbers]

    def marks(self, paper: Paper) -> dict[int, int]:
        """The points or the place of each number; 0 where a ballot has neither."""
        if paper.is_ranking:
            return {number: place for place, number in enumerate(self.numbers, start=1)}
        return dict(zip(self.numbers, self.points or (0,) * len(self.numbers), strict=True))

    def values(self, paper: Paper) -> list[str]:
        """As a form sends it; `filled_in` reads it."""
        return [f"{number}:{mark}" if mark else str(number) for number, mark in self.marks(paper).items()]


def filled_in(raw: Sequence[str], paper: Paper) -> Sheet:
    """The ballot that a form sent, judged; raises InvalidChoice."""
    given = [value for value in raw if value]
    if len(given) > len(paper.projects):
        raise InvalidChoice("too-many-values", _("The ballot names more proposals than there are. Start again."))
    marks = [_MARK.fullmatch(value) for value in given]
    if not all(mark and bool(mark[2]) == paper.has_marks for mark in marks):
        raise InvalidChoice("not-a-number", _("The ballot could not be read. Start again from the list."))
    pairs = [(int(mark[1]), int(mark[2] or 0)) for mark in marks if mark]
    if any(str(number) not in paper.projects for number, _mark in pairs):
        raise InvalidChoice("unknown", _("The ballot names a proposal that is not part of this vote."))
    if paper.is_ranking:
        _check_places([place for _number, place in pairs], paper)
    return judged(_sheet(pairs, paper), paper)


def judged(sheet: Sheet, paper: Paper) -> Sheet:
    """The same ballot; raises InvalidChoice where it breaks a limit. Its projects are known ones."""
    fault = paper.limits.fault(sheet.ids, sheet.points, paper.vote_type, paper.projects)
    if fault is not None:
        raise InvalidChoice(fault.code, faults.message(fault))
    return sheet


def _sheet(pairs: Sequence[tuple[int, int]], paper: Paper) -> Sheet:
    if paper.is_ranking:
        return Sheet(tuple(number for number, _place in sorted(pairs, key=lambda pair: pair[1])))
    ordered = sorted(pairs)
    points = tuple(mark for _number, mark in ordered) if paper.has_marks else ()
    return Sheet(tuple(number for number, _mark in ordered), points)


def _check_places(places: Sequence[int], paper: Paper) -> None:
    if len(set(places)) != len(places):
        raise InvalidChoice("place-twice", _("Two proposals have the same place. Give each place to one proposal."))
    if sorted(places) != list(range(1, len(places) + 1)):
        raise InvalidChoice("place-missing", _("A place is missing in your order. Begin with the first place."))


def readable(raw: Sequence[str], paper: Paper) -> Sheet:
    """What can be kept of a ballot, valid or not: the projects of this vote that it names, each once.

    Of a ranking no more than there are places.
    """
    pairs: dict[int, int] = {}
    for value in raw[: 2 * len(paper.projects)]:
        mark = _MARK.fullmatch(value)
        if mark and mark[1] in paper.projects and bool(mark[2]) == paper.has_marks:
            pairs.setdefault(int(mark[1]), min(int(mark[2] or 0), paper.most_mark))
    sheet = _sheet(list(pairs.items()), paper)
    return Sheet(sheet.numbers[: paper.most_mark]) if paper.is_ranking else sheet


def without(sheet: Sheet, gone: Collection[int]) -> Sheet:
    """The same ballot without these projects; in a ranking those behind them move up."""
    kept = [place for place, number in enumerate(sheet.numbers) if number not in gone]
    points = tuple(sheet.points[place] for place in kept) if sheet.points else ()
    return Sheet(tuple(sheet.numbers[place] for place in kept), points)


def paper_without(paper: Paper, gone: Collection[int]) -> Paper:
    left = {name: project for name, project in paper.projects.items() if int(name) not in gone}
    return replace(paper, projects=left)


def refuse_withdrawn(sheet: Sheet, paper: Paper, gone: Collection[int]) -> None:
    """Raise InvalidChoice where the ballot names a project that has left the vote."""
    named = [paper.projects[str(number)].name for number in sheet.numbers if number in gone]
    if named:
        text = _("“%(title)s” has left the vote and can no longer be chosen.") % {"title": named[0]}
        raise InvalidChoice("withdrawn", text)


@dataclass(frozen=True)
class Away:
    """For how long, within the last day before the end, the site stood still, and nobody got through the login."""

    site: timedelta
    login: timedelta = timedelta()

    @property
    def counts(self) -> timedelta:
        """What the vote ought to be longer by."""
        login = self.login if self.login > LONGEST_LOGIN_OUTAGE else timedelta()
        return login + (self.site if self.site_counts else timedelta())

    @property
    def site_counts(self) -> bool:
        return self.site > LONGEST_OUTAGE


def login_outage(slots: Mapping[datetime, tuple[int, int]]) -> timedelta:
    """From slots of ten minutes with how many met no login service and how many came back from it.

    An outage goes from the first slot in which several failed and nobody came back to the last such before the next
    one who did; a slot in which nobody tried belongs to it.
    """
    total, began = timedelta(), None
    last = began
    for slot, (failed, worked) in sorted(slots.items()):
        if worked:
            total += last + LOGIN_SLOT - began if began and last else timedelta()
            began = last = None
        elif began or failed >= LEAST_FAILED_LOGINS:
            began, last = began or slot, slot
    return total + (last + LOGIN_SLOT - began if began and last else timedelta())


def end_after_outage(closes_at: datetime, away: timedelta) -> datetime | None:
    """The end that the outage rule asks for: at least as much later, at the next eight in the evening; or None."""
    if away <= LONGEST_OUTAGE:
        return None
    least = localtime(closes_at + away)
    evening = least.replace(hour=20, minute=0, second=0, microsecond=0)
    return evening if evening >= least else evening + timedelta(days=1)


def check_longer(earlier_at: datetime, closes_at: datetime) -> None:
    """Raise NotPossible unless the new minute lies after the old one, and not too far."""
    if closes_at <= earlier_at:
        raise NotPossible(_("A vote is only ever made longer. Choose a minute after the one at which it closes now."))
    if closes_at - earlier_at > LONGEST_EXTENSION:
        raise NotPossible(_("That is more than a month longer. Choose an earlier minute."))


def check_fillable(paper: Paper) -> None:
    """Raise NotPossible unless somebody could fill a ballot with these projects.

    A project has at most one topic, so the cheapest ballot takes the cheapest ones that each topic asks for, and then
    the cheapest of those that a topic still has room for.
    """
    limits, left = paper.limits, sorted(paper.projects.values(), key=lambda project: project.cost)
    chosen: list[Project] = []
    for limit in limits.per_category:
        of_topic = [project for project in left if limit.category in project.categories]
        if len(of_topic) < limit.least:
            said = {"least": limit.least, "topic": limit.category, "found": len(of_topic)}
            raise NotPossible(
                _("A ballot asks for at least %(least)s of “%(topic)s”, and %(found)s go on to the vote.") % said
            )
        chosen += of_topic[: limit.least]
        full = of_topic[limit.most :] if limit.most is not None else []
        left = [project for project in left if project not in chosen and project not in full]
    chosen += [project for project in left if project not in chosen][: max(limits.least - len(chosen), 0)]
    if len(chosen) < limits.least:
        said = {"least": limits.least, "found": len(chosen)}
        raise NotPossible(
            _("A ballot asks for at least %(least)s proposals, and it could hold %(found)s of those that go on.") % said
        )
    if limits.most_sum is not None and len(chosen) * limits.least_points > limits.most_sum:
        raise NotPossible(_("A ballot asks for more proposals than anyone has points for. Ask for fewer."))
    if limits.most_cost is not None and sum(project.cost for project in chosen) > limits.most_cost:
        raise NotPossible(
            _("A ballot asks for so many proposals that even the cheapest cost more than the amount. Ask for fewer.")
        )


def left_ore(numbers: Sequence[int], paper: Paper) -> int | None:
    """What is left of the amount, below zero when too much is chosen; None where a ballot does not mind the money."""
    if paper.limits.most_cost is None:
        return None
    return paper.limits.most_cost - sum(paper.projects[str(number)].cost for number in numbers)


def missing_ore(cost_ore: int, left: int | None) -> int:
    """How much is missing for one more project of this cost; 0 when it fits."""
    return 0 if left is None else max(cost_ore - max(left, 0), 0)


@dataclass(frozen=True)
class Hours:
    """When a vote takes ballots."""

    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None


def takes_ballots(hours: Hours, *, at: datetime, ticket_at: datetime | None) -> bool:
    """Whether a ballot cast ``at`` counts; a ticket issued before closing gives ten minutes more."""
    if hours.closed_at is not None or at < hours.opens_at:
        return False
    if at < hours.closes_at:
        return True
    has_ticket = ticket_at is not None and hours.opens_at <= ticket_at < hours.closes_at
    return has_ticket and at < hours.closes_at + GRACE


class Door(Enum):
    """What a visitor to the booth meets."""

    EARLY = auto()
    OPEN = auto()
    GRACE = auto()
    CLOSED = auto()


def door(hours: Hours, *, at: datetime, ticket_at: datetime | None) -> Door:
    if hours.closed_at is None and at < hours.opens_at:
        return Door.EARLY
    if not takes_ballots(hours, at=at, ticket_at=ticket_at):
        return Door.CLOSED
    return Door.OPEN if at < hours.closes_at else Door.GRACE
