from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from deltagerbudget.accounts.actions import keep_details, know_person
from deltagerbudget.accounts.forms import DetailsForm
from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.marks import ends_assistance, member, public
from deltagerbudget.acts.request import STAFF_SESSION, actor_of
from deltagerbudget.identity import cookies
from deltagerbudget.identity.configure import provider
from deltagerbudget.identity.nexturl import safe_next
from deltagerbudget.identity.pages import refused_page
from deltagerbudget.identity.provider import Identity, IdentityError, IdentityProvider
from deltagerbudget.municipality.card import explain
from deltagerbudget.staff import sso
from deltagerbudget.staff.session import How

PURPOSE = "account"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@public
@never_cache
@require_GET
def login(request: HttpRequest) -> HttpResponse:
    """Sends the browser to the login service; what it must bring back lies encrypted in a cookie."""
    wanted = safe_next(request.GET.get("next"), reverse("site:my_page"))
    try:
        url, pending = provider().start(
            request.build_absolute_uri(reverse("accounts:callback")),
            purpose=PURPOSE,
            next=wanted,
            language=get_language() or "da",
        )
    except IdentityError as error:
        return refused_page(request, error, again=_login_url(wanted))
    response = HttpResponseRedirect(url)
    cookies.remember(response, pending)
    return response


@public
@never_cache
@require_GET
def callback(request: HttpRequest) -> HttpResponse:
    wanted = reverse("site:my_page")
    try:
        pending = cookies.recall(request, PURPOSE)
        wanted = pending.next
        identity = provider().finish(pending, request.GET.dict())
    except IdentityError as error:
        response = refused_page(request, error, again=_login_url(wanted))
    else:
        response = _welcome(request, identity, safe_next(wanted))
    cookies.forget(response, PURPOSE)
    return response


def _welcome(request: HttpRequest, identity: Identity, wanted: str) -> HttpResponse:
    person, is_new = know_person(identity, language=get_language() or "da")
    if not person.is_active:
        return render(request, "site/login/inactive.html", status=403)
    # SECURITY: rotates the session's key; a session planted before the login is worth nothing after it.
    auth.login(request, person, backend=BACKEND)
    if is_new:
        return HttpResponseRedirect(f"{reverse('accounts:details')}?{urlencode({'next': wanted})}")
    return HttpResponseRedirect(wanted)


@member
@never_cache
@require_http_methods(["GET", "POST"])
def details(request: HttpRequest) -> HttpResponse:
    """Asked once after the first login, and open from my page ever after."""
    person = request.user
    assert isinstance(person, Person)  # noqa: S101 - the mark has let in nobody else
    wanted = safe_next(request.GET.get("next"), reverse("site:my_page"))
    form = DetailsForm(request.POST or None, initial={"email": person.email, "language": person.language})
    explain(form, "details")
    if request.method == "POST" and form.is_valid():
        keep_details(person, **form.cleaned_data)
        return HttpResponseRedirect(wanted)
    status = 422 if form.is_bound else 200
    return render(request, "site/login/details.html", {"form": form, "next": wanted}, status=status)


@ends_assistance
@member
@never_cache
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Ends the session here, in the browser and at the login service."""
    front = reverse("site:front")
    there = _service(request).end_session(request.build_absolute_uri(front))
    auth.logout(request)
    response = HttpResponseRedirect(there or front)
    response.delete_cookie(settings.SESSION_COOKIE_NAME, samesite="Lax")
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


def _service(request: HttpRequest) -> IdentityProvider:
    """Where this session was begun: staff of the municipality's own login end theirs there."""
    by_municipality = request.session.get(STAFF_SESSION, {}).get("how") == How.MUNICIPALITY
    return sso.provider() if by_municipality else provider()


@public
@never_cache
@require_GET
def strip(request: HttpRequest) -> HttpResponse:
    """The only personal part of the public pages, fetched by itself. Without a session's cookie no session is read."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        context = {"person": request.user, "is_staff": actor_of(request).is_staff}
        return render(request, "site/login/strip.html", context)
    htmx = getattr(request, "htmx", None)
    here = safe_next(getattr(htmx, "current_url_abs_path", None), reverse("site:my_page"))
    return render(request, "site/login/strip.html", {"login_url": _login_url(here)})


def _login_url(wanted: str) -> str:
    return f"{reverse('accounts:login')}?{urlencode({'next': wanted})}"
