"""To whom a letter goes: by area and by age, chosen with its words and approved with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deltagerbudget.ballots.models import Eligible, Vote
from deltagerbudget.ballots.roll_file import band_of
from deltagerbudget.letters.models import Letter
from deltagerbudget.processes.models import Process
from deltagerbudget.ui.danish import day

# Below so many nobody is told how many: a handful of people could be known by it.
_LEAST_SHOWN = 10


@dataclass(frozen=True)
class Audience:
    """Slugs of areas and age groups; none of a kind is all of it."""

    areas: frozenset[str] = frozenset()
    bands: frozenset[str] = frozenset()

    @classmethod
    def of(cls, letter: Letter) -> Audience:
        return cls(frozenset(letter.areas), frozenset(letter.bands))

    def includes(self, area: str, born: date, on: date) -> bool:
        """Whether somebody who lives there gets it, by the age on the day on which the vote counts age."""
        return (not self.areas or area in self.areas) and (not self.bands or band_of(born, on) in self.bands)

    def on_roll(self, process: Process) -> QuerySet[Eligible]:
        people = Eligible.objects.filter(vote__process=process)
        people = people.filter(area__in=self.areas) if self.areas else people
        return people.filter(band__in=self.bands) if self.bands else people


def told(letter: Letter, process: Process) -> str:
    """Who gets it, in a sentence."""
    audience, names = Audience.of(letter), dict(process.areas.values_list("slug", "name"))
    said = {
        "areas": ", ".join(sorted(names.get(slug, slug) for slug in audience.areas)),
        "bands": ", ".join(sorted(audience.bands)),
        "day": day(age_day(process), get_language() or "da"),
    }
    if audience.areas and audience.bands:
        return _("It goes to those who live in %(areas)s and are %(bands)s years old on %(day)s.") % said
    if audience.areas:
        return _("It goes to those who live in %(areas)s.") % said
    if audience.bands:
        return _("It goes to those who are %(bands)s years old on %(day)s.") % said
    return _("It goes to everyone who may take part.")


def how_many(letter: Letter, process: Process) -> str:
    """How many on the roll would get it; nothing where there is no roll."""
    if not Eligible.objects.filter(vote__process=process).exists():
        return ""
    count = Audience.of(letter).on_roll(process).count()
    if count < _LEAST_SHOWN:
        return _("Fewer than %(least)s people on the roll would get it.") % {"least": _LEAST_SHOWN}
    return _("%(count)s people on the roll would get it.") % {"count": count}


def age_day(process: Process) -> date:
    """What is frozen, or what is set for the time being."""
    vote = Vote.objects.filter(process=process).first()
    return vote.eligibility().age_on if vote else process.age_on
