"""Mails with a code or a link: written with the request, sent by the worker a moment later.

SECURITY: a row is written for an address that is nobody's too. The answer takes as long, and says as little.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from deltagerbudget.staff.attempts import sweep
from deltagerbudget.staff.models import DoorMail, Invitation
from deltagerbudget.staff.secrets import in_groups

log = logging.getLogger(__name__)

BATCH, MOST_FAILURES = 50, 5
# As long as an invitation lasts.
KEPT = timedelta(days=7)


def write_code(address: str, code: str, *, language: str, at: datetime) -> None:
    _write("code", address, {"code": in_groups(code)}, language=language, at=at)


def write_invitation(invitation: Invitation, token: str, *, language: str, at: datetime) -> None:
    with translation.override(language):
        path = reverse("staff:invitation")
    query = urlencode({"til": invitation.pk, "kode": token})
    values = {
        "url": f"{settings.SITE_URL}{path}?{query}",
        "name": invitation.name,
        "expires_at": invitation.expires_at,
    }
    _write("invitation", invitation.address, values, language=language, at=at)


def _write(kind: str, address: str, values: dict[str, object], *, language: str, at: datetime) -> None:
    write_mail(f"staff/mail_{kind}.txt", address, values, language=language, at=at)


def write_mail(template: str, address: str, values: dict[str, object], *, language: str, at: datetime) -> None:
    """A mail that holds a link which is kept nowhere else."""
    with translation.override(language):
        text = render_to_string(template, {"municipality": settings.MUNICIPALITY, **values})
    subject, _, body = text.strip().partition("\n")
    DoorMail.objects.create(address=address, subject=subject.strip(), body=body.strip() + "\n", at=at)


def send_door_mails(*, at: datetime) -> int:
    """Send what waits, and forget what has been sent. Returns how many were sent."""
    DoorMail.objects.filter(at__lt=at - KEPT).delete()
    sweep(at=at)
    waiting = DoorMail.objects.filter(sent_at=None, at__lte=at, failures__lt=MOST_FAILURES).order_by("pk")[:BATCH]
    return sum(_send(mail, at) for mail in waiting)


def _send(mail: DoorMail, at: datetime) -> bool:
    if DoorMail.objects.filter(pk=mail.pk, sent_at=None).update(sent_at=at) != 1:
        return False
    if not mail.address:
        DoorMail.objects.filter(pk=mail.pk).delete()
        return False
    try:
        EmailMessage(mail.subject, mail.body, to=[mail.address]).send()
    except OSError:
        DoorMail.objects.filter(pk=mail.pk).update(sent_at=None, failures=mail.failures + 1)
        log.warning("door mail %s was not taken; it is tried again", mail.pk)
        return False
    if not settings.DEMO:
        DoorMail.objects.filter(pk=mail.pk).update(body="")
    return True
