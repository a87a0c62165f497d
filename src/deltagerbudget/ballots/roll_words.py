"""What a report of a roll says. SECURITY: of a line its number and what to do, never what stands in it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from deltagerbudget.ballots.roll import Report
from deltagerbudget.ballots.roll_file import Fault

_WORDS: dict[Fault, str | Promise] = {
    Fault.EMPTY: _("The file is empty. Choose another one."),
    Fault.NUL: _("This is not plain text. Save the list as “CSV UTF-8” and choose that file."),
    Fault.COLUMNS: _("No column is called CPR. Write the names of the columns in the first line."),
    Fault.TWICE_COLUMN: _("Two columns have the same name. Leave one of them out."),
    Fault.WHERE: _("No column says where people live. Add a column that is called Område."),
    Fault.ROWS: _("The list is longer than can be read at once. Leave out those who live elsewhere."),
    Fault.BYTES: _("The file is too large. Leave out the columns that are not needed."),
    Fault.LONG: _("The line is too long. Look whether a line break is missing."),
    Fault.CELLS: _("The line has more or fewer columns than the first one."),
    Fault.FORMULA: _("A formula stands here. Write the value instead."),
    Fault.CPR: _("This is not a CPR number. It has ten figures, and the first six are a day."),
    Fault.BORN: _("The birth date does not fit the CPR number."),
    Fault.AREA: _("No area has this name. Write it as it stands on the page of the area."),
    Fault.ADDRESS: _("This address belongs to no area that we know."),
    Fault.TWICE: _("The same person stands further up in the list. Leave one of the lines out."),
}


def lines_of(report: Report) -> list[tuple[int, str]]:
    return [(found.line, str(_WORDS[found.fault])) for found in report.faults]


def summary_of(report: Report) -> list[str]:
    """What will be on the roll, and whom it leaves out."""
    said = [
        ngettext("%(n)s person can vote.", "%(n)s people can vote.", report.people) % {"n": report.people},
    ]
    if report.too_young:
        words = ngettext(
            "%(n)s person is too young, and is left out.",
            "%(n)s people are too young, and are left out.",
            report.too_young,
        )
        said.append(words % {"n": report.too_young})
    if report.elsewhere:
        words = ngettext(
            "%(n)s person lives in another area, and is left out.",
            "%(n)s people live in other areas, and are left out.",
            report.elsewhere,
        )
        said.append(words % {"n": report.elsewhere})
    return said
