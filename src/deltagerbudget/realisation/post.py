"""The mail that asks the owner of a promise, and its links.

SECURITY: signed for one purpose, with the random part of the reminder's row; the text goes when it has been sent.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from urllib.parse import urlencode

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation

from deltagerbudget.realisation.models import MilestoneReminder
from deltagerbudget.staff.post import write_mail
from deltagerbudget.ui.quiet import quiet

_PURPOSE = "realisation/answer/v1"
_LONGEST = 300
# The names of the query's keys. SECURITY: not a part of the path, because paths are written into logs.
KEY, ANSWER = "noegle", "svar"


class Said(StrEnum):
    """What the owner can answer, as the links say it."""

    PLANNED = "som-planlagt"
    DELAYED = "forsinket"
    STOPPED = "stoppet"


def ask_owner(reminder: MilestoneReminder, *, at: datetime) -> None:
    """With a link for each answer. Nothing goes to an owner without an address: then the next one is told in time."""
    milestone = reminder.milestone
    realisation = milestone.realisation
    owner = realisation.owner
    if not owner.is_active or not owner.email:
        return
    values = {
        "kind": str(reminder.kind),
        "title": quiet(realisation.title),
        "what": quiet(milestone.title),
        "due_on": milestone.due_on,
        "links": {said.name.lower(): link(reminder, said, owner.language) for said in Said},
    }
    write_mail("realisation/mail.txt", owner.email, values, language=owner.language, at=at)


def link(reminder: MilestoneReminder, said: Said, language: str = "da") -> str:
    with translation.override(language):
        path = reverse("realisation:answer")
    return f"{settings.SITE_URL}{path}?{urlencode({ANSWER: said, KEY: token_of(reminder)})}"


def token_of(reminder: MilestoneReminder) -> str:
    return Signer(salt=_PURPOSE).sign_object([reminder.pk, reminder.nonce])


def usable(token: str) -> MilestoneReminder | None:
    """What a link is about, while it can be answered."""
    if len(token) > _LONGEST:
        return None
    try:
        pk, nonce = Signer(salt=_PURPOSE).unsign_object(token)
    except (BadSignature, ValueError):
        return None
    return MilestoneReminder.objects.answerable().filter(pk=pk, nonce=nonce).first()
