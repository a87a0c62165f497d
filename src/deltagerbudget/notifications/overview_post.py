"""The overview by mail: its figures on the first of each month, and what has changed since the last mail.

Figures are kept as they were; the mail is written when it is sent. Whoever asks after the month began gets the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.notifications import mails
from deltagerbudget.notifications.actions import message_id
from deltagerbudget.notifications.mails import Written
from deltagerbudget.notifications.models import Follower, Kind, Mail, Monthly
from deltagerbudget.notifications.rules import OVERVIEW, month_due
from deltagerbudget.notifications.tokens import stop_url
from deltagerbudget.realisation.board import WORDS
from deltagerbudget.realisation.overview import overview
from deltagerbudget.ui.danish import kroner, number


@dataclass(frozen=True)
class Figure:
    """One line of the mail: what, how much, and by how much it has changed; no change is empty."""

    words: str
    value: str
    change: str


@dataclass(frozen=True)
class Group:
    title: str
    figures: list[Figure]


def write_monthly(*, at: datetime) -> int:
    """Returns how many mails were made. Two workers that write the same month: the database takes one of them."""
    month = month_due(at, settings.DIGEST_HOUR)
    if month is None or Monthly.objects.filter(month=month).exists():
        return 0
    try:
        with transaction.atomic():
            row = Monthly.objects.create(month=month, figures=overview(at).figures(), at=at)
            wanted = Follower.objects.following(Q(is_overview=True, confirmed_at__lte=at)).order_by("pk")
            return len(Mail.objects.bulk_create(_mail(follower, row, at) for follower in wanted))
    except IntegrityError:
        return 0


def _mail(follower: Follower, row: Monthly, at: datetime) -> Mail:
    local = f"overview-{row.month:%Y-%m}.{follower.pk}-{follower.nonce[:8]}"
    return Mail(kind=Kind.NEWS, follower=follower, monthly=row, message_id=message_id(local), at=at)


def overview_mail(row: Monthly, follower: Follower, language: str) -> Written | None:
    """None where the follower has stopped meanwhile."""
    if not follower.followings.filter(is_overview=True, confirmed_at__isnull=False).exists():
        return None
    before = Monthly.objects.filter(month__lt=row.month).order_by("-month").first()
    return mails.overview(
        groups(row.figures, before.figures if before else None, language),
        day=row.month,
        since=before.month if before else None,
        url=settings.SITE_URL + reverse("site:overview"),
        stop_url=stop_url(follower, OVERVIEW),
        settings_url=stop_url(follower),
        language=language,
    )


def groups(now: Mapping[str, int], before: Mapping[str, int] | None, language: str) -> list[Group]:
    """What is nought and was nought is left out, but for the money and the late ones."""
    money = {"given_ore": _("Given"), "spent_ore": _("Paid"), "bound_ore": _("Bound"), "left_ore": _("Left")}
    phases = {f"phase_{kind}": str(kind.label) for kind in PhaseKind} | {"phase_none": _("Not begun")}
    projects = {f"projects_{word}": str(station.label) for station, word in WORDS.items()}
    appeals = {"appeals": _("Refusals that were appealed"), "appeals_waiting": _("Wait for an answer")}
    appeals |= {"appeals_late": _("Past the date")}
    told = (
        (_("The money"), money),
        (_("The deltagerbudgetter"), phases),
        (_("The projects"), projects),
        (_("Appeals"), appeals),
    )
    found = []
    for title, names in told:
        shown = [name for name in names if now.get(name) or (before or {}).get(name) or name in _ALWAYS]
        if shown:
            found.append(Group(title, [_figure(name, names[name], now, before, language) for name in shown]))
    return found


_ALWAYS = frozenset({"given_ore", "spent_ore", "bound_ore", "left_ore", f"projects_{WORDS[next(iter(WORDS))]}"})


def _figure(name: str, words: str, now: Mapping[str, int], before: Mapping[str, int] | None, language: str) -> Figure:
    say = kroner if name.endswith("_ore") else number
    value = now.get(name, 0)
    step = value - before.get(name, 0) if before is not None else 0
    change = ""
    if step:
        more, fewer = _("%(step)s more"), _("%(step)s less")
        change = (more if step > 0 else fewer) % {"step": say(abs(step), language)}
    return Figure(words, say(value, language), change)
