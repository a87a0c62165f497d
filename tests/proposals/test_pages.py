"""The residents' pages: write, look through, send, change, withdraw."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import make
from tests.proposals.writing import STEP_OF, STEPS, TEXTS, as_, draft, of_step, put

from deltagerbudget.accounts.models import Person, PublicName
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage

pytestmark = pytest.mark.django_db

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


PAGES = ("ret", "gemt", "tjek", "kvittering", "traek-tilbage", "billeder", *(f"trin/{step}" for step in STEPS))


def text_of(response: Any) -> str:
    html: str = response.content.decode()
    return html


@pytest.fixture
def process() -> Process:
    return make.process()


@pytest.fixture
def anna() -> Client:
    return as_(make.anna())


def test_it_works_from_the_start_to_the_receipt(process: Process, anna: Client) -> None:
    assert f"/forslag/nyt/{process.slug}/sted/" in text_of(anna.get(f"/forslag/nyt/{process.slug}/"))
    assert "Trin 1 af 6" in text_of(anna.get(f"/forslag/nyt/{process.slug}/sted/"))
    proposal = draft(anna, process)
    at = f"/forslag/{proposal.pk}"
    assert "Trin 5 af 6" in text_of(anna.get(f"{at}/billeder/"))
    shown = text_of(anna.get(f"{at}/tjek/"))
    assert "Anna J." in shown
    assert "Koldt vand til alle" in shown
    sent = anna.post(f"{at}/tjek/")
    assert sent["Location"] == f"{at}/kvittering/"
    receipt = text_of(anna.get(sent["Location"]))
    assert re.search(r"receipt-number.*<strong>1</strong>", receipt)
    proposal.refresh_from_db()
    assert (proposal.stage, proposal.wish_ore) == (Stage.SUBMITTED, 12_000_00)


def test_each_step_leads_to_the_next_and_back(process: Process, anna: Client) -> None:
    proposal = make.draft(process)
    at = f"/forslag/{proposal.pk}"
    ways = [
        ("sted", f"{at}/trin/ide/", f"{at}/gemt/"),
        ("ide", f"{at}/trin/lignende/", f"{at}/trin/sted/"),
        ("beskriv", f"{at}/trin/navn/", f"{at}/trin/ide/"),
        ("navn", f"{at}/billeder/", f"{at}/trin/beskriv/"),
    ]
    for step, onward, back in ways:
        values = of_step(step, TEXTS)
        assert put(anna, f"{at}/trin/{step}/", values)["Location"] == onward
        assert put(anna, f"{at}/trin/{step}/", values, "back")["Location"] == back
        assert put(anna, f"{at}/trin/{step}/", values, "later")["Location"] == f"{at}/gemt/"
    # Nobody has had the same idea.
    assert anna.get(f"{at}/trin/lignende/")["Location"] == f"{at}/trin/beskriv/"
    assert anna.get(f"{at}/gemt/").status_code == 200


def test_back_and_later_save_what_is_unfinished(process: Process, anna: Client) -> None:
    proposal = make.draft(process)
    for button in ("back", "later"):
        assert (
            put(anna, f"/forslag/{proposal.pk}/trin/beskriv/", {"what": "", "why": button}, button).status_code == 302
        )
        proposal.refresh_from_db()
        assert (proposal.what, proposal.why) == ("", button)


def test_one_goes_on_where_one_stopped(process: Process, anna: Client) -> None:
    proposal = make.draft(process, title="", what="", place="")
    edit, own = f"/forslag/{proposal.pk}/ret/", Proposal.objects.filter(pk=proposal.pk)
    proposal.authorships.update(consent_at=None)
    steps = [({}, "trin/sted"), ({"place": "Søen"}, "trin/ide"), ({"title": "Bænk"}, "trin/beskriv")]
    for values, step in [*steps, ({"what": "En bænk."}, "trin/navn")]:
        own.update(**values) if values else None
        assert anna.get(edit)["Location"] == f"/forslag/{proposal.pk}/{step}/"
    proposal.authorships.update(consent_at=make.now())
    assert anna.get(edit)["Location"] == f"/forslag/{proposal.pk}/tjek/"


def test_b47_a_draft_survives_and_is_found_again(process: Process, anna: Client) -> None:
    begun = put(anna, f"/forslag/nyt/{process.slug}/sted/", {"place": "Kun et sted"}, "later")
    proposal = Proposal.objects.get()
    assert begun["Location"] == f"/forslag/{proposal.pk}/gemt/"
    assert "Kun et sted" in text_of(anna.get(f"/forslag/{proposal.pk}/trin/sted/"))
    assert f"/forslag/{proposal.pk}/ret/" in text_of(anna.get("/min-side/"))
    assert proposal.authorships.get().consent_at is None
    unready = anna.get(f"/forslag/{proposal.pk}/tjek/")
    assert "button-large" not in text_of(unready)
    assert anna.post(f"/forslag/{proposal.pk}/tjek/").status_code == 409
    proposal.refresh_from_db()
    assert proposal.stage == Stage.DRAFT


def test_t12_a_draft_is_its_authors_alone(process: Process) -> None:
    draft = make.draft(process, title="Hemmelig kladde")
    pages = [f"/forslag/{draft.pk}/{page}/" for page in PAGES]
    for actor in (make.author(1), make.tove(), make.bo(), make.fie(), make.administrator()):
        client = as_(actor)
        for page in pages:
            assert client.get(page).status_code == 404, page
            if not page.endswith(("/ret/", "/kvittering/", "/gemt/")):
                assert client.post(page, TEXTS).status_code == 404, page
        assert client.get(f"/medarbejder/vurdering/forslag/{draft.pk}/").status_code in (403, 404)
        assert "Hemmelig" not in text_of(client.get(f"/deltagerbudgetter/{process.slug}/forslag/"))
    assert Client().get(pages[0]).status_code == 302
    assert not Proposal.objects.public().exists()
    draft.refresh_from_db()
    assert (draft.stage, draft.title) == (Stage.DRAFT, "Hemmelig kladde")


def test_b44_input_is_kept_after_an_error(process: Process, anna: Client) -> None:
    at = f"/forslag/{make.draft(process, what='').pk}/trin"
    wrong = {"what": "", "why": "Fordi vi tørster", "for_whom": "Løbere", "wish_ore": "mange"}
    answer = put(anna, f"{at}/beskriv/", wrong)
    html = text_of(answer)
    assert answer.status_code == 422
    for kept in ("Fordi vi tørster", 'value="mange"', "Løbere"):
        assert kept in html
    for field in ("id_what", "id_wish_ore"):
        assert f'href="#{field}"' in html
    unsigned = put(anna, f"{at}/navn/", {"public_name": "group", "group_name": "", "has_consented": ""})
    for field in ("id_group_name", "id_has_consented"):
        assert f'href="#{field}"' in text_of(unsigned)
    assert Proposal.objects.get().why != "Fordi vi tørster"


@pytest.mark.parametrize(
    ("name", "text"), [("title", "x" * 81), ("what", "x" * 2001), ("place", "x" * 201), ("title", "abc")]
)
def test_b44_lengths(process: Process, anna: Client, name: str, text: str) -> None:
    step = STEP_OF[name]
    answer = put(anna, f"/forslag/{make.draft(process).pk}/trin/{step}/", of_step(step, TEXTS | {name: text}))
    assert answer.status_code == 422
    assert f'href="#id_{name}"' in text_of(answer)
    assert text in text_of(answer)


def test_b45_what_a_machine_fills_in_is_refused_quietly(process: Process, anna: Client) -> None:
    answer = put(anna, f"/forslag/nyt/{process.slug}/sted/", {"place": "Her", "homepage": "https://spam.example"})
    assert answer.status_code == 302
    assert not Proposal.objects.exists()
    sent = make.submitted(process)
    put(anna, f"/forslag/{sent.pk}/trin/ide/", {"title": "Spam her", "homepage": "x"})
    sent.refresh_from_db()
    assert sent.title != "Spam her"


def test_r19_a_cpr_number_is_pointed_out(process: Process, anna: Client) -> None:
    proposal = make.draft(process)
    for name in ("title", "what", "why", "for_whom", "place", "group_name"):
        step = STEP_OF[name]
        given = of_step(step, TEXTS | {name: "Spørg 070761-4285"})
        answer = put(anna, f"/forslag/{proposal.pk}/trin/{step}/", given, "later")
        assert answer.status_code == 422, name
        assert f'href="#id_{name}"' in text_of(answer)


def test_t20_fields_that_are_not_the_authors_are_ignored(process: Process, anna: Client) -> None:
    other = make.process(title="Et andet")
    grab = {"stage": "admitted", "price_ore": "1", "price": "1", "number": "7", "process": str(other.pk)}
    grab |= {"submitted_at": "2020-01-01", "person": "1", "consent_at": "", "id": "9", "pk": "9"}
    put(anna, f"/forslag/nyt/{process.slug}/sted/", TEXTS | grab)
    proposal = Proposal.objects.get()
    # Nor what belongs to another step.
    assert proposal.title == ""
    for step in STEPS:
        put(anna, f"/forslag/{proposal.pk}/trin/{step}/", TEXTS | grab)
    anna.post(f"/forslag/{proposal.pk}/tjek/", grab)
    proposal.refresh_from_db()
    assert (proposal.stage, proposal.price_ore, proposal.number) == (Stage.SUBMITTED, None, 1)
    assert proposal.process == process


@pytest.mark.parametrize("text", HOSTILE)
def test_t01_t03_markup_is_inert_everywhere(process: Process, anna: Client, text: str) -> None:
    values = dict.fromkeys(("what", "why", "for_whom", "place"), text)
    proposal = draft(anna, process, **values, title=text[:80], public_name="group", group_name=text)
    pages = [f"/forslag/{proposal.pk}/{page}/" for page in PAGES if page not in ("ret", "kvittering")]
    html = "".join(text_of(anna.get(page)) for page in pages)
    anna.post(f"/forslag/{proposal.pk}/tjek/")
    html += text_of(anna.get(f"/forslag/{proposal.pk}/kvittering/"))
    html += text_of(as_(make.tove()).get(f"/medarbejder/vurdering/forslag/{proposal.pk}/"))
    for raw in ("<svg onload", "<img src", "<script>alert", "<a href='java", "<iframe", "<math", "<mglyph"):
        assert raw not in html
    if "{{" in text:
        assert "{{ 7|add:7 }}" in html


def test_titles_are_one_line(process: Process, anna: Client) -> None:
    draft(anna, process, title="  En \r\n bænk\t")
    assert Proposal.objects.get().title == "En bænk"


@pytest.mark.parametrize("text", ["\x00", "\ud800", "1" * 400])
def test_bad_input_never_breaks_the_page(process: Process, anna: Client, text: str) -> None:
    raw = text.encode("utf-8", "surrogatepass")
    proposal = make.draft(process)
    for name in ("title", "wish_ore", "public_name", "place"):
        step = STEP_OF[name]
        given = of_step(step, TEXTS | {name: raw.decode("latin-1")}) | {"seen": raw.decode("latin-1")}
        for url in (f"/forslag/{proposal.pk}/trin/{step}/", f"/forslag/nyt/{process.slug}/sted/"):
            assert put(anna, url, given).status_code in (200, 302, 409, 422)
    assert anna.get("/forslag/99999999999999999999999/ret/").status_code == 404
    for page in ("nyt/findes-ikke/", "nyt/findes-ikke/sted/", f"nyt/{process.slug}/findes-ikke/"):
        assert anna.get(f"/forslag/{page}").status_code == 404
    assert anna.get(f"/forslag/{proposal.pk}/trin/findes-ikke/").status_code == 404


def test_b21_who_may_not_is_told_before_writing_and_what_to_do_instead(process: Process) -> None:
    answer = as_(make.uffe()).get(f"/forslag/nyt/{process.slug}/sted/")
    html = text_of(answer)
    assert answer.status_code == 409
    assert "<textarea" not in html
    for helpful in ("Tranbjerg", "12 34 56 78", f"/deltagerbudgetter/{process.slug}/forslag/"):
        assert helpful in html


def test_b39_when_proposals_close_while_one_writes_the_text_is_kept(process: Process, anna: Client) -> None:
    proposal = make.draft(process)
    make.shift_to(process, PhaseKind.REVIEW)
    for url in (f"/forslag/{proposal.pk}/trin/beskriv/", f"/forslag/nyt/{process.slug}/sted/"):
        answer = put(anna, url, {"what": "Koldt vand til alle", "place": "Koldt vand til alle"})
        assert answer.status_code == 409
        assert "Koldt vand til alle" in text_of(answer)
        assert anna.get(url).status_code == 409
    assert anna.get(f"/forslag/nyt/{process.slug}/").status_code == 409


def test_b49_beyond_the_limit_one_is_led_to_ones_own(anna: Client) -> None:
    process = make.process(proposals_per_person=1)
    own = make.draft(process)
    html = text_of(anna.get(f"/forslag/nyt/{process.slug}/sted/"))
    assert f"/forslag/{own.pk}/ret/" in html


def test_a_process_that_is_not_open_is_not_there(anna: Client) -> None:
    hidden = make.draft_process(PhaseKind.IDEAS)
    for page in ("", "sted/", "navn/", "log-ind/", "gemt/", "raad/"):
        assert anna.get(f"/forslag/nyt/{hidden.slug}/{page}").status_code == 404


def test_a_change_of_what_is_sent(process: Process, anna: Client) -> None:
    sent = make.submitted(process)
    assert f"/forslag/{sent.pk}/trin/ide/" in text_of(anna.get(f"/forslag/{sent.pk}/ret/"))
    page = text_of(anna.get(f"/forslag/{sent.pk}/trin/ide/"))
    # Each save is public, so a machine makes none.
    assert "data-autosave>" not in page
    for step, values in (
        ("ide", {"title": "En drikkepost"}),
        ("navn", of_step("navn", TEXTS | {"public_name": "full"})),
    ):
        changed = put(anna, f"/forslag/{sent.pk}/trin/{step}/", values)
        assert changed["Location"] == f"/forslag/{sent.pk}/ret/"
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
    url = f"/forslag/{make.draft(process, author=make.actor_for(hidden.pk)).pk}/trin/navn/"
    options = re.findall(r'name="public_name" value="(\w+)"', text_of(client.get(url)))
    assert options == ["initial", "group"]
    answer = put(client, url, of_step("navn", TEXTS | {"public_name": "full"}))
    assert answer.status_code == 422


def test_the_young_are_told_to_ask_an_adult(process: Process) -> None:
    client = Client()
    young = make.person("Ung Frederik", age=14)
    client.force_login(young)
    own = make.draft(process, author=make.actor_for(young.pk))
    assert "under 18" in text_of(client.get(f"/en/forslag/{own.pk}/trin/navn/"))


def test_t23_without_a_token_nothing_is_done(process: Process) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(Person.objects.get(pk=make.anna().person_id))
    assert put(client, f"/forslag/nyt/{process.slug}/sted/", TEXTS).status_code == 403
    assert not Proposal.objects.exists()


def test_queries_do_not_grow_with_the_rows(process: Process, anna: Client) -> None:
    sent = make.submitted(process)
    names = (f"nyt/{process.slug}", f"nyt/{process.slug}/sted", f"{sent.pk}/ret", f"{sent.pk}/kvittering")
    pages = [f"/forslag/{page}/" for page in (*names, f"{sent.pk}/trin/beskriv", f"{sent.pk}/trin/navn")]
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
    own = make.draft(process)
    for field in ("title", "group_name"):
        given = TEXTS | {"public_name": "group", "group_name": "Kajakklubben", field: text}
        answer = put(anna, f"/forslag/{own.pk}/trin/{STEP_OF[field]}/", of_step(STEP_OF[field], given))
        assert answer.status_code == 422
        assert f'href="#id_{field}"' in text_of(answer)
