"""By when a winner is built, as the regulation says it. Pure."""

from __future__ import annotations

from django.utils.translation import gettext as _


def built(within: tuple[int, int] | None) -> str:
    """Months to the start and to the end; empty where nobody has promised it."""
    if within is None:
        return ""
    text = _(
        "A winner is started within %(start)s months after the result is published, and finished within %(finish)s. "
        "If it takes longer, the page of the project says so by itself."
    )
    return text % {"start": within[0], "finish": within[1]}
