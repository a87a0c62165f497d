"""What is printed with codes: letters or cards as PDF, or a list for a print house. In memory, and kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from deltagerbudget.acts.vocabulary import Channel
from deltagerbudget.ballots import codes
from deltagerbudget.ballots.code_rules import Code
from deltagerbudget.ballots.models import Vote
from deltagerbudget.letters.models import Letter
from deltagerbudget.letters.orders import Receiver
from deltagerbudget.letters.papers import booth_address, short
from deltagerbudget.letters.sending import Paper
from deltagerbudget.letters.written import Addressed, cards_pdf
from deltagerbudget.ui.sheets import Sheet, table

Pairs = Sequence[tuple[Receiver, Code]]
# Type, ending and first word of the name of each kind of file.
KINDS = {
    "pdf": ("application/pdf", "pdf", "breve"),
    "large": ("application/pdf", "pdf", "breve-stor"),
    "csv": ("text/csv; charset=utf-8", "csv", "trykkeri"),
    "cards": ("application/pdf", "pdf", "kort"),
}


def content(kind: str, vote: Vote, pairs: Pairs, *, at: datetime) -> bytes:
    if kind == "cards":
        return cards_pdf(vote.process, [code.printed() for _receiver, code in pairs], vote.closes_at)
    if kind == "csv":
        return list_for_print_house(vote, pairs)
    return letters(vote, pairs, at=at, is_large=kind == "large")


def letters(vote: Vote, pairs: Pairs, *, at: datetime, is_large: bool = False) -> bytes:
    letter = Letter.objects.select_related("process").get(process=vote.process, occasion="vote")
    sheets = [Addressed(receiver.lines, code.printed(), _form_of(vote, code)) for receiver, code in pairs]
    return Paper(is_large=is_large).send(letter, sheets, at=at).content


def list_for_print_house(vote: Vote, pairs: Pairs) -> bytes:
    lines = (f"{_('Line')} {place}" for place in range(1, 6))
    head = (_("Code"), _("Code of the ballot"), _("Address on the internet"), *lines)
    address = short(booth_address(vote.process))
    rows = tuple(
        (code.printed(), _form_of(vote, code), address, *(*receiver.lines, *[""] * 5)[:5]) for receiver, code in pairs
    )
    return table([Sheet(_("Letters"), head, rows)])


def _form_of(vote: Vote, code: Code) -> str:
    """What stands on the ballot that comes with the letter; empty where none does."""
    has_form = Channel.POSTAL in vote.channels
    return codes.code_of_form(vote.pk, code.public_id).printed_on_form() if has_form else ""
