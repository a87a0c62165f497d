"""The proposals of one deltagerbudget as a work queue: which are shown, in which order, and what each of them lacks.

Everything is asked of the database in a fixed number of queries, however many proposals and reviews there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.permit import may
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.review.filters import LACKS, NO_TOPIC, STAGES, Asked, Choices
from deltagerbudget.review.models import Appeal, Decision, Department, Review, sent_proposals
from deltagerbudget.review.rules import Missing, Ruling
from deltagerbudget.ui import search

PAGE_SIZE = 50
_OPEN = Q(stage=Stage.SUBMITTED)
# The same as in models.standing: what was decided of another text than the one that stands does not count.
_UNDECIDED = Q(decision=None) | Q(decision__decided_at__lt=F("joint_at"))
_SORTS = {"nummer": "number", "frist": "due", "pris": "shown_price_ore", "titel": "sort_key"}
_flag = partial(Case, default=Value(False), output_field=BooleanField())


def visible(actor: Actor, process: Process) -> QuerySet[Proposal]:
    """SECURITY: the whole of the list, its files and what is done at once stand on this; filters only take away."""
    return sent_proposals(actor).filter(process=process)


def desk(actor: Actor, process: Process, *, today: date) -> QuerySet[Proposal]:
    """With what each lacks, when it is due, its price so far, and whether it waits for this actor."""
    reviews = Review.objects.filter(proposal=OuterRef("pk"))
    unfinished = reviews.filter(finished_at=None)
    # By a subquery: joined to its proposal as an object, a decision would be asked for again.
    priced = reviews.filter(finished_at__isnull=False, price_ore__isnull=False).order_by("-price_ore", "pk")
    is_refused = Q(stage__in=(Stage.REFUSED, Stage.APPEALED)) | Q(decision__ruling=Ruling.REFUSE)
    return (
        visible(actor, process)
        .annotate(
            lack=Case(
                When(~_OPEN, then=Value("")),
                When(Exists(unfinished), then=Value(Missing.REVIEW)),
                When(_UNDECIDED, then=Case(When(Exists(reviews), then=Value(Missing.DECISION)), default=_NOBODY)),
                # What was said after it was decided is decided on anew.
                When(Exists(reviews.filter(finished_at__gt=OuterRef("decision__decided_at"))), then=_AGAIN),
                When(decision__ruling=Ruling.REFUSE, decision__approved_at=None, then=Value(Missing.SECOND)),
                default=Value(Missing.NOTHING),
                output_field=CharField(),
            ),
            due=Case(
                When(_OPEN, then=Subquery(unfinished.order_by("due_on", "pk").values("due_on")[:1])),
                When(stage=Stage.APPEALED, then=F("decision__appeal__due_on")),
                output_field=DateField(null=True),
            ),
            shown_price_ore=Coalesce(
                "price_ore",
                Case(When(~is_refused, then=Coalesce("decision__price_ore", Subquery(priced.values("price_ore")[:1])))),
            ),
            is_hearing=_flag(When(_OPEN & Q(revise_until__gte=today), then=Value(True))),
        )
        .annotate(
            is_late=_flag(When(due__lt=today, then=Value(True))),
            has_no_price=_flag(When(_OPEN & ~is_refused & Q(shown_price_ore=None), then=Value(True))),
            is_mine=_flag(When(_waits_for(actor, process), then=Value(True))),
        )
    )


_NOBODY, _AGAIN = Value(Missing.DEPARTMENT), Value(Missing.DECISION)


def _waits_for(actor: Actor, process: Process) -> Q:
    """The review of my department, a refusal or an appeal that needs me, and what I lead to a decision."""
    own = Review.objects.of_departments(actor).open().filter(proposal=OuterRef("pk"))
    second = Decision.objects.waiting_for_second(actor).filter(proposal=OuterRef("pk"))
    appealed = Appeal.objects.decidable_by(actor).filter(decision__proposal=OuterRef("pk"))
    waits = Q(Exists(own)) | Q(Exists(second)) | Q(Exists(appealed))
    if may(Act.DECIDE_PROPOSAL, actor, area_ids=process.area_ids):
        waits |= Q(lack__in=(Missing.DEPARTMENT, Missing.DECISION), is_hearing=False)
    return waits


def found(actor: Actor, process: Process, asked: Asked, *, today: date) -> QuerySet[Proposal]:
    """What the address asks for, in its order."""
    rows = desk(actor, process, today=today).filter(_chosen(asked))
    if asked.department is not None:
        rows = rows.filter(Exists(Review.objects.filter(proposal=OuterRef("pk"), department=asked.department)))
    return rows.order_by(*_order(asked), "number", "pk")


def _chosen(asked: Asked) -> Q:
    """SECURITY: the names of columns are ours, the values are known or go in as parameters."""
    chosen = Q(**{name: True for name in ("is_mine", "is_late", "has_no_price") if getattr(asked, name)})
    if asked.stage:
        chosen &= Q(stage=STAGES[asked.stage])
    if asked.lack:
        chosen &= Q(lack=LACKS[asked.lack])
    if asked.topic:
        chosen &= Q(category="" if asked.topic == NO_TOPIC else asked.topic)
    if asked.area is not None:
        chosen &= Q(area=asked.area)
    return chosen & _saying(asked.words) if asked.words else chosen


def _saying(words: str) -> Q:
    """Its number, or words of its texts."""
    said = search.said(words)
    return said | Q(number=int(words)) if words.isascii() and words.isdigit() and len(words) < 6 else said


def _order(asked: Asked) -> list[Any]:
    if asked.sort == "vigtigst":
        return ["-is_mine", "-is_late", F("due").asc(nulls_last=True)]
    field = F(_SORTS[asked.sort])
    return [field.desc(nulls_last=True) if asked.is_down else field.asc(nulls_last=True)]


@dataclass(frozen=True)
class Counts:
    """How many there are of each kind, whatever the address asks for."""

    total: int
    waiting: int
    mine: int
    late: int
    unpriced: int
    lacks: dict[Missing, int]

    @property
    def unready(self) -> int:
        return self.waiting - self.lacks[Missing.NOTHING]


def counted(actor: Actor, process: Process, *, today: date) -> Counts:
    """In one query."""
    kinds = {f"lack_{kind.value}": Count("pk", filter=Q(lack=kind)) for kind in Missing}
    numbers = desk(actor, process, today=today).aggregate(
        total=Count("pk"),
        waiting=Count("pk", filter=_OPEN),
        mine=Count("pk", filter=Q(is_mine=True)),
        late=Count("pk", filter=Q(is_late=True)),
        unpriced=Count("pk", filter=Q(has_no_price=True)),
        **kinds,
    )
    lacks = {kind: numbers.pop(f"lack_{kind.value}") for kind in Missing}
    return Counts(**numbers, lacks=lacks)


def choices(actor: Actor, process: Process) -> Choices:
    """Departments are those that were asked about what this actor sees."""
    of_these = Review.objects.filter(department=OuterRef("pk"), proposal__in=visible(actor, process))
    departments = Department.objects.filter(Exists(of_these)).order_by("name").values_list("pk", "name")
    areas = sorted(process.areas.all(), key=lambda area: area.sort_key)
    return Choices(dict(departments), tuple(process.categories), {area.pk: area.name for area in areas})


@dataclass(frozen=True)
class Neighbours:
    """Where one stands in the list that one came from."""

    place: int
    total: int
    earlier: int | None
    later: int | None


def neighbours(rows: QuerySet[Proposal], pk: int, *, onward: int | None = None) -> Neighbours:
    """In one query. What was done may have taken the proposal out of the list: then `onward` was its next one."""
    known = list(rows.values_list("pk", flat=True))
    if pk not in known:
        return Neighbours(0, len(known), None, onward if onward in known else None)
    place = known.index(pk)
    later = known[place + 1] if place + 1 < len(known) else None
    return Neighbours(place + 1, len(known), known[place - 1] if place else None, later)
