"""The administrator's pages about staff."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.models import Grant
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act, Role
from deltagerbudget.staff.actions import (
    deactivate_staff,
    grant_role,
    invite_staff,
    reset_factor,
    revoke_role,
    withdraw_invitation,
)
from deltagerbudget.staff.forms import InvitationForm, RoleForm
from deltagerbudget.staff.models import Invitation, Staff
from deltagerbudget.staff.post import write_invitation


@does(Act.INVITE_STAFF)
@never_cache
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    permit(Act.INVITE_STAFF, actor_of(request))
    rows = [
        {
            "person": staff.person,
            "roles": [_role_words(grant) for grant in staff.person.grants.all()],
            "has_factor": bool(staff.person.factors.all()),
            "last_seen_on": staff.last_seen_on,
        }
        for staff in Staff.objects.listed()
    ]
    waiting = Invitation.objects.usable(now()).select_related("area").order_by("pk")
    invited = [(row, _role_words(row)) for row in waiting]
    return render(request, "staff/people.html", {"rows": rows, "invited": invited})


@does(Act.INVITE_STAFF)
@never_cache
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    permit(Act.INVITE_STAFF, actor_of(request))
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at = now()
        done = _done(form, lambda: invite_staff(actor_of(request), **form.cleaned_data, at=at))
        if done:
            invitation, token = done
            write_invitation(invitation, token, language="da", at=at)
            return redirect("staff:people")
    return render(request, "staff/invite.html", {"form": form}, status=422 if form.is_bound else 200)


@does(Act.WITHDRAW_INVITATION)
@never_cache
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    withdraw_invitation(actor_of(request), get_object_or_404(Invitation, pk=pk), at=now())
    return redirect("staff:people")


@does(Act.GRANT_ROLE)
@never_cache
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One member of staff: roles, second steps, and what an administrator can do about them. A POST gives a role."""
    actor = actor_of(request)
    permit(Act.GRANT_ROLE, actor)
    staff = get_object_or_404(Staff.objects.listed(), pk=pk)
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if _done(form, lambda: grant_role(actor, staff.person, role=given["role"], area=given["area"], at=now())):
            return redirect("staff:person", pk=pk)
    context = {
        "staff": staff,
        "person": staff.person,
        "grants": [(grant, _role_words(grant)) for grant in staff.person.grants.all()],
        "factors": staff.person.factors.all(),
        "is_me": actor.person_id == staff.pk,
        "form": form,
    }
    return render(request, "staff/person.html", context, status=422 if form.is_bound else 200)


@does(Act.REVOKE_ROLE)
@never_cache
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    grant = get_object_or_404(Grant.objects.select_related("person").filter(person__staff__isnull=False), pk=pk)
    revoke_role(actor_of(request), grant, at=now())
    return redirect("staff:person", pk=grant.person_id)


@does(Act.RESET_FACTOR)
@never_cache
@require_POST
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    reset_factor(actor_of(request), _person(pk), at=now())
    return redirect("staff:person", pk=pk)


@does(Act.DEACTIVATE_STAFF)
@never_cache
@require_POST
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    deactivate_staff(actor_of(request), _person(pk), at=now())
    return redirect("staff:people")


def _person(pk: int) -> Person:
    return get_object_or_404(Staff.objects.select_related("person"), pk=pk).person


def _role_words(held: Grant | Invitation) -> str:
    role = str(Role(held.role).label)
    return _("%(role)s in %(area)s") % {"role": role, "area": held.area.name} if held.area else role


def _done(form: Any, act: Callable[[], Any]) -> Any:
    """What the act gives; None when it is refused, and the form says why."""
    try:
        return act()
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return None
