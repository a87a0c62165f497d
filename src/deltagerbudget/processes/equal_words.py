"""Equal shares in the words of the regulation: plain lines with an example, and the exact rule. Pure.

The exact rule is docs/counting.md, section 11; here it stands so that nobody needs to look there.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from deltagerbudget.counting.rule import Completion, Rule, Utility
from deltagerbudget.processes.terms import Terms

InMoney = Callable[[int], str]
# Of one main unit of money, where there is no step.
UNIT = 100


def plain(terms: Terms, amount: int, in_money: InMoney) -> list[str]:
    """Who wins, for residents."""
    rule = terms.rule
    said = [
        _("We count by equal shares: everyone who votes decides over an equally large part of the money."),
        _("A proposal is bought by those who chose it, if together they have its price. Each of them pays the same."),
        _("Whoever has less left pays what is left."),
        _FIRST[_utility(rule)](),
        _more(rule) % {"step": in_money(rule.step), "amount": in_money(amount)},
    ]
    if rule.fill:
        points = _("What is left at last goes to the proposals with the most points that fit in it.")
        votes = _("What is left at last goes to the proposals with the most votes that fit in it.")
        said.append(points if terms.has_points else votes)
    if rule.comparison:
        said.append(
            _(
                "In the end we also count by most votes first. If more voters get more of their proposals by it, "
                "that result is taken."
            )
        )
    return said


_FIRST: dict[Utility, Callable[[], str]] = {
    Utility.COST: lambda: _(
        "The proposal for which each pays the smallest part of its price is bought first, then the next one."
    ),
    Utility.CARDINALITY: lambda: _("The proposal for which each pays the least is bought first, then the next one."),
    Utility.POINTS: lambda: _(
        "Whoever gave a proposal twice as many points pays twice as much for it. The proposal for which a point costs "
        "the least is bought first, then the next one."
    ),
}


def _more(rule: Rule) -> str:
    return {
        Completion.NONE: _("When no proposal can be paid by those who chose it, that part of the count is over."),
        Completion.ADD1: _(
            "Then everyone gets %(step)s more, and we count again, until the next time would cost more than %(amount)s."
        ),
        Completion.ADD1_EXHAUSTIVE: _(
            "Then everyone gets %(step)s more, and we count again, until the next time would cost more than "
            "%(amount)s, or until no other proposal fits in what is left."
        ),
    }[_completion(rule)]


def example(terms: Terms, in_money: InMoney) -> str:
    """Nine invented voters and four proposals; SPEC §11.9, in steps of the rule. Empty where a threshold plays in."""
    rule = terms.rule
    if rule.threshold or rule.has_percent_threshold:
        return ""
    unit = rule.step or UNIT
    words = {
        "amount": in_money(90 * unit),
        "each": in_money(10 * unit),
        "cost": in_money(30 * unit),
        "half": in_money(5 * unit),
    }
    said = [
        _("There is %(amount)s and nine voters, so each of them decides over %(each)s."),
        _("There are four proposals for %(cost)s each. Six voters chose A, B and C, and three chose D."),
        _("The six buy A and B and pay %(half)s each time. The three buy D and pay %(each)s."),
        _("For C the six have nothing left. By most votes first A, B and C would have won, and the three got nothing."),
    ]
    if rule.comparison:
        said.append(
            _(
                "But six voters get more of their proposals by most votes first, and three by equal shares. "
                "So here A, B and C win."
            )
        )
    return " ".join(said) % words


def exact(terms: Terms, amount: int, in_money: InMoney) -> str:
    """The rule that was decided, so that whoever reads it can count by it."""
    rule = terms.rule
    words = {"name": rule.name, "amount": in_money(amount), "step": in_money(rule.step)}
    said = [
        _("The rule is called %(name)s. B is the amount, %(amount)s."),
        _("n is the number of valid ballots, blank ones too."),
        _start(rule),
        _("Nothing else is rounded: every amount of a voter is an exact fraction."),
        _support(terms),
        _price(rule),
        _ORDER[_utility(rule)](),
        _("This is repeated until the supporters of no proposal have its price together."),
        *_steps(rule),
        *_after(terms),
        _(
            "The step that counts and the first one that costs too much are both counted once more in exact fractions, "
            "and both stand in the published result."
        ),
    ]
    return " ".join(said) % words


def _start(rule: Rule) -> str:
    if rule.completion is Completion.ADD1:
        return _(
            "At first every voter has B divided by n, rounded down to whole steps of %(step)s: "
            "floor(B / (n · %(step)s)) · %(step)s."
        )
    return _("At first every voter has B divided by n, which is not rounded.")


def _support(terms: Terms) -> str:
    if terms.has_points:
        return _("A proposal takes part if it meets the limits above and somebody gave it points; these support it.")
    return _("A proposal takes part if it meets the limits above and somebody chose it; these support it.")


def _price(rule: Rule) -> str:
    if rule.utility is Utility.POINTS:
        return _(
            "The price q of a proposal is the smallest number at which its supporters can pay it: each pays q for each "
            "point or, if that is less, all that the voter has left."
        )
    return _(
        "The price q of a proposal is the smallest number at which its supporters can pay it: each pays q or, if that "
        "is less, all that the voter has left."
    )


_ORDER: dict[Utility, Callable[[], str]] = {
    Utility.COST: lambda: _("The proposal with the smallest q divided by its cost is bought."),
    Utility.CARDINALITY: lambda: _("The proposal with the smallest q is bought."),
    Utility.POINTS: lambda: _("The proposal with the smallest q is bought."),
}


def _steps(rule: Rule) -> list[str]:
    if rule.completion is Completion.NONE:
        return []
    said = [
        _("The count is then made anew with %(step)s more for every voter, again and again."),
        _("The last step before the first that spends more than B counts."),
    ]
    if rule.completion is Completion.ADD1_EXHAUSTIVE:
        said = [
            said[0],
            _(
                "The first step counts after which no proposal that takes part and was not bought fits in B less what "
                "is spent; or, if it comes first, the last step before the first that spends more than B."
            ),
        ]
    return [*said, _("The count ends at once where every proposal that takes part is bought.")]


def _after(terms: Terms) -> list[str]:
    said = []
    if terms.rule.fill:
        said.append(
            _(
                "Those that take part and were not bought are then taken by most points, and those that cost more "
                "than what is left are skipped."
            )
            if terms.has_points
            else _(
                "Those that take part and were not bought are then taken by most votes, and those that cost more "
                "than what is left are skipped."
            )
        )
    if terms.rule.comparison:
        said.append(
            _(
                "The result stands unless more voters have more winners among what they support by most votes first, "
                "with skipping, than have more by this result."
            )
        )
    return said


def _utility(rule: Rule) -> Utility:
    assert rule.utility is not None  # noqa: S101 - the rule was checked when it was made
    return rule.utility


def _completion(rule: Rule) -> Completion:
    assert rule.completion is not None  # noqa: S101 - the rule was checked when it was made
    return rule.completion
