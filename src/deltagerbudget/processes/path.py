"""The public process figure, from the process's own phases."""

from __future__ import annotations

from datetime import datetime

from deltagerbudget.processes.models import Process
from deltagerbudget.ui.signatures import State, Station


def stations(process: Process, at: datetime, *, action_label: str = "", action_url: str = "") -> list[Station]:
    """One station a phase; the present one carries what a visitor can do now."""
    now = process.span_at(at)
    return [
        Station(
            name=span.name,
            starts=span.starts_at,
            ends=span.ends_at,
            state=_state(span.starts_at, is_now=span is now, at=at),
            action_label=action_label if span is now else "",
            action_url=action_url if span is now else "",
        )
        for span in process.spans
    ]


def _state(starts_at: datetime, *, is_now: bool, at: datetime) -> State:
    if is_now:
        return "now"
    return "past" if starts_at <= at else "next"
