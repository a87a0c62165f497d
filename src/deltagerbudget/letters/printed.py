"""What is printed with codes: letters or cards as PDF, or a list for a print house. In memory, and kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

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
    "csv": ("text/csv; charset=utf-8", "csv", "trykkeri"),
    "cards": ("application/pdf", "pdf", "kort"),
}


def content(kind: str, vote: Vote, pairs: Pairs, *, at: datetime) -> bytes:
    if kind == "cards":
        return cards_pdf(vote.process, [code.printed() for _receiver, code in pairs], vote.closes_at)
    return list_for_print_house(vote, pairs) if kind == "csv" else letters(vote, pairs, at=at)


def letters(vote: Vote, pairs: Pairs, *, at: datetime) -> bytes:
    letter = Letter.objects.select_related("process").get(process=vote.process, occasion="vote")
    sheets = [Addressed(receiver.lines, code.printed()) for receiver, code in pairs]
    return Paper().send(letter, sheets, at=at).content


def list_for_print_house(vote: Vote, pairs: Pairs) -> bytes:
    head = (_("Code"), _("Address on the internet"), *(f"{_('Line')} {place}" for place in range(1, 6)))
    address = short(booth_address(vote.process))
    rows = tuple((code.printed(), address, *(*receiver.lines, *[""] * 5)[:5]) for receiver, code in pairs)
    return table([Sheet(_("Letters"), head, rows)])
