"""For whom codes are made: the residents of a file, or a stock of cards without a person."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.codes import Holder
from deltagerbudget.ballots.models import Roll, Vote
from deltagerbudget.ballots.roll import places_of
from deltagerbudget.ballots.roll_file import Broken, Resident, read
from deltagerbudget.identity.cpr import reference
from deltagerbudget.letters.audience import Audience
from deltagerbudget.letters.models import Letter
from deltagerbudget.letters.rules import Occasion
from deltagerbudget.processes.rules import years_before

# What one file may ask for: more would take longer than a browser waits.
MOST_LETTERS, MOST_CARDS = 1_000, 400
_LINES = 5
_NAMES = frozenset({"navn", "name", "adresseringsnavn"})
_ADDRESSES = ("adresse", "address", "vej", "street", "postnr", "postnummer", "postcode", "by", "town", "linje", "line")


@dataclass(frozen=True)
class Receiver:
    """Somebody who gets a letter. SECURITY: lives as long as the answer takes to be made."""

    lines: tuple[str, ...] = field(repr=False)
    holder: Holder = field(repr=False)


@dataclass(frozen=True)
class Order:
    """For whom, in the order of the file; ``digest`` tells two persons that they mean the same."""

    receivers: tuple[Receiver, ...] = field(repr=False)
    digest: str
    left_out: int = 0
    # People of the file whom the letter does not go to, and the digest of that letter.
    not_meant: int = 0
    letter: str = ""
    is_stock: bool = False


def order_of_file(vote: Vote, content: bytes) -> Order:
    """Raises NotPossible with the line that must be mended; never says what stands in it."""
    rule, box = vote.eligibility(), keybox.box(vote.pk)
    youngest = years_before(rule.age_on, rule.min_age)
    # As `read` tells lines apart: otherwise a letter would bear the code of somebody else.
    lines = list(io.BytesIO(content))
    places, known = _places_of_names(lines), places_of(vote)
    roll = dict(vote.roll.values_list("pseudonym", "area")) if Roll.objects.filter(vote=vote).exists() else None
    letter = Letter.objects.filter(process=vote.process, occasion=Occasion.VOTE).first()
    audience = Audience.of(letter) if letter else Audience()
    found: list[Receiver] = []
    left_out = not_meant = 0
    for each in read(io.BytesIO(content), known):
        if isinstance(each, Broken):
            words = _("Line %(line)s of the file cannot be read. Mend it, and begin again.")
            raise NotPossible(words % {"line": each.line})
        if not isinstance(each, Resident) or each.born > youngest:
            left_out += 1
            continue
        pseudonym = box.pseudonym(reference(each.number))
        if roll is not None and pseudonym not in roll:
            left_out += 1
            continue
        # The roll says where somebody lived on the day that counts, whatever a newer file says.
        area = roll[pseudonym] if roll is not None else each.area
        if not audience.includes(area, each.born, rule.age_on):
            not_meant += 1
            continue
        found.append(Receiver(_address(lines[each.line - 1], places), Holder(area, pseudonym)))
    _check(found, not_meant)
    said = letter.digest if letter else ""
    # SECURITY: keyed, so that nobody guesses numbers from the digest of a short file.
    digest = box.pseudonym(f"file|{hashlib.sha256(content).hexdigest()}|{said}")
    return Order(tuple(found), digest, left_out, not_meant, said)


def order_of_cards(vote: Vote, *, count: int, area: str) -> Order:
    if not 1 <= count <= MOST_CARDS:
        raise NotPossible(_("Between 1 and %(most)s cards can be made at once.") % {"most": MOST_CARDS})
    if area not in vote.eligibility().areas:
        raise NotPossible(_("Choose one of the areas of this vote."))
    digest = hashlib.sha256(f"cards|{area}|{count}".encode()).hexdigest()
    return Order((Receiver((), Holder(area)),) * count, digest, is_stock=True)


def _check(found: Sequence[Receiver], not_meant: int) -> None:
    if not found and not_meant:
        raise NotPossible(_("The letter goes to nobody in the file. Look at the areas and age groups of the letter."))
    if not found:
        raise NotPossible(_("Nobody in the file may vote here. Look whether it is the right file."))
    if len(found) > MOST_LETTERS:
        words = _("The file holds more than %(most)s letters. Divide it, and print in turns.")
        raise NotPossible(words % {"most": MOST_LETTERS})
    if not all(each.lines for each in found):
        raise NotPossible(_("No column says the name. Call the columns Navn, Adresse, Postnr and By."))


def _places_of_names(lines: Sequence[bytes]) -> tuple[str, list[int]]:
    """The separator of the file, and the columns of name and address in their order, the name first."""
    first = next((line for line in lines if line.strip()), b"")
    text = _decoded(first.removeprefix(b"\xef\xbb\xbf"))
    separator = max(";\t,", key=text.count)
    heads = ["".join(filter(str.isalnum, cell.casefold())) for cell in _cells(text, separator)]
    names = [place for place, head in enumerate(heads) if head in _NAMES]
    rest = [place for place, head in enumerate(heads) if head.startswith(_ADDRESSES) and place not in names]
    return separator, names[:1] + rest if names else []


def _address(line: bytes, places: tuple[str, list[int]]) -> tuple[str, ...]:
    separator, columns = places
    cells = _cells(_decoded(line), separator)
    parts = [" ".join(cells[place].split())[:80] for place in columns if place < len(cells)]
    return _with_town(tuple(part for part in parts if part))


def _with_town(parts: tuple[str, ...]) -> tuple[str, ...]:
    """A postcode stands on the line of its town."""
    if len(parts) > 2 and parts[-2].isdecimal() and len(parts[-2]) == 4:
        parts = (*parts[:-2], f"{parts[-2]} {parts[-1]}")
    return parts[:_LINES]


def _cells(text: str, separator: str) -> list[str]:
    return next(csv.reader([text.rstrip("\r\n")], delimiter=separator), [])


def _decoded(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")
