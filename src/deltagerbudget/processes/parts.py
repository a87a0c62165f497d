"""The parts of the set-up, in order. Together they are the gate to opening.

A new part is one line of `PARTS`: a word, its texts, its page, and what it still lacks. What it lacks is said in whole
sentences that tell what to do; an app above shows its page here by its name alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.processes import rules, terms
from deltagerbudget.processes.channels import channel_problems
from deltagerbudget.processes.models import Process
from deltagerbudget.ui.danish import kroner, one_stop


@dataclass(frozen=True)
class Part:
    # In addresses and in the remarks of the local council.
    word: str
    title: str | Promise
    # Who may do this opens the page.
    act: Act
    page: str
    lacks: Callable[[Process], list[str]]
    # The page is one of several under the same name.
    is_named: bool = False

    def url(self, process: Process) -> str:
        return reverse(self.page, args=[process.slug, *([self.word] if self.is_named else [])])


@dataclass(frozen=True)
class Lack:
    """What one part still lacks."""

    part: Part
    texts: list[str]


def gate(process: Process) -> list[Lack]:
    """Everything that stands before the opening; prefetch `with_setup`."""
    found = [Lack(part, part.lacks(process)) for part in PARTS]
    return [lack for lack in found if lack.texts]


def _task(process: Process) -> list[str]:
    areas = [] if process.area_ids else [_("Choose at least one area.")]
    return areas if process.challenge.strip() else [*areas, _("Write the challenge.")]


def _money(process: Process) -> list[str]:
    found = [] if process.mandate_body and process.mandate_on else [_("Write who decided it, and when.")]
    missing = process.amount_ore - sum(row.amount_ore for row in process.allocations.all() if not row.is_return)
    amount = kroner(abs(missing), get_language() or "da")
    if missing > 0:
        found.append(one_stop(_("Set the rest of the money aside: %(amount)s.") % {"amount": amount}))
    elif missing < 0:
        found.append(
            _("There is %(amount)s too much set aside. Give it back, or raise the amount.") % {"amount": amount}
        )
    return found


def _people(process: Process) -> list[str]:
    return rules.age_problems(process.age_on, process.spans) + channel_problems(process.ways)


def _dates(process: Process) -> list[str]:
    return rules.schedule_problems(process.spans)


def _contacts(process: Process) -> list[str]:
    has_phone = any(contact.phone for contact in process.contacts.all())
    return [] if has_phone else [_("Write at least one person with a phone number.")]


def _checklist(process: Process) -> list[str]:
    words = _("Not ticked yet: %(point)s.")
    return [words % {"point": point.label} for point in process.missing_points() if point not in rules.SEEN_POINTS]


def _nothing(_process: Process) -> list[str]:
    return []


_EDIT, _NAMED, _CRITERIA = Act.EDIT_PROCESS, "processes_staff:edit", "criteria_staff:of_process"
PARTS: tuple[Part, ...] = (
    Part("opgave", gettext_lazy("Area and challenge"), _EDIT, _NAMED, _task, is_named=True),
    Part("penge", gettext_lazy("Money and pool"), Act.ALLOCATE_MONEY, "processes_staff:money", _money),
    Part("deltagere", gettext_lazy("Who may propose and vote"), _EDIT, _NAMED, _people, is_named=True),
    Part("datoer", gettext_lazy("Phases and dates"), Act.SCHEDULE_PHASES, "processes_staff:phases", _dates),
    Part("tekster", gettext_lazy("Criteria and texts"), _EDIT, _NAMED, _nothing, is_named=True),
    Part("spoergsmaal", gettext_lazy("Own questions"), Act.EDIT_FIELDS, "processes_staff:fields", _nothing),
    Part("vurdering", gettext_lazy("What proposals are judged by"), Act.EDIT_CRITERIA, _CRITERIA, _nothing),
    Part("stemmeseddel", gettext_lazy("Ballot and count"), _EDIT, _NAMED, terms.problems, is_named=True),
    Part("kontakter", gettext_lazy("People and contacts"), _EDIT, "processes_staff:contacts", _contacts),
    Part("billeder", gettext_lazy("Pictures and documents"), Act.ILLUSTRATE_PROCESS, "processes_staff:media", _nothing),
    Part("spoergeskemaer", gettext_lazy("Surveys"), Act.WRITE_SURVEY, "surveys_staff:surveys", _nothing),
    Part("tjekliste", gettext_lazy("Checklist"), Act.TICK_CHECKLIST, "processes_staff:checklist", _checklist),
)
WORDS = tuple(part.word for part in PARTS)
