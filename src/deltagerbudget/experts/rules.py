"""Decides how long a link to an expert can be used. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.processes.rules import moment

# In days after the answer was due.
OPEN_AFTER = 14


def expires_at(due_on: date) -> datetime:
    """The last minute of the last day, in Denmark."""
    return moment(datetime.combine(due_on + timedelta(days=OPEN_AFTER), time(23, 59)))


def check_asked(*, address: str, name: str, title: str, due_on: date, today: date) -> None:
    """Raise NotPossible unless somebody can be asked so; ``address`` is empty for one that is none."""
    if not address:
        raise NotPossible(_("Write the e-mail with plain letters, for example anne.hansen@example.dk."))
    if not name.strip() or not title.strip():
        raise NotPossible(_("Write who it is, and what the person knows about."))
    if due_on < today:
        raise NotPossible(_("Choose today or a later day."))
