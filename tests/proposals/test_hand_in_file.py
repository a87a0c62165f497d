"""A question that is answered by a file, for the municipality alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests import make
from tests.pictures.files import pdf
from tests.proposals.handed import asked, handed_in
from tests.proposals.writing import as_

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.pictures import storage
from deltagerbudget.pictures.models import Document
from deltagerbudget.proposals.actions import edit_proposal, submit_proposal
from deltagerbudget.proposals.models import FieldAnswer, Proposal
from deltagerbudget.review.actions import assign_review

pytestmark = pytest.mark.django_db


def sent(name: str = "Min tegning.pdf", data: bytes = b"") -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, data or pdf(), "application/pdf")}


def url(proposal: Proposal, field: Any, *, name: str = "file") -> str:
    return reverse(f"proposals:{name}", args=[proposal.pk, field.pk])


@pytest.mark.both
def test_it_works() -> None:
    process = make.process()
    field, proposal = asked(process), make.draft(process)
    answer = handed_in(proposal, field)
    assert answer.document is not None
    assert (answer.value, answer.document.title) == ("Min tegning", "Min tegning")
    assert storage.document_path(answer.document.name).read_bytes() == pdf()
    entry = Entry.objects.of(proposal).newest_first()[0]
    assert (entry.act, entry.detail) == (Act.HAND_IN_FILE, {"field": field.pk})


def test_who_may_not() -> None:
    process = make.process()
    field, proposal = asked(process), make.submitted(process)
    for actor in (make.uffe(), make.tove(), make.administrator(), make.author(1)):
        with pytest.raises(NotYours):
            handed_in(proposal, field, actor)
    assert not Document.objects.exists()


@pytest.mark.parametrize("phase", [PhaseKind.REVIEW, PhaseKind.VOTE])
def test_not_after_proposals_have_closed(phase: PhaseKind) -> None:
    process = make.process()
    field, proposal = asked(process), make.submitted(process)
    make.shift_to(process, phase)
    with pytest.raises(NotNow):
        handed_in(proposal, field)


def test_t13_only_to_a_question_that_is_asked_here_and_answered_so() -> None:
    process = make.process()
    proposal, text = make.draft(process), asked(process, kind="short", label_da="Hvem?")
    elsewhere = asked(make.process(title="Et andet"))
    hidden = asked(process, is_hidden=True)
    for field in (text, elsewhere, hidden):
        with pytest.raises(NotPossible):
            handed_in(proposal, field)
    assert not Document.objects.exists()


def test_nobody_writes_text_in_place_of_a_file() -> None:
    process = make.process()
    field, proposal = asked(process), make.draft(process)
    with pytest.raises(NotPossible):
        edit_proposal(make.anna(), proposal, values={}, answers={field.pk: "Min tegning"}, at=make.now())


def test_a_second_one_takes_the_place_of_the_first(django_capture_on_commit_callbacks: Any) -> None:
    process = make.process()
    field, proposal = asked(process), make.draft(process)
    first = handed_in(proposal, field).document
    assert first is not None
    with django_capture_on_commit_callbacks(execute=True):
        handed_in(proposal, field, title="Ny tegning")
    assert not storage.document_path(first.name).exists()
    assert [answer.value for answer in FieldAnswer.objects.all()] == ["Ny tegning"]
    assert Document.objects.count() == 1


def test_a_cpr_number_in_its_name_is_refused() -> None:
    process = make.process()
    field, proposal = asked(process), make.draft(process)
    with pytest.raises(NotPossible, match="CPR"):
        handed_in(proposal, field, title="Tegning 070761-4285")


def test_a_question_for_everyone_cannot_be_answered_by_a_file() -> None:
    with pytest.raises(NotPossible):
        asked(make.process(), is_public=True)


def test_what_must_be_handed_in_is_asked_for_before_it_is_sent() -> None:
    process = make.process()
    field, proposal = asked(process, is_required=True), make.draft(process)
    anna = as_(make.anna())
    check = reverse("proposals:check", args=[proposal.pk])
    assert url(proposal, field) in anna.post(check).content.decode()
    with pytest.raises(NotPossible, match="tegning"):
        submit_proposal(make.anna(), proposal, at=make.now())
    handed_in(proposal, field)
    assert submit_proposal(make.anna(), proposal, at=make.now()).number == 1


def test_the_steps_hold_no_question_where_only_files_are_asked_for() -> None:
    process = make.process()
    field, proposal = asked(process), make.draft(process)
    page = as_(make.anna()).get(reverse("proposals:pictures", args=[proposal.pk])).content.decode()
    assert url(proposal, field) in page
    assert "Trin 5 af 6" in page
    assert "Billeder og filer" in page


def test_the_page_takes_a_pdf_and_goes_back() -> None:
    process = make.process()
    field, proposal = asked(process), make.draft(process)
    anna = as_(make.anna())
    answer = anna.post(url(proposal, field), sent())
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("proposals:pictures", args=[proposal.pk]))
    assert "Min tegning" in anna.get(answer.headers["Location"]).content.decode()
    assert "Min tegning" in anna.get(url(proposal, field)).content.decode()


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "Vælg en PDF."),
        (sent(data=b"GIF89a"), "Det her er ikke en PDF"),
        (sent(data=pdf(b"<</S/JavaScript>>")), "et program"),
        ({"file": [sent()["file"], sent()["file"]]}, "kun én fil"),
    ],
)
def test_b50_another_file_is_refused_with_the_reason(files: dict[str, Any], words: str) -> None:
    process = make.process()
    field, proposal = asked(process), make.draft(process)
    answer = as_(make.anna()).post(url(proposal, field), files)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Document.objects.exists()


def test_t14_only_authors_and_the_desk_open_the_file() -> None:
    process = make.process()
    field, proposal = asked(process), make.submitted(process)
    answer = handed_in(proposal, field)
    assert answer.document is not None
    file = reverse("media:own_document", args=[answer.document.name])
    public = reverse("media:document", args=[answer.document.name])
    for actor, status in (
        (make.anna(), 200),
        (make.tove(), 200),
        (make.uffe(), 404),
        (make.bo(), 404),
        (make.fie(), 404),
    ):
        assert as_(actor).get(file).status_code == status
        assert as_(actor).get(public).status_code == 404
    assert Client().get(file).status_code == 302
    assign_review(make.tove(), proposal, make.department(), due_on=make.today(), at=make.now())
    given = as_(make.bo()).get(file)
    assert given.status_code == 200
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert given.headers["X-Content-Type-Options"] == "nosniff"


def test_the_name_of_a_file_is_shown_to_the_desk_and_not_to_everyone() -> None:
    process = make.process()
    field, proposal = asked(process), make.submitted(process)
    handed_in(proposal, field)
    desk = as_(make.tove()).get(reverse("review_staff:proposal", args=[proposal.pk])).content.decode()
    assert "Min tegning" in desk
    public = Client().get(reverse("site:proposal", args=[process.slug, 1])).content.decode()
    assert "tegning" not in public
