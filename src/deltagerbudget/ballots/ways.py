"""Where staff go from the page of a vote: everything that belongs to it, each in a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.permit import may
from deltagerbudget.acts.vocabulary import Act, Channel
from deltagerbudget.ballots.code_rules import CODE_CHANNELS
from deltagerbudget.ballots.models import Vote
from deltagerbudget.processes.models import Process

_AT_A_PLACE = frozenset({Channel.DESK, Channel.KIOSK, Channel.PAPER})


@dataclass(frozen=True)
class Way:
    url: str
    title: str
    text: str


def ways_of(actor: Actor, process: Process, vote: Vote | None) -> list[Way]:
    """Those that this member of staff may open; before freezing those of paper alone."""
    asked = [*(_of_vote(vote) if vote else ()), *_of_paper(process, vote), *(_of_places(vote) if vote else ())]
    allowed = {act for act in {act for act, *_line in asked} if may(act, actor, area_ids=process.area_ids)}
    return [Way(reverse(name, args=[process.slug]), title, text) for act, name, title, text in asked if act in allowed]


Asked = tuple[Act, str, str, str]


def _of_vote(vote: Vote) -> Iterator[Asked]:
    yield (
        Act.REPORT_INCIDENT,
        "scrutiny_staff:follow",
        _("Follow the vote"),
        _("How it goes, by the hour, and what stands out. Never for what."),
    )
    if vote.ref_kind == "cpr":
        text = _("Who may vote: load the list, or put one person right.")
        yield Act.IMPORT_ROLL, "ballots_staff:roll", _("The roll of voters"), text
    text = _("Take a project out, give the vote a later end, or tell of a problem. Two persons, in the open.")
    yield Act.REPORT_INCIDENT, "ballots_staff:changes", _("Change the vote in the open"), text


def _of_paper(process: Process, vote: Vote | None) -> Iterator[Asked]:
    text = _("Ballots, booklet and poster, ready to print")
    yield Act.FREEZE_VOTE, "paper_staff:shop", _("The print shop"), text
    text = _("What residents are written before, during and after the vote. Two persons approve each letter.")
    yield Act.WRITE_LETTER, "paper_staff:letters", _("Letters"), text
    if vote is not None and vote.channels & CODE_CHANNELS:
        text = _("Make codes for letters or cards, and replace one that is lost.")
        yield Act.REISSUE_CODE, "paper_staff:codes", _("Voting codes"), text


def _of_places(vote: Vote) -> Iterator[Asked]:
    if vote.channels & _AT_A_PLACE:
        text = _("Where people can come, when, and who serves there.")
        yield Act.OPEN_STATION, "polling_staff:places", _("Voting places"), text
    if Channel.POSTAL in vote.channels:
        text = _("Enter the ballots that come with the post, twice, and sign them off.")
        yield Act.ENTER_FORM, "polling_staff:post", _("Ballots by post"), text
    if Channel.PAPER in vote.channels and vote.closed_at is not None:
        text = _("Enter the ballots on paper, twice, and approve them.")
        yield Act.APPROVE_BATCH, "polling_staff:papers", _("Ballots on paper"), text
