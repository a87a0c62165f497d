"""Equal shares on the page: round by round, and how near the others were. SPEC §10 and 11.11"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Protocol

from .outcome import Elsewhere, Near, Outcome, Paid, Shares, Step
from .rule import Utility

STYLE = """
.rounds,.near{max-width:none;display:grid;gap:1.5rem 2.5rem;
grid-template-columns:repeat(auto-fill,minmax(min(100%,26rem),1fr))}
.rounds>li,.near>li{border-top:1px solid #d8d0c0;padding:.75rem 0 0;scroll-margin-top:1rem;min-width:0}
.rounds p,.near p{margin:.375rem 0;font-size:1rem}.rounds h3,.near h3{font-size:1.125rem;line-height:1.3;
margin:0 0 .375rem}
.rounds small,.near small{font-size:1rem;font-weight:400}.past{fill:#9cb8a6}.near .bar{height:1rem}
.edge{stroke:#1f1b16;stroke-width:4;vector-effect:non-scaling-stroke}.big{font-size:1.375rem;font-weight:600}
.rows{list-style:none;margin:.25rem 0;padding:0;font-size:1rem;color:#4a443b}
.rows li{display:flex;justify-content:space-between;gap:1rem;padding:.125rem 0;border:0}
.rows span:first-child{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.rows .sum{color:#1f1b16;font-weight:600}
.place{display:block;color:#4a443b}summary{cursor:pointer;padding:.5rem 0;font-size:1rem}
.less>summary{margin-top:1.5rem;font-size:1.125rem;font-weight:600}
a{color:#1d5c3a}
@media print{.rounds>li,.near>li{break-inside:avoid}}
"""
# So many of the things that the money went to are told before the list of all.
TOLD = 3
# What was further from its cost, in per mille, stands behind a fold.
FAR = 500
LONGEST_NAME = 44
Row = tuple[str, str]


class Writer(Protocol):
    """What the page knows: its words and how it writes numbers."""

    @property
    def outcome(self) -> Outcome: ...
    @property
    def names(self) -> Mapping[str, str]: ...
    def say(self, key: str, /, **params: object) -> str: ...
    def number(self, text: str) -> str: ...
    def money(self, amount: int) -> str: ...
    def decision(self, step: Step) -> str: ...


@dataclass(frozen=True, slots=True)
class SharesPage:
    page: Writer
    shares: Shares
    steps: Mapping[str, Step]

    @classmethod
    def of(cls, page: Writer, shares: Shares) -> SharesPage:
        return cls(page, shares, {step.project: step for step in page.outcome.steps})

    def body(self) -> Iterator[str]:
        say = self.page.say
        yield f"<h2>{say('rounds')}</h2>"
        yield f"<p>{say('rounds.how')}{' ' + say('rounds.not_taken') if self.shares.by_greedy else ''}</p>"
        yield f'<ol class="rounds">{"".join(self.rounds())}</ol>'
        if self.shares.near:
            yield f"<h2>{say('near')}</h2>\n<p>{say('near.how')}</p>"
            yield from self.losers()

    def rounds(self) -> Iterator[str]:
        before = 0
        for place, paid in enumerate(self.shares.paid, 1):
            yield self.round(place, paid, before)
            before += self.steps[paid.project].cost

    def round(self, place: int, paid: Paid, before: int) -> str:
        page, cost = self.page, self.steps[paid.project].cost
        budget = page.outcome.budget
        left = page.say("rounds.left", left=page.money(budget - before - cost), budget=page.money(budget))
        whole = 1000 / max(budget, before + cost, 1)
        blocks = (("room", 0, 1000), ("past", 0, before * whole), ("won", before * whole, cost * whole))
        round_ = page.say("rounds.round", round=place)
        heading = f"{page.names[paid.project]} <small>✓\u00a0{page.money(cost)}</small>"
        return (
            f'<li id="round-{place}"><h3><small class="place">{round_}</small>{heading}</h3>'
            f"{_bar(blocks)}<p>{self.payers(paid)} {left}</p>{self.behind(paid)}</li>"
        )

    def payers(self, paid: Paid) -> str:
        page = self.page
        payers, full, others = (page.number(str(many)) for many in (paid.payers, paid.full, paid.payers - paid.full))
        word = "rounds.all" if paid.full == paid.payers else "rounds.some"
        if page.outcome.rule.utility is Utility.POINTS:
            word += "_points"
        return page.say(word, price=page.money(paid.price), payers=payers, full=full, others=others)

    def behind(self, paid: Paid) -> str:
        if not paid.next:
            return ""
        behind = [(self.page.names[near.project], self.percent(near.per_mille)) for near in paid.next]
        return f"<p>{self.page.say('rounds.next')}</p>{rows(behind)}"

    def losers(self) -> Iterator[str]:
        money = {each.project: each for each in self.shares.elsewhere}
        order = sorted(self.shares.near, key=lambda near: -near.per_mille)
        near, far = ([each for each in order if (each.per_mille < FAR) == is_far] for is_far in (False, True))
        listed = ["".join(self.loser(each, money.get(each.project)) for each in part) for part in (near, far)]
        if near:
            yield f'<ol class="near">{listed[0]}</ol>'
        if far:
            title = self.page.say("near.far", number=len(far), percent=FAR // 10)
            fold = " open" if not near else ""
            yield f'<details class="less"{fold}><summary>{title}</summary><ol class="near">{listed[1]}</ol></details>'

    def loser(self, near: Near, money: Elsewhere | None) -> str:
        page, step = self.page, self.steps[near.project]
        is_end = near.round > len(self.shares.paid)
        when = page.say("near.end") if is_end else page.say("near.round", round=f"#{near.round}")
        if not is_end:
            when = when.replace(f"#{near.round}", f'<a href="#round-{near.round}">{near.round}</a>')
        blocks = (("room", 0, 1000), ("won" if step.is_built else "lost", 0, near.per_mille))
        bar = _bar(blocks, '<line class="edge" x1="1000" y1="0" x2="1000" y2="10"/>')
        won = f"<p><b>✓\u00a0{page.decision(step)}</b></p>" if step.is_built else ""
        return (
            f"<li><h3>{page.names[near.project]} <small>{page.money(step.cost)}</small></h3>{bar}"
            f'<p><span class="big">{self.percent(near.per_mille)}</span> {when}</p>{won}'
            f"{self.elsewhere(money) if money else ''}</li>"
        )

    def elsewhere(self, money: Elsewhere) -> str:
        """The three things that took most and what all others took; behind a fold, all of them in their order."""
        page = self.page
        had = page.say("near.had", supporters=page.number(str(money.supporters)), had=page.money(money.had))
        most = sorted(money.spent, key=lambda spent: -spent.money)
        told = [(page.names[each.project], page.money(each.money)) for each in most[:TOLD]]
        others, fold = most[TOLD:], ""
        if others:
            number = page.number(str(len(others)))
            told.append((page.say("near.others", number=number), page.money(sum(each.money for each in others))))
            every = rows([(page.names[each.project], page.money(each.money)) for each in money.spent])
            fold = f"<details><summary>{page.say('near.all')}</summary>{every}</details>"
        return f"<p>{had}</p>{rows(told, (page.say('near.left'), page.money(money.left)))}{fold}"

    def percent(self, per_mille: int) -> str:
        return f"{self.page.number(f'{per_mille // 10}.{per_mille % 10}')}\u00a0%"


def _bar(blocks: Sequence[tuple[str, float, float]], mark: str = "") -> str:
    drawn = "".join(
        f'<rect class="{kind}" x="{start:.1f}" y="0" width="{width:.1f}" height="10"/>'
        for kind, start, width in blocks
        if width
    )
    return (
        '<svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">'
        + drawn
        + mark
        + "</svg>"
    )


def rows(named: Sequence[Row], last: Row | None = None) -> str:
    """A name and a figure in each line; long names are cut short, they stand in full elsewhere on the page."""
    lines = "".join(f'<li><span>{_short(name)}</span><span class="n">{figure}</span></li>' for name, figure in named)
    end = f'<li class="sum"><span>{last[0]}</span><span class="n">{last[1]}</span></li>' if last else ""
    return f'<ul class="rows">{lines}{end}</ul>'


def _short(name: str) -> str:
    text = unescape(name)
    return name if len(text) <= LONGEST_NAME else f"{escape(text[:LONGEST_NAME].rstrip())}…"
