"""How the municipality decides, step by step: who, by what, until when, and what one can do now.

The first text of each step is the municipality's to write in its own words (`municipality.rules.STEPS`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.municipality.card import Card
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.actions import is_open_to_change
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.ui.danish import weekday


@dataclass(frozen=True)
class Explained:
    """One step in plain words."""

    who: str
    until: str
    can: str


_WHO = {
    "preparation": gettext_lazy(
        "The council has decided the amount. The municipality and the local council (Fællesråd) agree on the "
        "task and the rules before anything opens."
    ),
    "ideas": gettext_lazy(
        "Residents decide what is proposed. The municipality changes nothing in your text. It looks only for "
        "what the law forbids."
    ),
    "review": gettext_lazy(
        "Those in the municipality who know roads, parks and buildings look at each proposal. They ask three "
        "things: can it be done, who owns the ground, and what does it cost? The criteria on the page of the "
        "deltagerbudget decide."
    ),
    "support": gettext_lazy(
        "The residents of the area say which proposals they want to see looked at. A proposal with enough supporters "
        "goes on to the review. The municipality has no say in it."
    ),
    "vote": gettext_lazy("The residents decide. Each has one ballot, and it is secret. The municipality has no vote."),
    "count": gettext_lazy(
        "The votes are counted by the rules that were frozen before the vote. Two persons check the result "
        "together, and anyone can count again."
    ),
    "realisation": gettext_lazy(
        "The residents have decided. The municipality carries the winners out, and each has a person who "
        "answers for it."
    ),
    "evaluation": gettext_lazy("The municipality and the local council look at what went well, and what to do better."),
    "sent": gettext_lazy("Nobody judges the proposal yet. It can still be changed by its authors."),
    "revision": gettext_lazy(
        "The municipality asks for a change before it decides. The authors choose: take the municipality's "
        "text, write their own, or keep it. Nobody can be refused without having been asked."
    ),
    "reviewed": gettext_lazy(
        "Those in the municipality who know the subject say whether it can be done and what it costs. The "
        "process owner decides by the criteria. A refusal takes two persons. What is decided is kept secret "
        "until all come out in the same minute."
    ),
    "refused": gettext_lazy(
        "Two persons in the municipality have said no, with a reason that everyone can read. The authors can "
        "ask for somebody else to look at it."
    ),
    "appealed": gettext_lazy(
        "Somebody who took no part in the refusal reads the proposal and the appeal anew, and decides before the vote."
    ),
    "unsupported": gettext_lazy(
        "Too few residents supported it within the support round, so it is not reviewed. The process owner can take "
        "it up again with a reason that everyone can read, for example because few people live there."
    ),
    "ballot": gettext_lazy(
        "The municipality has said that it can be done at this price. Now the residents decide by their votes."
    ),
    "won": gettext_lazy("The residents chose it. The municipality carries it out and tells when each step is done."),
    "lost": gettext_lazy(
        "The residents chose others, or there was not enough money left. The page shows how many votes were missing."
    ),
}
_CAN = {
    "preparation": gettext_lazy("You can follow the deltagerbudget and get a mail when it opens."),
    "ideas": gettext_lazy("You can make a proposal, change it, and get help to write it."),
    "review": gettext_lazy("You can read the proposals and ask about them."),
    "support": gettext_lazy("You can support each proposal that you like, and change your mind until the round ends."),
    "vote": gettext_lazy("You can vote, and change your vote until it closes."),
    "count": gettext_lazy("You can see the result as soon as two persons have published it."),
    "realisation": gettext_lazy("You can follow each project, and see if a date is late."),
    "evaluation": gettext_lazy("You can read what became of each project."),
    "sent": gettext_lazy("The authors can change it or take it back. Everyone can follow it."),
    "revision": gettext_lazy("The authors can answer on their page. If they do not, the text is judged as it stands."),
    "reviewed": gettext_lazy("You can follow it and get a mail when the answer is there."),
    "refused": gettext_lazy("The authors can appeal. Everyone can read why."),
    "appealed": gettext_lazy("The authors get the answer by mail, and it is public at once."),
    "unsupported": gettext_lazy("You can read it and propose it again another time."),
    "ballot": gettext_lazy("You can vote for it if you live in the area and are old enough."),
    "won": gettext_lazy("You can follow it until it is built."),
    "lost": gettext_lazy("You can read why, and propose it again another time."),
}


def step_of_process(process: Process, at: datetime, known: Card) -> Explained | None:
    """None for a story from before the platform."""
    if not process.spans:
        return None
    kind = process.phase_at(at) or PhaseKind.PREPARATION
    span = process.span_of(kind)
    ends_at = span.ends_at if span else None
    if kind == PhaseKind.REVIEW and process.decisions_at is not None and process.decisions_missed_at is None:
        ends_at = max(process.decisions_at, at)
    return _step(str(kind), _until(ends_at, at), known)


def step_of_proposal(proposal: Proposal, at: datetime, known: Card, *, has_won: bool | None = None) -> Explained | None:
    """``has_won``: what a published result says of it. None for a draft and for what was withdrawn."""
    key = _key(proposal, at, has_won)
    return _step(key, _until(_ends(key, proposal), at), known) if key else None


def _key(proposal: Proposal, at: datetime, has_won: bool | None) -> str:
    if proposal.stage == Stage.ADMITTED:
        return {None: "ballot", True: "won", False: "lost"}[has_won]
    if proposal.stage == Stage.SUBMITTED and is_open_to_change(proposal, at):
        return "revision"
    if proposal.stage == Stage.SUBMITTED:
        phase = proposal.process.phase_at(at)
        return {PhaseKind.IDEAS: "sent", PhaseKind.SUPPORT: "support"}.get(phase or PhaseKind.REVIEW, "reviewed")
    found = {Stage.REFUSED: "refused", Stage.APPEALED: "appealed", Stage.UNSUPPORTED: "unsupported"}
    return found.get(Stage(proposal.stage), "")


def _ends(key: str, proposal: Proposal) -> datetime | None:
    process = proposal.process
    kinds = (PhaseKind.IDEAS, PhaseKind.SUPPORT, PhaseKind.REVIEW, PhaseKind.VOTE)
    ideas, support, review, vote = (process.span_of(kind) for kind in kinds)
    promised = process.decisions_at if process.decisions_missed_at is None else None
    ends: dict[str, datetime | None] = {
        "sent": ideas.ends_at if ideas else None,
        "support": support.ends_at if support else None,
        "reviewed": promised or (review.ends_at if review else None),
        "refused": proposal.appeal_until,
        "appealed": vote.starts_at if vote else None,
        "ballot": vote.ends_at if vote else None,
    }
    return ends.get(key)


def _until(moment: datetime | None, at: datetime) -> str:
    if moment is None or moment <= at:
        return ""
    return _("Until %(day)s.") % {"day": weekday(moment, get_language() or "da")}


def _step(key: str, until: str, known: Card) -> Explained:
    return Explained(who=known.words(f"step.{key}") or str(_WHO[key]), until=until, can=str(_CAN[key]))
