"""The rule of an election with all its parameters. SPEC §3"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from .errors import ElectionError, is_text, whole


class Method(StrEnum):
    GREEDY = "greedy"
    GREEDY_PER_COST = "greedy-per-cost"
    PRIZES = "prizes"
    EQUAL_SHARES = "equal-shares"
    PHRAGMEN = "phragmen"
    MAX_WELFARE = "max-welfare"


# The rules that look at who supports what, and not at the sums of each project alone. SPEC §11 and 12
OF_SUPPORTERS = (Method.EQUAL_SHARES, Method.PHRAGMEN, Method.MAX_WELFARE)
WITH_UTILITY = (Method.EQUAL_SHARES, Method.MAX_WELFARE)


class Utility(StrEnum):
    """What a project is worth to a voter who supports it. SPEC §11.1"""

    COST = "cost"
    CARDINALITY = "cardinality"
    POINTS = "points"


class Completion(StrEnum):
    """How Equal Shares goes on when money is left. SPEC §11.3"""

    NONE = "none"
    ADD1 = "add1"
    ADD1_EXHAUSTIVE = "add1-exhaustive"


class Variant(StrEnum):
    """What happens at the first project that costs more than what is left. SPEC §3.2"""

    SKIP = "skip"
    STOP = "stop"
    STOP_PERCENT = "stop-percent"
    REMAINDER = "remainder"


class Criterion(StrEnum):
    LOWER_COST = "lower_cost"
    MORE_VOTES = "more_votes"
    LOT = "lot"
    FILE_ORDER = "file_order"


class CapKind(StrEnum):
    CATEGORY = "category"
    AREA = "area"
    SIZE = "size"


DEFAULT_CHAIN = (Criterion.LOWER_COST, Criterion.MORE_VOTES, Criterion.LOT)


@dataclass(frozen=True, slots=True)
class Cap:
    """The most money (minor units) or projects for one category, area or size class. SPEC §3.6

    A size class holds the projects that cost from `from_cost` to `to_cost`.
    """

    kind: CapKind
    name: str
    money: int | None = None
    number: int | None = None
    from_cost: int = 0
    to_cost: int | None = None

    def __post_init__(self) -> None:
        if not self.name or not is_text(self.name):
            raise ElectionError("a cap needs a name")
        if self.money is None and self.number is None:
            raise ElectionError(f"the cap of {self.name} caps nothing")
        for value in (self.money, self.number):
            if value is not None:
                whole(value, f"the cap of {self.name}", least=0)
        whole(self.from_cost, "the least cost of a size class", least=0)
        if self.to_cost is not None:
            whole(self.to_cost, "the most cost of a size class", least=self.from_cost)


@dataclass(frozen=True, slots=True)
class Share:
    """The part of a cost that is paid: all up to `full_up_to`, `percent` above it, never over `most`. SPEC §3.9"""

    percent: int = 100
    full_up_to: int = 0
    most: int | None = None

    def __post_init__(self) -> None:
        whole(self.percent, "the share in per cent", least=1, most=100)
        whole(self.full_up_to, "the cost that is paid in full", least=0)
        if self.most is not None:
            whole(self.most, "the most that is paid", least=1)

    def of(self, cost: int) -> int:
        """Whole minor units, rounded down, at least 1."""
        part = cost if cost <= self.full_up_to else max(1, cost * self.percent // 100)
        return part if self.most is None else min(part, self.most)


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule of an election with all its parameters. SPEC §3

    `percent` belongs to `stop-percent`; `scores` is the worth of each place of an ordinal ballot;
    `prizes` are amounts in minor units by place; a threshold of 0 is none. `utility` belongs to equal shares and
    max-welfare, `completion` to equal shares; `step`, in minor units, is by how much add1 raises what every voter has.
    """

    method: Method = Method.GREEDY
    variant: Variant = Variant.SKIP
    percent: int = 0
    threshold: int = 0
    threshold_ballots_percent: int = 0
    threshold_cost_percent: int = 0
    all_fit: bool = False
    scores: tuple[int, ...] = ()
    share: Share | None = None
    caps: tuple[Cap, ...] = ()
    caps_lifted: bool = False
    least_per_area: int = 0
    prizes: tuple[int, ...] = ()
    utility: Utility | None = None
    completion: Completion | None = None
    step: int = 0
    fill: bool = False
    comparison: bool = False
    ties: tuple[Criterion, ...] = DEFAULT_CHAIN
    lot_seed: str = ""

    def __post_init__(self) -> None:
        whole(self.threshold, "threshold", least=0)
        whole(self.threshold_ballots_percent, "threshold in per cent of the ballots", least=0, most=100)
        whole(self.threshold_cost_percent, "threshold in per cent of the cost", least=0, most=1000)
        whole(self.least_per_area, "least number of projects per area", least=0)
        self._check_variant()
        self._check_shares()
        self._check_scores()
        if not self.ties or self.ties[-1] not in (Criterion.LOT, Criterion.FILE_ORDER):
            raise ElectionError("the tie chain must end in the lot or the file order")
        if len(set(self.ties)) != len(self.ties):
            raise ElectionError("the tie chain names a criterion twice")
        if not is_text(self.lot_seed) or len(self.lot_seed) > 1000:
            raise ElectionError("the seed of the lot is not usable")

    def _check_variant(self) -> None:
        if self.variant is Variant.STOP_PERCENT:
            whole(self.percent, "the per cent of stop-percent", least=1, most=99)
        elif self.percent:
            raise ElectionError("a per cent is for the variant stop-percent alone")
        if (self.method is Method.PRIZES) != bool(self.prizes):
            raise ElectionError("prizes and the method prizes belong together")
        others = self.share or self.caps or self.least_per_area or self.all_fit or self.variant is not Variant.SKIP
        if self.prizes and others:
            raise ElectionError("prizes go by place alone, without variant, share, caps, areas and all fit")
        if self.caps_lifted and not self.caps:
            raise ElectionError("there are no caps to lift")
        if len({(cap.kind, cap.name) for cap in self.caps}) != len(self.caps):
            raise ElectionError("two caps have the same kind and name")

    def _check_shares(self) -> None:
        is_shares = self.method is Method.EQUAL_SHARES
        if is_shares != (self.completion is not None) or (self.method in WITH_UTILITY) != (self.utility is not None):
            raise ElectionError(
                "equal shares needs a utility and a completion, max-welfare a utility; others have neither"
            )
        steps = self.completion in (Completion.ADD1, Completion.ADD1_EXHAUSTIVE)
        whole(self.step, "the step of add1", least=int(steps))
        if (self.step and not steps) or (not is_shares and (self.fill or self.comparison)):
            raise ElectionError("a step belongs to add1, fill and comparison to equal shares")
        others = self.share or self.caps or self.least_per_area or self.all_fit or self.variant is not Variant.SKIP
        if self.method in OF_SUPPORTERS and others:
            raise ElectionError(f"{self.method} goes without variant, share, caps, areas and all fit")

    def _check_scores(self) -> None:
        for name, values in (("scores", self.scores), ("prizes", self.prizes)):
            for value in values:
                whole(value, name, least=1)
            if list(values) != sorted(values, reverse=True):
                raise ElectionError(f"{name} must not rise from place to place")

    @property
    def name(self) -> str:
        """As settings, regulation and protocol call it: `greedy-skip`, `prizes`, `equal-shares-cost-add1-fill`."""
        if self.prizes:
            return str(self.method)
        if self.method not in OF_SUPPORTERS:
            return f"{self.method}-{self.variant}"
        more = ["fill"] if self.fill else []
        more += ["comparison"] if self.comparison else []
        return "-".join([self.method, *(word for word in (self.utility, self.completion) if word), *more])

    @property
    def has_percent_threshold(self) -> bool:
        return bool(self.threshold_ballots_percent or self.threshold_cost_percent)

    def by_turns(self, method: Method = Method.GREEDY) -> Rule:
        """The rule of turns beside the same thresholds and ties, without what only the others have."""
        return replace(
            self, method=method, utility=None, completion=None, step=0, fill=False, comparison=False, prizes=()
        )

    def to_data(self) -> dict[str, Any]:
        """Method, variant, ties and seed always; the others only where they are set. SPEC §6.3"""
        always = ("method", "variant", "threshold", "all_fit", "ties", "lot_seed")
        data = {name: value for name, value in asdict(self).items() if name in always or value}
        data["ties"] = [str(criterion) for criterion in self.ties]
        for name in ("scores", "prizes", "caps"):
            if name in data:
                data[name] = list(data[name])
        return data

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Rule:
        values = dict(data)
        values["method"], values["variant"] = Method(data["method"]), Variant(data["variant"])
        values["ties"] = tuple(Criterion(word) for word in data["ties"])
        for name, kind in (("utility", Utility), ("completion", Completion)):
            if name in data:
                values[name] = kind(data[name])
        if "share" in data:
            values["share"] = Share(**data["share"])
        values["caps"] = tuple(Cap(**(cap | {"kind": CapKind(cap["kind"])})) for cap in data.get("caps", ()))
        for name in ("scores", "prizes"):
            values[name] = tuple(data.get(name, ()))
        return cls(**values)
