"""Decides what a review and a decision must say. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from deltagerbudget.acts.refusals import NotPossible


class Verdict(TextChoices):
    UNDECIDED = "undecided", gettext_lazy("Not judged yet")
    FEASIBLE = "feasible", gettext_lazy("Can be done")
    INFEASIBLE = "infeasible", gettext_lazy("Cannot be done")


class Ruling(TextChoices):
    ADMIT = "admit", gettext_lazy("Goes on to the vote")
    REFUSE = "refuse", gettext_lazy("Does not go on")


def check_review(verdict: Verdict | str, *, reason: str, price_ore: int | None) -> None:
    """Raise NotPossible unless a review that says this may be finished."""
    if verdict == Verdict.UNDECIDED:
        raise NotPossible(_("Choose whether the proposal can be done before you finish the review."))
    if verdict == Verdict.INFEASIBLE and not reason.strip():
        raise NotPossible(_("Write why the proposal cannot be done. The author will read it."))
    if verdict == Verdict.FEASIBLE and (price_ore is None or price_ore <= 0):
        raise NotPossible(_("Write a price above 0 kr. before you finish the review."))


def check_decision(
    ruling: Ruling | str, *, reason: str, price_ore: int | None, amount_ore: int, unfinished: int
) -> None:
    """Raise NotPossible unless this may be decided. ``unfinished`` is the number of open reviews."""
    if unfinished:
        raise NotPossible(_("A department has not finished its review yet. Wait for it, or agree on a new date."))
    if not reason.strip():
        raise NotPossible(_("Write the reason in plain words. The author and everyone else will read it."))
    if ruling == Ruling.REFUSE:
        return
    if price_ore is None or price_ore <= 0:
        raise NotPossible(_("Write a price above 0 kr. Without a price nobody can vote for the proposal."))
    if price_ore > amount_ore:
        raise NotPossible(_("The price is higher than the whole amount, so the proposal could never win."))


def decision_digest(ruling: str, reason: str, price_ore: int | None) -> str:
    """What the second person of a refusal confirms."""
    return hashlib.sha256(json.dumps([ruling, reason, price_ore]).encode()).hexdigest()


class Missing(TextChoices):
    """What stands between a proposal and the release of the decisions."""

    NOTHING = "nothing", gettext_lazy("Ready")
    DEPARTMENT = "department", gettext_lazy("No department is asked yet")
    REVIEW = "review", gettext_lazy("A department has not finished")
    DECISION = "decision", gettext_lazy("Waits for your decision")
    SECOND = "second", gettext_lazy("The refusal waits for a second person")


@dataclass(frozen=True)
class Standing:
    """What is known of one proposal that was sent in."""

    reviews: int = 0
    unfinished: int = 0
    is_decided: bool = False
    waits_for_second: bool = False


def missing(standing: Standing) -> Missing:
    if standing.unfinished:
        return Missing.REVIEW
    if not standing.is_decided:
        return Missing.DECISION if standing.reviews else Missing.DEPARTMENT
    return Missing.SECOND if standing.waits_for_second else Missing.NOTHING


def check_release(lacks: Sequence[Missing]) -> None:
    """Raise NotPossible unless all that waits can be released together."""
    if not lacks:
        raise NotPossible(_("There are no proposals that wait for a decision."))
    unready = sum(lack is not Missing.NOTHING for lack in lacks)
    if unready:
        raise NotPossible(
            ngettext(
                "%(count)s proposal is not ready. The list says what is missing.",
                "%(count)s proposals are not ready. The list says what is missing at each.",
                unready,
            )
            % {"count": unready}
        )
