"""What happens around every request: its language, its line in the log, its headers."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from deltagerbudget.config.errors import too_large

Next = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("access")

BOOTH = ("/stem/", "/en/stem/")
# The desk of a voting place serves one voter after the other.
DESK = ("/medarbejder/stemmesteder/skranke/", "/en/medarbejder/stemmesteder/skranke/")
# A survey is answered right after a vote, or by one of few authors.
SURVEY = ("/spoergeskema/", "/en/spoergeskema/")
HEALTH = "/sundhed/"
MEDIA = "/medier/"
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


def language_of_path(get_response: Next) -> Next:
    """Danish, or English below /en/. Never the browser's list of languages: one address is one text for everyone."""

    def middleware(request: HttpRequest) -> HttpResponse:
        language = "en" if request.path_info.startswith("/en/") else "da"
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def access_log(get_response: Next) -> Next:
    """One line per request, without address, query string or person."""

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = get_response(request)
        # SECURITY: a line per visit to the booth, laid beside the database's times, would say who stored which ballot;
        # of a survey, who answered what.
        if not request.path_info.startswith((*BOOTH, *DESK, *SURVEY, HEALTH)):
            milliseconds = round((time.perf_counter() - began) * 1000)
            log.info(
                "request", method=request.method, path=request.path_info, status=response.status_code, ms=milliseconds
            )
        return response

    return middleware


def body_limit(get_response: Next) -> Next:
    """SECURITY: a body longer than any form of ours is answered before a byte of it is read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = str(request.META.get("CONTENT_LENGTH") or "0")
        if length.isdecimal() and int(length) > settings.UPLOAD_MAX_BODY:
            return too_large(request)
        return get_response(request)

    return middleware


def files_host(get_response: Next) -> Next:
    """Where files have a host of their own, that host has nothing else: no page, no login, no form."""
    host = urlsplit(settings.MEDIA_ORIGIN).netloc

    def middleware(request: HttpRequest) -> HttpResponse:
        if host and request.get_host() == host and not request.path_info.startswith(MEDIA):
            return HttpResponse(status=404)
        return get_response(request)

    return middleware


def security_headers(get_response: Next) -> Next:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware
