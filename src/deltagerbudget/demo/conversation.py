"""What invented neighbours, authors and the municipality say about the example proposals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import localdate

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.request import actor_for
from deltagerbudget.acts.vocabulary import Ground
from deltagerbudget.demo import people
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.review.notes import write_note
from deltagerbudget.talk import actions as talk
from deltagerbudget.talk.models import Question
from deltagerbudget.talk.rules import Side, Voice

# Neighbours who stand behind no proposal.
_FIRST_NUMBER = 400


@dataclass(frozen=True)
class Asked:
    text: str
    # Of the author, and of the municipality; empty where nobody has answered yet.
    author: str = ""
    municipality: str = ""


@dataclass(frozen=True)
class Said:
    """About one proposal: questions, and points with how many agree."""

    title: str
    asked: tuple[Asked, ...] = ()
    points: tuple[tuple[Side, str, int], ...] = ()


SAID = (
    Said(
        "Bænke med ryg for hver 200 meter",
        (
            Asked(
                "Kan man få dem med armlæn i begge sider? Min far skal bruge dem, når han rejser sig.",
                author="Ja, det er hele ideen. Vi tænker armlæn i begge sider.",
                municipality="Det kan lade sig gøre. Vi har bænke med to armlæn i vores katalog.",
            ),
            Asked("Hvem tømmer skraldespandene ved bænkene?"),
        ),
        (
            (Side.FOR, "Flere kan komme ud at gå, også dem med rollator.", 6),
            (Side.FOR, "Det koster ikke meget at passe.", 2),
            (Side.AGAINST, "Ruten er mørk om vinteren. Lys er vigtigere.", 3),
        ),
    ),
    Said(
        "Siddetrappe mod solen",
        (Asked("Bliver trappen glat, når det regner?", author="Vi vil gerne have skridsikre brædder."),),
        ((Side.FOR, "Der er sol hele eftermiddagen.", 4), (Side.AGAINST, "Træ skal skiftes efter ti år.", 1)),
    ),
)


def talked(proposals: list[Proposal], at: datetime) -> None:
    """Within the last days, each a few hours after the other."""
    by_title = {proposal.title: proposal for proposal in proposals}
    for said in SAID:
        proposal = by_title.get(said.title)
        if proposal is not None:
            _about(proposal, said, at - timedelta(days=3))


def noted(proposals: list[Proposal], at: datetime) -> None:
    """What colleagues tell each other, and one text that a resident has reported."""
    first = proposals[0]
    moment = at - timedelta(days=2)
    text = "Jeg har talt med driften: de vil gerne se tegningen, før vi siger en pris."
    write_note(people.actor("tove"), first, text=text, at=moment)
    asked = talk.ask_question(_neighbour(first, 20, at), first, text="Køb billige havemøbler hos mig!", at=moment)
    talk.report_content(_neighbour(first, 21, at), asked, ground=Ground.ADVERT, at=moment + timedelta(hours=1))
    text = "Hvornår får vi at vide, om det kan lade sig gøre?"
    talk.ask_question(_neighbour(first, 22, at), first, text=text, at=moment + timedelta(hours=2))


def _about(proposal: Proposal, said: Said, moment: datetime) -> None:
    author = actor_for(proposal.author_ids()[0])
    for place, asked in enumerate(said.asked):
        at = moment + timedelta(hours=5 * place)
        question = talk.ask_question(_neighbour(proposal, place, at), proposal, text=asked.text, at=at)
        _answered(question, asked, author, at)
    for place, (side, text, agreed) in enumerate(said.points):
        at = moment + timedelta(hours=2 + place)
        point = talk.add_point(_neighbour(proposal, 10 + place, at), proposal, side=side, text=text, at=at)
        for other in range(agreed):
            talk.agree_point(_neighbour(proposal, 20 + other, at), point, at=at + timedelta(hours=1))


def _answered(question: Question, asked: Asked, author: Actor, at: datetime) -> None:
    if asked.author:
        later = at + timedelta(hours=3)
        talk.answer_question(author, question, text=asked.author, voice=Voice.AUTHOR, at=later)
    if asked.municipality:
        later, tove = at + timedelta(hours=20), people.actor("tove")
        talk.answer_question(tove, question, text=asked.municipality, voice=Voice.MUNICIPALITY, at=later)


def _neighbour(proposal: Proposal, number: int, at: datetime) -> Actor:
    born = localdate(at).replace(year=at.year - 45, day=1)
    area = proposal.process.areas.get().slug
    return people.neighbour(_FIRST_NUMBER + 3 * (proposal.number or 0) + number, area, born)
