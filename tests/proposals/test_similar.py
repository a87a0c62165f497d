"""Proposals that say much the same are found; others are not."""

import time

import pytest

from deltagerbudget.proposals.similar import LEAST, MOST, nearest

# Invented titles. The first of each pair asks, the second is to be found among all the others.
PAIRS = (
    ("Flere bænke ved søen", "Siddepladser rundt om søen"),
    ("En legeplads til de mindste", "Gynger og rutsjebane for små børn"),
    ("Lys på stien til skolen", "Gadelamper langs skolestien"),
    ("Bålplads i skoven", "Shelter med bål ved skovbrynet"),
    ("Vejbump på Skolevej", "Sænk farten på Skolevej"),
    ("Byhave med højbede", "Fælles urtehave bag centret"),
)
OTHERS = (
    "Foreningshus med køkken",
    "Skaterbane af beton",
    "En udstilling om byens historie",
    "Kor for alle, der vil synge",
    "Hjertestarter ved hallen",
    "Ny maling til klubhuset",
    "Film under åben himmel",
    "Rampe til kørestole ved kirken",
)
ALL = [found for _, found in PAIRS] + list(OTHERS)


@pytest.mark.parametrize(("asked", "wanted"), PAIRS)
def test_b46_the_like_one_is_among_the_first_three(asked: str, wanted: str) -> None:
    places = [place for place, _ in nearest(asked, ALL, most=3, least=0.0)]
    assert ALL.index(wanted) in places


def test_the_like_one_is_first_for_most() -> None:
    first = sum(nearest(asked, ALL, most=1, least=0.0)[0][0] == ALL.index(wanted) for asked, wanted in PAIRS)
    assert first >= 5


def test_part_of_a_compound_is_found() -> None:
    assert nearest("En plads til leg", ["Kor for alle", "Legepladsen skal have ny gynge"])[0][0] == 1


def test_what_is_not_alike_is_not_offered() -> None:
    assert nearest("Hjertestarter ved hallen", OTHERS[:3]) == []
    assert nearest("", ALL) == []
    assert nearest("og i at det", ALL) == []
    assert nearest("Bænke", []) == []


def test_the_same_text_is_entirely_alike_and_at_most_five_come() -> None:
    found = nearest("Bænke ved søen", ["Bænke ved søen"] * 8)
    assert [place for place, _ in found] == list(range(MOST))
    assert found[0][1] == pytest.approx(1)
    assert LEAST < 1


def test_two_thousand_are_compared_while_somebody_writes() -> None:
    texts = [f"{ALL[number % len(ALL)]} nummer {number}" for number in range(2_000)]
    nearest("Bænke ved søen", texts)
    begun = time.perf_counter()
    nearest("Bænke og borde ved søen", texts)
    # Measured: about 0.25 s with every core busy. The bound only catches work that grows with the square.
    assert time.perf_counter() - begun < 2
