"""Once a month: every process owner reads what is late, and what is promised for the next month.

A project that nobody moves is asked about once; without this it could lie still for a year and nobody would be told.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Grant
from deltagerbudget.acts.request import actor_for
from deltagerbudget.acts.vocabulary import Role
from deltagerbudget.notifications.models import Reminded
from deltagerbudget.realisation.promises import Owed, owed
from deltagerbudget.realisation.story import late_words
from deltagerbudget.staff.post import write_mail
from deltagerbudget.ui.quiet import quiet

AHEAD = timedelta(days=31)
# In one mail; the page has them all.
MOST = 20


def remind_monthly(*, at: datetime) -> int:
    """Returns how many were written to. Whoever has nothing late and nothing near gets no mail."""
    month = localdate(at).replace(day=1)
    owners = Person.objects.filter(Exists(Grant.objects.filter(person=OuterRef("pk"), role=Role.OWNER)))
    waiting = owners.filter(is_active=True).exclude(email="").exclude(reminded__month=month)
    return sum(_remind(owner, month, at) for owner in waiting.order_by("pk"))


@transaction.atomic
def _remind(owner: Person, month: date, at: datetime) -> bool:
    _claim, is_new = Reminded.objects.get_or_create(person=owner, month=month)
    if not is_new:
        return False
    today = localdate(at)
    with translation.override(owner.language):
        near = [row for row in owed(actor_for(owner.pk)) if row.due_on <= today + AHEAD]
        if not near:
            return False
        late = [_line(row, today) for row in near if row.days_late(today)]
        coming = [_line(row, today) for row in near if not row.days_late(today)]
        url = settings.SITE_URL + reverse("backoffice:promises")
    values = {"late": late[:MOST], "coming": coming[:MOST], "late_count": len(late), "count": len(near), "url": url}
    write_mail("notifications/duty/monthly.txt", owner.email, values, language=owner.language, at=at)
    return True


def _line(row: Owed, today: date) -> dict[str, object]:
    words = {"what": quiet(str(row.what)), "about": quiet(row.about), "who": row.who}
    return {**words, "due_on": row.due_on, "late": late_words(row.days_late(today))}
