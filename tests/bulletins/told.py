"""News for tests, by the act."""

from __future__ import annotations

from typing import Any

from tests import make

from deltagerbudget.acts.actor import Actor
from deltagerbudget.areas.models import Area
from deltagerbudget.bulletins.actions import post_news
from deltagerbudget.bulletins.models import Bulletin
from deltagerbudget.pictures.keeping import Illustration
from deltagerbudget.processes.models import Process

WORDS = {"title": "Vi rydder op ved søen", "text": "Kom på lørdag.\n\nSe https://soen.example.dk og tag handsker med."}


def told(
    process: Process | None = None,
    *,
    by: Actor | None = None,
    area: Area | None = None,
    given: Illustration | None = None,
    **words: Any,
) -> Bulletin:
    """By the local council of Tranbjerg, unless somebody else is named."""
    return post_news(by or make.fie(), area or make.area(), process, values=WORDS | words, given=given, at=make.now())
