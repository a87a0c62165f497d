"""From the journal to the mail server, without a loss and with at most one duplicate after a crash.

1. An entry that is not handled is claimed by inserting its ``Handled`` row; its mails are written in the same
   transaction. A crash leaves neither or both.
2. A waiting mail is claimed by one UPDATE that must change exactly one row, committed before it is sent.
3. Sent, the mail is marked. A worker that dies between 2 and 3 leaves it claimed; after a while it waits again.

What followers read is written between 2 and 3, from what they follow and what may be seen at that moment.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.db.models import Prefetch, QuerySet
from django.utils import translation

from deltagerbudget.acts.models import Entry
from deltagerbudget.notifications import asking, mails
from deltagerbudget.notifications.actions import message_id
from deltagerbudget.notifications.circles import Followed
from deltagerbudget.notifications.items import Desk
from deltagerbudget.notifications.letters import Letter, letters, written
from deltagerbudget.notifications.mails import Written
from deltagerbudget.notifications.models import Follower, Following, Handled, Kind, Mail, State
from deltagerbudget.notifications.overview_post import overview_mail
from deltagerbudget.notifications.things import thing_of
from deltagerbudget.notifications.tokens import confirm_url, stop_url

log = logging.getLogger(__name__)

BATCH = 200
# A claim older than this belongs to a worker that died.
CLAIM = timedelta(minutes=10)
MINUTE = timedelta(minutes=1)
_PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))


def read_journal(*, at: datetime) -> int:
    """Turn new entries into waiting mails. Returns how many entries were handled."""
    entries = Entry.objects.filter(handled=None).exclude(asking.waiting(at)).order_by("pk")[:BATCH]
    return sum(_handle(entry, at) for entry in entries)


def _handle(entry: Entry, at: datetime) -> bool:
    try:
        with transaction.atomic():
            Handled.objects.create(entry=entry)
            Mail.objects.bulk_create([_mail(entry, letter, at) for letter in letters(entry)])
    except IntegrityError:
        return False
    except Exception:
        # One letter that cannot be written must not hold the others back; it is tried again in the next round.
        log.exception("the letters of entry %s could not be written", entry.pk)
        return False
    return True


def _mail(entry: Entry, letter: Letter, at: datetime) -> Mail:
    subject, body = written(letter)[:2]
    to = f"person-{letter.receiver.pk}" + (f".for-{letter.assisted.pk}" if letter.assisted else "")
    return Mail(
        entry=entry,
        receiver=letter.receiver,
        resident=letter.assisted.person if letter.assisted else None,
        subject=subject,
        body=body,
        message_id=message_id(f"entry-{entry.pk}.{to}"),
        at=at,
    )


def send_mails(*, at: datetime) -> int:
    """Send what waits, as many a minute as the mail server is asked to take. Returns how many were sent."""
    Mail.objects.filter(state=State.SENDING, at__lt=at - CLAIM).update(state=State.WAITING)
    room = settings.MAILS_PER_MINUTE - Mail.objects.filter(state=State.SENT, at__gt=at - MINUTE, at__lte=at).count()
    waiting = Mail.objects.filter(state=State.WAITING, at__lte=at).order_by("kind", "pk")
    found = list(with_content(waiting)[: max(0, min(room, BATCH))])
    if not found:
        return 0
    desk, connection = Desk(at), get_connection()
    try:
        return sum(_send(mail, desk, connection) for mail in found)
    finally:
        connection.close()


def with_content(rows: QuerySet[Mail]) -> QuerySet[Mail]:
    """With all that content() asks for."""
    about = ("following__process", "following__area", "following__proposal__process", "following__initiative")
    joined = ("receiver", "follower__person", "monthly", *about)
    followings = Prefetch("follower__followings", Following.objects.with_results())
    return rows.select_related(*joined).prefetch_related("news__entry", followings)


def content(mail: Mail, desk: Desk) -> Written | None:
    """What the mail says now; None when there is nothing to tell, or nobody to tell it to."""
    if mail.follower is None:
        language = mail.receiver.language if mail.receiver else settings.LANGUAGE_CODE
        return mails.letter(mail.subject, mail.body, language)
    if not mail.follower.address:
        return None
    language = mail.follower.written_language
    with translation.override(language):
        if mail.kind == Kind.CONFIRM:
            return _confirmation(mail, language)
        if mail.monthly is not None:
            return overview_mail(mail.monthly, mail.follower, language)
        return _news(mail, mail.follower, desk, language)


def _confirmation(mail: Mail, language: str) -> Written | None:
    following = mail.following
    if following is None:
        return None
    return mails.confirm(thing_of(following).title, confirm_url(following), language=language)


def _news(mail: Mail, follower: Follower, desk: Desk, language: str) -> Written | None:
    followed, items, bundle = Followed.of(follower.followings.all()), [], 0
    for news in sorted(mail.news.all(), key=lambda row: (row.entry.at, row.pk)):
        item, areas = desk.item(news, language)
        bundle = news.bundle
        if item is not None and followed.still_wants(news.entry, news.about, areas):
            items.append(item)
    if not items:
        return None
    return mails.news(
        items,
        is_digest=bundle == 0,
        stop_url=stop_url(follower, bundle),
        settings_url=stop_url(follower),
        language=language,
    )


def _send(mail: Mail, desk: Desk, connection: BaseEmailBackend) -> bool:
    at = desk.at
    claimed = Mail.objects.filter(pk=mail.pk, state=State.WAITING).update(state=State.SENDING, at=at)
    if claimed != 1:
        return False
    try:
        written = content(mail, desk)
        if written is not None:
            _message(mail, written, connection).send()
    except Exception as error:  # noqa: BLE001
        # One mail that cannot be written or is not taken must not hold the others back.
        pause = _PAUSES[min(mail.failures, len(_PAUSES) - 1)]
        Mail.objects.filter(pk=mail.pk).update(state=State.WAITING, at=at + pause, failures=mail.failures + 1)
        # SECURITY: not the error itself, which may hold the address.
        log.warning("mail %s was not taken (%s); it is tried again", mail.pk, type(error).__name__)
        connection.close()
        return False
    Mail.objects.filter(pk=mail.pk).update(state=State.SENT if written else State.DROPPED, at=at)
    return written is not None


def _message(mail: Mail, written: Written, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    if written.stop_url:
        # RFC 8058: the mail program's own button stops it with one press, without login.
        headers |= {"List-Unsubscribe": f"<{written.stop_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    person, follower = mail.receiver, mail.follower
    address = follower.address if follower else person.email if person else ""
    message = EmailMultiAlternatives(
        written.subject, written.text, to=[address], headers=headers, connection=connection
    )
    message.attach_alternative(written.html, "text/html")
    return message
