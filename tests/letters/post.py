"""Letters and codes as tests need them. The numbers are of no person: their days are those of replacement numbers."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from tests import make

from deltagerbudget.acts.vocabulary import Channel
from deltagerbudget.ballots.models import Vote
from deltagerbudget.letters.actions import Issued, approve_letter, issue_codes, write_letter
from deltagerbudget.letters.models import Letter
from deltagerbudget.letters.orders import Order, order_of_file
from deltagerbudget.letters.rules import Occasion
from deltagerbudget.letters.runs import make_next
from deltagerbudget.letters.texts import standard
from deltagerbudget.processes.models import Process

NUMBERS = ("670761-4285", "680762-4286", "690763-4287")
HEAD = "Navn;Adresse;Postnr;By;CPR;Område"


def texts(occasion: Occasion = Occasion.VOTE, **changed: str) -> dict[str, str]:
    found = {}
    for language in ("da", "en"):
        found[f"heading_{language}"], found[f"body_{language}"] = standard(occasion, language)
    return found | {"return_address": "Eksempel Kommune\nBrevstemmer\nTorvet 1\n8310 Tranbjerg J"} | changed


def letter(process: Process, occasion: Occasion = Occasion.VOTE) -> Letter:
    """Written, and approved by two persons."""
    written = write_letter(make.tove(), process, occasion=occasion, texts=texts(occasion), at=make.now())
    approve_letter(make.tove(), written, at=make.now())
    approve_letter(make.tom(), written, at=make.now())
    return Letter.objects.select_related("process").get(pk=written.pk)


def lettered(**values: Any) -> Vote:
    """An open vote by MitID and letters, its letter approved."""
    vote = make.open_vote(channels=[Channel.MITID, Channel.LETTER], **values)
    letter(vote.process)
    return vote


def postal(**values: Any) -> Vote:
    """With ballots on paper that come with the letters."""
    ways = [Channel.MITID, Channel.LETTER, Channel.POSTAL, Channel.DESK, Channel.KIOSK, Channel.PAPER]
    vote = make.open_vote(channels=ways, **values)
    letter(vote.process)
    return vote


def file_of(*numbers: str, head: str = HEAD, area: str = "Tranbjerg", name: str = "Ida Prøvegaard") -> bytes:
    lines = [f"{name} {place};Tingskov Allé {place};8310;Tranbjerg J;{cpr};{area}" for place, cpr in enumerate(numbers)]
    return "\r\n".join([head, *lines]).encode()


def issued(vote: Vote, content: bytes | None = None) -> Issued:
    """As two persons do it."""
    order: Order = order_of_file(vote, content or file_of(*NUMBERS))
    assert issue_codes(make.tove(), vote, order=order, at=make.now()) is None
    made = issue_codes(make.tom(), vote, order=order, at=make.now())
    assert made is not None
    return made


def fetched(asked: Any) -> Any:
    """What the second person gets once the worker has made it."""
    page = asked.headers["Location"]
    make_next(at=make.now(), wall=timezone.now())
    return asked.client.post(f"{page}hent/")
