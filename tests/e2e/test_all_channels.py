"""One vote over every way to vote, by the same person and by different ones, in both orders: each has one ballot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page
from tests import make
from tests.browser import PageAt
from tests.polling import counted, made

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.vocabulary import Channel
from deltagerbudget.ballots import codes, keybox
from deltagerbudget.ballots.models import CodeBatch, Station, Vote
from deltagerbudget.identity.persons import BY_SUB
from deltagerbudget.results.election import to_election

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WAYS = [Channel.MITID, Channel.LETTER, Channel.POSTAL, Channel.DESK, Channel.KIOSK, Channel.PAPER]


@dataclass
class Town:
    """A vote, a library with a desk and a screen, and residents at home with their own devices."""

    vote: Vote
    station: Station
    url: str
    page_at: PageAt
    desk: Page
    screen: Page
    counter: Page

    @property
    def booth(self) -> str:
        return f"{self.url}/stem/{self.vote.process.slug}/"

    def _chosen(self, page: Page, number: int) -> None:
        """On the page of the list: this project alone, and on to saying who one is."""
        page.goto(self.booth)
        for box in page.locator("input[name=valg]").all():
            box.set_checked(box.input_value() == str(number), force=True)
        page.click("form#ballot .actions button")
        page.wait_for_url("**/tjek/")
        page.click(".actions .button-primary")
        page.wait_for_url("**/log-ind/")

    def _hand_in(self, page: Page) -> str:
        page.wait_for_url("**/aflever/")
        with page.expect_navigation():
            page.click("[data-hand-in] .button-primary")
        return page.inner_text("main")

    def by_mitid(self, person: str, number: int) -> str:
        page = self.page_at(390)
        self._chosen(page, number)
        page.click("form .button-primary")
        page.click(f'a[href*="person={person}"]')
        return self._hand_in(page)

    def by_letter(self, code: str, number: int) -> str:
        page = self.page_at(1280)
        self._chosen(page, number)
        page.click('a[href$="/kode/"]')
        page.fill("#id_kode", code)
        page.click("main form .button-primary")
        return self._hand_in(page)

    def _looked_up(self, person: str) -> None:
        self.desk.goto(f"{self.url}/medarbejder/stemmesteder/skranke/{self.station.pk}/")
        self.desk.fill("main input[type=text]", BY_SUB[person].cpr)
        if self.desk.locator("main select").count():
            self.desk.select_option("main select", "tranbjerg")
        self.desk.click("main form.measure button")

    def at_screen(self, person: str, number: int) -> str:
        self._looked_up(person)
        self.desk.click('form[action$="/kode/"] button')
        code = self.desk.inner_text(".desk-code")
        self.screen.goto(f"{self.booth}skaerm/")
        self._chosen(self.screen, number)
        self.screen.click('a[href$="/skaerm/kode/"]')
        self.screen.fill("#kode", code)
        self.screen.click("main form .button-primary")
        told = self._hand_in(self.screen)
        self.screen.click('form[action$="/forlad/"] button')
        self.screen.wait_for_load_state("networkidle")
        return told

    def paper(self, person: str, what: str = "papir") -> str:
        self._looked_up(person)
        self.desk.click(f'form[action$="/{what}/"] button')
        return self.desk.inner_text("main")

    def by_post(self, form: str, number: int) -> str:
        """Two of the staff enter it, one after the other."""
        for page in (self.desk, self.counter):
            page.goto(f"{self.url}/medarbejder/stemmesteder/skranke/brev/{self.vote.process.slug}/")
            page.fill("#kode", form)
            page.fill("#valg", str(number))
            page.click("main form.measure .button-primary")
        return self.counter.inner_text("main")

    def counts(self) -> dict[tuple[str, ...], int]:
        """How many current ballots there are of each kind."""
        ballots = to_election(Vote.objects.get(pk=self.vote.pk)).ballots
        return {ballot.projects: ballot.number for ballot in ballots}


@pytest.fixture
def town(live_server: Any, page_at: PageAt) -> Town:
    vote = make.open_vote(channels=WAYS)
    station, bo = made.at_desk(vote)
    desk, screen = page_at(1280), page_at(1280)
    for page in (desk, screen):
        log_in(page, live_server.url, bo)
    screen.goto(f"{live_server.url}/medarbejder/stemmesteder/skranke/{station.pk}/")
    screen.click('form[action$="/skaerm/"] button')
    counter = page_at(1280)
    log_in(counter, live_server.url, counted.rikke())
    return Town(vote, station, live_server.url, page_at, desk, screen, counter)


def test_each_person_has_one_ballot_over_all_ways_and_orders(town: Town) -> None:
    letter, form = letters(town.vote, "anna", "mehmet", "otto", "karla")
    is_stored = "Din stemme er gemt"
    # The same person, first the one way and then the other, and the other way round.
    assert is_stored in town.by_mitid("anna", 1)
    assert is_stored in town.by_letter(letter["anna"], 2)
    assert "stemmeboksen" in town.by_post(form["mehmet"], 2)
    assert town.counts() == {("2",): 2}
    assert is_stored in town.by_letter(letter["mehmet"], 1)
    assert is_stored in town.by_mitid("mehmet", 3)
    assert is_stored in town.at_screen("karla", 1)
    assert is_stored in town.by_mitid("karla", 2)
    # Different persons, one after the other, at the same screen; the second had voted with the letter.
    assert is_stored in town.by_letter(letter["otto"], 1)
    assert is_stored in town.at_screen("otto", 3)
    assert town.counts() == {("2",): 2, ("3",): 2}
    # By post: never in place of what was given in another way, whichever way.
    for person in ("anna", "karla"):
        assert "Sæt den til side" in town.by_post(form[person], 1)
    assert town.counts() == {("2",): 2, ("3",): 2}
    # Paper after a vote online: it counts instead, and nothing is taken online any more, whichever way.
    town.paper("anna")
    assert "papir" in town.by_mitid("anna", 1)
    assert "papir" in town.by_letter(letter["anna"], 1)
    assert town.counts() == {("2",): 1, ("3",): 2}
    # Given back unused: what lay there counts again, and can be changed.
    town.paper("anna", "retur")
    assert town.counts() == {("2",): 2, ("3",): 2}
    assert is_stored in town.by_mitid("anna", 3)
    assert town.counts() == {("2",): 1, ("3",): 3}
    # Paper first, then online.
    town.paper("beskyttet")
    assert "papir" in town.by_mitid("beskyttet", 1)
    assert town.counts() == {("2",): 1, ("3",): 3}


def log_in(page: Page, url: str, actor: Actor) -> None:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    cookies = client.cookies.items()
    page.context.add_cookies([{"name": name, "value": cookie.value, "url": url} for name, cookie in cookies])


def letters(vote: Vote, *persons: str) -> tuple[dict[str, str], dict[str, str]]:
    """A code for each, as it stands in their letters, and that of the ballot that came along."""
    batch = CodeBatch.objects.create(vote=vote, channel=Channel.LETTER, stock=len(persons), issued_at=make.now())
    holders = [
        codes.Holder("tranbjerg", keybox.pseudonym(vote.pk, f"dk:cpr:{BY_SUB[person].cpr}")) for person in persons
    ]
    ready = codes.prepared(vote.pk, holders)
    codes.store(batch, ready)
    found = dict(zip(persons, ready.codes, strict=True))
    forms = {person: codes.code_of_form(vote.pk, code.public_id) for person, code in found.items()}
    return (
        {person: code.printed() for person, code in found.items()},
        {person: code.printed_on_form() for person, code in forms.items()},
    )
