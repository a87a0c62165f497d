"""What is left for the projects that follow: money, caps, exclusive groups, areas. SPEC §3.5 to 3.7"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from .model import Election, Project
from .outcome import Decision, Round
from .rule import Cap, CapKind


@dataclass(frozen=True, slots=True)
class _Used:
    money: int = 0
    number: int = 0


_UNUSED = _Used()


@dataclass(frozen=True, slots=True)
class Room:
    """Every constraint here only tightens while projects are funded; the tie rule (§5.2) rests on that."""

    left: int
    caps: tuple[Cap, ...]
    rivals: Mapping[str, frozenset[str]]
    least_per_area: int
    round: Round = Round.MAIN
    funded: frozenset[str] = frozenset()
    used: tuple[_Used, ...] = ()
    areas: tuple[str, ...] = ()
    stopped: bool = False

    @classmethod
    def of(cls, election: Election) -> Room:
        rivals: dict[str, frozenset[str]] = {}
        for group in election.exclusive:
            for name in group:
                rivals[name] = rivals.get(name, frozenset()) | frozenset(group) - {name}
        rule = election.rule
        return cls(election.budget, rule.caps, rivals, rule.least_per_area, used=(_UNUSED,) * len(rule.caps))

    def for_round(self, kind: Round) -> Room:
        caps = () if kind is Round.CAPS_LIFTED else self.caps
        return replace(self, round=kind, caps=caps)

    def blocked(self, project: Project) -> tuple[Decision, str] | None:
        """What stands in the way besides money, and its name."""
        met = self.rivals.get(project.id, frozenset()) & self.funded
        if met:
            return Decision.EXCLUDED, min(met)
        if self.round is Round.AREAS and self._area_has_enough(project):
            return Decision.NOT_REACHED, ""
        for cap, used in zip(self.caps, self.used, strict=False):
            if applies(cap, project) and self._is_full(cap, used, project):
                return Decision.CAPPED, cap.name
        return None

    def _area_has_enough(self, project: Project) -> bool:
        return not project.area or self.areas.count(project.area) >= self.least_per_area

    def _is_full(self, cap: Cap, used: _Used, project: Project) -> bool:
        # SPEC §3.6: a cap is on the cost of the projects, also where only a share of it is paid.
        too_dear = cap.money is not None and used.money + project.cost > cap.money
        return too_dear or (cap.number is not None and used.number >= cap.number)

    def take(self, project: Project, granted: int) -> Room:
        used = self.used
        if self.caps:
            used = tuple(
                _Used(spent.money + project.cost, spent.number + 1) if applies(cap, project) else spent
                for cap, spent in zip(self.caps, used, strict=True)
            )
        areas = (*self.areas, project.area) if self.least_per_area else self.areas
        funded = self.funded | {project.id} if self.rivals else self.funded
        return replace(self, left=self.left - granted, funded=funded, used=used, areas=areas)

    def stop(self) -> Room:
        return replace(self, stopped=True)


def applies(cap: Cap, project: Project) -> bool:
    """Whether the project is of the category, area or size class of the cap."""
    if cap.kind is CapKind.CATEGORY:
        return cap.name in project.categories
    if cap.kind is CapKind.AREA:
        return cap.name == project.area
    return cap.from_cost <= project.cost and (cap.to_cost is None or project.cost <= cap.to_cost)
