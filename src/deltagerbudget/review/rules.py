"""Decides what a review and a decision must say. Pure."""

from __future__ import annotations

import hashlib
import json

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
        raise NotPossible(_("A department has not finished its review yet. Wait for it, or take it back."))
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
