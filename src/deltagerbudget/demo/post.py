"""The letter to the residents before the vote, written by one and approved by two."""

from __future__ import annotations

from datetime import datetime, timedelta

from deltagerbudget.ballots.models import Vote
from deltagerbudget.demo import people
from deltagerbudget.letters.actions import approve_letter, write_letter
from deltagerbudget.letters.rules import Occasion
from deltagerbudget.letters.texts import standard


def written(vote: Vote, at: datetime) -> None:
    """With the words that everyone begins from."""
    texts = {}
    for language in ("da", "en"):
        texts[f"heading_{language}"], texts[f"body_{language}"] = standard(Occasion.VOTE, language)
    tove, tom = people.actor("tove"), people.actor("tom")
    letter = write_letter(tove, vote.process, occasion=Occasion.VOTE, texts=texts, at=at)
    approve_letter(tove, letter, at=at)
    approve_letter(tom, letter, at=at + timedelta(hours=1))
