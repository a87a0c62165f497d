"""A deltagerbudget's own questions: asked in the steps, answered in rows, and never changed in meaning afterwards."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests import make
from tests.proposals.writing import TEXTS, as_, draft, of_step, put, sketch

from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.processes.actions import edit_fields
from deltagerbudget.processes.models import OwnField, Process
from deltagerbudget.proposals.actions import edit_proposal, submit_proposal
from deltagerbudget.proposals.models import FieldAnswer, Proposal, Sketch

pytestmark = pytest.mark.django_db
VALUES: dict[str, Any] = {
    "position": 1,
    "kind": "short",
    "label_da": "Hvem passer det?",
    "label_en": "Who looks after it?",
    "help_da": "",
    "help_en": "",
    "is_required": False,
    "is_public": True,
    "choices": [],
    "least": None,
    "most": None,
    "is_hidden": False,
}
CHOICES = [{"da": "Børn", "en": "Children"}, {"da": "Unge", "en": ""}, {"da": "Ældre", "en": "Older people"}]
ONE = {"kind": "one", "label_da": "For hvem?", "choices": CHOICES}


@pytest.fixture
def process() -> Process:
    return make.process()


def asked(process: Process, **values: Any) -> OwnField:
    return edit_fields(make.tove(), process, None, values=VALUES | values, at=make.now())


def changed(process: Process, field: OwnField, **values: Any) -> OwnField:
    kept = {name: getattr(field, name) for name in VALUES if name != "is_hidden"} | {"is_hidden": False}
    return edit_fields(make.tove(), process, field, values=kept | values, at=make.now())


def test_it_works() -> None:
    process = make.draft_process()
    second, first = asked(process, position=2), asked(process, **ONE)
    assert list(process.own_fields.asked()) == [first, second]
    changed(process, first, is_hidden=True)
    assert list(process.own_fields.asked()) == [second]
    changed(process, first, position=3)
    assert list(process.own_fields.asked()) == [second, first]


def test_who_may_not(process: Process) -> None:
    for actor in (make.anna(), make.bo(), make.fie()):
        with pytest.raises(NotYours):
            edit_fields(actor, process, None, values=VALUES, at=make.now())


def test_not_when_the_vote_is_frozen(process: Process) -> None:
    Process.objects.filter(pk=process.pk).update(frozen_at=make.now())
    with pytest.raises(NotPossible):
        asked(process)


@pytest.mark.parametrize(
    "values",
    [
        {"label_da": " "},
        {"kind": "one"},
        {"kind": "one", "choices": CHOICES[:1]},
        {"kind": "several", "choices": CHOICES * 5},
        {"choices": CHOICES},
        {"least": 1},
        {"most": 201},
        {"kind": "number", "least": 5, "most": 4},
        {**ONE, "most": 3},
    ],
)
def test_a_question_that_nobody_could_answer_is_refused(process: Process, values: dict[str, Any]) -> None:
    with pytest.raises(NotPossible):
        asked(process, **values)


def test_at_most_twelve(process: Process) -> None:
    for _number in range(12):
        asked(process)
    with pytest.raises(NotPossible):
        asked(process)


def test_after_the_first_answer_its_meaning_stands(process: Process) -> None:
    field, own = asked(process, **ONE), make.draft(process)
    edit_proposal(make.anna(), own, values={}, answers={field.pk: 1}, at=make.now())
    for values in ({"kind": "several"}, {"choices": CHOICES[:2]}, {"kind": "short", "choices": []}):
        with pytest.raises(NotPossible, match="Nogen har allerede svaret"):
            changed(process, OwnField.objects.get(pk=field.pk), **values)
    # Other words, more choices and hiding are all right.
    more = [*CHOICES, {"da": "Alle", "en": "Everyone"}]
    changed(process, OwnField.objects.get(pk=field.pk), label_da="Til hvem?", choices=more, is_hidden=True)
    assert own.answers.get().shown == "Unge"


@pytest.mark.parametrize(
    ("values", "good", "bad"),
    [
        ({}, "Naboerne", [7, ["x"], "x" * 201, {"a": 1}]),
        ({"most": 5}, "Os", ["Naboerne"]),
        ({"kind": "number", "least": 2, "most": 9}, 3, [1, 10, "3", True, 2.5, [3]]),
        (ONE, 2, [3, -1, "2", [1], True]),
        (ONE | {"kind": "several"}, [0, 2], [[0, 0], [3], 1, ["0"]]),
    ],
)
def test_t20_only_what_answers_the_question_is_stored(
    process: Process, values: dict[str, Any], good: Any, bad: list[Any]
) -> None:
    field, own = asked(process, **values), make.draft(process)
    for value in bad:
        with pytest.raises(NotPossible):
            edit_proposal(make.anna(), own, values={}, answers={field.pk: value}, at=make.now())
    edit_proposal(make.anna(), own, values={}, answers={field.pk: good}, at=make.now())
    assert own.answers.get().value == good
    edit_proposal(make.anna(), own, values={}, answers={field.pk: None}, at=make.now())
    assert not own.answers.exists()


def test_t14_a_question_of_another_deltagerbudget_is_not_answered_here(process: Process) -> None:
    foreign, hidden = asked(make.process()), asked(process, is_hidden=True)
    for field in (foreign, hidden):
        with pytest.raises(NotPossible):
            edit_proposal(make.anna(), make.draft(process), values={}, answers={field.pk: "x"}, at=make.now())


def test_what_must_be_answered_must_be_before_it_is_sent(process: Process) -> None:
    field = asked(process, is_required=True)
    own = make.draft(process)
    with pytest.raises(NotPossible, match="Hvem passer det"):
        submit_proposal(make.anna(), own, at=make.now())
    edit_proposal(make.anna(), own, values={}, answers={field.pk: "Os"}, at=make.now())
    sent = submit_proposal(make.anna(), own, at=make.now())
    assert sent.versions.get().answers == {str(field.pk): "Os"}


def test_each_version_keeps_its_answers(process: Process) -> None:
    field, sent = asked(process), make.submitted(process)
    edit_proposal(make.anna(), sent, values={}, answers={field.pk: "Os"}, at=make.now())
    assert [row.answers for row in sent.versions.order_by("number")] == [{}, {str(field.pk): "Os"}]


def test_asked_in_a_step_of_its_own(process: Process) -> None:
    several = asked(process, **(ONE | {"kind": "several", "is_required": True}))
    number = asked(process, kind="number", label_da="Hvor mange?", position=2)
    client = as_(make.anna())
    own = draft(client, process)
    url = f"/forslag/{own.pk}/trin/spoergsmaal/"
    assert put(client, f"/forslag/{own.pk}/trin/beskriv/", of_step("beskriv", TEXTS))["Location"] == url
    page = client.get(url).text
    assert "Trin 4 af 7" in page
    assert "Ældre" in page
    wrong = put(client, url, {number.name: "mange"})
    assert wrong.status_code == 422
    for name in (several.name, number.name):
        assert f'href="#id_{name}' in wrong.text
    assert put(client, url, {number.name: ""}, "later").status_code == 302
    answer = put(client, url, {several.name: ["0", "2"], number.name: "40"})
    assert answer["Location"] == f"/forslag/{own.pk}/trin/navn/"
    assert 'value="40"' in client.get(url).text
    check = client.get(f"/forslag/{own.pk}/tjek/").text
    assert "Børn, Ældre" in check
    assert "Children, Older people" in client.get(f"/en/forslag/{own.pk}/tjek/").text
    assert client.get(f"/forslag/{own.pk}/trin/spoergsmaal/").status_code == 200


def test_t12_what_was_answered_for_the_municipality_alone_is_never_opened(process: Process) -> None:
    field = asked(process, is_public=False)
    assert changed(process, field, is_public=True).is_public
    changed(process, field, is_public=False)
    FieldAnswer.objects.create(proposal=make.draft(process), field=field, value="Min søster")
    with pytest.raises(NotPossible):
        changed(process, field, is_public=True)
    assert not OwnField.objects.get().is_public


def test_without_questions_there_is_no_such_step(process: Process) -> None:
    own = make.draft(process)
    assert as_(make.anna()).get(f"/forslag/{own.pk}/trin/spoergsmaal/").status_code == 404


def test_two_windows_answer_the_same_question(process: Process) -> None:
    field, own, client = asked(process), make.draft(process), as_(make.anna())
    url = f"/forslag/{own.pk}/trin/spoergsmaal/"
    seen = client.get(url).text.split('name="seen" value="')[1].split('"')[0]
    assert put(client, url, {field.name: "Den ene", "seen": seen}).status_code == 302
    answer = put(client, url, {field.name: "Den anden", "seen": seen})
    assert (answer.status_code, own.answers.get().value) == (409, "Den ene")
    assert "Den ene" in answer.text
    assert "Den anden" in answer.text


def test_a_visitor_answers_too_and_takes_the_answers_along(process: Process) -> None:
    field, client = asked(process), Client()
    gone = asked(process, position=2)
    assert sketch(client, process)["Location"] == f"/forslag/nyt/{process.slug}/spoergsmaal/"
    url = f"/forslag/nyt/{process.slug}/spoergsmaal/"
    put(client, url, {field.name: "Naboerne", gone.name: "Skjult bagefter"})
    assert "Naboerne" in client.get(url).text
    changed(process, gone, position=2, is_hidden=True)
    client.force_login(make.person("Anna Jensen"))
    put(client, f"/forslag/nyt/{process.slug}/navn/", of_step("navn", TEXTS))
    assert [answer.value for answer in Proposal.objects.get().answers.all()] == ["Naboerne"]
    assert not Sketch.objects.exists()


def test_t12_what_only_the_municipality_reads_is_on_no_public_page(process: Process) -> None:
    secret, known = asked(process, is_public=False), asked(process, position=2)
    sent = make.submitted(process)
    answers = {secret.pk: "Hemmeligt svar", known.pk: "Kendt svar"}
    edit_proposal(make.anna(), sent, values={}, answers=answers, at=make.now())
    public = Client().get(f"/deltagerbudgetter/{process.slug}/forslag/{sent.number}/").text
    desk = as_(make.tove()).get(f"/medarbejder/vurdering/forslag/{sent.pk}/").text
    assert ("Kendt svar" in public, "Hemmeligt svar" in public) == (True, False)
    assert ("Kendt svar" in desk, "Hemmeligt svar" in desk) == (True, True)
    assert "Hemmeligt svar" in as_(make.anna()).get(f"/forslag/{sent.pk}/ret/").text


def test_t05_words_of_staff_and_answers_are_never_markup(process: Process) -> None:
    evil = "<img src=x onerror=alert(1)>"
    field, sent = asked(process, label_da=evil, help_da=evil), make.submitted(process)
    edit_proposal(make.anna(), sent, values={}, answers={field.pk: evil}, at=make.now())
    pages = [f"/forslag/{sent.pk}/trin/spoergsmaal/", f"/forslag/{sent.pk}/ret/"]
    pages.append(f"/deltagerbudgetter/{process.slug}/forslag/{sent.number}/")
    assert all("<img src=x" not in as_(make.anna()).get(page).text for page in pages)


def test_r19_no_cpr_number_in_an_answer(process: Process) -> None:
    field, own = asked(process), make.draft(process)
    url = f"/forslag/{own.pk}/trin/spoergsmaal/"
    assert put(as_(make.anna()), url, {field.name: "Ring 070761-4285"}, "later").status_code == 422
    with pytest.raises(NotPossible):
        edit_proposal(make.anna(), own, values={}, answers={field.pk: "Ring 070761-4285"}, at=make.now())


def test_the_staffs_page(process: Process) -> None:
    client = as_(make.tove())
    start = f"/medarbejder/deltagerbudgetter/{process.slug}/spoergsmaal/"
    sent = {
        "label_da": "For hvem?",
        "kind": "one",
        "choices_da": "Børn\n\nUnge",
        "choices_en": "Children",
        "position": "1",
    }
    assert client.post(f"{start}nyt/", sent | {"is_public": ""}).status_code == 302
    field = OwnField.objects.get()
    assert (field.choices, field.is_public) == ([{"da": "Børn", "en": "Children"}, {"da": "Unge", "en": ""}], False)
    assert "For hvem?" in client.get(start).text
    assert "Børn\nUnge" in client.get(f"{start}{field.pk}/").text
    wrong = client.post(f"{start}{field.pk}/", sent | {"choices_da": "Kun et"})
    assert (wrong.status_code, "Kun et" in wrong.text) == (422, True)
    assert client.get(f"{start}{field.pk + 99}/").status_code == 404
    other = f"/medarbejder/deltagerbudgetter/{make.process().slug}/spoergsmaal/{field.pk}/"
    assert client.get(other).status_code == 404


@pytest.mark.both
def test_one_answer_of_each_proposal_and_never_an_empty_one(process: Process) -> None:
    field, own, other = asked(process), make.draft(process), make.draft(process)
    FieldAnswer.objects.create(proposal=own, field=field, value="Os")
    for value in ("Igen", "", []):
        with pytest.raises(IntegrityError), transaction.atomic():
            FieldAnswer.objects.create(proposal=own if value == "Igen" else other, field=field, value=value)
    for values in ({"kind": "number", "least": 2, "most": 1}, {"kind": "one", "choices": []}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OwnField.objects.create(process=process, position=1, label_da="x", **values)


def test_hidden_until_the_process_is_open() -> None:
    process = make.draft_process(PhaseKind.IDEAS)
    asked(process)
    assert Client().get(f"/forslag/nyt/{process.slug}/spoergsmaal/").status_code == 404
