"""The look of a mail. Mail programs read neither stylesheets nor classes, so each class becomes a style here."""

from __future__ import annotations

import re

from deltagerbudget.ui.brand import INK, PAPER, SURFACE, readable_on, text_shade

_FONT = "font-family:'IBM Plex Sans','Segoe UI',Helvetica,Arial,sans-serif;"
_CLASSES = re.compile(r'class="([a-z -]+)"')
QUIET_INK = "#5c5248"
LINE = "#e6dccb"


def styles(primary: str) -> dict[str, str]:
    """Colours on grounds of their own throughout, so that a dark reading room neither hides nor inverts half of it."""
    brand_text = text_shade(primary, PAPER, SURFACE)
    return {
        "ground": f"background-color:{PAPER};margin:0;padding:0;width:100%;",
        "around": f"background-color:{PAPER};padding:24px 12px;",
        "sheet": f"background-color:{SURFACE};border:1px solid {LINE};border-radius:8px;max-width:600px;width:100%;",
        "band": f"background-color:{primary};border-radius:7px 7px 0 0;padding:20px 32px;",
        "owner": f"{_FONT}color:{readable_on(primary)};font-size:14px;line-height:20px;margin:0;",
        "site": f"{_FONT}color:{readable_on(primary)};font-size:20px;font-weight:600;line-height:28px;margin:0;",
        "inside": "padding:32px;",
        "title": f"{_FONT}color:{INK};font-size:26px;font-weight:600;line-height:32px;margin:0 0 16px;",
        "heading": f"{_FONT}color:{INK};font-size:20px;font-weight:600;line-height:28px;margin:0 0 8px;",
        "about": f"{_FONT}color:{brand_text};font-size:15px;font-weight:600;line-height:22px;margin:0 0 4px;",
        "text": f"{_FONT}color:{INK};font-size:17px;line-height:26px;margin:0 0 16px;",
        "link": f"{_FONT}color:{brand_text};font-size:17px;line-height:26px;text-decoration:underline;",
        "item": f"border-top:1px solid {LINE};padding:24px 0 8px;",
        "first": "padding:8px 0;",
        "button-cell": f"background-color:{primary};border-radius:4px;",
        "button": f"{_FONT}color:{readable_on(primary)};display:inline-block;font-size:17px;font-weight:600;"
        "line-height:24px;padding:12px 24px;text-decoration:none;",
        "gap": "padding:8px 0 24px;",
        "foot": "padding:20px 32px 0;max-width:600px;",
        "small": f"{_FONT}color:{QUIET_INK};font-size:14px;line-height:21px;margin:0 0 12px;",
        "small-link": f"{_FONT}color:{QUIET_INK};font-size:14px;text-decoration:underline;",
    }


def dressed(html: str, primary: str) -> str:
    """SECURITY: the text of people is escaped before this, so no quotation mark of theirs can open a class."""
    known = styles(primary)
    return _CLASSES.sub(lambda found: f'style="{"".join(known[name] for name in found[1].split())}"', html)
