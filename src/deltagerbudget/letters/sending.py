"""How a letter leaves the house. The only way at hand is a file that the municipality sends itself.

Behind the same port the joint municipal service for post (SF1601, MeMo 1.2) can be connected; that has not been tried.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from deltagerbudget.letters.models import Letter
from deltagerbudget.letters.written import Addressed, letter_page, letter_pdf


@dataclass(frozen=True)
class Parcel:
    """A file that leaves: its type, the ending of its name, and what is in it."""

    kind: str
    ending: str
    content: bytes = field(repr=False)


class Port(Protocol):
    """Takes a letter and those who get it; what comes back is for the hand that asked."""

    def send(self, letter: Letter, sheets: Sequence[Addressed], *, at: datetime) -> Parcel: ...


class Paper:
    """A PDF of letters, for a printer or a print house."""

    def __init__(self, *, is_large: bool = False) -> None:
        self.is_large = is_large

    def send(self, letter: Letter, sheets: Sequence[Addressed], *, at: datetime) -> Parcel:
        return Parcel("application/pdf", "pdf", letter_pdf(letter, sheets, at=at, is_large=self.is_large))


class DigitalPost:
    """An HTML document without a receiver, for the municipality's own Digital Post: it has the list of receivers."""

    def __init__(self, language: str = "da") -> None:
        self.language = language

    def send(self, letter: Letter, sheets: Sequence[Addressed], *, at: datetime) -> Parcel:
        return Parcel("text/html; charset=utf-8", "html", letter_page(letter, self.language).encode())
