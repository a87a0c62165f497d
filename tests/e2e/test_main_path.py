"""The main path once, from idea to a late winner, as the people of the demonstration walk it.

Once by keyboard alone at a desk, once without JavaScript on a phone.
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
from deltagerbudget.ballots.models import Ballot
from deltagerbudget.demo import build, land, people
from deltagerbudget.demo.stories import Idea, Story
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.realisation.models import Milestone
from deltagerbudget.review.models import Department, Review

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SLUG = "en-bedre-plads"
STORY = Story(
    slug=SLUG,
    title="En bedre plads",
    area="tranbjerg",
    theme="community",
    amount=80_000,
    challenge="Pladsen er tom. Hvad skal der til, for at vi bliver hængende?",
    criteria="Forslaget er for alle.",
    ideas=(
        Idea("Scene på pladsen", "En lille scene af træ.", "Så der sker noget.", "Alle", "Pladsen"),
        Idea("Egen helikopter", "En helikopter til byen.", "Den er hurtig.", "Alle", "Taget"),
    ),
)


@pytest.fixture
def process(transactional_db: None) -> Process:
    """Opened twelve days ago, with two proposals from neighbours."""
    at = now()
    today = localdate(at)
    land.mapped(at)
    people.settle(today)
    made, _sent = build.until_review(STORY, build.Timetable(today, PhaseKind.IDEAS, 12), until=at)
    return made


@pytest.mark.parametrize(
    ("width", "by_keyboard", "javascript"),
    [pytest.param(1280, True, True, marks=pytest.mark.slow), (390, False, False)],
    ids=["desk-keyboard", "phone-no-javascript"],
)
def test_from_idea_to_a_late_winner(
    live_server: LiveServer,
    page_at: PageAt,
    axe: Callable[[Page], None],
    process: Process,
    *,
    width: int,
    by_keyboard: bool,
    javascript: bool,
) -> None:
    def someone() -> Walker:
        return Walker(page_at(width, javascript=javascript), live_server.url, by_keyboard=by_keyboard)

    def staff(person: str) -> Walker:
        walker = someone()
        walker.log_in(person)
        return walker

    propose(someone())
    tove, tom = staff("tove"), staff("tom")
    go_on(tove, process)
    review_all(tove, {"bo": staff("bo"), "rikke": staff("rikke")}, process)
    hear(tove)
    go_on(tove, process)
    decide(tove, tom, process)
    go_on(tove, process)
    freeze(tove, tom, staff("rune"))
    go_on(tove, process)
    anna, otto = someone(), someone()
    vote(anna, "anna", [1, 3])
    vote(otto, "otto", [1])
    change(anna, [1], [3])
    assert sorted(Ballot.objects.values_list("version", flat=True)) == [1, 1, 2]
    go_on(tove, process)
    go_on(tove, process)
    count_and_publish(tove, tom)
    read_result(someone())
    realise(tove, process)
    go_on(tove, process)
    late = someone()
    late.go("/projekter/")
    assert "Forsinket" in late.text()
    if javascript:
        axe(late.page)


def propose(anna: Walker) -> None:
    """Write first, log in last; one question a page."""
    anna.go(f"/deltagerbudgetter/{SLUG}/")
    anna.press(anna.page.locator(f"main a[href$='/forslag/nyt/{SLUG}/']").first)
    anna.press(anna.page.locator("main a.button-primary").first)
    anna.write(place="Midt på pladsen")
    onward = anna.page.locator("button[name='next']")
    while anna.page.url.endswith("/sted/"):
        # Whoever is faster than a person presses once more.
        anna.press(onward)
    anna.write(title="Bænke i ring")
    anna.press(onward)
    # The stage on the same square is another idea.
    assert "Scene på pladsen" in anna.text()
    anna.press(anna.page.locator("main a.button-primary").first)
    anna.write(what="Fem bænke i en ring.", why="Så vi kan se hinanden.", for_whom="Alle")
    anna.press(onward)
    anna.press(anna.page.locator("main a.button-primary").first)
    anna.choose("anna")
    anna.tick("public_name", "initial")
    anna.tick("has_consented")
    anna.press(onward)
    anna.press(anna.page.locator("main a[href$='/tjek/']").first)
    assert "Bænke i ring" in anna.text()
    assert "Midt på pladsen" in anna.text()
    anna.press(anna.page.locator("main form button.button-primary").first)
    assert Proposal.objects.get(title="Bænke i ring").number == 3


def go_on(walker: Walker, process: Process) -> None:
    """The clock of the demonstration, forward to what happens next."""
    walker.go("/demo/")
    walker.press_in(f"/demo/tid/{process.slug}/")


def review_all(tove: Walker, caseworkers: dict[str, Walker], process: Process) -> None:
    """Two departments for the new proposal, one for each of the others."""
    proposals = Proposal.objects.filter(process=process).order_by("number")
    for proposal in proposals:
        for department in Department.objects.order_by("name")[: 2 if proposal.number == 3 else 1]:
            tove.go(f"/medarbejder/vurdering/forslag/{proposal.pk}/")
            if not tove.page.locator("select[name='department']").is_visible():
                tove.unfold(tove.page.locator("details.more summary").first)
            tove.select("department", department.name)
            tove.write_date("due_on", localdate(now()) + timedelta(days=3))
            tove.press_in("/spoerg/")
    for review in Review.objects.select_related("proposal", "department").order_by("pk"):
        sub = "bo" if review.department.members.filter(pk=people.account("bo").pk) else "rikke"
        write_review(caseworkers[sub], review)


def write_review(caseworker: Walker, review: Review) -> None:
    caseworker.go("/medarbejder/vurdering/")
    caseworker.press(caseworker.page.locator(f"a[href$='/medarbejder/vurdering/{review.pk}/']").first)
    feasible = review.proposal.title != "Egen helikopter"
    caseworker.tick("verdict", "feasible" if feasible else "infeasible")
    caseworker.write(reason="Der er plads til det." if feasible else "Den må ikke lande her.")
    if feasible:
        caseworker.write(price_ore="32.000")
    caseworker.press(caseworker.page.locator("button[formaction$='/faerdig/']"))
    review.refresh_from_db()
    assert review.finished_at is not None


def hear(tove: Walker) -> None:
    """Nobody is refused before they were asked; here they say nothing until their days are over."""
    refused = Proposal.objects.get(title="Egen helikopter")
    tove.go(f"/medarbejder/vurdering/forslag/{refused.pk}/aendring/")
    tove.write(wish="En helikopter må ikke lande i byen. Kan I finde på noget andet?")
    tove.write_date("until", localdate(now()) + timedelta(days=5))
    tove.press(tove.page.locator("main form button.button-primary").first)
    refused.refresh_from_db()
    assert refused.revise_until == localdate(now()) + timedelta(days=5)


def decide(tove: Walker, tom: Walker, process: Process) -> None:
    """One refused by two persons; the dear one costs all but a little, so that it is skipped."""
    for title, price in (("Scene på pladsen", "78.450"), ("Egen helikopter", ""), ("Bænke i ring", "32.000")):
        proposal = Proposal.objects.get(process=process, title=title)
        tove.go(f"/medarbejder/vurdering/forslag/{proposal.pk}/")
        tove.tick("ruling", "admit" if price else "refuse")
        tove.write(reason="Det kan bygges." if price else "En helikopter må ikke lande i byen.")
        tove.write(price_ore=price)
        tove.press(tove.page.locator("form[action$='/afgoer/'] button.button-primary").first)
    refused = Proposal.objects.get(process=process, title="Egen helikopter")
    tom.go(f"/medarbejder/vurdering/forslag/{refused.pk}/")
    tom.press_in("/godkend/")
    tove.go(f"/medarbejder/vurdering/{SLUG}/forslag/")
    tove.press_in("/offentliggoer/")
    assert list(process.proposals.on_ballot().values_list("title", flat=True)) == ["Scene på pladsen", "Bænke i ring"]


def freeze(tove: Walker, tom: Walker, rune: Walker) -> None:
    for walker in (tove, tom):
        walker.go(f"/medarbejder/afstemning/{SLUG}/")
        walker.press_in("/fastfrys/")
    for walker in (tove, rune):
        walker.go(f"/medarbejder/afstemning/{SLUG}/")
        walker.write(seed="3 8 21 34", source="Lotto, lørdag")
        walker.press_in("/lodtraekning/")
    assert Process.objects.get(slug=SLUG).vote.lot_seed == "3 8 21 34"


def vote(voter: Walker, person: str, numbers: list[int]) -> None:
    """Choose first, identify last; then read what is stored."""
    voter.go(f"/stem/{SLUG}/")
    for number in numbers:
        voter.tick("valg", str(number))
        if number == 3 and 1 in numbers:
            # 78.450 + 32.000 is more than there is: the page says so, and nothing chosen is lost.
            voter.press(voter.page.locator("main form button.button-primary").last)
            assert "30.450 kr." in voter.text()
            voter.untick("valg", "3")
    voter.press(voter.page.locator("main form button.button-primary").last)
    hand_in(voter, person)


def hand_in(voter: Walker, person: str | None) -> None:
    voter.press(voter.page.locator("main a.button-primary").first)
    if person:
        if not voter.page.locator(f"a[href*='person={person}']").count():
            voter.press(voter.page.locator("main a.button-primary, main form button.button-primary").first)
        voter.choose(person)
    voter.press(voter.page.locator("main form button.button-primary.button-large").first)
    assert voter.page.url.endswith(f"/stem/{SLUG}/gemt/")


def change(voter: Walker, off: list[int], on: list[int]) -> None:
    voter.press(voter.page.locator(f"main a[href$='/stem/{SLUG}/']").first)
    for number in off:
        voter.untick("valg", str(number))
    for number in on:
        voter.tick("valg", str(number))
    voter.press(voter.page.locator("main form button.button-primary").last)
    hand_in(voter, None)
    assert "Bænke i ring" in voter.text()
    assert "Scene på pladsen" not in voter.text()


def count_and_publish(tove: Walker, tom: Walker) -> None:
    for walker in (tove, tove, tom):
        walker.go(f"/medarbejder/resultat/{SLUG}/")
        walker.press(walker.page.locator("main form button.button-primary").first)


def read_result(reader: Walker) -> None:
    """One vote each: the cheaper one first, and too little left for the other."""
    reader.go(f"/resultat/{SLUG}/")
    text = reader.text()
    assert "48.000 kr." in text
    assert "78.450 kr." in text
    assert "30.450 kr." in text


def realise(tove: Walker, process: Process) -> None:
    """Who released the money, an owner, and a promise for tomorrow that nobody keeps."""
    tove.go(f"/medarbejder/projekter/{process.slug}/frigivelse/")
    tove.write(body="Byrådet")
    tove.write_date("decided_on", localdate(now()))
    tove.press(tove.page.locator("main form button.button-primary").first)
    tove.go(f"/medarbejder/projekter/{process.slug}/")
    tove.press(tove.page.locator(f"a[href$='/{process.slug}/3/start/']"))
    tove.write(owner_title="projektleder", carried_out_by="Veje og Grønne Områder")
    tove.press(tove.page.locator("main form button.button-primary").first)
    tove.write(title="Bænkene er bestilt")
    tove.write_date("due_on", localdate(now()) + timedelta(days=1))
    tove.press_in("/milepael/")
    assert Milestone.objects.get().title == "Bænkene er bestilt"
