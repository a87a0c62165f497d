"""The invented persons of the login simulator. Roles are not claims: the demonstration grants them by reference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

_NUMBERED = date(2026, 6, 1)
RESIDENT, STAFF, SPECIAL = "resident", "staff", "special"


@dataclass(frozen=True)
class Person:
    """One test person. They never grow older: ``birth_date`` follows the calendar."""

    sub: str
    name: str
    age: int
    area: str | None
    about: str | Promise
    group: str = RESIDENT
    protected: bool = False
    loa: str = "Substantial"

    @property
    def cpr(self) -> str:
        """An invented number that nobody can have: its day lies past 60. It stays as it is, so it fits the age of 2026.

        The seventh digit tells the century; the last two are the person's place in the list.
        """
        born = self.birth_date(_NUMBERED)
        return f"{born.day + 60}{born:%m%y}{'40' if born.year >= 2000 else '00'}{PERSONS.index(self) + 1:02}"

    def birth_date(self, today: date) -> date:
        """The first of a month, half a year past the birthday, so that the age holds for months around today."""
        months = today.year * 12 + today.month - 1 - 6
        return date(months // 12 - self.age, months % 12 + 1, 1)


_ = gettext_lazy
PERSONS = (
    Person("anna", "Anna Testrup", 34, "tranbjerg", _("lives in Tranbjerg")),
    Person("villads", "Villads Testrup", 14, "tranbjerg", _("lives in Tranbjerg")),
    Person("karla", "Karla Prøvegaard", 15, "tranbjerg", _("lives in Tranbjerg")),
    Person("otto", "Otto Øvelund", 82, "tranbjerg", _("lives in Tranbjerg")),
    Person("mehmet", "Mehmet Testsen", 47, "tranbjerg", _("lives in Tranbjerg")),
    Person("signe", "Signe Prøvested", 29, "midtbyen", _("lives in Midtbyen")),
    Person("jonas", "Jonas Øvelund", 52, "viby", _("lives in Viby")),
    Person("freja", "Freja Testsen", 22, "stavtrup-ormslev", _("lives in Stavtrup-Ormslev")),
    Person("hanne", "Hanne Prøvegaard", 66, "maarslet", _("lives in Mårslet")),
    Person("poul", "Poul Testrup", 71, "harlev-framlev", _("lives in Harlev-Framlev")),
    Person("bo", "Bo Vejtest", 44, None, _("caseworker, Roads and Parks"), STAFF),
    Person("rikke", "Rikke Kulturprøve", 38, None, _("caseworker, Culture and Citizens"), STAFF),
    Person("tove", "Tove Tovtest", 51, None, _("process owner"), STAFF),
    Person("tom", "Tom Tovtest", 45, None, _("process owner, the second person"), STAFF),
    Person("fie", "Fie Fællesprøve", 58, "tranbjerg", _("chair of the local council (Fællesråd) in Tranbjerg"), STAFF),
    Person("rune", "Rune Revitest", 55, None, _("auditor"), STAFF),
    Person("ada", "Ada Admintest", 41, None, _("administrator"), STAFF),
    Person("beskyttet", "Ida Øvelund", 39, "tranbjerg", _("name and address are protected"), SPECIAL, protected=True),
    Person("lav", "Lau Testsen", 31, "tranbjerg", _("logs in at too low a level"), SPECIAL, loa="Low"),
    Person("uffe", "Uffe Uvedkommende", 36, None, _("lives in another municipality"), SPECIAL),
)
BY_SUB = {person.sub: person for person in PERSONS}
