"""Asking, confirming, stopping: by links in mails, which others read too."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail as django_mail
from django.core.signing import Signer
from django.test import Client
from django.utils import timezone
from tests import make
from tests.notifications import following

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.notifications import actions, forms, outbox, tokens
from deltagerbudget.notifications.models import Follower, Following, Kind, Mail, News
from deltagerbudget.notifications.rules import Pace

pytestmark = pytest.mark.django_db
MINE = "mig@example.dk"


@pytest.fixture
def process() -> make.Process:
    return make.process(PhaseKind.IDEAS)


def fields(**values: str) -> dict[str, str]:
    """What the form sends of somebody who has taken their time."""
    billet = forms._SHOWN.sign(str(timezone.now().timestamp() - 10))
    return {"email": MINE, "pace": "at_once", "homepage": "", "billet": billet} | values


def ask(client: Client, process: make.Process, **values: str) -> Any:
    return client.post(f"/foelg/deltagerbudget/{process.slug}/", fields(**values))


def link_of_the_mail() -> str:
    outbox.send_mails(at=make.now() + timedelta(minutes=1))
    lines = django_mail.outbox[-1].body.splitlines()
    link = urlsplit(next(line for line in lines if line.startswith("http")))
    return f"{link.path}?{link.query}"


def follows(email: str = MINE) -> int:
    return Following.objects.filter(follower__email=email, confirmed_at__isnull=False).count()


def test_it_works(client: Client, process: make.Process) -> None:
    """Asked, confirmed, told, stopped; and then nothing is left of the address."""
    response = ask(client, process)
    assert response.headers["Location"] == "/foelg/se-din-mail/"
    assert follows() == 0
    link = link_of_the_mail()
    assert client.get(link).status_code == 200
    assert follows() == 0
    assert client.post(link).status_code == 200
    assert follows() == 1
    following.hush()
    follower = Follower.objects.get(email=MINE)
    stop = path(tokens.stop_url(follower, process.pk))
    assert process.title in client.get(stop).content.decode()
    assert client.post(stop, {"goer": "stop"}).headers["Location"] == "/foelg/stoppet/"
    assert not Follower.objects.exists()
    assert not Mail.objects.filter(receiver=None).exists()


def path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


def test_every_thing_has_its_page(client: Client, process: make.Process) -> None:
    proposal = make.submitted(process)
    for link in (f"deltagerbudget/{process.slug}", "omraade/tranbjerg", f"forslag/{process.slug}/{proposal.number}"):
        assert client.get(f"/foelg/{link}/").status_code == 200
        assert client.post(f"/foelg/{link}/", fields()).status_code == 302
    assert Following.objects.count() == 3


@pytest.mark.parametrize("what", ["forslag/{slug}", "deltagerbudget/{slug}/1", "noget/{slug}", "forslag/{slug}/99"])
def test_what_is_not_there_cannot_be_followed(client: Client, process: make.Process, what: str) -> None:
    assert client.get(f"/foelg/{what.format(slug=process.slug)}/").status_code == 404


def test_t12_what_is_hidden_cannot_be_followed(client: Client) -> None:
    hidden = make.draft_process()
    assert client.get(f"/foelg/deltagerbudget/{hidden.slug}/").status_code == 404


def test_t29_a_scanner_that_opens_the_links_changes_nothing(client: Client, process: make.Process) -> None:
    ask(client, process)
    link = link_of_the_mail()
    for _ in range(3):
        assert client.get(link).status_code == 200
    assert follows() == 0
    client.post(link)
    stop = path(tokens.stop_url(Follower.objects.get(), process.pk))
    for method in (client.get, client.head):
        assert method(stop).status_code == 200
    assert follows() == 1


def test_t29_a_link_to_confirm_expires_and_dies_with_what_it_was_for(client: Client, process: make.Process) -> None:
    ask(client, process)
    link = link_of_the_mail()
    Following.objects.update(asked_at=make.now() - timedelta(hours=49))
    assert client.get(link).status_code == 410
    assert client.post(link).status_code == 410
    assert follows() == 0
    Following.objects.all().delete()
    ask(client, process)
    assert client.post(link).status_code == 410, "a later asking has a link of its own"


def test_t29_a_link_of_one_purpose_opens_no_other_door(client: Client, process: make.Process) -> None:
    ask(client, process)
    asked = Following.objects.get()
    confirm = parse_qs(urlsplit(tokens.confirm_url(asked)).query)[tokens.KEY][0]
    stop = parse_qs(urlsplit(tokens.stop_url(asked.follower, process.pk)).query)[tokens.KEY][0]
    foreign = Signer(salt="something else").sign_object([asked.pk, asked.nonce])
    for token in (stop, foreign, confirm[:-1], "", "x" * 1000, "æ:ø"):
        assert client.post("/foelg/bekraeft/", query_params={tokens.KEY: token}).status_code == 410
    for token in (confirm, foreign, stop[:-1], ""):
        assert client.post("/foelg/stop/", query_params={tokens.KEY: token}).status_code == 410
    assert follows() == 0
    assert Follower.objects.count() == 1


def test_t29_the_database_alone_holds_no_link(client: Client, process: make.Process) -> None:
    ask(client, process)
    link = link_of_the_mail()
    token = parse_qs(urlsplit(link).query)[tokens.KEY][0]
    assert all(token not in f"{mail.subject}{mail.body}" for mail in Mail.objects.all())


def test_a_link_of_one_follower_stops_nobody_else(client: Client, process: make.Process) -> None:
    first, second = (following.address(f"{name}@example.dk", process) for name in "ab")
    client.post(path(tokens.stop_url(first)), {"goer": "en", "foelger": str(second.followings.get().pk)})
    assert follows("b@example.dk") == 1


def test_t28_the_answer_is_the_same_for_every_address(client: Client, process: make.Process) -> None:
    following.address("kendt@example.dk", process)
    make.person("Anna Jensen")
    answers = [
        ask(client, process, email=email) for email in ("kendt@example.dk", "ny@example.dk", "anna-jensen@example.dk")
    ]
    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {(302, "/foelg/se-din-mail/")}


def test_a_stranger_cannot_change_how_often_a_follower_gets_mails(client: Client, process: make.Process) -> None:
    following.address(MINE, process, Pace.WEEKLY)
    ask(client, process, email=MINE.upper())
    assert Follower.objects.get().pace == Pace.WEEKLY


def test_t55_nobody_is_flooded_by_the_form(client: Client, process: make.Process) -> None:
    for _ in range(6):
        assert ask(client, process).status_code == 302
    assert Mail.objects.filter(kind=Kind.CONFIRM).count() == 3


def test_t55_one_place_can_ask_so_often_and_no_more(client: Client, process: make.Process) -> None:
    answers = [ask(client, process, email=f"{number}@example.dk").status_code for number in range(61)]
    assert answers == [302] * 60 + [429]
    elsewhere = client.post(f"/foelg/deltagerbudget/{process.slug}/", fields(), REMOTE_ADDR="192.0.2.9")
    assert elsewhere.status_code == 302


@pytest.mark.parametrize(
    "given", [{"homepage": "http://x"}, {"billet": ""}, {"billet": "1:x"}, {"billet": forms._SHOWN.sign("9e99")}]
)
def test_b45_what_a_machine_fills_in_is_refused_quietly(
    client: Client, process: make.Process, given: dict[str, str]
) -> None:
    assert ask(client, process, **given).headers["Location"] == "/foelg/se-din-mail/"
    assert not Mail.objects.filter(kind=Kind.CONFIRM).exists()


def test_b45_faster_than_anybody_writes_is_a_machine(client: Client, process: make.Process) -> None:
    ask(client, process, billet=forms._SHOWN.sign(str(timezone.now().timestamp())))
    assert not Follower.objects.exists()


@pytest.mark.parametrize("email", ["", "x", "a@b", "a@example.dk\r\nBcc: b@example.dk", "a@example.dk, b@example.dk"])
def test_t53_only_one_whole_address_is_taken(client: Client, process: make.Process, email: str) -> None:
    assert ask(client, process, email=email).status_code == 422
    assert not Follower.objects.exists()


def test_rfc_8058_one_press_in_the_mail_program_stops_without_cookie_or_redirect(process: make.Process) -> None:
    follower = following.address(MINE, process)
    strict = Client(enforce_csrf_checks=True)
    stop = path(tokens.stop_url(follower, process.pk))
    for _ in range(2):
        assert strict.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert follows() == 0


def test_a_press_stops_all_that_leads_to_mails_about_it_and_nothing_else(client: Client, process: make.Process) -> None:
    follower = following.address(MINE, process)
    for thing in (make.area(), make.submitted(process), make.area("Viby")):
        following.address(MINE, thing)
    client.post(path(tokens.stop_url(follower, process.pk)))
    assert [row.area for row in follower.followings.all()] == [make.area("Viby")]


def test_each_mail_of_news_can_be_stopped_and_letters_of_ones_own_not(process: make.Process) -> None:
    following.address(MINE, make.area())
    following.hush()
    make.submitted(process)
    make.process(PhaseKind.IDEAS)
    outbox.read_journal(at=make.now())
    [news] = following.tell()
    assert news.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert news.extra_headers["List-Unsubscribe"].startswith("<http")
    letters = [mail for mail in django_mail.outbox if "List-Unsubscribe" not in mail.extra_headers]
    assert letters
    assert all(mail.extra_headers["Auto-Submitted"] == "auto-generated" for mail in django_mail.outbox)


def test_with_an_account_it_is_one_button(client: Client, process: make.Process) -> None:
    person = make.person("Anna Jensen")
    client.force_login(person)
    button = f"/foelg/med-konto/deltagerbudget/{process.slug}/"
    assert button in client.get(f"/foelg/deltagerbudget/{process.slug}/").content.decode()
    assert client.post(button, {"pace": "daily"}).headers["Location"] == "/foelg/mine/"
    assert Follower.objects.get().pace == Pace.DAILY
    assert process.title in client.get("/min-side/").content.decode()
    pk = str(Following.objects.get().pk)
    client.post("/foelg/mine/", {"goer": "tempo", "pace": "weekly"})
    assert Follower.objects.get().pace == Pace.WEEKLY
    client.post("/foelg/mine/", {"goer": "en", "foelger": pk})
    assert not Following.objects.exists()


def test_children_under_13_are_not_written_to(client: Client, process: make.Process) -> None:
    child = make.person("Bo Barn", age=11)
    client.force_login(child)
    response = client.post(f"/foelg/med-konto/deltagerbudget/{process.slug}/", {"pace": "daily"})
    assert response.status_code == 409
    assert not Follower.objects.exists()


def test_without_an_address_there_is_a_way_to_write_one(client: Client, process: make.Process) -> None:
    client.force_login(make.person("Stille Sander", email=""))
    page = client.get(f"/foelg/med-konto/deltagerbudget/{process.slug}/").content.decode()
    assert "/login/oplysninger/?next=" in page


def test_a_closed_account_gets_no_mails(process: make.Process) -> None:
    follower = following.person("Anna Jensen", make.area())
    following.hush()
    Person.objects.filter(pk=follower.person_id).update(is_active=False)
    make.process(PhaseKind.IDEAS)
    assert following.tell() == []


def test_who_never_says_yes_is_forgotten_after_two_days(client: Client, process: make.Process) -> None:
    ask(client, process)
    following.address("ja@example.dk", process)
    actions.forget(at=make.now() + timedelta(hours=47))
    assert Follower.objects.count() == 2
    actions.forget(at=make.now() + timedelta(hours=49))
    assert [follower.email for follower in Follower.objects.all()] == ["ja@example.dk"]


def test_sent_mails_to_followers_are_forgotten_after_a_month(process: make.Process) -> None:
    following.address(MINE, make.area())
    following.hush()
    make.process(PhaseKind.IDEAS)
    assert len(following.tell()) == 1
    actions.forget(at=make.now() + timedelta(days=31))
    assert not News.objects.exists()
    assert not Mail.objects.filter(receiver=None).exists()
    assert following.tell() == []


def test_following_leaves_nothing_in_the_journal(client: Client, process: make.Process) -> None:
    before = Entry.objects.count()
    ask(client, process)
    follower = following.person("Anna Jensen", process)
    actions.stop_following(follower, actions.leads_to(0))
    assert Entry.objects.count() == before


def test_the_link_stands_on_the_pages_and_they_are_the_same_for_everyone(process: make.Process) -> None:
    proposal = make.submitted(process)
    follower = Client()
    follower.force_login(following.person("Anna Jensen", process).person)  # type: ignore[arg-type]
    for page in (
        f"/deltagerbudgetter/{process.slug}/",
        f"/deltagerbudgetter/{process.slug}/forslag/{proposal.number}/",
        "/omraader/tranbjerg/",
    ):
        client = Client()
        client.cookies["orden"] = follower.cookies["orden"] = "1"
        assert "/foelg/" in client.get(page).content.decode()
        assert client.get(page).content == follower.get(page).content


def test_staff_see_how_many_follow_but_never_few(client: Client, process: make.Process) -> None:
    following.address(MINE, process)
    client.force_login(Person.objects.get(pk=make.tove().person_id))
    page = client.get("/medarbejder/breve/").content.decode()
    assert process.title in page
    assert "under 10" in page
    assert MINE not in page
    for number in range(10):
        following.address(f"{number}@example.dk", process)
    assert ">11<" in client.get("/medarbejder/breve/").content.decode()
