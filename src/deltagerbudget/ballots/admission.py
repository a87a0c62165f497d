"""From an identity to a voting session: who may vote, judged by the frozen rules, and forgotten."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deltagerbudget.acts.vocabulary import Channel
from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.casting import begin_session
from deltagerbudget.ballots.models import Eligible, Roll, Station, Vote
from deltagerbudget.processes.rules import Ineligible, ineligible
from deltagerbudget.ui import danish


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
    pseudonym = keybox.pseudonym(vote.pk, person_ref)
    roll = Roll.objects.filter(vote=vote).first()
    if roll is not None:
        area = _on_roll(vote, roll, pseudonym)
    else:
        reason = ineligible(vote.eligibility(), birth_date=birth_date, area=area, act="vote")
        if reason is not None:
            raise NotEligibleError(reason)
    assert area is not None  # noqa: S101 - an eligible person lives in one of the areas
    return begin_session(vote, pseudonym=pseudonym, area=area, channel=channel, station=station, at=at)


def _on_roll(vote: Vote, roll: Roll, pseudonym: str) -> str:
    """The area that the roll says. Age and residence were judged when it was made, whatever has changed since."""
    found = Eligible.objects.filter(vote=vote, pseudonym=pseudonym).first()
    if found is None:
        words = _(
            "You are not on the list of those who may vote here. It holds those who lived in the area on %(day)s and "
            "are old enough. Call us if that is you: we can put you on the list while the vote is open."
        )
        raise NotEligibleError(Ineligible("roll", words % {"day": danish.day(roll.cut_off, get_language() or "da")}))
    return found.area
