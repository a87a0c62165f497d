"""Files that people, and people who mean us ill, send in; all of them made here."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

SECRET = b"Anna Jensen, 56.1050"


def picture(width: int = 640, height: int = 480, mode: str = "RGB") -> Image.Image:
    """A sky, a field and a red house in the upper left corner: it can be seen which way is up."""
    image = Image.new(mode, (width, height), "lightblue")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, height * 2 // 3, width, height), fill="green")
    draw.rectangle((0, 0, width // 4, height // 4), fill="red")
    return image


def data(kind: str = "JPEG", image: Image.Image | None = None, **options: Any) -> bytes:
    file = BytesIO()
    (image or picture()).save(file, kind, **options)
    return file.getvalue()


def telling_jpeg(orientation: int = 1) -> bytes:
    """With place, thumbnail, XMP, comment and the way the camera was held."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[2] = (56.0, 6.0, 18.0)
    exif.get_ifd(0x8825)[29] = "2026:01:01"
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"
    return data(exif=exif, xmp=xmp, comment=SECRET)


def telling_png() -> bytes:
    words = PngInfo()
    words.add_text("Author", SECRET.decode())
    words.add_itxt("XML:com.adobe.xmp", SECRET.decode(), zip=True)
    return data("PNG", pnginfo=words)


def flood(side: int = 30_000) -> bytes:
    """A PNG of a few hundred bytes that says it is side x side."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    packed = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(*part) for part in ((b"IHDR", head), (b"IDAT", packed), (b"IEND", b""))
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def pdf(*objects: bytes, tail: bytes = b"") -> bytes:
    body = b"\n".join(b"%d 0 obj\n%s\nendobj" % (number, content) for number, content in enumerate(objects, 2))
    return b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n" + body + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n" + tail


def stream(content: bytes, head: bytes = b"/Type/ObjStm/Filter/FlateDecode", packed: bool = True) -> bytes:
    return b"<<" + head + b">>\nstream\n" + (zlib.compress(content) if packed else content) + b"\nendstream"


def sent(content: bytes | None = None, name: str = "billede.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content if content is not None else data(), kind)
