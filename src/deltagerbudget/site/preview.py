"""A draft as residents will see it, for whoever holds its secret link; and the trial ballot, for staff as well."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does, public
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.pictures.models import Document, Picture
from deltagerbudget.pictures.shown import Paper
from deltagerbudget.processes.models import Preview, Process
from deltagerbudget.processes.path import stations
from deltagerbudget.processes.preparing import preview_digest
from deltagerbudget.processes.terms import problems
from deltagerbudget.site import media
from deltagerbudget.site.cards import places
from deltagerbudget.site.now import Now
from deltagerbudget.site.plain_rules import plain_rules, who
from deltagerbudget.site.sample import trial
from deltagerbudget.ui.signatures import Badge, Photo

View = Callable[..., HttpResponse]


def secret(view: View) -> View:
    """SECURITY: what a secret link shows is found by nobody else: no search, no cache, and no address passed on."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        response["Cache-Control"] = "private, no-store"
        return response

    return public(require_safe(guarded))


def _shared(request: HttpRequest, slug: str) -> Process:
    """404 without a link that holds. The secret is no part of the path, so that no log keeps it."""
    digest = preview_digest(request.GET.get("adgang", "")[:100])
    link = Preview.objects.valid(now()).filter(process__slug=slug, digest=digest).first()
    if link is None:
        raise Http404
    return Process.objects.with_setup().select_related("picture").get(pk=link.process_id)


@secret
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    process, at = _shared(request, slug), now()
    if process.opened_at is not None:
        return redirect("site:process", slug)
    words = (_("This is a preview. It is not open yet, and everything can still change."), _("Try the ballot"))
    context = {
        "at": at,
        "process": process,
        "places": places(process),
        "now": Now(Badge("waiting", _("Preview")), words[0], words[1], _link(request, "preview_ballot", slug)),
        "stations": stations(process, at),
        "who": who(process),
        "rules": [] if problems(process) else plain_rules(process, None),
        "photo": _photo(request, process),
        "papers": [
            Paper(_link(request, "preview_document", slug, row.name), row.title, row.size)
            for row in process.documents.all()
        ],
        "contacts": process.contacts.all(),
        "contact_person": process.contact_person,
        "last_updated": process.updated_at,
        "is_preview": True,
    }
    return render(request, "site/process.html", context)


@secret
def ballot(request: HttpRequest, slug: str) -> HttpResponse:
    process = _shared(request, slug)
    frame = {
        "address": reverse("site:preview_ballot", args=[slug]),
        "access": request.GET["adgang"],
        "way_out_url": _link(request, "preview", slug),
        "way_out_text": _("Back to the preview"),
    }
    return trial(request, process, frame)


@does(Act.TICK_CHECKLIST)
@never_cache
@require_safe
def sample(request: HttpRequest, slug: str) -> HttpResponse:
    """The same trial for those who set it up."""
    process = get_object_or_404(Process.objects.visible_to(actor_of(request)).with_phases(), slug=slug)
    frame = {
        "address": reverse("site:sample", args=[slug]),
        "way_out_url": reverse("processes_staff:checklist", args=[slug]),
        "way_out_text": _("Back to the set-up"),
    }
    return trial(request, process, frame)


@secret
def picture(request: HttpRequest, slug: str, name: str, width: int) -> HttpResponse:
    process = _shared(request, slug)
    return media.picture_of(Picture.objects.filter(processes=process), name, width)


@secret
def document(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    process = _shared(request, slug)
    return media.document_of(Document.objects.filter(processes=process), name)


def _link(request: HttpRequest, name: str, *args: object) -> str:
    return f"{reverse(f'site:{name}', args=args)}?adgang={request.GET['adgang']}"


def _photo(request: HttpRequest, process: Process) -> Photo | None:
    row = process.picture
    if row is None:
        return None
    urls = [_link(request, "preview_picture", process.slug, row.name, width) for width in row.widths]
    sizes = ", ".join(f"{url} {width}w" for url, width in zip(urls, row.widths, strict=True))
    return Photo(urls[0], sizes, row.width, row.height, row.alt, row.credit)
