"""The staff's door: an e-mail, the code that was sent to it, and a second step. Nobody is in before the last."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import public
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.identity.nexturl import safe_next
from deltagerbudget.staff import keys, sso
from deltagerbudget.staff.actions import accept_invitation, is_usable
from deltagerbudget.staff.attempts import FACTORS_OF_ONE, FROM_ONE_PLACE, IN_ALL, MAILS_TO_ONE, TRIES, place_of, spend
from deltagerbudget.staff.factors import add_app, use_app, use_code
from deltagerbudget.staff.forms import AddressForm, AppForm, CodeForm, FactorForm
from deltagerbudget.staff.models import Invitation
from deltagerbudget.staff.post import write_code
from deltagerbudget.staff.rules import plain_address
from deltagerbudget.staff.secrets import digest, is_same, new_code, new_token, plain
from deltagerbudget.staff.session import (
    VALID,
    How,
    Step,
    UnderWay,
    forget,
    keep,
    let_in,
    person_of,
    second_step,
    staff_of,
    under_way,
)
from deltagerbudget.staff.setup import app_secret, app_view

TOO_MANY, WRONG = 429, 422
PURPOSE = "login"


@public
@never_cache
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    form = AddressForm(request.POST or None)
    wanted = safe_next(request.GET.get("next"), reverse("backoffice:home"))
    if request.method == "POST" and form.is_valid():
        return _send_code(request, form.cleaned_data["address"], wanted)
    context = {"form": form, "next": wanted, "has_sso": sso.is_offered()}
    return render(request, "staff/login.html", context, status=WRONG if form.is_bound else 200)


def _send_code(request: HttpRequest, typed: str, wanted: str) -> HttpResponse:
    """SECURITY: the same work, the same answer, whether or not the address is anyone's."""
    at = now()
    counted = [
        spend(FROM_ONE_PLACE, place_of(request), at=at),
        spend(MAILS_TO_ONE, typed.casefold(), at=at),
        spend(IN_ALL, at=at),
    ]
    if not all(counted):
        return too_many(request)
    staff = staff_of(plain_address(typed))
    code, name = new_code(), new_token()
    language = staff.person.language if staff else get_language() or "da"
    write_code(staff.address or "" if staff else "", code, language=language, at=at)
    keep(
        request,
        UnderWay(
            step=Step.CODE,
            person=staff.pk if staff else None,
            login=name,
            until=(at + VALID).timestamp(),
            next=wanted,
            digest=digest(PURPOSE, name, code),
        ),
    )
    return redirect("staff:code")


@public
@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    at = now()
    found = under_way(request, Step.CODE, at=at)
    if found is None:
        return redirect("staff:login")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not spend(TRIES, found.login, at=at) or not spend(FROM_ONE_PLACE, place_of(request), at=at):
            forget(request)
            return too_many(request)
        person = person_of(found)
        if is_same(found.digest, digest(PURPOSE, found.login, plain(form.cleaned_data["code"]))) and person:
            return second_step(request, person, how=How.MAIL, wanted=found.next)
        form.add_error("code", _("This is not the code. Look in the newest mail from us."))
    return render(request, "staff/code.html", {"form": form}, status=WRONG if form.is_bound else 200)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def factor(request: HttpRequest) -> HttpResponse:
    at = now()
    found = under_way(request, Step.FACTOR, at=at)
    person = person_of(found)
    if found is None or person is None or not person.factors.exists():
        return redirect("staff:setup" if person else "staff:login")
    form = FactorForm(request.POST if "code" in request.POST else None)
    if request.method == "POST":
        if not spend(TRIES, found.login, "factor", at=at) or not spend(FACTORS_OF_ONE, person.pk, at=at):
            forget(request)
            return too_many(request)
        if _is_right(request, person, form):
            let_in(request, person, how=found.how, at=at)
            return HttpResponseRedirect(safe_next(found.next, reverse("backoffice:home")))
    context = {"form": form, "key": keys.question(request, person)}
    return render(request, "staff/factor.html", context, status=WRONG if request.method == "POST" else 200)


def _is_right(request: HttpRequest, person: Person, form: FactorForm) -> bool:
    if not form.is_bound:
        return keys.is_answered(request, person, request.POST.get("credential", ""))
    if not form.is_valid():
        return False
    typed = form.cleaned_data["code"]
    if use_app(person, typed) or use_code(person, typed, at=now()):
        return True
    form.add_error("code", _("This code does not fit, or it has been used. Wait until the app shows a new one."))
    return False


@public
@never_cache
@require_http_methods(["GET", "POST"])
def setup(request: HttpRequest) -> HttpResponse:
    """The first second step. Only for who has none: who has one must use it."""
    at = now()
    found = under_way(request, Step.FACTOR, at=at)
    person = person_of(found)
    if found is None or person is None or person.factors.exists():
        return redirect("staff:factor" if person else "staff:login")
    secret = app_secret(request)
    form = AppForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not spend(FACTORS_OF_ONE, person.pk, at=at):
            return too_many(request)
        if add_app(person, secret=secret, code=form.cleaned_data["code"], at=at):
            let_in(request, person, how=found.how, at=at)
            return redirect("staff:codes")
        form.add_error("code", _("This is not what the app should show. Wait for the next code and try again."))
    context = {"form": form, **app_view(person, secret)}
    return render(request, "staff/setup.html", context, status=WRONG if form.is_bound else 200)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """SECURITY: looking uses nothing up; scanners of mail look at every link. The token is in the query, which no log
    keeps."""
    at, token = now(), request.GET.get("kode", "")
    number = request.GET.get("til", "")
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 18 else 0
    found = Invitation.objects.filter(pk=wanted).first()
    if found is None or not is_usable(found, token, at=at):
        return render(request, "staff/invitation_over.html", status=410)
    if request.method == "POST":
        try:
            person = accept_invitation(found, token, language=get_language() or "da", at=at)
        except NotPossible:
            return render(request, "staff/invitation_over.html", status=410)
        return second_step(request, person, how=How.MAIL, wanted=reverse("backoffice:home"))
    return render(request, "staff/invitation.html", {"invitation": found})


def too_many(request: HttpRequest) -> HttpResponse:
    return render(request, "staff/too_many.html", status=TOO_MANY)
