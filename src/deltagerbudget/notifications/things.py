"""What can be followed: a deltagerbudget, an area, a proposal. A realisation is its proposal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from deltagerbudget.areas.models import Area
from deltagerbudget.notifications.models import Following
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal

# A database's integer ends here.
_LARGEST = 2**31 - 1


@dataclass(frozen=True)
class Thing:
    """One thing that can be followed, as the address names it."""

    target: Process | Area | Proposal

    @property
    def field(self) -> str:
        """The column of a following that points to it."""
        return self.target._meta.model_name or ""

    @property
    def title(self) -> str:
        return self.target.name if isinstance(self.target, Area) else self.target.title

    @property
    def url(self) -> str:
        if isinstance(self.target, Proposal):
            return reverse("site:proposal", args=[self.target.process.slug, self.target.number])
        return reverse(f"site:{self.field}", args=[self.target.slug])

    @property
    def args(self) -> list[Any]:
        """Of the pages where it is followed."""
        if isinstance(self.target, Proposal):
            return ["forslag", self.target.process.slug, self.target.number]
        return ["omraade" if isinstance(self.target, Area) else "deltagerbudget", self.target.slug]

    @property
    def promise(self) -> str:
        """What a follower hears of."""
        if isinstance(self.target, Area):
            return _(
                "We write when there is news, when a deltagerbudget opens here, when you can vote, "
                "and when something is finished."
            )
        if isinstance(self.target, Proposal):
            return _("We write when the municipality decides, when you can vote, and all the way until it is built.")
        return _(
            "We write when there is news, when the proposals are chosen, when you can vote, when the result is here, "
            "and when it is built."
        )


def find(kind: str, slug: str, number: int | None) -> Thing | None:
    """What everyone may see of that name; nothing else can be followed."""
    target: Process | Area | Proposal | None = None
    if kind == "deltagerbudget" and number is None:
        target = Process.objects.opened().filter(slug=slug).first()
    elif kind == "omraade" and number is None:
        target = Area.objects.filter(slug=slug).first()
    elif kind == "forslag" and number is not None and number <= _LARGEST:
        shown = Proposal.objects.public().select_related("process")
        target = shown.filter(process__slug=slug, number=number).first()
    return Thing(target) if target else None


def thing_of(following: Following) -> Thing:
    """Load process, area and proposal__process with it."""
    target = following.process or following.area or following.proposal
    assert target is not None  # noqa: S101 - a constraint of the table
    return Thing(target)
