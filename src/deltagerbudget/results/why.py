"""Why a proposal was funded or not: one sentence with its numbers, from a step of the outcome. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from deltagerbudget.counting.model import Criterion, Rule, VoteType
from deltagerbudget.counting.outcome import Decision, Outcome, Step, Tie
from deltagerbudget.processes.regulation import capped_part
from deltagerbudget.processes.rules import Leftover
from deltagerbudget.results import equal
from deltagerbudget.ui import danish

# So many names of tied proposals are written out.
_NAMES = 3
# After these no other has its turn.
STOPS = (Decision.STOPPED, Decision.PART_FUNDED, Decision.TOPPED_UP)


def sentence(step: Step, outcome: Outcome, titles: Mapping[str, str]) -> str:
    """Why this project was funded or not. `titles` by project id."""
    stop = next((earlier for earlier in outcome.steps if earlier.decision in STOPS), step)
    currency = outcome.currency
    words = {
        "got": got(step, outcome),
        "needed": _count(step.needed),
        "price": money(step.cost, currency),
        "asked": money(step.asked, currency),
        "granted": money(step.granted, currency),
        "left": money(step.left, currency),
        "short": money(step.short, currency),
        "stop": titles[stop.project],
        "because": capped(step, outcome.rule, currency) or titles.get(step.because),
        **equal.words(step, outcome),
    }
    said = danish.one_stop(_template(step, outcome) % words)
    return " ".join(part for part in (said, tie(step, titles), change(step, outcome)) if part)


def got(step: Step, outcome: Outcome) -> str:
    """`12 votes`, or `30 points` where ballots have points."""
    if has_points(outcome):
        return ngettext("%(n)s point", "%(n)s points", step.score) % {"n": _count(step.score)}
    return ngettext("%(n)s vote", "%(n)s votes", step.votes) % {"n": _count(step.votes)}


def has_points(outcome: Outcome) -> bool:
    return outcome.vote_type.has_points or outcome.vote_type is VoteType.ORDINAL


def capped(step: Step, rule: Rule, currency: str) -> str:
    """What the limit is for that stood in the way; empty where there was none. A topic may be called `1`, too."""
    is_capped = step.decision is Decision.CAPPED
    cap = next((cap for cap in rule.caps if is_capped and cap.name == step.because), None)
    return capped_part(cap, lambda amount: money(amount, currency)) if cap else ""


def change(step: Step, outcome: Outcome) -> str:
    """A change with which the project would have won, by the other counts the smallest; empty when none is known."""
    step = equal.change_of(step, outcome)
    numbers = {"votes": _count(step.more_votes or 0), "money": money(step.cheaper or 0, outcome.currency)}
    if step.more_votes is None:
        text = _("%(money)s cheaper, and it would have won.") if step.cheaper is not None else ""
    elif has_points(outcome):
        text = ngettext(
            "With %(votes)s more voter who chose it alone it would have won.",
            "With %(votes)s more voters who chose it alone it would have won.",
            step.more_votes,
        )
    elif step.cheaper is None:
        text = ngettext(
            "With %(votes)s more vote it would have won.",
            "With %(votes)s more votes it would have won.",
            step.more_votes,
        )
    else:
        text = ngettext(
            "With %(votes)s more vote, or %(money)s cheaper, it would have won.",
            "With %(votes)s more votes, or %(money)s cheaper, it would have won.",
            step.more_votes,
        )
    return text % numbers


def tie(step: Step, titles: Mapping[str, str]) -> str:
    """With whom the project stood equal, and what put it in its place."""
    if step.decided_by is None:
        return ""
    words = {
        Criterion.LOWER_COST: _("It stood equal with %(others)s; the lower price came first."),
        Criterion.MORE_VOTES: _("It stood equal with %(others)s; the most votes came first."),
        Criterion.LOT: _("It stood equal with %(others)s; the public draw decided the order."),
        Criterion.FILE_ORDER: _("It stood equal with %(others)s; the order of the list decided."),
    }
    return words[step.decided_by] % {"others": _names([titles[project] for project in step.tied_with])}


def tied(found: Tie, outcome: Outcome, titles: Mapping[str, str]) -> str:
    """A tie that decided something: who stood equal, how much was left, and what ordered them."""
    words = {
        Criterion.LOWER_COST: _("%(names)s stood equal when %(left)s was left. The lower price came first."),
        Criterion.MORE_VOTES: _("%(names)s stood equal when %(left)s was left. The most votes came first."),
        Criterion.LOT: _("%(names)s stood equal when %(left)s was left. The public draw decided the order."),
        Criterion.FILE_ORDER: _("%(names)s stood equal when %(left)s was left. The order of the list decided."),
    }
    names = _names([titles[project] for project in found.projects])
    return words[found.decided_by] % {"names": names, "left": money(found.left, outcome.currency)}


def leftover(outcome: Outcome, frozen: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    """Where the money goes that nobody won."""
    if outcome.left == 0:
        return _("All the money is handed out.")
    if "pabulib" in frozen:
        left = money(outcome.left, outcome.currency)
        return _("%(left)s is left. The imported file does not say where it goes.") % {"left": left}
    following = outcome.next_in_line
    words = {
        Leftover.RETURN: _("%(left)s is left. It goes back to the pool."),
        Leftover.NEXT_IN_LINE: _("%(left)s is left. Nobody is next in line, so it goes back to the pool."),
        Leftover.ROLL_OVER: _("%(left)s is left. It is saved for the next deltagerbudget of the area."),
    }
    text = words[Leftover(frozen["leftover"])]
    if following and frozen["leftover"] == Leftover.NEXT_IN_LINE:
        text = _("%(left)s is left. It is offered to the next in line, “%(title)s”, which costs %(price)s.")
    said = text % {
        "left": money(outcome.left, outcome.currency),
        "title": titles[following.project] if following else "",
        "price": money(following.cost, outcome.currency) if following else "",
    }
    return danish.one_stop(said)


def headline(outcome: Outcome) -> str:
    """The whole result in one breath."""
    winners = len(outcome.winners)
    text = ngettext(
        "%(winners)s of %(projects)s proposals won. %(voters)s voted, and %(spent)s of %(budget)s is handed out.",
        "%(winners)s of %(projects)s proposals won. %(voters)s voted, and %(spent)s of %(budget)s is handed out.",
        winners,
    )
    return text % {
        "winners": _count(winners),
        "projects": _count(len(outcome.steps)),
        "voters": voters(outcome.voters),
        "spent": money(outcome.spent, outcome.currency),
        "budget": money(outcome.budget, outcome.currency),
    }


def voters(number: int) -> str:
    return ngettext("%(number)s person", "%(number)s people", number) % {"number": _count(number)}


def money(amount: int, currency: str) -> str:
    return danish.money(amount, currency, get_language() or "da")


def _template(step: Step, outcome: Outcome) -> str:
    if step.decision is Decision.FUNDED:
        return _won(step, outcome)
    return {
        Decision.PART_FUNDED: _(
            "Got %(got)s and won the %(left)s that was left. It costs %(price)s, and the rest must come from elsewhere."
        ),
        Decision.TOPPED_UP: _(
            "Got %(got)s. It costs %(price)s, and %(left)s was left. "
            "By the rule it is built, when the last %(short)s is found elsewhere."
        ),
        Decision.SKIPPED: _missing(step),
        Decision.NOT_PAID: equal.not_paid(step, outcome),
        Decision.STOPPED: _missing(step) + " " + _("By the rule the count stops here."),
        Decision.NOT_REACHED: _("Got %(got)s. The count had stopped before its turn: “%(stop)s” no longer fitted."),
        Decision.EXCLUDED: _("Got %(got)s. “%(because)s” had won, and only one of the two can win."),
        Decision.CAPPED: _("Got %(got)s. The limit was reached for %(because)s."),
        Decision.NO_PRIZE: _("Got %(got)s. The prizes had gone to others before its turn."),
        Decision.BELOW_THRESHOLD: _("Got %(got)s, and the rule asks for at least %(needed)s."),
        Decision.NO_VOTES: _("Nobody voted for it, and a proposal without votes cannot win."),
    }[step.decision]


def _missing(step: Step) -> str:
    if step.asked != step.cost:
        return _("%(left)s was left, and the proposal was to get %(asked)s, so %(short)s was missing.")
    return _("%(left)s was left, and the proposal costs %(price)s, so %(short)s was missing.")


def _won(step: Step, outcome: Outcome) -> str:
    if outcome.rule.prizes:
        return _("Got %(got)s and won the prize of %(granted)s.")
    if equal.by_equal_shares(outcome):
        return equal.won(step, outcome)
    if outcome.all_fit:
        return _("Got %(got)s. It costs %(price)s. Everything on the list fits within the amount, so everything wins.")
    if step.granted < step.cost:
        return _("Got %(got)s and won %(granted)s. It costs %(price)s, and the rest must come from elsewhere.")
    return _("Got %(got)s and won. It costs %(price)s, and %(left)s was left.")


def _names(titles: list[str]) -> str:
    quoted = [_("“%(title)s”") % {"title": title} for title in titles[:_NAMES]]
    rest = len(titles) - _NAMES
    if rest > 0:
        quoted.append(ngettext("%(number)s other", "%(number)s others", rest) % {"number": _count(rest)})
    if len(quoted) == 1:
        return quoted[0]
    return _("%(first)s and %(last)s") % {"first": ", ".join(quoted[:-1]), "last": quoted[-1]}


def _count(number: int) -> str:
    return danish.number(number, get_language() or "da")
