"""The account of a pool as files for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deltagerbudget.realisation.account import Account, Line, ProjectLine
from deltagerbudget.realisation.rules import Station
from deltagerbudget.ui import sheets as files
from deltagerbudget.ui.danish import day
from deltagerbudget.ui.sheets import Cell, Ore, Sheet


def sheets(account: Account, *, is_internal: bool) -> list[Sheet]:
    """The public gets sums for each project; staff each payment as well."""
    found = [_years(account), _lines(account), _given(account)]
    return [*found, _payments(account)] if is_internal else found


def disposition(account: Account, kind: str, *, is_internal: bool) -> str:
    """SECURITY: a file's name is made of plain letters alone, whatever a pool is called."""
    name = slugify(account.pool.slug) or "pulje"
    words = "internt-regnskab" if is_internal else "regnskab"
    return files.disposition(f"{name}-{words}-{account.years[-1].year}", kind)


def _years(account: Account) -> Sheet:
    head = (_("Year"), _("Carried over"), _("Given"), _("Set aside"), _("Came back"), _("Promised"), _("Paid"))
    rows = tuple(
        (
            year.year,
            Ore(year.carried_in_ore),
            Ore(year.given_ore),
            Ore(year.set_aside_ore),
            Ore(year.returned_ore),
            Ore(year.promised_ore),
            Ore(year.paid_ore),
            Ore(year.left_ore),
        )
        for year in account.years
    )
    return Sheet(_("Year by year"), (*head, _("Left")), rows)


def _lines(account: Account) -> Sheet:
    head = (
        _("What"),
        _("Paid for by the pool"),
        _("Project"),
        _("Set aside"),
        _("Came back"),
        _("Promised"),
        _("Paid"),
        _("How far it is"),
        _("What became of the money"),
    )
    return Sheet(_("Where the money goes"), head, tuple(row for line in account.lines for row in _line(line)))


def _line(line: Line) -> Iterator[tuple[Cell, ...]]:
    promised, paid = (Ore(line.promised_ore), Ore(line.paid_ore)) if line.projects else (None, None)
    yield line.what, line.title, None, Ore(line.given_ore), Ore(line.returned_ore), promised, paid, None, None
    for project in line.projects:
        money = Ore(project.price_ore), Ore(project.paid_ore)
        yield line.what, line.title, project.title, None, None, *money, _how_far(project), project.left_words or None


def _how_far(project: ProjectLine) -> str | None:
    """What is not over says so on its own page, by the clock of that day."""
    if project.stopped_on is not None:
        return _("Stopped on %(day)s") % {"day": day(project.stopped_on, get_language() or "da")}
    return str(Station.FINISHED.label) if project.is_finished else None


def _given(account: Account) -> Sheet:
    rows = tuple((row.year, Ore(row.amount_ore), row.decision, row.reason) for row in account.appropriations)
    return Sheet(_("What the council gave"), (_("Year"), _("Amount"), _("Decision"), _("Why it was corrected")), rows)


def _payments(account: Account) -> Sheet:
    where = (_("Paid on"), _("Paid for by the pool"), _("Project"))
    rows = tuple(
        (payment.paid_on, line.title, project.title, payment.text, Ore(ore), payment.reason)
        for line in account.lines
        for project in line.projects
        for payment, ore in project.payments
    )
    return Sheet(_("Payments"), (*where, _("For what"), _("Amount"), _("Why it was corrected")), rows)
