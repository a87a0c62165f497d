"""While a member of staff writes for a resident, the request is the resident's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.kept import keep_typed, words_typed
from deltagerbudget.acts.marks import mark_of
from deltagerbudget.behalf import session

_STAFF = ("/medarbejder/", "/en/medarbejder/")
CONFLICT = 409


class BehalfMiddleware:
    """SECURITY: nothing is read before a view asks who has logged in; the booth and the public pages never do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: _who(request))  # type: ignore[assignment]
        response = self.get_response(request)
        if getattr(request, "assistance", None) is not None:
            # SECURITY: the next resident may stand at the same screen.
            add_never_cache_headers(response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object
    ) -> HttpResponse | None:
        """The time is over: the staff's own pages go on; on the author's, what was typed is shown and kept."""
        is_open = mark_of(view) in {"public", "booth", None} and not getattr(view, "asks_who", False)
        if is_open or not request.user.is_authenticated or not _is_over(request):
            return None
        if request.path_info.startswith(_STAFF) or getattr(view, "ends_assistance", False):
            session.forget(request)
            return None
        assisted = session.assisted_of(request)
        if request.method == "POST":
            keep_typed(request, whose=assisted)
        context = {"typed": words_typed(request), "assisted": assisted, "next": _page_of(request)}
        response = render(request, "behalf/over.html", context, status=CONFLICT)
        add_never_cache_headers(response)
        return response


def _who(request: HttpRequest) -> Any:
    own = get_user(request)
    if not own.is_authenticated or not session.has_begun(request):
        return own
    found = session.running(request, int(own.pk), at=now())
    if found is None:
        return own
    request.assistance, request.through = found, found.through  # type: ignore[attr-defined]
    return found.assisted.person


def _page_of(request: HttpRequest) -> str:
    """Where to go on: the page with the button, for many a button's own address shows none."""
    came = urlsplit(request.headers.get("Referer", ""))
    if request.method != "POST":
        return request.path
    return came.path if came.netloc == request.get_host() else ""


def _is_over(request: HttpRequest) -> bool:
    return getattr(request, "assistance", None) is None and session.has_begun(request)
