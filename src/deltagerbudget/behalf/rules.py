"""Decisions about writing for a resident, over plain values."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deltagerbudget.acts.refusals import NotPossible

# So long an assistance lasts; then it is begun again, and that is written down again.
LASTS = timedelta(minutes=30)
# The most letters of a name, and of how to reach somebody.
NAME, CONTACT = 120, 200
_OLDEST = 120


class Source(TextChoices):
    """How the resident came to the municipality or the local council."""

    PHONE = "phone", pgettext_lazy("source", "By phone")
    PAPER = "paper", pgettext_lazy("source", "On a slip of paper")
    MEETING = "meeting", pgettext_lazy("source", "At a meeting or a stall")
    DESK = "desk", pgettext_lazy("source", "At a desk or in a library")
    LETTER = "letter", pgettext_lazy("source", "By letter")


def check_entered(*, name: str, is_protected: bool, birth_date: date, contact: str, today: date) -> None:
    """Raise NotPossible unless one can tell who it is, judge their age, and reach them."""
    if not name.strip() and not is_protected:
        raise NotPossible(_("Write the resident's name."))
    if not contact.strip():
        raise NotPossible(_("Write a phone number or an address, so that the resident gets the answers."))
    if birth_date > today or today.year - birth_date.year > _OLDEST:
        raise NotPossible(_("Look at the birthday again: day, month and year."))


def check_consent(*, has_consented: bool) -> None:
    if not has_consented:
        raise NotPossible(_("Ask the resident first, and tick that they have said yes."))


def minutes_left(until: datetime, at: datetime) -> int:
    """Whole minutes, the one that has begun counted."""
    return max(0, -((at - until) // timedelta(minutes=1)))
