"""The overview by mail: asked for, confirmed, sent on the first of the month, stopped with one press."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail as django_mail
from django.test import Client, override_settings
from django.utils.timezone import localdate
from tests import make
from tests.notifications import following
from tests.notifications.test_following import fields, follows, link_of_the_mail
from tests.realisation import initiatives

from deltagerbudget.notifications import outbox
from deltagerbudget.notifications.actions import ask_to_follow
from deltagerbudget.notifications.examples import example
from deltagerbudget.notifications.models import Follower, Following, Mail, Monthly
from deltagerbudget.notifications.overview_post import groups, write_monthly
from deltagerbudget.notifications.rules import OVERVIEW, Pace, month_due
from deltagerbudget.notifications.things import WHOLE, Thing
from deltagerbudget.notifications.tokens import stop_url
from deltagerbudget.realisation.actions import finish_realisation, plan_milestone, reach_milestone
from deltagerbudget.realisation.overview import overview
from deltagerbudget.ui.danish import COPENHAGEN

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).resolve().parents[1] / "golden"
FOLLOW = "/foelg/overblik/maaned/"
MINE = "mig@example.dk"


def first(month: int = 1, year: int = 0, hour: int = 9) -> datetime:
    """The first of a month that is still to come."""
    return datetime(year or make.today().year + 1, month, 1, hour, tzinfo=COPENHAGEN)


def subscriber(email: str = MINE, language: str = "da") -> Follower:
    asked = ask_to_follow(email, Thing(WHOLE), language=language, pace=Pace.AT_ONCE, at=make.now())
    outbox.send_mails(at=make.now() + timedelta(minutes=1))
    following.actions.confirm_following(asked.pk, asked.nonce, at=make.now())
    return asked.follower


def sent(at: datetime) -> list[str]:
    django_mail.outbox.clear()
    write_monthly(at=at)
    outbox.send_mails(at=at + timedelta(seconds=5))
    return [str(mail.body) for mail in django_mail.outbox]


def test_it_works(client: Client) -> None:
    """Asked, confirmed, told on the first with what has changed, and stopped without login."""
    page = client.get(FOLLOW).content.decode()
    assert "den første i hver måned" in page.lower()
    assert 'name="pace"' not in page
    sent_form = {name: value for name, value in fields().items() if name != "pace"}
    assert client.post(FOLLOW, sent_form).headers["Location"] == "/foelg/se-din-mail/"
    assert follows() == 0
    link = link_of_the_mail()
    client.get(link)
    assert follows() == 0
    assert client.post(link).status_code == 200
    assert follows() == 1
    make.pool()
    one = sent(first())
    assert len(one) == 1
    assert "første overblik" in one[0]
    assert "10.000.000 kr." in one[0]
    assert sent(first()) == []
    initiatives.paid(initiatives.published(), 2_500)
    two = sent(first(2))
    assert "Betalt: 25 kr. (25 kr. mere)" in two[0]
    stop = next(line for line in two[0].splitlines() if "/foelg/stop/" in line)
    header = str(django_mail.outbox[0].extra_headers["List-Unsubscribe"])
    assert stop in header
    assert "overblikket" in client.get(stop).content.decode()
    assert follows() == 1
    assert Client(enforce_csrf_checks=True).post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Follower.objects.exists()
    assert sent(first(3)) == []


def test_the_figures_are_those_of_the_page() -> None:
    subscriber()
    initiatives.published()
    moment = first()
    sent(moment)
    assert Monthly.objects.get().figures == overview(moment).figures()


def test_only_on_the_first_from_the_hour_on_and_later_where_it_stood_still() -> None:
    assert month_due(first(hour=6), 7) is None
    assert month_due(first(hour=7), 7) == localdate(first())
    assert month_due(first() + timedelta(days=11), 7) == localdate(first())
    subscriber()
    assert sent(first(hour=3)) == []
    assert len(sent(first() + timedelta(days=3))) == 1


def test_who_has_not_said_yes_or_asks_later_gets_none() -> None:
    ask_to_follow("nej@example.dk", Thing(WHOLE), language="da", pace=Pace.AT_ONCE, at=make.now())
    outbox.send_mails(at=make.now() + timedelta(minutes=1))
    assert sent(first()) == []
    subscriber()
    assert sent(first() + timedelta(days=1)) == []
    assert len(sent(first(2))) == 1


def test_who_stopped_before_it_was_sent_gets_none() -> None:
    subscriber()
    write_monthly(at=first())
    Following.objects.all().delete()
    outbox.send_mails(at=first() + timedelta(seconds=5))
    assert Mail.objects.get(monthly__isnull=False).state == "dropped"


def test_it_stops_alone_and_stands_with_the_rest(client: Client) -> None:
    follower = subscriber()
    asked = ask_to_follow(MINE, Thing(make.area()), language="da", pace=Pace.WEEKLY, at=make.now())
    following.actions.confirm_following(asked.pk, asked.nonce, at=make.now())
    assert "overblikket" in client.get(stop_url(follower)).content.decode()
    client.post(stop_url(follower, OVERVIEW))
    assert [row.area for row in Following.objects.all()] == [make.area()]
    assert Follower.objects.get().pace == Pace.AT_ONCE


def test_with_an_account_it_is_one_button(client: Client) -> None:
    who = make.person("Rikke Rådsmedlem")
    client.force_login(following.Person.objects.get(pk=who.pk))
    path = "/foelg/med-konto/overblik/maaned/"
    assert client.get(path).status_code == 200
    assert client.post(path, {"csrfmiddlewaretoken": "x"}).status_code == 302
    assert Following.objects.get().is_overview
    assert "overblikket" in client.get("/foelg/mine/").content.decode()


@pytest.mark.parametrize("language", ["da", "en"])
@override_settings(SITE_URL="https://deltag.example.dk", MUNICIPALITY="Eksempel Kommune")
def test_the_mail_says(language: str) -> None:
    written = example("overview", language)
    told = f"{written.subject}\n\n{written.text}"
    assert told == (GOLDEN / f"overview.{language}.txt").read_text()
    for group in groups({"given_ore": 100}, None, language):
        for row in group.figures:
            assert row.value in written.html or row.change == ""


def test_an_initiative_is_followed_and_told_like_a_proposal(client: Client) -> None:
    row = initiatives.published()
    thing = row.initiative
    assert thing is not None
    assert f"/foelg/tiltag/{thing.slug}/" in client.get(f"/tiltag/{thing.slug}/").content.decode()
    daily = following.address("dag@example.dk", thing, Pace.DAILY)
    following.address("straks@example.dk", thing)
    following.address("omraade@example.dk", make.area())
    following.hush()
    milestone = plan_milestone(make.tove(), row, title="Taget er på", due_on=make.today(), at=make.now())
    reach_milestone(make.tove(), milestone, reached_on=make.today(), at=make.now())
    told = following.tell()
    assert [mail.to for mail in told] == [["straks@example.dk"]]
    assert "Taget er på" in str(told[0].body)
    assert f"/tiltag/{thing.slug}/" in str(told[0].body)
    collected = following.tell(make.now() + timedelta(days=1, hours=1))
    assert [mail.to for mail in collected] == [["dag@example.dk"]]
    assert "Taget er på" in str(collected[0].body)
    finish_realisation(make.tove(), row, finished_on=make.today(), at=make.now())
    assert {mail.to[0] for mail in following.tell()} >= {"straks@example.dk", "omraade@example.dk"}
    stop = next(line for line in str(told[0].body).splitlines() if "/foelg/stop/" in line)
    assert thing.title in client.get(stop).content.decode()
    client.post(stop)
    assert set(Following.objects.values_list("follower__email", flat=True)) == {"dag@example.dk", "omraade@example.dk"}
    assert daily.followings.count() == 1


def test_an_initiative_that_is_not_public_cannot_be_followed(client: Client) -> None:
    assert client.get(f"/foelg/tiltag/{initiatives.funded().slug}/").status_code == 404
    assert client.get("/foelg/overblik/andet/").status_code == 404
    assert client.get("/foelg/overblik/maaned/3/").status_code == 404
