"""Login by the municipality's own service (OpenID Connect): who it is, which groups, and whether it took two steps."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from requests.adapters import BaseAdapter

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import public
from deltagerbudget.identity import cookies
from deltagerbudget.identity.claims import Dialect
from deltagerbudget.identity.errors import IdentityError
from deltagerbudget.identity.nexturl import safe_next
from deltagerbudget.identity.pages import refused_page
from deltagerbudget.identity.provider import OidcConfig, OidcProvider
from deltagerbudget.staff.groups import welcome
from deltagerbudget.staff.rules import is_strong, mapping_of, roles_of
from deltagerbudget.staff.session import How, let_in, second_step

PURPOSE = "staff"
_made: list[OidcProvider] = []


def is_offered() -> bool:
    return bool(settings.STAFF_ISSUER)


def provider(transport: BaseAdapter | None = None) -> OidcProvider:
    """One per process, so that discovery and keys are fetched once an hour."""
    config = OidcConfig(
        issuer=settings.STAFF_ISSUER,
        client_id=settings.STAFF_CLIENT_ID,
        client_secret=settings.STAFF_CLIENT_SECRET,
        # Levels of MitID mean nothing here; whether there were two steps is asked of the claims afterwards.
        dialect=Dialect(scope=settings.STAFF_SCOPE, authorize={}),
        allow_http=settings.DEMO,
    )
    made = next((known for known in _made if known.config == config), None)
    if made is None:
        try:
            made = OidcProvider(config, transport)
        except ValueError as error:
            raise ImproperlyConfigured(f"DELTAGERBUDGET_STAFF_ISSUER: {error}") from error
    _made[:] = [made]
    return made


@public
@never_cache
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    wanted = safe_next(request.GET.get("next"), reverse("backoffice:home"))
    if not is_offered():
        return HttpResponseRedirect(reverse("staff:login"))
    try:
        url, pending = provider().start(
            request.build_absolute_uri(reverse("staff:sso_answer")),
            purpose=PURPOSE,
            next=wanted,
            language=get_language() or "da",
        )
    except IdentityError as error:
        return refused_page(request, error, again=reverse("staff:login"))
    response = HttpResponseRedirect(url)
    cookies.remember(response, pending)
    return response


@public
@never_cache
@require_GET
def answer(request: HttpRequest) -> HttpResponse:
    try:
        pending = cookies.recall(request, PURPOSE)
        claims = provider().verified(pending, request.GET.dict())
        response = _enter(request, claims, safe_next(pending.next, reverse("backoffice:home")))
    except IdentityError as error:
        response = refused_page(request, error, again=reverse("staff:login"))
    cookies.forget(response, PURPOSE)
    return response


def _enter(request: HttpRequest, claims: Mapping[str, object], wanted: str) -> HttpResponse:
    """SECURITY: the reference is issuer and subject. An e-mail in the claims can be changed by its owner and proves
    nothing."""
    subject, groups = claims.get("sub"), claims.get(settings.STAFF_GROUPS_CLAIM)
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise IdentityError("subject")
    held = [group for group in groups if isinstance(group, str)] if isinstance(groups, list) else []
    roles = roles_of(held, mapping_of(settings.STAFF_GROUPS))
    person = welcome(
        f"staff|oidc:{settings.STAFF_ISSUER}|{subject}",
        name=str(claims.get("name") or ""),
        email=str(claims.get("email") or ""),
        roles=roles,
        language=get_language() or "da",
        at=now(),
    )
    if person is None:
        raise IdentityError("no-role")
    if is_strong(claims, settings.STAFF_STRONG):
        let_in(request, person, how=How.MUNICIPALITY, at=now())
        return HttpResponseRedirect(wanted)
    return second_step(request, person, how=How.MUNICIPALITY, wanted=wanted)
