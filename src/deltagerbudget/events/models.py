from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.tables import WHO
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.areas.models import Area
from deltagerbudget.events import rules
from deltagerbudget.places.models import Offers
from deltagerbudget.processes.models import Process


class EventQuerySet(models.QuerySet["Event"]):
    def public(self) -> EventQuerySet:
        """What everyone may see: of an area, or of an opened deltagerbudget."""
        return self.filter(Q(area__isnull=False) | Q(process__opened_at__isnull=False))

    def coming(self, at: datetime) -> EventQuerySet:
        """Not over yet, the next one first."""
        return self.filter(ends_at__gt=at).order_by("starts_at", "pk")

    def next_to(self, at: datetime) -> EventQuerySet:
        """What can still be reached: neither begun nor cancelled."""
        return self.filter(starts_at__gt=at, cancelled_at=None).order_by("starts_at", "pk")

    def in_area(self, area: Area) -> EventQuerySet:
        """The area's own, and those of its deltagerbudgetter."""
        theirs = Process.areas.through.objects.filter(process=OuterRef("process"), area=area)
        return self.filter(Q(area=area) | Exists(theirs))

    def of_process(self, process: Process) -> EventQuerySet:
        """Its own, and those of its areas."""
        return self.filter(Q(process=process) | Q(area__in=process.area_ids))

    def run_by(self, actor: Actor) -> EventQuerySet:
        """Those that the actor may change."""
        held = {area for role, area in actor.grants if role in WHO[Act.CHANGE_EVENT]}
        if None in held:
            return self
        theirs = Process.areas.through.objects.filter(process=OuterRef("process"), area__in=held)
        return self.filter(Q(area__in=held) | Exists(theirs))

    def helping_to_vote(self, processes: Iterable[Process]) -> EventQuerySet:
        """Where one can get help to vote in one of these, which are loaded with their areas."""
        found = list(processes)
        areas = {pk for process in found for pk in process.area_ids}
        about = Q(process__in=[process.pk for process in found]) | Q(area__in=areas)
        return self.filter(about, Q(kind=rules.Kind.HELP) | Q(helps_to_vote=True), cancelled_at=None)

    def with_booked(self) -> EventQuerySet:
        """With the number of bookings as ``booked``, and what a list shows."""
        return self.select_related("process", "area").annotate(booked=Count("bookings"))

    def to_remind(self, at: datetime) -> EventQuerySet:
        """Soon, booked by somebody, and nobody has been reminded."""
        soon = self.filter(starts_at__gt=at, starts_at__lte=at + timedelta(days=2), cancelled_at=None, reminded_at=None)
        return soon.filter(Exists(Booking.objects.filter(event=OuterRef("pk"))))


class Event(Offers):
    """One meeting, idea day or round of advice, of a deltagerbudget or of an area."""

    process = models.ForeignKey(Process, models.PROTECT, null=True, related_name="events")
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="events")
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=rules.Kind.choices)
    about = models.TextField(blank=True)
    place = models.CharField(max_length=200)
    # Steps, lift, parking, loop: what somebody must know who cannot just walk in.
    access = models.TextField(blank=True)
    languages = models.CharField(max_length=120, blank=True)
    # Whom one meets there, and whom one calls.
    host = models.CharField(max_length=160)
    phone = models.CharField(max_length=30, blank=True)
    # That one can vote there, or get help to; an event of the kind "help" says so already.
    helps_to_vote = models.BooleanField(default=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # Places that can be booked; or minutes of each household; or neither, and one just comes.
    capacity = models.PositiveSmallIntegerField(null=True)
    slot_minutes = models.PositiveSmallIntegerField(null=True)
    # How often it was changed: a calendar takes the higher number.
    sequence = models.PositiveIntegerField(default=0)
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=300, blank=True)
    reminded_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField()

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(process__isnull=False, area=None) | Q(process=None, area__isnull=False),
                name="event_of_one_place",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_start"),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(slot_minutes=None, capacity__gt=0), name="event_places_or_slots"
            ),
            models.CheckConstraint(condition=Q(slot_minutes=None) | Q(slot_minutes__gt=0), name="event_slot_positive"),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | ~Q(cancel_reason=""), name="event_cancelled_with_reason"
            ),
        )
        indexes = (models.Index(fields=["starts_at"]),)

    def __str__(self) -> str:
        return self.title

    @property
    def area_ids(self) -> list[int]:
        return [self.area_id] if self.area_id is not None else list(self.process.area_ids) if self.process else []

    @property
    def where(self) -> str:
        """What it belongs to, by name."""
        return self.area.name if self.area else self.process.title if self.process else ""

    @property
    def is_bookable(self) -> bool:
        return self.capacity is not None or self.slot_minutes is not None

    @property
    def offered(self) -> list[datetime]:
        """The times of the households; none where one books a place."""
        return rules.slots(self.starts_at, self.ends_at, self.slot_minutes) if self.slot_minutes else []

    @property
    def room(self) -> int | None:
        """How many can book in all; None where nobody need."""
        return len(self.offered) if self.slot_minutes else self.capacity


class BookingQuerySet(models.QuerySet["Booking"]):
    def of_person(self, person_id: int | None) -> BookingQuerySet:
        """One's own, with the events."""
        mine = self.filter(person_id=person_id) if person_id is not None else self.none()
        return mine.select_related("event__process", "event__area").order_by("event__starts_at", "pk")

    def in_order(self) -> BookingQuerySet:
        return self.select_related("person").order_by("slot", "pk")

    def forgotten(self, at: datetime) -> BookingQuerySet:
        """Those of events so long ago that nobody needs them."""
        return self.filter(event__ends_at__lte=at - rules.KEPT)


class Booking(models.Model):
    """That one person, for a household, has a place or a time at an event. Deleted a month after it."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="bookings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="bookings")
    # When the household's own time begins; empty where all come at once.
    slot = models.DateTimeField(null=True)
    at = models.DateTimeField()

    objects = BookingQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["event", "person"], name="booking_once"),
            models.UniqueConstraint(fields=["event", "slot"], name="booking_slot_once"),
        )

    def __str__(self) -> str:
        # SECURITY: no name in logs.
        return f"booking {self.pk}"

    @property
    def begins_at(self) -> datetime:
        return self.slot or self.event.starts_at

    @property
    def ends_at(self) -> datetime:
        minutes = self.event.slot_minutes
        return self.slot + timedelta(minutes=minutes) if self.slot and minutes else self.event.ends_at
