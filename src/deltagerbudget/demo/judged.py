"""What the invented departments answer on the criteria, and what things cost between. Examples, marked as such."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from deltagerbudget.criteria.models import Criterion
from deltagerbudget.demo import people
from deltagerbudget.experts.actions import ask_expert
from deltagerbudget.experts.post import write_link
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.review.models import Review

_ROADS = {
    "area": ("yes", "Stedet ligger inden for områdets grænse."),
    "land": ("yes", "Det er kommunens jord."),
    "permits": ("yes", "Det kræver ingen særlig tilladelse."),
    "access": ("changes", "Der skal fast bund helt hen til det, så man også kan komme med kørestol."),
    "time": ("yes", "Det kan stå færdigt inden for et år."),
    "price": ("yes", "Prisen er med moms og 10 % til det uventede."),
    "upkeep": ("yes", "Vi ser til det to gange om året."),
    "public": ("not_ours", ""),
}
_CULTURE = {
    "power": ("yes", "Det er til gavn for alle i området."),
    "theme": ("yes", "Det er netop det, pengene er givet til."),
    "running": ("yes", "Det koster lidt hvert år, og pengene er fundet."),
    "public": ("yes", "Alle må bruge det, og ingen ejer tjener på det."),
    "plans": ("yes", "Der er ikke andre planer for stedet."),
}
_KNOWN_OF_ALL = frozenset({"area", "land", "power", "theme"})
# A tenth below and a fifth above, in whole hundreds; and two per cent of the price each year.
_LOW, _HIGH, _RUNNING, _HUNDRED = 90, 120, 2, 100_00


def findings(row: Review, *, can: bool, reason: str) -> dict[int, tuple[str, str]]:
    """The answers of the department, each on what it knows about; what cannot be done, nobody can pay for later."""
    said = dict(_ROADS if row.department and row.department.name.startswith("Veje") else _CULTURE)
    if not can:
        said = {code: answer for code, answer in said.items() if code in _KNOWN_OF_ALL}
        said["running"] = ("no", reason)
    found = Criterion.objects.fixed(row.proposal.process)
    return {criterion.pk: said[criterion.code] for criterion in found if criterion.code in said}


def spread(price_ore: int | None) -> dict[str, Any]:
    if price_ore is None:
        return {}
    return {
        "price_low_ore": _part(price_ore, _LOW),
        "price_high_ore": _part(price_ore, _HIGH),
        "running_cost_ore": _part(price_ore, _RUNNING),
        "running_payer": "Kommunens budget for parker og veje",
    }


def from_outside(proposal: Proposal, at: datetime) -> None:
    """Somebody from outside is asked about it, and has some days left."""
    asked_at = at - timedelta(days=3)
    expert, token = ask_expert(
        people.actor("tove"),
        proposal,
        name="Ellen Eksempel",
        title="ingeniør på vandværket (eksempel)",
        address="ellen@example.dk",
        due_on=localdate(at) + timedelta(days=5),
        at=asked_at,
    )
    write_link(expert, token, at=asked_at)


def _part(price_ore: int, percent: int) -> int:
    return price_ore * percent // 100 // _HUNDRED * _HUNDRED
