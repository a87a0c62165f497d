"""A vote that is closed, with paper in the box, and the people who count it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from tests import make
from tests.ballots.changing import WHY
from tests.polling import made

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.vocabulary import Role
from deltagerbudget.ballots.models import Station, Vote
from deltagerbudget.polling.batch_models import Batch
from deltagerbudget.polling.batches import approve_batch, enter_sheets, finish_paper, register_batch
from deltagerbudget.polling.serving import hand_out_paper


def scan(text: str = "scan") -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def rune() -> Actor:
    return make.staff("Rune Revisor", Role.AUDITOR)


def rikke() -> Actor:
    return make.staff("Rikke Sagsbehandler", Role.CASEWORKER)


def closed(papers: int = 3, online: Sequence[Sequence[int]] = (), **values: object) -> tuple[Vote, Station]:
    """So many papers were handed out at the library, and so many voted online."""
    vote = make.open_vote(channels=made.WAYS, **values)
    station, bo = made.at_desk(vote)
    for place in range(papers):
        hand_out_paper(bo, station, made.visitor(vote, made.number(place)), at=make.now())
    for place, numbers in enumerate(online):
        make.cast(vote, f"online {place}", numbers)
    return make.closed(vote), Station.objects.select_related("process").get(pk=station.pk)


def registered(station: Station, count: int = 3, text: str = "scan") -> Batch:
    return register_batch(make.bo(), station, count=count, scan_sha256=scan(text), at=make.now())


def entered(batch: Batch, first: Sequence[str], second: Sequence[str] | None = None, *, seen: bool = False) -> Batch:
    """By Bo, and by Rikke who does not see his work."""
    enter_sheets(make.bo(), batch, typed=first, has_seen=seen, at=make.now())
    return enter_sheets(rikke(), batch, typed=second or first, has_seen=seen, at=make.now())


def approved(batch: Batch) -> Batch:
    """Asked for by Tove, approved by the auditor."""
    approve_batch(make.tove(), batch, at=make.now())
    approve_batch(rune(), batch, at=make.now())
    return Batch.objects.get(pk=batch.pk)


def finished(station: Station) -> None:
    """By one person where every sheet is there, else by two."""
    if not finish_paper(make.tove(), station, words=WHY, at=make.now()):
        assert finish_paper(make.tom(), station, words=WHY, at=make.now())
