"""Which entries are news, and for whom: the table that decides who hears of what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from django.db.models import Q

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.notifications.models import About, Following
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.rules import PUBLIC_STAGES


class Circle(Enum):
    """Who hears of an entry: those who follow its ..."""

    PROCESS = "process"
    AREA = "area"
    # The one proposal that it is about.
    PROPOSAL = "proposal"
    # Any proposal of its process.
    PROPOSALS = "proposals"


_ALL = frozenset({Circle.PROCESS, Circle.AREA, Circle.PROPOSALS})
_PROJECT = frozenset({Circle.PROCESS, Circle.PROPOSAL})

HEARD_BY: dict[Act, frozenset[Circle]] = {
    Act.OPEN_PROCESS: frozenset({Circle.PROCESS, Circle.AREA}),
    Act.CLOSE_SUPPORT: frozenset({Circle.PROCESS, Circle.PROPOSAL}),
    Act.LIFT_PROPOSAL: frozenset({Circle.PROPOSAL}),
    Act.RELEASE_DECISIONS: frozenset({Circle.PROCESS, Circle.AREA, Circle.PROPOSAL}),
    Act.POST_NEWS: frozenset({Circle.PROCESS, Circle.AREA}),
    Act.WITHDRAW_PROPOSAL: frozenset({Circle.PROPOSAL}),
    Act.MERGE_PROPOSALS: frozenset({Circle.PROPOSAL}),
    Act.SPLIT_PROPOSALS: frozenset({Circle.PROPOSAL}),
    Act.OPEN_VOTE: _ALL,
    Act.CLOSE_VOTE_EARLY: _ALL,
    Act.WITHDRAW_PROJECT: _ALL,
    Act.EXTEND_VOTE: _ALL,
    Act.REPORT_INCIDENT: _ALL,
    Act.PUBLISH_RESULT: _ALL,
    Act.START_REALISATION: _PROJECT,
    Act.MOVE_MILESTONE: _PROJECT,
    Act.REACH_MILESTONE: _PROJECT,
    Act.REPORT_PROGRESS: _PROJECT,
    Act.CONFIRM_MILESTONE: _PROJECT,
    Act.FINISH_REALISATION: _PROJECT | {Circle.AREA},
    Act.STOP_REALISATION: _PROJECT | {Circle.AREA},
}
BY_THE_CLOCK: dict[About, frozenset[Circle]] = {About.SUPPORT: _ALL, About.CLOSING: _ALL, About.LATE: _PROJECT}


def circles(entry: Entry, about: str) -> frozenset[Circle]:
    """Nobody, for most entries."""
    if about != About.ACT:
        return BY_THE_CLOCK[About(about)]
    found = HEARD_BY.get(Act(entry.act), frozenset())
    if entry.detail.get("outcome") == "not-ready":
        return frozenset()
    if entry.act in {Act.RELEASE_DECISIONS, Act.CLOSE_SUPPORT}:
        # One entry for the deltagerbudget, and one for each proposal.
        return found & ({Circle.PROPOSAL} if proposal_id(entry) else {Circle.PROCESS, Circle.AREA})
    if "into" in entry.detail:
        # Told once, as news of the one that stands on.
        return frozenset()
    return found


def proposal_id(entry: Entry) -> int | None:
    if entry.target_type == "proposals.proposal":
        return int(entry.target_id)
    found = entry.detail.get("proposal")
    return int(found) if found else None


def followings_of(entry: Entry, about: str) -> Q | None:
    """The followings that make somebody hear of it; None when nobody does."""
    wanted = circles(entry, about)
    if not wanted or (entry.process_id is None and "area" not in entry.detail):
        return None
    if entry.process_id is None:
        return Q(area_id=entry.detail["area"])
    theirs = Process.areas.through.objects.filter(process_id=entry.process_id).values("area_id")
    # News is of one area, also where it is about a deltagerbudget of several.
    areas = [entry.detail["area"]] if entry.act == Act.POST_NEWS else theirs
    shown = Q(proposal__stage__in=PUBLIC_STAGES) | Q(proposal__merged_into__stage__in=PUBLIC_STAGES)
    found = {
        Circle.PROCESS: Q(process_id=entry.process_id),
        Circle.AREA: Q(area_id__in=areas),
        # Whoever followed a proposal follows on the one that it was put together with.
        Circle.PROPOSAL: Q(proposal_id=proposal_id(entry)) | Q(proposal__merged_into=proposal_id(entry)),
        Circle.PROPOSALS: Q(proposal__process_id=entry.process_id) & shown,
    }
    either = Q(pk__in=())
    for circle in wanted:
        either |= found[circle]
    return either


@dataclass(frozen=True)
class Followed:
    """What one follower follows at this moment. Load proposal with the followings."""

    processes: frozenset[int]
    areas: frozenset[int]
    proposals: frozenset[int]
    of_proposals: frozenset[int]

    @classmethod
    def of(cls, followings: Iterable[Following]) -> Followed:
        rows = [row for row in followings if row.confirmed_at is not None]
        return cls(
            frozenset(row.process_id for row in rows if row.process_id),
            frozenset(row.area_id for row in rows if row.area_id),
            frozenset(
                pk for row in rows if row.proposal for pk in (row.proposal_id, row.proposal.merged_into_id) if pk
            ),
            frozenset(row.proposal.process_id for row in rows if row.proposal),
        )

    def still_wants(self, entry: Entry, about: str, area_ids: Iterable[int]) -> bool:
        """Whether somebody who stopped a part meanwhile still hears of this."""
        reasons = {
            Circle.PROCESS: entry.process_id in self.processes,
            Circle.AREA: not self.areas.isdisjoint(area_ids),
            Circle.PROPOSAL: proposal_id(entry) in self.proposals,
            Circle.PROPOSALS: entry.process_id in self.of_proposals,
        }
        return any(reasons[circle] for circle in circles(entry, about))
