"""A day at a desk: forty ballots on paper, one code for a screen, and the count of the sheets by two who do not see."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page
from tests import make
from tests.browser import PageAt
from tests.e2e.test_all_channels import log_in
from tests.polling import counted, made

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.vocabulary import Channel
from deltagerbudget.ballots.casting import stored_ballot
from deltagerbudget.ballots.models import Station, Vote
from deltagerbudget.polling.batch_models import Batch, Recheck
from deltagerbudget.polling.serving import hand_out_paper
from deltagerbudget.results.election import to_election

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STAFF = "/medarbejder/stemmesteder/"
WAYS = [Channel.MITID, Channel.DESK, Channel.KIOSK, Channel.PAPER]
PAPERS, IN_BROWSER, CAME_BACK = 40, 4, 2
# The 38 sheets as they lie in the pile: 20 for 1 and 3, 12 for 2, one for 3, and five that are invalid: one is blank in
# a vote that asks for at least one, number 99 is unknown, 1 stands twice, all three cost too much, one cannot be read.
PILE = ["1, 3"] * 20 + ["2"] * 12 + ["-", "3", "1, 99", "1, 1", "1, 2, 3", "?"]
# The same sheets as two persons type them.
FIRST = ["1,3,", " 3 1 ", "1;3"] + ["1, 3"] * 17 + ["2,"] * 12 + ["blank", "3 ;", "1, 99", "1 1", "1,2,3", "?"]
SECOND = ["3,1"] * 20 + ["2"] * 11 + ["3", "-", "3", "99, 1", "1, 1,", "3 2 1", "ugyldig"]
# Where they differ: sheet 32, which says 2.
DIFFERS = 32
INVALID = ["-", *PILE[-4:]]
TOLD = ["Nummer 99 findes ikke i denne afstemning.", "Nummer 1 står der to gange."]


@pytest.fixture
def vote() -> Vote:
    return make.open_vote(channels=WAYS)


def test_b70_t54_a_desk_day_with_forty_ballots_on_paper(
    live_server: Any, page_at: PageAt, axe: Callable[[Page], None], vote: Vote
) -> None:
    station, bo = made.at_desk(vote)
    make.cast(vote, "somebody at home", [2])
    pages = {who: _page(page_at, live_server.url, who) for who in ("bo", "rikke", "tove", "rune")}
    served(pages["bo"], live_server.url, vote, station, bo)
    at_screen(pages["bo"], page_at, live_server.url, vote, station)
    make.closed(vote)
    station = Station.objects.select_related("process").get(pk=station.pk)
    registered(pages["bo"], live_server.url, station)
    batch = Batch.objects.get()
    entered_by_two(pages, live_server.url, batch, axe)
    settled_and_approved(pages, live_server.url, batch)
    signed_off(pages["tove"], live_server.url, station, axe)
    counted_by_hand(vote)
    sampled(pages["rune"], live_server.url, vote, axe)


def served(bo: Page, url: str, vote: Vote, station: Station, actor: Actor) -> None:
    """Forty get paper, most by the act, some by the page; the first had voted at home, and two bring theirs back."""
    session = made.online(vote, made.number(0))
    made.cast(session, 2)
    looked_up(bo, url, station, made.number(0))
    assert "Har stemt på nettet" in bo.inner_text("main")
    bo.click('form[action$="/papir/"] button')
    for place in range(1, PAPERS - IN_BROWSER + 1):
        hand_out_paper(actor, station, made.visitor(vote, made.number(place)), at=make.now())
    for place in range(PAPERS - IN_BROWSER + 1, PAPERS):
        looked_up(bo, url, station, made.number(place))
        bo.click('form[action$="/papir/"] button')
    # Nobody gets two.
    looked_up(bo, url, station, made.number(5))
    assert bo.locator('form[action$="/papir/"] button').count() == 0
    for place in (0, 7):
        looked_up(bo, url, station, made.number(place))
        bo.click('form[action$="/retur/"] button')
    assert station.participations.count() == PAPERS - CAME_BACK
    # Whoever voted at home and brought the paper back has that ballot again.
    assert stored_ballot(session) is not None


def at_screen(bo: Page, page_at: PageAt, url: str, vote: Vote, station: Station) -> None:
    """One more does not want paper: a code opens a ballot on the screen."""
    screen = page_at(1280)
    log_in(screen, url, make.bo())
    screen.goto(f"{url}{STAFF}skranke/{station.pk}/")
    screen.click('form[action$="/skaerm/"] button')
    looked_up(bo, url, station, made.number(60))
    bo.click('form[action$="/kode/"] button')
    code = bo.inner_text(".desk-code")
    screen.goto(f"{url}/stem/{vote.process.slug}/skaerm/kode/")
    screen.fill("#kode", code)
    screen.click("main form .button-primary")
    screen.goto(f"{url}/stem/{vote.process.slug}/")
    screen.locator("input[name=valg][value='3']").check(force=True)
    screen.click("form#ballot .actions button")
    screen.wait_for_url("**/tjek/")
    screen.click(".actions .button-primary")
    screen.wait_for_url("**/aflever/")
    screen.click("[data-hand-in] .button-primary")
    screen.wait_for_load_state("networkidle")
    assert "Din stemme er gemt" in screen.inner_text("main")


def registered(bo: Page, url: str, station: Station) -> None:
    """T54: one sheet more than was handed out is refused; the pile itself becomes a batch by the file of its scans."""
    bo.goto(f"{url}{STAFF}{station.pk}/papir/")
    bo.fill("#id_sheets", str(len(PILE) + 1))
    scans = b"thirty-eight scans"
    bo.set_input_files("#scans", {"name": "scans.pdf", "mimeType": "application/pdf", "buffer": scans})
    bo.wait_for_function("document.getElementById('id_scan').value.length === 64")
    bo.click('form[action$="/bunke/"] button')
    assert "mere papir, end der er udleveret" in bo.inner_text("main")
    assert not Batch.objects.exists()
    bo.fill("#id_sheets", str(len(PILE)))
    bo.click('form[action$="/bunke/"] button')
    assert Batch.objects.get().scan_sha256 == hashlib.sha256(scans).hexdigest()


def entered_by_two(pages: dict[str, Page], url: str, batch: Batch, axe: Callable[[Page], None]) -> None:
    """B70: what is wrong stands at its sheet, nothing typed is lost, and neither sees the other's work."""
    for who, sheets in (("bo", FIRST), ("rikke", SECOND)):
        page = pages[who]
        page.goto(f"{url}{STAFF}bunke/{batch.pk}/tast/")
        fields = page.locator("input[name=ark]").all()
        assert [field.input_value() for field in fields] == [""] * len(PILE)
        for field, text in zip(fields, sheets, strict=True):
            field.fill(text)
        page.click("main form .button-primary")
        assert [field.input_value() for field in page.locator("input[name=ark]").all()] == sheets
        faults = page.locator(".sheets .form-error-message").all_inner_texts()
        assert [fault.split(",")[0] for fault in faults][1:3] == TOLD
        assert len(faults) == len(INVALID) - 1, faults
        if who == "bo":
            axe(page)
        page.check("#set", force=True)
        page.click("main form .button-primary")
        page.wait_for_url(f"**/bunke/{batch.pk}/")
        if who == "bo":
            # T54: the same person cannot be the second as well.
            page.goto(f"{url}{STAFF}bunke/{batch.pk}/tast/")
            page.locator("input[name=ark]").first.fill("1")
            page.click("main form .button-primary")
            assert "En anden" in page.inner_text("main")
    assert Batch.objects.get().is_entered


def settled_and_approved(pages: dict[str, Page], url: str, batch: Batch) -> None:
    """A third person looks at the one sheet; another approves it; then nothing goes in any more."""
    tove, rune = pages["tove"], pages["rune"]
    tove.goto(f"{url}{STAFF}bunke/{batch.pk}/")
    assert tove.locator("form.settle").count() == 1
    tove.fill(f"#ark-{DIFFERS}", PILE[DIFFERS - 1])
    tove.click("form.settle button")
    tove.click('form[action$="/godkend/"] button')
    tove.goto(f"{url}{STAFF}bunke/{batch.pk}/")
    assert tove.locator('form[action$="/godkend/"]').count() == 0
    pages["bo"].goto(f"{url}{STAFF}bunke/{batch.pk}/")
    assert pages["bo"].locator('form[action$="/godkend/"]').count() == 0
    rune.goto(f"{url}{STAFF}bunke/{batch.pk}/")
    rune.click('form[action$="/godkend/"] button')
    assert Batch.objects.get().approved_by_id == counted.rune().person_id
    tove.goto(f"{url}{STAFF}bunke/{batch.pk}/tast/")
    tove.locator("input[name=ark]").first.fill("2")
    tove.click("main form .button-primary")
    assert "godkendt eller afvist" in tove.inner_text("main")


def signed_off(tove: Page, url: str, station: Station, axe: Callable[[Page], None]) -> None:
    """The protocol says the numbers; a sheet more than was handed out is refused here too."""
    tove.goto(f"{url}{STAFF}{station.pk}/papir/")
    axe(tove)
    assert figures(tove) == [str(PAPERS), str(CAME_BACK), "38", "38", "0", "1", str(len(INVALID))]
    tove.fill("#id_sheets", "1")
    tove.fill("#id_scan", "a" * 64)
    tove.click('form[action$="/bunke/"] button')
    assert "mere papir, end der er udleveret" in tove.inner_text("main")
    tove.click('form[action$="/slut/"] button')
    assert Station.objects.get().paper_counted_at is not None
    assert figures(tove) == [str(PAPERS), str(CAME_BACK), "38", "38", "0", "1", str(len(INVALID))]


def counted_by_hand(vote: Vote) -> None:
    """On paper 20 for 1 and 3, 12 for 2, one for 3, five invalid; at home two for 2, and one for 3 on a screen."""
    result = make.counted(Vote.objects.select_related("process").get(pk=vote.pk))
    assert result.ballots == 33 + 3
    election = to_election(Vote.objects.get(pk=vote.pk))
    kinds = {ballot.projects: ballot.number for ballot in election.ballots}
    assert kinds == {("1", "3"): 20, ("2",): 14, ("3",): 2}
    assert sum(one.number for one in election.invalid) == len(INVALID)


def sampled(rune: Page, url: str, vote: Vote, axe: Callable[[Page], None]) -> None:
    """One in twenty of 38: two sheets, each beside what was counted of it."""
    rune.goto(f"{url}{STAFF}i/{vote.process.slug}/stikproeve/")
    rune.click("main form .button-primary")
    assert rune.locator("main .queue li").count() == 2
    axe(rune)
    drawn = Recheck.objects.order_by("serial")
    for row in drawn:
        assert f"ark {row.serial}" in rune.inner_text("main").lower()


def figures(page: Page) -> list[str]:
    return page.locator("dl.protocol dd").all_inner_texts()


def looked_up(bo: Page, url: str, station: Station, number: str) -> None:
    bo.goto(f"{url}{STAFF}skranke/{station.pk}/")
    bo.fill("main input[type=text]", number)
    if bo.locator("main select").count():
        bo.select_option("main select", "tranbjerg")
    bo.click("main form.measure button")


def _page(page_at: PageAt, url: str, who: str) -> Page:
    actors = {"bo": make.bo, "rikke": counted.rikke, "tove": make.tove, "rune": counted.rune}
    page = page_at(1280)
    log_in(page, url, actors[who]())
    return page
