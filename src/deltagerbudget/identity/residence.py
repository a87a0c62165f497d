"""Where somebody lives, asked of a register by the CPR number. A port: the municipality names the code that answers.

SECURITY: a number goes out to that register and is forgotten; what comes back is judged and forgotten.
No real register has been tried; see docs/eligibility.md.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from deltagerbudget.identity.persons import PERSONS

# Threads that hang on a dead register end with it; a fifth visitor at once is told that it does not answer.
_ASKING = ThreadPoolExecutor(max_workers=4, thread_name_prefix="residence")


@dataclass(frozen=True)
class Residence:
    """The codes of an address. ``protected`` with empty codes: the register keeps the address to itself."""

    municipality: str = field(repr=False)
    road: str = field(repr=False)
    house: str = field(repr=False)
    protected: bool = False


class ResidenceRegistry(Protocol):
    def lookup(self, cpr: str) -> Residence | None:
        """The residence of a person, None for somebody who is not in the register. May raise what it likes."""


class RegistryDownError(Exception):
    """No answer in time, or none that can be used. SECURITY: carries nothing, for a number would end in a log."""


def registry() -> ResidenceRegistry | None:
    """The register of this installation; None where there is none."""
    if not settings.RESIDENCE_REGISTRY:
        return None
    try:
        made: ResidenceRegistry = import_string(settings.RESIDENCE_REGISTRY)()
    except ImportError as error:
        raise ImproperlyConfigured(f"RESIDENCE_REGISTRY: {error}") from error
    return made


def looked_up(found: ResidenceRegistry, cpr: str) -> Residence | None:
    """Ask, and wait for so long and no longer. Raises RegistryDownError."""
    asked = _ASKING.submit(found.lookup, cpr)
    # Whatever goes wrong there, the voter may vote here.
    with suppress(Exception):
        return asked.result(timeout=settings.RESIDENCE_SECONDS)
    asked.cancel()
    raise RegistryDownError


class InventedRegistry:
    """The register of the demonstration: the simulator's persons on invented roads, one for each area."""

    MUNICIPALITY = "751"

    @staticmethod
    def road_of(area: str) -> int:
        return 9_001 + sorted({person.area for person in PERSONS if person.area}).index(area)

    def lookup(self, cpr: str) -> Residence | None:
        for place, person in enumerate(PERSONS, start=1):
            if person.cpr == cpr:
                if person.area is None:
                    return Residence("999", "1", "1")
                return Residence(
                    self.MUNICIPALITY, str(self.road_of(person.area)), str(place), protected=person.protected
                )
        return None
