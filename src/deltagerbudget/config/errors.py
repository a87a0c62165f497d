"""The pages for what went wrong, in the language of the address; they say what to do and nothing about the inside."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from deltagerbudget.acts.kept import words_typed


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404)


def too_large(request: HttpRequest) -> HttpResponse:
    return _page(request, 413)


def broken(request: HttpRequest) -> HttpResponse:
    return _page(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, 403, "403_csrf", typed=words_typed(request))


def _page(request: HttpRequest, status: int, name: str = "", **context: str) -> HttpResponse:
    """Says the language again: an error is rendered after the middleware has let go of it."""
    with translation.override("en" if request.path_info.startswith("/en/") else "da"):
        return render(request, f"ui/errors/{name or status}.html", context, status=status)
