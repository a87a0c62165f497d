"""What somebody who writes should think about before sending. Advice, never a verdict: nothing here blocks. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deltagerbudget.proposals.similar import stems
from deltagerbudget.ui.danish import kroner

# Words of what has to be paid for again each year.
_RUNNING = (
    "drift løn lønnet ansat ansætte abonnement husleje leje lejemål rengøring vedligehold vedligeholdelse pasning"
    " personale underviser instruktør strøm forsikring kontingent årligt"
)
# Words of a criterion about what a proposal may cost.
_AMOUNT = "kr kroner beløb beløbet budget pris koste koster beløbsramme ramme amount cost price"
_NEGATING = "ikke ingen intet aldrig uden undtagen not no never without"
_NEGATIONS = frozenset(_NEGATING.split())
# What most criteria say anyway.
_COMMON = (
    "forslag forslaget skal kan må være pengene penge bruges kommunen kommunens området projekt projektet borgere alle"
    " proposal proposals money municipality area project must may used"
)
_SHORTEST = 4


@dataclass(frozen=True)
class Advice:
    """One thing to think about. ``rule`` is the number of the criterion that it comes from, None for none."""

    text: str
    rule: int | None = None
    quote: str = ""


def advise(
    text: str, criteria: Sequence[str], *, wish_ore: int | None = None, amount_ore: int | None = None
) -> list[Advice]:
    """Advice on a text, and on the price that its author has in mind, by the criteria in their order."""
    said, running = stems(text), stems(_RUNNING)
    found = [
        Advice(_("Does your proposal fit with this?"), number, line)
        for number, line in enumerate(criteria, start=1)
        if _forbids(line) and said & _weighty(line)
    ]
    if said & running:
        rule = next((number for number, line in enumerate(criteria, start=1) if stems(line) & running), None)
        text = _("Some of this has to be paid for every year. Write who will pay and look after it.")
        found.append(Advice(text, rule, criteria[rule - 1] if rule else ""))
    if wish_ore and amount_ore and wish_ore > amount_ore:
        found.append(_beyond(amount_ore, criteria))
    return found


def _beyond(amount_ore: int, criteria: Sequence[str]) -> Advice:
    words = _("Your price is higher than the whole amount, %(amount)s. Can it be done smaller?")
    about = stems(_AMOUNT)
    rule = next((number for number, line in enumerate(criteria, start=1) if stems(line) & about), None)
    quote = criteria[rule - 1] if rule else ""
    return Advice(words % {"amount": kroner(amount_ore, get_language() or "da")}, rule, quote)


def _forbids(line: str) -> bool:
    return bool(_NEGATIONS & set(line.casefold().replace(",", " ").replace(".", " ").split()))


def _weighty(line: str) -> frozenset[str]:
    return frozenset(stem for stem in stems(line) if len(stem) >= _SHORTEST) - stems(_COMMON) - _NEGATIONS
