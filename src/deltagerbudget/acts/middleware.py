"""Closes every view that is not marked open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from deltagerbudget.acts.kept import keep_typed, words_typed
from deltagerbudget.acts.marks import mark_of
from deltagerbudget.acts.refusals import NotYours, Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.tables import ON_BEHALF, WHO
from deltagerbudget.acts.vocabulary import Act, Role

FORBIDDEN, CONFLICT = 403, 409


class MarkMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object
    ) -> HttpResponse | None:
        mark = mark_of(view)
        if mark in {"public", "booth"}:
            return None
        if mark is None:
            raise PermissionDenied
        if not request.user.is_authenticated:
            if request.method == "POST" and getattr(view, "keeps_typed", False):
                keep_typed(request)
            return redirect_to_login(request.get_full_path(), reverse(_door(request.path_info)))
        if getattr(request, "through", None) is not None:
            return None if _is_open_through(request, view, mark) else _only_the_resident(request)
        if isinstance(mark, Act) and not actor_of(request).holds(*WHO[mark]) and Role.AUTHOR not in WHO[mark]:
            raise PermissionDenied
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refusal that no view answered becomes a page that says why."""
        if not isinstance(exception, Refusal):
            return None
        return render(
            request,
            "ui/errors/refused.html",
            {"message": exception.message},
            status=FORBIDDEN if isinstance(exception, NotYours) else CONFLICT,
        )


def _is_open_through(request: HttpRequest, view: Callable[..., Any], mark: str | Act) -> bool:
    """SECURITY: while staff write for a resident, the acts of ON_BEHALF and a look at the resident's own pages."""
    if getattr(view, "ends_assistance", False):
        return True
    if isinstance(mark, Act):
        return mark in ON_BEHALF
    return request.method in {"GET", "HEAD"} and not _is_staffs(request.path_info)


def _only_the_resident(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/errors/behalf.html", {"typed": words_typed(request)}, status=FORBIDDEN)


def _door(path: str) -> str:
    """Staff have a door of their own; in a demonstration its invented persons come in by the residents' one."""
    return "staff:login" if _is_staffs(path) and not settings.STAFF_BY_ONE_CLICK else "accounts:login"


def _is_staffs(path: str) -> bool:
    return path.removeprefix("/en").startswith("/medarbejder/")
