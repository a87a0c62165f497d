"""An uploaded logo, drawn anew: what the file held besides its pixels stays outside."""

from __future__ import annotations

import hashlib
import struct
import zlib
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from deltagerbudget.acts.refusals import NotPossible

MOST_BYTES = 1_000_000
MOST_PIXELS = 12_000_000
LARGEST = (480, 144)
FORMATS = ("PNG", "JPEG", "WEBP")
# A decoder meets hostile bytes: whatever it stumbles over, the file is at fault.
_BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    TypeError,
    LookupError,
    EOFError,
    ArithmeticError,
    RuntimeError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


@dataclass(frozen=True)
class Drawn:
    content: bytes
    width: int
    height: int

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()[:32]


def drawn(content: bytes) -> Drawn:
    """SECURITY: the limits are asked of the head of the file, before a pixel is decoded."""
    if len(content) > MOST_BYTES:
        raise NotPossible(_("The file is larger than 1 MB. Make it smaller, and upload it again."))
    if content.lstrip()[:1] == b"<":
        raise NotPossible(_("An SVG file can hold a program, so it is not taken. Save the logo as PNG."))
    try:
        return _drawn(content)
    except _BROKEN as error:
        raise NotPossible(_("The file is not a picture that we can read. Save the logo as PNG.")) from error


def _drawn(content: bytes) -> Drawn:
    with Image.open(BytesIO(content), formats=FORMATS) as opened:
        width, height = opened.size
        if width * height > MOST_PIXELS:
            raise ValueError("too many pixels")
        picture = ImageOps.exif_transpose(opened).convert("RGBA")
    picture.thumbnail(LARGEST)
    out = BytesIO()
    picture.save(out, "WEBP", lossless=True, exact=True)
    return Drawn(out.getvalue(), *picture.size)
