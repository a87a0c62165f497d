from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import public
from deltagerbudget.demo.clock import go_to_next, next_moment
from deltagerbudget.identity.persons import PERSONS, RESIDENT, SPECIAL, STAFF
from deltagerbudget.notifications.models import Mail
from deltagerbudget.processes.models import Process


@public
@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Who to log in as, the clock, and where the mails are."""
    at = now()
    processes = [
        {"process": process, "span": process.span_at(at), "next": next_moment(process, at)}
        for process in Process.objects.opened().exclude(phases=None).with_phases().order_by("pk")
    ]
    groups = [[person for person in PERSONS if person.group == group] for group in (RESIDENT, STAFF, SPECIAL)]
    residents, staff, special = groups
    context = {"at": at, "processes": processes, "residents": residents, "staff": staff, "special": special}
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
