"""The staff's pages of how a project ends: it is opened, or two stop it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from deltagerbudget.acts.approvals import pending_approval
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.permit import may
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.realisation.forms import OpeningForm, StopForm
from deltagerbudget.realisation.models import Realisation, url_of
from deltagerbudget.realisation.opening import announce_opening
from deltagerbudget.realisation.promising import decline_stop, stop_realisation
from deltagerbudget.realisation.staff import METHODS, back, done_by, own, status_of


@does(Act.ANNOUNCE_OPENING)
@require_http_methods(METHODS)
def opening(request: HttpRequest, pk: int) -> HttpResponse:
    row = _row(request, pk, Act.ANNOUNCE_OPENING)
    form = OpeningForm(request.POST if request.method == "POST" else None)
    done = done_by(
        request, form, lambda _data: announce_opening(actor_of(request), row, values=form.values(), at=now())
    )
    if done is not None:
        return back(row)
    return render(request, "realisation/staff_opening.html", {"realisation": row, "form": form}, status=status_of(form))


@does(Act.STOP_REALISATION)
@require_http_methods(METHODS)
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """The first person writes why; the second one reads it and asks for the same."""
    row = _row(request, pk, Act.STOP_REALISATION)
    form = StopForm(request.POST or None, initial={"reason": row.stop_reason})
    done = done_by(request, form, lambda data: stop_realisation(actor_of(request), row, **data, at=now()))
    if done is not None:
        reports = may(Act.REPORT_PROGRESS, actor_of(request), area_ids=row.area_ids)
        return back(row) if reports else redirect(url_of(row.about))
    context = {"realisation": row, "form": form, "asked": pending_approval(Act.STOP_REALISATION, row)}
    return render(request, "realisation/staff_stop.html", context, status=status_of(form))


@does(Act.DECLINE_STOP)
@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Taken back by the first person, or refused by another."""
    row = _row(request, pk, Act.DECLINE_STOP)
    decline_stop(actor_of(request), row, at=now())
    reports = may(Act.REPORT_PROGRESS, actor_of(request), area_ids=row.area_ids)
    return back(row) if reports else redirect(url_of(row.about))


def _row(request: HttpRequest, pk: int, act: Act) -> Realisation:
    row = get_object_or_404(Realisation.objects.with_story(), pk=pk)
    own(actor_of(request), row.source, act)
    return row
