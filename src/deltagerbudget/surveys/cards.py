"""What the page of a deltagerbudget, the booth's last page and the next steps say of surveys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from deltagerbudget.processes.models import Process, ProcessQuerySet
from deltagerbudget.surveys.models import Collection
from deltagerbudget.surveys.rules import Audience
from deltagerbudget.ui.suppression import LEAST_VOTES

_READ = ("key", "opens_on", "closes_on", "closed_on", "respondents")
# Authors and staff get the address from the process owner.
_FOR_EVERYONE = {Audience.VOTERS, Audience.NEIGHBOURS}


@dataclass(frozen=True)
class SurveyLine:
    """One survey that can be answered, or whose answers can be read."""

    text: str
    url: str
    is_open: bool


def with_surveys(processes: ProcessQuerySet) -> ProcessQuerySet:
    """With the surveys of each, in the same query: the page of a deltagerbudget has none to spare."""
    rows = Collection.objects.filter(survey__process=OuterRef("pk"))
    found = JSONObject(**{name: name for name in _READ})
    return processes.annotate(
        **{f"survey_{each}": Subquery(rows.asking(each).values(found=found)[:1]) for each in Audience}
    )


def survey_lines(process: Process, at: datetime) -> list[SurveyLine]:
    """Of what was loaded with its surveys: the open ones for everyone, then the answers to those that are over."""
    rows = [(each, getattr(process, f"survey_{each}")) for each in Audience]
    lines = [_line(each, values, localdate(at)) for each, values in rows if values]
    return sorted((line for line in lines if line), key=lambda line: not line.is_open)


def _line(audience: Audience, values: dict[str, str], day: date) -> SurveyLine | None:
    row = Collection(**{name: values[name] for name in ("key", "respondents")})
    row.opens_on, row.closes_on = (date.fromisoformat(values[name]) for name in ("opens_on", "closes_on"))
    row.closed_on = date.fromisoformat(values["closed_on"]) if values["closed_on"] else None
    if row.is_open(day) and audience in _FOR_EVERYONE:
        texts = {
            Audience.VOTERS: _("Have you voted? Tell us how it was"),
            Audience.NEIGHBOURS: _("Tell us how it went"),
        }
        return SurveyLine(texts[audience], reverse("surveys:answer", args=[row.key]), is_open=True)
    if row.is_over(day) and row.respondents >= LEAST_VOTES:
        text = _("What they answered: %(who)s") % {"who": audience.label}
        return SurveyLine(text, reverse("surveys:answers", args=[row.key]), is_open=False)
    return None


def voters_asked(at: datetime) -> list[Collection]:
    """Every survey that voters can answer now, whichever deltagerbudget one has voted in."""
    return list(Collection.objects.open_on(localdate(at)).asking(Audience.VOTERS).with_surveys().in_order())


def others_asked(process: Process, at: datetime) -> Collection | None:
    """The survey for the authors of this deltagerbudget who did not win, while it is open."""
    return Collection.objects.of(process).asking(Audience.OTHERS).open_on(localdate(at)).first()
