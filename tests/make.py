"""Reachable states for tests, built by the acts themselves.

Cast: Anna (resident), Bo (caseworker), Tove and Tom (process owners), Fie (local council), Uffe (stranger).
Time: PostgreSQL judges a vote by its own clock, so tests stay in real time and ``shift_to`` moves the dates instead.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from django.utils import timezone
from django.utils.text import slugify
from PIL import Image
from tests.promises import by_hand
from tests.remembered import remembered

from deltagerbudget.accounts.models import Person
from deltagerbudget.accounts.refs import account_ref
from deltagerbudget.acts.actor import SYSTEM, Actor
from deltagerbudget.acts.models import Grant
from deltagerbudget.acts.request import actor_for
from deltagerbudget.acts.vocabulary import Channel, PhaseKind, Role
from deltagerbudget.areas.models import Area
from deltagerbudget.ballots import actions as ballots
from deltagerbudget.ballots import casting, keybox
from deltagerbudget.ballots.models import Vote, VotingSession
from deltagerbudget.pictures.decoding import decoded
from deltagerbudget.pictures.keeping import Illustration, keep
from deltagerbudget.pictures.models import Picture
from deltagerbudget.pools.actions import appropriate_money
from deltagerbudget.pools.models import Pool
from deltagerbudget.processes import actions as processes
from deltagerbudget.processes.models import Phase, Process
from deltagerbudget.processes.rules import Point, Span
from deltagerbudget.proposals.actions import Signature, add_picture, start_proposal, submit_proposal
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.realisation.models import Release
from deltagerbudget.realisation.promising import record_release
from deltagerbudget.results.actions import count_votes, publish_result
from deltagerbudget.results.models import Result
from deltagerbudget.review.actions import (
    answer_revision,
    approve_refusal,
    ask_revision,
    assign_review,
    decide_proposal,
    finish_review,
    release_decisions,
)
from deltagerbudget.review.models import Decision, Department
from deltagerbudget.review.rules import Answer, Ruling, Verdict
from deltagerbudget.ui.danish import sort_key

LENGTH = timedelta(days=14)
NAMES = {
    PhaseKind.PREPARATION: "Forberedelse",
    PhaseKind.IDEAS: "Forslag",
    PhaseKind.SUPPORT: "Støtterunde",
    PhaseKind.REVIEW: "Vurdering",
    PhaseKind.VOTE: "Afstemning",
    PhaseKind.COUNT: "Optælling",
    PhaseKind.REALISATION: "Gennemførelse",
    PhaseKind.EVALUATION: "Evaluering",
}
# What a deltagerbudget has unless a test asks for a support round too.
USUAL = tuple(kind for kind in PhaseKind if kind != PhaseKind.SUPPORT)
_serial = itertools.count(1)


def now() -> datetime:
    return timezone.now().replace(second=0, microsecond=0)


def today() -> date:
    """The day in Denmark, which is not UTC's between 23 and 24."""
    return timezone.localdate()


def area(name: str = "Tranbjerg") -> Area:
    found, _ = Area.objects.get_or_create(
        name=name, defaults={"slug": slugify(name.replace("å", "aa")), "sort_key": sort_key(name)}
    )
    return found


def person(name: str, *, age: int = 34, residence: str = "tranbjerg", **values: Any) -> Person:
    """The same name is the same person."""
    born = date(today().year - age - 1, 6, 15)
    found, _ = Person.objects.get_or_create(
        ref=account_ref(f"oidc:test|{name}"),
        defaults={"name": name, "email": f"{slugify(name)}@example.dk", "birth_date": born, "residence": residence}
        | values,
    )
    return found


def staff(name: str, role: Role, where: Area | None = None) -> Actor:
    holder = person(name, age=45)
    Grant.objects.get_or_create(person=holder, role=role, area=where)
    return actor_for(holder.pk)


def anna() -> Actor:
    return actor_for(person("Anna Jensen").pk)


def uffe() -> Actor:
    return actor_for(person("Uffe Uvedkommende", residence="viby").pk)


def tove() -> Actor:
    return staff("Tove Tovholder", Role.OWNER)


def tom() -> Actor:
    return staff("Tom Tovholder", Role.OWNER)


def fie() -> Actor:
    return staff("Fie Fællesråd", Role.PARTNER, area())


def administrator() -> Actor:
    return staff("Adam Administrator", Role.ADMINISTRATOR)


def bo(department: str = "Teknik og Miljø") -> Actor:
    actor = staff("Bo Sagsbehandler", Role.CASEWORKER)
    found, _ = Department.objects.get_or_create(name=department)
    found.members.add(Person.objects.get(pk=actor.person_id))
    return actor


def department(name: str = "Teknik og Miljø") -> Department:
    bo(name)
    return Department.objects.get(name=name)


def pool(amount_ore: int = 1_000_000_000) -> Pool:
    found, is_new = Pool.objects.get_or_create(
        slug="oplandspuljen", defaults={"name": "Oplandspuljen", "purpose": "Udvikling i oplandet"}
    )
    if is_new:
        appropriate_money(
            administrator(), found, year=today().year, amount_ore=amount_ore, decision="Investeringsplan", at=now()
        )
    return found


def spans(current: PhaseKind, at: datetime, kinds: Sequence[PhaseKind] = USUAL) -> list[Span]:
    """Two weeks a phase by the clock on the wall, whatever summer time does; the current one began an hour ago."""
    start = timezone.localtime(at) - timedelta(hours=1) - LENGTH * list(kinds).index(current)
    return [
        Span(kind, NAMES[kind], start + LENGTH * place, start + LENGTH * (place + 1))
        for place, kind in enumerate(kinds)
    ]


@remembered()
def draft_process(current: PhaseKind = PhaseKind.PREPARATION, **values: Any) -> Process:
    """In preparation: nothing ticked, no money, no contact."""
    at, kinds = now(), values.pop("kinds", USUAL)
    title = values.pop("title", f"Et bedre sted {next(_serial)} her")
    given = {
        "title": title,
        "theme": "community",
        "challenge": "Vi mangler steder at mødes.",
        "amount_ore": 8_000_000,
        "age_on": timezone.localdate(at),
    }
    created = processes.create_process(
        tove(), slug=slugify(title), areas=[area()], values=given | values, at=at, is_example=True
    )
    return processes.schedule_phases(tove(), created, spans=spans(current, at, kinds), at=at)


@remembered()
def process(current: PhaseKind = PhaseKind.IDEAS, **values: Any) -> Process:
    """Opened, and now in this phase."""
    at = now()
    created = draft_process(current, **values)
    mandate = {"mandate_body": "Byrådet", "mandate_on": timezone.localdate(at), "mandate_text": "Punkt 4"}
    processes.edit_process(tove(), created, values=mandate, at=at)
    contact = {"name": "Tove Tovholder", "title": "Tovholder", "phone": "12 34 56 78", "email": "tove@example.dk"}
    processes.set_contacts(tove(), created, contacts=[contact], at=at)
    processes.allocate_money(tove(), created, pool(), amount_ore=created.amount_ore, at=at)
    for point in (Point.PARTNER, Point.CRITERIA, Point.LANDOWNER, Point.LETTERS):
        processes.tick_checklist(tove(), created, point, at=at)
    return processes.open_process(tove(), created, at=at)


def shift_to(process: Process, kind: PhaseKind, *, into: timedelta = timedelta(hours=1)) -> Process:
    """Move every date of the process, and of its vote, so that this phase began ``into`` ago."""
    starts_at = process.phases.get(kind=kind).starts_at
    delta = now() - into - starts_at
    # By hand and outside the acts: this is the clock of the tests. Far away first, so that no check is hit.
    votes = list(Vote.objects.filter(process=process))
    with by_hand() if votes else nullcontext():
        for phase in process.phases.all():
            Phase.objects.filter(pk=phase.pk).update(starts_at=phase.starts_at + delta, ends_at=phase.ends_at + delta)
        if process.decisions_at is not None:
            Process.objects.filter(pk=process.pk).update(decisions_at=process.decisions_at + delta)
        for vote in votes:
            Vote.objects.filter(pk=vote.pk).update(opens_at=vote.opens_at + delta, closes_at=vote.closes_at + delta)
    return Process.objects.get(pk=process.pk)


def draft(process: Process, *, author: Actor | None = None, **values: Any) -> Proposal:
    texts = {
        "title": f"En bænk ved søen {next(_serial)} her",
        "what": "En bænk med ryglæn og plads til en kørestol.",
        "why": "Så man kan hvile sig.",
        "for_whom": "Alle, der går tur",
        "place": "Ved stien",
    }
    return start_proposal(author or anna(), process, values=texts | values, signature=Signature(), at=now())


def submitted(process: Process, *, author: Actor | None = None, **values: Any) -> Proposal:
    return submit_proposal(author or anna(), draft(process, author=author, **values), at=now())


def illustration(alt: str = "En rød bænk ved søen", image: Image.Image | None = None) -> Illustration:
    """A picture that somebody has just sent in."""
    file = BytesIO()
    (image or Image.new("RGB", (480, 320), "green")).save(file, "PNG")
    return Illustration(keep(decoded(file, file.tell())), alt, "Anna Jensen")


def pictured(proposal: Proposal, *, author: Actor | None = None, alt: str = "En rød bænk ved søen") -> Picture:
    return add_picture(author or anna(), proposal, given=illustration(alt), at=now())


def author(number: int) -> Actor:
    """One of many residents, so that no one meets the limit of proposals."""
    return actor_for(person(f"Forfatter {number}").pk)


def reviewed(proposal: Proposal, *, price_ore: int = 3_200_000, verdict: Verdict = Verdict.FEASIBLE) -> Proposal:
    """One department has finished its review. The process must be in review."""
    review = assign_review(tove(), proposal, department(), due_on=today(), at=now())
    values = {"verdict": verdict, "price_ore": price_ore, "reason": "Det kan lade sig gøre."}
    finish_review(bo(), review, values=values, at=now())
    return proposal


def heard(proposal: Proposal) -> Proposal:
    """The authors had their right to change the proposal, and keep it as it is."""
    ask_revision(tove(), proposal, wish="Kan den flyttes?", until=today() + timedelta(days=7), at=now())
    keeper = actor_for(proposal.author_ids()[0])
    answer_revision(keeper, proposal, answer=Answer.KEPT, at=now())
    return Proposal.objects.get(pk=proposal.pk)


def refused(proposal: Proposal, reason: str = "Der ligger et kabel.") -> Decision:
    """Asked for a change first; decided by Tove, and waits for its second person."""
    return decide_proposal(tove(), heard(proposal), ruling=Ruling.REFUSE, reason=reason, price_ore=None, at=now())


def decided(proposal: Proposal, *, price_ore: int | None = 3_200_000, reason: str = "God idé.") -> Proposal:
    """Admitted at the price, or (no price) refused by two persons. Not released."""
    if price_ore is None:
        approve_refusal(tom(), refused(proposal, reason), at=now())
        return proposal
    decide_proposal(tove(), proposal, ruling=Ruling.ADMIT, reason=reason, price_ore=price_ore, at=now())
    return proposal


@remembered()
def with_prices(prices_ore: Sequence[int | None], **values: Any) -> Process:
    """In review, decisions released: one proposal for each price, None refused."""
    made = process(PhaseKind.IDEAS, **values)
    proposals = [submitted(made, author=author(place)) for place, _ in enumerate(prices_ore)]
    made = shift_to(made, PhaseKind.REVIEW)
    for proposal, price_ore in zip(proposals, prices_ore, strict=True):
        decided(proposal, price_ore=price_ore)
    release_decisions(tove(), made, at=now())
    return Process.objects.get(pk=made.pk)


@remembered("process")
def frozen(prices_ore: Sequence[int] = (3_200_000, 7_845_000, 2_000_000), **values: Any) -> Vote:
    """Frozen by two persons and the lot drawn; the process is still in review."""
    return froze(settled(prices_ore, **values))


@remembered()
def settled(prices_ore: Sequence[int | None], **values: Any) -> Process:
    """Released, and nobody has appealed."""
    made = with_prices(prices_ore, **values)
    # By hand and outside the acts, like the dates: the days of appeal are over.
    made.proposals.filter(appeal_until__isnull=False).update(appeal_until=now() - timedelta(days=1))
    return made


def froze(made: Process) -> Vote:
    """The same for a process that is ready for it."""
    ballots.freeze_vote(tove(), made, at=now())
    vote = ballots.freeze_vote(tom(), made, at=now())
    assert vote is not None
    draw = {"seed": "7 12 19 23 31", "source": "Lotto, lørdag"}
    ballots.draw_lot(tove(), vote, **draw, at=now())
    ballots.draw_lot(tom(), vote, **draw, at=now())
    return Vote.objects.select_related("process").get(pk=vote.pk)


@remembered("process")
def open_vote(prices_ore: Sequence[int] = (3_200_000, 7_845_000, 2_000_000), **values: Any) -> Vote:
    vote = frozen(prices_ore, **values)
    shift_to(vote.process, PhaseKind.VOTE)
    return Vote.objects.select_related("process").get(pk=vote.pk)


def pseudonym(vote: Vote, name: str) -> str:
    return keybox.pseudonym(vote.pk, f"oidc:test|{name}")


def voter(vote: Vote, name: str = "anna") -> VotingSession:
    sid = casting.begin_session(
        vote, pseudonym=pseudonym(vote, name), area="tranbjerg", channel=Channel.MITID, at=now()
    )
    session = casting.session_of(sid, vote, at=now())
    assert session is not None
    return session


def cast(vote: Vote, name: str, numbers: Sequence[int | str]) -> casting.Stored:
    """The voter's ballot, or a change of it."""
    session = voter(vote, name)
    stored = casting.stored_ballot(session)
    return casting.cast_ballot(
        session,
        raw=[str(number) for number in numbers],
        idempotency_key=ballots.new_idempotency_key(),
        expected_version=stored.version if stored else 0,
        ticket_at=None,
        at=now(),
    )


def closed(vote: Vote) -> Vote:
    """The clock has passed the end and the minutes of grace."""
    process = shift_to(vote.process, PhaseKind.COUNT)
    return ballots.close_vote(SYSTEM, process.vote, at=now())


def counted(vote: Vote) -> Result:
    return count_votes(tove(), vote, at=now())


def published(vote: Vote) -> Result:
    result = counted(vote)
    publish_result(tove(), result, at=now())
    publish_result(tom(), result, at=now())
    return Result.objects.select_related("vote__process").get(pk=result.pk)


@remembered("vote__process")
def finished(
    prices_ore: Sequence[int] = (3_200_000, 7_845_000, 2_000_000),
    choices: Sequence[Sequence[int]] = ((1, 3), (1,), (2,), (2,), (1, 3)),
    **values: Any,
) -> Result:
    """Voted, closed, counted and published."""
    vote = open_vote(prices_ore, **values)
    for place, numbers in enumerate(choices):
        cast(vote, f"voter {place}", numbers)
    return published(closed(vote))


def released(process: Process) -> Release:
    """The city council has released the money of the winners; once."""
    found = process.releases.first()
    return found or record_release(tove(), process, body="Byrådet", decided_on=today(), at=now())
