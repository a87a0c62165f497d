"""Money, dates and order as people here write them. Pure: language and time are arguments."""

import re
import unicodedata
from collections.abc import Collection
from datetime import UTC, date, datetime
from itertools import count
from zoneinfo import ZoneInfo

from django.utils.text import slugify

COPENHAGEN = ZoneInfo("Europe/Copenhagen")

_MONTHS = {
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "en": "January February March April May June July August September October November December",
}
_WEEKDAYS = {
    "da": "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}


def _month(local: date, code: str) -> str:
    return _MONTHS[code].split()[local.month - 1]


class NotKroner(ValueError):
    """The text cannot be read as one amount of kroner."""


def _language(language: str) -> str:
    return "en" if language.startswith("en") else "da"


def number(value: int, language: str = "da") -> str:
    """48000 → `48.000` (en: `48,000`)."""
    text = f"{value:,}".replace("-", "\N{MINUS SIGN}")
    return text if _language(language) == "en" else text.replace(",", ".")


def amount(ore: int, language: str = "da") -> str:
    """The figures of an amount without its unit; øre only when there are any."""
    kroner_part, ore_part = divmod(abs(ore), 100)
    text = number(kroner_part, language)
    if ore_part:
        point = "." if _language(language) == "en" else ","
        text = f"{text}{point}{ore_part:02d}"
    return f"\N{MINUS SIGN}{text}" if ore < 0 else text


def kroner(ore: int, language: str = "da") -> str:
    """32000000 → `320.000 kr.` (en: `DKK 320,000`)."""
    figures = amount(ore, language)
    return f"DKK {figures}" if _language(language) == "en" else f"{figures} kr."


def money(minor: int, currency: str, language: str = "da") -> str:
    """An amount in hundredths of any currency: `6.112.868 PLN` (en: `PLN 6,112,868`)."""
    if currency == "DKK":
        return kroner(minor, language)
    figures = amount(minor, language)
    return f"{currency} {figures}" if _language(language) == "en" else f"{figures} {currency}"


def one_stop(text: str) -> str:
    """`30.450 kr.` at the end of a sentence brings its own full stop."""
    return text.replace("kr..", "kr.")


_PLAIN = re.compile(r"\d+(,\d{1,2})?")
_GROUPED = re.compile(r"\d{1,3}(\.\d{3})+(,\d{1,2})?")
_UNITS = re.compile(r"^(dkk|kr\.?)|(,-|,\N{EN DASH}|dkk|kroner|kr\.?)$")


def parse_kroner(text: str, language: str = "da") -> int:
    """`28.534,61 kr.` → 2853461. Raises NotKroner rather than guess."""
    figures = "".join(text.lower().split())
    figures = _UNITS.sub("", _UNITS.sub("", figures))
    if _language(language) == "en":
        figures = figures.translate(str.maketrans(",.", ".,"))
    if not figures.isascii() or not (_PLAIN.fullmatch(figures) or _GROUPED.fullmatch(figures)):
        raise NotKroner(text)
    whole, _, rest = figures.replace(".", "").partition(",")
    return int(whole) * 100 + int(rest.ljust(2, "0") or 0)


def _here(moment: date | datetime) -> date:
    if isinstance(moment, datetime):
        return _local(moment).date()
    return moment


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(COPENHAGEN)


def day(moment: date | datetime, language: str = "da") -> str:
    """`19. januar 2024` (en: `19 January 2024`)."""
    local, code = _here(moment), _language(language)
    point = "" if code == "en" else "."
    return f"{local.day}{point} {_month(local, code)} {local.year}"


def short_day(moment: date | datetime, language: str = "da", *, with_year: bool = False) -> str:
    """`19. jan.` (en: `19 Jan`), where there is little room."""
    local, code = _here(moment), _language(language)
    month, year = _month(local, code), f" {local.year}" if with_year else ""
    if code == "en":
        return f"{local.day} {month[:3]}{year}"
    return f"{local.day}. {month if len(month) <= 4 else month[:3] + '.'}{year}"


def clock(moment: datetime, language: str = "da") -> str:
    """`16.30` (en: `16:30`)."""
    return _local(moment).strftime("%H:%M" if _language(language) == "en" else "%H.%M")


def when(moment: datetime, language: str = "da") -> str:
    """`19. januar 2024 kl. 16.30` (en: `19 January 2024 at 16:30`)."""
    word = "at" if _language(language) == "en" else "kl."
    return f"{day(moment, language)} {word} {clock(moment, language)}"


def weekday(moment: date | datetime, language: str = "da") -> str:
    """`søndag den 30. november kl. 20.00`; a date alone has no time of day."""
    local, code = _here(moment), _language(language)
    name, month = _WEEKDAYS[code].split()[local.weekday()], _month(local, code)
    text = f"{name} {local.day} {month}" if code == "en" else f"{name} den {local.day}. {month}"
    if isinstance(moment, datetime):
        text += f" {'at' if code == 'en' else 'kl.'} {clock(moment, language)}"
    return text


def week(moment: date | datetime, language: str = "da") -> str:
    """`uge 26` (en: `week 26`)."""
    return f"{'week' if _language(language) == 'en' else 'uge'} {_here(moment).isocalendar().week}"


def days_between(at: date | datetime, moment: date | datetime) -> int:
    """Whole calendar days in Copenhagen from `at` to `moment`; negative when it is past."""
    return (_here(moment) - _here(at)).days


def in_days(moment: date | datetime, at: date | datetime, language: str = "da") -> str:
    """`om 3 dage`, `i morgen`, `i dag`, `i går`, `for 2 dage siden`."""
    days, english = days_between(at, moment), _language(language) == "en"
    near = {
        -1: ("i går", "yesterday"),
        0: ("i dag", "today"),
        1: ("i morgen", "tomorrow"),
    }
    if days in near:
        return near[days][english]
    if days > 0:
        return f"in {number(days, language)} days" if english else f"om {number(days)} dage"
    if english:
        return f"{number(-days, language)} days ago"
    return f"for {number(-days)} dage siden"


# The three last letters of the alphabet become the three characters after "z" in ASCII, so that
# a byte-wise comparison (SQLite BINARY, PostgreSQL "C") gives the Danish order.
_LAST_LETTERS = str.maketrans(
    {"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "œ": "|", "ü": "y", "ß": "ss", "ð": "d"}
    | {"þ": "th", "đ": "d", "ł": "l", "ı": "i"}
)


def sort_key(text: str) -> str:
    """An ASCII key that sorts as a Danish list does: æ, ø, å last, aa as å, 2 before 10."""
    folded = unicodedata.normalize("NFC", text).casefold().replace("aa", "å")
    folded = unicodedata.normalize("NFD", folded.translate(_LAST_LETTERS))
    ascii_only = "".join(
        c if c.isascii() and (c.isalnum() or c in "{|}") else " "
        for c in folded
        if not unicodedata.combining(c) and c not in "'’"
    )
    return re.sub(r"\d+", _digits, " ".join(ascii_only.split()))


def _digits(found: re.Match[str]) -> str:
    figures = found[0].lstrip("0") or "0"
    return f"{min(len(figures), 99):02d}{figures}"


def free_slug(title: str, taken: Collection[str], otherwise: str = "deltagerbudget") -> str:
    """The address of a title, with a number if others have it."""
    plain = title.lower().replace("å", "aa").replace("æ", "ae").replace("ø", "oe")
    slug = slugify(plain)[:100].strip("-") or otherwise
    if slug not in taken:
        return slug
    return next(other for number in count(2) if (other := f"{slug}-{number}") not in taken)
