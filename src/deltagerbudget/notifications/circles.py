"""Which entries are news, and for whom: the table that decides who hears of what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from django.db.models import Q

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.counting.outcome import WON
from deltagerbudget.notifications.models import About, Following
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import PUBLIC_STAGES
from deltagerbudget.realisation.models import Initiative


class Circle(Enum):
    """Who hears of an entry: those who follow its ..."""

    PROCESS = "process"
    AREA = "area"
    # The one proposal that it is about.
    PROPOSAL = "proposal"
    # Any proposal of its process.
    PROPOSALS = "proposals"
    # Any proposal of its process that won.
    WINNERS = "winners"
    # The one initiative that it is about.
    INITIATIVE = "initiative"


_ALL = frozenset({Circle.PROCESS, Circle.AREA, Circle.PROPOSALS})
_PROJECT = frozenset({Circle.PROCESS, Circle.PROPOSAL, Circle.INITIATIVE})

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
    Act.ANNOUNCE_OPENING: _PROJECT | {Circle.AREA},
    Act.STOP_REALISATION: _PROJECT | {Circle.AREA},
    Act.PUBLISH_EVALUATION: frozenset({Circle.PROCESS, Circle.WINNERS}),
}
# A letter says the same to the authors of the project, whether they follow it or not.
BY_LETTER = frozenset(
    {
        Act.START_REALISATION,
        Act.MOVE_MILESTONE,
        Act.ANNOUNCE_OPENING,
        Act.FINISH_REALISATION,
        Act.STOP_REALISATION,
    }
)
BY_THE_CLOCK: dict[About, frozenset[Circle]] = {About.SUPPORT: _ALL, About.CLOSING: _ALL, About.LATE: _PROJECT}


_WON = Q(proposal__project_result__decision__in=WON)
_WON |= Q(proposal__merged_into__project_result__decision__in=WON)


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
    if "into" in entry.detail or "again" in entry.detail:
        # Told once: as news of the one that stands on, or when it first came.
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
    initiative = entry.detail.get("initiative")
    if not wanted or (entry.process_id is None and "area" not in entry.detail and initiative is None):
        return None
    if initiative is not None:
        here = Initiative.areas.through.objects.filter(initiative_id=initiative).values("area_id")
        return Q(initiative_id=initiative) | (Q(area_id__in=here) if Circle.AREA in wanted else Q(pk__in=()))
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
        Circle.WINNERS: Q(proposal__process_id=entry.process_id) & shown & _WON,
    }
    either = Q(pk__in=())
    for circle in wanted - {Circle.INITIATIVE}:
        either |= found[circle]
    return either


def _has_won(proposal: Proposal) -> bool:
    """Itself, or the one that it was put together with."""
    results = (getattr(each, "project_result", None) for each in (proposal, proposal.merged_into) if each)
    return any(result is not None and result.is_funded for result in results)


def told_by_letter(entry: Entry) -> Q:
    """The followers who get a letter about it: nobody is told twice, also not one who follows without an account."""
    proposal = proposal_id(entry)
    if entry.act not in BY_LETTER or proposal is None:
        return Q(pk__in=())
    authors = Person.objects.filter(authorships__proposal=proposal, is_active=True).exclude(email="")
    emails = [email.lower() for email in authors.values_list("email", flat=True)]
    return Q(person__in=authors) | Q(email__in=emails)


@dataclass(frozen=True)
class Followed:
    """What one follower follows at this moment. Load the followings `with_results`."""

    processes: frozenset[int]
    areas: frozenset[int]
    proposals: frozenset[int]
    of_proposals: frozenset[int]
    of_winners: frozenset[int]
    initiatives: frozenset[int]

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
            frozenset(row.proposal.process_id for row in rows if row.proposal and _has_won(row.proposal)),
            frozenset(row.initiative_id for row in rows if row.initiative_id),
        )

    def still_wants(self, entry: Entry, about: str, area_ids: Iterable[int]) -> bool:
        """Whether somebody who stopped a part meanwhile still hears of this."""
        reasons = {
            Circle.PROCESS: entry.process_id in self.processes,
            Circle.AREA: not self.areas.isdisjoint(area_ids),
            Circle.PROPOSAL: proposal_id(entry) in self.proposals,
            Circle.PROPOSALS: entry.process_id in self.of_proposals,
            Circle.WINNERS: entry.process_id in self.of_winners,
            Circle.INITIATIVE: entry.detail.get("initiative") in self.initiatives,
        }
        return any(reasons[circle] for circle in circles(entry, about))
