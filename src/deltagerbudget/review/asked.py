"""Who was asked about a proposal, and when the answer is due, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deltagerbudget.review.models import Review
from deltagerbudget.ui import danish
from deltagerbudget.ui.signatures import Badge


@dataclass(frozen=True)
class Asked:
    """One review and when its answer is due, in words that need no colour."""

    review: Review
    due: Badge


def asked_of(reviews: Iterable[Review], today: date) -> list[Asked]:
    return [Asked(review, due_badge(review, today)) for review in reviews]


def due_badge(review: Review, today: date) -> Badge:
    language = get_language() or "da"
    dates = {"day": danish.day(review.due_on, language), "days": danish.in_days(review.due_on, today, language)}
    if review.finished_at is not None:
        return Badge("done", _("Finished"))
    if review.due_on < today:
        return Badge("late", _("Late: was due %(day)s") % dates)
    return Badge("waiting", _("Due %(day)s, %(days)s") % dates)
