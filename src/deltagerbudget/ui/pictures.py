"""Calm pictures of a Danish landscape for what has no photograph, drawn from a seed: the same seed, the same picture.

Only shapes and classes are written; `frontend/sass/_pictures.scss` paints them in the theme's tones.
"""

import hashlib
import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

WIDTH, HEIGHT = 640, 360
_SCENES = {
    "nature": ("coast", "woods", "fields", "woods"),
    "play": ("village", "woods", "coast", "fields"),
    "community": ("village", "fields", "village", "coast"),
    "traffic": ("fields", "village", "coast", "woods"),
    "culture": ("village", "coast", "woods", "fields"),
    "movement": ("fields", "coast", "woods", "village"),
}


class Dice:
    """Throws that depend on the seed alone, on every machine and in every version."""

    def __init__(self, seed: str) -> None:
        self._state = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8])

    def throw(self, sides: int) -> int:
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self._state >> 33) % sides

    def between(self, least: int, most: int) -> int:
        return least + self.throw(most - least + 1)

    def pick(self, options: tuple[str, ...]) -> str:
        return options[self.throw(len(options))]


@dataclass(frozen=True)
class Ridge:
    """The line of a hill, so that trees and houses can be put upon it."""

    base: float
    swing: float
    length: float
    shift: float

    def at(self, x: float) -> float:
        turn = x / self.length + self.shift
        return self.base + self.swing * math.sin(turn) + self.swing * 0.4 * math.sin(turn * 2.3)

    def shape(self, css: str) -> str:
        points = [(x, round(self.at(x))) for x in range(-80, WIDTH + 161, 80)]
        text = f"M{points[0][0]} {points[0][1]}"
        for (x, y), (next_x, next_y) in pairwise(points[1:]):
            text += f"Q{x} {y} {(x + next_x) // 2} {(y + next_y) // 2}"
        return f'<path class="{css}" d="{text}V{HEIGHT}H-80z"/>'


def _ridge(dice: Dice, base: int, swing: int, length: int) -> Ridge:
    return Ridge(base + dice.between(-14, 14), swing, length + dice.between(-20, 40), dice.between(0, 628) / 100)


def _sun(dice: Dice) -> str:
    x, y, size = dice.between(90, 560), dice.between(60, 120), dice.between(26, 42)
    return f'<circle class="pic-sun" cx="{x}" cy="{y}" r="{size}"/>'


def _sky(dice: Dice) -> str:
    parts = []
    for _ in range(dice.between(1, 2)):
        x, y, w = dice.between(20, 480), dice.between(36, 100), dice.between(70, 120)
        parts.append(
            f'<path class="pic-cloud" d="M{x} {y}a14 14 0 0 1 4-27a22 22 0 0 1 40-9'
            f'a18 18 0 0 1 {w - 58} 9a14 14 0 0 1 0 27z"/>'
        )
    for _ in range(dice.between(0, 3)):
        x, y = dice.between(120, 520), dice.between(50, 130)
        parts.append(f'<path class="pic-bird" d="M{x} {y}q6-7 11 0q6-7 11 0"/>')
    return "".join(parts)


def _round_tree(x: int, y: float, size: int, css: str) -> str:
    return (
        f'<path class="pic-trunk" d="M{x} {y + 4:.0f}v-{size}"/>'
        f'<circle class="{css}" cx="{x}" cy="{y - size * 1.25:.0f}" r="{size * 0.72:.0f}"/>'
    )


def _fir(x: int, y: float, size: int, css: str) -> str:
    half = size * 0.5
    return f'<path class="{css}" d="M{x} {y - size * 2:.0f}l{half:.0f} {size * 2 + 3}h-{half * 2:.0f}z"/>'


def _trees(dice: Dice, ridge: Ridge, count: int, size: int) -> str:
    places = sorted(dice.between(10, WIDTH - 10) for _ in range(count))
    crowns = ("pic-crown", "pic-crown-b", "pic-crown-c")
    draw = (_round_tree, _round_tree, _fir)
    return "".join(draw[dice.throw(3)](x, ridge.at(x), size + dice.between(-5, 8), dice.pick(crowns)) for x in places)


def _house(x: int, y: float, w: int) -> str:
    wall, roof, rise = round(w * 0.55), round(w * 0.5), round(w * 0.4)
    top = y - wall + 6
    return (
        f'<path class="pic-wall" d="M{x} {top:.0f}h{w}v{wall + 6}h-{w}z"/>'
        f'<path class="pic-roof" d="M{x - 5} {top:.0f}l{roof + 5}-{rise} {w - roof + 5} {rise}z"/>'
        f'<path class="pic-pane" d="M{x + w // 5} {top + 7:.0f}h{w // 5}v{w // 5}h-{w // 5}z'
        f'M{x + w * 3 // 5} {top + 7:.0f}h{w // 5}v{w // 5}h-{w // 5}z"/>'
    )


def _church(x: int, y: float) -> str:
    """White, with the stepped gable that stands in every Danish village."""
    top = round(y - 74)
    return (
        f'<path class="pic-wall" d="M{x} {y + 10:.0f}V{top + 20}h6v-8h6v-8h6v-8h10v8h6v8h6v8h6V{y + 10:.0f}z"/>'
        f'<path class="pic-wall" d="M{x + 44} {y + 10:.0f}v-44h58v44z"/>'
        f'<path class="pic-roof" d="M{x + 44} {y - 34:.0f}l8-22h46l8 22z"/>'
        f'<path class="pic-pane" d="M{x + 20} {top + 44}a5 5 0 0 1 10 0v14h-10z"/>'
    )


def _village(dice: Dice, ridge: Ridge) -> str:
    parts, x = [], dice.between(40, 150)
    church = dice.throw(3)
    for number in range(dice.between(3, 4)):
        if number == church:
            parts.append(_church(x, ridge.at(x + 50)))
            x += 112
        width = dice.between(40, 58)
        parts.append(_house(x, ridge.at(x + width / 2), width))
        x += width + dice.between(14, 46)
    return "".join(parts)


def _water(dice: Dice, level: int) -> str:
    waves = "".join(
        f'<path class="pic-wave" d="M{dice.between(0, 560)} {level + 16 + 20 * n}q12-8 24 0t24 0t24 0"/>'
        for n in range(4)
    )
    return f'<path class="pic-water" d="M0 {level}H{WIDTH}V{HEIGHT}H0z"/>{waves}'


def _sail(dice: Dice, level: int) -> str:
    x = dice.between(120, 500)
    return (
        f'<path class="pic-wall" d="M{x} {level + 16}v-48l30 44zM{x - 5} {level + 14}v-34l-18 30z"/>'
        f'<path class="pic-roof" d="M{x - 28} {level + 20}h62l-10 13h-42z"/>'
    )


def _rows(dice: Dice, ridge: Ridge) -> str:
    start, lean = dice.between(60, 420), dice.between(-60, 60)
    lines = "".join(
        f"M{start + 26 * n} {ridge.at(start + 26 * n) + 8:.0f}q{lean} 50 {lean * 2 + 30 * (n - 3)} 130"
        for n in range(7)
    )
    return f'<path class="pic-row" d="{lines}"/>'


def _way(dice: Dice, ridge: Ridge) -> str:
    """A path from the reader's feet to the hill; it narrows as it goes."""
    x, end = dice.between(230, 400), dice.between(180, 520)
    y, bend = ridge.at(end) + 3, dice.between(90, 170) * (1 if dice.throw(2) else -1)
    low = (HEIGHT + y) / 2
    return (
        f'<path class="pic-road" d="M{x} {HEIGHT + 4}C{x + bend} {low + 10:.0f}'
        f" {end - bend} {low - 6:.0f} {end} {y:.0f}h7"
        f'C{end - bend + 24} {low - 2:.0f} {x + bend + 70} {low + 16:.0f} {x + 78} {HEIGHT + 4}z"/>'
    )


# One small thing in the foreground says the theme; drawn from its lower left corner.
_FLOWER = "a7 7 0 1 1 .1 0"
_THINGS = {
    "play": "l12-62 12 62m56 0l12-62 12 62m-92-62h80m-58 0v40h16v-40m14 0v36h16v-36",
    "culture": "v-66m116 66v-66m-116 2q58 34 116 0m-102 6l8 15 8-14m8 7l8 15 8-15m8 0l8 15 8-15m8-7l8 15 8-14",
    "community": "m0-20h78m-78-16h78m-68 36v-40m58 40v-40m40 40v-28m-18 0h36",
    "traffic": "v-68q0-8 8-8h10m34 74v-58q0-8 8-8h10m34 66v-48q0-8 8-8h10",
    "movement": "v-46h92v46m-92-30h92m-69-16v44m23-44v44m23-44v44m41-14a8 8 0 1 0 .1 0",
    "nature": f"v-30{_FLOWER}m26 30v-42{_FLOWER}m26 42v-28{_FLOWER}m26 28v-38{_FLOWER}",
}


def _scene(dice: Dice, theme: str) -> str:
    kind = dice.pick(_SCENES[theme])
    far, mid, near = _ridge(dice, 190, 22, 110), _ridge(dice, 236, 20, 130), _ridge(dice, 300, 14, 150)
    parts = [_sun(dice), _sky(dice), far.shape("pic-far")]
    if kind == "coast":
        level = dice.between(206, 222)
        parts += [_trees(dice, far, 4, 14), _water(dice, level), _sail(dice, level)]
    else:
        parts += [_trees(dice, far, 3, 12), mid.shape("pic-mid")]
    if kind == "village":
        parts.append(_village(dice, mid))
    if kind == "woods":
        parts.append(_trees(dice, mid, dice.between(9, 13), 24))
    if kind == "fields":
        parts += [_rows(dice, mid), _trees(dice, mid, 3, 20)]
    parts += [near.shape("pic-near"), _way(dice, near)]
    x = dice.between(420, 470) if dice.throw(2) else dice.between(130, 180)
    y = max(near.at(x), near.at(x + 100)) + 14
    parts.append(f'<path class="pic-thing" d="M{x} {y:.0f}{_THINGS[theme]}"/>')
    return "".join(parts)


@lru_cache(maxsize=4096)
def _drawing(seed: str, theme: str) -> SafeString:
    # SECURITY: the seed steers numbers only and is never written out, so no text of a resident gets in here.
    return mark_safe(_scene(Dice(f"{theme}:{seed}"), theme))  # noqa: S308


def picture(seed: str, theme: str, classes: str) -> SafeString:
    """Decoration: the title beside it says what it is about, so a screen reader passes it by."""
    return format_html(
        '<svg class="{} theme-{}" viewBox="0 0 640 360" preserveAspectRatio="xMinYMax slice" aria-hidden="true"'
        ' focusable="false">'
        '<rect class="pic-sky" width="640" height="360"/>{}<circle class="pic-seal" cx="54" cy="306" r="32"/>'
        '<use class="pic-sign" href="{}#theme-{}" x="36" y="288" width="36" height="36"/></svg>',
        classes,
        theme,
        _drawing(seed, theme),
        static("ui/icons.svg"),
        theme,
    )


def outline_picture(d: str, theme: str, classes: str) -> SafeString:
    """An area by its own outline, in the country of the other pictures. ``d`` lies in 640 times 360."""
    dice = Dice(f"{theme}:{len(d)}")
    sky = mark_safe(_sun(dice) + _sky(dice) + _ridge(dice, 250, 22, 120).shape("pic-far"))  # noqa: S308
    return format_html(
        '<svg class="{} theme-{}" viewBox="0 0 640 360" preserveAspectRatio="xMidYMid slice" aria-hidden="true"'
        ' focusable="false">'
        '<rect class="pic-sky" width="640" height="360"/>{}<path class="pic-outline" d="{}" fill-rule="evenodd"/>'
        '<circle class="pic-seal" cx="54" cy="306" r="32"/>'
        '<use class="pic-sign" href="{}#{}" x="36" y="288" width="36" height="36"/></svg>',
        classes,
        theme,
        sky,
        d,
        static("ui/icons.svg"),
        "location",
    )
