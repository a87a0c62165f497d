"""The residents' pages: write, look through, send, change, withdraw."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import make

from deltagerbudget.accounts.models import Person, PublicName
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage

pytestmark = pytest.mark.django_db

TEXTS = {
    "title": "En drikkepost",
    "what": "Koldt vand til alle",
    "why": "",
    "for_whom": "Alle",
    "place": "Ved stien",
    "wish_ore": "12.000",
    "public_name": "initial",
    "group_name": "",
    "has_consented": "on",
}
# Hostile texts: none of them may leave the page as markup.
HOSTILE = [
    "<svg onload=alert(1)>",
    "<img src=x onerror=alert(1)>",
    '"><script>alert(1)</script>',
    "<a href='javascript:alert(1)'>x</a>",
    "<iframe src=data:text/html,x></iframe>",
    "<math><mtext><table><mglyph><style><!--</style><img title=--&gt;<img src=1>",
    "{{ 7|add:7 }} {% now 'Y' %}",
]


def as_(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def text_of(response: Any) -> str:
    html: str = response.content.decode()
    return html


@pytest.fixture
def process() -> Process:
    return make.process()


@pytest.fixture
def anna() -> Client:
    return as_(make.anna())


def test_it_works_from_the_form_to_the_receipt(process: Process, anna: Client) -> None:
    assert anna.get(f"/forslag/nyt/{process.slug}/").status_code == 200
    written = anna.post(f"/forslag/nyt/{process.slug}/", TEXTS | {"next": "1"})
    proposal = Proposal.objects.get()
    assert written["Location"] == f"/forslag/{proposal.pk}/tjek/"
    shown = text_of(anna.get(written["Location"]))
    assert "Anna J." in shown
    assert "Koldt vand til alle" in shown
    sent = anna.post(written["Location"])
    assert sent["Location"] == f"/forslag/{proposal.pk}/kvittering/"
    receipt = text_of(anna.get(sent["Location"]))
    assert re.search(r"receipt-number.*<strong>1</strong>", receipt)
    proposal.refresh_from_db()
    assert (proposal.stage, proposal.wish_ore) == (Stage.SUBMITTED, 12_000_00)


def test_b47_a_draft_survives_and_is_found_again(process: Process, anna: Client) -> None:
    half = {"title": "Kun en titel", "public_name": "initial", "save": "1"}
    saved = anna.post(f"/forslag/nyt/{process.slug}/", half)
    proposal = Proposal.objects.get()
    assert saved["Location"] == f"/forslag/{proposal.pk}/ret/"
    assert "Kun en titel" in text_of(anna.get(saved["Location"]))
    assert proposal.authorships.get().consent_at is None
    unready = anna.get(f"/forslag/{proposal.pk}/tjek/")
    assert "button-large" not in text_of(unready)
    assert anna.post(f"/forslag/{proposal.pk}/tjek/").status_code == 409
    proposal.refresh_from_db()
    assert proposal.stage == Stage.DRAFT


def test_t12_a_draft_is_its_authors_alone(process: Process) -> None:
    draft = make.draft(process, title="Hemmelig kladde")
    pages = [f"/forslag/{draft.pk}/{page}/" for page in ("ret", "tjek", "kvittering", "traek-tilbage")]
    for actor in (make.author(1), make.tove(), make.bo(), make.fie(), make.administrator()):
        client = as_(actor)
        for page in pages:
            assert client.get(page).status_code == 404, page
            if "kvittering" not in page:
                assert client.post(page, TEXTS).status_code == 404, page
        assert client.get(f"/medarbejder/vurdering/forslag/{draft.pk}/").status_code in (403, 404)
        assert "Hemmelig" not in text_of(client.get(f"/deltagerbudgetter/{process.slug}/forslag/"))
    assert Client().get(pages[0]).status_code == 302
    assert not Proposal.objects.public().exists()
    draft.refresh_from_db()
    assert (draft.stage, draft.title) == (Stage.DRAFT, "Hemmelig kladde")


def test_b44_input_is_kept_after_an_error(process: Process, anna: Client) -> None:
    wrong = TEXTS | {"title": "", "why": "Fordi vi tørster", "wish_ore": "mange", "has_consented": "", "next": "1"}
    answer = anna.post(f"/forslag/nyt/{process.slug}/", wrong)
    html = text_of(answer)
    assert answer.status_code == 422
    for kept in ("Koldt vand til alle", "Fordi vi tørster", 'value="mange"', "Ved stien"):
        assert kept in html
    for field in ("id_title", "id_wish_ore", "id_has_consented"):
        assert f'href="#{field}"' in html
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    ("name", "text"), [("title", "x" * 81), ("what", "x" * 2001), ("place", "x" * 201), ("title", "abc")]
)
def test_b44_lengths(process: Process, anna: Client, name: str, text: str) -> None:
    answer = anna.post(f"/forslag/nyt/{process.slug}/", TEXTS | {name: text, "next": "1"})
    assert answer.status_code == 422
    assert f'href="#id_{name}"' in text_of(answer)
    assert text in text_of(answer)


def test_b45_what_a_machine_fills_in_is_refused_quietly(process: Process, anna: Client) -> None:
    answer = anna.post(f"/forslag/nyt/{process.slug}/", TEXTS | {"homepage": "https://spam.example", "next": "1"})
    assert answer.status_code == 302
    assert not Proposal.objects.exists()
    sent = make.submitted(process)
    anna.post(f"/forslag/{sent.pk}/ret/", TEXTS | {"homepage": "x", "next": "1"})
    sent.refresh_from_db()
    assert sent.title != TEXTS["title"]


def test_r19_a_cpr_number_is_pointed_out(process: Process, anna: Client) -> None:
    for name in ("title", "what", "why", "for_whom", "place", "group_name"):
        answer = anna.post(f"/forslag/nyt/{process.slug}/", TEXTS | {name: "Spørg 070761-4285", "save": "1"})
        assert answer.status_code == 422, name
        assert f'href="#id_{name}"' in text_of(answer)
    assert not Proposal.objects.exists()


def test_t20_fields_that_are_not_the_authors_are_ignored(process: Process, anna: Client) -> None:
    other = make.process(title="Et andet")
    grab = {"stage": "admitted", "price_ore": "1", "price": "1", "number": "7", "process": str(other.pk)}
    grab |= {"submitted_at": "2020-01-01", "person": "1", "consent_at": "", "id": "9", "pk": "9"}
    anna.post(f"/forslag/nyt/{process.slug}/", TEXTS | grab | {"next": "1"})
    proposal = Proposal.objects.get()
    anna.post(f"/forslag/{proposal.pk}/ret/", TEXTS | grab | {"next": "1"})
    anna.post(f"/forslag/{proposal.pk}/tjek/", grab)
    proposal.refresh_from_db()
    assert (proposal.stage, proposal.price_ore, proposal.number) == (Stage.SUBMITTED, None, 1)
    assert proposal.process == process


@pytest.mark.parametrize("text", HOSTILE)
def test_t01_t03_markup_is_inert_everywhere(process: Process, anna: Client, text: str) -> None:
    values = TEXTS | dict.fromkeys(("what", "why", "for_whom", "place"), text)
    values |= {"title": text[:80], "public_name": "group", "group_name": text, "next": "1"}
    anna.post(f"/forslag/nyt/{process.slug}/", values)
    proposal = Proposal.objects.get()
    pages = [f"/forslag/{proposal.pk}/{page}/" for page in ("ret", "tjek", "traek-tilbage")]
    html = "".join(text_of(anna.get(page)) for page in pages)
    anna.post(f"/forslag/{proposal.pk}/tjek/")
    html += text_of(anna.get(f"/forslag/{proposal.pk}/kvittering/"))
    html += text_of(as_(make.tove()).get(f"/medarbejder/vurdering/forslag/{proposal.pk}/"))
    for raw in ("<svg onload", "<img src", "<script>alert", "<a href='java", "<iframe", "<math", "<mglyph"):
        assert raw not in html
    if "{{" in text:
        assert "{{ 7|add:7 }}" in html


def test_titles_are_one_line(process: Process, anna: Client) -> None:
    anna.post(f"/forslag/nyt/{process.slug}/", TEXTS | {"title": "  En \r\n bænk\t", "next": "1"})
    assert Proposal.objects.get().title == "En bænk"


@pytest.mark.parametrize("text", ["\x00", "\ud800", "1" * 400])
def test_bad_input_never_breaks_the_page(process: Process, anna: Client, text: str) -> None:
    raw = text.encode("utf-8", "surrogatepass")
    for name in ("title", "wish_ore", "public_name"):
        answer = anna.post(f"/forslag/nyt/{process.slug}/", TEXTS | {name: raw.decode("latin-1"), "next": "1"})
        assert answer.status_code in (200, 302, 422)
    assert anna.get("/forslag/99999999999999999999999/ret/").status_code == 404
    assert anna.get("/forslag/nyt/findes-ikke/").status_code == 404


def test_b21_who_may_not_is_told_before_writing_and_what_to_do_instead(process: Process) -> None:
    answer = as_(make.uffe()).get(f"/forslag/nyt/{process.slug}/")
    html = text_of(answer)
    assert answer.status_code == 409
    assert "<textarea" not in html
    for helpful in ("Tranbjerg", "12 34 56 78", f"/deltagerbudgetter/{process.slug}/forslag/"):
        assert helpful in html


def test_b39_when_proposals_close_while_one_writes_the_text_is_kept(process: Process, anna: Client) -> None:
    make.shift_to(process, PhaseKind.REVIEW)
    answer = anna.post(f"/forslag/nyt/{process.slug}/", TEXTS | {"next": "1"})
    assert answer.status_code == 409
    assert "Koldt vand til alle" in text_of(answer)
    assert anna.get(f"/forslag/nyt/{process.slug}/").status_code == 409


def test_b49_beyond_the_limit_one_is_led_to_ones_own(anna: Client) -> None:
    process = make.process(proposals_per_person=1)
    draft = make.draft(process)
    html = text_of(anna.get(f"/forslag/nyt/{process.slug}/"))
    assert f"/forslag/{draft.pk}/ret/" in html


def test_a_process_that_is_not_open_is_not_there(anna: Client) -> None:
    hidden = make.draft_process(PhaseKind.IDEAS)
    assert anna.get(f"/forslag/nyt/{hidden.slug}/").status_code == 404


def test_a_change_of_what_is_sent(process: Process, anna: Client) -> None:
    sent = make.submitted(process)
    changed = anna.post(f"/forslag/{sent.pk}/ret/", TEXTS | {"public_name": "full", "next": "1"}, follow=True)
    assert changed.redirect_chain[-1][0] == f"/forslag/{sent.pk}/kvittering/"
    sent.refresh_from_db()
    assert (sent.title, sent.authorships.get().public_name) == ("En drikkepost", PublicName.FULL)
    assert sent.versions.count() == 2


def test_withdrawing_asks_first(process: Process, anna: Client) -> None:
    sent = make.submitted(process)
    assert anna.get(f"/forslag/{sent.pk}/traek-tilbage/").status_code == 200
    sent.refresh_from_db()
    assert sent.stage == Stage.SUBMITTED
    done = anna.post(f"/forslag/{sent.pk}/traek-tilbage/", follow=True)
    assert done.status_code == 200
    sent.refresh_from_db()
    assert sent.stage == Stage.WITHDRAWN
    assert anna.post(f"/forslag/{sent.pk}/traek-tilbage/").status_code == 409
    assert anna.get(f"/forslag/{sent.pk}/ret/").status_code == 409


def test_a_protected_name_is_never_offered(process: Process) -> None:
    hidden = make.person("Petra Privat", is_protected=True)
    client = Client()
    client.force_login(hidden)
    options = re.findall(r'name="public_name" value="(\w+)"', text_of(client.get(f"/forslag/nyt/{process.slug}/")))
    assert options == ["initial", "group"]
    answer = client.post(f"/forslag/nyt/{process.slug}/", TEXTS | {"public_name": "full", "next": "1"})
    assert answer.status_code == 422


def test_the_young_are_told_to_ask_an_adult(process: Process) -> None:
    client = Client()
    client.force_login(make.person("Ung Frederik", age=14))
    assert "under 18" in text_of(client.get(f"/en/forslag/nyt/{process.slug}/"))


def test_t23_without_a_token_nothing_is_done(process: Process) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(Person.objects.get(pk=make.anna().person_id))
    assert client.post(f"/forslag/nyt/{process.slug}/", TEXTS | {"next": "1"}).status_code == 403
    assert not Proposal.objects.exists()


def test_queries_do_not_grow_with_the_rows(process: Process, anna: Client) -> None:
    sent = make.submitted(process)
    pages = [f"/forslag/{page}/" for page in (f"nyt/{process.slug}", f"{sent.pk}/ret", f"{sent.pk}/kvittering")]
    few = [queries(anna, page) for page in pages]
    for place in range(12):
        make.submitted(process, author=make.author(place))
    assert [queries(anna, page) for page in pages] == few
    assert max(few) <= 14


def queries(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(page).status_code == 200
    return len(caught)


@pytest.mark.parametrize("text", ["Aаrhus by", "Bænk\u202e ved søen", "Borgmester"])
def test_t46_a_title_or_a_group_that_deceives_is_refused(process: Process, anna: Client, text: str) -> None:
    for field in ("title", "group_name"):
        given = TEXTS | {"public_name": "group", "group_name": "Kajakklubben", field: text, "next": "1"}
        answer = anna.post(f"/forslag/nyt/{process.slug}/", given)
        assert answer.status_code == 422
        assert f'href="#id_{field}"' in text_of(answer)
