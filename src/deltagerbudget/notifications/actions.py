"""Following and stopping. No acts of the tables: it concerns nobody else, so the journal is told nothing."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.notifications.models import Follower, Following, Kind, Mail, News, new_nonce
from deltagerbudget.notifications.rules import (
    CONFIRM_WITHIN,
    KEPT,
    OF_INITIATIVES,
    OVERVIEW,
    Pace,
    due_at,
    is_old_enough,
)
from deltagerbudget.notifications.things import Thing
from deltagerbudget.processes.models import Process

# What is said of a booking must not outlive it.
_OF_BOOKINGS = (Act.BOOK_PLACE, Act.CHANGE_EVENT, Act.CANCEL_EVENT, Act.REMIND_BOOKED)


@transaction.atomic
def ask_to_follow(email: str, thing: Thing, *, language: str, pace: Pace, at: datetime) -> Following:
    """Write to the address and ask; nothing is followed until its owner says yes.

    SECURITY: the same rows for every address, known or not. The pace of a known one is its owner's to change.
    """
    follower, _is_new = Follower.objects.get_or_create(
        email=email.strip().lower(), person=None, defaults={"language": language, "pace": pace}
    )
    following, _is_new = Following.objects.get_or_create(follower=follower, **thing.where, defaults={"asked_at": at})
    if following.confirmed_at is None:
        following.asked_at = at
        following.save(update_fields=["asked_at"])
    Mail.objects.create(
        kind=Kind.CONFIRM,
        follower=follower,
        following=following,
        message_id=message_id(f"confirm-{new_nonce()}"),
        at=at,
    )
    return following


@transaction.atomic
def confirm_following(following_id: int, nonce: str, *, at: datetime) -> Following | None:
    """The owner of the address says yes. None when the link is too old, or what it was for is gone."""
    following = asked(following_id, nonce, at=at)
    if following is not None and following.confirmed_at is None:
        Following.objects.filter(pk=following.pk, confirmed_at=None).update(confirmed_at=at)
    return following


def asked(following_id: int, nonce: str, *, at: datetime) -> Following | None:
    """What a link to confirm stands for, while it can be used."""
    since = Q(confirmed_at__isnull=False) | Q(asked_at__gt=at - CONFIRM_WITHIN)
    found = Following.objects.filter(since, pk=following_id, nonce=nonce, follower__person=None)
    return found.select_related("follower", "process", "area", "proposal__process", "initiative").first()


@transaction.atomic
def follow(person: Person, thing: Thing, *, pace: Pace, at: datetime) -> Following:
    """With an account: the pace is for everything that the person follows."""
    check_may_follow(person, at=at)
    follower, _is_new = Follower.objects.get_or_create(person=person)
    change_pace(follower, pace, at=at)
    following, _is_new = Following.objects.get_or_create(
        follower=follower, **thing.where, defaults={"asked_at": at, "confirmed_at": at}
    )
    return following


def check_may_follow(person: Person, *, at: datetime) -> None:
    if not is_old_enough(person.age_on(localdate(at))):
        raise NotPossible(_("You must be 13 to get mails from us. Ask an adult at home to follow it for you."))
    if not person.email:
        raise NotPossible(_("We do not have your e-mail yet. Write it on your page first."))


@transaction.atomic
def change_pace(follower: Follower, pace: Pace, *, at: datetime) -> None:
    """From now on, and for what waits already."""
    Follower.objects.filter(pk=follower.pk).update(pace=pace)
    waiting = list(News.objects.filter(follower=follower, mail=None).select_related("entry"))
    for news in waiting:
        news.bundle = bundle(pace, news.entry)
        news.due_at = due_at(pace, at, settings.DIGEST_HOUR)
    News.objects.bulk_update(waiting, ["bundle", "due_at"], batch_size=500)


@transaction.atomic
def stop_following(follower: Follower, which: Q) -> None:
    """These followings end. LAW: databeskyttelsesforordningen art. 5: without any, nothing is kept of the follower."""
    follower.followings.filter(which).delete()
    if not follower.followings.exists():
        Follower.objects.filter(pk=follower.pk).delete()


def leads_to(process_id: int) -> Q:
    """Every following that brings news of this deltagerbudget; 0: all there are; below nought: that of an area.

    The highest number is the overview, and those from `OF_INITIATIVES` on are initiatives.
    """
    if process_id == OVERVIEW:
        return Q(is_overview=True)
    if process_id >= OF_INITIATIVES:
        return Q(initiative=process_id - OF_INITIATIVES)
    if process_id <= 0:
        return Q(area=-process_id) if process_id else Q()
    areas = Process.areas.through.objects.filter(process_id=process_id).values("area_id")
    return Q(process=process_id) | Q(proposal__process=process_id) | Q(area__in=areas)


def forget(*, at: datetime) -> None:
    """Who never confirmed goes after two days, mails to followers and about bookings after a month."""
    Following.objects.filter(confirmed_at=None, asked_at__lte=at - CONFIRM_WITHIN).delete()
    Follower.objects.filter(followings=None).delete()
    done = Mail.objects.filter(state__in=("sent", "dropped"), at__lte=at - KEPT)
    done.filter(Q(receiver=None) | Q(entry__act__in=_OF_BOOKINGS)).delete()


def bundle(pace: str, entry: Entry) -> int:
    """The deltagerbudget; the area, below nought, of what is about none; the initiative; 0: everything is collected."""
    if pace != Pace.AT_ONCE:
        return 0
    if "initiative" in entry.detail:
        return OF_INITIATIVES + int(entry.detail["initiative"])
    return entry.process_id or -int(entry.detail.get("area") or 0)


def message_id(local: str) -> str:
    return f"<{local}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"
