"""What somebody else has begun, and waits for a second person: codes, letters, paper, and projects to be stopped."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.tables import WHO
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.ballots.models import CodeBatch, Station, Vote
from deltagerbudget.letters.models import Letter
from deltagerbudget.polling.batch_models import Batch
from deltagerbudget.processes.models import Process
from deltagerbudget.realisation.models import Realisation

# Text, what it is about, address, and the words of its link.
Line = tuple[str, str, str, str]
# Act, kind of row and id of what somebody else has asked for.
Asked = set[tuple[str, str, str]]


def waiting_lines(actor: Actor, asked: Asked) -> Iterator[Line]:
    """A line for each. Two queries a kind, whatever waits; none where nothing can."""
    yield from _codes(actor, asked)
    yield from _letters(actor, asked)
    yield from _batches(actor, asked)
    yield from _stations(actor, asked)
    yield from _by_post(actor, asked)
    yield from _stops(actor, asked)


def _ids(asked: Asked, act: Act) -> list[str]:
    return sorted(target for asked_act, _type, target in asked if asked_act == act)


def _may(actor: Actor, act: Act, process: Process) -> bool:
    return bool(actor.roles(process.area_ids) & WHO[act])


def _codes(actor: Actor, asked: Asked) -> Iterator[Line]:
    words = {
        Act.ISSUE_CODES: _("Voting codes wait to be made by you as the second person"),
        Act.REISSUE_CODE: _("A voting code waits to be replaced by you as the second person"),
    }
    ids = {act: _ids(asked, act) for act in words}
    votes = Vote.objects.filter(pk__in=sorted(set().union(*ids.values())), closed_at=None).order_by("pk")
    for vote in votes.select_related("process").defer("config").prefetch_related("process__areas"):
        for act, text in words.items():
            if str(vote.pk) in ids[act] and _may(actor, act, vote.process):
                yield _code_line(text, vote.process)
    batches = CodeBatch.objects.filter(pk__in=_ids(asked, Act.VOID_CODES), voided_at=None).order_by("pk")
    batches = batches.select_related("vote__process").defer("vote__config")
    for batch in batches.prefetch_related("vote__process__areas"):
        if _may(actor, Act.VOID_CODES, batch.vote.process):
            text = _("Voting codes wait to be made void by you as the second person")
            yield _code_line(text, batch.vote.process)


def _code_line(words: str, process: Process) -> Line:
    return words, process.title, reverse("paper_staff:codes", args=[process.slug]), _("See the codes")


def _letters(actor: Actor, asked: Asked) -> Iterator[Line]:
    words = _("A letter waits for your yes as the second person")
    letters = Letter.objects.filter(pk__in=_ids(asked, Act.APPROVE_LETTER), approved_at=None).order_by("pk")
    for letter in letters.select_related("process").prefetch_related("process__areas"):
        if _may(actor, Act.APPROVE_LETTER, letter.process):
            url = reverse("paper_staff:letter", args=[letter.process.slug, letter.occasion])
            yield words, letter.process.title, url, _("Read the letter")


def _batches(actor: Actor, asked: Asked) -> Iterator[Line]:
    """To be entered once more, or to be approved; never by whoever has worked on them."""
    if not actor.holds(*WHO[Act.ENTER_SHEETS], *WHO[Act.APPROVE_BATCH]):
        return
    approving = _ids(asked, Act.APPROVE_BATCH)
    half = Q(first_by__isnull=False, second_by=None)
    found = Batch.objects.open().filter(half | Q(pk__in=approving)).select_related("station__process")
    for batch in found.prefetch_related("station__process__areas").order_by("pk"):
        if actor.person_id in batch.worked_on_by:
            continue
        process, about = batch.station.process, f"{batch.station.name}, {batch.station.process.title}"
        if batch.is_entered and _may(actor, Act.APPROVE_BATCH, process):
            words = _("Ballots on paper wait for your yes as the second person")
            yield words, about, reverse("polling_staff:batch", args=[batch.pk]), _("See the ballots")
        elif not batch.is_entered and _may(actor, Act.ENTER_SHEETS, process):
            words = _("Ballots on paper wait to be entered by a second person")
            yield words, about, reverse("polling_staff:enter", args=[batch.pk]), _("Enter them")


def _stations(actor: Actor, asked: Asked) -> Iterator[Line]:
    """Where sheets are missing."""
    words = _("The paper of a voting place waits for your yes as the second person")
    found = Station.objects.filter(pk__in=_ids(asked, Act.FINISH_PAPER), paper_counted_at=None).order_by("pk")
    for station in found.select_related("process").prefetch_related("process__areas"):
        if _may(actor, Act.FINISH_PAPER, station.process):
            about = f"{station.name}, {station.process.title}"
            yield words, about, reverse("polling_staff:count", args=[station.pk]), _("See the numbers")


def _stops(actor: Actor, asked: Asked) -> Iterator[Line]:
    words = _("A project waits to be stopped by you as the second person")
    rows = Realisation.objects.under_way().filter(pk__in=_ids(asked, Act.STOP_REALISATION)).order_by("pk")
    for row in rows.with_promises().prefetch_related("process__areas", "initiative__areas"):
        if actor.roles(row.area_ids) & WHO[Act.STOP_REALISATION]:
            yield words, row.title, reverse("realisation_staff:stop", args=[row.pk]), _("Read the reason")


def _by_post(actor: Actor, asked: Asked) -> Iterator[Line]:
    words = _("The ballots by post wait for your yes as the second person")
    votes = Vote.objects.filter(pk__in=_ids(asked, Act.FINISH_POST), post_counted_at=None).order_by("pk")
    for vote in votes.select_related("process").defer("config").prefetch_related("process__areas"):
        if _may(actor, Act.FINISH_POST, vote.process):
            url = reverse("polling_staff:post", args=[vote.process.slug])
            yield words, vote.process.title, url, _("See the numbers")
