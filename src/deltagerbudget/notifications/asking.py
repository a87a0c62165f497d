"""The letters that ask authors and staff to answer a survey, once, on its first day.

SECURITY: only those who get letters about the same anyway. Voters and neighbours are nobody we know: a ballot is
joined to no person. The address is the same for everyone and holds nothing of who gets it, so an answer is joined to
nobody either, and nobody is asked twice, because nobody can see who has answered.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate, localtime

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.notifications.passing import Letter, owners_of
from deltagerbudget.processes.models import Process
from deltagerbudget.realisation.models import Realisation
from deltagerbudget.results.models import ProjectResult
from deltagerbudget.review.models import Department
from deltagerbudget.surveys.models import Collection
from deltagerbudget.surveys.rules import Audience


def _winners(process: Process) -> QuerySet[Person]:
    return _authors(ProjectResult.objects.published().funded().filter(proposal__process=process))


def _others(process: Process) -> QuerySet[Person]:
    """Whoever has a winner too is among both, and is asked for both."""
    rows = ProjectResult.objects.published().filter(proposal__process=process)
    return _authors(rows.exclude(pk__in=ProjectResult.objects.funded().values("pk")))


def _authors(rows: QuerySet[ProjectResult]) -> QuerySet[Person]:
    return Person.objects.filter(authorships__proposal__in=rows.values("proposal"))


def _staff(process: Process) -> QuerySet[Person]:
    """Who leads it, who was asked to judge its proposals, and who answers for its projects."""
    asked = Department.objects.filter(reviews__proposal__process=process)
    owners = Realisation.objects.filter(process=process).values("owner")
    led = [owner.pk for owner in owners_of(process)]
    return Person.objects.filter(Q(pk__in=led) | Q(departments__in=asked) | Q(pk__in=owners))


ASKED: dict[Audience, Callable[[Process], QuerySet[Person]]] = {
    Audience.WINNERS: _winners,
    Audience.OTHERS: _others,
    Audience.STAFF: _staff,
}


def waiting(at: datetime) -> Q:
    """Openings of surveys that are not told now: not in the night, not before the first day, not after the last.

    Nor before the result is published: until then nobody is to know who has won.
    """
    today = localdate(at)
    day = today if localtime(at).hour >= settings.DIGEST_HOUR else today - timedelta(days=1)
    known = Q(survey__audience=Audience.STAFF) | Q(survey__process__vote__result__published_at__isnull=False)
    open_now = Collection.objects.open_on(today).filter(known, opens_on__lte=day)
    told = [str(pk) for pk in open_now.values_list("survey", flat=True)]
    return Q(act=Act.OPEN_SURVEY) & ~Q(target_id__in=told)


def asked(entry: Entry) -> list[Letter]:
    collection = Collection.objects.with_surveys().get(survey=int(entry.target_id))
    audience, process = Audience(collection.survey.audience), collection.survey.process
    if audience not in ASKED:
        return []
    # Nobody is to answer for another, so there is nothing to pass on to those without an address.
    people = ASKED[audience](process).filter(is_active=True).exclude(email="").distinct().order_by("pk")
    address = partial(reverse, "surveys:answer", args=[collection.key])
    values = {"process": process, "last": collection.last_day, "address": address}
    return [Letter(f"survey_{audience}", person, values) for person in people]
