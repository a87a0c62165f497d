from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import public
from deltagerbudget.demo.clock import go_to_next, next_moment
from deltagerbudget.identity.persons import PERSONS, RESIDENT, SPECIAL, STAFF
from deltagerbudget.notifications.models import Mail
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.path import stations
from deltagerbudget.ui.styleguide import styleguide


@public
@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Who to log in as, the clock, and where the mails are."""
    at = now()
    processes = [
        {"process": process, "stations": stations(process, at), "next": next_moment(process, at)}
        for process in Process.objects.opened().exclude(phases=None).with_phases().order_by("pk")
    ]
    names = ((RESIDENT, _("Residents")), (STAFF, _("Staff and local council")), (SPECIAL, _("Special cases")))
    groups = [(heading, [person for person in PERSONS if person.group == group]) for group, heading in names]
    context = {"at": at, "processes": processes, "groups": groups}
    return render(request, "demo/home.html", context)


@public
@never_cache
@require_POST
def clock(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.opened(), slug=slug)
    go_to_next(process)
    return redirect("site:process", slug=process.slug)


@public
@never_cache
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """The outbox as the receivers would read it; the newest fifty."""
    newest = Mail.objects.select_related("receiver").order_by("-pk")[:50]
    return render(request, "demo/mails.html", {"mails": newest})


@public
@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """Every part of the design on one page."""
    return styleguide(request)
