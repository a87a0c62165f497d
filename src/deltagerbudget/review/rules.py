"""Decides what a review and a decision must say. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import TextChoices
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.processes.rules import LEAST_TO_REVISE
from deltagerbudget.ui.workdays import workdays_after


class Verdict(TextChoices):
    UNDECIDED = "undecided", gettext_lazy("Not judged yet")
    FEASIBLE = "feasible", gettext_lazy("Can be done")
    INFEASIBLE = "infeasible", gettext_lazy("Cannot be done")


class FindingAnswer(TextChoices):
    """What a department says about one criterion."""

    YES = "yes", gettext_lazy("Yes")
    CHANGES = "changes", gettext_lazy("Yes, with changes")
    NO = "no", gettext_lazy("No")
    NOT_OURS = "not_ours", gettext_lazy("Not ours to answer")


class ReminderKind(TextChoices):
    """What the clock says about an answer that is waited for."""

    SOON = "soon", gettext_lazy("The answer is due soon")
    LATE = "late", gettext_lazy("The answer is late")
    ESCALATED = "escalated", gettext_lazy("The process owner is told that the answer is late")


class Ruling(TextChoices):
    ADMIT = "admit", gettext_lazy("Goes on to the vote")
    REFUSE = "refuse", gettext_lazy("Does not go on")


class Answer(TextChoices):
    """What the authors say to the municipality's wish for a change."""

    ACCEPTED = "accepted", gettext_lazy("They took the municipality's text")
    CHANGED = "changed", gettext_lazy("They changed the proposal themselves")
    KEPT = "kept", gettext_lazy("They keep the proposal as it is")
    SILENT = "silent", gettext_lazy("They did not answer in time")


class AppealOutcome(TextChoices):
    UPHELD = "upheld", gettext_lazy("The refusal stands")
    REVERSED = "reversed", gettext_lazy("The proposal goes on to the vote after all")


# In days. A department is reminded so many days before its answer is due; the process owner is told so many working
# days after.
REMIND_BEFORE = 3
ESCALATE_AFTER = 5
# The municipality has so many to answer an appeal, and never more than there are before the vote.
TO_ANSWER = 14


def check_revision(*, wish: str, until: date, today: date) -> None:
    """Raise NotPossible unless the authors can be asked this, with this last day."""
    if not wish.strip():
        raise NotPossible(_("Write what should be changed, and why, in plain words. The authors and everyone read it."))
    if until < today + timedelta(days=LEAST_TO_REVISE):
        raise NotPossible(_("Give the authors at least %(days)s days. Choose a later day.") % {"days": LEAST_TO_REVISE})


def check_heard(revisions: Sequence[tuple[date, bool]]) -> None:
    """Raise NotPossible unless the authors had their right to change the proposal before it is refused.

    ``revisions``: the last day of each wish for a change, and whether it was answered.
    """
    if not revisions:
        raise NotPossible(_("Ask the authors for a change first. They have a right to it before a refusal."))


def check_quiet(revisions: Sequence[tuple[date, bool]], today: date) -> None:
    """Raise NotPossible while the authors may still change what is to be decided; ``revisions`` as above."""
    if any(not is_answered and today <= until for until, is_answered in revisions):
        raise NotPossible(_("The authors still have time to change the proposal. Wait for their answer or the day."))


def answer_due(at: datetime, vote_starts_at: datetime | None) -> date:
    """The day by which an appeal is answered: in time, and before the vote opens."""
    due = localdate(at) + timedelta(days=TO_ANSWER)
    return due if vote_starts_at is None else min(due, localdate(vote_starts_at) - timedelta(days=1))


def check_promise(announced: datetime | None, *, at: datetime, is_missed: bool) -> None:
    """Raise NotPossible where decisions would come before the minute that everyone was told."""
    if announced is not None and not is_missed and at < announced:
        raise NotPossible(_("Everyone has been told another minute. Announce a new one if it is to be earlier."))


def check_appeal_answer(outcome: AppealOutcome | str, *, answer: str, price_ore: int | None, amount_ore: int) -> None:
    """Raise NotPossible unless an appeal may be answered so."""
    if not answer.strip():
        raise NotPossible(_("Write the answer in plain words. The authors and everyone else will read it."))
    if outcome == AppealOutcome.REVERSED:
        check_price(price_ore, amount_ore)


def due_reminders(due_on: date, today: date) -> list[ReminderKind]:
    """Which reminders of an answer have come due."""
    if today <= due_on:
        return [ReminderKind.SOON] if today >= due_on - timedelta(days=REMIND_BEFORE) else []
    is_long_late = workdays_after(due_on, today) >= ESCALATE_AFTER
    return [ReminderKind.LATE, ReminderKind.ESCALATED] if is_long_late else [ReminderKind.LATE]


def check_review(verdict: Verdict | str, *, reason: str, price_ore: int | None) -> None:
    """Raise NotPossible unless a review that says this may be finished."""
    if verdict == Verdict.UNDECIDED:
        raise NotPossible(_("Choose whether the proposal can be done before you finish the review."))
    if verdict == Verdict.INFEASIBLE and not reason.strip():
        raise NotPossible(_("Write why the proposal cannot be done. The author will read it."))
    if verdict == Verdict.FEASIBLE and (price_ore is None or price_ore <= 0):
        raise NotPossible(_("Write a price above 0 kr. before you finish the review."))


@dataclass(frozen=True)
class Price:
    """What something costs to make, between what it lies, and what it costs each year by whom."""

    likely_ore: int | None = None
    low_ore: int | None = None
    high_ore: int | None = None
    running_ore: int | None = None
    payer: str = ""


def check_findings(findings: Sequence[tuple[str, bool, str, str]], verdict: Verdict | str) -> None:
    """Raise NotPossible unless each answer that needs a reason has one, and the verdict fits what must hold.

    ``findings``: the text of the criterion, whether it must hold, the answer and the reason.
    """
    for text, is_hard, answer, reason in findings:
        if answer == FindingAnswer.NO and not reason.strip():
            raise NotPossible(_("Write why the answer is no to “%(text)s”. Residents will read it.") % {"text": text})
        if answer == FindingAnswer.CHANGES and not reason.strip():
            raise NotPossible(
                _("Write which changes it takes for “%(text)s”. Residents will read it.") % {"text": text}
            )
        if answer == FindingAnswer.NO and is_hard and verdict == Verdict.FEASIBLE:
            raise NotPossible(
                _("You say that it can be done, but no to “%(text)s”, which must hold. Change one of the two answers.")
                % {"text": text}
            )


def check_spread(price: Price) -> None:
    """Raise NotPossible unless the amounts of a price fit together."""
    if price.likely_ore is None and (price.low_ore is not None or price.high_ore is not None):
        raise NotPossible(_("Write the price that you expect as well. It is the one that stands in the vote."))
    likely = price.likely_ore or 0
    if price.low_ore is not None and price.low_ore > likely:
        raise NotPossible(_("The lowest price is higher than the one that you expect. Change one of the two."))
    if price.high_ore is not None and price.high_ore < likely:
        raise NotPossible(_("The highest price is lower than the one that you expect. Change one of the two."))
    if price.running_ore and not price.payer.strip():
        raise NotPossible(_("Write who pays what it costs each year."))


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
    check_price(price_ore, amount_ore)


def check_price(price_ore: int | None, amount_ore: int) -> None:
    """Raise NotPossible unless a proposal can stand on the ballot at this price."""
    if price_ore is None or price_ore <= 0:
        raise NotPossible(_("Write a price above 0 kr. Without a price nobody can vote for the proposal."))
    if price_ore > amount_ore:
        raise NotPossible(_("The price is higher than the whole amount, so the proposal could never win."))


def decision_digest(ruling: str, reason: str, price_ore: int | None, card: Sequence[object] = ()) -> str:
    """What the second person of a refusal confirms."""
    return hashlib.sha256(json.dumps([ruling, reason, price_ore, list(card)], sort_keys=True).encode()).hexdigest()


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
