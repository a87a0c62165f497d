"""The staff's pages, what is open while one writes for a resident, and what is not."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests import make
from tests.behalf.entered import CONTACT, begun, browser_of, karen, through
from tests.pictures.files import data, pdf

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.marks import mark_of
from deltagerbudget.acts.models import Entry, Look
from deltagerbudget.acts.request import RESIDENT, actor_of
from deltagerbudget.acts.tables import ON_BEHALF
from deltagerbudget.acts.vocabulary import Act, Looked, PhaseKind
from deltagerbudget.behalf.models import Assisted
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.ui import guard

pytestmark = pytest.mark.django_db
STAFF = "/medarbejder/for-borgere/"
FORM = {"name": "Karen Jakobsen", "birth_date": "1948-03-02", "residence": "tranbjerg", "source": "paper"}
FORM |= {"contact": CONTACT, "has_consented": "on"}


def sent(client: Client, process: Process, **values: Any) -> Any:
    return client.post(f"{STAFF}i/{process.slug}/ny/", FORM | values)


def test_from_the_slip_to_the_sent_proposal() -> None:
    process, client = make.process(), browser_of(make.tove())
    assert client.get(f"{STAFF}i/{process.slug}/ny/").status_code == 200
    file = SimpleUploadedFile("seddel.pdf", pdf())
    assisted = Assisted.objects.get(pk=int(sent(client, process, scan=file)["Location"].split("/")[-2]))
    assert client.get(f"{STAFF}{assisted.pk}/").status_code == 200
    assert client.post(f"{STAFF}{assisted.pk}/skriv/")["Location"] == f"/forslag/nyt/{process.slug}/"
    begin = client.post(f"/forslag/nyt/{process.slug}/sted/", {"place": "Torvet", "next": "1", "began": ""})
    pk = Proposal.objects.get().pk
    assert begin["Location"].startswith(f"/forslag/{pk}/")
    client.post(f"/forslag/{pk}/trin/ide/", {"title": "En bænk ved kirken", "next": "1"})
    client.post(f"/forslag/{pk}/trin/beskriv/", {"what": "En bænk.", "why": "", "for_whom": "Alle", "next": "1"})
    client.post(f"/forslag/{pk}/trin/navn/", {"public_name": "initial", "has_consented": "on", "next": "1"})
    assert client.post(f"/forslag/{pk}/tjek/")["Location"] == f"/forslag/{pk}/kvittering/"
    proposal = Proposal.objects.get()
    assert (proposal.number, proposal.author_names) == (1, ["Karen J."])
    paper = client.get(f"/forslag/{pk}/kvittering/papir/").content.decode()
    for words in ("En bænk ved kirken", "nummer 1", "Tove Tovholder", "12 34 56 78"):
        assert words in paper
    assert set(Entry.objects.filter(person=assisted.person).values_list("through", flat=True)) == {
        make.tove().person_id
    }
    public = Client().get(f"/deltagerbudgetter/{process.slug}/forslag/1/").content.decode()
    assert "gennem kommunen" in public
    assert "Jakobsen" not in public
    assert CONTACT not in public


@pytest.mark.parametrize(
    "wrong",
    [
        {"has_consented": ""},
        {"name": ""},
        {"contact": ""},
        {"residence": ""},
        {"birth_date": "2199-01-01"},
        {"contact": "070761-4285"},
    ],
)
def test_what_was_typed_stays_when_something_is_missing(wrong: dict[str, str]) -> None:
    process, client = make.process(), browser_of(make.tove())
    page = sent(client, process, scan=SimpleUploadedFile("a.pdf", pdf()), **wrong)
    assert page.status_code == 422
    text = page.content.decode()
    assert "Vælg filen igen" in text
    assert ("Karen Jakobsen" in text) == ("name" not in wrong)
    assert not Assisted.objects.exists()


@pytest.mark.parametrize("file", [b"GIF89a nothing", b"<script>alert(1)</script>", b"", pdf(b"<</JavaScript(x)>>")])
def test_a_file_of_another_kind_is_refused_whatever_it_is_called(file: bytes) -> None:
    process, client = make.process(), browser_of(make.tove())
    page = sent(client, process, scan=SimpleUploadedFile("seddel.pdf", file, "application/pdf"))
    assert page.status_code == 422
    assert not Assisted.objects.exists()


@pytest.mark.parametrize(("file", "kind"), [(pdf(), "application/pdf"), (data(), "image/webp")])
def test_t17_b71_the_scan_is_for_these_staff_alone(file: bytes, kind: str) -> None:
    process, client = make.process(), browser_of(make.tove())
    sent(client, process, scan=SimpleUploadedFile("x", file))
    assisted = Assisted.objects.get()
    url = f"{STAFF}{assisted.pk}/scan/"
    page = client.get(url)
    assert page["Content-Type"] == kind
    assert page["Content-Disposition"].startswith("attachment")
    assert page["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in page["Cache-Control"]
    assert browser_of(make.bo()).get(url).status_code == 200
    assert browser_of(make.fie()).get(url).status_code == 404
    elsewhere = make.staff("Olga Omegn", make.Role.OWNER, make.area("Viby"))
    assert browser_of(elsewhere).get(url).status_code == 404
    for who in (make.anna, make.administrator):
        assert browser_of(who()).get(url).status_code == 403
    assert Client().get(url).status_code == 302
    client.post("/logud/")
    assert client.get(url).status_code == 302
    held = assisted.document or assisted.picture
    assert held is not None
    for path in (f"{held.name}.pdf", f"{held.name}-480.webp", f"egne/{held.name}.pdf", f"egne/{held.name}-480.webp"):
        for browser in (Client(), client):
            assert browser.get(f"/medier/{path}").status_code in {302, 404}


def test_the_local_council_sees_those_whom_it_entered_itself() -> None:
    process = make.process()
    own, other = karen(process, by=make.fie()), karen(process, name="Jens Jensen")
    client = browser_of(make.fie())
    text = client.get(f"{STAFF}i/{process.slug}/").content.decode()
    assert "Karen Jakobsen" in text
    assert "Jens Jensen" not in text
    assert client.get(f"{STAFF}{own.pk}/").status_code == 200
    for url in (f"{STAFF}{other.pk}/", f"{STAFF}{other.pk}/slet/"):
        assert client.get(url).status_code == 404
    assert client.post(f"{STAFF}{other.pk}/skriv/").status_code == 404
    assert "2 borgere" in browser_of(make.tove()).get(STAFF).content.decode()


def test_each_look_is_written_down() -> None:
    assisted = karen(make.process(), scan=pdf())
    client = browser_of(make.bo())
    for url in (f"i/{assisted.process.slug}/", f"{assisted.pk}/", f"{assisted.pk}/scan/"):
        client.get(f"{STAFF}{url}")
    looks = Look.objects.filter(what=Looked.ASSISTED, person=make.bo().person_id).order_by("pk")
    assert list(looks.values_list("subject", flat=True)) == [None, assisted.person_id, assisted.person_id]


def test_the_list_asks_no_more_for_many() -> None:
    process, client = make.process(), browser_of(make.tove())
    karen(process)
    client.get(f"{STAFF}i/{process.slug}/")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get(f"{STAFF}i/{process.slug}/")
    for number in range(4):
        row = karen(process, name=f"Borger {number}")
        make.draft(process, author=through(row))
    with CaptureQueriesContext(connection) as many:
        client.get(f"{STAFF}i/{process.slug}/")
    assert len(many) <= len(few) + 1


def marked_views() -> list[tuple[str, Any]]:
    """Every view of the site, by its name."""

    def walk(patterns: Any, space: str) -> Any:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from walk(pattern.url_patterns, inner)
            elif isinstance(pattern, URLPattern):
                yield f"{space}{pattern.name}", pattern.callback

    return list(dict(walk(get_resolver().url_patterns, "")).items())


def test_b71_every_view_of_another_act_is_closed() -> None:
    """Asked of the middleware itself, with each view that there is."""
    from django.test import RequestFactory

    from deltagerbudget.acts.middleware import MarkMiddleware

    assisted = karen(make.process())
    closed = MarkMiddleware(lambda request: None)  # type: ignore[arg-type, return-value]
    seen = 0
    for name, view in marked_views():
        mark = mark_of(view)
        if mark in {"public", "booth", None}:
            continue
        for method in ("get", "post"):
            request = getattr(RequestFactory(), method)("/")
            request.user, request.through = assisted.person, through(assisted).through
            answer = closed.process_view(request, view, (), {})
            is_open = mark in ON_BEHALF or name in {"behalf_staff:end", "accounts:logout"}
            is_open = is_open or (mark == "member" and method == "get")
            assert (answer is None) == is_open, (name, method)
            seen += answer is not None
    assert seen > 100


@pytest.mark.parametrize(
    "url",
    [
        "/mig/oplysninger/",
        "/min-side/slet-mig/",
        "/min-side/hent-mine-data/",
        "/foelg/mine/",
        "/medarbejder/adgang/app/",
    ],
)
def test_b71_nothing_of_the_account_can_be_changed(url: str) -> None:
    assisted = karen(make.process())
    client = begun(assisted)
    before = Person.objects.values().get(pk=assisted.person_id)
    page = client.post(url, {"email": "ny@example.dk", "language": "en", "word": "SLET", "words": "to ord"})
    assert page.status_code in {403, 404}
    assert Person.objects.values().get(pk=assisted.person_id) == before


def test_b71_the_page_that_refuses_says_how_to_stop_and_keeps_what_was_typed() -> None:
    client = begun(karen(make.process()))
    page = client.post("/min-side/slet-mig/", {"word": "jeg vil slettes"})
    text = page.content.decode()
    assert page.status_code == 403
    assert "jeg vil slettes" in text
    assert 'action="/medarbejder/for-borgere/afslut/"' in text
    for url in ("/medarbejder/", STAFF, "/medarbejder/vurdering/"):
        page = client.get(url)
        assert page.status_code == 403
        assert "Hold op med at skrive for borgeren" in page.content.decode()


def test_b71_the_booth_knows_nothing_of_it_and_nobody_votes_for_another() -> None:
    """Whoever writes for a resident comes to the booth as a visitor, and says who they are there like everyone else."""
    vote = make.open_vote()
    process = make.process()
    client = begun(karen(process))
    url = f"/stem/{vote.process.slug}/"
    mine, others = client.get(url), Client().get(url)
    assert mine.status_code == others.status_code == 200
    assert "Karen" not in mine.content.decode()
    assert "behalf-banner" not in mine.content.decode()
    request = mine.wsgi_request
    assert not hasattr(request, "assistance")
    assert not hasattr(request, "_cached_user")
    client.post(f"{url}afgiv/", {"valg": "1"})
    assert vote.ballots.count() == 0


def test_the_public_pages_are_the_same_and_the_strip_has_the_banner() -> None:
    process = make.process()
    client = begun(karen(process))
    page = client.get(f"/deltagerbudgetter/{process.slug}/")
    assert "Karen" not in page.content.decode()
    assert not hasattr(page.wsgi_request, "assistance")
    strip = client.get("/mig/").content.decode()
    assert "Du skriver på vegne af Karen J." in strip
    assert "30 minutter tilbage" in strip
    assert "behalf" not in browser_of(make.tove()).get("/mig/").content.decode()


def test_b71_expired_time_loses_nothing_that_was_typed() -> None:
    process = make.process()
    assisted = karen(process)
    proposal = make.draft(process, author=through(assisted), title="En bænk")
    client = begun(assisted)
    url = f"/forslag/{proposal.pk}/trin/ide/"
    session = client.session
    session["assistance"] = {**session["assistance"], "until": make.now().timestamp()}
    session.save()
    page, again = client.post(url, {"title": "En bænk med ryglæn", "next": "1"}), client.get(url)
    assert page.status_code == again.status_code == 409
    assert "En bænk med ryglæn" in page.content.decode()
    assert Proposal.objects.get().title == "En bænk"
    assert client.post(f"{STAFF}{assisted.pk}/skriv/", {"next": url})["Location"] == url
    assert "En bænk med ryglæn" in client.get(url).content.decode()


def test_b71_after_expired_time_one_goes_on_at_a_page_and_not_at_a_button() -> None:
    process = make.process()
    assisted = karen(process)
    proposal = make.draft(process, author=through(assisted))
    client = begun(assisted)
    session = client.session
    session["assistance"] = {**session["assistance"], "until": make.now().timestamp()}
    session.save()
    button, page = (reverse(f"together:{name}", args=[proposal.pk]) for name in ("invite", "authors"))
    for referer, wanted in ((f"http://testserver{page}?a=1", page), ("http://evil.example/x/", ""), ("", "")):
        over = client.post(button, {"email": ""}, headers={"referer": referer})
        assert over.status_code == 409
        assert f'name="next" value="{wanted}"' in over.content.decode()
    assert client.post(f"{STAFF}{assisted.pk}/skriv/", {"next": page})["Location"] == page
    assert client.get(page).status_code == 200


def test_b71_expired_time_begins_no_proposal_of_the_clerk_and_fills_in_none_of_another_resident() -> None:
    process = make.process()
    first, second = karen(process), karen(process, name="Jens Jensen")
    client = begun(first)
    session = client.session
    session["assistance"] = {**session["assistance"], "until": make.now().timestamp()}
    session.save()
    url = f"/forslag/nyt/{process.slug}/sted/"
    page = client.post(url, {"place": "Karens have bag skolen", "next": "1", "began": ""})
    assert page.status_code == 409
    assert "Karens have bag skolen" in page.content.decode()
    assert not Proposal.objects.exists()
    assert client.post(f"{STAFF}{first.pk}/skriv/", {"next": url})["Location"] == url
    assert "Karens have bag skolen" in client.get(url).content.decode()
    session = client.session
    session["assistance"] = {**session["assistance"], "until": make.now().timestamp()}
    session.save()
    client.post(url, {"place": "Karens have bag skolen", "next": "1", "began": ""})
    assert client.post(f"{STAFF}{second.pk}/skriv/", {"next": url})["Location"] == url
    assert "Karens have" not in client.get(url).content.decode()


def test_b71_a_form_of_one_resident_is_not_sent_as_another() -> None:
    """Two tabs: the forms of the first end with its assistance, and what was typed is shown."""
    process = make.process()
    first, second = karen(process), karen(process, name="Jens Jensen")
    proposal = make.submitted(process)
    client = Client(enforce_csrf_checks=True)
    client.force_login(Person.objects.get(pk=make.tove().person_id))

    def token(url: str) -> str:
        return client.get(url).content.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]

    def post(url: str, word: str, **values: str) -> Any:
        return client.post(url, values | {"csrfmiddlewaretoken": word})

    own = token(f"{STAFF}{first.pk}/")
    assert post(f"{STAFF}{first.pk}/skriv/", own).status_code == 302
    # What the clerk had open before is not sent as the resident.
    assert post(f"/samtale/{proposal.pk}/spoerg/", own, text="Hvornår?", name="none").status_code == 403
    asking = f"/samtale/{proposal.pk}/spoerg/"
    old = token(asking)
    assert post(f"{STAFF}afslut/", old).status_code == 302
    assert post(f"{STAFF}{second.pk}/skriv/", token(f"{STAFF}{second.pk}/")).status_code == 302
    page = post(asking, old, text="Er der lys om aftenen?", name="none")
    assert page.status_code == 403
    assert "Er der lys om aftenen?" in page.content.decode()
    assert not Entry.objects.filter(act=Act.ASK_QUESTION).exists()


def test_another_resident_only_after_the_first_is_ended() -> None:
    process = make.process()
    client = begun(karen(process))
    other = karen(process, name="Jens Jensen")
    assert client.post(f"{STAFF}{other.pk}/skriv/").status_code == 403
    assert "Karen J." in client.get("/min-side/").content.decode()


def test_b71_the_request_is_a_resident_s_and_no_staff_s() -> None:
    client = begun(karen(make.process()))
    page = client.get("/min-side/")
    actor = actor_of(page.wsgi_request)
    assert actor.grants == RESIDENT
    assert actor.through_id == make.tove().person_id
    text = page.content.decode()
    for closed in ('/medarbejder/"', "/min-side/slet-mig/", "/mig/oplysninger/"):
        assert closed not in text


def test_a_question_is_asked_for_the_resident() -> None:
    process = make.process()
    proposal, assisted = make.submitted(process), karen(process)
    client = begun(assisted)
    url = f"/samtale/{proposal.pk}/spoerg/"
    words = {"text": "Er der lys om aftenen?", "name": "none", "billet": guard.stamp(time.time() - 5)}
    assert client.post(url, words).status_code == 302
    entry = Entry.objects.filter(act=Act.ASK_QUESTION).first()
    assert entry is not None
    assert (entry.person_id, entry.through_id) == (assisted.person_id, make.tove().person_id)


@pytest.mark.parametrize("clerk", [make.tove, make.fie])
def test_what_waits_for_the_resident_waits_for_the_clerk(clerk: Any) -> None:
    process = make.process()
    assisted = karen(process, by=clerk())
    proposal = make.submitted(process, author=through(assisted))
    process = make.shift_to(process, PhaseKind.REVIEW)
    make.ask_revision(make.tove(), proposal, wish="Flyt den.", until=make.today() + timedelta(days=7), at=make.now())
    client = browser_of(clerk())
    assert "beder om en ændring" in client.get(f"{STAFF}{assisted.pk}/").content.decode()
    home = client.get("/medarbejder/", follow=True).content.decode()
    assert f"En borger uden konto, nr. {assisted.pk}" in home
    assert "Karen" not in home
    assert "En borger uden konto" not in browser_of(make.tom()).get("/medarbejder/").content.decode()
