from __future__ import annotations

import pytest

from deltagerbudget.ui.names import Doubt, doubt_about, skeleton

OWN = ("Aarhus", "Aarhus Kommune")


@pytest.mark.parametrize(
    "text",
    [
        "Anna Jensen",
        "Søren Ærø Åberg",
        "O’Brien-Møller",
        "Nguyễn Văn A",
        "Иван Петров",
        "محمد علي",
        "李小龍",
        "Γιώργος",
        "Bænk nr. 2 ved Aarhus Å",
        "Kaffe & kage på 5 m²",
        "Borgmesterens gamle træ",
        "Kommunen skal plante flere træer",
    ],
)
def test_ordinary_names_and_titles_pass(text: str) -> None:
    assert doubt_about(text, reserved=OWN) == Doubt.NONE


@pytest.mark.parametrize("text", ["Aаrhus", "Βorgmester", "Bеnk", "рlads ved søen", "Sørеn"])
def test_t46_one_word_in_two_scripts_is_found(text: str) -> None:
    assert doubt_about(text) == Doubt.MIXED


@pytest.mark.parametrize(
    "sign", ["\u200b", "\u200f", "\u202e", "\u2066", "\u00ad", "\ufeff", "\u3164", "\x00", "\n", "\ue000"]
)
def test_t46_signs_that_nobody_sees_are_found(sign: str) -> None:
    assert doubt_about(f"Anna{sign} Jensen") == Doubt.HIDDEN


@pytest.mark.parametrize(
    "text",
    [
        "Aarhus Kommune",
        "Århus kommune",
        "A A R H U S  Kommune",
        "B0rgmester",
        "BORGMESTER",
        "Вогgmester".upper(),
        "kommunen.",
    ],
)
def test_t46_an_authoritys_name_is_found_however_it_is_spelled(text: str) -> None:
    assert doubt_about(text, reserved=OWN) in {Doubt.RESERVED, Doubt.MIXED}


def test_twins_have_one_skeleton() -> None:
    assert skeleton("АΑA") == "aaa"
    assert skeleton("Ågård") == skeleton("aagaard")
