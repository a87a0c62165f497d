from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import public
from deltagerbudget.demo.clock import go_to_next, next_moment
from deltagerbudget.identity.persons import PERSONS, RESIDENT, SPECIAL, STAFF
from deltagerbudget.notifications.items import Desk
from deltagerbudget.notifications.models import Mail, State
from deltagerbudget.notifications.outbox import content, with_content
from deltagerbudget.notifications.policies import framing_policy, mail_policy
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.path import stations
from deltagerbudget.staff.models import DoorMail
from deltagerbudget.ui.styleguide import styleguide

# A database's integer ends here.
LARGEST = 2**31 - 1


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
@framing_policy
def mails(request: HttpRequest) -> HttpResponse:
    """The outbox as the receivers would read it; the newest fifty."""
    newest, desk = with_content(Mail.objects.exclude(state=State.DROPPED).order_by("-pk"))[:50], Desk(now())
    shown = [(mail, written) for mail in newest if (written := content(mail, desk))]
    door = DoorMail.objects.exclude(address="").order_by("-pk")[:10]
    return render(request, "demo/mails.html", {"mails": shown, "door": door})


@public
@never_cache
@require_safe
@xframe_options_sameorigin
@mail_policy
def mail_html(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail as a mail program shows it. Its links open beside the frame."""
    if pk > LARGEST:
        raise Http404
    mail = get_object_or_404(with_content(Mail.objects.all()), pk=pk)
    written = content(mail, Desk(now()))
    if written is None:
        raise Http404
    return HttpResponse(written.html)


@public
@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """Every part of the design on one page."""
    return styleguide(request)
