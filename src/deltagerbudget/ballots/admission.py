"""From an identity to a voting session: who may vote, judged by the frozen rules, and forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deltagerbudget.acts.vocabulary import Channel
from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.casting import begin_session
from deltagerbudget.ballots.models import Eligible, Roll, SetAside, Station, Vote
from deltagerbudget.ballots.pending import REGISTRY, area_by, asks_registry, keep_pending, keeps_secret, settle
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


@dataclass(frozen=True)
class Judged:
    """Somebody who may vote here."""

    pseudonym: str
    area: str
    # Neither a roll nor the register said where they live: the health card did, which staff saw.
    by_card: bool = False


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
    who = judge(vote, person_ref=person_ref, birth_date=birth_date, area=area, channel=channel)
    return begin_session(vote, pseudonym=who.pseudonym, area=who.area, channel=channel, station=station, at=at)


def judge(vote: Vote, *, person_ref: str, birth_date: date | None, area: str | None, channel: Channel) -> Judged:
    """Whether this person may vote here, by the roll, else the register, else what is said. Raises NotEligibleError.

    ``area`` is what the login says, or staff by the health card that they saw.
    """
    pseudonym = keybox.pseudonym(vote.pk, person_ref)
    roll = Roll.objects.filter(vote=vote).first()
    found = asks_registry(vote)
    if roll is not None:
        return Judged(pseudonym, _on_roll(vote, roll, pseudonym))
    if found is not None:
        # First the age: it needs no register, and who is too young is not asked for.
        _refuse(ineligible_age(vote.eligibility(), birth_date=birth_date, act="vote"))
        by_hand = Eligible.objects.filter(vote=vote, pseudonym=pseudonym).first()
        if by_hand is not None:
            return Judged(pseudonym, by_hand.area)
        return _by_registry(vote, found, pseudonym, person_ref, area, has_shown_id=channel in SEEN)
    _refuse(ineligible(vote.eligibility(), birth_date=birth_date, area=area, act="vote"))
    return Judged(pseudonym, str(area))


def _refuse(reason: Ineligible | None) -> None:
    if reason is not None:
        raise NotEligibleError(reason)


def _by_registry(
    vote: Vote, found: ResidenceRegistry, pseudonym: str, person_ref: str, said: str | None, *, has_shown_id: bool
) -> Judged:
    """The area that the register says. While it does not answer, the voter may vote, and is looked up later.

    Where it says nothing, staff who have the person before them go by the health card.
    """
    try:
        residence = looked_up(found, person_ref.removeprefix("dk:cpr:"))
    except RegistryDownError:
        silent = _("The register does not answer. See the health card, and choose the area that stands there.")
        if has_shown_id:
            # Whoever waits already is looked up all the same, once the register answers.
            return _by_card(vote, pseudonym, said, Ineligible("silent", silent))
        keep_pending(vote, pseudonym, person_ref)
        areas = vote.eligibility().areas
        only = next(iter(areas)) if len(areas) == 1 else ""
        return Judged(pseudonym, said if said is not None and said in areas else only)
    if keeps_secret(residence):
        words = _(
            "Your address is protected, so we cannot see your area here. Show your health card at a voting place, if "
            "the vote has any, or call us: we help. If you have handed in a ballot already, it waits for that."
        )
        protected = Ineligible("protected", words)
        if has_shown_id:
            who = _by_card(vote, pseudonym, said, protected)
            settle(vote, pseudonym)
            return who
        raise NotEligibleError(protected)
    area = area_by(vote, residence)
    settle(vote, pseudonym, against="" if area else REGISTRY)
    if not area:
        _refuse_elsewhere(vote)
    return Judged(pseudonym, area)


def _by_card(vote: Vote, pseudonym: str, said: str | None, unseen: Ineligible) -> Judged:
    """SECURITY: what the register has once said against somebody, no card says otherwise."""
    if not said:
        raise NotEligibleError(unseen)
    was_refused = SetAside.objects.filter(vote=vote, pseudonym=pseudonym, reason=REGISTRY).exists()
    if was_refused or said not in vote.eligibility().areas:
        _refuse_elsewhere(vote)
    return Judged(pseudonym, said, by_card=True)


def _refuse_elsewhere(vote: Vote) -> None:
    _refuse(ineligible(vote.eligibility(), birth_date=None, area=None, act="vote"))


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
