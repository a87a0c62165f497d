"""From the journal to the mail server, without a loss and with at most one duplicate after a crash.

1. An entry that is not handled is claimed by inserting its ``Handled`` row; its mails are written in the same
   transaction. A crash leaves neither or both.
2. A waiting mail is claimed by one UPDATE that must change exactly one row, committed before it is sent.
3. Sent, the mail is marked. A worker that dies between 2 and 3 leaves it claimed; after a while it waits again.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction

from deltagerbudget.acts.models import Entry
from deltagerbudget.notifications.letters import Letter, letters, written
from deltagerbudget.notifications.models import Handled, Mail, State

log = logging.getLogger(__name__)

BATCH = 200
# A claim older than this belongs to a worker that died.
CLAIM = timedelta(minutes=10)
_PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))


def read_journal(*, at: datetime) -> int:
    """Turn new entries into waiting mails. Returns how many entries were handled."""
    entries = Entry.objects.filter(handled=None).order_by("pk")[:BATCH]
    return sum(_handle(entry, at) for entry in entries)


def _handle(entry: Entry, at: datetime) -> bool:
    try:
        with transaction.atomic():
            Handled.objects.create(entry=entry)
            mails = [_mail(entry, letter, at) for letter in letters(entry)]
            Mail.objects.bulk_create(mails)
    except IntegrityError:
        return False
    except Exception:
        # One letter that cannot be written must not hold the others back; it is tried again in the next round.
        log.exception("the letters of entry %s could not be written", entry.pk)
        return False
    return True


def _mail(entry: Entry, letter: Letter, at: datetime) -> Mail:
    subject, body = written(letter)
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return Mail(
        entry=entry,
        receiver=letter.receiver,
        subject=subject,
        body=body,
        message_id=f"<entry-{entry.pk}.person-{letter.receiver.pk}@{host}>",
        at=at,
    )


def send_mails(*, at: datetime) -> int:
    """Send what waits. Returns how many were sent."""
    Mail.objects.filter(state=State.SENDING, at__lt=at - CLAIM).update(state=State.WAITING)
    waiting = Mail.objects.filter(state=State.WAITING, at__lte=at).select_related("receiver").order_by("pk")[:BATCH]
    return sum(_send(mail, at) for mail in waiting)


def _send(mail: Mail, at: datetime) -> bool:
    claimed = Mail.objects.filter(pk=mail.pk, state=State.WAITING).update(state=State.SENDING, at=at)
    if claimed != 1:
        return False
    message = EmailMessage(mail.subject, mail.body, to=[mail.receiver.email], headers={"Message-ID": mail.message_id})
    try:
        message.send()
    except OSError:
        pause = _PAUSES[min(mail.failures, len(_PAUSES) - 1)]
        Mail.objects.filter(pk=mail.pk).update(state=State.WAITING, at=at + pause, failures=mail.failures + 1)
        log.warning("mail %s was not taken; it is tried again", mail.pk)
        return False
    Mail.objects.filter(pk=mail.pk).update(state=State.SENT, at=at)
    return True
