"""What is offered while somebody writes: like proposals and advice. None of it blocks."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.advice import advise
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.offers import likes

pytestmark = pytest.mark.django_db
CRITERIA = ["Forslaget ligger i Tranbjerg.", "Pengene kan ikke bruges til løn.", "Det må ikke være en scene."]


def as_(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


@pytest.fixture
def process() -> Process:
    return make.process(proposals_per_person=20)


def bench(process: Process, place: int = 0, **values: object) -> Proposal:
    texts = {"title": "Bænke ved søen", "what": "Bænke at sidde på.", "place": "Søen"} | values
    return make.submitted(process, author=make.author(place), **texts)


def test_b46_at_most_five_of_the_same_are_offered_while_creating(process: Process) -> None:
    for place in range(7):
        bench(process, place)
    found = likes(process, {"title": "En bænk ved søen"})
    assert [like.title for like in found] == ["Bænke ved søen"] * 5
    own = make.draft(process, title="En bænk ved søen")
    page = as_(make.anna()).get(f"/forslag/{own.pk}/trin/lignende/")
    assert page.content.decode().count(">Bænke ved søen</a>") == 5


def test_b46_none_while_a_sent_proposal_is_edited(process: Process) -> None:
    bench(process)
    own = make.submitted(process, title="En bænk ved søen")
    client = as_(make.anna())
    assert client.get(f"/forslag/{own.pk}/trin/lignende/").status_code == 302
    assert "Bænke ved søen" not in client.get(f"/forslag/{own.pk}/ret/").content.decode()


def test_the_same_deltagerbudget_comes_first_and_earlier_ones_of_the_area_after(process: Process) -> None:
    earlier = make.process(title="Sidste års pulje")
    bench(earlier, title="Bænke ved søen og stien")
    bench(process, 1, title="Siddepladser ved søen", what="Noget at hvile sig på.")
    found = likes(process, {"title": "Bænke ved søen og stien"})
    assert [like.process for like in found] == [process.title, "Sidste års pulje"]


def test_b47_drafts_and_what_is_not_public_are_never_offered(process: Process) -> None:
    make.draft(process, author=make.author(1), title="Bænke ved søen")
    elsewhere = make.process(title="Et helt andet sted")
    elsewhere.areas.set([make.area("Viby")])
    Proposal.objects.filter(pk=make.submitted(process, author=make.author(3)).pk).update(
        process=elsewhere, title="Bænke ved søen"
    )
    assert likes(process, {"title": "Bænke ved søen"}) == []


def test_near_is_likelier(process: Process) -> None:
    far = bench(process, 1, title="Bænke ved søen i syd")
    near = bench(process, 2, title="Bænke ved søen i nord")
    Proposal.objects.filter(pk=far.pk).update(lon=10.2, lat=56.0)
    Proposal.objects.filter(pk=near.pk).update(lon=10.1, lat=56.09)
    at = {"title": "Bænke ved søen", "lon": 10.1001, "lat": 56.0901}
    assert likes(process, at)[0].title == near.title
    assert likes(process, at | {"lon": 10.2, "lat": 56.0})[0].title == far.title


def test_one_can_join_or_go_on_without_javascript(process: Process) -> None:
    theirs = bench(process)
    own = make.draft(process, title="En bænk ved søen")
    client = as_(make.anna())
    page = client.get(f"/forslag/{own.pk}/trin/lignende/").content.decode()
    assert f"/deltagerbudgetter/{process.slug}/forslag/{theirs.number}/" in page
    assert f"/forslag/{own.pk}/trin/beskriv/" in page
    assert client.post(f"/forslag/{own.pk}/tjek/").status_code == 302


def test_queries_do_not_grow(process: Process) -> None:
    client = as_(make.anna())
    own = make.draft(process, title="En bænk ved søen")
    counts = []
    for place in (0, 1, 2, 3):
        bench(process, place)
        with CaptureQueriesContext(connection) as seen:
            client.get(f"/forslag/{own.pk}/trin/lignende/")
        counts.append(len(seen))
    assert len(set(counts[1:])) == 1


def test_bad_input_is_no_error(process: Process) -> None:
    url = f"/forslag/nyt/{process.slug}/raad/"
    for title in ("\0", "x" * 5000, "😀", ""):
        assert Client().get(url, {"what": title}).status_code == 200
        assert likes(process, {"title": title}) == []
    assert Client().get("/forslag/nyt/findes-ikke/raad/").status_code == 404


def test_advice_quotes_the_criterion_by_its_number() -> None:
    assert [(each.rule, each.quote) for each in advise("En scene på torvet", CRITERIA)] == [(3, CRITERIA[2])]
    assert advise("En bænk ved søen i Tranbjerg", CRITERIA) == []


def test_running_cost_is_asked_about() -> None:
    assert [each.rule for each in advise("Løn til en instruktør", CRITERIA)] == [2]
    assert [each.rule for each in advise("Husleje til foreningen", CRITERIA[:1])] == [None]


def test_advice_stands_on_the_page_and_blocks_nothing() -> None:
    process = make.process(criteria="\n".join(CRITERIA))
    own = make.draft(process, title="En scene på torvet")
    client = as_(make.anna())
    assert "Kriterium 3: “Det må ikke være en scene.”" in client.get(f"/forslag/{own.pk}/tjek/").content.decode()
    assert client.post(f"/forslag/{own.pk}/tjek/").status_code == 302


def test_a3_a_price_above_the_amount_is_advice_with_the_rules_number() -> None:
    criteria = ["Forslaget ligger i Tranbjerg.", "Et forslag må højst koste hele beløbet."]
    assert advise("En bænk", criteria, wish_ore=8_000_000, amount_ore=8_000_000) == []
    (found,) = advise("En bænk", criteria, wish_ore=8_000_100, amount_ore=8_000_000)
    assert (found.rule, found.quote) == (2, criteria[1])
    assert "80.000 kr" in found.text
    assert advise("En bænk", criteria[:1], wish_ore=8_000_100, amount_ore=8_000_000)[0].rule is None


def test_a3_a_price_above_the_amount_does_not_stop_anybody() -> None:
    process = make.process(criteria="Et forslag må højst koste hele beløbet.")
    own, client = make.draft(process), as_(make.anna())
    answer = client.post(f"/forslag/{own.pk}/trin/beskriv/", {"what": "Dyrt.", "wish_ore": "90.000", "next": "1"})
    assert answer.status_code == 302
    assert "Kriterium 1" in client.get(f"/forslag/{own.pk}/tjek/").content.decode()
    assert client.post(f"/forslag/{own.pk}/tjek/").status_code == 302
