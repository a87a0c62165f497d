"""A process owner takes last year's deltagerbudget, moves it, fills in what is new, tries it and opens it.

By keyboard alone at a desk.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from tests.browser import PageAt
from tests.e2e.walker import Walker

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.demo import build, land, people
from deltagerbudget.demo.stories import Story
from deltagerbudget.processes.actions import edit_process
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.parts import PARTS, gate

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]

LAST, NEW = "sidste-aars-plads", "en-ny-plads"
STORY = Story(
    slug=LAST,
    title="Sidste års plads",
    area="tranbjerg",
    theme="community",
    amount=80_000,
    challenge="Pladsen er tom. Hvad skal der til, for at vi bliver hængende?",
    criteria="Forslaget er for alle.",
    ideas=(),
)
SET_UP = f"/medarbejder/deltagerbudgetter/{NEW}"


@pytest.fixture
def last(transactional_db: None) -> Process:
    """Opened a year ago, and what was learnt is written down."""
    at = now()
    today = localdate(at)
    land.mapped(at)
    people.settle(today)
    made = build.opened(STORY, build.Timetable(today - timedelta(days=365), PhaseKind.IDEAS, 12))
    edit_process(people.actor("tove"), made, values={"learnt": "Begynd på brevene tre uger før."}, at=at)
    return made


def test_last_years_deltagerbudget_is_copied_and_opened(
    live_server: LiveServer, page_at: PageAt, axe: Callable[[Page], None], last: Process
) -> None:
    tove = Walker(page_at(1280), live_server.url, by_keyboard=True)
    fie = Walker(page_at(1280), live_server.url, by_keyboard=True)
    visitor = Walker(page_at(1280), live_server.url, by_keyboard=True)
    tove.log_in("tove")
    copy(tove)
    made = Process.objects.get(slug=NEW)
    assert made.copied_from == last
    axe(tove.page)
    move_the_dates(tove)
    through_the_parts(tove)
    agree(fie)
    answer_for_the_rest(tove)
    assert gate(Process.objects.with_setup().get(slug=NEW)) == []
    try_the_ballot(tove)
    visitor.go(f"/deltagerbudgetter/{NEW}/")
    assert "En ny plads" not in visitor.text()
    tove.go(f"{SET_UP}/tjekliste/")
    axe(tove.page)
    tove.press_in("/aabn/")
    visitor.go(f"/deltagerbudgetter/{NEW}/")
    assert "En ny plads" in visitor.text()
    assert "Pladsen er tom." in visitor.text()
    assert Process.objects.get(slug=NEW).opened_at is not None


def copy(tove: Walker) -> None:
    """From the list to the draft; only what must be new is asked."""
    tove.go("/medarbejder/deltagerbudgetter/")
    tove.press(tove.page.locator("main a[href$='/nyt/']"))
    tove.press(tove.page.locator(f"main a[href$='/{LAST}/kopi/']"))
    assert "Begynd på brevene tre uger før." in tove.text()
    tove.write(title="En ny plads", address=NEW)
    tove.write_date("first_day", localdate(now()) - timedelta(days=1))
    tove.press(tove.page.locator("main form button.button-primary"))
    assert tove.page.url.endswith(f"/{NEW}/begyndt/")
    assert "Begynd på brevene tre uger før." in tove.text()


def move_the_dates(tove: Walker) -> None:
    """Each phase came along with its length; the vote gets a day more, and a gap is refused with nothing lost."""
    made = Process.objects.get(slug=NEW)
    vote = made.span_of(PhaseKind.VOTE)
    assert vote is not None
    assert vote.starts_at > now()
    later = vote.ends_at + timedelta(days=1)
    tove.press(tove.page.locator("main a[href$='/faser/']").first)
    tove.write_moment("vote-ends_at", later)
    tove.press(tove.page.locator("main form button[name='videre']"))
    assert tove.page.locator(".error-summary").count() == 1
    tove.write_moment("count-starts_at", later)
    tove.press(tove.page.locator("main form button[name='videre']"))
    moved = Process.objects.get(slug=NEW).span_of(PhaseKind.VOTE)
    assert moved is not None
    assert moved.ends_at == later


def through_the_parts(tove: Walker) -> None:
    """Each part saved on its way to the next; the two that lack something are filled in."""
    tove.go(f"{SET_UP}/ret/opgave/")
    for part in PARTS[:-1]:
        if part.word == "penge":
            decide_on_the_money(tove)
        if part.word in {"opgave", "deltagere", "tekster", "stemmeseddel", "kontakter"}:
            tove.press(tove.page.locator("main form button[name='videre']").first)
        else:
            tove.press(tove.page.locator("main a[rel='next']"))
    assert tove.page.url.endswith(f"/{NEW}/tjekliste/")


def decide_on_the_money(tove: Walker) -> None:
    tove.write(mandate_body="Byrådet (eksempel)")
    tove.write_date("mandate_on", localdate(now()))
    tove.press(tove.page.locator("main form[action$='/ret/penge/'] button:not([name])"))
    tove.press(tove.page.locator("main form[action$='/penge/'] button:not([name])").last)
    assert "Hele beløbet" in tove.text()


def agree(fie: Walker) -> None:
    """The local council reads the set-up and ticks its own point."""
    fie.log_in("fie")
    fie.go("/medarbejder/")
    fie.press(fie.page.locator(f"main a[href$='/{NEW}/faellesraad/']").first)
    assert "Pladsen er tom." in fie.text()
    fie.go(f"{SET_UP}/tjekliste/")
    fie.press_in("/tjekliste/partner/")


def answer_for_the_rest(tove: Walker) -> None:
    tove.go(f"{SET_UP}/tjekliste/")
    ticks = tove.page.locator("main ol.checklist li:not(.is-done) form[action*='/tjekliste/'] button")
    while ticks.count():
        tove.press(ticks.first)


def try_the_ballot(tove: Walker) -> None:
    """The preview as the residents will see it, and a ballot of invented proposals."""
    tove.go(f"{SET_UP}/tjekliste/")
    tove.press(tove.page.locator("main a[href$='/forhaandsvisning/']").first)
    tove.write(label="Skolen")
    tove.press(tove.page.locator("main form button.button-primary").first)
    link = tove.page.locator("main a[href*='adgang=']").first
    tove.press(link)
    assert "En ny plads" in tove.text()
    tove.go(f"{SET_UP}/tjekliste/")
    tove.press(tove.page.locator("main a[href$='/proevestemme/']").first)
    tove.tick("valg", "3")
    tove.press(tove.page.locator("main form button.button-primary.button-large").first)
    tove.press(tove.page.locator("main button[name='trin'][value='slut']"))
    assert "Dette var en prøve" in tove.text()
