"""Every letter in both languages, word for word; and which act sends which."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import override_settings
from tests import make
from tests.talk import said

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.vocabulary import Ground, Harm, PhaseKind
from deltagerbudget.notifications.after_vote import Told
from deltagerbudget.notifications.letters import Letter, letters, written
from deltagerbudget.processes.rules import Span
from deltagerbudget.proposals.actions import take_down_picture, withdraw_proposal
from deltagerbudget.realisation import actions as realisation
from deltagerbudget.talk import actions as talk
from deltagerbudget.talk.actions import decide_hiding_appeal
from deltagerbudget.talk.rules import Outcome
from deltagerbudget.ui.danish import COPENHAGEN

pytestmark = pytest.mark.django_db

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "letters"
TEMPLATES = Path(__file__).resolve().parents[2] / "src" / "deltagerbudget" / "notifications" / "templates"
NAMES = sorted(path.stem for path in TEMPLATES.glob("notifications/[a-z]*.txt"))


def at(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2027, month, day, hour, tzinfo=COPENHAGEN)


PROCESS = SimpleNamespace(title="Grønne pauser i Tranbjerg")
PROPOSAL = SimpleNamespace(title="Bænke & <borde>", number=7, process=PROCESS, appeal_until=at(3, 20, 23))
VALUES: dict[str, Any] = {
    "due_on": date(2027, 3, 12),
    "asked_who": "Veje & Grønne Områder",
    "process": PROCESS,
    "proposal": PROPOSAL,
    "review": Span(PhaseKind.REVIEW, "Vurdering", at(3, 1), at(4, 1)),
    "vote": Span(PhaseKind.VOTE, "Afstemning", at(4, 1), at(4, 22, 20)),
    "supporters": 12,
    "needed": 20,
    "contact": SimpleNamespace(name="Tove Tovholder", title="tovholder", phone="12 34 56 78", email=""),
    "reason": "Der bor kun 90 i <landsbyen>.",
    "decision": SimpleNamespace(price_ore=3_200_000, reason="Der er plads ved søen."),
    "revision": SimpleNamespace(wish="Flyt bænken & bordet.", until=date(2027, 3, 20)),
    "appeal": SimpleNamespace(pk=12, due_on=date(2027, 3, 28), price_ore=3_200_000, answer="Der er plads."),
    "name": "Bo B.",
    "answer": "yes",
    "merge": SimpleNamespace(until=date(2027, 3, 12)),
    "title": "Bænke & <borde>",
    "words": "I ønsker det samme.",
    "is_ours": False,
    "asked": "Kan en kørestol komme derhen?",
    "said": "Ja, stien er flad.",
    "hiding": SimpleNamespace(
        get_ground_display=Ground.PERSONAL.label,
        words="Naboens navn stod der.",
        appeal_until=at(3, 20, 23),
        outcome="reversed",
        decision="Det var dit eget navn.",
    ),
    "realisation": SimpleNamespace(
        owner_title="tovholder", carried_out_by="Veje og Grønne Områder", stop_reason="Jorden er <forurenet>."
    ),
    "left": "12.000 kr. blev ikke brugt.",
    "last": date(2027, 5, 20),
    "what": "Bænken står der",
    "is_to_all": False,
    "report": SimpleNamespace(
        text="Jorden var for våd.",
        milestone=SimpleNamespace(title="Bænken står der"),
        moved_from=date(2027, 6, 1),
        moved_to=date(2027, 8, 15),
    ),
    "rows": [
        Told("Bænke & <borde>", True, lambda: "Fik 57 stemmer."),
        Told("En gynge", False, lambda: "Der manglede 900 kr.", lambda: "https://deltag.example.dk/naeste/"),
    ],
    "has_winner": True,
    "minute": at(3, 12),
    "is_moved": False,
    "event": SimpleNamespace(
        title="Idédag & kaffe",
        place="Biblioteket, lokale 2",
        host="Tove, tovholder",
        access="Der er elevator.",
        phone="12 34 56 78",
        cancel_reason="Der er storm.",
    ),
    "booking": SimpleNamespace(begins_at=at(2, 10, 16)),
    "calendar": lambda: "/moeder/1/kalender.ics",
    "when": lambda: "lørdag den 12. juni kl. 14.00–16.00",
    "place": "Ved søen",
    "host": "Tove, tovholder",
    "access": "Der er asfalt hele vejen.",
    "phone": "12 34 56 78",
    "harm": Harm.RIGHTS,
    "address": lambda: "/en/side/",
}


@override_settings(SITE_URL="https://deltag.example.dk", MUNICIPALITY="Eksempel Kommune")
def letter(name: str, language: str, **values: Any) -> str:
    receiver = Person(name="Anna Jensen", email="anna@example.dk", language=language)
    subject, body, html, _stop = written(Letter(name, receiver, VALUES | values))
    assert html.startswith("<!doctype html>")
    return f"{subject}\n\n{body}"


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_the_letter_says(name: str, language: str) -> None:
    assert letter(name, language) == (GOLDEN / f"{name}.{language}.txt").read_text()


def test_there_is_no_golden_letter_too_many() -> None:
    assert {path.name.split(".")[0] for path in GOLDEN.iterdir()} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_known_leaves_no_hole(name: str) -> None:
    unknown = {"vote": None, "review": None, "report": None, "has_winner": False}
    text = letter(name, "da", **unknown)
    assert "\n\n\n" not in text
    assert "None" not in text


def test_t03_a_letter_is_text_and_nothing_is_escaped() -> None:
    assert "Bænke & <borde>" in letter("submitted", "da")


def sent(name: str) -> list[Letter]:
    """The letters of this template that the whole journal asks for, in its order."""
    return [each for entry in Entry.objects.order_by("pk") for each in letters(entry) if each.template == name]


def test_each_act_sends_its_letter_to_the_authors() -> None:
    later, much_later = (make.today() + timedelta(days=days) for days in (30, 60))
    result = make.finished()
    process = result.vote.process
    winner = next(row.proposal for row in result.projects.select_related("proposal") if row.is_funded)
    make.shift_to(process, PhaseKind.REALISATION)
    make.released(process)
    started = realisation.start_realisation(
        make.tove(), winner, owner_title="tovholder", carried_out_by="Veje", at=make.now()
    )
    milestone = realisation.plan_milestone(make.tove(), started, title="Tegnet", due_on=later, at=make.now())
    realisation.move_milestone(make.tove(), milestone, due_on=much_later, reason="Frost", at=make.now())
    realisation.reach_milestone(make.tove(), milestone, reached_on=make.today(), at=make.now())
    realisation.finish_realisation(make.tove(), started, finished_on=make.today(), at=make.now())
    author = winner.authorships.get().person
    for name, number in (("submitted", 3), ("admitted", 3), ("result", 3), ("started", 1), ("moved", 1)):
        assert len(sent(name)) == number, name
    assert sent("moved")[0].values["report"].moved_to == much_later
    assert [each.receiver for each in sent("finished")] == [author]
    assert all(written(each)[0] for name in NAMES for each in sent(name))


def test_a_refusal_is_told_with_its_reason_and_a_withdrawal_is_confirmed() -> None:
    make.with_prices([None])
    assert "God idé." in written(sent("refused")[0])[1]
    process = make.process()
    withdraw_proposal(make.anna(), make.submitted(process), at=make.now())
    assert process.title in written(sent("withdrawn")[0])[1] or sent("withdrawn")[0].values["process"] == process


def test_the_authors_hear_why_a_picture_was_taken_down() -> None:
    proposal = make.submitted(make.process())
    picture = make.pictured(proposal)
    take_down_picture(make.tove(), proposal, picture, harm=Harm.PEOPLE, at=make.now())
    told = sent("picture_taken_down")
    assert [each.receiver.name for each in told] == ["Anna Jensen"]
    assert "Man kan kende en person, som ikke har sagt ja." in written(told[0])[1]


def test_t54_nobody_else_is_written_to() -> None:
    make.uffe()
    make.finished()
    receivers = {each.receiver.name for entry in Entry.objects.all() for each in letters(entry)}
    assert receivers == {"Forfatter 0", "Forfatter 1", "Forfatter 2"}


def test_a_question_is_told_to_the_authors_and_the_answer_to_whoever_asked() -> None:
    sent_in = said.proposal()
    asked = said.question(sent_in, "Se https://evil.example\n\nog http://localhost/her")
    said.answer(asked)
    talk.ask_authors(make.tove(), sent_in, text="Skal der være lys?", at=make.now())
    assert [each.receiver.name for each in sent("question")] == ["Anna Jensen", "Anna Jensen"]
    assert [each.receiver.name for each in sent("answered")] == ["Nina Nabo"]
    _subject, body, html, _stop = written(sent("question")[0])
    assert "https://evil.example" not in f"{body}{html}"
    assert "localhost/her" in body
    assert 'href="http://localhost/her' not in html
    assert "Kommunen spørger dig åbent" in written(sent("question")[1])[1]


def test_an_author_who_asks_writes_to_nobody_and_what_is_hidden_is_not_told() -> None:
    sent_in = said.proposal()
    said.question(sent_in, by=make.anna())
    hidden = said.question(sent_in)
    said.hidden(hidden)
    assert sent("question") == []


def test_the_writer_hears_why_a_text_is_hidden_and_what_came_of_the_appeal() -> None:
    sent_in = said.proposal()
    asked = said.question(sent_in)
    hiding = said.appealed(said.hidden(asked))
    decide_hiding_appeal(make.tom(), hiding, outcome=Outcome.UPHELD, answer="Navnet er naboens.", at=make.now())
    said.hidden(sent_in)
    assert [each.receiver.name for each in sent("hidden")] == ["Nina Nabo", "Anna Jensen"]
    assert "Det handler om en privatperson" in written(sent("hidden")[0])[1]
    assert "Navnet er naboens." in written(sent("hiding_decided")[0])[1]
