"""Voting places, who serves there, and the screens that stand there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.permit import may, permit
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.request import actor_for
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.ballots.models import Screen, Station
from deltagerbudget.places.models import OFFERS
from deltagerbudget.polling.models import DeskCode, Opening, Shift
from deltagerbudget.polling.rules import openings_in
from deltagerbudget.processes.models import Process


@transaction.atomic
def open_station(actor: Actor, process: Process, *, values: Mapping[str, Any], at: datetime) -> Station:
    """A new place; or the one of this name again, as it is now. What is not told stays as it was."""
    process = Process.objects.select_for_update(of=("self",)).get(pk=process.pk)
    permit(Act.OPEN_STATION, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    given = {name: " ".join(values.get(name, "").split()) for name in ("name", "address", "hours")}
    if not all(given.values()):
        raise NotPossible(_("Write the name, the address and the hours. People find the way by them."))
    openings = openings_in(values["openings"]) if "openings" in values else None
    name = given.pop("name")
    told = {key: values[key] for key in ("phone", "languages", *OFFERS) if key in values}
    now = {**given, **told, "is_open": True, "updated_at": at}
    station, _is_new = Station.objects.update_or_create(process=process, name=name, defaults=now)
    if openings is not None:
        station.openings.all().delete()
        Opening.objects.bulk_create(
            Opening(station=station, starts_at=begins, ends_at=ends) for begins, ends in openings
        )
    record(Act.OPEN_STATION, actor, station, at=at, process_id=process.pk)
    return station


@transaction.atomic
def close_station(actor: Actor, station: Station, *, at: datetime) -> Station:
    """Nobody is served there any more. What was done there stays; codes that are not typed yet are void."""
    station = _locked(station)
    process = station.process
    permit(Act.CLOSE_STATION, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    if not station.is_open:
        raise NotPossible(_("This voting place is already closed."))
    station.is_open = False
    station.save(update_fields=["is_open"])
    DeskCode.objects.filter(station=station).delete()
    record(Act.CLOSE_STATION, actor, station, at=at, process_id=process.pk)
    return station


@transaction.atomic
def plan_shift(actor: Actor, station: Station, *, person: Person, day: date, at: datetime) -> Shift:
    """Somebody who may serve at a desk here, on one day."""
    station = _locked(station)
    process = station.process
    permit(Act.PLAN_SHIFT, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    if not station.is_open:
        raise NotPossible(_("This voting place is closed. Open it first."))
    if day < localdate(at):
        raise NotPossible(_("The day is over. Choose today or a later day."))
    if not may(Act.CHECK_VOTER, actor_for(person.pk), area_ids=process.area_ids):
        raise NotPossible(_("This person may not serve at a voting place here. Give them a role first."))
    if Shift.objects.standing().filter(station=station, person=person, day=day).exists():
        raise NotPossible(_("This person already serves here on that day."))
    shift = Shift.objects.create(station=station, person=person, day=day)
    record(Act.PLAN_SHIFT, actor, shift, at=at, process_id=process.pk)
    return shift


@transaction.atomic
def end_shift(actor: Actor, shift: Shift, *, at: datetime) -> Shift:
    """From now on the person is not served by the desk's pages there."""
    shift = Shift.objects.select_for_update(of=("self",)).select_related("station__process").get(pk=shift.pk)
    process = shift.station.process
    permit(Act.END_SHIFT, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    if shift.ended_at is not None:
        raise NotPossible(_("This shift has already been taken off the plan."))
    shift.ended_at = at
    shift.save(update_fields=["ended_at"])
    record(Act.END_SHIFT, actor, shift, at=at, process_id=process.pk)
    return shift


@transaction.atomic
def bind_kiosk(actor: Actor, station: Station, *, at: datetime) -> Screen:
    """The device in hand becomes a screen of this place. The page lays the cookie and logs the staff out of it."""
    station = _locked(station)
    process = station.process
    permit(Act.BIND_KIOSK, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    check_shift(actor, station, at=at)
    last = station.screens.aggregate(last=Max("number"))["last"] or 0
    screen = Screen.objects.create(station=station, number=last + 1, bound_at=at)
    record(Act.BIND_KIOSK, actor, station, at=at, process_id=process.pk, screen=screen.number)
    return screen


@transaction.atomic
def unbind_kiosk(actor: Actor, screen: Screen, *, at: datetime) -> Screen:
    """A device is an ordinary one again, at once, wherever it is: in hand, lost or stolen."""
    screen = Screen.objects.select_for_update(of=("self",)).select_related("station__process").get(pk=screen.pk)
    process = screen.station.process
    permit(Act.UNBIND_KIOSK, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    if screen.unbound_at is not None:
        raise NotPossible(_("This screen is already out of use."))
    screen.unbound_at = at
    screen.save(update_fields=["unbound_at"])
    record(Act.UNBIND_KIOSK, actor, screen.station, at=at, process_id=process.pk, screen=screen.number)
    return screen


def check_shift(actor: Actor, station: Station, *, at: datetime) -> None:
    """SECURITY: a role alone opens no desk; somebody must have planned this person for this place and today."""
    if not Shift.objects.of(actor.person_id, localdate(at)).filter(station=station).exists():
        raise NotPossible(_("You have no shift at this place today. Ask the process owner to put you on the plan."))


def _locked(station: Station) -> Station:
    return Station.objects.select_for_update(of=("self",)).select_related("process").get(pk=station.pk)
