"""The regulation of a vote: ballot, winners, ties and what is left, in plain sentences made from the terms. Pure.

It is written in the language that is active, and frozen with the vote in Danish and English.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from deltagerbudget.acts.vocabulary import Channel
from deltagerbudget.counting.ballots import CategoryLimit, VoteType
from deltagerbudget.counting.rule import Cap, CapKind, Criterion, Method, Share, Variant
from deltagerbudget.processes import equal_words
from deltagerbudget.processes.built import built
from deltagerbudget.processes.example import example
from deltagerbudget.processes.rules import Leftover
from deltagerbudget.processes.terms import Terms
from deltagerbudget.ui.danish import money, number, one_stop

LANGUAGES = ("da", "en")


@dataclass(frozen=True)
class Clause:
    """One paragraph of the regulation."""

    heading: str
    text: str
    # Only for whoever wants to count by it.
    is_folded: bool = False

    def to_data(self) -> list[str | bool]:
        return [self.heading, self.text, *([True] if self.is_folded else [])]


@dataclass(frozen=True)
class Subject:
    """What the terms are about. Amounts in minor units; `leftover` is None where nobody has said it."""

    amount: int
    currency: str
    leftover: Leftover | None
    # Titles of proposals of which at most one can win.
    exclusive: tuple[tuple[str, ...], ...] = ()
    # The ways to vote; none of an imported election.
    ways: frozenset[Channel] = frozenset()
    # For whoever has begun when the vote ends.
    grace_minutes: int = 0
    # How long after the closing a register may still say where a voter lives; 0 where none is asked.
    register_days: int = 0
    # Months within which a winner is started and finished; None where nobody has promised it.
    built_within: tuple[int, int] | None = None

    def money(self, amount: int) -> str:
        return money(amount, self.currency, get_language() or "da")


def regulation(terms: Terms, subject: Subject) -> list[Clause]:
    clauses = [
        Clause(_("How you vote"), _joined(_ballot(terms, subject))),
        Clause(_("Ways to vote"), _joined(_ways(subject))),
        Clause(_("When the vote ends"), _joined(_end(subject))),
        Clause(_("If we cannot see where you live"), _joined(_register(subject))),
        Clause(_("Who wins"), _joined(_count(terms, subject))),
        *_equal_shares(terms, subject),
        Clause(_ties_heading(terms), _ties(terms)),
        Clause(_("If money is left"), _leftover(subject)),
        Clause(_("When it is built"), built(subject.built_within)),
    ]
    return [clause for clause in clauses if clause.text]


def _equal_shares(terms: Terms, subject: Subject) -> list[Clause]:
    if terms.rule.method is not Method.EQUAL_SHARES:
        return []
    return [
        Clause(_("An example"), one_stop(equal_words.example(terms, subject.money))),
        Clause(_("The count, word for word"), one_stop(equal_words.exact(terms, subject.amount, subject.money)), True),
    ]


def clauses_in(config: Mapping[str, Any]) -> list[Clause]:
    """The regulation that is frozen in a configuration, in the language that is active."""
    texts = config["regulation"]
    return [Clause(*clause) for clause in texts.get((get_language() or "da")[:2], texts["da"])]


def _joined(sentences: Sequence[str]) -> str:
    return one_stop(" ".join(sentences))


def _n(value: int) -> str:
    return number(value, get_language() or "da")


def _ballot(terms: Terms, subject: Subject) -> list[str]:
    limits = terms.limits
    said = [_VOTE[terms.vote_type](terms, subject)]
    if limits.most and terms.vote_type in (VoteType.APPROVAL, VoteType.CUMULATIVE, VoteType.SCORING):
        said.append(ngettext("At most %(n)s proposal.", "At most %(n)s proposals.", limits.most) % {"n": limits.most})
    if limits.least > 1:
        said.append(_("At least %(n)s proposals.") % {"n": limits.least})
    if limits.least_cost:
        said.append(_("Together they must cost at least %(money)s.") % {"money": subject.money(limits.least_cost)})
    said += [topic_line(limit, subject.money) for limit in limits.per_category]
    if subject.leftover is not None:
        said.append(_("You can change your vote until the vote closes. Only the last one counts."))
    return said


def _ways(subject: Subject) -> list[str]:
    labels = [str(way.label) for way in Channel if way in subject.ways]
    if not labels:
        return []
    listed = "; ".join(label[:1].lower() + label[1:] for label in labels)
    text = _("You choose how you vote: %(ways)s.") if len(labels) > 1 else _("There is one way to vote: %(ways)s.")
    said = [text % {"ways": listed}]
    if len(labels) > 1:
        said.append(_("Each person has one ballot, whichever way it is given."))
    if Channel.PAPER in subject.ways:
        said.append(_("If you are handed a ballot on paper, it counts, and not what you chose on a screen."))
    if Channel.POSTAL in subject.ways:
        said.append(
            _("A ballot by post counts if two have entered it before the vote closes and you have not voted otherwise.")
        )
    return said


def _end(subject: Subject) -> list[str]:
    if not subject.ways:
        return []
    said = []
    if subject.grace_minutes:
        text = _("If you have begun when the vote ends, you have %(n)s minutes more to hand in your ballot.")
        said.append(text % {"n": subject.grace_minutes})
    outage = _(
        "If the site cannot be reached for more than a quarter of an hour in the last day, the vote ends later, by "
        "at least as long, at 20:00, for every way to vote. Two persons decide."
    )
    login = _("The same goes when nobody can log in with MitID for more than an hour in the last day.")
    return [*said, outage, *([login] if Channel.MITID in subject.ways else [])]


def _register(subject: Subject) -> list[str]:
    if not subject.register_days:
        return []
    text = _(
        "If the register is silent, you can vote all the same. We ask again, and your ballot counts if you live here. "
        "Has it not answered %(n)s days after the vote has closed, two persons decide that the ballot is not counted. "
        "The result says how many there were."
    )
    card = _("At a voting place your health card decides where the register is silent, or keeps a protected address.")
    seen = [card] if subject.ways & {Channel.DESK, Channel.PAPER} else []
    return [text % {"n": subject.register_days}, *seen]


def _approval(terms: Terms, subject: Subject) -> str:
    most = terms.limits.most_cost
    if most is None:
        return _("You choose the proposals that you like best, whatever they cost.")
    return _("You choose the proposals that you like best, for up to %(amount)s in all.") % {
        "amount": subject.money(most)
    }


def _points(terms: Terms, subject: Subject) -> str:
    limits = terms.limits
    if limits.most_sum is None:
        text = _("You give points to the proposals that you like.")
    else:
        text = ngettext(
            "You have %(n)s point and give it to the proposal that you like best.",
            "You have %(n)s points and share them out among the proposals that you like best.",
            limits.most_sum,
        ) % {"n": limits.most_sum}
    if limits.most_points is not None and limits.most_points != limits.most_sum:
        most = ngettext(
            "At most %(n)s point for one proposal.", "At most %(n)s points for one proposal.", limits.most_points
        )
        text = f"{text} {most % {'n': limits.most_points}}"
    return text


def _ranking(terms: Terms, subject: Subject) -> str:
    scores = ", ".join(str(score) for score in terms.rule.scores)
    places = len(terms.rule.scores)
    text = ngettext(
        "You choose the proposal that you like best. It gets %(scores)s point.",
        "You put up to %(n)s proposals in order, the best first. The places are worth %(scores)s points.",
        places,
    )
    return text % {"n": places, "scores": scores}


_VOTE: dict[VoteType, Callable[[Terms, Subject], str]] = {
    VoteType.APPROVAL: _approval,
    VoteType.CHOOSE_1: lambda terms, subject: _("You choose one proposal, whatever it costs."),
    VoteType.CUMULATIVE: _points,
    VoteType.SCORING: _points,
    VoteType.ORDINAL: _ranking,
}


def topic_line(limit: CategoryLimit, in_money: Callable[[int], str]) -> str:
    """What a ballot may hold of one topic."""
    bounds = []
    if limit.least:
        bounds.append(_("at least %(n)s") % {"n": _n(limit.least)})
    if limit.most is not None:
        bounds.append(_("at most %(n)s") % {"n": _n(limit.most)})
    if limit.least_cost:
        bounds.append(_("for at least %(money)s") % {"money": in_money(limit.least_cost)})
    if limit.most_cost is not None:
        bounds.append(_("for at most %(money)s") % {"money": in_money(limit.most_cost)})
    return _("Of the topic “%(topic)s”: %(bounds)s.") % {"topic": limit.category, "bounds": ", ".join(bounds)}


def _count(terms: Terms, subject: Subject) -> list[str]:
    if terms.rule.method is Method.PRIZES:
        return [_prizes(terms, subject), *_thresholds(terms)]
    if terms.rule.method is Method.EQUAL_SHARES:
        return [*equal_words.plain(terms, subject.amount, subject.money), *_thresholds(terms)]
    return _greedy(terms, subject)


def _greedy(terms: Terms, subject: Subject) -> list[str]:
    rule, said = terms.rule, []
    if rule.least_per_area:
        text = ngettext(
            "First the best proposal of each area gets its money, as far as it goes.",
            "First the best %(n)s proposals of each area get their money, as far as it goes.",
            rule.least_per_area,
        )
        said.append(text % {"n": rule.least_per_area})
    said += [_first(terms), _variant(terms)]
    if rule.share is not None:
        said.append(_share(rule.share, subject))
    said += _thresholds(terms)
    said += [_cap(cap, subject) for cap in rule.caps]
    if rule.caps_lifted:
        said.append(_("If money is left after that, these limits no longer apply."))
    for group in subject.exclusive:
        said.append(_("Of these at most one can win: %(titles)s.") % {"titles": ", ".join(group)})
    if rule.all_fit:
        said.append(_("If there is money for everything on the list, everything is carried out."))
    if rule.method is Method.GREEDY and not (rule.share or rule.caps or rule.least_per_area or terms.has_points):
        said.append(example(terms.rule, subject.amount, subject.money))
    return said


def _first(terms: Terms) -> str:
    by_cost = terms.rule.method is Method.GREEDY_PER_COST
    if terms.has_points:
        if by_cost:
            return _(
                "The proposal with the most points for its price gets its money first. "
                "Then the next one, as long as there is money."
            )
        return _(
            "The proposal with the most points gets its money first. Then the next one, as long as there is money."
        )
    if by_cost:
        return _(
            "The proposal with the most votes for its price gets its money first. "
            "Then the next one, as long as there is money."
        )
    return _("The proposal with the most votes gets its money first. Then the next one, as long as there is money.")


def _variant(terms: Terms) -> str:
    return {
        Variant.SKIP: _("A proposal that costs more than what is left is skipped, and the next one gets its turn."),
        Variant.STOP: _("The count stops at the first proposal that costs more than what is left."),
        Variant.STOP_PERCENT: _(
            "The count stops at the first proposal that costs more than what is left. If at least %(n)s per cent of "
            "its price is left, it is built all the same, when the rest of the money has been found elsewhere."
        ),
        Variant.REMAINDER: _(
            "The first proposal that costs more than what is left gets what is left, and then the count stops."
        ),
    }[terms.rule.variant] % {"n": terms.rule.percent}


def _share(share: Share, subject: Subject) -> str:
    said = []
    if share.full_up_to:
        said.append(_("Up to %(money)s the whole price is paid.") % {"money": subject.money(share.full_up_to)})
    if share.percent < 100:
        text = _("Of a higher price %(n)s per cent is paid.") if share.full_up_to else _("%(n)s per cent is paid.")
        said.append(text % {"n": share.percent})
    if share.most is not None:
        said.append(_("Never more than %(money)s for one proposal.") % {"money": subject.money(share.most)})
    said.append(_("The rest must come from elsewhere."))
    return " ".join(said)


def _thresholds(terms: Terms) -> list[str]:
    rule, said = terms.rule, []
    if rule.threshold > 0:
        if terms.has_points:
            text = ngettext(
                "A proposal needs at least %(n)s point.", "A proposal needs at least %(n)s points.", rule.threshold
            )
        else:
            text = ngettext(
                "A proposal needs at least %(n)s vote.", "A proposal needs at least %(n)s votes.", rule.threshold
            )
        said.append(text % {"n": _n(rule.threshold)})
    if rule.threshold_ballots_percent:
        text = _("At least %(n)s per cent of the voters must have chosen a proposal.")
        said.append(text % {"n": rule.threshold_ballots_percent})
    if rule.threshold_cost_percent:
        text = _(
            "The dearer a proposal is, the more voters must have chosen it: %(n)s per cent of them if it costs the "
            "whole amount, half as many if it costs half of it."
        )
        said.append(text % {"n": rule.threshold_cost_percent})
    return said


def _cap(cap: Cap, subject: Subject) -> str:
    words = {"money": subject.money(cap.money or 0), "n": _n(cap.number or 0)}
    text = _("%(which)s: %(most)s.") % {"which": capped_part(cap, subject.money), "most": _most(cap) % words}
    return text[:1].upper() + text[1:]


def capped_part(cap: Cap, in_money: Callable[[int], str]) -> str:
    """What a limit is for: a topic, an area, or a size of price."""
    if cap.kind is CapKind.CATEGORY:
        return _("the topic “%(name)s”") % {"name": cap.name}
    if cap.kind is CapKind.AREA:
        return _("the area %(name)s") % {"name": cap.name}
    words = {"from": in_money(cap.from_cost), "to": in_money(cap.to_cost or 0)}
    text = _("proposals from %(from)s") if cap.to_cost is None else _("proposals from %(from)s to %(to)s")
    return text % words


def _most(cap: Cap) -> str:
    if cap.number is None:
        return _("at most %(money)s in all")
    if cap.money is None:
        return ngettext("at most %(n)s can win", "at most %(n)s can win", cap.number)
    return _("at most %(n)s can win, for at most %(money)s in all")


def _prizes(terms: Terms, subject: Subject) -> str:
    prizes = terms.rule.prizes
    text = ngettext(
        "There is %(n)s prize: %(prizes)s. The proposal with the most %(of)s gets it. Its price plays no part.",
        "There are %(n)s prizes: %(prizes)s. The proposal with the most %(of)s gets the first one, the next one gets "
        "the second, and so on. Their prices play no part.",
        len(prizes),
    )
    listed = "; ".join(subject.money(prize) for prize in prizes)
    return text % {"n": len(prizes), "prizes": listed, "of": _("points") if terms.has_points else _("votes")}


def _ties_heading(terms: Terms) -> str:
    if terms.rule.method is Method.EQUAL_SHARES:
        return _("If two are next at the same time")
    return _("If two have equally many points") if terms.has_points else _("If two have equally many votes")


def _ties(terms: Terms) -> str:
    words = {
        Criterion.LOWER_COST: _("the cheaper one goes first"),
        Criterion.MORE_VOTES: _("the one with more votes goes first"),
        Criterion.LOT: _("a public draw decides, made before the votes are counted"),
        Criterion.FILE_ORDER: _("the lower number on the list goes first"),
    }
    text = _("; if that does not settle it, ").join(words[criterion] for criterion in terms.rule.ties)
    return text[:1].upper() + text[1:] + "."


def _leftover(subject: Subject) -> str:
    if subject.leftover is None:
        return ""
    return {
        Leftover.RETURN: _("What is left goes back to the pool and is used for other projects."),
        Leftover.NEXT_IN_LINE: _("What is left is offered to the next in line, if the rest can be found elsewhere."),
        Leftover.ROLL_OVER: _("What is left is saved for the next deltagerbudget here."),
    }[subject.leftover]
