"""Surveys of the examples, answered one by one through the function that everyone answers through."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from django.utils.timezone import localdate

from deltagerbudget.demo import people
from deltagerbudget.processes.models import Process
from deltagerbudget.surveys.actions import answer_survey, open_survey, write_survey
from deltagerbudget.surveys.models import Collection
from deltagerbudget.surveys.rules import Audience, Kind, Question, Standard, standard

WAY = Question(
    Kind.ONE,
    da="Hvor hørte du om afstemningen?",
    en="Where did you hear of the vote?",
    options=(
        {"da": "Brevet fra kommunen", "en": "The letter from the municipality"},
        {"da": "En nabo eller ven", "en": "A neighbour or friend"},
        {"da": "Biblioteket", "en": "The library"},
        {"da": "Et andet sted", "en": "Somewhere else"},
    ),
)
BETTER = Question(Kind.TEXT, da="Hvad kunne vi gøre bedre næste gang?", en="What could we do better next time?")
USED = Question(
    Kind.YES_NO, da="Har du brugt noget af det, der er bygget?", en="Have you used anything that was built?"
)
FOR_VOTERS = (standard(Standard.FIRST_TIME), standard(Standard.SATISFACTION), WAY, BETTER)
FOR_NEIGHBOURS = (standard(Standard.SATISFACTION), USED, BETTER)
TEXTS = (
    "Det var nemt. Jeg stemte i bussen.",
    "Flere billeder af forslagene, tak.",
    "Jeg savnede et møde om aftenen.",
    "Min mor på 84 fik hjælp på biblioteket. Det var godt.",
    "Skriv priserne større.",
    "Godt, at man kunne se, hvorfor noget ikke kunne lade sig gøre.",
)
ANSWERED = 58


def voters(process: Process, begins: datetime, *, is_over: bool) -> Collection:
    """Asked from the day on which the vote opened; where it is over, with answers that are an example."""
    collection = _opened(process, Audience.VOTERS, FOR_VOTERS, begins, days=35 if is_over else 60)
    dice = random.Random(7)  # noqa: S311 - an example, the same each time
    for number in range(ANSWERED if is_over else 0):
        first, way = 1 + (dice.random() < 0.38), dice.choices((1, 2, 3, 4), (5, 3, 2, 1))[0]
        given: dict[int, int | str] = {0: first, 1: dice.choices((2, 3, 4, 5), (1, 2, 6, 5))[0], 2: way}
        given |= {3: TEXTS[number // 9]} if number % 9 == 0 and number // 9 < len(TEXTS) else {}
        answer_survey(collection, given, at=begins + timedelta(days=number % 30, hours=1))
    return collection


def neighbours(process: Process, begins: datetime) -> Collection:
    """Open for some time yet; a few have answered, which nobody is shown."""
    collection = _opened(process, Audience.NEIGHBOURS, FOR_NEIGHBOURS, begins, days=60)
    for place, text in enumerate(("Bænken er blevet vores faste stop på turen.", "Hvornår kommer broen?")):
        answer_survey(collection, {0: 4 + place % 2, 1: 1, 2: text}, at=begins + timedelta(days=1 + place))
    return collection


def _opened(
    process: Process, audience: Audience, questions: tuple[Question, ...], begins: datetime, *, days: int
) -> Collection:
    tove, first = people.actor("tove"), localdate(begins)
    survey = write_survey(tove, process, audience, questions=questions, at=begins)
    return open_survey(tove, survey, opens_on=first, closes_on=first + timedelta(days=days), at=begins)
