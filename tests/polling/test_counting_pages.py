"""The pages of the paper: what each shows, to whom, and what they keep of what was typed."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from tests import make
from tests.polling import counted, made

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.ballots.models import Station, Vote
from deltagerbudget.polling.batch_models import Batch, Recheck

pytestmark = pytest.mark.django_db
STAFF = "/medarbejder/stemmesteder/"


def client(actor: Actor) -> Client:
    made_for = Client()
    made_for.force_login(Person.objects.get(pk=actor.person_id))
    return made_for


def text(response: HttpResponse) -> str:
    return response.content.decode()


def test_t54_no_page_takes_a_number_of_votes() -> None:
    """A figure from elsewhere is no vote, whatever the field is called: only sheets that two have entered are."""
    vote, station = counted.closed(papers=3, online=[[1]])
    bo, tove = client(make.bo()), client(make.tove())
    count = f"{STAFF}{station.pk}/papir/"
    figures = dict.fromkeys(("external_vote_count", "votes", "votes_1", "project_1", "count", "ballots"), "50")
    sent = bo.post(f"{count}bunke/", figures | {"sheets": "3", "scan": counted.scan()})
    batch = sent.headers["Location"]
    for address in (batch, f"{batch}tast/", f"{batch}godkend/", f"{batch}ret/", f"{count}slut/"):
        for who in (bo, tove):
            assert who.post(address, figures).status_code in {302, 403, 404, 405, 409, 422}
    assert vote.ballots.count() == 1
    assert not Batch.objects.exclude(approved_at=None).exists()
    for number in ("-1", "0", "4", "1e3", "3.5"):
        assert bo.post(f"{count}bunke/", {"sheets": number, "scan": counted.scan("x")}).status_code in {409, 422}
    assert Batch.objects.count() == 1


def test_from_the_box_to_the_result_by_the_pages() -> None:
    vote, station = counted.closed(papers=3, online=[[1]])
    bo, rikke, tove, rune = (client(one) for one in (make.bo(), counted.rikke(), make.tove(), counted.rune()))
    assert text(bo.get(STAFF)).count("Stemmesedler på papir") >= 1
    count = f"{STAFF}{station.pk}/papir/"
    wrong = bo.post(f"{count}bunke/", {"sheets": "4", "scan": counted.scan()})
    assert wrong.status_code == 409
    assert 'value="4"' in text(wrong)
    sent = bo.post(f"{count}bunke/", {"sheets": "3", "scan": counted.scan()})
    batch = sent.headers["Location"]
    assert bo.post(f"{batch}tast/", {"ark": ["1", "3", "1, 3"]}).status_code == 302
    # Blind: nothing of it is anywhere until the second is done.
    assert "Ark 2" not in text(rikke.get(batch))
    assert 'value=""' in text(rikke.get(f"{batch}tast/"))
    assert rikke.post(f"{batch}tast/", {"ark": ["1", "1", "1, 3"]}).status_code == 302
    page = text(tove.get(batch))
    assert "Ark 2" in page
    assert tove.post(f"{batch}godkend/").status_code == 409
    assert tove.post(f"{batch}ret/", {"nr": "2", "ark": "3"}).status_code == 302
    assert tove.post(f"{batch}godkend/").status_code == 302
    assert bo.post(f"{batch}godkend/").status_code == 409
    assert tove.post(f"{count}slut/").status_code == 409
    assert rune.post(f"{batch}godkend/").status_code == 302
    assert tove.post(f"{count}slut/").status_code == 302
    assert "afsluttet" in text(bo.get(count))
    sample = f"{STAFF}i/{vote.process.slug}/stikproeve/"
    assert rune.post(sample).status_code == 302
    assert rune.post(f"{STAFF}stikproeve/{Recheck.objects.get().pk}/", {"svar": "ens"}).status_code == 302
    assert "Ens" in text(rune.get(sample))
    assert make.counted(Vote.objects.select_related("process").get()).ballots == 4


def test_b70_what_is_wrong_stands_at_its_sheet_and_nothing_typed_is_lost() -> None:
    _vote, station = counted.closed(papers=2)
    batch = counted.registered(station, 2)
    page = client(make.bo()).post(f"{STAFF}bunke/{batch.pk}/tast/", {"ark": ["1, 99", "3,"]})
    assert page.status_code == 422
    assert 'value="1, 99"' in text(page)
    assert 'value="3,"' in text(page)
    assert "Nummer 99" in text(page)
    sent = client(make.bo()).post(f"{STAFF}bunke/{batch.pk}/tast/", {"ark": ["1, 99", "3,"], "set": "1"})
    assert sent.status_code == 302
    assert Batch.objects.get().first_by_id == make.bo().person_id


def test_nobody_sees_a_choice_before_the_vote_is_closed() -> None:
    vote = made.open_vote()
    station, bo = made.at_desk(vote)
    page = client(bo).get(f"{STAFF}{station.pk}/papir/")
    assert page.status_code == 200
    assert "Ikke lukket" in text(page) or "kassen" in text(page).lower()
    assert client(bo).post(f"{STAFF}{station.pk}/papir/bunke/", {"sheets": "1", "scan": "a" * 64}).status_code == 409


def test_garbage_in_a_form_is_explained() -> None:
    _vote, station = counted.closed(papers=1)
    bo, tove = client(make.bo()), client(make.tove())
    for given in ({"sheets": "x", "scan": counted.scan()}, {"sheets": "1"}, {}):
        assert bo.post(f"{STAFF}{station.pk}/papir/bunke/", given).status_code == 422
    batch = counted.entered(counted.registered(station, 1), ["1"], ["2"])
    for given in ({}, {"nr": "x", "ark": "1"}, {"nr": "²", "ark": "1"}, {"nr": "9" * 40, "ark": "1"}):
        assert tove.post(f"{STAFF}bunke/{batch.pk}/ret/", given).status_code == 409
    page = tove.post(f"{STAFF}bunke/{batch.pk}/ret/", {"nr": "1", "ark": "77"})
    assert page.status_code == 422
    assert 'value="77"' in text(page)
    assert Station.objects.get().paper_counted_at is None


def test_where_a_sheet_is_missing_two_persons_sign_off_and_everyone_reads_why() -> None:
    vote, station = counted.closed(papers=2)
    counted.approved(counted.entered(counted.registered(station, 1), ["-"], seen=True))
    tove, tom, count = client(make.tove()), client(make.tom()), f"{STAFF}{station.pk}/papir/"
    page = text(tove.get(count))
    assert "Tallene passer ikke" in page
    assert "blank" in page.lower()
    nothing = tove.post(f"{count}slut/", {"reason_da": "", "reason_en": "Lost at home."})
    assert nothing.status_code == 422
    assert "Lost at home." in text(nothing)
    assert tove.post(f"{count}slut/", {"reason_da": "En vælger tog den med hjem."}).status_code == 302
    own = text(tove.get(count))
    assert "Venter på" in own
    assert 'name="seen"' not in own
    page = text(tom.get(count))
    assert "En vælger tog den med hjem." in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    assert tom.post(f"{count}slut/", {"seen": "0" * 64}).status_code == 409
    assert tom.post(f"{count}slut/", {"seen": seen}).status_code == 302
    assert Station.objects.get().paper_counted_at is not None
    public = text(Client().get(f"/deltagerbudgetter/{vote.process.slug}/"))
    assert "1 stemmeseddel blev delt ud og er ikke talt med" in public
    assert "En vælger tog den med hjem." in public
    assert "Signed off by two" in text(tom.get(f"/en{count}"))


def test_the_front_page_of_the_staff_tells_the_second_person() -> None:
    _vote, station = counted.closed(papers=1)
    client(make.tove()).post(f"{STAFF}{station.pk}/papir/slut/", {"reason_da": "Væk."})
    assert f"{STAFF}{station.pk}/papir/" in text(client(make.tom()).get("/medarbejder/"))
    assert f"{STAFF}{station.pk}/papir/" not in text(client(make.tove()).get("/medarbejder/"))


def test_before_the_list_is_frozen_no_line_leads_nowhere() -> None:
    station = made.library(make.process())
    page = text(client(make.tove()).get(f"{STAFF}i/{station.process.slug}/papir/"))
    assert station.name in page
    assert f"{STAFF}{station.pk}/papir/" not in page
    assert f"{STAFF}i/{station.process.slug}/stikproeve/" not in page
