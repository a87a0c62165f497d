"""Events for tests, by the acts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests import make

from deltagerbudget.areas.models import Area
from deltagerbudget.events.actions import plan_event
from deltagerbudget.events.models import Event
from deltagerbudget.processes.models import Process


def soon(days: int = 3) -> datetime:
    """Some days from now, at noon in Denmark."""
    return (make.timezone.localtime(make.now()) + timedelta(days=days)).replace(hour=12, minute=0)


def values(**given: Any) -> dict[str, Any]:
    """An idea day with twenty places."""
    starts_at = given.get("starts_at", soon())
    return {
        "title": "Idédag på biblioteket",
        "kind": "idea-day",
        "about": "Kom med en idé, eller få en.",
        "place": "Biblioteket, lokale 2",
        "access": "Der er elevator.",
        "languages": "dansk, arabisk",
        "host": "Tove Tovholder, tovholder",
        "phone": "12 34 56 78",
        "helps_to_vote": False,
        "step_free": True,
        "has_toilet": False,
        "has_loop": False,
        "has_parking": False,
        "quiet_hours": "",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "capacity": 20,
        "slot_minutes": None,
    } | given


def planned(where: Process | Area | None = None, **given: Any) -> Event:
    return plan_event(make.tove(), where or make.area(), values=values(**given), at=make.now())


def hours(where: Process | Area | None = None, **given: Any) -> Event:
    """Four households, half an hour each."""
    told = {"title": "Rådgivningstid", "kind": "hours", "capacity": None, "slot_minutes": 30}
    event = planned(where, **(told | given))
    return Event.objects.get(pk=event.pk)
