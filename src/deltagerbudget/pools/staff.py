"""The acts of a pool, each on a page of its own. The account itself is shown where everything can be seen."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.tables import WHO
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.areas.models import Area
from deltagerbudget.pools import actions
from deltagerbudget.pools.forms import AppropriationForm, CorrectionForm, PoolForm, SetAsideForm
from deltagerbudget.pools.models import Appropriation, Pool
from deltagerbudget.ui.danish import free_slug

UNPROCESSABLE = 422
METHODS = ["GET", "HEAD", "POST"]
# The address of the form for a new pool.
TAKEN = "ny"


@does(Act.CREATE_POOL)
@require_http_methods(METHODS)
def new(request: HttpRequest) -> HttpResponse:
    form = PoolForm(_posted(request))
    made: list[Pool] = []

    def act() -> None:
        taken = {TAKEN, *Pool.objects.values_list("slug", flat=True)}
        slug = free_slug(form.cleaned_data["name"], taken, "pulje")
        made.append(actions.create_pool(actor_of(request), slug=slug, values=form.cleaned_data, at=now()))

    if _done(request, form, act):
        return redirect("backoffice:pool", made[0].slug)
    return _page(request, form, None, _("A new pool"), _("Create the pool"))


@does(Act.EDIT_POOL)
@require_http_methods(METHODS)
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    pool = get_object_or_404(Pool, slug=slug)
    form = PoolForm(_posted(request), initial={name: getattr(pool, name) for name in actions.EDITABLE})
    if _done(request, form, lambda: actions.edit_pool(actor_of(request), pool, values=form.cleaned_data, at=now())):
        return redirect("backoffice:pool", slug)
    return _page(request, form, pool, _("The texts of the pool"), _("Save the texts"))


@does(Act.APPROPRIATE_MONEY)
@require_http_methods(METHODS)
def appropriate(request: HttpRequest, slug: str) -> HttpResponse:
    pool = get_object_or_404(Pool, slug=slug)
    form = AppropriationForm(_posted(request), initial={"year": localdate(now()).year})
    if _done(request, form, lambda: actions.appropriate_money(actor_of(request), pool, **form.cleaned_data, at=now())):
        return redirect("backoffice:pool", slug)
    return _page(request, form, pool, _("Money from the council"), _("Write the amount down"))


@does(Act.CORRECT_APPROPRIATION)
@require_http_methods(METHODS)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Appropriation.objects.select_related("pool"), pk=pk, corrects=None)
    form = CorrectionForm(_posted(request))
    if _done(
        request, form, lambda: actions.correct_appropriation(actor_of(request), row, **form.cleaned_data, at=now())
    ):
        return redirect("backoffice:pool", row.pool.slug)
    heading = _("Correct the money for %(year)s") % {"year": row.year}
    return _page(request, form, row.pool, heading, _("Correct the amount"))


@does(Act.SET_ASIDE_MONEY)
@require_http_methods(METHODS)
def set_aside(request: HttpRequest, slug: str) -> HttpResponse:
    pool, actor = get_object_or_404(Pool, slug=slug), actor_of(request)
    form = SetAsideForm(_posted(request), areas=_own_areas(actor))

    def act() -> None:
        values = {"amount_ore": form.signed_ore(), "reason": form.cleaned_data["reason"]}
        actions.set_aside_money(actor, pool, form.cleaned_data["area"], **values, at=now())

    if _done(request, form, act):
        return redirect("backoffice:pool", slug)
    return _page(request, form, pool, _("Keep money for an area"), _("Set the money aside"))


def _own_areas(actor: Actor) -> QuerySet[Area]:
    held = [area for role, area in actor.grants if role in WHO[Act.SET_ASIDE_MONEY]]
    found = Area.objects.in_order()
    return found if None in held else found.filter(pk__in=[area for area in held if area])


def _posted(request: HttpRequest) -> QueryDict | None:
    """An empty form that was sent is a form with everything missing."""
    return request.POST if request.method == "POST" else None


def _done(request: HttpRequest, form: forms.Form, act: Callable[[], object]) -> bool:
    """A refusal becomes an error of the form, and what was written stays."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act()
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


def _page(request: HttpRequest, form: forms.Form, pool: Pool | None, heading: str, button: str) -> HttpResponse:
    context = {"form": form, "pool": pool, "heading": heading, "button": button}
    return render(request, "pools/staff_form.html", context, status=UNPROCESSABLE if form.errors else 200)
