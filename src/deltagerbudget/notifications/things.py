"""What can be followed: a deltagerbudget, an area, a proposal, an initiative, and the overview of them all.

A realisation is its proposal or its initiative.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from deltagerbudget.areas.models import Area
from deltagerbudget.notifications.models import Following
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.realisation.models import Initiative

# A database's integer ends here.
_LARGEST = 2**31 - 1


class Whole:
    """All of it, as the overview for politicians and the press tells it."""


WHOLE = Whole()
Target = Process | Area | Proposal | Initiative | Whole


@dataclass(frozen=True)
class Thing:
    """One thing that can be followed, as the address names it."""

    target: Target

    @property
    def where(self) -> dict[str, Any]:
        """The column of a following that points to it, with its value."""
        if isinstance(self.target, Whole):
            return {"is_overview": True}
        return {self.target._meta.model_name or "": self.target}

    @property
    def is_monthly(self) -> bool:
        """It is told once a month, whatever pace the follower has chosen for the rest."""
        return isinstance(self.target, Whole)

    @property
    def title(self) -> str:
        if isinstance(self.target, Whole):
            return _("the overview for politicians and the press")
        return self.target.name if isinstance(self.target, Area) else self.target.title

    @property
    def url(self) -> str:
        if isinstance(self.target, Whole):
            return reverse("site:overview")
        if isinstance(self.target, Proposal):
            return reverse("site:proposal", args=[self.target.process.slug, self.target.number])
        return reverse(f"site:{self.target._meta.model_name}", args=[self.target.slug])

    @property
    def args(self) -> list[Any]:
        """Of the pages where it is followed."""
        if isinstance(self.target, Whole):
            return ["overblik", "maaned"]
        if isinstance(self.target, Proposal):
            return ["forslag", self.target.process.slug, self.target.number]
        words: dict[type, str] = {Area: "omraade", Process: "deltagerbudget", Initiative: "tiltag"}
        return [words[type(self.target)], self.target.slug]

    @property
    def promise(self) -> str:
        """What a follower hears of."""
        if isinstance(self.target, Whole):
            return _(
                "On the first of each month you get one mail with the figures, and what has changed since last time."
            )
        if isinstance(self.target, Initiative):
            return _("We write when something is done, when a date is moved or missed, and when it is built.")
        if isinstance(self.target, Area):
            return _(
                "We write when there is news, when a deltagerbudget opens here, when you can vote, "
                "and when something is finished."
            )
        if isinstance(self.target, Proposal):
            return _("We write when the municipality decides, when you can vote, and all the way until it is built.")
        return _(
            "We write when there is news, when the proposals are chosen, when you can vote, when the result is here, "
            "when it is built, and when it is evaluated."
        )


def find(kind: str, slug: str, number: int | None) -> Thing | None:
    """What everyone may see of that name; nothing else can be followed."""
    target: Target | None = None
    if kind == "deltagerbudget" and number is None:
        target = Process.objects.opened().filter(slug=slug).first()
    elif kind == "omraade" and number is None:
        target = Area.objects.filter(slug=slug).first()
    elif kind == "tiltag" and number is None:
        target = Initiative.objects.published().filter(slug=slug).first()
    elif (kind, slug, number) == ("overblik", "maaned", None):
        target = WHOLE
    elif kind == "forslag" and number is not None and number <= _LARGEST:
        shown = Proposal.objects.public().select_related("process")
        target = shown.filter(process__slug=slug, number=number).first()
    return Thing(target) if target else None


def thing_of(following: Following) -> Thing:
    """Load process, area, proposal__process and initiative with it."""
    return Thing(following.process or following.area or following.proposal or following.initiative or WHOLE)
