"""What people see and send: the thread in the open, the forms behind the login, the staff's pages."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from tests import make
from tests.talk import said

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.vocabulary import Ground, PhaseKind, Role
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.talk import actions
from deltagerbudget.talk.models import Agreement, Answer, Hiding, Point, Question, Report
from deltagerbudget.talk.rules import Side, Voice
from deltagerbudget.ui import guard

pytestmark = pytest.mark.django_db
EVIL = (
    "https://youtube.com.evil.tld //evil.example javascript:alert(1) <a href='https://x.example'>x</a> <iframe src=//x>"
)


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def public(sent: Proposal, rest: str = "") -> str:
    return f"/deltagerbudgetter/{sent.process.slug}/forslag/{sent.number}/{rest}"


def sheet(**values: str) -> dict[str, str]:
    """A form that somebody has taken time to fill in."""
    return {"billet": guard.stamp(time.time() - 5), **values}


def test_it_works_from_the_question_to_the_answer() -> None:
    sent = said.proposal()
    page = Client().get(public(sent)).text
    assert "Ingen har spurgt om noget endnu." in page
    ask = reverse("talk:ask", args=[sent.pk])
    assert ask in page
    assert Client().get(ask).status_code == 302
    answer = client_of(said.nina()).post(ask, sheet(text="Er der lys?\nOm vinteren?", name="initial"))
    assert answer.headers["Location"] == f"{public(sent)}#questions"
    asked = Question.objects.get()
    author = client_of(make.anna())
    assert "Er der lys?" in author.get("/min-side/").text
    assert author.post(reverse("talk:answer", args=[asked.pk]), sheet(text="Ja.")).status_code == 302
    assert "Er der lys?" not in author.get("/min-side/").text
    page = Client().get(public(sent)).text
    assert "Er der lys?<br>Om vinteren?" in page
    assert "Nina N." in page
    assert "Spørgsmål og svar (1)" in page
    assert "Et spørgsmål blev besvaret" in page
    assert "csrfmiddlewaretoken" not in page


def test_a_question_can_be_asked_without_a_name_and_a_protected_name_is_never_offered() -> None:
    sent = said.proposal()
    said.question(sent, is_named=False)
    hidden = make.person("Pia Beskyttet", is_protected=True)
    client = Client()
    client.force_login(hidden)
    ask = reverse("talk:ask", args=[sent.pk])
    assert not re.search(r"\bPia\b", client.get(ask).text.split("<main")[1])
    assert client.post(ask, sheet(text="Hvem?", name="initial")).status_code == 422
    actions.ask_question(make.actor_for(hidden.pk), sent, text="Hvem?", is_named=True, at=make.now())
    page = Client().get(public(sent)).text
    assert "Nina" not in page
    assert not re.search(r"\bPia\b", page)
    assert page.count("En borger") == 2


def test_b54_the_municipality_answers_with_its_role_and_nobodys_name() -> None:
    sent = said.proposal()
    asked = said.question(sent)
    staff = client_of(make.tove())
    assert "1 spørgsmål venter på svar" in staff.get("/medarbejder/").text
    assert asked.text in staff.get(reverse("backoffice:questions")).text
    assert staff.get(reverse("backoffice:conversation", args=[sent.pk])).status_code == 200
    assert staff.post(reverse("backoffice:answer", args=[asked.pk]), {"text": "Ja, det kan vi."}).status_code == 302
    assert staff.post(reverse("backoffice:conversation", args=[sent.pk]), {"text": "Hvor højt?"}).status_code == 302
    assert "venter på svar" not in staff.get("/medarbejder/").text
    page = Client().get(public(sent)).text
    thread = page.split('id="questions"')[1].split("</section>")[0]
    assert "Kommunen" in thread
    assert "(tovholder)" in thread
    assert "Tove" not in thread


def test_t14_others_find_no_page_to_answer_or_hide() -> None:
    """Another resident, another author, staff of another area, a department that nobody asked."""
    sent = said.proposal()
    make.submitted(sent.process, author=make.author(1))
    asked = said.question(sent)
    hiding = said.hidden(said.point(sent))
    elsewhere = make.staff("Vera Viby", Role.OWNER, make.area("Viby"))
    for actor in (said.viggo(), make.author(1), elsewhere, make.bo("Kultur"), make.fie()):
        client = client_of(actor)
        addresses = [
            reverse("talk:answer", args=[asked.pk]),
            reverse("talk:hidden", args=[hiding.pk]),
            reverse("backoffice:answer", args=[asked.pk]),
            reverse("backoffice:conversation", args=[sent.pk]),
            reverse("talk_staff:item", args=["spoergsmaal", asked.pk]),
            reverse("talk_staff:appeal", args=[hiding.pk]),
            reverse("talk_staff:leave", args=["spoergsmaal", asked.pk]),
        ]
        for url in addresses:
            answer = client.post(url, sheet(text="Nej", words="Nej", ground="personal", answer="Nej", outcome="upheld"))
            assert answer.status_code in {403, 404}, (url, actor)
    assert not Answer.objects.exists()
    assert Hiding.objects.count() == 1


def test_what_was_typed_is_not_lost() -> None:
    sent = said.proposal()
    client, ask = client_of(said.nina()), reverse("talk:ask", args=[sent.pk])
    for text, status in (("x" * 601, 422), ("Mit cpr er 070761-4285", 422)):
        page = client.post(ask, sheet(text=text, name="none"))
        assert page.status_code == status
        assert text in page.text
    for number in range(10):
        said.question(sent, f"Nummer {number}")
    page = client.post(ask, sheet(text="Og en til", name="none"))
    assert page.status_code == 409
    assert "Og en til" in page.text
    assert "10 gange på en time" in page.text


def test_b45_a_machine_is_refused_quietly() -> None:
    """The trap is filled, the form is sent within two seconds, or its time is not ours."""
    sent = said.proposal()
    client = client_of(said.nina())
    traps: tuple[dict[str, str], ...] = (
        sheet(homepage="https://spam.example"),
        {"billet": guard.stamp()},
        {"billet": guard.stamp(time.time() + 3600)},
        {"billet": f"{time.time() - 9}:x"},
        {},
    )
    for trap in traps:
        values = trap | {"text": "Køb nu", "name": "none", "side": "for", "ground": "advert"}
        for name, args in (("ask", [sent.pk]), ("points", [sent.pk]), ("report", ["forslag", sent.pk])):
            answer = client.post(reverse(f"talk:{name}", args=args), values)
            assert answer.status_code == 302
            assert "login" not in answer.headers["Location"]
    assert not Question.objects.exists()
    assert not Point.objects.exists()
    assert not Report.objects.exists()


def test_b45_two_seconds_are_enough_and_a_slow_writer_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = guard.stamp(1000.0)
    for now, is_fine in ((1001.9, False), (1002.0, True), (1000.0 + 7 * 24 * 3600, True)):
        monkeypatch.setattr(time, "time", lambda moment=now: moment)
        assert guard.is_unhurried(shown) is is_fine


def test_t06_an_address_in_a_text_is_never_a_link_or_an_embed() -> None:
    process = make.process()
    sent = make.submitted(process, what=EVIL, why=EVIL)
    asked = said.question(sent, EVIL)
    said.answer(asked, EVIL)
    said.point(sent, EVIL[:200])
    page = Client().get(public(sent)).text
    assert page.count("youtube.com.evil.tld") >= 5
    targets = re.findall(r"""(?:href|src|action)=["']([^"']*)""", page)
    assert [target for target in targets if "evil" in target or "x.example" in target or "script:" in target] == []
    assert "<iframe" not in page


def test_points_stand_in_two_columns_and_others_agree() -> None:
    sent = said.proposal()
    made = said.point(sent)
    said.point(sent, "Den står i vejen.", Side.AGAINST)
    viggo, url = client_of(said.viggo()), reverse("talk:points", args=[sent.pk])
    assert "Enig</button>" in viggo.get(url).text
    assert viggo.post(reverse("talk:agree", args=[made.pk])).status_code == 302
    assert "Fortryd</button>" in viggo.get(url).text
    page = Client().get(public(sent)).text
    assert page.index("Det taler for") < page.index(made.text) < page.index("Det taler imod")
    assert "1 er enig" in page
    assert "For og imod (2)" in page
    assert "Nina" not in page
    assert viggo.post(reverse("talk:disagree", args=[made.pk])).status_code == 302
    assert not Agreement.objects.exists()
    assert viggo.post(url, sheet(side="for", text="Flere bænke")).status_code == 302
    assert Point.objects.count() == 3
    own = client_of(said.nina())
    assert own.post(reverse("talk:agree", args=[made.pk])).status_code == 409


def test_while_people_vote_one_can_only_read() -> None:
    sent = said.proposal()
    said.question(sent)
    said.later(sent, PhaseKind.VOTE)
    page = Client().get(public(sent)).text
    assert "Mens der bliver stemt, kan du læse med." in page
    assert reverse("talk:ask", args=[sent.pk]) not in page
    client = client_of(said.viggo())
    for name in ("ask", "points"):
        url = reverse(f"talk:{name}", args=[sent.pk])
        assert "Mens der bliver stemt" in client.get(url).text
        assert client.post(url, sheet(text="Nu?", name="none", side="for")).status_code == 409


def test_from_a_report_to_the_answer_of_the_appeal() -> None:
    sent = said.proposal()
    asked = said.question(sent, "Det er Hans Hansens skyld.")
    url = reverse("talk:report", args=["spoergsmaal", asked.pk])
    assert url in Client().get(public(sent)).text
    answer = client_of(said.viggo()).post(url, sheet(ground="personal", words="Et navn."))
    assert answer.headers["Location"] == reverse("talk:thanks")
    assert "Hans Hansens" in Client().get(public(sent)).text
    tove, tom, nina = client_of(make.tove()), client_of(make.tom()), client_of(said.nina())
    item = reverse("talk_staff:item", args=["spoergsmaal", asked.pk])
    assert item in tove.get("/medarbejder/").text
    assert item in tove.get(reverse("talk_staff:queue")).text
    assert "Et navn." in tove.get(item).text
    assert tove.post(item, {"ground": "personal", "words": "Skriv uden navn."}).status_code == 302
    page = Client().get(public(sent)).text
    assert "Hans Hansens" not in page
    assert "Skjult af kommunen: Det handler om en privatperson (" in page
    hiding = Hiding.objects.get()
    own = reverse("talk:hidden", args=[hiding.pk])
    assert own in nina.get("/min-side/").text
    assert "Skriv uden navn." in nina.get(own).text
    assert nina.post(own, {"words": "Han er borgmester."}).status_code == 302
    appeal = reverse("talk_staff:appeal", args=[hiding.pk])
    assert appeal not in tove.get("/medarbejder/").text
    assert "en kollega" in tove.get(appeal).text
    assert tove.post(appeal, {"outcome": "reversed", "answer": "Ja."}).status_code == 409
    assert appeal in tom.get("/medarbejder/").text
    assert tom.post(appeal, {"outcome": "reversed", "answer": "Du har ret."}).status_code == 302
    assert "Hans Hansens" in Client().get(public(sent)).text
    assert "Du har ret." in nina.get(own).text


def test_a_reported_text_can_be_left_as_it_is() -> None:
    sent = said.proposal()
    made = said.point(sent)
    actions.report_content(said.viggo(), made, ground=Ground.ADVERT, at=make.now())
    tove = client_of(make.tove())
    assert tove.post(reverse("talk_staff:leave", args=["punkt", made.pk])).status_code == 302
    assert made.text in Client().get(public(sent)).text
    assert "Intet er anmeldt" in tove.get(reverse("talk_staff:queue")).text


def test_what_is_hidden_or_unknown_is_not_there_to_report() -> None:
    process = make.process()
    draft = make.draft(process)
    client = client_of(said.viggo())
    for kind, pk in (("forslag", draft.pk), ("spoergsmaal", 1), ("noget", 1)):
        assert client.get(reverse("talk:report", args=[kind, pk])).status_code == 404


def many(sent: Proposal, number: int) -> None:
    """By hand, so that hundreds take no time."""
    people = [make.person(f"Nabo {place}") for place in range(4)]
    at = make.now() - timedelta(days=1)
    asked = [
        Question(proposal=sent, person=people[place % 4], voice="resident", text=f"Spørgsmål {place}", at=at)
        for place in range(number)
    ]
    Question.objects.bulk_create(asked)
    Answer.objects.bulk_create(
        Answer(question=row, person_id=sent.author_ids()[0], voice=Voice.AUTHOR, text="Ja.", at=at) for row in asked
    )
    Point.objects.bulk_create(
        Point(proposal=sent, person=people[place % 4], side=["for", "against"][place % 2], text=f"Punkt {place}", at=at)
        for place in range(number)
    )


@pytest.mark.both
@pytest.mark.parametrize("number", [1, 400])
def test_queries_are_few_whatever_is_said(number: int, django_assert_max_num_queries: Any) -> None:
    sent = said.proposal()
    said.answer(said.question(sent))
    many(sent, number)
    cache.clear()
    Client().get("/")
    address = public(sent)
    # Nine, and the demonstration's clock.
    with django_assert_max_num_queries(10):
        page = Client().get(address).text
    assert page.count('class="talk-thread"') == min(20, number + 1)
    assert len(re.findall(r"<p>Punkt \d+</p>", page)) == min(20, number)
    for rest in ("spoergsmaal/", "for-og-imod/"):
        with django_assert_max_num_queries(9):
            assert Client().get(address + rest).status_code == 200
    assert (f"{address}spoergsmaal/" in page) == (number > 20)


def test_the_rest_is_on_pages_of_twenty() -> None:
    sent = said.proposal()
    many(sent, 45)
    for rest in ("spoergsmaal/", "for-og-imod/"):
        first, last = (Client().get(public(sent, f"{rest}?side={side}")).text for side in (1, 3))
        assert "Side 1 af 3" in first
        assert "Side 3 af 3" in last
        for wrong in ("0", "4", "x", "-1", "9" * 40):
            assert Client().get(public(sent, f"{rest}?side={wrong}")).status_code == 404
