"""The letters that staff begin from, in plain words."""

from __future__ import annotations

from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as noop

from deltagerbudget.letters.rules import Occasion

_TEXTS = {
    Occasion.IDEAS: (
        noop("What should {beløb} be used for in {område}?"),
        noop(
            "You know your area. Between {åbner} and {lukker} everyone who lives in {område} can propose what {beløb} "
            "should be used for.\n\nAn idea needs a few lines only. We help you with the rest, and look at what it "
            "costs. Afterwards you and your neighbours vote on the proposals."
        ),
    ),
    Occasion.VOTE: (
        noop("Vote on {beløb} for {område}"),
        noop(
            "Your neighbours have made the proposals. Now you choose. Vote between {åbner} and {lukker}.\n\nThe "
            "proposals with the most votes are carried out, as long as there is money. Your vote is secret, and you "
            "can change it until the vote closes."
        ),
    ),
    Occasion.RESULT: (
        noop("This is what {beløb} will be used for"),
        noop(
            "The votes of {deltagerbudget} are counted. See which proposals won, how many votes each of them got, and "
            "what happens now.\n\nThank you to everyone who proposed and voted."
        ),
    ),
    Occasion.PROJECT: (
        noop("Now something new opens in {område}"),
        noop(
            "You and your neighbours chose it in {deltagerbudget}, and now it is there. See pictures, and read how it "
            "came about.\n\nCome and use it."
        ),
    ),
}


# Where the count goes by equal shares, which most votes first does not describe.
_BY_EQUAL_SHARES = noop(
    "Your neighbours have made the proposals. Now you choose. Vote between {åbner} and {lukker}.\n\nEveryone who votes "
    "decides over an equally large part of the money. A proposal is carried out when those who chose it can pay for it "
    "together. Your vote is secret, and you can change it until the vote closes."
)


def standard(occasion: Occasion, language: str, *, by_equal_shares: bool = False) -> tuple[str, str]:
    """Heading and text."""
    with override(language):
        heading, body = _TEXTS[occasion]
        if by_equal_shares and occasion == Occasion.VOTE:
            body = _BY_EQUAL_SHARES
        return gettext(heading), gettext(body)
