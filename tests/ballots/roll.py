"""The roll of a vote with letters. Every number has a day past 60: no person has it."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests import make

from deltagerbudget.ballots.models import Vote
from deltagerbudget.ballots.roll import Report, import_roll

ANNA, BO, KAJ, YOUNG = "6106920001", "6107800002", "6101440003", "6101204004"
CUT_OFF = date(2026, 10, 1)
HEAD = "CPR;Område\r\n"


def file_of(*numbers: str, area: str = "Tranbjerg") -> bytes:
    return (HEAD + "".join(f"{number};{area}\r\n" for number in numbers)).encode()


def frozen(**values: Any) -> Vote:
    return make.frozen(channels=["mitid", "letter"], **values)


def opened(**values: Any) -> Vote:
    return make.open_vote(channels=["mitid", "letter"], **values)


def load(vote: Vote, *numbers: str) -> Report:
    return import_roll(make.tove(), vote, file_of(*numbers), cut_off=CUT_OFF, at=make.now())


def ref(number: str) -> str:
    return f"dk:cpr:{number}"
