"""Where administrators change how the municipality looks, whom one can call, and which areas there are."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.areas.models import Area
from deltagerbudget.municipality import actions
from deltagerbudget.municipality.card import card
from deltagerbudget.municipality.forms import AreaForm, BrandForm, Contacts, CouncilForm
from deltagerbudget.municipality.models import Contact, Council
from deltagerbudget.ui.brand import INK, PAPER, SURFACE, contrast, mix, readable_on

UNPROCESSABLE, CONFLICT = 422, 409
_READ_AND_WRITE = ["GET", "HEAD", "POST"]


@does(Act.EDIT_BRAND)
@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The ways to everything that the municipality says of itself."""
    return render(request, "municipality/home.html", {"card": card()})


@does(Act.EDIT_BRAND)
@never_cache
@require_http_methods(_READ_AND_WRITE)
def brand(request: HttpRequest) -> HttpResponse:
    """Look first, then save: the preview keeps the drawn logo in the form."""
    known = card()
    if request.method != "POST":
        form = BrandForm(initial={"name": known.name, "primary": known.primary})
        return _brand_page(request, form, 200)
    data = request.POST.copy()
    if data.get("better"):
        data["primary"] = str(data["better"])
    form = BrandForm(data, request.FILES)
    if not form.is_valid():
        return _brand_page(request, form, UNPROCESSABLE)
    if "save" not in data:
        return _brand_page(request, form, 200, preview=True)
    values = {name: form.cleaned_data[name] for name in ("name", "primary")}
    keep = not form.cleaned_data["remove"]
    actions.edit_brand(actor_of(request), **values, logo=form.new_logo, keep_logo=keep, at=now())
    return redirect("municipality:home")


def _brand_page(request: HttpRequest, form: BrandForm, status: int, *, preview: bool = False) -> HttpResponse:
    known = card()
    context: dict[str, Any] = {"form": form, "card": known, "better": form.better}
    logo = form.new_logo if form.is_bound else None
    picture = base64.b64encode(logo.content).decode() if logo else ""
    if form.is_bound:
        # Also where the colour is refused: nobody chooses the logo twice.
        form.data["kept"] = picture  # type: ignore[index]
    if preview:
        colour = form.cleaned_data["primary"]
        context |= {
            "preview": colour,
            "preview_on": readable_on(colour),
            "preview_dark": mix(colour, "#000000", 0.78),
            "preview_name": form.cleaned_data["name"],
            "preview_logo": f"data:image/webp;base64,{picture}" if picture else "",
            "keeps_logo": known.logo is not None and not picture and not form.cleaned_data["remove"],
            "paper": PAPER,
            "surface": SURFACE,
            "ink": INK,
            "on_paper": contrast(colour, PAPER),
            "on_colour": contrast(colour, readable_on(colour)),
        }
    return render(request, "municipality/brand.html", context, status=status)


@does(Act.EDIT_CONTACTS)
@never_cache
@require_http_methods(_READ_AND_WRITE)
def contacts(request: HttpRequest) -> HttpResponse:
    rows = [{name: getattr(row, name) for name in _CONTACT_FIELDS} for row in Contact.objects.order_by("position")]
    forms_ = Contacts(request.POST if request.method == "POST" else None, initial=rows)
    if request.method == "POST" and forms_.is_valid():
        given = [form.cleaned_data for form in forms_ if any(form.cleaned_data.values())]
        try:
            actions.edit_contacts(actor_of(request), contacts=given, at=now())
        except Refusal as refusal:
            context = {"forms": forms_, "refusal": refusal}
            return render(request, "municipality/contacts.html", context, status=CONFLICT)
        return redirect("municipality:home")
    status = UNPROCESSABLE if forms_.is_bound else 200
    return render(request, "municipality/contacts.html", {"forms": forms_}, status=status)


_CONTACT_FIELDS = ("name", "role_da", "role_en", "phone", "email", "hours_da", "hours_en")


@does(Act.CREATE_AREA)
@never_cache
@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    return render(request, "municipality/areas.html", {"areas": Area.objects.in_order().select_related("council")})


@does(Act.CREATE_AREA)
@never_cache
@require_http_methods(_READ_AND_WRITE)
def new_area(request: HttpRequest) -> HttpResponse:
    form = AreaForm(request.POST if request.method == "POST" else None)

    def act() -> object:
        return actions.create_area(actor_of(request), name=form.cleaned_data["name"], at=now())

    return _done(request, form, act, "municipality/area.html", {"area": None})


@does(Act.RENAME_AREA)
@never_cache
@require_http_methods(_READ_AND_WRITE)
def edit_area(request: HttpRequest, slug: str) -> HttpResponse:
    area = get_object_or_404(Area, slug=slug)
    form = AreaForm(request.POST if request.method == "POST" else None, initial={"name": area.name})

    def act() -> object:
        return actions.rename_area(actor_of(request), area, name=form.cleaned_data["name"], at=now())

    return _done(request, form, act, "municipality/area.html", {"area": area})


@does(Act.EDIT_COUNCIL)
@never_cache
@require_http_methods(_READ_AND_WRITE)
def council(request: HttpRequest, slug: str) -> HttpResponse:
    area = get_object_or_404(Area, slug=slug)
    standing = Council.objects.filter(area=area).first()
    fields = ("name", "url", "phone", "email")
    initial = {name: getattr(standing, name) for name in fields} if standing else {}
    form = CouncilForm(request.POST if request.method == "POST" else None, initial=initial)

    def act() -> object:
        return actions.edit_council(actor_of(request), area, values=form.cleaned_data, at=now())

    return _done(request, form, act, "municipality/council.html", {"area": area})


def _done(
    request: HttpRequest, form: forms.Form, act: Callable[[], object], template: str, context: dict[str, Any]
) -> HttpResponse:
    """Do it and go back to the list; or show the form again with all that was typed."""
    status = UNPROCESSABLE if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            act()
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            status = CONFLICT
        else:
            return HttpResponseRedirect(_areas_url())
    return render(request, template, context | {"form": form}, status=status)


def _areas_url() -> str:
    return redirect("municipality:areas").url
