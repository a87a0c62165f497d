"""The mail with the link."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from deltagerbudget.experts.models import Expert
from deltagerbudget.staff.post import write_mail
from deltagerbudget.ui.quiet import quiet

# The name of the query's key. SECURITY: not a part of the path, because paths are written into logs.
KEY = "noegle"


def write_link(expert: Expert, token: str, *, at: datetime) -> None:
    """SECURITY: the mail is the only place where the token stands; its text goes when it has been sent. What residents
    wrote makes no link beside it."""
    with translation.override("da"):
        path = reverse("experts:review")
    values = {
        "url": f"{settings.SITE_URL}{path}?{urlencode({KEY: token})}",
        "expert": expert,
        "title": quiet(expert.proposal.title),
        "process": expert.proposal.process,
        "due_on": expert.review.due_on if expert.review else None,
    }
    write_mail("experts/mail.txt", expert.address, values, language="da", at=at)
