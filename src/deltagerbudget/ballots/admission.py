"""From an identity to a voting session: who may vote, judged by the frozen rules, and forgotten."""

from __future__ import annotations

from datetime import date, datetime

from deltagerbudget.acts.vocabulary import Channel
from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.casting import begin_session
from deltagerbudget.ballots.models import Station, Vote
from deltagerbudget.processes.rules import Ineligible, ineligible


class NotEligibleError(Exception):
    """This person may not vote here; ``reason`` says why and what to do."""

    def __init__(self, reason: Ineligible) -> None:
        super().__init__(reason.code)
        self.reason = reason


def admit(
    vote: Vote,
    *,
    person_ref: str,
    birth_date: date | None,
    area: str | None,
    channel: Channel,
    at: datetime,
    station: Station | None = None,
) -> str:
    """The secret of a new voting session. Raises NotEligibleError.

    SECURITY: of the person only the pseudonym remains.
    """
    reason = ineligible(vote.eligibility(), birth_date=birth_date, area=area, act="vote")
    if reason is not None:
        raise NotEligibleError(reason)
    assert area is not None  # noqa: S101 - an eligible person lives in one of the areas
    pseudonym = keybox.pseudonym(vote.pk, person_ref)
    return begin_session(vote, pseudonym=pseudonym, area=area, channel=channel, station=station, at=at)
