"""The pages of a support round: the same number everywhere, nobody's name, no query a row."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests import make
from tests.support import rounds

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.processes.models import Process
from deltagerbudget.support.models import Support

pytestmark = pytest.mark.django_db


def member(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def listed(made: Process, query: str = "") -> str:
    return Client().get(reverse("site:proposals", args=[made.slug]) + f"?{query or 'orden=1'}").text


def test_it_works() -> None:
    row = rounds.proposal()
    page = reverse("site:proposal", args=[row.process.slug, row.number])
    url = reverse("support:support", args=[row.pk])
    before = Client().get(page).text
    assert url in before
    assert "Ingen støtter det endnu." in before
    assert Client().get(url).url.startswith("/login/?next=/forslag/")  # type: ignore[attr-defined]
    client = member(rounds.neighbour(1))
    assert "Ja, jeg støtter det" in client.get(url).text
    assert client.post(url).url == url  # type: ignore[attr-defined]
    assert "Du støtter forslaget" in client.get(url).text
    after = Client().get(page).text
    assert "1 borger støtter det." in after
    assert "Der skal 2 til, før kommunen vurderer det. Der mangler 1." in after
    assert "Nabo 1" not in after
    assert client.post(reverse("support:withdraw", args=[row.pk])).status_code == 302
    assert "Ingen støtter det endnu." in Client().get(page).text


ROUTES = ("support:support", "support:withdraw")


@pytest.mark.parametrize("phase", [kind for kind in PhaseKind if kind != PhaseKind.SUPPORT])
def test_b40_support_only_in_the_support_phase_by_any_route(phase: PhaseKind) -> None:
    row = rounds.proposal()
    rounds.supported(row, 1)
    made = make.shift_to(row.process, phase)
    public = Client().get(reverse("site:proposal", args=[made.slug, row.number])).text
    assert reverse("support:support", args=[row.pk]) not in public
    for number in (1, 2):
        for language in ("", "/en"):
            client = member(rounds.neighbour(number))
            for name in ROUTES:
                answer = client.post(language + reverse(name, args=[row.pk]))
                assert answer.status_code in {302, 409}
            assert "Ja, jeg støtter det" not in client.get(reverse("support:support", args=[row.pk])).text
    assert rounds.count(row) == 1
    assert Support.objects.get().person_id == rounds.neighbour(1).person_id


def test_b40_a_draft_and_what_is_not_public_is_not_there() -> None:
    made = rounds.process()
    hidden = rounds.rows(made)[0]
    type(hidden).objects.filter(pk=hidden.pk).update(stage="withdrawn")
    for name in ROUTES:
        assert member(rounds.neighbour(1)).post(reverse(name, args=[hidden.pk])).status_code == 404


@pytest.mark.parametrize(("who", "words"), [(make.uffe, "hvor du bor"), (lambda: make.author(0), "dit eget forslag")])
def test_who_may_not_is_told_why_and_whom_to_call(who: Any, words: str) -> None:
    row = rounds.proposal()
    client = member(who())
    for answer in (
        client.get(reverse("support:support", args=[row.pk])),
        client.post(reverse("support:support", args=[row.pk])),
    ):
        assert words in answer.text
        assert "12 34 56 78" in answer.text
    assert not Support.objects.exists()


def test_a_double_click_is_one_support() -> None:
    row = rounds.proposal()
    client = member(rounds.neighbour(1))
    for _twice in range(2):
        assert client.post(reverse("support:support", args=[row.pk])).status_code == 302
    assert rounds.count(row) == 1


def test_the_numbers_are_the_same_on_the_page_and_in_the_list_and_stay_after_the_round() -> None:
    made = rounds.process(sent=3)
    first, second, _third = rounds.rows(made)
    rounds.supported(first, 1)
    rounds.supported(second, 1, 2, 3)
    for again in ("under", "efter"):
        page = listed(made, "orden=stoette&status=alle")
        assert page.index(second.title) < page.index(first.title), again
        assert "3 støtter det" in page
        assert "1 støtter det" in page
        own = Client().get(reverse("site:proposal", args=[made.slug, second.number])).text
        assert "3 borgere støtte" in own
        made = rounds.over(made) if again == "under" else made
    assert "Fik ikke støtte nok" in listed(made, "orden=1&status=alle")
    alone = listed(made, "orden=1&status=uden-stoette")
    assert first.title in alone
    assert second.title not in alone


def test_before_the_round_nothing_is_said_and_nothing_is_ordered_by_it() -> None:
    made = rounds.process(PhaseKind.IDEAS)
    row = rounds.rows(made)[0]
    assert "støtter det" not in listed(made)
    assert "Mest støtte først" not in listed(made)
    assert listed(made, "orden=stoette").count(row.title) == listed(made).count(row.title)
    assert "Støtter du forslaget?" not in Client().get(reverse("site:proposal", args=[made.slug, row.number])).text


def test_a_random_order_is_the_usual_one() -> None:
    made = rounds.process()
    answer = Client().get(f"/deltagerbudgetter/{made.slug}/forslag/")
    assert answer.url.split("orden=")[1].isdigit()  # type: ignore[attr-defined]


def test_the_published_rules_say_how_many_are_needed() -> None:
    made = rounds.process(needed=25)
    page = Client().get(reverse("site:process", args=[made.slug])).text
    assert "mindst 25 borgere ud over forslagsstillerne" in page
    assert "Støtterunde" in page


def test_no_query_a_row() -> None:
    few, many = rounds.process(sent=1), rounds.process(sent=6)
    counts = []
    for made in (few, many):
        for row in rounds.rows(made):
            rounds.supported(row, 1)
        with CaptureQueriesContext(connection) as asked:
            listed(made, "orden=stoette")
        counts.append(len(asked))
    assert counts[0] == counts[1] < 10
    row = rounds.rows(many)[0]
    with CaptureQueriesContext(connection) as asked:
        Client().get(reverse("site:proposal", args=[many.slug, row.number]))
    assert len(asked) < 10


def test_the_number_at_the_desk_and_in_its_file_is_the_public_one() -> None:
    made = rounds.process(sent=2)
    first, second = rounds.rows(made)
    rounds.supported(first, 1, 2, 3)
    rounds.supported(second, 1)
    rounds.over(made)
    tove, where = member(make.tove()), f"/medarbejder/vurdering/{made.slug}"
    lines = tove.get(f"{where}/forslag.csv?vis=stoette&sorter=nummer").content.decode("utf-8-sig").splitlines()
    assert [line.split(";")[2] for line in lines[1:3]] == ["3", "1"]
    assert "Fik ikke støtte nok" in lines[2]
    desk = tove.get(reverse("review_staff:proposal", args=[second.pk])).text
    assert "1 borger støttede det." in desk
    assert reverse("support_staff:lift", args=[second.pk]) in desk
    assert "Nabo" not in desk
    assert (
        reverse("support_staff:lift", args=[first.pk])
        not in tove.get(reverse("review_staff:proposal", args=[first.pk])).text
    )


def test_min_side_shows_what_one_supports_oneself_and_nobody_elses() -> None:
    made = rounds.process(sent=2)
    first, second = rounds.rows(made)
    rounds.supported(first, 1)
    rounds.supported(second, 2)
    page = member(rounds.neighbour(1)).get("/min-side/").content.decode()
    assert f"/deltagerbudgetter/{made.slug}/forslag/{first.number}/" in page
    assert f"/deltagerbudgetter/{made.slug}/forslag/{second.number}/" not in page
