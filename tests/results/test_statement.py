"""What one's own part paid for: worked out in the browser, exactly as the engine has it, and nothing leaves it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from tests import make
from tests.results.test_pages import address, text_of

from deltagerbudget.counting.ballots import Ballot
from deltagerbudget.counting.model import Election
from deltagerbudget.counting.outcome import Outcome
from deltagerbudget.counting.pabulib import read
from deltagerbudget.counting.rule import Utility
from deltagerbudget.counting.shares import exact
from deltagerbudget.counting.shares.profile import profile
from deltagerbudget.counting.ties import Chain
from deltagerbudget.results.models import Result
from deltagerbudget.results.statement import can_be_told, nearest, statement_of
from deltagerbudget.ui.danish import kroner

pytestmark = pytest.mark.django_db
# 80,000 kr. for 36: some run dry on the way, one is bought with what is left, one is not bought at all.
PRICES = (2_900_000, 2_100_033, 1_800_000, 1_100_000, 800_000, 1_900_000)
CHOICES = (
    ((1, 2, 3),) * 11
    + ((1, 4),) * 7
    + ((2, 3, 4, 5),) * 8
    + ((5,),) * 3
    + ((1, 2, 5, 6), (3,), (4, 5), (6,))
    + ((2,),) * 3
)


def finished(**values: Any) -> Result:
    """The choices of PRICES as ticks, as points, or as places."""
    raw: list[Sequence[int | str]] = [list(choice) for choice in CHOICES]
    if values.get("points"):
        raw = [[f"{number}:{points}" for number, points in zip(choice, (4, 1, 1), strict=False)] for choice in CHOICES]
    elif values.get("rank_scores"):
        raw = [[f"{number}:{place}" for place, number in enumerate(choice[:3], 1)] for choice in CHOICES]
    return make.finished(PRICES, raw, **{"count_method": "equal-shares", "ballot_type": "approval"} | values)


def engine(election: Election, outcome: Outcome) -> exact.Run:
    """The run that counted, by the exact engine."""
    assert election.rule.utility is not None
    assert outcome.shares is not None
    people = profile(election, election.rule.utility, lambda _project: True)
    return exact.run(people, Fraction(outcome.shares.taken.endowment), Chain.of(election, election.tally()))


def lines_of(run: exact.Run, points: Mapping[str, int]) -> Iterator[tuple[str, Fraction, Fraction]]:
    """Of a ballot: each purchase, what it paid, what it had left."""
    left = run.endowment
    for purchase in run.purchases:
        if purchase.project in points:
            paid = min(left, purchase.price * points[purchase.project])
            left -= paid
            yield purchase.project, paid, left


def units_of(ballot: Ballot, outcome: Outcome) -> dict[str, int]:
    """What each named project counts: its points by `points`, otherwise 1."""
    worth = ballot.points or outcome.rule.scores
    if outcome.rule.utility is not Utility.POINTS:
        worth = [1] * len(ballot.projects)
    return {name: value for name, value in zip(ballot.projects, worth, strict=False) if value}


def shown(amount: Fraction) -> str:
    return kroner(nearest(f"{amount.numerator}/{amount.denominator}"))


BY_POINTS = {"ballot_type": "cumulative", "points": 6, "equal_utility": "points"}
BY_PLACES = {"ballot_type": "ordinal", "rank_scores": [4, 2, 1], "equal_utility": "points"}


EVERY_WAY = [{"equal_utility": "cost"}, {"equal_utility": "cardinality"}, BY_POINTS, BY_PLACES]


@pytest.mark.parametrize("values", EVERY_WAY)
def test_the_published_prices_give_what_every_ballot_has_left(values: dict[str, Any]) -> None:
    result = finished(**values)
    election, outcome = read(result.pb.encode()).election, result.explained
    run = engine(election, outcome)
    told = statement_of(outcome, result.vote.frozen)
    assert Fraction(told.endowment) == run.endowment
    assert [(bought.project, Fraction(bought.exact)) for bought in told.purchases] == [
        (purchase.project, purchase.price) for purchase in run.purchases
    ]
    for ballot, left in zip(election.ballots, run.left, strict=True):
        lines = lines_of(run, units_of(ballot, outcome))
        assert [run.endowment, *(rest for _, _, rest in lines)][-1] == left
    assert min(run.left) == 0 < max(run.left)


def test_a_half_of_an_ore_goes_up() -> None:
    assert [nearest(text) for text in ("5/2", "7/3", "8/3", "0/1", f"{'1' + '0' * 5000}/{'2' + '0' * 4999}")] == [
        3,
        2,
        3,
        0,
        5,
    ]


def test_by_hand_it_can_be_done_from_the_page_alone(client: Client) -> None:
    result = finished()
    told = statement_of(result.explained, result.vote.frozen)
    page = text_of(client, address(result, tail="min-del/"))
    assert f"Begynd med {kroner(told.rounded)}" in page
    at = page.index("Det blev købt, i den her rækkefølge")
    for place, bought in enumerate(told.purchases, 1):
        found = page.index(f"{place}. {bought.title} {kroner(bought.rounded)}")
        assert found > at
        at = found
    assert told.filled
    assert f"For resten til sidst, som ikke var nogens del, blev de her købt: {told.filled[0].title}" in page
    assert "Du har brug for" not in page
    english = text_of(client, address(result, english=True, tail="min-del/"))
    assert "Go through the list from the top." in english


def test_the_result_leads_there_and_only_where_equal_shares_decided(client: Client) -> None:
    result = finished()
    assert "Se, hvad din egen del betalte for" in text_of(client, address(result))
    for other in (
        make.finished(PRICES, CHOICES),
        # Too few ballots to tell what each paid.
        make.finished(PRICES, CHOICES[:20], count_method="equal-shares", ballot_type="approval"),
    ):
        assert not can_be_told(other.explained)
        assert "Se, hvad din egen del betalte for" not in text_of(client, address(other))
        assert client.get(address(other, tail="min-del/")).status_code == 404
    assert client.get("/resultat/findes-ikke/min-del/").status_code == 404


def test_it_asks_the_database_twice(client: Client, django_assert_num_queries: Callable[..., Any]) -> None:
    result = finished()
    client.get(address(result, tail="min-del/"))
    with django_assert_num_queries(2):
        client.get(address(result, tail="min-del/"))


def test_what_is_ticked_has_no_name_and_lies_in_no_form(client: Client) -> None:
    """So no browser could send it by itself."""
    body = client.get(address(finished(), tail="min-del/")).content.decode()
    boxes = re.findall(r"<input type=\"checkbox\"[^>]*>", body)
    assert len(boxes) == len(PRICES)
    assert not [box for box in boxes if "name=" in box or 'autocomplete="off"' not in box]
    main = body[body.index("<main") : body.index("</main>")]
    assert "<form" not in main


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("values", EVERY_WAY)
def test_the_browser_has_it_as_the_exact_engine_for_every_ballot(
    live_server: object, page_at: Callable[..., Any], values: dict[str, Any]
) -> None:
    result = finished(**values)
    election, outcome = read(result.pb.encode()).election, result.explained
    run, told = engine(election, outcome), statement_of(outcome, result.vote.frozen)
    titles = {choice.project: choice.title for choice in told.choices}
    filled = {choice.project for choice in told.filled}
    page = page_at()
    page.goto(f"{live_server}{address(result, tail='min-del/')}")
    for ballot in election.ballots:
        chosen = units_of(ballot, outcome)
        for project in titles:
            if told.by_points:
                page.fill(f"#valg-{project}", str(chosen.get(project, "")))
            else:
                page.set_checked(f"#valg-{project}", project in chosen)
        lines = list(lines_of(run, chosen))
        expected = [["Din del", "", shown(run.endowment)]]
        expected += [[titles[project], shown(paid), shown(left)] for project, paid, left in lines]
        bought = {project for project, _, _ in lines}
        for project in titles:
            if project in chosen.keys() - bought:
                why = (
                    "Købt for resten til sidst, som ikke var nogens del"
                    if project in filled
                    else "Vandt ikke, så det kostede dig intet"
                )
                expected.append([titles[project], why, ""])
        script = """[...document.querySelectorAll('[data-statement] tbody tr')].map((row) => [...row.children].map(
            (cell) => [...cell.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join('')))"""
        assert page.evaluate(script) == expected, chosen
        left = shown(lines[-1][2]) if lines else shown(run.endowment)
        paid_for = sum(paid > 0 for _, paid, _ in lines)
        says = f"Din del gik til {paid_for} af de {len(chosen)}, du valgte. Du har {left} tilbage."
        assert page.inner_text("[data-statement-says]") == says


@pytest.mark.django_db(transaction=True)
def test_no_choice_leaves_the_device(live_server: object, page_at: Callable[..., Any]) -> None:
    page = page_at(390)
    address_of_it = f"{live_server}{address(finished(), tail='min-del/')}"
    page.goto(address_of_it)
    page.wait_for_load_state("networkidle")
    kept = (
        "[JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie, location.href, history.length]"
    )
    before, asked = page.evaluate(kept), []
    page.on("request", lambda request: asked.append(request.url))
    # By keyboard alone, from the first box to the last.
    page.focus("#valg-1")
    for _ in PRICES:
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
    page.wait_for_timeout(300)
    assert page.locator("[data-statement] input:checked").count() == len(PRICES)
    assert page.inner_text("[data-statement-says]").startswith("Din del gik til")
    assert asked == []
    assert page.evaluate(kept) == before
    page.reload()
    assert page.locator("[data-statement] input:checked").count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("values", [{}, BY_PLACES])
def test_the_page_is_accessible_and_whole_without_scripts(
    live_server: object, page_at: Callable[..., Any], axe: Callable[..., None], width: int, values: dict[str, Any]
) -> None:
    url = f"{live_server}{address(finished(**values), tail='min-del/')}"
    page = page_at(width)
    page.goto(url)
    for number in (1, 2):
        if values:
            page.fill(f"#valg-{number}", "2")
        else:
            page.check(f"#valg-{number}")
    axe(page)
    plain = page_at(width, javascript=False)
    plain.goto(url)
    assert not plain.is_visible("[data-statement]")
    assert plain.is_visible("text=Regn det ud i hånden")


@pytest.mark.django_db(transaction=True)
def test_points_that_are_no_whole_numbers_are_said(live_server: object, page_at: Callable[..., Any]) -> None:
    page = page_at(390)
    page.goto(f"{live_server}{address(finished(**BY_POINTS), tail='min-del/')}")
    page.fill("#valg-1", "3")
    for wrong in ("1.5", "-1"):
        page.fill("#valg-2", wrong)
        assert "hele tal" in page.inner_text("[data-statement-says]")
        assert page.get_attribute("#valg-2", "aria-invalid") == "true"
        assert not page.is_visible("[data-statement-lines]")
    page.fill("#valg-2", "1")
    assert page.inner_text("[data-statement-says]").startswith("Din del gik til")
    assert page.input_value("#valg-1") == "3"
