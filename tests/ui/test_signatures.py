"""The signatures: the same facts for the eye and for the ear, and nothing that a strict policy would block."""

from datetime import date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from deltagerbudget.ui import pictures
from deltagerbudget.ui.danish import COPENHAGEN
from deltagerbudget.ui.signatures import Badge, Block, Card, Chip, Event, Photo, Station, pieces, span
from deltagerbudget.ui.themes import Theme

JUNE = datetime(2026, 6, 1, 8, tzinfo=COPENHAGEN)
CLOSES = datetime(2026, 6, 21, 20, tzinfo=COPENHAGEN)
STATIONS = [
    Station("Forslag", state="past"),
    Station("Afstemning", JUNE, CLOSES, "now", "Stem", "/stem/"),
    Station("Byggeri"),
]


def render(source: str, **values: object) -> str:
    with translation.override("da"):
        return Template("{% load signatures danish ui %}" + source).render(Context(values))


def test_it_works() -> None:
    html = render("{% path stations %}", stations=STATIONS)
    assert html.count("<li") == 3
    assert html.count('aria-current="step"') == 1
    assert "søndag den 21. juni kl. 20.00" in html
    assert '<a class="button button-primary" href="/stem/">Stem</a>' in html


def test_the_path_says_where_we_are_without_colour() -> None:
    html = render("{% path stations %}", stations=STATIONS)
    assert html.count('class="sr-only"') == 3
    assert html.count('class="path-tick"') == 1


def test_the_chip_is_one_sentence() -> None:
    html = render("{% path stations size='chip' %}", stations=STATIONS)
    assert "<li" not in html
    assert "Afstemning" in html
    assert render("{% path stations size='chip' %}", stations=[]).count("<path") == 2


def test_the_pot_is_to_scale_and_written_out() -> None:
    html = render("{% pot 100000 blocks %}", blocks=[Block("Bænk", 25000), Block("Lys", 50000)])
    assert 'x="0%" width="25%"' in html
    assert 'x="25%" width="50%"' in html
    assert html.count("250 kr.") == 3  # left, the first price and the last line of the table
    assert "1.000 kr." in html


def test_a_pot_that_is_overdrawn_says_by_how_much() -> None:
    html = render("{% pot 100000 blocks %}", blocks=[Block("Bænk", 150000)])
    assert "is-over" in html
    assert "500 kr." in html
    assert 'x1="66.667%"' in html


def test_the_pot_of_the_ballot_speaks_up() -> None:
    html = render("{% pot 100000 live='ballot' %}")
    assert 'data-pot="ballot"' in html
    assert 'aria-live="polite"' in html
    assert 'data-total="100000"' in html
    assert "<table" not in html


def test_an_empty_pot_can_be_drawn() -> None:
    assert pieces(0, []) == []
    assert pieces(0, [Block("Gratis", 0)])[0].width == "0"


def test_why_and_history() -> None:
    assert 'href="/x/"' in render("{% why 'Der var 5 kr. tilbage.' url='/x/' %}")
    card = render("{% why_card sentence %}<p>{{ name }}</p>{% endwhy_card %}", sentence="A <b>", name="<i>")
    assert "A &lt;b&gt;" in card
    assert "<p>&lt;i&gt;</p>" in card
    history = render("{% timeline events %}", events=[Event("Åbnet", "Tovholder", JUNE)])
    assert "Tovholder, " in history
    assert "1. juni 2026 kl. 08.00" in history


def test_a_card_shows_what_residents_wrote_as_text() -> None:
    card = Card("/f/1", "<script>", "<img onerror=x>", seed='"><script>', theme="play", lang="da")
    html = render("{% include 'ui/card.html' %}", card=card)
    assert "<script" not in html
    assert "<img" not in html
    assert '<a href="/f/1">&lt;script&gt;</a>' in html


def test_a_card_with_everything() -> None:
    card = Card(
        "/f/1", "Bænk", "Ved søen", "Natur", "nature", "1", chip=Chip(2, 5, "Trin 2 af 5"), facts=("5 kr.",),
        badge=Badge("late", "Forsinket"),
    )  # fmt: skip
    html = render("{% include 'ui/card.html' with level=2 %}", card=card)
    for part in ("<h2", "Trin 2 af 5", "<li>5 kr.</li>", "badge-late", "Forsinket", "<svg"):
        assert part in html


def test_a_photo_comes_before_a_drawing() -> None:
    card = Card("/f/1", "Bænk", seed="1", photo=Photo("/m/1.webp", "/m/1.webp 480w", 480, 320, "En bænk"))
    html = render("{% include 'ui/card.html' %}", card=card)
    assert '<img class="tile-picture" src="/m/1.webp" alt="En bænk"' in html
    assert "pic-sky" not in html


@pytest.mark.parametrize("theme", Theme.values)
def test_the_same_seed_is_the_same_picture(theme: str) -> None:
    first = pictures.picture("forslag-1", theme, "picture")
    pictures._drawing.cache_clear()
    assert pictures.picture("forslag-1", theme, "picture") == first
    drawn = {pictures.picture(f"forslag-{n}", theme, "picture") for n in range(50)}
    assert len(drawn) == 50
    assert all("nan" not in one and len(one) < 7000 for one in drawn)


def test_an_unknown_theme_is_no_error() -> None:
    assert "theme-community" in render("{% picture 'x' 'noget andet' %}")


def test_span_of_a_phase() -> None:
    assert span(JUNE, CLOSES, "da") == "1. juni – 21. juni"
    assert span(date(2027, 2, 8), date(2028, 2, 8), "da") == "8. feb. 2027 – 8. feb. 2028"
    assert span(date(2027, 11, 8), date(2028, 2, 8), "en") == "8 Nov – 8 Feb"
    assert span(JUNE, None, "da") == "1. juni 2026"
    assert span(None, None, "da") == ""


def test_an_amount_never_breaks_in_two() -> None:
    assert render("{{ 32000000|kr }}") == '<span class="amount">320.000 kr.</span>'
