"""Why a proposal was funded or not: one sentence with its numbers, from a step of the outcome. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from deltagerbudget.counting.model import Criterion, Rule, Variant
from deltagerbudget.counting.outcome import Decision, Outcome, Step
from deltagerbudget.processes.rules import BallotType, Leftover
from deltagerbudget.ui import danish

# So many names of tied proposals are written out.
_NAMES = 3


def sentence(step: Step, outcome: Outcome, titles: Mapping[str, str]) -> str:
    """Why this project was funded or not. `titles` by project id."""
    stop = next((earlier for earlier in outcome.steps if earlier.decision is Decision.STOPPED), step)
    said = _template(step, outcome) % {
        "votes": _count(step.votes),
        "threshold": _count(step.needed),
        "price": money(step.cost, outcome.currency),
        "left": money(step.left, outcome.currency),
        "short": money(step.short, outcome.currency),
        "stop": titles[stop.project],
    }
    said = danish.one_stop(said)
    return " ".join(part for part in (said, tie(step, titles), change(step, outcome.currency)) if part)


def change(step: Step, currency: str) -> str:
    """The smallest change with which the project would have won; empty when none is known."""
    numbers = {"votes": _count(step.more_votes or 0), "money": money(step.cheaper or 0, currency)}
    if step.more_votes is None:
        text = _("%(money)s cheaper, and it would have won.") if step.cheaper is not None else ""
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
    """With whom the project had equally many votes, and what put it in its place."""
    if step.decided_by is None:
        return ""
    words = {
        Criterion.LOWER_COST: _("It had as many votes as %(others)s; the lower price came first."),
        Criterion.MORE_VOTES: _("It stood equal with %(others)s; the most votes came first."),
        Criterion.LOT: _("It had as many votes as %(others)s; the public draw decided the order."),
        Criterion.FILE_ORDER: _("It had as many votes as %(others)s; the order of the list decided."),
    }
    return words[step.decided_by] % {"others": _names([titles[project] for project in step.tied_with])}


def rule_lines(rule: Rule, frozen: Mapping[str, Any]) -> list[str]:
    """The rule in five plain lines; `frozen` is the frozen configuration of the vote."""
    return [_ballot_line(frozen), _("The proposal with the most votes comes first."), _money_line(rule), *_limits(rule)]


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
        return _all_fit(step.votes) if outcome.all_fit else _won(step.votes)
    if step.decision is Decision.NOT_REACHED:
        return ngettext(
            "Got %(votes)s vote. The count had stopped before its turn: “%(stop)s” no longer fitted.",
            "Got %(votes)s votes. The count had stopped before its turn: “%(stop)s” no longer fitted.",
            step.votes,
        )
    if step.decision is Decision.BELOW_THRESHOLD:
        return ngettext(
            "Got %(votes)s vote, and the rule asks for at least %(threshold)s.",
            "Got %(votes)s votes, and the rule asks for at least %(threshold)s.",
            step.votes,
        )
    return {
        Decision.SKIPPED: _("%(left)s was left, and the proposal costs %(price)s, so %(short)s was missing."),
        Decision.STOPPED: _(
            "%(left)s was left, and the proposal costs %(price)s, so %(short)s was missing. "
            "By the rule the count stops here."
        ),
        Decision.NO_VOTES: _("Nobody voted for it, and a proposal without votes cannot win."),
    }[step.decision]


def _won(votes: int) -> str:
    return ngettext(
        "Got %(votes)s vote and won. It costs %(price)s, and %(left)s was left.",
        "Got %(votes)s votes and won. It costs %(price)s, and %(left)s was left.",
        votes,
    )


def _all_fit(votes: int) -> str:
    return ngettext(
        "Got %(votes)s vote. It costs %(price)s. Everything on the list fits within the amount, so everything wins.",
        "Got %(votes)s votes. It costs %(price)s. Everything on the list fits within the amount, so everything wins.",
        votes,
    )


def _names(titles: list[str]) -> str:
    quoted = [_("“%(title)s”") % {"title": title} for title in titles[:_NAMES]]
    rest = len(titles) - _NAMES
    if rest > 0:
        quoted.append(ngettext("%(number)s other", "%(number)s others", rest) % {"number": _count(rest)})
    if len(quoted) == 1:
        return quoted[0]
    return _("%(first)s and %(last)s") % {"first": ", ".join(quoted[:-1]), "last": quoted[-1]}


def _ballot_line(frozen: Mapping[str, Any]) -> str:
    if frozen["ballot_type"] == BallotType.KNAPSACK:
        amount = money(frozen["amount_ore"], frozen["currency"])
        return _("Each voter chose proposals for at most %(amount)s together.") % {"amount": amount}
    most = frozen["max_choices"]
    if most is None:
        return _("Each voter chose as many proposals as they liked.")
    text = ngettext("Each voter chose at most %(most)s proposal.", "Each voter chose at most %(most)s proposals.", most)
    return text % {"most": _count(most)}


def _money_line(rule: Rule) -> str:
    if rule.variant is Variant.STOP:
        return _("If there is money for it, it wins. At the first one that no longer fits, the count stops.")
    return _("If there is money for it, it wins. If not, it is skipped, and the next one gets its turn.")


def _limits(rule: Rule) -> list[str]:
    if rule.all_fit:
        least = _("If everything on the list fits within the amount, everything wins.")
    elif rule.threshold_ballots_percent:
        least = _least_percent(rule)
    elif rule.threshold > 0:
        text = ngettext(
            "A proposal needs at least %(least)s vote to win.",
            "A proposal needs at least %(least)s votes to win.",
            rule.threshold,
        )
        least = text % {"least": _count(rule.threshold)}
    else:
        least = _("A proposal that nobody voted for cannot win.")
    words = {
        Criterion.LOWER_COST: _("the lower price"),
        Criterion.MORE_VOTES: _("the most votes"),
        Criterion.LOT: _("a public draw"),
        Criterion.FILE_ORDER: _("the order of the list"),
    }
    chain = _(", then ").join(words[criterion] for criterion in rule.ties)
    return [least, _("With equally many votes, this decides: %(chain)s.") % {"chain": chain}]


def _least_percent(rule: Rule) -> str:
    percent = {"percent": rule.threshold_ballots_percent, "least": _count(rule.threshold)}
    if rule.threshold <= 1:
        return _("At least %(percent)s per cent of the voters must have chosen a proposal.") % percent
    return (
        _("At least %(percent)s per cent of the voters must have chosen a proposal, and at least %(least)s.") % percent
    )


def _count(number: int) -> str:
    return danish.number(number, get_language() or "da")
