"""Who acts. Every act takes an actor; the platform's clock is one too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from deltagerbudget.acts.vocabulary import Role


@dataclass(frozen=True)
class Through:
    """The member of staff who writes for a resident, in which role and deltagerbudget."""

    person_id: int
    role: Role
    process_id: int


@dataclass(frozen=True)
class Actor:
    person_id: int | None = None
    # (role, id of an area); None in place of the area means everywhere.
    grants: frozenset[tuple[str, int | None]] = field(default_factory=frozenset)
    # Who writes for this person; None for everyone who acts themselves.
    through: Through | None = None

    def roles(self, area_ids: Iterable[int] = ()) -> frozenset[Role]:
        """The roles held in any of these areas."""
        areas = {None, *area_ids}
        return frozenset(Role(role) for role, area in self.grants if area in areas)

    def holds(self, *roles: Role) -> bool:
        """Whether any of the roles is held anywhere."""
        return any(role in roles for role, _ in self.grants)

    @property
    def through_id(self) -> int | None:
        return self.through.person_id if self.through else None

    @property
    def is_staff(self) -> bool:
        return self.holds(Role.CASEWORKER, Role.OWNER, Role.PARTNER, Role.AUDITOR, Role.ADMINISTRATOR)


VISITOR = Actor()
SYSTEM = Actor(grants=frozenset({(Role.SYSTEM, None)}))
