from __future__ import annotations

import io
import struct
import zlib

import pytest
from django.test import Client
from PIL import Image
from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.municipality.actions import edit_brand
from deltagerbudget.municipality.card import card
from deltagerbudget.municipality.logo import LARGEST, drawn
from deltagerbudget.municipality.models import Brand, Logo
from deltagerbudget.ui.brand import ENOUGH, PAPER, contrast, is_readable, nearest_readable

pytestmark = pytest.mark.django_db
PAGE = "/medarbejder/kommunen/udseende/"
GOOD = {"name": "Æblerød Kommune", "primary": "#7a1f5c"}
PALE = "#ffcc00"


def picture(kind: str = "PNG", size: tuple[int, int] = (600, 200), **words: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#7a1f5c").save(out, kind, **words)
    return out.getvalue()


def administrator() -> Client:
    make.administrator()
    client = Client()
    client.force_login(Person.objects.get(name="Adam Administrator"))
    return client


def test_it_works(client: Client) -> None:
    before = client.get("/").text
    edit_brand(make.administrator(), **GOOD, logo=drawn(picture()), at=make.now())
    after = client.get("/").text
    assert ("Æblerød Kommune" in before, "Æblerød Kommune" in after) == (False, True)
    known = card()
    assert known.logo is not None
    assert f'src="/logo.{known.logo.digest}.webp" width="144" height="48" alt="Æblerød Kommune"' in after
    css = client.get(after.split('<link rel="stylesheet" href="/brand.')[1].split('"')[0].join(["/brand.", ""])).text
    assert "--brand:#7a1f5c" in css
    assert Entry.objects.filter(act=Act.EDIT_BRAND).count() == 1


def test_a_correction_is_a_new_row_and_keeps_the_logo() -> None:
    ada = make.administrator()
    edit_brand(ada, **GOOD, logo=drawn(picture()), at=make.now())
    edit_brand(ada, name="Ny Kommune", primary="#0b5c55", at=make.now())
    assert Brand.objects.count() == 2
    assert (card().name, card().logo is not None) == ("Ny Kommune", True)
    edit_brand(ada, name="Ny Kommune", primary="#0b5c55", keep_logo=False, at=make.now())
    assert card().logo is None


def test_t14_nobody_else_may() -> None:
    for actor in (make.anna(), make.tove(), make.bo(), make.fie()):
        with pytest.raises(NotYours):
            edit_brand(actor, **GOOD, at=make.now())


@pytest.mark.parametrize("colour", [PALE, "#ffffff", "#8fb8ff", "red", "#0b5c55;}body{display:none", "#12345", ""])
def test_a_colour_that_cannot_be_read_or_is_none_is_refused(colour: str) -> None:
    with pytest.raises(NotPossible):
        edit_brand(make.administrator(), name="Kommune", primary=colour, at=make.now())


@pytest.mark.parametrize("colour", [PALE, "#ffffff", "#8fb8ff", "#00ff00", "#777777", "#000000"])
def test_the_nearest_colour_can_be_read(colour: str) -> None:
    better = nearest_readable(colour)
    assert is_readable(better)
    assert contrast(better, PAPER) >= ENOUGH
    # Not darker than it must be: at most a step beyond what is asked.
    assert contrast(better, PAPER) < 4.75 or better == colour


def test_the_page_says_which_colour_can_be_read_and_takes_it_at_a_press() -> None:
    client = administrator()
    answer = client.post(PAGE, GOOD | {"primary": PALE, "save": "1"})
    better = nearest_readable(PALE)
    assert (answer.status_code, better in answer.text, Brand.objects.count()) == (422, True, 0)
    answer = client.post(PAGE, GOOD | {"primary": PALE, "better": better})
    assert (answer.status_code, f'value="{better}"' in answer.text, Brand.objects.count()) == (200, True, 0)


def test_a_preview_saves_nothing_and_keeps_the_logo_for_the_save() -> None:
    client = administrator()
    upload = io.BytesIO(picture())
    upload.name = "logo.png"
    shown = client.post(PAGE, GOOD | {"logo": upload, "preview": "1"})
    assert (Brand.objects.count(), Logo.objects.count()) == (0, 0)
    kept = shown.text.split('name="kept" value="')[1].split('"')[0]
    assert f"data:image/webp;base64,{kept}" in shown.text
    assert client.post(PAGE, GOOD | {"kept": kept, "save": "1"}).status_code == 302
    assert card().logo is not None


def test_t11_a_logo_is_drawn_anew() -> None:
    exif = Image.Exif()
    exif[0x010E] = "hemmelig"
    made = drawn(picture("JPEG", exif=exif, comment=b"hemmelig"))
    assert b"hemmelig" not in made.content
    assert made.width <= LARGEST[0]
    assert Image.open(io.BytesIO(made.content)).format == "WEBP"


def _huge() -> bytes:
    """A head that promises 60,000 by 60,000 dots, and nothing behind it."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    crc = struct.pack(">I", zlib.crc32(b"IHDR" + head))
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + head + crc


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b'  <?xml version="1.0"?><svg/>',
        b"GIF89a",
        b"",
        b"%PDF-1.7",
        b"x" * 1_000_001,
        _huge(),
        picture()[:80],
    ],
    ids=["svg", "xml", "gif", "empty", "pdf", "large", "bomb", "broken"],
)
def test_t07_t08_a_file_that_is_no_small_picture_is_refused(content: bytes) -> None:
    with pytest.raises(NotPossible):
        drawn(content)
    upload = io.BytesIO(content or b" ")
    upload.name = "logo.png"
    assert administrator().post(PAGE, GOOD | {"logo": upload, "save": "1"}).status_code == 422


def test_t03_a_name_is_a_text_and_never_markup(client: Client) -> None:
    edit_brand(make.administrator(), name="<b onclick=x>", primary="#0b5c55", logo=drawn(picture()), at=make.now())
    for page in ("/", "/om/", "/findes-ikke/"):
        text = client.get(page).text
        assert "<b onclick" not in text
        assert "&lt;b onclick" in text


def test_a_changed_brand_reaches_a_page_that_was_kept(client: Client) -> None:
    """Every process keeps pages for two minutes; an act empties them."""
    edit_brand(make.administrator(), **GOOD, at=make.now())
    assert "Æblerød Kommune" in client.get("/omraader/").text
    edit_brand(make.administrator(), name="Ny Kommune", primary="#0b5c55", at=make.now())
    assert "Ny Kommune" in client.get("/omraader/").text


def test_the_logo_is_nothing_but_a_picture(client: Client) -> None:
    edit_brand(make.administrator(), **GOOD, logo=drawn(picture()), at=make.now())
    answer = client.get(f"/logo.{Logo.objects.get().digest}.webp")
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer.headers["Cache-Control"]
    assert client.get(f"/logo.{'0' * 32}.webp").status_code == 404
