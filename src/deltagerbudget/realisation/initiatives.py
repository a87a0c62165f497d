"""The staff's pages of initiatives: write, fund by two, publish. After that they are realised like winners."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.approvals import pending_approval
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.permit import may
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.tables import WHO
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.areas.models import Area
from deltagerbudget.pools.models import Pool
from deltagerbudget.realisation import actions
from deltagerbudget.realisation.forms import FundForm, InitiativeForm, NewInitiativeForm, StartForm
from deltagerbudget.realisation.models import Initiative
from deltagerbudget.realisation.money import METHODS, done, posted, returned, status
from deltagerbudget.ui.danish import free_slug

FIELDS = ("title", "theme", "place", "story")


@does(Act.EDIT_INITIATIVE)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    rows = Initiative.objects.open_to(Act.EDIT_INITIATIVE, actor).select_related("realisation")
    rows = rows.prefetch_related("areas", "allocations").order_by("-updated_at", "-pk")
    context = {"rows": rows, "may_create": actor.holds(*WHO[Act.CREATE_INITIATIVE])}
    return render(request, "realisation/staff_initiatives.html", context)


@does(Act.CREATE_INITIATIVE)
@require_http_methods(METHODS)
def new(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    held = [area for role, area in actor.grants if role in WHO[Act.CREATE_INITIATIVE]]
    areas = Area.objects.in_order()
    own = areas if None in held else areas.filter(pk__in=[area for area in held if area])
    form = NewInitiativeForm(posted(request), areas=own)

    def act(data: dict[str, Any]) -> Initiative:
        values = {name: data[name] for name in FIELDS}
        slug = free_slug(data["title"], {"nyt", *Initiative.objects.values_list("slug", flat=True)}, "tiltag")
        return actions.create_initiative(actor, slug=slug, areas=list(data["areas"]), values=values, at=now())

    made = done(request, form, act)
    if made is not None:
        return redirect("initiatives_staff:initiative", made.slug)
    return _form(request, form, None, _("A new initiative"), _("Save the draft"))


@does(Act.EDIT_INITIATIVE)
@require_safe
def initiative(request: HttpRequest, slug: str) -> HttpResponse:
    actor, row = actor_of(request), _own(request, slug)
    return render(request, "realisation/staff_initiative.html", _context(actor, row))


@does(Act.EDIT_INITIATIVE)
@require_http_methods(METHODS)
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    row = _own(request, slug)
    form = InitiativeForm(posted(request), initial={name: getattr(row, name) for name in FIELDS})
    edited = done(request, form, lambda data: actions.edit_initiative(actor_of(request), row, values=data, at=now()))
    if edited is not None:
        return redirect("initiatives_staff:initiative", row.slug)
    return _form(request, form, row, _("The texts of the initiative"), _("Save the texts"))


@does(Act.FUND_INITIATIVE)
@require_http_methods(METHODS)
def fund(request: HttpRequest, slug: str) -> HttpResponse:
    row, asked = _own(request, slug), []
    form = FundForm(posted(request), initial=_asked_for(row))

    def act(data: dict[str, Any]) -> None:
        asked.append(actions.fund_initiative(actor_of(request), row, **data, at=now()))

    done(request, form, act)
    if asked:
        return redirect("initiatives_staff:initiative", row.slug)
    return _form(request, form, row, _("Money from a pool"), _("Give it the money"), _("Two persons must ask for it."))


@does(Act.PUBLISH_INITIATIVE)
@require_http_methods(METHODS)
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    row, form = _own(request, slug), StartForm(posted(request))
    made = done(request, form, lambda data: actions.publish_initiative(actor_of(request), row, **data, at=now()))
    if made is not None:
        return redirect("realisation_staff:realisation", made.pk)
    lead = _("When you publish it, everyone can see it, and you answer for it.")
    return _form(request, form, row, _("Publish the initiative"), _("Publish it"), lead)


@does(Act.RETURN_MONEY)
@require_http_methods(METHODS)
def give_back(request: HttpRequest, slug: str) -> HttpResponse:
    row = _own(request, slug)
    return returned(request, row, "initiatives_staff:initiative")


def _own(request: HttpRequest, slug: str) -> Initiative:
    """Hidden from those who hold no role in its areas."""
    row = get_object_or_404(
        Initiative.objects.select_related("realisation").prefetch_related("areas", "allocations__pool"), slug=slug
    )
    if not may(Act.EDIT_INITIATIVE, actor_of(request), area_ids=row.area_ids):
        raise Http404
    return row


def _asked_for(row: Initiative) -> dict[str, int]:
    """What the first person asked for, ready for the second one to confirm."""
    waiting = pending_approval(Act.FUND_INITIATIVE, row)
    if waiting is None:
        return {}
    pool, amount_ore = waiting.digest.split(":")
    return {"pool": int(pool), "amount_ore": int(amount_ore)}


def _context(actor: Actor, row: Initiative) -> dict[str, Any]:
    asked = _asked_for(row)
    return {
        "initiative": row,
        "realisation": getattr(row, "realisation", None),
        "allocations": sorted(row.allocations.all(), key=lambda move: (move.at, move.pk)),
        "asked_ore": asked.get("amount_ore"),
        "asked_pool": Pool.objects.filter(pk=asked["pool"]).first() if asked else None,
        "may_report": may(Act.REPORT_PROGRESS, actor, area_ids=row.area_ids),
        "may_publish": row.held_ore() > 0 and may(Act.PUBLISH_INITIATIVE, actor, area_ids=row.area_ids),
    }


def _form(
    request: HttpRequest, form: Any, row: Initiative | None, heading: str, button: str, lead: str = ""
) -> HttpResponse:
    context = {"form": form, "initiative": row, "heading": heading, "button": button, "lead": lead}
    return render(request, "realisation/staff_initiative_form.html", context, status=status(form))
