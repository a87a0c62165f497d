"""The five signatures, the card's parts and the badge."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deltagerbudget.ui import danish, pictures, themes
from deltagerbudget.ui.signatures import Badge, Block, Chip, Event, Photo, Station, pieces, share, span
from deltagerbudget.ui.templatetags.ui import icon

register = template.Library()


def _language() -> str:
    return get_language() or "da"


@register.simple_tag
def path(stations: Iterable[Station], size: str = "band") -> SafeString:
    """Vejen. `band` across a process header, `full` down its page, `chip` on a card."""
    stops = list(stations)
    if size == "chip":
        present = next((n for n, stop in enumerate(stops, 1) if stop.state == "now"), len(stops))
        words = _("Step %(step)s of %(steps)s: %(name)s")
        name = stops[present - 1].name if stops else ""
        return chip(Chip(present, len(stops), words % {"step": present, "steps": len(stops), "name": name}))
    names = {"past": _("Done"), "now": _("We are here now"), "next": _("To come")}
    rows = [
        {
            "stop": stop,
            "number": number,
            "words": names[stop.state],
            "when": _until(stop) if stop.state == "now" and stop.ends else span(stop.starts, stop.ends, _language()),
            "high": number % 2 == 1,
            "first": number == 1,
            "last": number == len(stops),
        }
        for number, stop in enumerate(stops, start=1)
    ]
    return SafeString(render_to_string("ui/signatures/path.html", {"rows": rows, "size": size}))


def _until(stop: Station) -> str:
    assert stop.ends is not None  # noqa: S101 - the caller has looked
    return _("Until %(day)s") % {"day": danish.weekday(stop.ends, _language())}


@register.simple_tag
def chip(value: Chip | None) -> SafeString:
    return SafeString("") if value is None else _chip(value.step, value.steps, value.text)


@lru_cache(maxsize=512)
def _chip(step: int, steps: int, text: str) -> SafeString:
    gap = 18
    points = [(5 + n * gap, 8 if n % 2 else 14) for n in range(max(steps, 1))]
    at = points[max(0, min(step, steps) - 1)]
    walked, rest = points[: max(step, 1)], points[max(step, 1) - 1 :]
    return format_html(
        '<p class="path-chip"><svg width="{}" height="22" aria-hidden="true" focusable="false"><path d="{}"/>'
        '<path class="is-walked" d="{}"/><circle cx="{}" cy="{}" r="6"/></svg><span>{}</span></p>',
        10 + gap * (len(points) - 1),
        _curve(rest),
        _curve(walked),
        *at,
        text,
    )


def _curve(points: list[tuple[int, int]]) -> str:
    text = f"M{points[0][0]} {points[0][1]}"
    for (x, y), (next_x, next_y) in pairwise(points):
        half = (x + next_x) // 2
        text += f"C{half} {y} {half} {next_y} {next_x} {next_y}"
    return text


@register.simple_tag
def pot(
    total_ore: int,
    blocks: Iterable[Block] = (),
    live: str = "",
    table: bool = True,
    caption: str = "",
    currency: str = "DKK",
) -> SafeString:
    """Puljen. `live` is the id of the ballot's form: the bar then follows its ticks."""
    items = list(blocks)
    spent, language = sum(block.price_ore for block in items), _language()
    left_words, over_words = _("{amount} left"), _("{amount} too much")
    left = total_ore - spent
    words = left_words if left >= 0 else over_words
    kinds = {
        "chosen": _("chosen"),
        "funded": _("funded"),
        "spent": _("spent"),
        "committed": _("committed"),
    }
    drawn = pieces(total_ore, items)
    context: dict[str, Any] = {
        "pieces": [(piece, kinds[piece.block.kind]) for piece in drawn],
        "kinds": sorted({block.kind for block in items}),
        "says": words.format(amount=danish.money(abs(left), currency, language)),
        "of": _("of %(total)s") % {"total": danish.money(total_ore, currency, language)},
        "left_ore": left,
        "left_words": left_words,
        "over_words": over_words,
        "total_ore": total_ore,
        "limit": share(total_ore, spent) if left < 0 else "",
        "live": live,
        "table": table and items,
        "caption": caption,
        "currency": currency,
    }
    return SafeString(render_to_string("ui/signatures/pot.html", context))


@register.inclusion_tag("ui/signatures/why.html")
def why(sentence: str, url: str = "", label: str = "") -> dict[str, str]:
    """Hvorfor: the sentence with its numbers, and the way to the whole card."""
    return {"sentence": sentence, "url": url, "label": label or _("See why")}


@register.simple_block_tag
def why_card(content: str, sentence: str, label: str = "") -> SafeString:
    """Hvorfor with the whole card inside: `{% why_card sentence %}…{% endwhy_card %}`."""
    context = {"sentence": sentence, "label": label or _("See why"), "content": content}
    return SafeString(render_to_string("ui/signatures/why_card.html", context))


@register.inclusion_tag("ui/signatures/timeline.html")
def timeline(events: Iterable[Event]) -> dict[str, Any]:
    """Sidst nyt: newest first is the view's to decide."""
    return {"events": events}


@register.simple_tag
def photo(shown: Photo, classes: str, sizes: str = "100vw", is_first: bool = False) -> SafeString:
    """Somebody's own picture. ``is_first``: seen at once, so it is not fetched late."""
    return format_html(
        '<img class="{}" src="{}" alt="{}" srcset="{}" sizes="{}" width="{}" height="{}"{} decoding="async">',
        classes,
        shown.src,
        shown.alt,
        shown.srcset,
        sizes,
        shown.width,
        shown.height,
        SafeString("" if is_first else ' loading="lazy"'),
    )


@register.simple_tag
def picture(seed: str, theme: str = "", classes: str = "picture") -> SafeString:
    """A calm picture where a proposal has none of its own; the same seed is always the same picture."""
    return pictures.picture(str(seed), themes.known(theme), classes)


@register.simple_tag
def outline_picture(d: str, theme: str = "", classes: str = "picture") -> SafeString:
    """The picture of an area: its own outline, laid into 640 times 360 (areas.geometry.outline_path)."""
    return pictures.outline_picture(d, themes.known(theme), classes)


@register.simple_tag
def badge(kind: str, text: str) -> SafeString:
    return _badge(Badge(kind, text))  # type: ignore[arg-type]


@register.filter("as_badge")
def as_badge(value: Badge | None) -> SafeString:
    return SafeString("") if value is None else _badge(value)


def _badge(value: Badge) -> SafeString:
    return format_html('<span class="badge badge-{}">{}{}</span>', value.kind, icon(value.icon), value.text)


@register.simple_tag
def stat(value: str, label: str) -> SafeString:
    """One figure with its words, inside `<ul class="stats">`."""
    return format_html(
        '<li class="stat"><span class="stat-value">{}</span> <span class="stat-label">{}</span></li>', value, label
    )
