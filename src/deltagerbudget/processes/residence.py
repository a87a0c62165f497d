"""Which area an address belongs to, by ranges of road codes; and which ties to an area let somebody vote. Pure.

Computed here from data of the process, so that no address leaves the house and no service of others is on the way.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from deltagerbudget.acts.vocabulary import Channel, Tie

ALL, ODD, EVEN = "all", "odd", "even"
LAST_HOUSE = 999
_SIDES = {"alle": ALL, "all": ALL, "": ALL, "ulige": ODD, "odd": ODD, "lige": EVEN, "even": EVEN}
_SHOWN = {ALL: "alle", ODD: "ulige", EVEN: "lige"}
_NUMBER = re.compile(r"0*([0-9]{1,4})", re.ASCII)
_HOUSES = re.compile(r"0*([0-9]{1,3})\s*[-\u2013]\s*0*([0-9]{1,3})", re.ASCII)
_HOUSE = re.compile(r"0*([0-9]{1,3})\s*[A-Za-zÆØÅæøå]?")


@dataclass(frozen=True)
class AddressRange:
    """Houses of one road, by the codes of the national register, and the area that they belong to."""

    municipality: int
    road: int
    first: int
    last: int
    side: str
    area: str

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> AddressRange:
        return cls(**data)

    def holds(self, municipality: int, road: int, house: int) -> bool:
        is_side = self.side == ALL or (house % 2 == 1) == (self.side == ODD)
        here = (municipality, road) == (self.municipality, self.road)
        return here and is_side and self.first <= house <= self.last

    def text(self) -> str:
        """As it is typed."""
        return f"{self.municipality}; {self.road}; {self.first}-{self.last}; {_SHOWN[self.side]}; {self.area}"


def parse_range(line: str) -> AddressRange:
    """`751; 1234; 1-99; ulige; Tranbjerg`. Raises ValueError."""
    municipality, road, houses, side, area = (part.strip() for part in line.split(";"))
    codes, span = [_NUMBER.fullmatch(code) for code in (municipality, road)], _HOUSES.fullmatch(houses)
    if not all(codes) or span is None or side.casefold() not in _SIDES or not area:
        raise ValueError("not a range")
    first, last = int(span[1]), int(span[2])
    if first > last:
        raise ValueError("not a range")
    return AddressRange(int(municipality), int(road), first, last, _SIDES[side.casefold()], area)


def area_of(ranges: Iterable[AddressRange], municipality: str, road: str, house: str) -> str | None:
    """The area of an address; "" outside all of them; None where it is no address."""
    codes, number = [_NUMBER.fullmatch(code.strip()) for code in (municipality, road)], _HOUSE.fullmatch(house.strip())
    if codes[0] is None or codes[1] is None or number is None:
        return None
    where = int(codes[0][1]), int(codes[1][1]), int(number[1])
    return next((each.area for each in ranges if each.holds(*where)), "")


def overlapping(ranges: Collection[AddressRange]) -> AddressRange | None:
    """The first range with a house that an earlier one gives to another area."""
    seen: dict[tuple[int, int], list[AddressRange]] = {}
    for each in ranges:
        for other in seen.setdefault((each.municipality, each.road), []):
            meet = range(max(each.first, other.first), min(each.last, other.last) + 1)
            if each.area != other.area and any(
                each.holds(each.municipality, each.road, house) and other.holds(each.municipality, each.road, house)
                for house in meet
            ):
                return each
        seen[each.municipality, each.road].append(each)
    return None


def tie_problems(ties: Collection[Tie], channels: Collection[Channel]) -> list[str]:
    """What does not go together, in whole sentences that tell what to do."""
    found = []
    if not ties:
        found.append(_("Choose at least one thing that gives the right to vote."))
    if set(ties) & {Tie.WORKS, Tie.STUDIES} and not set(channels) - {Channel.MITID, Channel.HANDOUT}:
        found.append(
            _("No register knows who works or studies here. Choose a way to vote by which staff can judge it.")
        )
    if set(ties) & {Tie.CLASS, Tie.PRESENT} and not set(channels) & {Channel.HANDOUT, Channel.DESK}:
        found.append(
            _("Only staff can see who is in a class or in the room. Choose codes that are handed out, or an ID.")
        )
    return found
