"""The local council and the process owner tell what is new in an area."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests import make
from tests.bulletins.told import WORDS, told
from tests.notifications import following

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.bulletins.actions import post_news
from deltagerbudget.bulletins.cards import who
from deltagerbudget.bulletins.models import Bulletin
from deltagerbudget.municipality.actions import edit_council
from deltagerbudget.notifications.models import Follower, News
from deltagerbudget.notifications.rules import Pace
from deltagerbudget.processes.actions import open_process
from deltagerbudget.processes.models import Process

pytestmark = pytest.mark.django_db
AT = "/medarbejder/nyheder/ny/"


def test_it_works() -> None:
    process = make.process()
    bulletin = told(process)
    entry = Entry.objects.of(bulletin).newest_first()[0]
    assert (entry.act, entry.process_id, entry.detail) == (Act.POST_NEWS, process.pk, {"area": make.area().pk})
    assert list(Bulletin.objects.public().in_area(make.area())) == [bulletin]


def test_who_may_not() -> None:
    viby = make.area("Viby")
    for actor, area in ((make.anna(), make.area()), (make.bo(), make.area()), (make.administrator(), make.area())):
        with pytest.raises(NotYours):
            told(by=actor, area=area)
    with pytest.raises(NotYours):
        told(by=make.fie(), area=viby)
    assert told(by=make.tove(), area=viby).voice == "municipality"


def test_the_council_or_the_municipality_is_named_and_never_a_person(client: Client) -> None:
    council, municipality = told(), told(by=make.tove(), title="Fra kommunen")
    assert (who(council), who(municipality)) == ("Fællesrådet i Tranbjerg", "Kommunen")
    values = {"name": "Tranbjerg Fællesråd", "url": "", "phone": "12 34 56 78", "email": ""}
    edit_council(make.administrator(), make.area(), values=values, at=make.now())
    page = client.get(f"/nyheder/{council.pk}/").text
    assert "Tranbjerg Fællesråd" in page
    for name in ("Fie Fællesråd", "Tove Tovholder"):
        assert (
            name not in page + client.get("/omraader/tranbjerg/").text + client.get("/nyheder/omraade/tranbjerg/").text
        )


@pytest.mark.parametrize(
    "wrong",
    [{"title": " "}, {"text": "\n"}, {"title": "x" * 81}, {"text": "x" * 2001}, {"text": "Ring til 070761-4285"}],
)
def test_what_cannot_be_told(wrong: dict[str, str]) -> None:
    with pytest.raises(NotPossible):
        told(**wrong)


def test_a_deltagerbudget_of_another_area_is_refused() -> None:
    with pytest.raises(NotPossible):
        told(make.process(), by=make.tove(), area=make.area("Viby"))


def test_there_is_a_limit_of_a_day() -> None:
    for _number in range(10):
        told()
    with pytest.raises(NotNow):
        told()
    told(by=make.tove(), area=make.area("Viby"))
    Bulletin.objects.update(at=make.now() - timedelta(days=2))
    told()


@pytest.mark.both
@pytest.mark.parametrize("wrong", [{"title": ""}, {"text": ""}, {"voice": "fie"}])
def test_the_database_refuses_empty_news(wrong: dict[str, str]) -> None:
    values = WORDS | {"voice": "council"} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        Bulletin.objects.create(area=make.area(), at=make.now(), **values)


def test_what_is_typed_stays_and_the_council_sees_its_own_area_only(client: Client) -> None:
    viby, mine = make.area("Viby"), make.area().pk
    process = make.process()
    client.force_login(Person.objects.get(pk=make.fie().person_id))
    page = client.get(AT).text
    assert "Alle i Tranbjerg" in page
    assert process.title in page
    assert "Viby" not in page
    assert client.post(AT, WORDS | {"where": str(viby.pk)}).status_code == 422
    wrong = client.post(AT, WORDS | {"where": str(mine), "text": "CPR 070761-4285"})
    assert wrong.status_code == 422
    assert WORDS["title"] in wrong.text
    assert client.post(AT, WORDS | {"where": f"{mine}-{process.pk}"}).status_code == 302
    assert Bulletin.objects.get().process == process


def test_a_form_with_a_picture_keeps_it(client: Client) -> None:
    from deltagerbudget.pictures.keeping import token

    client.force_login(Person.objects.get(pk=make.fie().person_id))
    sent = WORDS | {"where": str(make.area().pk), "kept": token(make.illustration().kept, "news")}
    wrong = client.post(AT, sent)
    assert wrong.status_code == 422
    assert "Vi har fået dit billede" in wrong.text or "Vi har modtaget dit billede" in wrong.text
    assert client.post(AT, sent | {"alt": "En sø", "may_be_shown": "on"}).status_code == 302
    picture = Bulletin.objects.get().picture
    assert picture is not None
    assert picture.name in Client().get("/omraader/tranbjerg/").text


def test_of_a_deltagerbudget_that_is_not_open_nothing_is_seen(client: Client) -> None:
    process = make.process(PhaseKind.PREPARATION)
    Process.objects.filter(pk=process.pk).update(opened_at=None)
    following.address("omraade@example.dk", make.area())
    following.hush()
    bulletin = told(process, given=make.illustration("En hemmelig tegning"))
    assert bulletin.picture is not None
    addresses = ("/omraader/tranbjerg/", "/nyheder/omraade/tranbjerg/", "/nyheder/omraade/tranbjerg.atom")
    for address in addresses:
        assert bulletin.title not in client.get(address).text
    for address in (f"/nyheder/{bulletin.pk}/", f"/nyheder/deltagerbudget/{process.slug}/"):
        assert client.get(address).status_code == 404
    assert client.get(f"/nyheder/deltagerbudget/{process.slug}.atom").status_code == 404
    assert client.get(_picture(bulletin)).status_code == 404
    assert following.tell() == []
    open_process(make.tove(), Process.objects.get(pk=process.pk), at=make.now())
    for address in addresses:
        assert bulletin.title in client.get(address).text
    assert client.get(_picture(bulletin)).status_code == 200


def _picture(bulletin: Bulletin) -> str:
    from django.urls import reverse

    assert bulletin.picture is not None
    return reverse("media:picture", args=[bulletin.picture.name, bulletin.picture.widths[0]])


def test_followers_of_the_area_and_of_the_deltagerbudget_hear_of_it() -> None:
    process = make.process()
    following.address("omraade@example.dk", make.area())
    following.address("en@example.dk", process)
    following.address("forslag@example.dk", make.submitted(process))
    following.address("viby@example.dk", make.area("Viby"))
    following.address("samlet@example.dk", make.area(), pace=Pace.DAILY)
    following.hush()
    News.objects.all().delete()
    told()
    [mail] = following.tell()
    assert mail.to == ["omraade@example.dk"]
    # The second waits for its hour.
    assert sorted(News.objects.values_list("follower__email", flat=True)) == ["omraade@example.dk", "samlet@example.dk"]
    assert "Kom på lørdag." in mail.body
    assert mail.subject == f"{WORDS['title']} – Tranbjerg"
    assert "https://soen" not in following.everything(mail), "a mail program would make a link of it"
    told(process)
    assert following.to(following.tell()) == ["en@example.dk", "omraade@example.dk"]


def test_mails_about_an_area_are_stopped_by_one_press(client: Client) -> None:
    follower = following.address("omraade@example.dk", make.area())
    following.hush()
    told()
    [mail] = following.tell()
    address = str(mail.extra_headers["List-Unsubscribe"]).strip("<>")
    address = address[address.index("/foelg/") :]
    assert "Du får ikke flere mails om Tranbjerg" in client.get(address).text
    client.post(address, {"goer": "stop"})
    assert not Follower.objects.filter(pk=follower.pk).exists()


def test_what_was_taken_back_before_the_mail_is_not_told() -> None:
    from deltagerbudget.acts.vocabulary import Recall
    from deltagerbudget.bulletins.actions import take_news_back
    from deltagerbudget.notifications.news import read_news

    following.address("omraade@example.dk", make.area())
    following.hush()
    bulletin = told()
    read_news(at=make.now())
    take_news_back(make.fie(), bulletin, recall=Recall.WRONG, at=make.now())
    assert following.tell() == []


def test_post_news_takes_its_actor() -> None:
    with pytest.raises(NotYours):
        post_news(make.uffe(), make.area(), values=WORDS, at=make.now())
