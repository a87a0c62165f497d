"""Ballots of voters whose residence could not be seen when they came: kept, and counted once it has been."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.models import Ballot, Eligible, PendingCheck, Roll, SetAside, Vote
from deltagerbudget.identity.residence import RegistryDownError, Residence, ResidenceRegistry, looked_up, registry
from deltagerbudget.processes.residence import area_of

# So many at a time: while a register is slow, everything else that the clock does waits.
MOST_AT_ONCE = 25
# Why the ballot of somebody who waited does not count: the register says that they live elsewhere, it keeps a protected
# address to itself, the roll does not know them, or nothing was answered in time.
REGISTRY, PROTECTED, OFF_ROLL, UNANSWERED = "registry", "protected", "roll", "unanswered"
_ANSWERS = (REGISTRY, PROTECTED, OFF_ROLL)
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


def settle(vote: Vote, pseudonym: str, *, against: str = "") -> None:
    """Somebody has answered, so the number goes. Whoever has no right keeps the ballot, uncounted."""
    PendingCheck.objects.filter(vote=vote, pseudonym=pseudonym).delete()
    SetAside.objects.filter(vote=vote, pseudonym=pseudonym, reason__in=_ANSWERS).delete()
    if against:
        SetAside.objects.get_or_create(vote=vote, pseudonym=pseudonym, defaults={"reason": against})


def settle_by_roll(vote: Vote) -> None:
    """A roll has just been loaded, or one person put on it: whoever stands there waits no longer, and counts."""
    on_roll = Exists(Eligible.objects.filter(vote=OuterRef("vote"), pseudonym=OuterRef("pseudonym")))
    PendingCheck.objects.filter(on_roll, vote=vote).delete()
    SetAside.objects.filter(on_roll, vote=vote, reason__in=_ANSWERS).delete()


def leave_uncounted(vote: Vote) -> int:
    """How many ballots. The numbers go, also of those who came and did not vote."""
    waiting = list(_with_ballot(vote).values_list("pseudonym", flat=True))
    rows = [SetAside(vote=vote, pseudonym=pseudonym, reason=UNANSWERED) for pseudonym in waiting]
    SetAside.objects.bulk_create(rows, ignore_conflicts=True)
    PendingCheck.objects.filter(vote=vote).delete()
    return len(waiting)


def uncounted(vote: Vote) -> dict[str, int]:
    """How many ballots lie in the box and do not count because of where their voters live, or because nobody said."""
    same = {"vote": OuterRef("vote"), "pseudonym": OuterRef("pseudonym")}
    cast = SetAside.objects.filter(Exists(Ballot.objects.filter(**same)), vote=vote)
    found = dict(cast.values_list("reason").annotate(number=Count("pk")))
    silent = found.pop(UNANSWERED, 0)
    return {"elsewhere": sum(found.values()), "unanswered": silent}


def seen_as(vote: Vote, pseudonym: str) -> str:
    """What the booth tells a voter of their own ballot: that it waits, or why it does not count; mostly nothing."""
    if not vote.address_ranges:
        return ""
    if PendingCheck.objects.filter(vote=vote, pseudonym=pseudonym).exists():
        return "waits"
    return SetAside.objects.filter(vote=vote, pseudonym=pseudonym).values_list("reason", flat=True).first() or ""


def waiting_ballots(vote: Vote) -> int:
    """How many voters with a ballot have not been looked up yet."""
    return _with_ballot(vote).count()


def _with_ballot(vote: Vote) -> QuerySet[PendingCheck]:
    cast = Ballot.objects.filter(vote=OuterRef("vote"), pseudonym=OuterRef("pseudonym"))
    return PendingCheck.objects.filter(Exists(cast), vote=vote).order_by("pseudonym")


def votes_to_check(at: datetime) -> list[Vote]:
    """Votes with somebody to look up; each comes up once a minute."""
    waiting = Vote.objects.filter(pk__in=PendingCheck.objects.values("vote"), keys_destroyed_at=None)
    due = waiting.select_related("process")
    return [vote for vote in due if _can_ask(vote) and cache.add(f"residence-{vote.pk}", at.isoformat(), _MINUTE)]


def check_residence(actor: Actor, vote: Vote, *, at: datetime) -> Checked:
    """Ask the register again for those who wait. By the clock, or by hand before the count.

    The register is asked before anything is locked: while it is slow, people must be able to vote.
    """
    process = vote.process
    permit(Act.CHECK_RESIDENCE, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    answers = _answers(vote)
    with transaction.atomic():
        vote = Vote.objects.select_for_update(of=("self",)).select_related("process").get(pk=vote.pk)
        for pseudonym, against in answers.items():
            settle(vote, pseudonym, against=against)
        right = sum(not against for against in answers.values())
        if answers:
            record(Act.CHECK_RESIDENCE, actor, vote, at=at, process_id=vote.process_id, checked=len(answers))
    return Checked(right, len(answers) - right, PendingCheck.objects.filter(vote=vote).count())


def _can_ask(vote: Vote) -> bool:
    return asks_registry(vote) is not None or Roll.objects.filter(vote=vote).exists()


def _answers(vote: Vote) -> dict[str, str]:
    """By pseudonym "" or why the voter has no right; of those who have been answered for."""
    if Roll.objects.filter(vote=vote).exists():
        return _of_roll(vote)
    found, answers = asks_registry(vote), {}
    if found is None:
        return {}
    box = keybox.box(vote.pk)
    # In another order each time: where the register fails on one number, the rest come before it another time.
    for row in PendingCheck.objects.filter(vote=vote).order_by("?")[:MOST_AT_ONCE]:
        number = box.decrypt_reference(row.pseudonym, bytes(row.encrypted_ref)).removeprefix("dk:cpr:")
        try:
            residence = looked_up(found, number)
        except RegistryDownError:
            # It will not answer for the next one either.
            break
        answers[row.pseudonym] = PROTECTED if keeps_secret(residence) else "" if area_by(vote, residence) else REGISTRY
    return answers


def keeps_secret(residence: Residence | None) -> bool:
    """A protected address that the register does not tell: whoever sees an ID judges it."""
    return residence is not None and residence.protected and not residence.road


def _of_roll(vote: Vote) -> dict[str, str]:
    """The roll comes before the register. Until the vote closes somebody may still be put on it."""
    waiting = set(PendingCheck.objects.filter(vote=vote).values_list("pseudonym", flat=True))
    known = set(Eligible.objects.filter(vote=vote, pseudonym__in=waiting).values_list("pseudonym", flat=True))
    strangers = waiting - known if vote.closed_at is not None else set()
    return dict.fromkeys(known, "") | dict.fromkeys(strangers, OFF_ROLL)
