"""The settings of a deltagerbudget in the words of counting. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from deltagerbudget.counting.ballots import CategoryLimit, Limits, VoteType
from deltagerbudget.counting.rule import Cap, CapKind, Completion, Criterion, Method, Rule, Share, Utility, Variant
from deltagerbudget.processes.rules import BallotType, CountMethod, CountVariant

if TYPE_CHECKING:
    from deltagerbudget.processes.models import Process


@dataclass(frozen=True)
class Terms:
    """What a ballot may hold and how it is counted; `rule` is still without the lot."""

    vote_type: VoteType
    limits: Limits
    rule: Rule

    @property
    def minds_money(self) -> bool:
        """Whether the ballot is a knapsack."""
        return self.limits.most_cost is not None

    @property
    def has_points(self) -> bool:
        """Whether proposals are ordered by points; otherwise by votes."""
        return self.vote_type.has_points or self.vote_type is VoteType.ORDINAL

    def rule_with(self, lot_seed: str) -> Rule:
        return replace(self.rule, lot_seed=lot_seed)


def terms_of(process: Process) -> Terms:
    """Of a process without problems. Settings that belong to another ballot or rule play no part."""
    kind = BallotType(process.ballot_type)
    vote_type = VoteType.APPROVAL if kind is BallotType.KNAPSACK else VoteType(kind.value)
    return Terms(vote_type, _limits(process, kind), _rule(process, kind))


def _most(process: Process, kind: BallotType) -> int | None:
    """The most proposals on a ballot; None without a limit."""
    return {BallotType.CHOOSE_1: 1, BallotType.RANKING: len(process.rank_scores)}.get(kind, process.max_choices)


def _limits(process: Process, kind: BallotType) -> Limits:
    most = _most(process, kind)
    is_points = kind is BallotType.POINTS
    room = [bound for bound in (most, process.points if is_points else None) if bound]
    return Limits(
        least=min([process.min_choices, *room]),
        most=most,
        most_cost=process.amount_ore if kind is BallotType.KNAPSACK else None,
        least_points=1 if is_points else 0,
        most_points=process.most_points if is_points else None,
        most_sum=process.points if is_points else None,
        per_category=tuple(CategoryLimit(**limit) for limit in process.category_limits),
    )


def _rule(process: Process, kind: BallotType) -> Rule:
    is_prizes = process.count_method == CountMethod.PRIZES
    plain: dict[str, Any] = {
        "method": Method(process.count_method),
        "threshold": process.threshold_votes,
        "threshold_ballots_percent": process.threshold_percent,
        "threshold_cost_percent": process.threshold_cost_percent,
        "scores": tuple(process.rank_scores) if kind is BallotType.RANKING else (),
        "ties": tuple(Criterion(word) for word in process.tie_chain),
    }
    if is_prizes:
        return Rule(**plain, prizes=tuple(process.prizes_ore))
    if process.count_method == CountMethod.EQUAL_SHARES:
        completion = Completion(process.equal_completion)
        return Rule(
            **plain,
            utility=Utility(process.equal_utility),
            completion=completion,
            step=0 if completion is Completion.NONE else process.equal_step_ore,
            fill=process.equal_fill,
            comparison=process.equal_comparison,
        )
    variant = Variant(process.count_variant)
    return Rule(
        **plain,
        variant=variant,
        percent=process.stop_percent or 0 if variant is Variant.STOP_PERCENT else 0,
        all_fit=process.all_fit,
        share=_share(process),
        caps=tuple(Cap(**(cap | {"kind": CapKind(cap["kind"])})) for cap in process.caps),
        caps_lifted=process.caps_lifted and bool(process.caps),
        least_per_area=process.least_per_area,
    )


def _share(process: Process) -> Share | None:
    if process.share_percent == 100 and process.share_most_ore is None:
        return None
    return Share(process.share_percent, process.share_full_up_to_ore, process.share_most_ore)


def problems(process: Process) -> list[str]:
    """Why the settings cannot be together, and what is still to be written; empty when nothing is."""
    return [*lacks(process), *impossible(process)]


def lacks(process: Process) -> list[str]:
    """What ballot and count need, and nobody has written yet. A draft may wait with it."""
    found = []
    if process.ballot_type == BallotType.POINTS and not process.points:
        found.append(_("Write how many points each voter has."))
    if process.ballot_type == BallotType.RANKING and not process.rank_scores:
        found.append(_("Write what each place is worth, for example 3, 2, 1."))
    if process.count_method == CountMethod.PRIZES:
        return found if process.prizes_ore else [*found, _("Write the prizes, one on each line, the largest first.")]
    if process.count_method == CountMethod.EQUAL_SHARES:
        return found
    if process.count_variant == CountVariant.STOP_PERCENT and not process.stop_percent:
        found.append(_("Write how much of the price must be left, in per cent, for the last proposal to be built."))
    return found


def impossible(process: Process) -> list[str]:
    """What cannot be together, whatever else is written; each with what to do."""
    found = [*_basic_problems(process), *_ballot_problems(process), *_threshold_problems(process)]
    return [*found, *_count_problems(process), *_topic_problems(process)]


def _basic_problems(process: Process) -> list[str]:
    found = []
    if process.amount_ore <= 0:
        found.append(_("The amount must be more than 0 kr."))
    if process.proposals_per_person < 1:
        found.append(_("Nobody could make a proposal. Let everyone make at least one."))
    if process.support_needed < 1:
        found.append(_("A proposal needs at least one supporter. Leave the support round out if it needs none."))
    if process.finish_within_months <= process.start_within_months:
        found.append(_("A winner cannot be finished before it is started. Give more months to finish it."))
    return found


def _ballot_problems(process: Process) -> list[str]:
    found = []
    if process.ballot_type == BallotType.POINTS and process.points and (process.most_points or 0) > process.points:
        found.append(_("Nobody can give one proposal more points than they have. Lower the most for one proposal."))
    scores = list(process.rank_scores)
    if process.ballot_type == BallotType.RANKING and scores != sorted(scores, reverse=True):
        found.append(_("An earlier place cannot be worth less than a later one. Write for example 3, 2, 1."))
    if process.ballot_type == BallotType.CHOOSE_1 and process.min_choices > 1:
        found.append(_("On this ballot everyone chooses one proposal. Set the fewest to 1."))
    if process.max_choices is not None and process.max_choices < process.min_choices:
        found.append(_("A ballot cannot hold fewer proposals than it must. Raise the most, or lower the fewest."))
    return found


def _threshold_problems(process: Process) -> list[str]:
    found = []
    if process.threshold_percent >= 100:
        found.append(
            _("No proposal can be chosen by all voters: a blank vote is enough. Lower the votes needed to win.")
        )
    if process.threshold_cost_percent > 100:
        found.append(
            _("A proposal for the whole amount would need more voters than there are. Set the limit to 100 or less.")
        )
    return found


def _count_problems(process: Process) -> list[str]:
    if process.count_method == CountMethod.PRIZES:
        return _prize_problems(process)
    if process.count_method == CountMethod.EQUAL_SHARES:
        return _equal_problems(process)
    if process.all_fit and process.least_per_area:
        return [_("Choose either that everything wins if there is money for it, or a number for each area.")]
    return []


def _prize_problems(process: Process) -> list[str]:
    prizes = process.prizes_ore
    found = []
    if list(prizes) != sorted(prizes, reverse=True):
        found.append(_("A later prize cannot be larger than an earlier one. Write the largest first."))
    if sum(prizes) > process.amount_ore:
        found.append(_("The prizes are more than the amount. Lower them, or raise the amount."))
    if process.caps or process.least_per_area or process.all_fit or _share(process):
        found.append(
            _("Prizes go by place alone. Take away limits, shares, numbers for areas, and that everything wins.")
        )
    return found


def _equal_problems(process: Process) -> list[str]:
    found = []
    has_points = process.ballot_type in (BallotType.POINTS, BallotType.RANKING)
    if process.equal_utility == Utility.POINTS and not has_points:
        found.append(
            _("This ballot has no points. Let equal shares go by the price or by the number, or share out points.")
        )
    if process.equal_step_ore < 100 or process.equal_step_ore % 100:
        found.append(_("The step of equal shares must be in whole kroner, at least 1 kr."))
    if process.caps or process.least_per_area:
        found.append(
            _(
                "Equal shares goes without limits for topics, areas and prices. "
                "Take them away under “More rules”, or choose another count."
            )
        )
    if _share(process):
        found.append(
            _(
                "Equal shares pays the whole price of a winner. Set the part of the price to 100 per cent under "
                "“More rules”, without a most, or choose another count."
            )
        )
    if process.all_fit:
        found.append(
            _("With equal shares nothing wins without votes. Take away that everything wins if there is money for it.")
        )
    return found


def apart_problems(process: Process, exclusive: Collection[object]) -> list[str]:
    """Why proposals of which at most one can win, in `exclusive`, cannot be on a list that is counted like that."""
    if not exclusive or process.count_method != CountMethod.EQUAL_SHARES:
        return []
    words = _(
        "Equal shares cannot see to it that only one of two proposals wins. Take away what excludes them where the "
        "proposals are sorted, or choose another count."
    )
    return [words]


def _topic_problems(process: Process) -> list[str]:
    named = [limit["category"] for limit in process.category_limits]
    named += [cap["name"] for cap in process.caps if cap["kind"] == CapKind.CATEGORY]
    unknown = sorted(set(named) - set(process.categories))
    found = [
        _("There is a limit for “%(topic)s”, which is not among the topics.") % {"topic": topic}
        for topic in unknown[:1]
    ]
    most = _most(process, BallotType(process.ballot_type))
    if most and sum(limit["least"] for limit in process.category_limits) > most:
        found.append(_("The topics ask for more proposals than a ballot has room for. Lower the fewest of a topic."))
    return found
