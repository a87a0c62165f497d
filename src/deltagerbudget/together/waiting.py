"""What waits for an author: somebody who asks to join, and suggestions that proposals become one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from deltagerbudget.together.models import JoinRequest, Merge, Voice


@dataclass(frozen=True)
class Waiting:
    """One thing to answer."""

    text: str
    label: str
    url: str


def waiting_for(person_id: int | None, at: datetime) -> list[Waiting]:
    """Three queries."""
    asked, answer = _("%(name)s wants to join “%(title)s”."), _("Answer")
    found = [
        Waiting(
            asked % {"name": row.shown_name, "title": row.proposal.title},
            answer,
            reverse("together:authors", args=[row.proposal_id]),
        )
        for row in JoinRequest.objects.for_author(person_id).waiting().order_by("pk")
    ]
    answered = Voice.objects.filter(person_id=person_id or 0).values("merge")
    words, look = _("Your proposal could become one with others: “%(title)s”."), _("Read the joint text")
    open_ones = Merge.objects.for_author(person_id).open().filter(until__gte=localdate(at)).exclude(pk__in=answered)
    return [
        *found,
        *(
            Waiting(words % {"title": merge.title}, look, reverse("together:merge", args=[merge.pk]))
            for merge in open_ones.order_by("pk")
        ),
    ]
