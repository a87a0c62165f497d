"""Letters and cards with codes, made by the worker while a page shows how far it is; fetched once, and then gone."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import cast

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.refusals import NotPossible, Refusal
from deltagerbudget.acts.request import actor_for
from deltagerbudget.ballots.codes import Holder
from deltagerbudget.ballots.models import Vote
from deltagerbudget.letters import actions, printed, sealing
from deltagerbudget.letters.actions import Made
from deltagerbudget.letters.models import PrintRun, RunState
from deltagerbudget.letters.orders import Order, Receiver

log = logging.getLogger(__name__)

# Without a step for so long, its worker has died; then it begins anew, so often at most.
STILL, MOST_TRIES = timedelta(minutes=2), 3
# So long a file waits to be fetched.
KEPT = timedelta(hours=1)
_STEPS = 20


@transaction.atomic
def begin(actor: Actor, vote: Vote, order: Order, *, kind: str, wall: datetime) -> PrintRun:
    """Hand an order that two persons have asked for to the worker. Raises NotPossible while another is under way."""
    vote = Vote.objects.select_for_update(of=("self",)).get(pk=vote.pk)
    if vote.print_runs.under_way().exists():
        raise NotPossible(_("Codes for this vote are being made just now. Wait until they are there."))
    run = PrintRun(vote=vote, person_id=cast(int, actor.person_id), kind=kind, total=len(order.receivers))
    run.sealed = sealing.seal(run.pk, _written(order))
    run.begun_at = run.beat_at = wall
    run.save()
    return run


def make_next(*, at: datetime, wall: datetime) -> PrintRun | None:
    """Make the oldest run that waits, or whose worker died: all of it, or nothing. One at a time."""
    run = _claimed(wall)
    if run is None:
        return None
    with translation.override(run.person.language):
        try:
            _make(run, at)
        except Refusal as refusal:
            _give_up(run, refusal.message)
        except sealing.SealedError:
            _give_up(run, _("It was interrupted. Ask for the codes once more."))
        except Exception as error:  # noqa: BLE001
            # SECURITY: the kind alone; the text could hold what is printed.
            log.error("print run %s broke off (%s)", run.pk, type(error).__name__)
            if run.tries >= MOST_TRIES:
                _give_up(run, _("It broke off three times. Tell those who run the site, and then ask once more."))
    return run


def fetch(run: PrintRun, *, wall: datetime) -> bytes | None:
    """The file, once; None if it was fetched, lost or is not there yet."""
    with transaction.atomic():
        held = PrintRun.objects.select_for_update().filter(pk=run.pk, state=RunState.READY).first()
        if held is None or held.sealed is None:
            return None
        try:
            content = sealing.opened(held.pk, bytes(held.sealed))
        except sealing.SealedError:
            # After a restore: no backup holds the key.
            content = None
        _end(held, RunState.LOST if content is None else RunState.FETCHED, wall)
    sealing.break_seal(run.pk)
    return content


def forget_runs(*, wall: datetime) -> None:
    """What nobody has fetched in time is thrown away; what broke off stays to be read for a while."""
    for run in PrintRun.objects.filter(state=RunState.READY, beat_at__lt=wall - KEPT):
        _end(run, RunState.LOST, wall)
        sealing.break_seal(run.pk)
    PrintRun.objects.filter(sealed=None, beat_at__lt=wall - 24 * KEPT).delete()


def _claimed(wall: datetime) -> PrintRun | None:
    rows = PrintRun.objects.select_related("vote__process", "person").order_by("begun_at")
    waiting = rows.filter(state=RunState.WAITING).first()
    run = waiting or rows.filter(state=RunState.MAKING, beat_at__lt=wall - STILL).first()
    if run is None:
        return None
    mine = PrintRun.objects.filter(pk=run.pk, state=run.state, tries=run.tries, beat_at=run.beat_at)
    if not mine.update(state=RunState.MAKING, tries=run.tries + 1, beat_at=wall, done=0):
        return None
    run.state, run.tries, run.done = RunState.MAKING, run.tries + 1, 0
    return run


def _make(run: PrintRun, at: datetime) -> None:
    """Codes and pages first, while nothing is locked; then codes and file become rows together."""
    order, actor = _read(sealing.opened(run.pk, bytes(run.sealed or b""))), actor_for(run.person_id)
    if not actions.is_second(actor, run.vote, order):
        raise NotPossible(_("Meanwhile something else was asked for. Ask for the codes once more."))
    made = actions.make_codes(run.vote, order, _told(run, len(order.receivers)))
    content = sealing.seal(run.pk, _pages(run, made, at))
    with transaction.atomic():
        issued = actions.issue_codes(actor, run.vote, order=order, at=at, made=made)
        state = {"state": RunState.READY, "sealed": content, "done": run.total}
        if issued is None or not PrintRun.objects.filter(pk=run.pk, tries=run.tries).update(**state):
            raise NotPossible(_("Meanwhile something else was asked for. Ask for the codes once more."))


def _pages(run: PrintRun, made: Made, at: datetime) -> bytes:
    return printed.content(run.kind, run.vote, made.pairs(), at=at) if made.receivers else b""


def _told(run: PrintRun, total: int) -> Callable[[int], None]:
    """Writes down twenty times at most how far it is."""
    step = max(1, total // _STEPS)

    def told(done: int) -> None:
        if done % step == 0:
            # SECURITY: the claim stays this worker's only while it gets on.
            PrintRun.objects.filter(pk=run.pk, tries=run.tries).update(done=done)

    return told


def _give_up(run: PrintRun, why: str) -> None:
    """SECURITY: never what another worker has taken over meanwhile: it seals with the same key."""
    given = {"state": RunState.FAILED, "sealed": None, "why": why[:300]}
    if PrintRun.objects.filter(pk=run.pk, tries=run.tries, state=RunState.MAKING).update(**given):
        sealing.break_seal(run.pk)


def _end(run: PrintRun, state: RunState, wall: datetime) -> None:
    run.state, run.sealed, run.beat_at = state, None, wall
    run.save(update_fields=["state", "sealed", "beat_at", "why"])


def _written(order: Order) -> bytes:
    receivers = [[list(each.lines), each.holder.area, each.holder.pseudonym] for each in order.receivers]
    said = [order.digest, order.left_out, order.not_meant, order.letter, order.is_stock]
    return json.dumps([receivers, said]).encode()


def _read(content: bytes) -> Order:
    receivers, said = json.loads(content)
    return Order(tuple(Receiver(tuple(lines), Holder(*holder)) for lines, *holder in receivers), *said)
