"""The account of each pool for staff, with every payment, and the ways to what can be done."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.permit import may
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.pools.models import Pool
from deltagerbudget.realisation import sheets
from deltagerbudget.realisation.account import Account, account_of, everything, public
from deltagerbudget.ui.sheets import TYPES, WRITERS


@does(Act.SET_ASIDE_MONEY)
@never_cache
@require_safe
def pools(request: HttpRequest) -> HttpResponse:
    rows = Pool.objects.order_by("name")
    context = {"rows": rows, "may_create": may(Act.CREATE_POOL, actor_of(request))}
    return render(request, "backoffice/pools.html", context)


@does(Act.SET_ASIDE_MONEY)
@never_cache
@require_safe
def pool(request: HttpRequest, slug: str) -> HttpResponse:
    actor = actor_of(request)
    account = _account(actor, slug)
    context = {"account": account, "pool": account.pool, "may_edit": may(Act.EDIT_POOL, actor)}
    return render(request, "backoffice/pool.html", context)


@does(Act.SET_ASIDE_MONEY)
@never_cache
@require_safe
def pool_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """SECURITY: with every payment, so for staff alone; kept by no cache."""
    if kind not in WRITERS:
        raise Http404
    account = _account(actor_of(request), slug)
    headers = {"Content-Disposition": sheets.disposition(account, kind, is_internal=True)}
    body = WRITERS[kind](sheets.sheets(account, is_internal=True))
    return HttpResponse(body, content_type=TYPES[kind], headers=headers)


def _account(actor: Actor, slug: str) -> Account:
    """SECURITY: what is being prepared is named only for who answers for all areas."""
    found = get_object_or_404(Pool, slug=slug)
    shows = everything if may(Act.SET_ASIDE_MONEY, actor) else public
    given = found.appropriations.order_by("year", "pk")
    return account_of(found, given, today=localdate(now()), shows=shows)
