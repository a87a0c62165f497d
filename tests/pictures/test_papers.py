"""PDFs that act, hide or are locked."""

from __future__ import annotations

import time
import zlib

import pytest
from tests.pictures import files

from deltagerbudget.pictures.decoding import BadFile
from deltagerbudget.pictures.papers import check_pdf


def test_it_works() -> None:
    check_pdf(files.pdf(b"<</Type/Page>>", files.stream(b"BT (Kort over engen) Tj ET", b"/Filter/FlateDecode")))
    check_pdf(files.pdf(files.stream(b"2 0 <</Type/Page>>")))
    check_pdf(files.pdf(files.stream(b"\xff\xd8 a photograph", b"/Filter/DCTDecode", packed=False)))


@pytest.mark.parametrize(
    "action",
    [
        b"<</S/JavaScript/JS(app.alert\\(1\\))>>",
        b"<</S/J#61vaScript/JS(1)>>",
        b"<</S/#4a#61#76#61#53#63#72#69#70#74>>",
        b"<</S/Launch/F(cmd.exe)>>",
        b"<</Type/Filespec/EF<</F 5 0 R>>>> <</Type/EmbeddedFile>>",
        b"<</S/SubmitForm/F(https://ond.example)>>",
        b"<</S/GoToE>>",
        b"<</AcroForm<</XFA 3 0 R>>>>",
        b"<</Subtype/RichMedia>>",
    ],
)
def test_t07_a_pdf_that_acts_is_refused(action: bytes) -> None:
    for content in (files.pdf(action), files.pdf(files.stream(action)), files.pdf() + files.pdf(action)):
        with pytest.raises(BadFile, match="program"):
            check_pdf(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7\n",
        b"<html>%PDF-1.7 %%EOF",
        b"GIF89a%PDF-1.7\n%%EOF",
        b"PK\x03\x04%PDF-1.7\n%%EOF",
        files.pdf(tail=b"<script>alert(1)</script>" * 200),
        files.data(),
    ],
)
def test_t07_what_is_something_else_as_well_is_refused(content: bytes) -> None:
    with pytest.raises(BadFile, match="not a PDF"):
        check_pdf(content)


def test_t07_what_cannot_be_looked_through_is_refused() -> None:
    with pytest.raises(BadFile, match="password"):
        check_pdf(files.pdf(b"<</Encrypt 5 0 R>>"))
    packed_otherwise = files.stream(b"whatever", b"/Type/ObjStm/Filter/LZWDecode", packed=False)
    with pytest.raises(BadFile, match="look the document through"):
        check_pdf(files.pdf(packed_otherwise))


@pytest.mark.parametrize(
    "content",
    [
        files.pdf(files.stream(b"\0" * 200_000_000)),
        files.pdf(b"stream\n" * 1_400_000),
        files.pdf((b"stream\n" + zlib.compress(b"")) * 500_000),
        files.pdf(b"/#" * 4_000_000),
    ],
    ids=["bomb", "streams", "tiny-streams", "escapes"],
)
def test_t08_a_pdf_without_end_is_refused_in_time(content: bytes) -> None:
    began = time.perf_counter()
    if content.count(b"stream"):
        with pytest.raises(BadFile):
            check_pdf(content)
    else:
        check_pdf(content)
    assert time.perf_counter() - began < 3
