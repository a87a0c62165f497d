"""The page that says why a login was refused and what to do now."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deltagerbudget.identity.errors import IdentityError


def refused_page(
    request: HttpRequest, error: IdentityError, *, again: str, layout: str = "ui/base.html"
) -> HttpResponse:
    """``again`` is the address where the person may begin anew. Reads neither session nor user."""
    context = {"message": error.message, "again": again, "layout": layout}
    response = render(request, "identity/refused.html", context, status=error.status)
    response["Cache-Control"] = "no-store"
    return response
