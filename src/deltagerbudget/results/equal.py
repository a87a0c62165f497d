"""A count by equal shares in words: how it came to its end, and why a project was bought or not. Pure."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from deltagerbudget.ballots.rules import MIN_PUBLISHED_BALLOTS
from deltagerbudget.counting.model import Election
from deltagerbudget.counting.outcome import Decision, Near, Outcome, Paid, Round, Shares, Step, Tried
from deltagerbudget.counting.rule import Completion
from deltagerbudget.ui import danish

# Of so many a lower price is sought, and in votes with so many choices on different ballots: for some five seconds.
NEAREST, MOST_CHOICES = 5, 3_000


def by_equal_shares(outcome: Outcome) -> Shares | None:
    """None where the turns are those of another count, also where the comparison took most votes first."""
    return outcome.shares if outcome.shares and not outcome.shares.by_greedy else None


def with_nearest(election: Election, outcome: Outcome) -> Outcome:
    """With the lower price that those would have won with who came nearest; each takes some tens of counts."""
    if not by_equal_shares(outcome) or sum(len(ballot.projects) for ballot in election.ballots) > MOST_CHOICES:
        return outcome
    # With numpy, which no page needs.
    from deltagerbudget.counting.shares.changes import with_changes

    lost = [step.project for step in outcome.steps if step.decision is Decision.NOT_PAID]
    return with_changes(election, outcome, lost[:NEAREST])


def discreet(outcome: Outcome) -> Outcome:
    """Without what tells how few people paid, where there are too few ballots to publish them."""
    if outcome.shares is None or outcome.voters >= MIN_PUBLISHED_BALLOTS:
        return outcome
    shares = replace(outcome.shares, paid=(), near=(), elsewhere=(), changes=(), prefer=None, prefer_greedy=None)
    steps = tuple(replace(step, left=0) if step.decision is Decision.NOT_PAID else step for step in outcome.steps)
    return replace(outcome, shares=shares, steps=steps)


def paid_for(step: Step, outcome: Outcome) -> Paid | None:
    shares = by_equal_shares(outcome)
    return next((each for each in shares.paid if each.project == step.project), None) if shares else None


def near_of(step: Step, outcome: Outcome) -> Near | None:
    shares = by_equal_shares(outcome)
    return next((each for each in shares.near if each.project == step.project), None) if shares else None


def change_of(step: Step, outcome: Outcome) -> Step:
    """The step with what equal shares would have bought it for."""
    shares = by_equal_shares(outcome)
    found = next((each for each in shares.changes if each.project == step.project), None) if shares else None
    return replace(step, cheaper=found.cheaper, more_votes=found.more_votes) if found else step


def won(step: Step, outcome: Outcome) -> str:
    """Of a project that was bought, or that the fill took."""
    if step.round is Round.FILL:
        return _("Got %(got)s and won with what was left at last. It costs %(price)s, and %(left)s was left.")
    if paid_for(step, outcome) is None:
        return _("Got %(got)s and was bought by those who voted for it. It costs %(price)s.")
    return _("Got %(got)s and was bought by those who voted for it, for at most %(paid)s each. It costs %(price)s.")


def not_paid(step: Step, outcome: Outcome) -> str:
    """Of a project whose supporters could not pay it; of a small vote without what they had left."""
    near = near_of(step, outcome)
    if near is None:
        said = [_("Got %(got)s. Those who voted for it did not have its price, %(price)s, left together.")]
    else:
        said = [
            _(
                "Got %(got)s. Those who voted for it had %(left)s left together, and it costs %(price)s, "
                "so %(short)s was missing."
            )
        ]
        if near.per_mille > 1000 * step.left // step.cost:
            said.append(_("At the most they could have paid %(near)s of its price along the way."))
    if outcome.rule.fill:
        said.append(_("What was left of all the money at last was not enough for it either."))
    return " ".join(said)


def words(step: Step, outcome: Outcome) -> dict[str, str]:
    """What `won` and `not_paid` name."""
    paid, near = paid_for(step, outcome), near_of(step, outcome)
    return {
        "paid": _money(paid.price, outcome) if paid else "",
        "near": _percent(near.per_mille) if near else "",
    }


def told(outcome: Outcome) -> tuple[str, ...]:
    """How the count came to its end, sentence by sentence; nothing of other counts."""
    shares = outcome.shares
    if shares is None or not outcome.voters:
        return ()
    said = [_each(shares, outcome), _bought(shares, outcome), _end(shares, outcome)]
    if not shares.by_greedy:
        said.append(_fill(outcome))
    said.append(_comparison(shares, outcome))
    return tuple(danish.one_stop(sentence) for sentence in said if sentence)


def turns_to_fill(outcome: Outcome) -> str:
    """Said where equal shares had bought all it could, and most votes first goes on."""
    first = next((step for step in outcome.steps if step.round is Round.FILL), None)
    if first is None:
        return ""
    votes = _("This is where equal shares ended: %(left)s was left, and it goes on by most votes.")
    points = _("This is where equal shares ended: %(left)s was left, and it goes on by most points.")
    return danish.one_stop((points if _has_points(outcome) else votes) % {"left": _money(first.left, outcome)})


def _each(shares: Shares, outcome: Outcome) -> str:
    text = ngettext(
        "The count goes by equal shares: %(number)s voter decided over %(each)s.",
        "The count goes by equal shares: %(number)s voters decided over %(each)s each, no one more than another.",
        outcome.voters,
    )
    return text % {"number": _number(outcome.voters), "each": _money(_endowment(shares.taken), outcome)}


def _bought(shares: Shares, outcome: Outcome) -> str:
    bought = len(shares.taken.winners)
    if not bought:
        return _("Those who chose the same could not pay for any proposal together.")
    text = ngettext(
        "With it %(number)s proposal can be bought by those who chose it, for %(spent)s in all.",
        "With it %(number)s proposals can be bought by those who chose them, for %(spent)s in all.",
        bought,
    )
    return text % {"number": _number(bought), "spent": _money(shares.taken.spent, outcome)}


def _end(shares: Shares, outcome: Outcome) -> str:
    refused, completion = shares.refused, outcome.rule.completion
    if refused is not None:
        text = _(
            "With one step more everyone would have had %(each)s, and what can be bought would have cost %(spent)s. "
            "That is more than %(budget)s, so it ended before."
        )
        amounts = {"each": _endowment(refused), "spent": refused.spent, "budget": outcome.budget}
        return text % {name: _money(amount, outcome) for name, amount in amounts.items()}
    if completion is Completion.NONE:
        return _("By the rule nobody gets more after that.")
    could = {step.project for step in outcome.steps if step.decision is not Decision.BELOW_THRESHOLD and step.votes}
    if could <= set(shares.taken.winners):
        return _("That is everything that could be bought, so it ended there.")
    return _("No other proposal fitted in what was left, so it ended there.")


def _fill(outcome: Outcome) -> str:
    filled = [step for step in outcome.steps if step.round is Round.FILL]
    if not outcome.rule.fill:
        return ""
    if not filled:
        return _("What was left was not enough for any other proposal.")
    text = ngettext(
        "What was left, %(left)s, paid for %(number)s proposal more.",
        "What was left, %(left)s, paid for %(number)s proposals more.",
        len(filled),
    )
    return text % {"left": _money(filled[0].left, outcome), "number": _number(len(filled))}


def _comparison(shares: Shares, outcome: Outcome) -> str:
    if not outcome.rule.comparison:
        return ""
    if shares.prefer is None or shares.prefer_greedy is None:
        if shares.by_greedy:
            return _("More voters get more of their proposals by most votes first, so that result is taken.")
        return _("No more voters get more of their proposals by most votes first, so equal shares stands.")
    numbers = {"shares": _number(shares.prefer), "votes": _number(shares.prefer_greedy)}
    ends = {
        True: _("So most votes first is taken, and the list below is that one."),
        False: _("So equal shares stands."),
    }
    text = _("Voters who get more of their proposals by equal shares: %(shares)s. By most votes first: %(votes)s.")
    return f"{text % numbers} {ends[shares.by_greedy]}"


def _endowment(tried: Tried) -> int:
    """Rounded down to a minor unit."""
    numerator, denominator = map(int, tried.endowment.split("/"))
    return numerator // denominator


def _has_points(outcome: Outcome) -> bool:
    return outcome.vote_type.has_points or bool(outcome.rule.scores)


def _money(amount: int, outcome: Outcome) -> str:
    return danish.money(amount, outcome.currency, get_language() or "da")


def _number(number: int) -> str:
    return danish.number(number, get_language() or "da")


def _percent(per_mille: int) -> str:
    """`93.4 per cent`, rounded down."""
    mark = "." if get_language() == "en" else ","
    whole, tenth = divmod(per_mille, 10)
    return _("%(n)s per cent") % {"n": f"{whole}{mark}{tenth}" if tenth else str(whole)}
