"""An outcome as one page that needs nothing else: drawings with the same figures as tables beside them. SPEC §10"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from .audit import audit
from .compare import Comparison, Note
from .money import main_units
from .outcome import Outcome, Round, Shares, Step
from .page_shares import STYLE as SHARES_STYLE
from .page_shares import SharesPage, rows
from .page_words import LANGUAGES, Words
from .report import changes, endowment, mean_winners, unit, without_winner

STYLE = """
*{box-sizing:border-box}
body{font:1.125rem/1.5 "IBM Plex Sans",system-ui,sans-serif;margin:0 auto;max-width:68rem;padding:2rem 1rem 4rem;
color:#1f1b16;background:#fffcf6;overflow-wrap:anywhere}
h1{font-size:clamp(1.75rem,5vw,2.75rem);line-height:1.15;margin:0 0 .5rem}h2{font-size:1.5rem;margin:3rem 0 1rem}
p,ul{max-width:42rem}.lead{font-size:1.375rem;margin:0 0 2rem}
svg{display:block;width:100%}.pot{height:3.5rem}.pot rect,.bar rect{shape-rendering:crispEdges}
dl{display:flex;flex-wrap:wrap;gap:1.5rem;margin:1.5rem 0 0}
dd{margin:0;font-size:1.375rem;font-weight:600;font-variant-numeric:tabular-nums;line-height:1.2;white-space:nowrap}
dl div{flex:1 1 9rem;display:flex;flex-direction:column-reverse;justify-content:flex-end}
.won{fill:#1d5c3a}.part{fill:#a8640f}.lost{fill:#857f74}.room{fill:#ece5d6}
ol{list-style:none;margin:0;padding:0;max-width:42rem}ol li{padding:.5rem 0}
ol li div{display:flex;justify-content:space-between;gap:1rem;margin-bottom:.25rem}.bar{height:.75rem}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}b,tr.won td:first-child{font-weight:600}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:1rem;overflow-wrap:normal}
th,td{text-align:left;vertical-align:top;padding:.5rem .75rem .5rem 0;border-bottom:1px solid #d8d0c0}
th,td{padding-left:.75rem}th:first-child,td:first-child{min-width:11rem;padding-left:0}td:nth-child(6){min-width:11rem}code{font-size:.875rem}
@media print{body{font-size:10pt;max-width:none;padding:0}li,tr{break-inside:avoid}.wide{overflow:visible}}
"""


def page(comparison: Comparison, language: str = "") -> str:
    """In the language that is asked for, otherwise in the file's own, otherwise in English."""
    head = comparison.reading.head
    own = head.meta.get("language", "")
    said = next((name for name in (language, own) if name in LANGUAGES), "en")
    title = escape(" ".join(part for part in (head.meta["description"], head.meta["instance"]) if part))
    heading = f'<span lang="{escape(own)}">{title}</span>' if own and own != said else title
    names = {project.id: escape(f"{project.id} {project.name}".strip()) for project in head.projects}
    body = "\n".join(_Page(comparison, said, names).body(heading))
    return (
        f'<!doctype html>\n<html lang="{said}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}{SHARES_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>"
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """What is asked over and over while the page is written."""

    comparison: Comparison
    language: str
    names: Mapping[str, str]

    @property
    def outcome(self) -> Outcome:
        return self.comparison.outcome

    @property
    def words(self) -> Words:
        return LANGUAGES[self.language]

    @property
    def unit(self) -> str:
        return self.words[f"unit.{unit(self.outcome)}"]

    @property
    def has_ties(self) -> bool:
        return bool(self.outcome.ties)

    def say(self, key: str, /, **params: object) -> str:
        return escape(self.words[key].format(**params))

    def number(self, text: str) -> str:
        """Digits in groups of three, as the language writes them."""
        whole, _, rest = text.partition(".")
        thousands, point = (".", ",") if self.language == "da" else ("\u202f", ".")
        return f"{int(whole):,}".replace(",", thousands) + (point + rest if rest else "")

    def money(self, amount: int) -> str:
        currency = self.outcome.currency
        sign = "kr." if (currency, self.language) == ("DKK", "da") else escape(currency)
        return f"{self.number(main_units(amount, currency))}\u00a0{sign}"

    def body(self, heading: str) -> Iterator[str]:
        outcome = self.outcome
        yield f"<h1>{heading}</h1>"
        lead = self.say("won", winners=len(outcome.winners), projects=len(outcome.steps))
        yield f'<p class="lead">{lead}.</p>'
        yield self.pot()
        yield f"<dl>{''.join(self.facts())}</dl>"
        yield f"<h2>{self.say('rule')}</h2>\n<p>{' '.join(self.rule())} <code>{escape(outcome.rule.name)}</code></p>"
        yield self.audited()
        if outcome.shares:
            yield from SharesPage.of(self, outcome.shares).body()
        yield from self.changes()
        yield f"<h2>{self.say('bars', unit=self.unit.capitalize())}</h2>\n<ol>{''.join(self.bars())}</ol>"
        yield f"<h2>{self.say('table')}</h2>"
        yield f'<div class="wide" tabindex="0" role="region" aria-label="{self.say("table")}">{self.table()}</div>'
        yield f"<h2>{self.say('notes')}</h2>\n<ul>"
        yield from (f"<li>{text}</li>" for text in self.notes())
        yield f"</ul>\n<p>{self.say('digest')}: <code>{outcome.input_digest}</code></p>"

    def changes(self) -> Iterator[str]:
        found = list(changes(self.outcome))
        if not found:
            return
        yield f"<h2>{self.say('changes')}</h2>\n<p>{self.say('changes.how')}</p>\n<ul>"
        for project, votes, cheaper in found:
            word = "changes.none"
            if votes is not None or cheaper is not None:
                word = "changes.money" if votes is None else "changes.votes" if cheaper is None else "changes.both"
            said = self.say(word, votes=self.number(str(votes or 0)), money=self.money(cheaper or 0))
            yield f"<li>{self.names[project]}: {said}</li>"
        yield "</ul>"

    def pot(self) -> str:
        """The budget to scale; each block is what one project is granted, the rest is left."""
        budget, start, blocks = self.outcome.budget or 1, 0, []
        for step in self.outcome.steps:
            if step.granted:
                blocks.append(_rect("won", 1000 * start / budget, 1000 * step.granted / budget, gap=2))
                start += step.granted
        label = self.say(
            "pot",
            spent=self.money(self.outcome.spent),
            budget=self.money(self.outcome.budget),
            left=self.money(self.outcome.left),
        )
        return (
            f'<svg class="pot" viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-label="{label}">'
            f"{_rect('room', 0, 1000)}{''.join(blocks)}</svg>"
        )

    def facts(self) -> Iterator[str]:
        outcome = self.outcome
        budget = self.say("of_budget", budget=self.money(outcome.budget))
        pairs = [
            (self.money(outcome.spent), f"{self.say('handed_out')} {budget}"),
            (self.money(outcome.left), self.say("left")),
            (self.number(str(outcome.voters)), self.say("ballots")),
        ]
        if outcome.voters:
            missed, _, sign = without_winner(outcome).partition(" ")
            pairs.append((f"{self.number(missed)}\u00a0{sign}", self.say("without")))
            pairs.append((self.number(mean_winners(outcome)), self.say("mean")))
        yield from (f"<div><dt>{label}</dt><dd>{figure}</dd></div>" for figure, label in pairs)

    def rule(self) -> Iterator[str]:
        rule = self.outcome.rule
        yield self.say(f"method.{rule.method}", unit=self.unit)
        if self.outcome.all_fit:
            yield self.say("all_fit")
            return
        if self.outcome.shares:
            yield from self.shares(self.outcome.shares)
        elif not rule.prizes:
            yield self.say(f"variant.{rule.variant}", percent=rule.percent)
        if rule.caps:
            yield self.say("caps", names=", ".join(cap.name for cap in rule.caps))
        for name in ("threshold", "threshold_ballots_percent"):
            if value := getattr(rule, name):
                yield self.say(name, **{name: self.number(str(value))}, unit=self.unit)

    def audited(self) -> str:
        """SPEC §13"""
        claims = audit(self.comparison.reading.election, self.outcome)
        if not claims:
            return f"<p>{self.say('audit.none')}</p>"
        named = [
            (self.names[claim.project], self.say("audit.voters", voters=self.number(str(claim.voters))))
            for claim in claims
        ]
        return f"<p>{self.say('audit.some')}</p>{rows(named)}"

    def shares(self, shares: Shares) -> Iterator[str]:
        for tried, word in ((shares.taken, "taken"), (shares.refused, "refused")):
            if tried is not None:
                each = f"{self.number(endowment(tried, self.outcome.currency))}\u00a0{escape(self.outcome.currency)}"
                yield self.say(f"shares.{word}", each=each, spent=self.money(tried.spent))
        if shares.prefer is not None and shares.prefer_greedy is not None:
            numbers = {name: self.number(str(getattr(shares, name))) for name in ("prefer", "prefer_greedy")}
            yield self.say("shares.greedy" if shares.by_greedy else "shares.stands", **numbers)

    def bars(self) -> Iterator[str]:
        most = max((step.score for step in self.outcome.steps), default=0) or 1
        for step in self.outcome.steps:
            kind = "won" if step.granted else "part" if step.is_built else "lost"
            name = self.names[step.project]
            if step.granted:
                name = f"<b>{name} ✓\u00a0{self.say('is_won')}</b>"
            elif step.is_built:
                name = f"{name}: {self.decision(step)}"
            yield (
                f'<li><div><span>{name}</span><span class="n">{self.number(str(step.score))} {self.unit}</span></div>'
                '<svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">'
                f"{_rect(kind, 0, max(3, 1000 * step.score / most))}</svg></li>"
            )

    def table(self) -> str:
        columns = ("project", "unit", "cost", "left", "granted", "decision", *(["tie"] if self.has_ties else []))
        texts = (self.say(f"column.{column}", unit=self.unit.capitalize()) for column in columns)
        cells = "".join(f'<th scope="col"{_number(place)}>{text}</th>' for place, text in enumerate(texts))
        rows = "".join(self.row(step) for step in self.outcome.steps)
        return f"<table><thead><tr>{cells}</tr></thead><tbody>{rows}</tbody></table>"

    def row(self, step: Step) -> str:
        amounts = (self.money(value) for value in (step.cost, step.left, step.granted))
        texts = (self.names[step.project], self.number(str(step.score)), *amounts, self.decision(step), *self.tie(step))
        cells = "".join(f"<td{_number(place)}>{text}</td>" for place, text in enumerate(texts))
        return f'<tr class="{"won" if step.granted else "lost"}">{cells}</tr>'

    def decision(self, step: Step) -> str:
        text = self.say(f"decision.{step.decision}", because=step.because, needed=self.number(str(step.needed)))
        return text if step.round is Round.MAIN else f"{text}; {self.say(f'round.{step.round}')}"

    def tie(self, step: Step) -> Iterator[str]:
        if step.tied_with:
            criterion = self.words[f"criterion.{step.decided_by}"]
            yield self.say("tie", others=", ".join(step.tied_with), criterion=criterion)
        elif self.has_ties:
            yield ""

    def notes(self) -> Iterator[str]:
        for note in self.comparison.notes():
            if note.code != "set_aside":
                yield self.note(note)
        for invalid in self.outcome.invalid:
            reason = self.words[f"reason.{invalid.reason}"]
            yield self.say("invalid", number=self.number(str(invalid.number)), reason=reason)

    def note(self, note: Note) -> str:
        params = dict(note.params)
        if "decision" in params:
            params["decision"] = self.words[f"decision.{params['decision']}"].format(because="", needed="").strip()
        if "column" in params:
            params["column"] = self.words[f"published.{params['column']}"]
        return self.say(f"note.{note.code}", **params)


def _rect(kind: str, start: float, width: float, *, gap: float = 0) -> str:
    return f'<rect class="{kind}" x="{start:.2f}" y="0" width="{max(width - gap, 0.5):.2f}" height="10"/>'


def _number(place: int) -> str:
    return ' class="n"' if 1 <= place <= 4 else ""
