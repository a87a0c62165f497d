"""A vote in which ballots come by post, and the codes that stand on them."""

from __future__ import annotations

from typing import Any

import pytest
from tests import make
from tests.letters import post as letters
from tests.polling import counted, made

from deltagerbudget.acts.actor import Actor
from deltagerbudget.ballots.codes import Holder, code_of_form, prepared, store
from deltagerbudget.ballots.models import CodeBatch, Vote
from deltagerbudget.polling.post import code_of, enter_form


def open_vote(monkeypatch: pytest.MonkeyPatch, **values: Any) -> Vote:
    monkeypatch.setattr("deltagerbudget.ballots.actions.gives_cpr", lambda: True)
    return letters.postal(**values)


def forms(vote: Vote, *numbers: str) -> list[tuple[str, str]]:
    """Of each resident the voting code, and what stands on the ballot that came with it."""
    numbers = numbers or (made.NUMBER,)
    batch = CodeBatch.objects.create(vote=vote, channel="letter", stock=len(numbers), issued_at=make.now())
    ready = prepared(vote.pk, [Holder("tranbjerg", made.pseudonym(vote, number)) for number in numbers])
    store(batch, ready)
    return [(code.printed(), code_of_form(vote.pk, code.public_id).printed_on_form()) for code in ready.codes]


def entered(vote: Vote, form: str, actor: Actor, typed: str = "1", *, seen: bool = False) -> str:
    return enter_form(actor, vote, code_of(vote, form), typed=typed, has_seen=seen, at=make.now())


def both(vote: Vote, form: str, typed: str = "1", *, seen: bool = False) -> str:
    """By Bo, and by Rikke who does not see his work."""
    entered(vote, form, make.bo(), typed, seen=seen)
    return entered(vote, form, counted.rikke(), typed, seen=seen)
