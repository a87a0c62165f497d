"""How many ballots came by post, and what has become of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from deltagerbudget.ballots.models import Vote
from deltagerbudget.polling.post_models import Fate, FormEntry, PostCount


@dataclass(frozen=True)
class PostSums:
    """``first`` are entered once, ``differing`` twice and not alike."""

    received: int
    fates: Mapping[str, int]
    first: int
    differing: int

    def of(self, fate: Fate) -> int:
        return self.fates.get(fate.value, 0)

    @property
    def waiting(self) -> int:
        return self.first + self.differing

    @property
    def done(self) -> int:
        """In the ballot box, or set aside."""
        return sum(self.fates.values())

    @property
    def missing(self) -> int:
        """Opened, and neither in the box nor set aside."""
        return max(self.received - self.done, 0)

    @property
    def is_even(self) -> bool:
        """One person can sign off. Nobody can look up a ballot without a valid code, so two answer for those."""
        return self.received == self.done and not self.waiting and not self.of(Fate.CODE)

    @property
    def rows(self) -> list[tuple[str, int]]:
        """In words, those that are none left out, but for the first."""
        return [(str(fate.label), self.of(fate)) for fate in Fate if self.of(fate) or fate is Fate.CAST]


def post_sums_of(vote: Vote) -> PostSums:
    numbers = dict(PostCount.objects.filter(vote=vote).values_list("fate", "number"))
    entries = FormEntry.objects.filter(code__vote=vote).values("code").annotate(rows=Count("pk"))
    by_rows = Counter(min(row["rows"], 2) for row in entries)
    received = numbers.pop("", 0)
    return PostSums(received, numbers, by_rows[1], by_rows[2])
