"""Decides who may stand behind a proposal, and what becomes of a suggestion that proposals become one. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.refusals import NotNow, NotPossible
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.proposals.rules import Stage

# Whoever made it, and five more. Authors of proposals that are put together are all kept, however many they are.
MOST_AUTHORS = 6
# Links of one proposal that wait for an answer.
MOST_INVITATIONS = 5
INVITATION_DAYS = 14
# Requests of one person in one deltagerbudget that wait for an answer.
MOST_REQUESTS = 3
LEAST_TOGETHER, MOST_TOGETHER = 2, 5
# In days: authors have at least so many to answer a suggestion, and nobody waits longer than that.
LEAST_TO_ANSWER, MOST_TO_ANSWER = 3, 30
# Suggestions of one author in one deltagerbudget, so that nobody is asked again and again.
MOST_OFFERS = 5


class Answer(TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")


class Fate(TextChoices):
    """What becomes of a suggestion now."""

    WAITS = "waits"
    MERGES = "merges"
    ENDS = "ends"


@dataclass(frozen=True)
class Standpoint:
    """One proposal of a suggestion: whether it can take part still, and what each author said; "" is nothing."""

    proposal: int
    is_open: bool
    said: tuple[str, ...]

    def is_out(self, *, is_over: bool) -> bool:
        """A no keeps one's own proposal out, and after the last day so does silence."""
        has_yes = bool(self.said) and all(word == Answer.YES for word in self.said)
        return not self.is_open or Answer.NO in self.said or (is_over and not has_yes)

    @property
    def waits(self) -> bool:
        return any(not word for word in self.said)


def fate(parts: Sequence[Standpoint], standing: int, *, is_over: bool) -> tuple[Fate, list[int]]:
    """What becomes of it, and the proposals that go together; ``standing`` is the one that stands on."""
    left = [part for part in parts if not part.is_out(is_over=is_over)]
    together = [part.proposal for part in left]
    if standing not in together or len(together) < LEAST_TOGETHER:
        return Fate.ENDS, []
    if any(part.waits for part in left):
        return Fate.WAITS, []
    return Fate.MERGES, together


def check_open(stage: Stage | str, phase: PhaseKind | None) -> None:
    """Raise a Refusal unless authors can come and go: before a decision is public."""
    if stage not in {Stage.DRAFT, Stage.SUBMITTED}:
        raise NotPossible(_("The proposal is decided, withdrawn or put together with another one."))
    if stage == Stage.DRAFT and phase != PhaseKind.IDEAS:
        raise NotNow(_("The proposal was not sent in before the deadline."))


def check_room(authors: int) -> None:
    if authors >= MOST_AUTHORS:
        raise NotPossible(
            _("A proposal can have %(most)s authors, and this one has them. Follow it instead.")
            % {"most": MOST_AUTHORS}
        )


def check_offer(stages: Sequence[Stage | str], processes: set[int], *, until: date, today: date) -> None:
    """Raise NotPossible unless these can be suggested to become one, with this last day."""
    if not LEAST_TOGETHER <= len(stages) <= MOST_TOGETHER:
        raise NotPossible(_("Choose from two to %(most)s proposals that could become one.") % {"most": MOST_TOGETHER})
    if len(processes) > 1:
        raise NotPossible(_("Only proposals of the same deltagerbudget can become one."))
    if any(stage != Stage.SUBMITTED for stage in stages):
        raise NotPossible(_("One of the proposals is decided, withdrawn or put together already. Choose again."))
    if not today + timedelta(days=LEAST_TO_ANSWER) <= until <= today + timedelta(days=MOST_TO_ANSWER):
        raise NotPossible(
            _("Give the authors from %(least)s to %(most)s days to answer. Choose another day.")
            % {"least": LEAST_TO_ANSWER, "most": MOST_TO_ANSWER}
        )
