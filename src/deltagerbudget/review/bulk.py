"""The same done to several proposals: what stands in the way of each; each by its own act, in its own transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet, TextChoices
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.refusals import NotPossible, Refusal
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.actions import Sorted, sort_proposals
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.review.actions import assign_review, decide_proposal
from deltagerbudget.review.models import Review
from deltagerbudget.review.rules import Ruling, Verdict, check_decision, check_heard, check_quiet
from deltagerbudget.ui import danish

# So many at once: what is written is read by a person, and an address has an end.
MOST = 300
# What of a review becomes part of the decision.
PRICED = ("price_ore", "price_low_ore", "price_high_ore", "price_basis", "running_cost_ore", "running_payer")


class Deed(TextChoices):
    """What can be done to several proposals at once, by its word in the address."""

    ASK = "spoerg", gettext_lazy("Ask a department")
    ADMIT = "videre", gettext_lazy("Let go on at the price of the review")
    REFUSE = "afvis", gettext_lazy("Refuse with a reason")
    TOPIC = "emne", gettext_lazy("Set the topic")


@dataclass(frozen=True)
class Line:
    """One proposal: what will be done with it, or why it cannot be."""

    proposal: Proposal
    says: str
    obstacle: str = ""


def loaded(found: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """With all that `obstacle` reads, in a fixed number of queries."""
    reviews = Prefetch("reviews", Review.objects.select_related("department").order_by("pk"))
    return found.select_related("process", "decision").prefetch_related(reviews, "revisions")


def plan(deed: Deed, rows: Iterable[Proposal], values: Mapping[str, Any], *, at: datetime) -> list[Line]:
    """Before it is done, and with what is known so far."""
    return [Line(row, _says(deed, row, values), obstacle(deed, row, values, at=at)) for row in rows]


def obstacle(deed: Deed, row: Proposal, values: Mapping[str, Any], *, at: datetime) -> str:
    """Empty where it can be done. The acts judge again; this also keeps a second press from doing it twice."""
    try:
        if row.stage != Stage.SUBMITTED and deed != Deed.TOPIC:
            raise NotPossible(_("This proposal is already decided, or was withdrawn."))
        _CHECKS[deed](row, values, at)
    except Refusal as refusal:
        return refusal.message
    return ""


def _check_ask(row: Proposal, values: Mapping[str, Any], at: datetime) -> None:
    department = values.get("department")
    for review in row.reviews.all():
        if department is None or review.department_id != department.pk:
            continue
        if review.finished_at is not None:
            raise NotPossible(_("The department has finished its review. Ask it anew on the proposal's own page."))
        if review.due_on == values.get("due_on"):
            raise NotPossible(_("This department already has the proposal, with this date."))


def _check_admit(row: Proposal, values: Mapping[str, Any], at: datetime) -> None:
    _check_undecided(row, at)
    finished = [review for review in row.reviews.all() if review.finished_at is not None]
    if not finished:
        raise NotPossible(_("No department has finished a review with a price yet."))
    if any(review.verdict != Verdict.FEASIBLE for review in finished):
        raise NotPossible(_("A department says that it cannot be done. Decide on the proposal's own page."))
    if len({review.price_ore for review in finished}) > 1:
        raise NotPossible(_("The departments name different prices. Decide on the proposal's own page."))
    _check_decision(row, Ruling.ADMIT, finished[0].price_ore)


def _check_refuse(row: Proposal, values: Mapping[str, Any], at: datetime) -> None:
    _check_undecided(row, at)
    _check_decision(row, Ruling.REFUSE, None)
    check_heard(_revisions(row))


def _check_topic(row: Proposal, values: Mapping[str, Any], at: datetime) -> None:
    if row.process.frozen_at is not None:
        raise NotPossible(_("The vote is frozen, so the proposals can no longer be sorted."))
    if values.get("topic") == row.category:
        raise NotPossible(_("It already has this topic."))


_CHECKS = {Deed.ASK: _check_ask, Deed.ADMIT: _check_admit, Deed.REFUSE: _check_refuse, Deed.TOPIC: _check_topic}


def _check_undecided(row: Proposal, at: datetime) -> None:
    decision = getattr(row, "decision", None)
    if decision is not None and not decision.is_of_old_text:
        raise NotPossible(_("It is already decided. Change the decision on the proposal's own page."))
    check_quiet(_revisions(row), localdate(at))


def _check_decision(row: Proposal, ruling: Ruling, price_ore: int | None) -> None:
    unfinished = sum(review.finished_at is None for review in row.reviews.all())
    # The reason is one for all of them, and asked for by the form.
    check_decision(ruling, reason="-", price_ore=price_ore, amount_ore=row.process.amount_ore, unfinished=unfinished)


def _revisions(row: Proposal) -> list[tuple[Any, bool]]:
    return [(revision.until, revision.answered_at is not None) for revision in row.revisions.all()]


def _says(deed: Deed, row: Proposal, values: Mapping[str, Any]) -> str:
    if deed == Deed.ADMIT:
        price = _price(row)
        return _("Goes on at %(price)s") % {"price": danish.kroner(price, get_language() or "da")} if price else ""
    if deed == Deed.TOPIC:
        return row.category or _("No topic yet")
    if deed == Deed.REFUSE:
        return _("Is refused, when a second person has approved it")
    asked = ", ".join(review.who for review in row.reviews.all())
    return _("Asked until now: %(departments)s") % {"departments": asked} if asked else _("No department is asked yet")


def _price(row: Proposal) -> int | None:
    return next((review.price_ore for review in row.reviews.all() if review.finished_at is not None), None)


def do(actor: Actor, deed: Deed, rows: Iterable[Proposal], values: Mapping[str, Any], *, at: datetime) -> list[Line]:
    """One after the other; what cannot be done leaves the others alone."""
    return [Line(row, "", _done(actor, deed, row, values, at)) for row in rows]


def _done(actor: Actor, deed: Deed, row: Proposal, values: Mapping[str, Any], at: datetime) -> str:
    try:
        with transaction.atomic():
            # The lock of the acts themselves: a second press waits here and then finds that it is done.
            Proposal.objects.select_for_update(of=("self",)).get(pk=row.pk)
            fresh = loaded(Proposal.objects.filter(pk=row.pk)).get()
            found = obstacle(deed, fresh, values, at=at)
            if not found:
                _act(actor, deed, fresh, values, at)
            return found
    except Refusal as refusal:
        return refusal.message


def _act(actor: Actor, deed: Deed, row: Proposal, values: Mapping[str, Any], at: datetime) -> None:
    if deed == Deed.ASK:
        assign_review(actor, row, values["department"], due_on=values["due_on"], at=at)
    elif deed == Deed.TOPIC:
        where = Sorted(values["topic"], row.area_id, row.exclusive_group)
        sort_proposals(actor, row.process, given={row.number or 0: where}, at=at)
    elif deed == Deed.REFUSE:
        decide_proposal(actor, row, ruling=Ruling.REFUSE, reason=values["reason"], price_ore=None, at=at)
    else:
        review = next(review for review in row.reviews.all() if review.finished_at is not None)
        given = {name: getattr(review, name) for name in PRICED}
        decide_proposal(actor, row, ruling=Ruling.ADMIT, reason=values["reason"], **given, at=at)


def deeds_of(process: Process) -> list[Deed]:
    """A deltagerbudget without topics has none to set."""
    return [deed for deed in Deed if deed != Deed.TOPIC or process.categories]
