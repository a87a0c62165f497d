"""A municipality's colour: readable, and never more than a colour."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deltagerbudget.ui import brand

colours = st.from_regex(r"\A#[0-9a-f]{6}\Z")


def test_it_works() -> None:
    css = brand.brand_css("#0B5C55")
    assert "--brand:#0b5c55;" in css
    assert "--on-brand:#ffffff;" in css
    assert css.count("{") == css.count("}") == 1


def test_contrast_is_what_wcag_says() -> None:
    assert brand.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert brand.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert brand.contrast("#123456", "#123456") == 1


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", "#123456}body{display:none", "var(--x)", ""])
def test_only_a_colour_gets_into_the_stylesheet(colour: str) -> None:
    with pytest.raises(brand.NotAColour):
        brand.brand_css(colour)
    with pytest.raises(brand.NotAColour):
        brand.brand_css("#0b5c55", primary_dark=colour or "x")


@given(colours)
def test_whatever_the_colour_the_words_can_be_read(colour: str) -> None:
    values = dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{6})", brand.brand_css(colour)))
    assert brand.contrast(values["on-brand"], values["brand"]) >= 4.1
    for ground in (brand.PAPER, brand.SURFACE, values["brand-tint"]):
        assert brand.contrast(values["brand-text"], ground) >= brand.ENOUGH


def test_the_default_colour_is_good_on_every_ground() -> None:
    for ground in (brand.PAPER, brand.SURFACE, brand.WHITE):
        assert brand.contrast("#0b5c55", ground) >= brand.ENOUGH
