"""What a visitor writes before logging in: kept by a key in the browser, claimed by whoever logs in there."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.permit import is_time_for
from deltagerbudget.acts.refusals import NotNow, NotPossible
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.identity import cookies
from deltagerbudget.processes.models import OwnField, Process
from deltagerbudget.proposals.actions import (
    EDITABLE,
    NO_ANSWERS,
    Signature,
    refuse_point_outside,
    start_proposal,
)
from deltagerbudget.proposals.answers import Answers, check_answers, named
from deltagerbudget.proposals.models import Proposal, Sketch
from deltagerbudget.proposals.rules import LEAST_SECONDS, refuse_cpr, refuse_overtaken
from deltagerbudget.proposals.steps import SKETCH_DAYS
from deltagerbudget.staff.attempts import Limit, place_of, spend

_PURPOSE = "draft"
_SECONDS = SKETCH_DAYS * 24 * 60 * 60
# A class or a library writes from one place.
_FROM_ONE_PLACE = Limit("sketches-from-one-place", 60, timedelta(hours=1))
_CLOCK = TimestampSigner(salt="deltagerbudget.proposals.began")


def key_of(request: HttpRequest) -> str:
    """The key that this browser carries; empty if it carries none of ours, or one that is too old."""
    kept = cookies.decrypt(_PURPOSE, request.COOKIES.get(cookies.cookie_name(_PURPOSE), ""))
    return str(kept["key"]) if kept else ""


def of_browser(request: HttpRequest, process: Process, *, at: datetime) -> Sketch | None:
    key = key_of(request)
    if not key:
        return None
    found = Sketch.objects.filter(process=process, key_digest=_digest(key)).first()
    is_abandoned = found is not None and found.started_at <= at - timedelta(days=SKETCH_DAYS)
    return None if is_abandoned else found


def all_of_browser(request: HttpRequest, *, at: datetime) -> list[Sketch]:
    """What was begun here, whoever has logged in since; one for each deltagerbudget that still takes proposals."""
    key = key_of(request)
    if not key:
        return []
    found = Sketch.objects.filter(key_digest=_digest(key), started_at__gt=at - timedelta(days=SKETCH_DAYS))
    rows = found.filter(process__opened_at__isnull=False).select_related("process")
    kept = rows.prefetch_related("process__phases").order_by("-started_at", "pk")
    return [row for row in kept if is_time_for(Act.START_PROPOSAL, row.process.phase_at(at))]


def began() -> str:
    """When a form was shown, so that what fills it in at once is known for a machine."""
    return _CLOCK.sign("")


def is_too_fast(said: str) -> bool:
    """A form without a time, or with a forged or very old one, counts as too fast: it is shown again."""
    try:
        _CLOCK.unsign(said, max_age=timedelta(days=1))
    except (BadSignature, SignatureExpired):
        return True
    try:
        _CLOCK.unsign(said, max_age=timedelta(seconds=LEAST_SECONDS))
    except SignatureExpired:
        return False
    return True


@transaction.atomic
def begin(request: HttpRequest, process: Process, *, texts: Mapping[str, Any], at: datetime) -> tuple[Sketch, str]:
    """A first sketch, and the key to lay into the browser. Raises a Refusal."""
    _check(process, texts, at)
    if not spend(_FROM_ONE_PLACE, place_of(request), at=at):
        raise NotPossible(_("Many have begun a proposal from this place within an hour. Log in to go on writing now."))
    key = key_of(request) or secrets.token_urlsafe(32)
    Sketch.objects.abandoned(at).filter(process=process, key_digest=_digest(key)).delete()
    sketch, is_new = Sketch.objects.get_or_create(
        process=process, key_digest=_digest(key), defaults={"texts": dict(texts), "started_at": at}
    )
    return sketch if is_new else keep(sketch, texts=texts, at=at), key


@transaction.atomic
def keep(
    sketch: Sketch, *, texts: Mapping[str, Any], at: datetime, answers: Answers = NO_ANSWERS, seen: str = ""
) -> Sketch:
    """Write these texts into the sketch. Raises a Refusal; Overtaken if another window was faster."""
    sketch = _locked(sketch)
    _check(sketch.process, texts, at)
    check_answers(sketch.process, answers)
    stored, answer = shown(sketch), named(answers)
    before = {name: stored.get(name) for name in (*texts, *answer) if name != "language"}
    refuse_overtaken(before, {**texts, **answer}, seen)
    sketch.texts |= texts
    sketch.answers |= {str(pk): value for pk, value in answers.items()}
    sketch.save(update_fields=["texts", "answers"])
    return sketch


@transaction.atomic
def claim(actor: Actor, sketch: Sketch, *, signature: Signature, at: datetime) -> Proposal:
    """The sketch becomes a draft of the person who has logged in. Raises a Refusal, and then the sketch stays."""
    sketch = _locked(sketch)
    # What is hidden by now is asked no longer.
    asked = set(OwnField.objects.filter(process=sketch.process).typed().values_list("pk", flat=True))
    answers = {int(pk): value for pk, value in sketch.answers.items() if int(pk) in asked}
    proposal = start_proposal(actor, sketch.process, values=sketch.texts, answers=answers, signature=signature, at=at)
    sketch.delete()
    return proposal


def forget_sketches(*, at: datetime) -> None:
    Sketch.objects.abandoned(at).delete()


def shown(sketch: Sketch) -> dict[str, Any]:
    """Every text of it, empty where nothing is written."""
    empty = dict.fromkeys(EDITABLE, "") | {"lon": None, "lat": None, "wish_ore": None}
    return empty | sketch.texts | named(sketch.answers)


def remember(response: HttpResponse, key: str) -> HttpResponse:
    """Lay the key into the browser. SECURITY: encrypted, and never within reach of a script."""
    response.set_cookie(
        cookies.cookie_name(_PURPOSE),
        cookies.encrypt(_PURPOSE, {"key": key}, seconds=_SECONDS),
        max_age=_SECONDS,
        path="/",
        secure=settings.SECURE_COOKIES,
        httponly=True,
        samesite="Lax",
    )
    return response


def _check(process: Process, texts: Mapping[str, Any], at: datetime) -> None:
    if not is_time_for(Act.START_PROPOSAL, process.phase_at(at)):
        raise NotNow(_("This cannot be done in the present phase. See the dates on the page of the deltagerbudget."))
    unknown = set(texts) - EDITABLE
    if unknown:
        raise ValueError(f"not editable: {sorted(unknown)}")
    refuse_cpr(texts)
    refuse_point_outside(process, texts)


def _locked(sketch: Sketch) -> Sketch:
    """A second press, or another window, may have claimed it since it was read."""
    found = Sketch.objects.select_for_update(of=("self",)).select_related("process").filter(pk=sketch.pk).first()
    if found is None:
        raise NotPossible(_("This cannot be done with the proposal as it stands now. Look at it again."))
    return found


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
