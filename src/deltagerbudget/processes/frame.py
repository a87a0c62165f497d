"""What every page of the set-up stands in: whose it is, its place among the parts, and what the local council says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.processes import desk
from deltagerbudget.processes.models import Process

UNPROCESSABLE, CONFLICT = 422, 409
METHODS = ["GET", "HEAD", "POST"]


def own(actor: Actor, slug: str, act: Act) -> Process:
    """404 for what the actor may not see, a refusal for what is somebody else's to do."""
    process = get_object_or_404(Process.objects.visible_to(actor).with_setup(), slug=slug)
    permit(act, actor, area_ids=process.area_ids)
    return process


def done(form: Any, act: Callable[[], object]) -> bool:
    """Do it if the form is in order; a refusal becomes an error of the form, and what was written stays."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


def posted(request: HttpRequest) -> Any:
    """What was sent, also when it is empty; None where nothing was."""
    return request.POST if request.method == "POST" else None


def status_of(request: HttpRequest, form: Any) -> int:
    return UNPROCESSABLE if request.method == "POST" and form.errors else 200


def page(request: HttpRequest, name: str, word: str, process: Process, form: Any, **values: Any) -> HttpResponse:
    """A page of the part that ``word`` names."""
    context = {**framed(request, process, word), "form": form, **values}
    return render(request, f"processes/{name}.html", context, status=status_of(request, form))


def framed(request: HttpRequest, process: Process, word: str) -> dict[str, Any]:
    lines = desk.part_lines(process, actor_of(request), word)
    place = next((place for place, line in enumerate(lines) if line.is_current), None)
    return {
        "process": process,
        "lines": lines,
        "part": lines[place] if place is not None else None,
        "before": lines[place - 1] if place else None,
        "after": lines[place + 1] if place is not None and place + 1 < len(lines) else None,
        "remarks": desk.remarks_of(process, word),
        "is_saved": "gemt" in request.GET,
    }


def saved(request: HttpRequest, process: Process, word: str) -> HttpResponse:
    """Back to the same page, or on to the next part, as the pressed button says."""
    lines = desk.part_lines(process, actor_of(request), word)
    place = next(place for place, line in enumerate(lines) if line.is_current)
    if "videre" in request.POST and place + 1 < len(lines):
        return redirect(lines[place + 1].url)
    return redirect(f"{lines[place].url}?gemt=1")
