"""How many ballots on paper a place has handed out, and what has become of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum

from deltagerbudget.ballots.models import Station


@dataclass(frozen=True)
class Sums:
    """``out`` and ``back`` are what the desk has counted, ``handed`` are the voters who are locked for their paper."""

    out: int
    back: int
    handed: int
    entered: int

    @property
    def missing(self) -> int:
        """Handed out, and in no batch: the voter took it home, or it is gone."""
        return self.handed - self.entered

    @property
    def is_even(self) -> bool:
        """Whether the desk, the locks and the box say the same."""
        return self.out - self.back == self.handed == self.entered


def sums_of(station: Station) -> Sums:
    counted = station.counts.aggregate(out=Sum("handed_out"), back=Sum("taken_back"))
    return Sums(
        out=counted["out"] or 0,
        back=counted["back"] or 0,
        handed=station.participations.count(),
        entered=station.batches.standing().entered(),
    )
