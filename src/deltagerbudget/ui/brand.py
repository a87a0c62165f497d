"""A municipality's own colour as CSS variables, and whether it can be read. Pure."""

import colorsys
import re

PAPER = "#fbf6ee"
SURFACE = "#fffdf9"
INK = "#211c17"
WHITE = "#ffffff"
ENOUGH = 4.5  # WCAG 2.2, 1.4.3 (AA, ordinary text)
_HEX = re.compile(r"#[0-9a-f]{6}")


class NotAColour(ValueError):
    """Only `#rrggbb` is taken: what is written into a stylesheet must not be free text."""


def _channels(colour: str) -> tuple[int, int, int]:
    # SECURITY: a looser pattern would let a setting close the rule and write CSS of its own.
    if not _HEX.fullmatch(colour.lower()):
        raise NotAColour(colour)
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    def linear(channel: int) -> float:
        value = channel / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(channel) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    """The contrast ratio of two colours as WCAG defines it, 1 to 21."""
    lighter, darker = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(colour: str) -> str:
    """White or ink: the one that is easier to read on the colour."""
    return WHITE if contrast(colour, WHITE) >= contrast(colour, INK) else INK


def is_readable(colour: str) -> bool:
    """Whether links in the colour can be read on paper, and a button's text on the colour."""
    on_paper = min(contrast(colour, PAPER), contrast(colour, SURFACE))
    return min(on_paper, contrast(colour, readable_on(colour))) >= ENOUGH


def nearest_readable(colour: str) -> str:
    """The colour itself where it passes, else the same hue, only as much darker as it must be."""
    if is_readable(colour):
        return colour.lower()
    hue, lightness, fullness = colorsys.rgb_to_hls(*(channel / 255 for channel in _channels(colour)))
    for step in range(1, 201):
        channels = colorsys.hls_to_rgb(hue, lightness * (1 - step / 200), fullness)
        darker = "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)
        if is_readable(darker):
            return darker
    return INK


def mix(colour: str, other: str, share: float) -> str:
    """`share` of the first colour, the rest of the other."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def pale(colour: str, lightness: float = 0.88) -> str:
    """The same hue, light and quiet: a mixture with white or paper would turn grey."""
    hue, _, fullness = colorsys.rgb_to_hls(*(channel / 255 for channel in _channels(colour)))
    channels = colorsys.hls_to_rgb(hue, lightness, min(fullness, 0.34))
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def text_shade(colour: str, *grounds: str) -> str:
    """The colour itself where it can be read on every ground, else the nearest darker shade."""
    for step in range(21):
        shade = mix(colour, INK, 1 - step / 20)
        if all(contrast(shade, ground) >= ENOUGH for ground in grounds):
            return shade
    return INK


def brand_css(primary: str, *, primary_dark: str | None = None) -> str:
    """The whole of `/brand.css`: every municipality's difference in look."""
    primary = primary.lower()
    tint = mix(pale(primary), PAPER, 0.7)
    text = text_shade(primary, PAPER, SURFACE, tint)
    dark = (primary_dark or mix(primary, "#000000", 0.78)).lower()
    variables = {
        "brand": primary,
        "brand-dark": dark,
        "brand-darker": mix(dark, "#000000", 0.78),
        "brand-text": text,
        "brand-tint": tint,
        "brand-wash": mix(pale(primary, 0.76), PAPER, 0.8),
        "brand-soft": mix(pale(primary, 0.58), PAPER, 0.9),
        "on-brand": readable_on(primary),
        "on-brand-dark": readable_on(dark),
    }
    body = "".join(f"--{name}:{value};" for name, value in variables.items())
    return f":root{{{body}}}\n"
