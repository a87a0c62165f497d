"""The way through a list, one proposal after the other: `?liste=1` and what the list was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from deltagerbudget.acts.request import actor_of
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.review import queue
from deltagerbudget.review.filters import asked
from deltagerbudget.review.models import sent_proposals


@dataclass(frozen=True)
class Walk:
    """Where one stands, and the addresses before and after."""

    suffix: str
    list_url: str
    place: int = 0
    total: int = 0
    earlier: int | None = None
    later: int | None = None
    # What was decided a moment ago, and can still be taken back.
    done: Proposal | None = None

    @property
    def earlier_url(self) -> str:
        return self._desk(self.earlier)

    @property
    def later_url(self) -> str:
        return self._desk(self.later)

    def onward(self, done: Proposal) -> str:
        """After a decision: the next one, which says what was just done; or the list, when that was the last."""
        return f"{self.later_url}&gjort={done.pk}" if self.later is not None else self.list_url

    def here(self, proposal: Proposal) -> str:
        """The same one again, which may have left the list, with the way on."""
        return f"{self._desk(proposal.pk)}{f'&naeste={self.later}' if self.later is not None else ''}"

    def _desk(self, pk: int | None) -> str:
        return "" if pk is None else f"{reverse('review_staff:proposal', args=[pk])}{self.suffix}"


def walk(request: HttpRequest, proposal: Proposal, *, today: date) -> Walk | None:
    """None where one did not come from a list."""
    if request.GET.get("liste") != "1":
        return None
    actor, process = actor_of(request), proposal.process
    wanted = asked(request.GET, queue.choices(actor, process))
    query = wanted.query(page=1)
    address = f"{reverse('review_staff:proposals', args=[process.slug])}{f'?{query}' if query else ''}"
    rows = queue.found(actor, process, wanted, today=today)
    found = queue.neighbours(rows, proposal.pk, onward=_number(request.GET.get("naeste", "")))
    suffix = f"?liste=1{f'&{query}' if query else ''}"
    return Walk(suffix, address, **vars(found), done=_done(request, proposal))


def _done(request: HttpRequest, proposal: Proposal) -> Proposal | None:
    pk = _number(request.GET.get("gjort", ""))
    if pk is None:
        return None
    found = sent_proposals(actor_of(request)).filter(process=proposal.process, stage=Stage.SUBMITTED)
    return found.filter(pk=pk, decision__isnull=False).first()


def _number(given: str) -> int | None:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None
