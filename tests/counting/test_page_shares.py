"""The page of equal shares: its rounds, and those that were not bought."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from tests.counting.elections import META
from tests.counting.test_shares import SHARES, election

from deltagerbudget.counting.ballots import Ballot, group_points
from deltagerbudget.counting.compare import compare
from deltagerbudget.counting.model import Criterion, Election, Rule, VoteType
from deltagerbudget.counting.pabulib import read
from deltagerbudget.counting.pabulib_write import write
from deltagerbudget.counting.page import page
from deltagerbudget.counting.page_words import LANGUAGES
from deltagerbudget.counting.rule import Completion, Utility
from deltagerbudget.counting.rules import count
from deltagerbudget.counting.shares.elsewhere import with_money

KRONE = 100


def kroner(budget: int, costs: dict[str, int], votes: Sequence[str]) -> Election:
    return election(budget * KRONE, {name: cost * KRONE for name, cost in costs.items()}, votes)


EARLY = kroner(120, {"A": 100, "B": 50}, ["A", "A", "AB", "AB"])


def shown(town: Election, language: str = "da") -> str:
    """The page as text, each element on its own; spaces as one would type them."""
    text = html(town, language)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).replace("\u00a0", " ")


def html(town: Election, language: str = "da", *, money: bool = True) -> str:
    outcome = count(town)
    reading = read(write(replace(town, rule=Rule(ties=(Criterion.FILE_ORDER,))), META))
    outcome = with_money(town, outcome) if money else outcome
    return page(compare(replace(reading, election=town), outcome), language)


def test_a_round_says_what_was_bought_who_paid_what_is_left_and_who_was_next() -> None:
    text = shown(EARLY)
    assert "Runde for runde" in text
    assert "Runde 1 A ✓ 100 kr. 4 vælgere betalte 25 kr. hver. 20 kr. af 120 kr. er tilbage." in text
    assert "Tættest på derefter: B 50,0 %" in text


def test_what_was_not_bought_says_how_near_it_was_and_where_the_money_went() -> None:
    text = shown(EARLY, "en")
    assert "B 50 DKK 50.0 % nearest in round 1" in text
    assert "Its 2 supporters had 60 DKK together. It went to: A 50 DKK Left 10 DKK" in text
    assert '<a href="#round-1">1</a>' in html(EARLY)
    assert '<li id="round-1">' in html(EARLY)


def test_who_paid_all_they_had_and_what_was_nearest_at_the_end() -> None:
    """A takes 20 of each of three; for B one has 10 and pays it, the other 22 of 30, of which C would have had 27.5."""
    late = kroner(120, {"A": 60, "B": 32, "C": 40}, ["A", "A", "AB", "BC"])
    text = shown(late)
    assert "1 af 2 vælgere betalte 22 kr. hver, 1 alt, hvad de havde tilbage. 28 kr. af 120 kr. er tilbage." in text
    assert "C 40 kr. 68,7 % tættest på i runde 2" in text
    end = kroner(120, {"A": 60, "B": 50}, ["A", "A", "AB", "B"])
    assert "B 50 kr. 80,0 % tættest på efter den sidste runde" in shown(end)


def test_the_bars_are_to_scale() -> None:
    """Of 120 kr. 60 are spent, then 32 more; C had 68.7 per cent of its price."""
    text = html(kroner(120, {"A": 60, "B": 32, "C": 40}, ["A", "A", "AB", "BC"]))
    room = '<rect class="room" x="0.0" y="0" width="1000.0" height="10"/>'
    first = '<rect class="won" x="0.0" y="0" width="500.0" height="10"/>'
    before = '<rect class="past" x="0.0" y="0" width="500.0" height="10"/>'
    then = '<rect class="won" x="500.0" y="0" width="266.7" height="10"/>'
    near = '<rect class="lost" x="0.0" y="0" width="687.0" height="10"/>'
    assert f">{room}{first}</svg>" in text
    assert f">{room}{before}{then}</svg>" in text
    assert f">{room}{near}<line" in text


def test_more_than_three_purchases_are_summed_and_stand_behind_a_fold() -> None:
    costs = {"A": 40, "B": 35, "C": 30, "D": 25, "E": 20, "F": 99}
    text = shown(kroner(170, costs, ["ABCDE", "ABCDEF"]))
    # One of two has 85 and pays half of each: 20, 17.5, 15, 12.5 and 10.
    assert "Pengene gik til: A 20 kr. B 17,50 kr. C 15 kr. 2 andre projekter 22,50 kr. Tilbage 10 kr." in text
    assert "Alt, hvad de betalte til A 20 kr. B 17,50 kr. C 15 kr. D 12,50 kr. E 10 kr." in text
    assert "<details><summary>" not in html(EARLY)


def test_what_was_far_from_its_cost_stands_behind_a_fold_which_is_open_where_nothing_was_near() -> None:
    costs = {"A": 100, "B": 50, "C": 110}
    both = kroner(120, costs, ["A", "A", "AB", "ABC"])
    assert '<details class="less"><summary>1, der havde under 50 %</summary>' in html(both)
    far = kroner(120, {"A": 100, "C": 110}, ["A", "A", "A", "AC"])
    assert '<details class="less" open><summary>' in html(far)


def test_a_project_that_the_fill_or_the_comparison_funds_says_so() -> None:
    town = kroner(100, {"A": 40, "B": 70, "C": 30, "D": 30}, ["AB", "AB", "BC", "C", "CD"])
    filled = replace(town, rule=replace(town.rule, fill=True))
    assert "✓ vandt; for resten, efter stemmer" in shown(filled)
    third = kroner(90, {"A": 30, "B": 30, "C": 30, "D": 30}, ["ABC"] * 6 + ["D"] * 3)
    assert "kom til at gælde" not in shown(third)
    assert "kom til at gælde" in shown(replace(third, rule=replace(third.rule, comparison=True)))


def test_with_points_the_price_is_the_most_that_somebody_paid() -> None:
    votes = group(["A", "B"], [(["A", "B"], (3, 1)), (["A"], (1,))])
    rule = replace(SHARES, utility=Utility.POINTS)
    town = replace(EARLY, ballots=votes, vote_type=VoteType.CUMULATIVE, rule=rule, budget=200 * KRONE)
    assert "2 vælgere betalte, højst 75 kr. hver." in shown(town)


def group(ids: Sequence[str], votes: Sequence[tuple[list[str], tuple[int, ...]]]) -> tuple[Ballot, ...]:
    return group_points(votes, list(ids), VoteType.CUMULATIVE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_element_is_closed_and_no_name_is_taken_for_one(language: str) -> None:
    named = tuple(replace(project, name=f'<b>"{project.id}" & ' + "lang " * 20) for project in EARLY.projects)
    text = html(replace(EARLY, projects=named), language)
    assert "<b>&quot;" not in text
    assert "&lt;b&gt;&quot;B&quot; &amp; lang" in text
    assert "…</span>" in text
    assert re.search(r"&[a-z]*…", text) is None
    Balanced().check(text)


def test_every_rule_says_what_the_audit_finds() -> None:
    town = kroner(90, {"A": 30, "B": 30, "C": 30, "D": 29}, ["ABC"] * 6 + ["D"] * 3)
    assert "Ingen gruppe af vælgere fik mindre end sin del af pengene." in shown(town)
    by_votes = replace(town, rule=Rule(ties=(Criterion.FILE_ORDER,)))
    assert "hvis også disse projekter havde vundet: D 3 vælgere" in shown(by_votes)
    assert "Runde for runde" not in shown(by_votes)


def test_without_the_money_the_page_says_how_near_alone() -> None:
    text = html(replace(EARLY, rule=replace(EARLY.rule, completion=Completion.ADD1, step=KRONE)), money=False)
    assert 'class="near"' in text
    assert "Pengene gik til" not in text


class Balanced(HTMLParser):
    """Counts what is opened and closed; a page without words in between is none."""

    def check(self, text: str) -> None:
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in ("meta", "line"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        pass
