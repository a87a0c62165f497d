"""Builds the demonstration by the acts, each at its own moment around today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.timezone import localdate

from deltagerbudget.acts.actor import SYSTEM, Actor
from deltagerbudget.acts.request import actor_for
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.areas.models import Area
from deltagerbudget.ballots import actions as ballots
from deltagerbudget.ballots import casting, keybox
from deltagerbudget.ballots.models import Ballot, Vote
from deltagerbudget.demo import (
    asked,
    assisted,
    codes,
    conversation,
    joint,
    judged,
    people,
    polling,
    post,
    stories,
    supported,
    town,
)
from deltagerbudget.demo.land import mapped, somewhere
from deltagerbudget.demo.paintings import bench_by_the_lake
from deltagerbudget.demo.stories import Idea, Story
from deltagerbudget.identity.residence import InventedRegistry
from deltagerbudget.ledger import choice as choices
from deltagerbudget.pools.actions import appropriate_money
from deltagerbudget.pools.models import Pool
from deltagerbudget.processes import actions as processes
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.residence import ALL, AddressRange
from deltagerbudget.processes.rules import Point, Span
from deltagerbudget.proposals.actions import Signature, add_picture, start_proposal, submit_proposal
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.review import actions as review
from deltagerbudget.review.models import Department, Review
from deltagerbudget.review.rules import Answer, Ruling, Verdict

# The first day of the plan that the money stands in.
PLAN_BEGINS = date(2024, 1, 1)
HERE = ZoneInfo("Europe/Copenhagen")
DAYS = {
    PhaseKind.PREPARATION: 30,
    PhaseKind.IDEAS: 30,
    PhaseKind.SUPPORT: 14,
    PhaseKind.REVIEW: 30,
    PhaseKind.VOTE: 21,
    PhaseKind.COUNT: 3,
    PhaseKind.REALISATION: 365,
    PhaseKind.EVALUATION: 60,
}
NAMES = {
    PhaseKind.PREPARATION: "Forberedelse",
    PhaseKind.IDEAS: "Stil forslag",
    PhaseKind.SUPPORT: "Støtterunde",
    PhaseKind.REVIEW: "Kommunen vurderer",
    PhaseKind.VOTE: "Afstemning",
    PhaseKind.COUNT: "Optælling",
    PhaseKind.REALISATION: "Projekterne bygges",
    PhaseKind.EVALUATION: "Evaluering",
}


@dataclass(frozen=True)
class Timetable:
    """The phases of an example, placed so that ``current`` began ``days`` before ``today``."""

    today: date
    current: PhaseKind
    days: int
    has_support: bool = False

    def spans(self) -> list[Span]:
        day = self.today - timedelta(days=self.days)
        kinds = [kind for kind in PhaseKind if kind != PhaseKind.SUPPORT or self.has_support]
        for kind in kinds:
            if kind == self.current:
                break
            day -= timedelta(days=DAYS[kind])
        spans = []
        begins = at_hour(day, 12)
        for kind in kinds:
            day += timedelta(days=DAYS[kind])
            # A vote ends in the evening, when people are home.
            ends = at_hour(day, 20 if kind == PhaseKind.VOTE else 12)
            spans.append(Span(kind, NAMES[kind], begins, ends))
            begins = ends
        return spans


def at_hour(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), HERE)


def pool(today: date) -> Pool:
    """Oplandspuljen as the council decided it: ten million kroner a year, 2024 to 2033."""
    found, is_new = Pool.objects.get_or_create(
        slug="oplandspuljen",
        defaults={
            "name": "Oplandspuljen",
            "purpose": "Udvikling i områderne uden for ringvejen, blandt andet gennem deltagerbudgetter.",
            "source": "Investeringsplan 2024-2033",
        },
    )
    if is_new:
        for year in range(2024, 2034):
            appropriate_money(
                people.actor("ada"),
                found,
                year=year,
                amount_ore=1_000_000_000,
                decision="Investeringsplan 2024-2033",
                at=at_hour(PLAN_BEGINS, 9),
            )
    return found


def opened(story: Story, timetable: Timetable) -> Process:
    """Prepared, checked and opened a day before the preparation ends."""
    tove, spans = people.actor("tove"), timetable.spans()
    begin, opens = spans[0].starts_at, spans[0].ends_at - timedelta(days=1)
    values = {
        "title": story.title,
        "theme": story.theme,
        "challenge": story.challenge,
        "criteria": story.criteria,
        "amount_ore": story.amount * 100,
        "age_on": localdate(next(span for span in spans if span.kind == PhaseKind.VOTE).starts_at),
        "support_needed": supported.NEEDED,
        "channels": WAYS if timetable.current == PhaseKind.VOTE else ["mitid"],
        "address_ranges": roads(story.area) if timetable.current == PhaseKind.VOTE else [],
        "mandate_body": "Byrådet (eksempel)",
        "mandate_on": localdate(begin),
        **story.rules,
        "mandate_text": "Byrådet har besluttet, at de forslag, der vinder, bliver bygget for pengene fra puljen.",
    }
    area = Area.objects.get(slug=story.area)
    process = processes.create_process(tove, slug=story.slug, areas=[area], values=values, at=begin, is_example=True)
    process = processes.schedule_phases(tove, process, spans=spans, at=begin)
    contact = {"name": "Tove Tovtest", "title": "tovholder", "phone": "00 00 00 00", "email": "tove@example.dk"}
    council = {"name": "Fie Fællesprøve", "title": "formand for Fællesrådet (eksempel)", "phone": "", "email": ""}
    processes.set_contacts(tove, process, contacts=[contact, council], at=begin)
    processes.allocate_money(tove, process, pool(timetable.today), amount_ore=story.amount * 100, at=begin)
    council_member = people.actor("fie") if area.slug == "tranbjerg" else tove
    processes.tick_checklist(council_member, process, Point.PARTNER, at=opens)
    for point in (Point.CRITERIA, Point.LANDOWNER, Point.LETTERS):
        processes.tick_checklist(tove, process, point, at=opens)
    _ask(tove, process, story.question, at=opens)
    return processes.open_process(tove, process, at=opens)


def roads(area: str) -> list[dict[str, Any]]:
    """The invented road of the simulator's persons, so that the invented register says who may vote."""
    place = AddressRange(int(InventedRegistry.MUNICIPALITY), InventedRegistry.road_of(area), 1, 999, ALL, area)
    return [asdict(place)]


def _ask(tove: Actor, process: Process, question: tuple[str, str], *, at: datetime) -> None:
    """A question of its own, which may be left open."""
    danish, english = question
    if danish:
        values = {"position": 1, "kind": "short", "label_da": danish, "label_en": english, "help_da": "", "help_en": ""}
        values |= {"is_required": False, "is_public": True, "choices": [], "is_hidden": False}
        processes.edit_fields(tove, process, None, values=values | {"least": None, "most": None}, at=at)


def proposed(process: Process, ideas: Iterable[Idea], *, until: datetime) -> list[Proposal]:
    """The ideas sent in by invented neighbours, two days apart."""
    span, area = span_of(process, PhaseKind.IDEAS), process.areas.get()
    sent = []
    for place, idea in enumerate(ideas):
        at = span.starts_at + timedelta(days=1 + 2 * place, hours=place % 5)
        if at > until:
            break
        author = people.neighbour(place + 5 * process.pk, area.slug, localdate(at).replace(year=at.year - 40, day=1))
        texts = {name: getattr(idea, name) for name in ("title", "what", "why", "for_whom", "place")}
        values = texts | somewhere(idea.title, area)
        answers = {field.pk: idea.answer for field in process.own_fields.typed()} if idea.answer else {}
        draft = start_proposal(author, process, values=values, signature=Signature(), answers=answers, at=at)
        if idea.title == "Bænke med ryg for hver 200 meter":
            add_picture(author, draft, given=bench_by_the_lake(), at=at)
        sent.append(submit_proposal(author, draft, at=at))
    return sent


def reviewed(process: Process, proposals: Sequence[Proposal], ideas: Sequence[Idea]) -> None:
    """Two departments a proposal; the first has finished, the second only where the price is known."""
    span = span_of(process, PhaseKind.REVIEW)
    roads, culture = Department.objects.order_by("-name")
    for place, (proposal, idea) in enumerate(zip(proposals, ideas, strict=False)):
        at = span.starts_at + timedelta(days=1, hours=place)
        due = localdate(span.starts_at) + timedelta(days=10 + place)
        first = review.assign_review(people.actor("tove"), proposal, roads, due_on=due, at=at)
        review.assign_review(people.actor("tove"), proposal, culture, due_on=due + timedelta(days=2), at=at)
        if idea.price is not None:
            finish(first, "bo", idea, at=at + timedelta(days=2))


def finish(row: Review, sub: str, idea: Idea, *, at: datetime) -> None:
    can = idea.price is not None
    price_ore = idea.price * 100 if idea.price is not None else None
    reason = idea.reason or "Det kan lade sig gøre."
    values = {
        "verdict": Verdict.FEASIBLE if can else Verdict.INFEASIBLE,
        "reason": reason,
        "price_ore": price_ore,
        "price_basis": "Pris fra et lignende projekt, med 10 % til uforudsete udgifter." if can else "",
    } | judged.spread(price_ore)
    said = judged.findings(row, can=can, reason=reason)
    review.finish_review(people.actor(sub), row, values=values, findings=said, at=at)


def decided(process: Process, proposals: Sequence[Proposal], ideas: Sequence[Idea]) -> None:
    """Every review finished, every decision made and released in time for an appeal before the vote."""
    span = span_of(process, PhaseKind.REVIEW)
    at = span.ends_at - timedelta(days=12)
    for proposal, idea in zip(proposals, ideas, strict=True):
        for row in proposal.reviews.filter(finished_at=None).select_related("department"):
            finish(
                row,
                "bo" if Department.objects.filter(reviews=row, members=people.account("bo")).exists() else "rikke",
                idea,
                at=at,
            )
        if idea.price is None:
            heard(proposal, at=span.starts_at + timedelta(days=4))
        decision = review.decide_proposal(
            people.actor("tove"),
            proposal,
            ruling=Ruling.ADMIT if idea.price is not None else Ruling.REFUSE,
            reason=idea.reason,
            price_ore=idea.price * 100 if idea.price is not None else None,
            price_basis="Pris fra et lignende projekt, med 10 % til uforudsete udgifter.",
            **judged.spread(idea.price * 100 if idea.price is not None else None),
            at=at,
        )
        if idea.price is None:
            review.approve_refusal(people.actor("tom"), decision, at=at)
    review.release_decisions(people.actor("tove"), process, at=at + timedelta(hours=1))


def heard(proposal: Proposal, *, at: datetime) -> None:
    """The authors are asked for a change before a refusal, and keep their proposal as it is."""
    until = localdate(at) + timedelta(days=7)
    wish = "Det kan ikke lade sig gøre, som det står nu. Kan I finde et andet sted, eller gøre det mindre?"
    review.ask_revision(people.actor("tove"), proposal, wish=wish, until=until, at=at)
    author = actor_for(proposal.author_ids()[0])
    words = "Vi har tænkt over det, men vi holder fast i vores idé."
    review.answer_revision(author, proposal, answer=Answer.KEPT, words=words, at=at + timedelta(days=1))


def frozen(process: Process) -> Vote:
    """Frozen and drawn by two persons in the last week of the review."""
    span = span_of(process, PhaseKind.VOTE)
    at = span.starts_at - timedelta(days=2)
    ballots.freeze_vote(people.actor("tove"), process, at=at)
    ballots.freeze_vote(people.actor("tom"), process, at=at + timedelta(hours=1))
    vote = Vote.objects.get(process=process)
    for sub in ("tove", "rune"):
        ballots.draw_lot(
            people.actor(sub),
            vote,
            seed="4 11 17 23 29 34 36",
            source="Lottotrækning (eksempel)",
            at=at + timedelta(days=1),
        )
    ballots.open_vote(SYSTEM, process, at=span.starts_at)
    return Vote.objects.select_related("process").get(process=process)


def span_of(process: Process, kind: PhaseKind) -> Span:
    return next(span for span in process.spans if span.kind == kind)


def voted(vote: Vote, given: Sequence[tuple[tuple[int, ...], int]]) -> None:
    """Example ballots, encrypted like any other. Written at once: they were cast in the past."""
    area, size = vote.frozen["areas"][0], casting.choice_size(vote)
    each = [numbers for numbers, times in given for _ in range(times)]
    rows = []
    for voter, numbers in enumerate(each):
        pseudonym = keybox.pseudonym(vote.pk, f"example|{voter}")
        plain = choices.encode(area=area, ids=[str(number) for number in numbers], size=size)
        rows.append(
            Ballot(
                vote=vote,
                pseudonym=pseudonym,
                version=1,
                ciphertext=keybox.encrypt(vote.pk, pseudonym, 1, plain),
                idempotency_key=ballots.new_idempotency_key(),
            )
        )
    Ballot.objects.bulk_create(rows)


def until_review(story: Story, timetable: Timetable, *, until: datetime) -> tuple[Process, list[Proposal]]:
    process = opened(story, timetable)
    return process, proposed(process, story.ideas, until=until)


def until_vote(story: Story, timetable: Timetable, *, until: datetime) -> Vote:
    process, sent = until_review(story, timetable, until=until)
    reviewed(process, sent, story.ideas)
    decided(process, sent, story.ideas)
    return frozen(Process.objects.get(pk=process.pk))


def examples(at: datetime) -> None:
    """The municipality with an example in each phase."""
    today = localdate(at)
    mapped(at)
    people.settle(today)
    town.introduced(at)
    open_now, ideas = until_review(stories.IDEAS, Timetable(today, PhaseKind.IDEAS, 12), until=at)
    town.helped([open_now], at)
    town.told(open_now, at)
    joint.stood_behind(ideas, at=at)
    conversation.talked(ideas, at)
    assisted.from_the_fete(open_now, at)
    timetable = Timetable(today, PhaseKind.SUPPORT, 6, has_support=True)
    in_round, wanted = until_review(supported.STORY, timetable, until=at)
    supported.supported(wanted, at=span_of(in_round, PhaseKind.SUPPORT).starts_at)
    process, sent = until_review(stories.REVIEW, Timetable(today, PhaseKind.REVIEW, 14), until=at)
    reviewed(process, sent, stories.REVIEW.ideas)
    town.asked(sent, at)
    conversation.noted(sent, at)
    minute = at_hour(today + timedelta(days=3), 12)
    review.announce_decisions(people.actor("tove"), process, minute=minute, at=at - timedelta(days=5))
    judged.from_outside(sent[-1], at)
    vote = until_vote(stories.VOTE, Timetable(today, PhaseKind.VOTE, 9), until=at)
    voted(vote, BALLOTS_OPEN)
    polling.served(vote, at)
    post.written(vote, at)
    codes.sent(vote, at + timedelta(hours=2))
    asked.voters(vote.process, vote.opens_at, is_over=False)


# Of the open vote: every way there is for those who have a number.
WAYS = ["mitid", "letter", "desk", "kiosk", "paper"]
# Sixty ballots of the open vote: project numbers, and how many voted so.
BALLOTS_OPEN = (
    ((1, 2, 5, 7), 12),
    ((3, 6), 9),
    ((1, 4), 8),
    ((2, 5, 6), 10),
    ((1, 6, 7), 7),
    ((2,), 4),
    ((1, 3, 5), 6),
    ((2, 4, 5), 4),
)
