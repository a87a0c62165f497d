"""Another rule on published ballots: the same rule gives the same, and everything is what the command gives."""

from __future__ import annotations

import fcntl
import itertools
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from tests import make
from tests.promises import by_hand
from tests.results.test_pages import EXAMPLE, address, text_of

from deltagerbudget.counting.outcome import Outcome
from deltagerbudget.counting.pabulib import read
from deltagerbudget.counting.rule import Completion, Criterion, Method, Rule, Utility, Variant
from deltagerbudget.counting.rules import count
from deltagerbudget.results import recount
from deltagerbudget.results.models import Result
from deltagerbudget.results.what_if import Wanted, Way, decided_by, options, ways

pytestmark = pytest.mark.django_db
# 80,000 kr.: most votes first 1 and 3 win, and 2 costs too much; stopping there, 1 alone.
STOP = "?regel=flest-stemmer-stop"
SAME = "De samme forslag ville have vundet."


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def published(**values: object) -> Result:
    return make.finished(choices=EXAMPLE, **values)


def page_of(client: Client, result: Result, query: str = "") -> str:
    return text_of(client, address(result, tail=f"hvad-hvis/{query}"))


def test_it_shows_who_would_come_in_and_who_would_go_out(client: Client) -> None:
    page = page_of(client, published(), f"{STOP}&beloeb=78.450")
    assert "Ingen nye ville komme ind 1 ville ryge ud" in page
    assert "Delt ud Afgjort 52.000 kr. Tankeeksperiment 32.000 kr." in page
    # Fifteen chose 2 alone; the others have 1 among the winners, and with 3 as well twelve had two.
    assert "Vælgere, der ikke fik noget af det, de valgte Afgjort 15 af 35 Tankeeksperiment 15 af 35" in page
    assert "Vindere på en stemmeseddel i gennemsnit Afgjort 0,91 Tankeeksperiment 0,57" in page
    more = page_of(client, published(), "?beloeb=150.000")
    assert "1 ville komme ind En bænk ved søen" in more
    assert "Ingen ville ryge ud" in more


def test_it_says_on_top_and_in_the_title_that_it_is_not_the_result(client: Client) -> None:
    result = published()
    for query in ("", STOP):
        body = client.get(address(result, tail=f"hvad-hvis/{query}")).content.decode()
        assert "<title>Et tankeeksperiment, ikke resultatet:" in body
        assert '<meta name="robots" content="noindex">' in body
        assert "og:image" not in body
        assert "Flest stemmer først. Det, der ikke længere er råd til, springes over" in body
        assert body.index("Et tankeeksperiment, ikke resultatet</p>") < body.index("<form method=")
    rules = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /resultat/*/hvad-hvis/?" in rules


def test_without_a_question_nothing_is_counted(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recount, "_counted", lambda *_given: pytest.fail("counted"))
    page = page_of(client, published())
    assert "I tankeeksperimentet" not in page


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"count_variant": "stop"},
        {"count_method": "greedy-per-cost"},
        {"count_variant": "stop-percent", "stop_percent": 50},
        {"count_variant": "remainder"},
        {"threshold_votes": 14},
        {"all_fit": True, "amount_ore": 20_000_000},
    ],
)
def test_what_was_decided_is_chosen_beforehand_and_gives_the_same(client: Client, values: dict[str, object]) -> None:
    result = published(**values)
    body = client.get(address(result, tail="hvad-hvis/")).content.decode()
    chosen = dict(re.findall(r'name="(\w+)" value="([^"]*)"[^>]*?checked', body))
    chosen |= dict(re.findall(r'<input type="(?:text|number)" name="(beloeb|mindst)" value="([^"]*)"', body))
    assert set(chosen) == {"regel", "beloeb", "mindst"}
    page = page_of(client, result, "?" + "&".join(f"{name}={value}" for name, value in chosen.items()))
    assert SAME in page
    decided = decided_by(result.explained)
    assert options(decided, result.explained)[2:] in ((), ("--skip",), ("--stop",))
    tried = recount.recounted(result, options(decided, result.explained))
    assert (tried.winners, tried.spent, tried.figures) == (
        result.explained.winners,
        result.explained.spent,
        result.explained.figures,
    )


def choices(outcome: Outcome) -> Iterator[Wanted]:
    for way, (budget, threshold) in itertools.product(ways(outcome, ()), ((8_000_000, 0), (5_000_050, 20))):
        if way is Way.WELFARE:
            yield from (Wanted(way, budget, threshold, utility) for utility in (Utility.COST, Utility.CARDINALITY))
        if way not in (Way.SHARES, Way.WELFARE):
            yield Wanted(way, budget, threshold)
        if way is not Way.SHARES:
            continue
        for utility, completion, fill in itertools.product(
            (Utility.COST, Utility.CARDINALITY), Completion, (False, True)
        ):
            yield Wanted(way, budget, threshold, utility, completion, fill)


def by_the_library(result: Result, wanted: Wanted) -> tuple[str, ...]:
    """The winners as the counting library has them, from the file and a rule that is written out here."""
    worth = {"utility": wanted.utility}
    step = 0 if wanted.completion is Completion.NONE else 100
    shares = {"completion": wanted.completion, "step": step, "fill": wanted.fill}
    rules: dict[Way, dict[str, Any]] = {
        Way.SKIP: {},
        Way.STOP: {"variant": Variant.STOP},
        Way.PER_COST: {"method": Method.GREEDY_PER_COST},
        Way.SHARES: {"method": Method.EQUAL_SHARES} | worth | shares,
        Way.PHRAGMEN: {"method": Method.PHRAGMEN},
        Way.WELFARE: {"method": Method.MAX_WELFARE} | worth,
    }
    rule = Rule(threshold=wanted.threshold, ties=(Criterion.FILE_ORDER,), **rules[wanted.way])
    return count(replace(read(result.pb.encode()).election, budget=wanted.budget, rule=rule)).winners


def by_the_command(body: str, directory: Path) -> list[str]:
    found = re.search(r"<code>python (-m deltagerbudget.counting .*?)</code>", body)
    assert found
    command = [sys.executable, *unescape(found[1]).split(), "--json"]
    said = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=True).stdout
    winners: list[str] = json.loads(said)["winners"]
    return winners


def query_of(wanted: Wanted) -> str:
    kroner, ore = divmod(wanted.budget, 100)
    return (
        f"?regel={wanted.way}&beloeb={kroner},{ore:02d}&mindst={wanted.threshold}&vaerdi={wanted.utility}"
        f"&rest={wanted.completion}&fyld={'ja' if wanted.fill else 'nej'}"
    )


@pytest.mark.parametrize("each", [pytest.param(1, marks=pytest.mark.slow), 5])
def test_the_page_shows_what_the_command_that_it_names_gives(client: Client, tmp_path: Path, each: int) -> None:
    """Whoever gets the file and writes what the page says has the same winners."""
    result = make.finished((3_200_000, 4_845_000, 2_000_000, 900_000), ((1, 3), (2, 4), (2,), (4,), (3, 4)) * 8)
    file = tmp_path / f"{result.vote.process.slug}.pb"
    file.write_bytes(client.get(address(result, tail="stemmer.pb")).content)
    seen, commands = set(), 0
    for wanted in itertools.islice(choices(result.explained), 0, None, each):
        body = client.get(address(result, tail=f"hvad-hvis/{query_of(wanted)}")).content.decode()
        parts = re.split(r'<tr role="row"', body)
        won = {
            match[1]
            for part in parts
            if (match := re.search(r"/forslag/(\d+)/", part)) and "Ville vinde" in part and "Ville ikke" not in part
        }
        assert won == set(by_the_library(result, wanted)), wanted
        if wanted.threshold and not wanted.fill:
            assert won == set(by_the_command(body, tmp_path)), wanted
            commands += 1
        seen.add(frozenset(won))
    assert len(seen) >= (3 if each == 1 else 2)
    assert commands


@pytest.mark.parametrize(
    ("query", "said", "kept"),
    [
        ("?beloeb=mange", "Skriv beløbet med tal", 'value="mange"'),
        ("?beloeb=", "Dette felt er påkrævet", 'name="beloeb"'),
        ("?beloeb=0", "mindst", 'value="0"'),
        ("?beloeb=99999999999999999999999999", "højst", 'value="99999999999999999999999999"'),
        ("?beloeb=80.000&mindst=-1", "", 'value="-1"'),
        ("?mindst=halvdelen&beloeb=70.000", "", 'value="70.000"'),
        ("?regel=terning", "", ""),
        ("?regel=som-den-var", "", ""),
        ("?vaerdi=points", "", ""),
        ("?rest=%00", "", ""),
        ("?fyld=" + "x" * 5000, "", ""),
        ("?beloeb=" + "9" * 5000, "højst", "9" * 40),
        ("?mindst=" + "9" * 5000, "", "9" * 40),
    ],
)
def test_t50_what_cannot_be_tried_is_said_and_nothing_is_lost(
    client: Client, query: str, said: str, kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recount, "_counted", lambda *_given: pytest.fail("counted"))
    answer = client.get(address(published(), tail=f"hvad-hvis/{query}"))
    assert answer.status_code == 422
    body = answer.content.decode()
    assert "data-error-summary" in body
    assert said in body
    assert kept in body


def test_t50_unknown_words_of_the_address_change_nothing(client: Client) -> None:
    assert "I tankeeksperimentet" not in page_of(client, published(), "?fbclid=abc")


def test_a_rule_that_does_not_go_with_the_ballots_is_said(client: Client) -> None:
    """Prizes of 70,000 kr. cannot be given of 60,000."""
    result = published(count_method="prizes", prizes_ore=[5_000_000, 2_000_000])
    assert SAME in page_of(client, result, "?mindst=0")
    answer = client.get(address(result, tail="hvad-hvis/?beloeb=60.000"))
    assert answer.status_code == 422
    assert "Den regel passer ikke til de her stemmesedler." in answer.content.decode()


@pytest.mark.parametrize("query", ["", STOP, "?beloeb=mange"])
def test_under_thirty_ballots_it_is_not_offered_and_the_page_says_why(client: Client, query: str) -> None:
    page = page_of(client, make.finished(), query)
    assert "Der er færre end 30 stemmesedler. Derfor er de ikke lagt frem" in page
    assert "Ville vinde" not in page


def test_before_the_result_is_published_there_is_no_such_page(client: Client) -> None:
    vote = make.open_vote()
    for place, numbers in enumerate(EXAMPLE):
        make.cast(vote, f"voter {place}", numbers)
    result = make.counted(make.closed(vote))
    assert client.get(address(result, tail=f"hvad-hvis/{STOP}")).status_code == 404


def test_what_takes_too_long_is_for_one_s_own_machine(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recount, "MOST_SECONDS", 0.001)
    result = published()
    page = page_of(client, result, STOP)
    assert "Den optælling tager for lang tid for en hjemmeside." in page
    assert f"python -m deltagerbudget.counting {result.vote.process.slug}.pb --rule greedy --stop" in page
    # And it is not tried again.
    monkeypatch.setattr(recount, "_counted", lambda *_given: pytest.fail("counted"))
    assert "Den optælling tager for lang tid" in page_of(client, result, STOP)


def test_a_count_is_slower_than_what_residents_wait_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """And of the server's environment nothing goes along."""
    monkeypatch.setenv("SECRET_KEY", "a-secret")
    look = "import os, sys; print(os.nice(0), sorted(os.environ), file=sys.stderr); sys.exit(2)"
    monkeypatch.setattr(
        recount, "_SLOWLY", recount._SLOWLY.replace("from deltagerbudget", f"{look}; from deltagerbudget")
    )
    with pytest.raises(recount.CannotCount, match=r"^10 \[[^]]*'PATH'\]") as told:
        recount._counted("", ())
    assert "SECRET_KEY" not in str(told.value)


def test_one_count_at_a_time_and_none_for_what_was_counted(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recount, "PATIENCE_SECONDS", 0.1)
    result = published()
    page_of(client, result, STOP)
    with (settings.DATA_DIR / "what-if.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert "1 ville ryge ud" in page_of(client, result, STOP)
        answer = client.get(address(result, tail="hvad-hvis/?regel=lige-andele"))
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Siden er ved at tælle noget andet." in answer.content.decode()
    assert 'value="lige-andele" id="id_regel_3" class="form-radio" checked' in answer.content.decode()


def test_it_asks_the_database_no_more_for_many(
    client: Client, django_assert_num_queries: Callable[..., object]
) -> None:
    few, many = make.finished((100_000,) * 2, ((1,),) * 30), make.finished((100_000,) * 12, ((1,), (2,)) * 20)
    page_of(client, few)
    for result in (few, many):
        with django_assert_num_queries(3):  # type: ignore[attr-defined]
            page_of(client, result, STOP)
        with django_assert_num_queries(2):  # type: ignore[attr-defined]
            page_of(client, result, STOP)


def test_equal_shares_is_not_offered_where_its_rule_has_no_room(client: Client) -> None:
    result = published()
    assert 'value="lige-andele"' in client.get(address(result, tail="hvad-hvis/")).content.decode()
    with by_hand():
        type(result.vote).objects.filter(pk=result.vote.pk).update(
            config=result.vote.config.replace('"exclusive":[]', '"exclusive":[["1","2"]]')
        )
    page = client.get(address(result, tail="hvad-hvis/")).content.decode()
    assert not [way for way in ("lige-andele", "phragmen", "stoerst-vaerdi") if f'value="{way}"' in page]


def test_the_result_leads_there_without_sending_robots(client: Client) -> None:
    body = client.get(address(published())).content.decode()
    assert re.search(r'hvad-hvis/" rel="nofollow">Hvad hvis reglen havde været en anden\?</a>', body)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [390, 1280])
def test_by_keyboard_and_without_scripts(
    live_server: object, page_at: Callable[..., object], axe: Callable[..., None], width: int
) -> None:
    result = published()
    for scripts in (True, False):
        page = page_at(width, javascript=scripts)
        page.goto(f"{live_server}{address(result, tail='hvad-hvis/')}")  # type: ignore[attr-defined]
        page.focus("[name=regel]:checked")  # type: ignore[attr-defined]
        page.keyboard.press("ArrowDown")  # type: ignore[attr-defined]
        page.keyboard.press("Enter")  # type: ignore[attr-defined]
        page.wait_for_url("**regel=flest-stemmer-stop**")  # type: ignore[attr-defined]
        assert "1 ville ryge ud" in page.inner_text("main")  # type: ignore[attr-defined]
        if scripts:
            axe(page)
