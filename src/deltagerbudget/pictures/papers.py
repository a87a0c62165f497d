"""Whether a PDF may be handed on. Pure.

It is not made anew, only looked through; docs/pictures.md says what that is worth.
"""

from __future__ import annotations

import re
import zlib

from django.utils.translation import gettext_lazy as _

from deltagerbudget.pictures.decoding import BadFile

_HEAD = re.compile(rb"%PDF-[12]\.\d")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)")
_ACTIVE = (
    b"/JavaScript",
    b"/Launch",
    b"/EmbeddedFile",
    b"/RichMedia",
    b"/Rendition",
    b"/SubmitForm",
    b"/ImportData",
    b"/GoToE",
    b"/XFA",
)
# What is unpacked altogether, and how often it is tried, so that a small file cannot become an endless one.
_MOST_UNPACKED, _MOST_STREAMS = 64 * 1024 * 1024, 20_000
_CHUNK = 16 * 1024
_TAIL, _DICTIONARY = 2048, 4096


def check_pdf(data: bytes) -> None:
    """Raise BadFile unless the file begins and ends as a PDF and nothing in it acts, hides or is locked."""
    if not _HEAD.match(data) or b"%%EOF" not in data[-_TAIL:]:
        raise BadFile(_("This is not a PDF. Save the document as a PDF and try again."))
    plain = _unescaped(data)
    if b"/Encrypt" in plain:
        raise BadFile(_("The document is locked with a password. Save it without one and try again."))
    _refuse_active(plain)
    left = _MOST_UNPACKED
    for count, found in enumerate(_STREAM.finditer(data)):
        unpacked = _unpacked(data, found.end(), left)
        left -= len(unpacked)
        hides = not unpacked and _holds_objects(data, found.end())
        if left <= 0 or count >= _MOST_STREAMS or hides:
            raise BadFile(_("We cannot look the document through. Print it to a new PDF and try again."))
        _refuse_active(_unescaped(unpacked))


def _refuse_active(data: bytes) -> None:
    if any(name in data for name in _ACTIVE):
        raise BadFile(
            _("The document holds a program, a form or another file inside. Print it to a new PDF and try again.")
        )


def _unescaped(data: bytes) -> bytes:
    """A name may be written as /J#61vaScript."""
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data) if b"#" in data else data


def _unpacked(data: bytes, start: int, most: int) -> bytes:
    """What a stream packed by zlib holds, as far as it can be read; nothing of others, such as photographs."""
    unpacker, found, size = zlib.decompressobj(), [], 0
    try:
        while not unpacker.eof and start < len(data) and size < most:
            found.append(unpacker.decompress(data[start : start + _CHUNK], most - size))
            size += len(found[-1])
            start += _CHUNK
    except zlib.error:
        pass
    return b"".join(found)


def _holds_objects(data: bytes, start: int) -> bool:
    """SECURITY: objects can be packed into a stream; one that is packed in another way is not let through unseen."""
    head = _unescaped(data[max(0, start - _DICTIONARY) : start])
    return b"/ObjStm" in head[head.rfind(b" obj") :]
