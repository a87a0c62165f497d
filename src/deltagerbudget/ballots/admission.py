"""From an identity to a voting session: who may vote, judged by the frozen rules, and forgotten."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deltagerbudget.acts.vocabulary import Channel
from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.casting import begin_session
from deltagerbudget.ballots.models import Eligible, Roll, Station, Vote
from deltagerbudget.ballots.pending import area_by, asks_registry, keep_pending, settle
from deltagerbudget.identity.residence import RegistryDownError, ResidenceRegistry, looked_up
from deltagerbudget.processes.rules import Ineligible, ineligible, ineligible_age
from deltagerbudget.ui import danish

# Ways to vote by which staff have the person before them.
SEEN = frozenset({Channel.DESK, Channel.PAPER})


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
    found = asks_registry(vote)
    if roll is not None:
        area = _on_roll(vote, roll, pseudonym)
    elif found is not None:
        # First the age: it needs no register, and who is too young is not asked for.
        _refuse(ineligible_age(vote.eligibility(), birth_date=birth_date, act="vote"))
        area = _by_registry(vote, found, pseudonym, person_ref, area, has_shown_id=channel in SEEN)
    else:
        _refuse(ineligible(vote.eligibility(), birth_date=birth_date, area=area, act="vote"))
    assert area is not None  # noqa: S101 - an eligible person lives in one of the areas
    return begin_session(vote, pseudonym=pseudonym, area=area, channel=channel, station=station, at=at)


def _refuse(reason: Ineligible | None) -> None:
    if reason is not None:
        raise NotEligibleError(reason)


def _by_registry(
    vote: Vote, found: ResidenceRegistry, pseudonym: str, person_ref: str, said: str | None, *, has_shown_id: bool
) -> str:
    """The area that the register says. While it does not answer, the voter may vote, and is looked up later.

    A protected address that the register keeps to itself is judged by staff, who have the person before them.
    """
    areas = vote.eligibility().areas
    try:
        residence = looked_up(found, person_ref.removeprefix("dk:cpr:"))
    except RegistryDownError:
        keep_pending(vote, pseudonym, person_ref)
        only = next(iter(areas)) if len(areas) == 1 else ""
        return said if said is not None and said in areas else only
    if residence is not None and residence.protected and not residence.road:
        if has_shown_id and said in areas:
            return str(said)
        raise NotEligibleError(
            Ineligible("protected", _("Your address is protected, so we cannot see your area here. Call us: we help."))
        )
    area = area_by(vote, residence)
    settle(vote, pseudonym, has_right=bool(area))
    if not area:
        _refuse(ineligible(vote.eligibility(), birth_date=None, area=None, act="vote"))
    return area


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
