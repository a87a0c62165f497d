"""My access: how I log in, and how I end it everywhere."""

from __future__ import annotations

from django.contrib import auth
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import member
from deltagerbudget.staff import keys
from deltagerbudget.staff.actions import end_sessions
from deltagerbudget.staff.factors import add_app, add_key, new_codes, remove_factor
from deltagerbudget.staff.forms import AppForm, KeyForm
from deltagerbudget.staff.models import FactorKind, Staff
from deltagerbudget.staff.session import is_fresh
from deltagerbudget.staff.setup import app_secret, app_view, forget_secret


def _me(request: HttpRequest) -> Person:
    """The person, if they have a staff account; a demonstration's invented persons have none."""
    person = request.user
    if not isinstance(person, Person) or not Staff.objects.filter(person=person).exists():
        raise PermissionDenied
    return person


def _again(request: HttpRequest) -> HttpResponse | None:
    """SECURITY: an open screen is not enough to change how one logs in."""
    return None if is_fresh(request, at=now()) else render(request, "staff/again.html", status=403)


@member
@never_cache
@require_safe
def access(request: HttpRequest) -> HttpResponse:
    person = _me(request)
    context = {
        "person": person,
        "factors": person.factors.order_by("pk"),
        "has_app": person.factors.filter(kind=FactorKind.APP).exists(),
        "codes_left": person.recovery_codes.filter(used_at=None).count(),
        "is_fresh": is_fresh(request, at=now()),
    }
    return render(request, "staff/access.html", context)


@member
@never_cache
@require_http_methods(["GET", "POST"])
def codes(request: HttpRequest) -> HttpResponse:
    """Shown once, in the answer itself: making them again ends the earlier ones."""
    person = _me(request)
    if refused := _again(request):
        return refused
    made = new_codes(person) if request.method == "POST" else []
    return render(request, "staff/codes.html", {"codes": made, "had": person.recovery_codes.exists()})


@member
@never_cache
@require_http_methods(["GET", "POST"])
def app(request: HttpRequest) -> HttpResponse:
    person = _me(request)
    if refused := _again(request):
        return refused
    secret = app_secret(request)
    form = AppForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if add_app(person, secret=secret, code=form.cleaned_data["code"], at=now()):
            forget_secret(request)
            return redirect("staff:access")
        form.add_error("code", _("This is not what the app should show. Wait for the next code and try again."))
    context = {"form": form, **app_view(person, secret)}
    return render(request, "staff/app.html", context, status=422 if form.is_bound else 200)


@member
@never_cache
@require_http_methods(["GET", "POST"])
def key(request: HttpRequest) -> HttpResponse:
    person = _me(request)
    if refused := _again(request):
        return refused
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        credential = keys.registered(request, form.cleaned_data["credential"])
        if credential:
            add_key(person, name=form.cleaned_data["name"], credential=credential, at=now())
            return redirect("staff:access")
        form.add_error(None, _("The key did not answer. Put it in and try again."))
    context = {"form": form, "key": keys.invitation(request, person)}
    return render(request, "staff/key.html", context, status=422 if form.is_bound else 200)


@member
@never_cache
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    person = _me(request)
    if refused := _again(request):
        return refused
    remove_factor(person, pk)
    return redirect("staff:access")


@member
@never_cache
@require_POST
def everywhere(request: HttpRequest) -> HttpResponse:
    """Ends every session of mine, this one too."""
    end_sessions(_me(request))
    auth.logout(request)
    return redirect("staff:login")
