"""A letter, and who gets it: the receiver, or for a resident without e-mail the staff who pass it on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.permit import may
from deltagerbudget.acts.request import actor_for
from deltagerbudget.acts.vocabulary import Act, Role
from deltagerbudget.behalf.models import Assisted
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.realisation.models import Initiative, Realisation


@dataclass(frozen=True)
class Letter:
    """A mail before it is written: the template and its values, the same for every receiver but the language."""

    template: str
    receiver: Person
    values: dict[str, Any]
    # Whom it is for, where the receiver is to pass it on.
    assisted: Assisted | None = None

    def address(self) -> str:
        """Of the page that it leads to. Staff come to the resident's page, where they can write for them."""
        if self.assisted is not None:
            return reverse("behalf_staff:resident", args=[self.assisted.pk])
        found: str = self.values["address"]()
        return found

    def preface(self) -> str:
        """SECURITY: neither the name nor how to reach the resident: a mail is read by others too."""
        if self.assisted is None:
            return ""
        return _(
            "This is for a resident without e-mail, number %(number)s on the list of those you write for. "
            "Please pass it on by phone or letter. The link leads to your page about the resident."
        ) % {"number": self.assisted.pk}


def passed_on(letters: Iterable[Letter]) -> Iterator[Letter]:
    for letter in letters:
        if letter.receiver.email:
            yield letter
            continue
        assisted = _reachable(letter.receiver)
        for staff in _staff_of(assisted) if assisted else ():
            yield replace(letter, receiver=staff, assisted=assisted)


def _reachable(person: Person) -> Assisted | None:
    """None for whoever has an account and gave no address, and for those whom nobody can reach any more."""
    rows = Assisted.objects.select_related("person", "process", "entered_by")
    return rows.filter(person=person, erased_at=None).first()


def _staff_of(assisted: Assisted) -> list[Person]:
    """Who entered them, while they may still write for them; or else the process owners."""
    process, clerk = assisted.process, assisted.entered_by
    if clerk.is_active and clerk.email and may(Act.ENTER_RESIDENT, actor_for(clerk.pk), area_ids=process.area_ids):
        return [clerk]
    return [owner for owner in owners_of(process) if owner.is_active and owner.email]


def owners_of(source: Process | Initiative) -> Iterable[Person]:
    everywhere = Person.objects.filter(grants__role=Role.OWNER, grants__area=None)
    here = Person.objects.filter(grants__role=Role.OWNER, grants__area__in=source.area_ids)
    return (everywhere | here).distinct().order_by("pk")


def above(realisation: Realisation) -> list[Person]:
    """Who is told first that an owner does not answer: another process owner of the area, or the nearest above."""
    areas, others = realisation.area_ids, Person.objects.filter(is_active=True).exclude(pk=realisation.owner_id)
    steps = ((Role.OWNER, areas), (Role.OWNER, None), (Role.ADMINISTRATOR, areas), (Role.ADMINISTRATOR, None))
    for role, where in steps:
        held = Q(grants__role=role, grants__area__in=areas) if where else Q(grants__role=role, grants__area=None)
        found = list(others.filter(held).distinct().order_by("pk"))
        if found:
            return found
    return []


def about_proposal(template: str, proposal: Proposal, **values: Any) -> list[Letter]:
    """One letter to each author."""
    known = {"proposal": proposal, "process": proposal.process, "address": lambda: address_of(proposal)} | values
    return [Letter(template, person, known) for person in authors_of(proposal)]


def authors_of(proposal: Proposal) -> Iterable[Person]:
    return Person.objects.filter(authorships__proposal=proposal).order_by("pk")


def address_of(proposal: Proposal) -> str:
    if proposal.number is None:
        return reverse("site:my_page")
    return reverse("site:proposal", args=[proposal.process.slug, proposal.number])
