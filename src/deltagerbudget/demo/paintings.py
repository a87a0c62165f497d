"""Example pictures, painted here: nothing of others, and nobody who could be recognised."""

from __future__ import annotations

import math
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw, ImageOps

from deltagerbudget.pictures.decoding import decoded
from deltagerbudget.pictures.keeping import Illustration, keep

# Larger than it is shown, so that every edge comes out smooth.
WIDTH, HEIGHT = 2400, 1500
CREDIT = "tegnet til eksemplet"
Point = tuple[float, float]


@dataclass(frozen=True)
class Light:
    """The colours of an hour: sky above and at its foot, hills from far to near, leaves, water."""

    high: str
    low: str
    hills: tuple[str, str, str]
    leaves: tuple[str, str, str]
    water: str
    sun: Point


DAY = Light(
    "#8fc1d4", "#f7efd9", ("#a9c6b4", "#7fae86", "#5d9467"), ("#3f7a52", "#4f8f5d", "#6aa76c"), "#9cc7cf", (520, 380)
)
EVENING = Light(
    "#d98f6a", "#fbe6bd", ("#c9b18c", "#a3a06a", "#6f8450"), ("#4a6a41", "#5c7d48", "#7c9455"), "#e3b88a", (1650, 560)
)


def bench_by_the_lake() -> Illustration:
    alt = "Tegning: en rød bænk med ryg og armlæn under et træ, med udsigt over søen."
    return _kept(_painted(DAY, lake=True, tree=1840, bench=980), alt)


def bench_with_a_view() -> Illustration:
    alt = "Tegning: den nye røde bænk på bakken i aftensol, med udsigt over markerne."
    return _kept(_painted(EVENING, lake=False, tree=420, bench=1180), alt)


def _kept(image: Image.Image, alt: str) -> Illustration:
    file = BytesIO()
    image.save(file, "JPEG", quality=92)
    return Illustration(keep(decoded(file, file.tell())), alt, CREDIT)


def _painted(light: Light, *, lake: bool, tree: int, bench: int) -> Image.Image:
    sky = Image.linear_gradient("L").resize((WIDTH, HEIGHT))
    image = ImageOps.colorize(sky, light.high, light.low)
    draw = ImageDraw.Draw(image)
    x, y = light.sun
    draw.ellipse((x - 120, y - 120, x + 120, y + 120), fill="#f9d976")
    _hill(draw, light.hills[0], base=760, swing=70, length=420)
    _hill(draw, light.hills[1], base=880, swing=60, length=560)
    if lake:
        draw.rectangle((0, 930, WIDTH, HEIGHT), fill=light.water)
        for row in range(6):
            start = 160 + 430 * row % 1900
            draw.line((start, 970 + 32 * row, start + 260, 970 + 32 * row), fill="#c8e2e4", width=8)
    else:
        _rows(draw)
    _hill(draw, light.hills[2], base=1190, swing=46, length=700)
    _tree(draw, light, tree)
    _bench(draw, bench, 1330, light.leaves[0])
    return image


def _hill(draw: ImageDraw.ImageDraw, colour: str, *, base: int, swing: int, length: int) -> None:
    line = [(x, base + swing * math.sin(x / length + base)) for x in range(0, WIDTH + 40, 40)]
    draw.polygon([*line, (WIDTH, HEIGHT), (0, HEIGHT)], fill=colour)


def _rows(draw: ImageDraw.ImageDraw) -> None:
    for row in range(9):
        draw.line((900 + 90 * row, 900, 380 + 250 * row, 1300), fill="#b9b178", width=14)


def _tree(draw: ImageDraw.ImageDraw, light: Light, x: int) -> None:
    draw.polygon([(x - 26, 1290), (x - 14, 800), (x + 14, 800), (x + 30, 1290)], fill="#6b4f3a")
    for place, (side, up, size) in enumerate(((-170, 720, 190), (150, 700, 200), (-20, 560, 230), (40, 760, 170))):
        colour = light.leaves[place % 3]
        draw.ellipse((x + side - size, up - size, x + side + size, up + size * 0.8), fill=colour)


def _bench(draw: ImageDraw.ImageDraw, x: int, y: int, shade: str) -> None:
    draw.ellipse((x - 40, y - 14, x + 620, y + 36), fill=shade)
    for leg in (x + 50, x + 510):
        draw.polygon([(leg, y), (leg + 14, y - 300), (leg + 38, y - 300), (leg + 30, y)], fill="#3d3a38")
        draw.rectangle((leg - 20, y - 182, leg + 50, y - 166), fill="#3d3a38")
    for board in range(3):
        top = y - 300 + 46 * board
        draw.rounded_rectangle((x, top, x + 580, top + 32), radius=10, fill="#b5412f")
    for board, colour in enumerate(("#c94f3b", "#a83a29")):
        top = y - 140 + 30 * board
        draw.rounded_rectangle((x - 14, top, x + 594, top + 28), radius=10, fill=colour)
