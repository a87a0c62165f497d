"""Ballots of voters whose residence could not be seen when they came: kept, and counted once it has been."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, OuterRef

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.models import Ballot, PendingCheck, SetAside, Vote
from deltagerbudget.identity.residence import RegistryDownError, Residence, ResidenceRegistry, looked_up, registry
from deltagerbudget.processes.residence import area_of

# So many at a time: while a register is slow, everything else that the clock does waits.
MOST_AT_ONCE = 25
REGISTRY = "registry"
_MINUTE = 60


@dataclass(frozen=True)
class Checked:
    """What a round of asking came to."""

    right: int
    wrong: int
    waiting: int


def asks_registry(vote: Vote) -> ResidenceRegistry | None:
    """The register that answers for this vote; None where the login or a roll does."""
    return registry() if vote.address_ranges and vote.ref_kind == "cpr" else None


def area_by(vote: Vote, residence: Residence | None) -> str:
    """The area of an address, "" outside those of the vote."""
    if residence is None:
        return ""
    found = area_of(vote.address_ranges, residence.municipality, residence.road, residence.house)
    return found if found and found in vote.eligibility().areas else ""


def keep_pending(vote: Vote, pseudonym: str, person_ref: str) -> None:
    """SECURITY: the number is encrypted under the keys of the vote, and goes as soon as the register has answered."""
    encrypted = keybox.box(vote.pk).encrypt_reference(pseudonym, person_ref)
    PendingCheck.objects.get_or_create(vote=vote, pseudonym=pseudonym, defaults={"encrypted_ref": encrypted})


def settle(vote: Vote, pseudonym: str, *, has_right: bool) -> None:
    """The register has answered, so the number goes. Whoever has no right keeps the ballot, uncounted."""
    PendingCheck.objects.filter(vote=vote, pseudonym=pseudonym).delete()
    if has_right:
        SetAside.objects.filter(vote=vote, pseudonym=pseudonym, reason=REGISTRY).delete()
    else:
        SetAside.objects.get_or_create(vote=vote, pseudonym=pseudonym, defaults={"reason": REGISTRY})


def is_pending(vote: Vote, pseudonym: str) -> bool:
    return bool(vote.address_ranges) and PendingCheck.objects.filter(vote=vote, pseudonym=pseudonym).exists()


def waiting_ballots(vote: Vote) -> int:
    """How many voters with a ballot have not been looked up yet."""
    cast = Ballot.objects.filter(vote=OuterRef("vote"), pseudonym=OuterRef("pseudonym"))
    return PendingCheck.objects.filter(Exists(cast), vote=vote).count()


def votes_to_check(at: datetime) -> list[Vote]:
    """Votes with somebody to look up; each comes up once a minute."""
    waiting = Vote.objects.filter(pk__in=PendingCheck.objects.values("vote"), keys_destroyed_at=None)
    due = waiting.select_related("process")
    return [vote for vote in due if asks_registry(vote) and cache.add(f"residence-{vote.pk}", at.isoformat(), _MINUTE)]


def check_residence(actor: Actor, vote: Vote, *, at: datetime) -> Checked:
    """Ask the register again for those who wait. By the clock, or by hand before the count.

    The register is asked before anything is locked: while it is slow, people must be able to vote.
    """
    process = vote.process
    permit(Act.CHECK_RESIDENCE, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    answers = _answers(vote)
    with transaction.atomic():
        vote = Vote.objects.select_for_update(of=("self",)).select_related("process").get(pk=vote.pk)
        for pseudonym, has_right in answers.items():
            settle(vote, pseudonym, has_right=has_right)
        right = sum(answers.values())
        if answers:
            record(Act.CHECK_RESIDENCE, actor, vote, at=at, process_id=vote.process_id, checked=len(answers))
    return Checked(right, len(answers) - right, PendingCheck.objects.filter(vote=vote).count())


def _answers(vote: Vote) -> dict[str, bool]:
    """By pseudonym whether the voter lives in an area of the vote; of those whom the register answered for."""
    found, answers = asks_registry(vote), {}
    if found is None:
        return {}
    box = keybox.box(vote.pk)
    for row in PendingCheck.objects.filter(vote=vote).order_by("pseudonym")[:MOST_AT_ONCE]:
        number = box.decrypt_reference(row.pseudonym, bytes(row.encrypted_ref)).removeprefix("dk:cpr:")
        try:
            answers[row.pseudonym] = bool(area_by(vote, looked_up(found, number)))
        except RegistryDownError:
            # It will not answer for the next one either.
            break
    return answers
