"""An outcome as one page that needs nothing else: drawings with the same figures as tables beside them. SPEC §10"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from .compare import Comparison
from .money import main_units
from .outcome import Outcome, Step
from .report import mean_winners, unit, without_winner

STYLE = """
h1{font-size:clamp(1.4rem,5vw,2rem);overflow-wrap:anywhere}
body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1c1c1c;background:#fff}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid #ccc}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}svg{display:block;width:100%;max-width:30rem;height:auto}
.funded{fill:#1d5c3a}.other{fill:#b8b8b8}tr.won td:first-child{font-weight:bold}
.wide{overflow-x:auto}
"""
# Drawn as wide as a phone, so that its letters can be read there.
WIDTH, ROW = 360, 38


def page(comparison: Comparison) -> str:
    head = comparison.reading.head
    title = escape(" ".join(part for part in (head.meta["description"], head.meta["instance"]) if part))
    lang = escape(head.meta.get("language") or "")
    body = "\n".join(_body(comparison, f'<span lang="{lang}">{title}</span>' if lang else title))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>"
    )


def _body(comparison: Comparison, title: str) -> Iterator[str]:
    outcome = comparison.outcome
    names = {project.id: f"{project.id} {project.name}".strip() for project in comparison.reading.head.projects}
    money = _money(outcome, outcome.spent)
    yield f"<h1>{title}</h1>"
    yield f"<p>{len(outcome.winners)} of {len(outcome.steps)} projects won. {outcome.voters} ballots. "
    yield f"{money} of {_money(outcome, outcome.budget)} is handed out; {_money(outcome, outcome.left)} is left.</p>"
    yield f"<p>Rule: {escape(outcome.rule.name)}. {without_winner(outcome)} of the voters named no winner; "
    yield f"{mean_winners(outcome)} winners a voter.</p>"
    yield f"<h2>{unit(outcome).capitalize()}</h2>"
    yield _drawing(outcome)
    yield "<h2>Every project in the order of its turn</h2>"
    yield f'<div class="wide" tabindex="0" role="region" aria-label="Projects">{_table(outcome, names)}</div>'
    yield "<h2>Notes</h2><ul>"
    yield from (f"<li>{escape(line)}</li>" for line in comparison.lines())
    yield f"</ul><p>Digest of the input: <code>{outcome.input_digest}</code></p>"


def _drawing(outcome: Outcome) -> str:
    most = max((step.score for step in outcome.steps), default=0) or 1
    bars = "".join(
        f'<text x="0" y="{place * ROW + 13}" font-size="13">{escape(step.project)}: {step.score}'
        f"{' ✓' if step.is_built else ''}</text>"
        f'<rect x="0" y="{place * ROW + 18}" width="{max(1, WIDTH * step.score // most)}" height="12" '
        f'class="{"funded" if step.is_built else "other"}"/>'
        for place, step in enumerate(outcome.steps)
    )
    label = f"{unit(outcome).capitalize()} of each project; the table below holds the same figures. ✓ won."
    height = max(ROW, ROW * len(outcome.steps))
    return f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{label}">{bars}</svg>'


def _table(outcome: Outcome, names: dict[str, str]) -> str:
    header = ("Project", unit(outcome).capitalize(), "Cost", "Money left", "Granted", "Decision", "Tie")
    cells = "".join(f'<th scope="col"{_number(place)}>{text}</th>' for place, text in enumerate(header))
    rows = "".join(_row(outcome, step, names) for step in outcome.steps)
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{rows}</tbody></table>"


def _row(outcome: Outcome, step: Step, names: dict[str, str]) -> str:
    tie = f"with {', '.join(step.tied_with)}: {step.decided_by}" if step.tied_with else ""
    decision = f"{step.decision} ({step.because})" if step.because else str(step.decision)
    amounts = (_money(outcome, value) for value in (step.cost, step.left, step.granted))
    texts = (names[step.project], str(step.score), *amounts, decision, tie)
    cells = "".join(f"<td{_number(place)}>{escape(text)}</td>" for place, text in enumerate(texts))
    return f'<tr class="{"won" if step.is_built else "lost"}">{cells}</tr>'


def _number(place: int) -> str:
    return ' class="n"' if 1 <= place <= 4 else ""


def _money(outcome: Outcome, amount: int) -> str:
    """With thin spaces between thousands, which every language reads."""
    whole, point, rest = main_units(amount, outcome.currency).partition(".")
    return f"{int(whole):,}".replace(",", "\u202f") + f"{point}{rest} {escape(outcome.currency)}"
