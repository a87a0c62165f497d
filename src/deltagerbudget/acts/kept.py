"""A text that was sent after its author had been logged out. It waits in the session for the next login."""

from __future__ import annotations

from django.http import HttpRequest

from deltagerbudget.ui.cpr import has_cpr

_KEY = "typed"
# SECURITY: anyone can post, so a session holds no more than one form of ordinary length.
_LONGEST = 12_000
_NEVER = {"csrfmiddlewaretoken"}


def keep_typed(request: HttpRequest, *, whose: int | None = None) -> None:
    """``whose``: the number of the resident for whom it was written; None for who writes for themselves."""
    given = {name: str(text) for name, text in request.POST.items() if name not in _NEVER}
    typed = {name: text for name, text in given.items() if not has_cpr(text)}
    if 0 < sum(len(text) for text in typed.values()) <= _LONGEST:
        request.session[_KEY] = {"path": request.path_info, "typed": typed, "whose": whose}


def typed_before(request: HttpRequest) -> dict[str, str]:
    """What was sent to this address before the login; empty if nothing was."""
    kept = request.session.get(_KEY, {})
    return dict(kept["typed"]) if kept.get("path") == request.path_info else {}


def drop_typed(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)


def drop_typed_of_others(request: HttpRequest, whose: int) -> None:
    """SECURITY: what was written for one resident is filled in for no other one."""
    if request.session.get(_KEY, {}).get("whose") != whose:
        drop_typed(request)


def words_typed(request: HttpRequest) -> str:
    """What somebody wrote in a form that could not be taken, to be copied. Nothing of it is stored."""
    texts = [str(text).strip() for name, text in request.POST.items() if name not in _NEVER]
    return "\n\n".join(text for text in texts if " " in text)[:_LONGEST]
