"""The local council's and the municipality's pages of news."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.permit import may
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.tables import WHO
from deltagerbudget.acts.vocabulary import Act, Recall
from deltagerbudget.areas.models import Area
from deltagerbudget.bulletins import actions
from deltagerbudget.bulletins.cards import news_card
from deltagerbudget.bulletins.forms import CorrectionForm, NewBulletinForm, RecallForm
from deltagerbudget.bulletins.models import Bulletin
from deltagerbudget.bulletins.rules import may_correct, may_take_back
from deltagerbudget.processes.frame import done, status_of
from deltagerbudget.processes.models import Process

GET_OR_POST = ["GET", "HEAD", "POST"]
PAGE_SIZE = 30


@does(Act.TAKE_NEWS_BACK)
@never_cache
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """That of one's own areas, the newest first."""
    actor = actor_of(request)
    mine = Bulletin.objects.run_by(actor).with_places().newest_first()
    page = Paginator(mine, PAGE_SIZE).get_page(request.GET.get("side"))
    rows = [(row, news_card(row), _may(row, actor)) for row in page.object_list]
    context = {"page": page, "rows": rows, "may_post": may(Act.POST_NEWS, actor, area_ids=_held(actor))}
    return render(request, "bulletins/staff/news.html", context)


@does(Act.POST_NEWS)
@require_http_methods(GET_OR_POST)
def post(request: HttpRequest) -> HttpResponse:
    actor, at = actor_of(request), now()
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    initial = {"where": request.GET.get("om", "")[:40]}
    form = NewBulletinForm(*sent, owner="news", places=_places(actor), initial=initial)

    def act() -> object:
        area, _dash, process = form.cleaned_data["where"].partition("-")
        of = get_object_or_404(Process, pk=process) if process else None
        where = get_object_or_404(Area, pk=area)
        return actions.post_news(actor, where, of, values=form.words(), given=form.illustration(), at=at)

    return _form_page(request, "bulletins/staff/post.html", form, act, {})


@does(Act.CORRECT_NEWS)
@require_http_methods(GET_OR_POST)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    actor, at = actor_of(request), now()
    row = _led(actor, pk, may_correct)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = CorrectionForm(*sent, owner=f"news:{pk}", initial={"title": row.title, "text": row.text})

    def act() -> object:
        keeps = not form.cleaned_data["without_picture"]
        given = form.illustration()
        return actions.correct_news(actor, row, values=form.words(), given=given, keeps_picture=keeps, at=at)

    return _form_page(request, "bulletins/staff/correct.html", form, act, {"bulletin": row, "card": news_card(row)})


@does(Act.TAKE_NEWS_BACK)
@require_http_methods(GET_OR_POST)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    actor, at = actor_of(request), now()
    row = _led(actor, pk, may_take_back)
    form = RecallForm(request.POST if request.method == "POST" else None)

    def act() -> object:
        return actions.take_news_back(actor, row, recall=Recall(form.cleaned_data["recall"]), at=at)

    return _form_page(request, "bulletins/staff/take_back.html", form, act, {"bulletin": row, "card": news_card(row)})


def _led(actor: Actor, pk: int, allowed: Callable[..., bool]) -> Bulletin:
    """SECURITY: another's news, and that of other areas, is not there."""
    row = get_object_or_404(Bulletin.objects.run_by(actor).with_places(), pk=pk)
    if not allowed(row.voice, actor.roles([row.area_id])):
        raise Http404
    return row


def _may(row: Bulletin, actor: Actor) -> dict[str, bool]:
    roles = actor.roles([row.area_id])
    return {"correct": may_correct(row.voice, roles), "take_back": may_take_back(row.voice, roles)}


def _held(actor: Actor) -> set[int]:
    return {area for role, area in actor.grants if area is not None and role in WHO[Act.POST_NEWS]}


def _places(actor: Actor) -> list[tuple[str, str]]:
    """The areas in which the actor may tell something, each with its deltagerbudgetter."""
    areas = Area.objects.in_order()
    if not may(Act.POST_NEWS, actor):
        areas = areas.filter(pk__in=_held(actor))
    running: dict[int, list[Process]] = {}
    own = Process.objects.open_to(Act.POST_NEWS, actor).filter(story="", is_imported=False)
    for process in own.prefetch_related("areas").order_by("-pk"):
        for pk in process.area_ids:
            running.setdefault(pk, []).append(process)
    found = []
    for area in areas:
        found.append((str(area.pk), _("Everyone in %(area)s") % {"area": area.name}))
        found += [(f"{area.pk}-{process.pk}", f"{area.name}: {process.title}") for process in running.get(area.pk, [])]
    return found


def _form_page(
    request: HttpRequest, template: str, form: forms.Form, act: Callable[[], object], context: dict[str, Any]
) -> HttpResponse:
    if request.method == "POST" and done(form, act):
        return redirect("bulletins_staff:news")
    return render(request, template, context | {"form": form}, status=status_of(request, form))
