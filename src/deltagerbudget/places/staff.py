from __future__ import annotations

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.areas.models import Area
from deltagerbudget.places.actions import import_areas
from deltagerbudget.places.forms import ImportForm
from deltagerbudget.places.models import Layer, Place, WaitingImport
from deltagerbudget.places.plan import Plan, Upload, planned
from deltagerbudget.places.reading import NotReadable

UNPROCESSABLE = 422


@does(Act.IMPORT_AREAS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """The files, then the report of what would happen. Nothing is saved here but the files themselves."""
    actor = _administrator(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            plan = planned(form.upload())
        except NotReadable as error:
            form.add_error(None, error.message)
        else:
            return _report(request, plan, "" if plan.is_empty else _kept(actor, form.upload()))
    context = {"form": form, "layers": Layer.objects.order_by("kind"), "places": Place.objects.count()}
    context |= {"areas": Area.objects.count(), "shaped": Area.objects.filter(west__isnull=False).count()}
    return render(request, "places/upload.html", context, status=UNPROCESSABLE if form.errors else 200)


@does(Act.IMPORT_AREAS)
@never_cache
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    actor = _administrator(request)
    digest = request.POST.get("digest", "")[:64].replace("\0", "")
    waiting = get_object_or_404(WaitingImport, person_id=actor.person_id, digest=digest)
    try:
        import_areas(actor, Upload.from_json(waiting.files), at=now())
    except Refusal as refusal:
        return render(request, "places/report.html", {"error": refusal.message}, status=UNPROCESSABLE)
    waiting.delete()
    return redirect("places_staff:done")


@does(Act.IMPORT_AREAS)
@never_cache
@require_http_methods(["GET", "HEAD"])
def done(request: HttpRequest) -> HttpResponse:
    _administrator(request)
    return render(request, "places/done.html", {"areas": Area.objects.in_order()})


def _administrator(request: HttpRequest) -> Actor:
    """The role is held for the whole municipality: areas have no area."""
    actor = actor_of(request)
    permit(Act.IMPORT_AREAS, actor)
    if actor.person_id is None:
        raise PermissionDenied
    return actor


def _kept(actor: Actor, files: Upload) -> str:
    values = {"digest": files.digest, "files": files.as_json(), "made_at": now()}
    WaitingImport.objects.update_or_create(person_id=cast(int, actor.person_id), defaults=values)
    return files.digest


def _report(request: HttpRequest, plan: Plan, digest: str) -> HttpResponse:
    context = {"plan": plan, "summary": plan.summary(), "digest": digest}
    return render(request, "places/report.html", context, status=200 if digest else UNPROCESSABLE)
