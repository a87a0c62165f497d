"""What an author typed is never lost: two windows, a login that ended, a page that saves itself."""

import pytest
from django.test import Client
from playwright.sync_api import Page
from tests import make
from tests.proposals.writing import TEXTS, as_, of_step, put, sketch

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.actions import edit_proposal
from deltagerbudget.proposals.models import Proposal, Sketch
from deltagerbudget.proposals.rules import Overtaken, fingerprint
from deltagerbudget.proposals.steps import Step, after, before, number_of, order_of, resume_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def process() -> Process:
    return make.process()


@pytest.fixture
def anna() -> Client:
    return as_(make.anna())


def seen_on(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"')[0]


@pytest.mark.parametrize("has_questions", [False, True])
def test_the_order_is_whole(*, has_questions: bool) -> None:
    order = order_of(has_questions=has_questions)
    assert [number_of(step, order) for step in order] == list(range(1, 8 if has_questions else 7))
    assert number_of(Step.LIKE, order) == number_of(Step.IDEA, order)
    assert [after(step, order) for step in (Step.PLACE, Step.IDEA, Step.LIKE)] == [Step.IDEA, Step.LIKE, Step.TEXT]
    assert [before(step, order) for step in (Step.PLACE, Step.LIKE, Step.TEXT)] == [None, Step.IDEA, Step.IDEA]
    assert after(Step.TEXT, order) == (Step.QUESTIONS if has_questions else Step.NAME)
    assert resume_at({}, has_consented=True) == Step.PLACE


def test_two_windows_the_author_chooses(process: Process, anna: Client) -> None:
    own = make.draft(process)
    url = f"/forslag/{own.pk}/trin/beskriv/"
    seen = seen_on(anna.get(url).text)
    first, second = {"what": "Den nye tekst.", "why": "Derfor."}, {"what": "Den gamle fane.", "why": "Derfor."}
    assert put(anna, url, first | {"seen": seen}).status_code == 302
    answer = put(anna, url, second | {"seen": seen})
    assert answer.status_code == 409
    assert "Den nye tekst." in answer.text
    assert "Den gamle fane." in answer.text
    own.refresh_from_db()
    assert own.what == "Den nye tekst."
    # To keep this one one only goes on; to keep the other one a link shows it.
    assert put(anna, url, second | {"seen": seen_on(answer.text)}).status_code == 302
    own.refresh_from_db()
    assert own.what == "Den gamle fane."


def test_two_windows_on_different_steps_do_not_disturb_each_other(process: Process, anna: Client) -> None:
    own = make.draft(process)
    seen = {step: seen_on(anna.get(f"/forslag/{own.pk}/trin/{step}/").text) for step in ("sted", "ide", "beskriv")}
    for step in ("beskriv", "sted", "ide"):
        values = of_step(step, TEXTS) | {"seen": seen[step]}
        assert put(anna, f"/forslag/{own.pk}/trin/{step}/", values).status_code == 302
    own.refresh_from_db()
    assert (own.title, own.what, own.place) == ("En drikkepost", "Koldt vand til alle", "Ved stien")


def test_the_same_text_twice_is_no_quarrel(process: Process, anna: Client) -> None:
    own = make.draft(process)
    values = {"title": "En drikkepost", "seen": seen_on(anna.get(f"/forslag/{own.pk}/trin/ide/").text)}
    for _press in range(2):
        assert put(anna, f"/forslag/{own.pk}/trin/ide/", values).status_code == 302


def test_the_act_refuses_what_was_overtaken(process: Process) -> None:
    own = make.draft(process, title="Den første")
    seen = fingerprint({"title": "Den første"})
    edit_proposal(make.anna(), own, values={"title": "Den anden"}, at=make.now(), seen=seen)
    with pytest.raises(Overtaken):
        edit_proposal(make.anna(), own, values={"title": "Den tredje"}, at=make.now(), seen=seen)
    own.refresh_from_db()
    assert own.title == "Den anden"


def test_it_saves_by_itself(process: Process, anna: Client) -> None:
    own = make.draft(process)
    url = f"/forslag/{own.pk}/trin/beskriv/"
    answer = anna.post(url, {"what": "Halvt", "seen": seen_on(anna.get(url).text), "autosave": "1"})
    told = answer.json()
    assert told["says"].startswith("Gemt kl. ")
    own.refresh_from_db()
    assert own.what == "Halvt"
    # The page goes on from what it was told.
    assert anna.post(url, {"what": "Helt", "seen": told["seen"], "autosave": "1"}).status_code == 200
    overtaken = anna.post(url, {"what": "For sent", "seen": told["seen"], "autosave": "1"})
    assert (overtaken.status_code, "andet vindue" in overtaken.json()["says"]) == (422, True)
    wrong = anna.post(url, {"what": "070761-4285", "autosave": "1"})
    assert (wrong.status_code, "CPR" in wrong.json()["says"]) == (422, True)
    own.refresh_from_db()
    assert own.what == "Helt"


def test_a_sitting_is_one_entry_but_each_change_of_what_is_sent_is_one(process: Process) -> None:
    own, sent = make.draft(process), make.submitted(process)
    for title in ("Første", "Anden", "Tredje"):
        edit_proposal(make.anna(), own, values={"title": title}, at=make.now())
        edit_proposal(make.anna(), sent, values={"title": title}, at=make.now())
    counts = [Entry.objects.of(row).filter(act=Act.EDIT_PROPOSAL).count() for row in (own, sent)]
    assert counts == [1, 3]


def test_what_is_sent_after_the_login_ended_is_offered_after_the_next(process: Process, anna: Client) -> None:
    own = make.draft(process)
    url = f"/forslag/{own.pk}/trin/beskriv/"
    anna.session.flush()
    anna.cookies.clear()
    answer = put(anna, url, {"what": "Skrevet længe", "why": "Derfor", "for_whom": "Ring 070761-4285"})
    assert answer["Location"].startswith("/login/?next=")
    own.refresh_from_db()
    assert own.what != "Skrevet længe"
    _log_in_keeping_the_session(anna)
    page = anna.get(url).text
    assert "Skrevet længe" in page
    assert "070761-4285" not in page
    assert "Du blev logget ud" in page
    assert "Skrevet længe" not in anna.get(f"/forslag/{own.pk}/trin/ide/").text
    put(anna, url, {"what": "Skrevet længe", "why": "Derfor", "seen": seen_on(page)})
    own.refresh_from_db()
    assert own.what == "Skrevet længe"
    assert "Du blev logget ud" not in anna.get(url).text


def _log_in_keeping_the_session(client: Client) -> None:
    """As the login does: the session that began before it goes on under a new key."""
    client.force_login(Person.objects.get(pk=make.anna().person_id))


def test_t14_what_somebody_else_typed_does_not_write_into_a_foreign_draft(process: Process) -> None:
    own, thief = make.draft(process), Client()
    url = f"/forslag/{own.pk}/trin/ide/"
    put(thief, url, {"title": "Kapret"})
    thief.force_login(make.person("Uffe Uvedkommende"))
    assert thief.get(url).status_code == 404
    assert put(thief, url, {"title": "Kapret"}).status_code == 404
    own.refresh_from_db()
    assert own.title != "Kapret"


def test_a_page_that_was_open_for_too_long_gives_the_text_back(process: Process) -> None:
    """After a login in another window its token is an old one."""
    own, client = make.draft(process), Client(enforce_csrf_checks=True)
    client.force_login(Person.objects.get(pk=make.anna().person_id))
    answer = put(client, f"/forslag/{own.pk}/trin/beskriv/", {"what": "En lang <b>tekst</b> om bænke"})
    assert answer.status_code == 403
    assert "En lang &lt;b&gt;tekst&lt;/b&gt; om bænke" in answer.text
    own.refresh_from_db()
    assert "lang" not in own.what


def test_a_flood_of_text_is_not_kept(process: Process) -> None:
    own, client = make.draft(process), Client()
    put(client, f"/forslag/{own.pk}/trin/beskriv/", {"what": "x" * 12_001})
    assert not client.session.keys()


@pytest.mark.django_db(transaction=True)
def test_it_says_so_politely_in_a_browser(live_server: object, page_at: object, axe: object) -> None:
    process = make.process()
    client = Client()
    sketch(client, process)
    page: Page = page_at(390)  # type: ignore[operator]
    cookie = next(value for key, value in client.cookies.items() if "draft" in key)
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])  # type: ignore[attr-defined]
    page.goto(f"{live_server.url}/forslag/nyt/{process.slug}/beskriv/")  # type: ignore[attr-defined]
    page.locator("#id_why").fill("Fordi vi tørster om sommeren.")
    says = page.locator("[data-autosave-says]")
    says.get_by_text("Gemt kl.").wait_for()
    assert says.get_attribute("role") == "status"
    assert Sketch.objects.get().texts["why"] == "Fordi vi tørster om sommeren."
    axe(page)  # type: ignore[operator]
    page.locator("#id_for_whom").fill("Løbere")
    page.get_by_role("button", name="Videre").click()
    page.wait_for_url("**/log-ind/")
    assert Sketch.objects.get().texts["for_whom"] == "Løbere"
    page.go_back()
    assert page.locator("#id_for_whom").input_value() == "Løbere"
    page.locator("#id_for_whom").fill("Alle, der går forbi")
    # Left by a link before it was quiet: saved on the way.
    page.locator(".breadcrumb a").first.click()
    page.wait_for_url("**/deltagerbudgetter/**")
    for _look in range(20):
        page.goto(f"{live_server.url}/forslag/nyt/{process.slug}/beskriv/")  # type: ignore[attr-defined]
        if page.locator("#id_for_whom").input_value() != "Løbere":
            break
    assert page.locator("#id_for_whom").input_value() == "Alle, der går forbi"
    assert not Proposal.objects.exists()
