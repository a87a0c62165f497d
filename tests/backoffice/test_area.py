"""K1: the local council's own home."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import make
from tests.bulletins.told import told
from tests.events.made import planned, soon

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Grant
from deltagerbudget.acts.vocabulary import PhaseKind, Recall, Role
from deltagerbudget.backoffice.gaps import Spot, empty_places, empty_topics
from deltagerbudget.bulletins.actions import take_news_back
from deltagerbudget.places.models import Place
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.preparing import answer_remark, comment_setup
from deltagerbudget.proposals.models import Proposal

pytestmark = pytest.mark.django_db
HOME, HERE = "/medarbejder/", "/medarbejder/mit-omraade/tranbjerg/"


@pytest.fixture
def fie(client: Client) -> Client:
    client.force_login(Person.objects.get(pk=make.fie().person_id))
    return client


def test_it_works(fie: Client) -> None:
    """The first page after the login: what runs, what is new, what waits."""
    process = make.process(PhaseKind.IDEAS, title="Et bedre torv")
    proposal = make.submitted(process)
    draft = make.draft_process(title="En ny legeplads")
    event = planned(title="Idédag i hallen", starts_at=soon())
    page = fie.get(HOME).text
    for words in (
        "Tranbjerg",
        "Et bedre torv",
        "En ny legeplads",
        proposal.title,
        event.title,
        "Forberedes",
        "Sendt ind",
    ):
        assert words in page, words
    assert "Læs opsætningen" in page, "the point of the checklist that waits for the council"
    assert f"/medarbejder/nyheder/ny/?om={make.area().pk}" in page
    assert "/medarbejder/moeder/nyt/" in page
    assert f"/{draft.slug}/faellesraad/#bemaerk" in page
    assert fie.get(HERE).text == page.replace(HOME, HERE) or "Et bedre torv" in fie.get(HERE).text
    assert "Venter på mig" not in page


def test_k1_another_area_is_not_there(fie: Client) -> None:
    viby = make.area("Viby")
    process = make.draft_process(title="Hemmeligt i Viby")
    process.areas.set([viby])
    told(by=make.tove(), area=viby, title="Nyt i Viby")
    assert fie.get("/medarbejder/mit-omraade/viby/").status_code == 404
    assert fie.get("/medarbejder/mit-omraade/ukendt/").status_code == 404
    assert "Viby" not in fie.get(HOME).text
    Grant.objects.create(person_id=make.fie().person_id, role=Role.PARTNER, area=viby)
    assert "/medarbejder/mit-omraade/viby/" in fie.get(HOME).text
    page = fie.get("/medarbejder/mit-omraade/viby/").text
    assert "Hemmeligt i Viby" in page
    assert "Nyt i Viby" in page


def test_only_a_council_has_it_and_others_keep_their_own_front_page(client: Client) -> None:
    for name, status in (("Tove Tovholder", 403), ("Bo Sagsbehandler", 403)):
        make.tove(), make.bo(), make.area()
        client.force_login(Person.objects.get(name=name))
        assert client.get("/medarbejder/mit-omraade/").status_code == status
        assert "Venter på mig" in client.get(HOME).text
    Grant.objects.create(person=Person.objects.get(name="Tove Tovholder"), role=Role.PARTNER, area=make.area())
    client.force_login(Person.objects.get(name="Tove Tovholder"))
    page = client.get(HOME).text
    assert "Venter på mig" in page
    assert "/medarbejder/mit-omraade/" in page
    assert client.get("/medarbejder/mit-omraade/").status_code == 200


def test_what_is_said_to_the_council(fie: Client) -> None:
    draft = make.draft_process(title="En ny legeplads")
    remark = comment_setup(make.fie(), draft, part="deltagere", text="Lad de unge stemme.", at=make.now())
    assert "Det gør vi." not in fie.get(HOME).text
    answer_remark(make.tove(), remark, answer="Det gør vi.", at=make.now())
    told(by=make.tove(), title="Kommunen siger noget")
    gone = told(title="Vores egen nyhed")
    take_news_back(make.tove(), gone, recall=Recall.WRONG, at=make.now())
    hidden = told(draft, by=make.tove(), title="Om det, der ikke er åbent")
    page = fie.get(HOME).text
    for words in (
        "Det gør vi.",
        "Kommunen siger noget",
        "Kommunen har taget en af jeres nyheder tilbage",
        "Den var ikke rigtig",
    ):
        assert words in page, words
    assert hidden.title not in page
    assert gone.title not in page


def test_what_is_over_or_hidden_is_not_shown(fie: Client) -> None:
    over = make.process(PhaseKind.EVALUATION, title="Det er forbi")
    make.shift_to(over, PhaseKind.EVALUATION, into=timedelta(days=30))
    process = make.process(PhaseKind.IDEAS)
    draft = make.draft(process, title="En hemmelig kladde")
    page = fie.get(HOME).text
    assert over.title not in page
    assert draft.title not in page


def test_gaps_are_places_and_topics_without_proposals(fie: Client) -> None:
    assert empty_topics(["Leg", "Natur"], ["Leg", ""]) == ["Natur"]
    spots = [Spot("Øst", 10.2, 56.1), Spot("Vest", 10.1, 56.1)]
    assert empty_places(spots, [(10.19, 56.1)]) == ["Vest"]
    assert empty_places([], [(10.19, 56.1)]) == []
    process = make.process(PhaseKind.IDEAS)
    Process.objects.filter(pk=process.pk).update(categories=["Leg", "Natur"])
    for name, lon in (("Slet", 10.1), ("Landevejen", 10.2)):
        Place.objects.create(
            name=name, sort_key=name.lower(), search_key=name.lower(), lon=lon, lat=56.1, area=make.area()
        )
    proposal = make.submitted(process)
    Proposal.objects.filter(pk=proposal.pk).update(lon=10.19, lat=56.1, category="Leg")
    page = fie.get(HOME).text
    assert "Ingen forslag endnu om: Natur" in page
    assert "ved:</strong> Slet." in page
    make.shift_to(process, PhaseKind.REVIEW)
    assert "Slet" not in fie.get(HOME).text


def test_it_asks_the_database_a_fixed_number_of_times(fie: Client) -> None:
    def counted() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert fie.get(HERE).status_code == 200
        return len(asked)

    def more(number: int) -> None:
        for place in range(number):
            process = make.process(PhaseKind.IDEAS)
            make.submitted(process, author=make.author(place))
            draft = make.draft_process()
            remark = comment_setup(make.fie(), draft, part="opgave", text="Ja.", at=make.now())
            answer_remark(make.tove(), remark, answer="Tak.", at=make.now())
            told(process, by=make.tove())
            planned()

    more(1)
    counted()
    few = counted()
    more(3)
    assert counted() == few
    assert few <= 38
