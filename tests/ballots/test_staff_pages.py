from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from tests import make
from tests.promises import by_hand

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.marks import mark_of
from deltagerbudget.acts.vocabulary import Act, PhaseKind, Role
from deltagerbudget.ballots import keybox, staff_urls
from deltagerbudget.ballots.models import Vote
from deltagerbudget.ui.danish import day

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def page(actor: Actor, vote: Vote) -> str:
    return browser(actor).get(f"/medarbejder/afstemning/{vote.process.slug}/").content.decode()


def post(actor: Actor, slug: str, act: str, **values: str) -> int:
    return browser(actor).post(f"/medarbejder/afstemning/{slug}/{act}/", values).status_code


def test_it_works_two_persons_freeze_what_both_have_seen() -> None:
    process = make.with_prices([3_200_000, 7_845_000])
    address = f"/medarbejder/afstemning/{process.slug}/"
    text = browser(make.tove()).get(address).content.decode()
    seen = re.findall(r'name="seen" value="([0-9a-f]{64})"', text)[0]
    assert "78.450 kr." in text
    assert post(make.tove(), process.slug, "fastfrys", seen=seen) == 302
    assert 'name="seen"' not in browser(make.tove()).get(address).content.decode()
    assert 'name="seen"' in browser(make.tom()).get(address).content.decode()
    assert post(make.tom(), process.slug, "fastfrys", seen="0" * 64) == 409
    assert post(make.tom(), process.slug, "fastfrys") == 409
    assert not Vote.objects.exists()
    assert post(make.tom(), process.slug, "fastfrys", seen=seen) == 302
    assert Vote.objects.get().config_sha256 == seen


def test_two_persons_draw_and_close_early() -> None:
    vote = make.open_vote()
    with by_hand():
        Vote.objects.update(lot_seed="", lot_source="")
    slug = vote.process.slug
    assert post(make.tove(), slug, "lodtraekning", seed="", source="") == 422
    assert post(make.tove(), slug, "lodtraekning", seed="7 8", source="Lotto") == 302
    assert post(make.tom(), slug, "lodtraekning", seed="7 9", source="Lotto") == 409
    assert post(make.tom(), slug, "lodtraekning", seed="7 8", source="Lotto") == 302
    assert post(make.tove(), slug, "luk") == 302
    assert post(make.tove(), slug, "luk") == 409
    assert Vote.objects.get().closed_at is None
    assert post(make.tom(), slug, "luk") == 302
    assert Vote.objects.get().closed_at is not None
    assert Vote.objects.get().lot_seed == "7 8"


def test_two_persons_destroy_the_keys() -> None:
    vote = make.closed(make.open_vote())
    slug = vote.process.slug
    assert post(make.tove(), slug, "noegler") == 409
    Vote.objects.update(published_at=make.now() - timedelta(days=8))
    assert post(make.tove(), slug, "noegler") == 302
    assert keybox.has_keys(vote.pk)
    assert post(make.tom(), slug, "noegler") == 302
    assert not keybox.has_keys(vote.pk)
    assert "noegler" not in page(make.tove(), vote)


@pytest.mark.parametrize("who", [make.anna, make.uffe, make.fie, make.bo])
def test_t13_who_may_not_look(who: Callable[[], Actor]) -> None:
    vote = make.open_vote()
    client = browser(who())
    assert client.get(f"/medarbejder/afstemning/{vote.process.slug}/").status_code in {403, 404}
    for act in ("fastfrys", "lodtraekning", "luk", "noegler"):
        assert post(who(), vote.process.slug, act, seed="1", source="x") in {403, 404}


def test_t13_a_stranger_is_sent_to_the_login() -> None:
    vote = make.open_vote()
    assert Client().get(f"/medarbejder/afstemning/{vote.process.slug}/").status_code == 302
    assert all(isinstance(mark_of(pattern.callback), Act) for pattern in staff_urls.urlpatterns)


def test_t15_staff_of_another_area_finds_nothing() -> None:
    vote = make.open_vote()
    vera = make.staff("Vera Viby", Role.OWNER, make.area("Viby"))
    assert browser(vera).get(f"/medarbejder/afstemning/{vote.process.slug}/").status_code == 404
    assert post(vera, vote.process.slug, "luk") == 404


def test_t57_while_it_runs_the_staff_see_neither_choices_nor_how_many() -> None:
    vote = make.open_vote()
    tove = make.tove()
    before = TOKEN.sub("", page(tove, vote))
    sessions = [make.voter(vote, f"voter {place}") for place in range(3)]
    for place in range(3):
        make.cast(vote, f"voter {place}", [1])
    after = TOKEN.sub("", page(tove, vote))
    assert before == after
    for session, ballot in zip(sessions, vote.ballots.all(), strict=True):
        assert session.pseudonym not in after
        assert bytes(ballot.ciphertext).hex() not in after


def test_the_ways_onward_stand_before_what_is_frozen_and_each_can_be_gone() -> None:
    vote = make.open_vote(channels=["mitid", "letter", "desk", "kiosk", "paper"])
    for who, names in (
        (make.tove(), ["foelg", "valgliste", "aendringer", "trykkeri", "breve", "koder", "stemmesteder"]),
        (make.staff("Rune Revisor", Role.AUDITOR), ["foelg", "aendringer", "trykkeri"]),
    ):
        text = page(who, vote)
        ways = text[text.index('<ul class="ways">') : text.index("</ul>", text.index('<ul class="ways">'))]
        found = re.findall(r'href="([^"]+)"', ways)
        assert [name for name, url in zip(names, found, strict=True) if name not in url] == []
        assert [url for url in found if browser(who).get(url).status_code != 200] == []
        assert text.index(ways) < text.index(vote.config_sha256)
        assert text.index(ways) < text.index("<dl")


def test_t57_no_table_of_the_vote_has_a_ready_made_page() -> None:
    assert "django.contrib.admin" not in settings.INSTALLED_APPS


def test_what_is_missing_before_freezing_is_said() -> None:
    process = make.process()
    make.submitted(process)
    process = make.shift_to(process, PhaseKind.REVIEW)
    text = browser(make.tove()).get(f"/medarbejder/afstemning/{process.slug}/").content.decode()
    assert 'name="seen"' not in text


def test_the_public_page_says_what_is_frozen_drawn_and_destroyed() -> None:
    vote = make.frozen()
    assert vote.config_sha256 in render_to_string("ballots/_secrecy.html", {"vote": vote})
    assert "7 12 19 23 31" in render_to_string("ballots/_secrecy.html", {"vote": vote})
    vote.published_at = make.now()
    assert day(make.now() + timedelta(days=7)) in render_to_string("ballots/_secrecy.html", {"vote": vote})
    vote.keys_destroyed_at = make.now() + timedelta(days=9)
    assert day(vote.keys_destroyed_at) in render_to_string("ballots/_secrecy.html", {"vote": vote})
