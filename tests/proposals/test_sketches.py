"""A visitor writes first and logs in last. Nobody stands behind a sketch; only the key in a browser leads to it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from tests import make
from tests.proposals.writing import TEXTS, as_, began_before, of_step, put, sketch

from deltagerbudget.accounts.models import Person, PublicName
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.identity import cookies
from deltagerbudget.notifications.duties import run_all
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals import sketches
from deltagerbudget.proposals.actions import Signature
from deltagerbudget.proposals.models import Proposal, Sketch

pytestmark = pytest.mark.django_db


@pytest.fixture
def process() -> Process:
    return make.process()


@pytest.fixture
def visitor() -> Client:
    return Client()


def log_in(client: Client, name: str = "Anna Jensen", **values: object) -> Client:
    """In the same browser: its cookies stay."""
    client.force_login(make.person(name, **values))  # type: ignore[arg-type]
    return client


def test_it_works_from_a_visitor_to_a_draft_of_ones_own(process: Process, visitor: Client) -> None:
    base = f"/forslag/nyt/{process.slug}"
    assert sketch(visitor, process)["Location"] == f"{base}/log-ind/"
    assert "En drikkepost" in visitor.get(f"{base}/log-ind/").text
    assert visitor.get(f"{base}/navn/")["Location"].startswith("/login/?next=")
    assert not Proposal.objects.exists()
    log_in(visitor)
    assert "Anna J." in visitor.get(f"{base}/navn/").text
    claimed = put(visitor, f"{base}/navn/", of_step("navn", TEXTS))
    proposal = Proposal.objects.get()
    assert claimed["Location"] == f"/forslag/{proposal.pk}/billeder/"
    assert (proposal.title, proposal.place, proposal.wish_ore) == ("En drikkepost", "Ved stien", 12_000_00)
    assert proposal.authorships.get().consent_at is not None
    assert not Sketch.objects.exists()
    assert visitor.post(f"/forslag/{proposal.pk}/tjek/").status_code == 302


def test_back_and_later_work_without_a_login(process: Process, visitor: Client) -> None:
    base = f"/forslag/nyt/{process.slug}"
    sketch(visitor, process)
    assert put(visitor, f"{base}/beskriv/", {"what": "", "why": "Tørst"}, "back")["Location"] == f"{base}/ide/"
    assert "Tørst" in visitor.get(f"{base}/beskriv/").text
    assert put(visitor, f"{base}/beskriv/", {"what": ""}, "later")["Location"] == f"{base}/gemt/"
    assert "14 dage" in visitor.get(f"{base}/gemt/").text


def test_b46_like_proposals_are_offered_to_a_visitor_too(process: Process, visitor: Client) -> None:
    make.submitted(process, author=make.author(1), title="En drikkepost ved stien")
    base = f"/forslag/nyt/{process.slug}"
    sketch(visitor, process)
    assert "En drikkepost ved stien" in visitor.get(f"{base}/lignende/").text


def test_b47_a_sketch_is_seen_by_nobody_and_counted_nowhere(process: Process, visitor: Client) -> None:
    sketch(visitor, process, title="Hemmelig skitse")
    pages = [f"/deltagerbudgetter/{process.slug}/", f"/deltagerbudgetter/{process.slug}/forslag/?orden=1"]
    pages += [f"/forslag/nyt/{process.slug}/{step}/" for step in ("sted", "ide", "beskriv", "log-ind", "gemt")]
    for client in (Client(), as_(make.author(1)), as_(make.tove()), as_(make.administrator())):
        for page in pages:
            assert "Hemmelig" not in client.get(page).text
    assert not Proposal.objects.exists()
    assert not Entry.objects.filter(process_id=process.pk, target_type="proposals.proposal").exists()


def test_t14_another_key_or_a_forged_one_leads_nowhere(process: Process, visitor: Client) -> None:
    sketch(visitor, process, title="Hemmelig skitse")
    name = cookies.cookie_name("draft")
    good = visitor.cookies[name].value
    row = Sketch.objects.get()
    wrong_purpose = cookies.encrypt("login-account", {"key": "x"}, seconds=60)
    other = cookies.encrypt("draft", {"key": "en anden nøgle"}, seconds=60)
    for forged in ("", "x", good[:-2], good[::-1], wrong_purpose, other, row.key_digest, str(row.pk)):
        thief = Client()
        thief.cookies[name] = forged
        assert "Hemmelig" not in thief.get(f"/forslag/nyt/{process.slug}/ide/", follow=True).text
        log_in(thief)
        assert thief.get(f"/forslag/nyt/{process.slug}/navn/").status_code == 302
    assert row.key_digest not in good
    cookie = visitor.cookies[name]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 14 * 24 * 3600)


def test_t14_a_key_of_one_deltagerbudget_opens_no_other(process: Process, visitor: Client) -> None:
    sketch(visitor, process, title="Hemmelig skitse")
    other = make.process()
    assert "Hemmelig" not in visitor.get(f"/forslag/nyt/{other.slug}/ide/", follow=True).text
    sketch(visitor, other, title="En anden")
    assert sorted(Sketch.objects.values_list("texts__title", flat=True)) == ["En anden", "Hemmelig skitse"]


def test_who_may_not_propose_is_told_why_and_keeps_the_text(process: Process, visitor: Client) -> None:
    make.area("Viby")
    sketch(visitor, process)
    log_in(visitor, "Uffe Uvedkommende", residence="viby")
    for page in (visitor.get(f"/forslag/nyt/{process.slug}/navn/"), visitor.get(f"/forslag/nyt/{process.slug}/sted/")):
        assert page.status_code == 409
        assert "Koldt vand til alle" in page.text
        assert "Tranbjerg" in page.text
        assert "Ifølge dit login bor du i Viby." in page.text
    assert put(visitor, f"/forslag/nyt/{process.slug}/navn/", of_step("navn", TEXTS)).status_code == 409
    assert Sketch.objects.count() == 1
    assert not Proposal.objects.exists()


def test_b49_beyond_the_limit_the_sketch_stays(visitor: Client) -> None:
    process = make.process(proposals_per_person=1)
    make.draft(process)
    sketch(visitor, process)
    answer = put(log_in(visitor), f"/forslag/nyt/{process.slug}/navn/", of_step("navn", TEXTS))
    assert (answer.status_code, Sketch.objects.count(), Proposal.objects.count()) == (409, 1, 1)
    assert "Koldt vand til alle" in answer.text


def test_b44_an_error_at_the_name_keeps_the_sketch(process: Process, visitor: Client) -> None:
    sketch(visitor, process)
    answer = put(log_in(visitor), f"/forslag/nyt/{process.slug}/navn/", {"public_name": "initial"})
    assert answer.status_code == 422
    assert 'href="#id_has_consented"' in answer.text
    assert Sketch.objects.count() == 1


def test_claimed_once(process: Process, visitor: Client) -> None:
    sketch(visitor, process)
    log_in(visitor)
    for _press in range(2):
        put(visitor, f"/forslag/nyt/{process.slug}/navn/", of_step("navn", TEXTS))
    assert Proposal.objects.count() == 1


def test_a_second_press_at_the_same_moment_is_refused_and_not_an_error(process: Process, visitor: Client) -> None:
    sketch(visitor, process)
    read = Sketch.objects.get()
    signature = Signature(PublicName.INITIAL, "", True)
    sketches.claim(make.anna(), read, signature=signature, at=make.now())
    with pytest.raises(NotPossible):
        sketches.claim(make.anna(), read, signature=signature, at=make.now())
    with pytest.raises(NotPossible):
        sketches.keep(read, texts={"title": "Sent"}, at=make.now())
    assert Proposal.objects.count() == 1


def test_b45_a_form_sent_too_fast_is_refused_quietly(process: Process, visitor: Client) -> None:
    url = f"/forslag/nyt/{process.slug}/sted/"
    for said in ("", "x", began_before(-1), began_before(2 * 24 * 3600)):
        answer = put(visitor, url, {"place": "Ved stien", "began": said})
        # Somebody who really is so quick presses once more; nothing is lost.
        assert (answer.status_code, "Ved stien" in answer.text) == (200, True)
        assert not Sketch.objects.exists()
    assert put(visitor, url, {"place": "Ved stien", "began": began_before(2)}).status_code == 302


def test_b45_what_a_machine_fills_in_leaves_nothing(process: Process, visitor: Client) -> None:
    url = f"/forslag/nyt/{process.slug}/sted/"
    answer = put(visitor, url, {"place": "Her", "began": began_before(), "homepage": "https://spam.example"})
    assert (answer.status_code, Sketch.objects.exists(), Proposal.objects.exists()) == (302, False, False)


def test_t55_so_many_from_one_place_within_an_hour(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sketches, "_FROM_ONE_PLACE", sketches.Limit("few", 2, timedelta(hours=1)))
    url = f"/forslag/nyt/{process.slug}/sted/"
    given = {"place": "Ved stien", "began": began_before()}
    answers = [put(Client(), url, given) for _try in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 409]
    assert "Ved stien" in answers[2].text
    assert Sketch.objects.count() == 2
    # Another place is not held back, nor whoever has logged in.
    assert put(Client(REMOTE_ADDR="192.0.2.9"), url, given).status_code == 302
    assert put(as_(make.anna()), url, given).status_code == 302


def test_erased_after_a_fortnight_by_the_clock(process: Process, visitor: Client) -> None:
    sketch(visitor, process, title="Gammel skitse")
    Sketch.objects.update(started_at=make.now() - timedelta(days=14))
    assert visitor.get(f"/forslag/nyt/{process.slug}/ide/").status_code == 302
    sketch(Client(), process, title="Ny skitse")
    run_all(at=make.now())
    assert [row.texts["title"] for row in Sketch.objects.all()] == ["Ny skitse"]


def test_b39_not_when_proposals_are_closed(process: Process, visitor: Client) -> None:
    sketch(visitor, process)
    make.shift_to(process, PhaseKind.REVIEW)
    answer = put(visitor, f"/forslag/nyt/{process.slug}/beskriv/", {"what": "For sent"})
    assert (answer.status_code, "For sent" in answer.text) == (409, True)
    assert Sketch.objects.get().texts["what"] == "Koldt vand til alle"
    # What was written before is shown, to be copied.
    assert "Koldt vand til alle" in visitor.get(f"/forslag/nyt/{process.slug}/beskriv/").text


def test_r19_no_cpr_number_in_a_sketch(process: Process, visitor: Client) -> None:
    sketch(visitor, process)
    url = f"/forslag/nyt/{process.slug}/beskriv/"
    assert put(visitor, url, {"what": "Spørg 070761-4285"}, "later").status_code == 422
    with pytest.raises(NotPossible):
        sketches.keep(Sketch.objects.get(), texts={"what": "Spørg 070761-4285"}, at=make.now())
    with pytest.raises(ValueError, match="not editable"):
        sketches.keep(Sketch.objects.get(), texts={"stage": "admitted"}, at=make.now())


def test_two_windows_of_a_visitor(process: Process, visitor: Client) -> None:
    sketch(visitor, process)
    url = f"/forslag/nyt/{process.slug}/ide/"
    seen = visitor.get(url).text.split('name="seen" value="')[1].split('"')[0]
    put(visitor, url, {"title": "Fra det ene vindue", "seen": seen})
    answer = put(visitor, url, {"title": "Fra det andet vindue", "seen": seen})
    assert answer.status_code == 409
    assert "Fra det ene vindue" in answer.text
    assert "Fra det andet vindue" in answer.text
    assert Sketch.objects.get().texts["title"] == "Fra det ene vindue"
    again = answer.text.split('name="seen" value="')[1].split('"')[0]
    assert put(visitor, url, {"title": "Fra det andet vindue", "seen": again}).status_code == 302
    assert Sketch.objects.get().texts["title"] == "Fra det andet vindue"


def test_t23_a_sketch_needs_our_token(process: Process) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = put(strict, f"/forslag/nyt/{process.slug}/sted/", {"place": "Her", "began": began_before()})
    assert (answer.status_code, Sketch.objects.exists()) == (403, False)


def test_whoever_comes_back_sees_what_was_begun_here(process: Process, visitor: Client) -> None:
    sketch(visitor, process)
    page = visitor.get(f"/forslag/nyt/{process.slug}/").text
    assert "En drikkepost” er gemt i denne browser" in page
    assert f"/forslag/nyt/{process.slug}/log-ind/" in page
    own = log_in(visitor).get("/min-side/").text
    assert "En drikkepost" in own
    assert f"/forslag/nyt/{process.slug}/" in own
    assert "En drikkepost" not in as_(make.anna()).get("/min-side/").text


def test_what_was_begun_elsewhere_or_can_no_longer_be_sent_is_not_offered(process: Process, visitor: Client) -> None:
    sketch(visitor, process)
    other = make.process(title="Et andet sted")
    assert "En drikkepost" not in visitor.get(f"/forslag/nyt/{other.slug}/").text
    make.shift_to(process, PhaseKind.REVIEW)
    assert "En drikkepost" not in log_in(visitor).get("/min-side/").text


def test_the_start_is_the_same_for_everyone_who_has_begun_nothing_here(process: Process) -> None:
    elsewhere = Client()
    sketch(elsewhere, make.process(title="Et andet sted"))
    pages = {client.get(f"/forslag/nyt/{process.slug}/").text for client in (Client(), elsewhere, as_(make.anna()))}
    assert len(pages) == 1
    (page,) = pages
    assert "csrfmiddlewaretoken" not in page
    assert "5 minutter" in page


def test_pages_are_not_kept_by_the_browser(process: Process, visitor: Client) -> None:
    """Back in the browser asks again, and so shows what is saved; and a shared device keeps nothing."""
    sketch(visitor, process)
    for step in ("sted", "ide", "beskriv"):
        assert "no-store" in visitor.get(f"/forslag/nyt/{process.slug}/{step}/")["Cache-Control"]


@pytest.mark.both
def test_one_sketch_a_key_and_deltagerbudget(process: Process) -> None:
    from django.db import IntegrityError, transaction

    Sketch.objects.create(process=process, key_digest="x" * 64, started_at=make.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Sketch.objects.create(process=process, key_digest="x" * 64, started_at=make.now())
    found = sketches.claim(make.anna(), Sketch.objects.get(), signature=Signature(), at=make.now())
    assert found.authorships.get().person == Person.objects.get(pk=make.anna().person_id)


def test_after_logging_out_the_browser_knows_nothing(process: Process, visitor: Client) -> None:
    sketch(visitor, process)
    answer = log_in(visitor).post("/logud/")
    assert '"cookies"' in answer["Clear-Site-Data"]
    assert settings.SESSION_COOKIE_NAME in answer.cookies
