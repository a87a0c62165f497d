"""What is said about a proposal, for tests: by the acts."""

from __future__ import annotations

from typing import Any

from tests import make

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.request import actor_for
from deltagerbudget.acts.vocabulary import Ground, PhaseKind
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.talk import actions
from deltagerbudget.talk.models import Answer, Hiding, Point, Question, Thing
from deltagerbudget.talk.rules import Side, Voice


def nina() -> Actor:
    """A neighbour, who is no author."""
    return actor_for(make.person("Nina Nabo").pk)


def viggo() -> Actor:
    """From another area of the municipality."""
    return actor_for(make.person("Viggo Viby", residence="viby").pk)


def proposal(phase: PhaseKind = PhaseKind.IDEAS) -> Proposal:
    """Anna's, sent in; then the deltagerbudget comes to this phase."""
    process = make.process()
    sent = make.submitted(process)
    make.shift_to(process, phase)
    return Proposal.objects.get(pk=sent.pk)


def later(sent: Proposal, phase: PhaseKind) -> None:
    make.shift_to(sent.process, phase)


def question(sent: Proposal, text: str = "Kan en kørestol komme derhen?", **values: Any) -> Question:
    return actions.ask_question(values.pop("by", None) or nina(), sent, text=text, **values, at=make.now())


def answer(asked: Question, text: str = "Ja, stien er flad.") -> Answer:
    return actions.answer_question(make.anna(), asked, text=text, voice=Voice.AUTHOR, at=make.now())


def point(sent: Proposal, text: str = "Der mangler et sted at sidde.", side: Side = Side.FOR, **values: Any) -> Point:
    return actions.add_point(values.pop("by", None) or nina(), sent, side=side, text=text, at=make.now())


def hidden(thing: Thing, ground: Ground = Ground.PERSONAL) -> Hiding:
    return actions.hide_content(make.tove(), thing, ground=ground, words="Naboens navn stod der.", at=make.now())


def appealed(hiding: Hiding, by: Actor | None = None) -> Hiding:
    return actions.appeal_hiding(by or nina(), hiding, words="Det er mit eget navn.", at=make.now())
