"""A paper as PDF, in memory. SECURITY: values go in as JSON and are text; nothing of them is read as markup."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import qrcode
import typst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathImage

from deltagerbudget.municipality.card import card

_PAPERS = Path(__file__).parent / "data" / "papers"
# Built from the front end's packages; without them the serif that typst brings along is used.
_FONTS = Path(__file__).parent.parent / "ui" / "static" / "ui" / "print"
# In points: what most people read, and what is read with weak sight.
NORMAL, LARGE = 11.5, 18.0


def pdf(paper: str, values: Mapping[str, Any], *, title: str, is_large: bool = False, is_draft: bool = False) -> bytes:
    """A tagged PDF (PDF/UA-1) in the language of the page."""
    made = compiler(paper).compile(
        format="pdf", sys_inputs=_inputs(values, title, is_large, is_draft), pdf_standards=["ua-1"]
    )
    assert isinstance(made, bytes)  # noqa: S101 - a PDF is one file
    return made


def pictures(paper: str, values: Mapping[str, Any], *, title: str, is_large: bool = False) -> list[bytes]:
    """The same page by page as PNG, to be looked at."""
    made = compiler(paper).compile(format="png", ppi=72, sys_inputs=_inputs(values, title, is_large, False))
    return made if isinstance(made, list) else [made] if made else []


def compiler(paper: str) -> typst.Compiler:
    return typst.Compiler(_PAPERS / f"{paper}.typ", root=_PAPERS, font_paths=_fonts())


def square(address: str) -> str:
    """A QR code as SVG. SECURITY: of an address that is the same for everyone, never of a code."""
    picture = BytesIO()
    qrcode.make(address, image_factory=SvgPathImage, border=1).save(picture)
    return picture.getvalue().decode()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[_FONTS])


def _inputs(values: Mapping[str, Any], title: str, is_large: bool, is_draft: bool) -> dict[str, str]:
    known = card()
    shared = {
        "title": title,
        "lang": get_language() or "da",
        "size": LARGE if is_large else NORMAL,
        "draft": is_draft,
        "municipality": known.name,
        "brand": known.primary,
    }
    words = {"page": _("Page"), "draft": _("DRAFT"), **values.get("words", {})}
    return {"data": json.dumps({**values, **shared, "words": words})}
