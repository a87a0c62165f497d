"""Every view carries exactly one mark that says whose it is; the middleware closes what has none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from deltagerbudget.acts.vocabulary import Act

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Anyone may look. Reads no session."""
    view.mark = "public"  # type: ignore[attr-defined]
    return view


def booth(view: View) -> View:
    """The booth. SECURITY: never reads an account's session or request.user."""
    view.mark = "booth"  # type: ignore[attr-defined]
    return view


def member(view: View) -> View:
    """Anyone who has logged in, to see what is their own."""
    view.mark = "member"  # type: ignore[attr-defined]
    return view


def does(act: Act) -> Callable[[View], View]:
    """Leads to an act. Login is required here; permit() in the act decides the rest."""

    def mark(view: View) -> View:
        view.mark = act  # type: ignore[attr-defined]
        return view

    return mark


def mark_of(view: object) -> str | Act | None:
    return getattr(view, "mark", None)


def keeps_typed(view: View) -> View:
    """What is sent here without a login is kept for after it."""
    view.keeps_typed = True  # type: ignore[attr-defined]
    return view


def asks_who(view: View) -> View:
    """Anyone may look, and yet it reads who has logged in, because it may write in their name."""
    view.asks_who = True  # type: ignore[attr-defined]
    return view


def ends_assistance(view: View) -> View:
    """Open to staff who write for a resident, because it stops that."""
    view.ends_assistance = True  # type: ignore[attr-defined]
    return view
