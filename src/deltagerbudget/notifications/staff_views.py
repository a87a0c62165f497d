"""Every kind of mail with an invented example, for staff to read before anyone gets it; and how many follow."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from deltagerbudget.acts.marks import member
from deltagerbudget.acts.request import actor_of
from deltagerbudget.notifications.examples import EXAMPLES, example
from deltagerbudget.notifications.policies import framing_policy, mail_policy
from deltagerbudget.processes.models import Process
from deltagerbudget.ui.danish import number

# Fewer could point at somebody.
_LEAST_SHOWN = 10
LANGUAGES = ("da", "en")


def _staff_only(request: HttpRequest) -> None:
    if not actor_of(request).is_staff:
        raise PermissionDenied


@member
@never_cache
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    _staff_only(request)
    return render(request, "notifications/staff/letters.html", {"kinds": EXAMPLES.items(), "counts": _counts()})


@member
@never_cache
@require_safe
@framing_policy
def letter(request: HttpRequest, name: str) -> HttpResponse:
    _staff_only(request)
    if name not in EXAMPLES:
        raise Http404
    language = _language(request)
    context = {"name": name, "title": EXAMPLES[name], "language": language, "written": example(name, language)}
    return render(request, "notifications/staff/letter.html", context)


@member
@never_cache
@require_safe
@xframe_options_sameorigin
@mail_policy
def letter_html(request: HttpRequest, name: str) -> HttpResponse:
    """The mail itself, as a mail program shows it."""
    _staff_only(request)
    if name not in EXAMPLES:
        raise Http404
    return HttpResponse(example(name, _language(request)).html)


def _language(request: HttpRequest) -> str:
    wanted = request.GET.get("sprog", "")
    return wanted if wanted in LANGUAGES else (get_language() or "da")[:2]


def _counts() -> list[tuple[str, str, str]]:
    """Deltagerbudgetter that somebody follows, or one of its proposals."""
    confirmed = Q(followings__confirmed_at__isnull=False)
    of_proposal = Q(proposals__followings__confirmed_at__isnull=False)
    rows = Process.objects.opened().annotate(
        whole=Count("followings__follower", filter=confirmed, distinct=True),
        parts=Count("proposals__followings__follower", filter=of_proposal, distinct=True),
    )
    shown = rows.filter(Q(whole__gt=0) | Q(parts__gt=0)).order_by("-opened_at", "-pk")
    return [(row.title, _few(row.whole), _few(row.parts)) for row in shown]


def _few(count: int) -> str:
    return _("under 10") if count < _LEAST_SHOWN else number(count, get_language() or "da")
