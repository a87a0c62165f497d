"""The rules of one deltagerbudget in five plain lines, read from its settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from deltagerbudget.processes.models import Process
from deltagerbudget.processes.rules import BallotType, CountRule, Leftover
from deltagerbudget.ui.danish import day, money, one_stop


@dataclass(frozen=True)
class Line:
    heading: str
    text: str


def plain_rules(process: Process) -> list[Line]:
    return [
        Line(_("Who can take part"), who(process)),
        Line(_("How you vote"), _ballot(process)),
        Line(_("Who wins"), _count(process)),
        Line(_("If two have equally many votes"), _ties(process)),
        Line(_("If money is left"), _leftover(process)),
    ]


def who(process: Process) -> str:
    places = _listed([area.name for area in process.areas.all()])
    words = {
        "places": places,
        "propose": process.propose_min_age,
        "vote": process.vote_min_age,
        "day": _day(process.age_on),
    }
    if process.propose_min_age == process.vote_min_age:
        return _("You live in %(places)s and are at least %(vote)s years old on %(day)s.") % words
    return (
        _("You live in %(places)s. On %(day)s you are at least %(propose)s to make proposals, and %(vote)s to vote.")
        % words
    )


def _ballot(process: Process) -> str:
    if process.ballot_type == BallotType.KNAPSACK:
        text = _("You choose the proposals that you like best, for up to %(amount)s in all.")
    else:
        text = _("You choose the proposals that you like best, whatever they cost.")
    parts = [text % {"amount": _money(process.amount_ore, process)}]
    if process.max_choices:
        most = ngettext("At most %(n)s proposal.", "At most %(n)s proposals.", process.max_choices)
        parts.append(most % {"n": process.max_choices})
    if process.min_choices > 1:
        parts.append(_("At least %(n)s proposals.") % {"n": process.min_choices})
    parts.append(_("You can change your vote until the vote closes. Only the last one counts."))
    return " ".join(parts)


def _count(process: Process) -> str:
    parts = [_("The proposal with the most votes gets its money first. Then the next one, as long as there is money.")]
    if process.count_rule == CountRule.GREEDY:
        parts.append(_("A proposal that costs more than what is left is skipped, and the next one gets its turn."))
    else:
        parts.append(_("The count stops at the first proposal that costs more than what is left."))
    if process.threshold_votes:
        least = ngettext(
            "A proposal needs at least %(n)s vote.", "A proposal needs at least %(n)s votes.", process.threshold_votes
        )
        parts.append(least % {"n": process.threshold_votes})
    if process.threshold_percent:
        parts.append(
            _("At least %(n)s per cent of the voters must have chosen a proposal.") % {"n": process.threshold_percent}
        )
    if process.all_fit:
        parts.append(_("If there is money for everything on the list, everything is carried out."))
    return one_stop(" ".join([*parts, _example(process)]))


def _example(process: Process) -> str:
    """Three invented proposals at 60, 50 and 30 per cent of the real amount: one fits, one does not, one might."""
    kroners = process.amount_ore // 100
    step = 10 ** max(0, len(str(kroners)) - 3)
    first, second, third = (kroners * share // 100 // step * step * 100 for share in (60, 50, 30))
    left = process.amount_ore - first
    words = {
        "amount": _money(process.amount_ore, process),
        "first": _money(first, process),
        "second": _money(second, process),
        "left": _money(left, process),
        "third": _money(third, process),
        "end": _money(left - third, process),
    }
    if process.count_rule == CountRule.GREEDY:
        text = _(
            "Example: There is %(amount)s. A costs %(first)s and has 90 votes: it gets the money. %(left)s is left. "
            "B costs %(second)s and has 70 votes: it is too expensive now and is skipped. "
            "C costs %(third)s and has 50 votes: it gets its money. %(end)s is left."
        )
    else:
        text = _(
            "Example: There is %(amount)s. A costs %(first)s and has 90 votes: it gets the money. %(left)s is left. "
            "B costs %(second)s and has 70 votes: it is too expensive now, so the count stops. %(left)s is left."
        )
    return text % words


def _ties(process: Process) -> str:
    words = {
        "lower_cost": _("the cheaper one goes first"),
        "more_votes": _("the one with more votes goes first"),
        "lot": _("a public draw decides, made before the votes are counted"),
        "file_order": _("the lower number on the list goes first"),
    }
    chain = [words[word] for word in process.tie_chain if word in words]
    text = _("; if that does not settle it, ").join(chain)
    return text[:1].upper() + text[1:] + "." if text else ""


def _leftover(process: Process) -> str:
    if process.leftover == Leftover.RETURN:
        return _("What is left goes back to the pool and is used for other projects.")
    if process.leftover == Leftover.NEXT_IN_LINE:
        return _("What is left is offered to the next in line, if the rest can be found elsewhere.")
    return _("What is left is saved for the next deltagerbudget here.")


def _listed(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s or %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def _day(moment: date) -> str:
    return day(moment, get_language() or "da")


def _money(ore: int, process: Process) -> str:
    return money(ore, process.currency, get_language() or "da")
