"""What a voting code looks like, and when trying is slowed down. Pure.

`AAAA-BBBB-BBBB-C`: four signs that name the code, eight that are its secret, and one that shows a slip of the pen.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import Channel

# Without 0 and O, 1, I and L, which people mistake for each other. 31 is a prime: see check_sign().
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LOOK_ALIKE = "01IOL"
_ID, _SECRET = 4, 8
LENGTH = _ID + _SECRET + 1
CODE_CHANNELS = frozenset({Channel.LETTER, Channel.HANDOUT})
MOST_WRONG = 10
# The breaker of one vote: this share of the codes, and never fewer than so many, wrong within one hour.
_SHARE, _LEAST = 200, 20
# After so many wrong secrets a code rests for a while: a stranger who knows its name shuts nobody out for long, and
# within a month gets fewer than thirty thousand of 31**8 secrets.
RESTS = timedelta(minutes=15)
# While many try wrong codes, a code that was typed is tried so long afterwards, once, and no later than that.
SLOW, SLOW_UNTIL = timedelta(seconds=10), timedelta(minutes=10)
# Before the code of a ballot that is posted, so that nobody takes it for the voting code.
_FORM = "BREV"
_SEPARATORS = re.compile(r"[\s\-‐-―−.,_]+")


class CodeState(TextChoices):
    VALID = "valid", gettext_lazy("In use")
    REPLACED = "replaced", gettext_lazy("Replaced by a new one")
    VOID = "void", gettext_lazy("Void")


class Mistyped(NotPossible):
    """What was typed cannot be any code. Costs no try."""


@dataclass(frozen=True)
class Code:
    """One voting code, in two parts. SECURITY: its text form is empty, so that no log can hold it."""

    public_id: str = field(repr=False)
    secret: str = field(repr=False)

    def printed(self) -> str:
        """As it stands in a letter."""
        body = self.public_id + self.secret
        return f"{body[:4]}-{body[4:8]}-{body[8:]}-{check_sign(body)}"

    def printed_on_form(self) -> str:
        return f"{_FORM}-{self.printed()}"


def new_code() -> Code:
    return Code(drawn(_ID), drawn(_SECRET))


def of_form(public_id: str, digest: bytes) -> Code:
    """The code of the ballot that comes with a letter. Nobody can work it out from the voting code, nor back."""
    return Code(public_id, "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:_SECRET]))


def read_form(text: str) -> Code:
    """The code on a ballot that was posted, with the word before it or without. Raises Mistyped."""
    signs = _SEPARATORS.sub("", text).upper()
    return read(signs.removeprefix(_FORM) if len(signs) == len(_FORM) + LENGTH else signs)


def read(text: str) -> Code:
    """The code that was typed, however it was grouped. Raises Mistyped with what to look at."""
    signs = _SEPARATORS.sub("", text).upper()
    if signs.startswith(_FORM) and len(signs) == len(_FORM) + LENGTH:
        raise Mistyped(_("That is the code of the ballot on paper. Your voting code stands on the page before it."))
    wrong = next((sign for sign in signs if sign in _LOOK_ALIKE), "")
    if wrong:
        raise Mistyped(
            _("There is no “%(sign)s” in a code: neither the digits 0 and 1 nor the letters I, L and O. Look again.")
            % {"sign": wrong}
        )
    if any(sign not in ALPHABET for sign in signs):
        raise Mistyped(_("A code has only letters from A to Z and digits. Type it as it stands in the letter."))
    if len(signs) != LENGTH:
        said = {"count": len(signs), "length": LENGTH}
        raise Mistyped(_("A code has %(length)s signs, and you have typed %(count)s. Look at the letter again.") % said)
    body = signs[:-1]
    if check_sign(body) != signs[-1]:
        raise Mistyped(_("One of the signs is not right. Compare them one by one with the letter."))
    return Code(body[:_ID], body[_ID:])


def check_sign(body: str) -> str:
    """Weights that differ, modulo a prime: one wrong sign, or two that changed places, is always seen."""
    total = sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(body, start=1))
    return ALPHABET[total % len(ALPHABET)]


def is_slowed(*, wrong: int, issued: int) -> bool:
    """Whether so many wrong codes were typed within an hour that somebody seems to be guessing."""
    return wrong >= max(_LEAST, issued // _SHARE)


def drawn(length: int) -> str:
    """So many signs that nobody can guess, and that people can read from a slip."""
    return "".join(secrets.choice(ALPHABET) for _place in range(length))
