"""From a file of unknown making to a picture of our own. Pure: bytes in, bytes out, nothing stored.

SECURITY: nothing of the file is believed, neither its name nor its type; what is not decoded to dots is not carried on.
"""

from __future__ import annotations

import math
import struct
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

import pi_heif
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

MOST_BYTES = 10 * 1024 * 1024
# Cameras write these; the other kinds take more memory to decode, and nobody photographs in them.
MOST_PIXELS = 50_000_000
MOST_DRAWN_PIXELS = 25_000_000
LEAST_SIDE = 300
# Phone, tablet, desk: as wide as this, and never higher than the widest.
WIDTHS = (480, 960, 1600)
QUALITY = 80

_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
# A telephone's JPEG may carry a second picture; only in these does more than one mean that it moves.
_DRAWN = ("PNG", "WEBP")
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
    OverflowError,
    RuntimeError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
_TOO_MANY = _("The picture has too many pixels. Make it smaller, or choose another one.")
# SECURITY: one at a time in a process, so that many large pictures at once take no more memory than one.
_one_at_a_time = threading.Lock()

pi_heif.register_heif_opener(thumbnails=False)
# Pillow's own guard behind ours.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


class BadFile(Exception):
    """Says why the file is not taken, and what to do."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Decoded:
    """The picture in each width, narrowest first; width and height are those of the widest."""

    width: int
    height: int
    files: dict[int, bytes]


def widths_of(width: int) -> tuple[int, ...]:
    """The widths in which a picture of this width is kept."""
    return (*(least for least in WIDTHS if least < width), width)


def check_size(size: int, words: str | Promise) -> None:
    """Asked before anything is read."""
    if size > MOST_BYTES:
        raise BadFile(words % {"size": -(-size // 1024**2), "most": MOST_BYTES // 1024**2})
    if size == 0:
        raise BadFile(_("The file is empty. Choose another one."))


def decoded(file: BinaryIO, size: int) -> Decoded:
    """The picture made anew, upright and in sRGB; BadFile when it cannot be."""
    check_size(size, _("The picture is %(size)s MB. Choose one of at most %(most)s MB."))
    with _one_at_a_time, _explained():
        image = _opened(file)
        _check_shape(*image.size, most=MOST_DRAWN_PIXELS if image.format in _DRAWN else MOST_PIXELS)
        # A JPEG is read at a half, a quarter or an eighth of its size where that is enough.
        share = 2 * WIDTHS[-1] / max(image.size)
        image.draft("RGB", (math.ceil(image.width * share), math.ceil(image.height * share)))
        image.thumbnail((WIDTHS[-1], WIDTHS[-1]), Image.Resampling.LANCZOS, reducing_gap=2.0)
        upright = _clean(ImageOps.exif_transpose(image))
        files = {width: _written(upright, width) for width in widths_of(upright.width)}
        return Decoded(upright.width, upright.height, files)


@contextmanager
def _explained() -> Iterator[None]:
    """A decoder meets hostile bytes: whatever it stumbles over, the file is at fault."""
    try:
        yield
    except _BROKEN as error:
        raise BadFile(_("The picture cannot be read to its end. Save it as JPG, or choose another one.")) from error


def _opened(file: BinaryIO) -> Image.Image:
    """Reads the head of the file only."""
    file.seek(0)
    try:
        image = Image.open(file, formats=_FORMATS)
    except Image.DecompressionBombError as error:
        raise BadFile(_TOO_MANY) from error
    except _BROKEN as error:
        raise BadFile(
            _("This is not a picture that we can read. Choose one in the format JPG, PNG, WebP or HEIC.")
        ) from error
    if image.format in _DRAWN and getattr(image, "n_frames", 1) > 1:
        raise BadFile(_("The picture moves. Choose one that stands still."))
    return image


def _check_shape(width: int, height: int, *, most: int) -> None:
    if width * height > most:
        raise BadFile(_TOO_MANY)
    if min(width, height) < LEAST_SIDE:
        words = _("The picture is too small. Choose one that is at least %(least)s pixels on each side.")
        raise BadFile(words % {"least": LEAST_SIDE})


def _clean(image: Image.Image) -> Image.Image:
    """Nothing but dots: colours as a screen shows them, on white where there is a hole."""
    image = _in_srgb(image)
    if image.mode in ("RGBA", "LA", "PA", "P") or "transparency" in image.info:
        layer = image.convert("RGBA")
        ground = Image.new("RGB", image.size, "white")
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    clean = Image.new("RGB", image.size)
    clean.paste(image.convert("RGB"))
    return clean


def _in_srgb(image: Image.Image) -> Image.Image:
    """By the file's own colour profile; without a usable one the colours stay as they are."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "CMYK"):
        return image
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        turned = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, *_BROKEN):
        return image
    return turned or image


def _written(image: Image.Image, width: int) -> bytes:
    if width != image.width:
        height = max(1, round(image.height * width / image.width))
        image = image.resize((width, height), Image.Resampling.LANCZOS)
    file = BytesIO()
    image.save(file, "WEBP", quality=QUALITY, method=4)
    return file.getvalue()
