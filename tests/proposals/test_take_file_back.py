"""Taking back a file that was handed in: row and file."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from tests import make
from tests.proposals.handed import asked, handed_in
from tests.proposals.writing import as_

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.mydata.actions import delete_person
from deltagerbudget.mydata.rules import WORD
from deltagerbudget.pictures import storage
from deltagerbudget.pictures.models import Document
from deltagerbudget.proposals.handing_in import take_file_back
from deltagerbudget.proposals.models import FieldAnswer

pytestmark = pytest.mark.django_db


def test_it_works(django_capture_on_commit_callbacks: Any) -> None:
    process = make.process()
    field, proposal = asked(process), make.submitted(process)
    document = handed_in(proposal, field).document
    assert document is not None
    with django_capture_on_commit_callbacks(execute=True):
        take_file_back(make.anna(), proposal, field, at=make.now())
    assert not storage.document_path(document.name).exists()
    assert not Document.objects.exists()
    assert not FieldAnswer.objects.exists()
    entry = Entry.objects.of(proposal).newest_first()[0]
    assert (entry.act, entry.detail) == (Act.TAKE_FILE_BACK, {"field": field.pk})
    with pytest.raises(NotPossible):
        take_file_back(make.anna(), proposal, field, at=make.now())


def test_who_may_not() -> None:
    process = make.process()
    field, proposal = asked(process), make.submitted(process)
    handed_in(proposal, field)
    for actor in (make.uffe(), make.tove(), make.author(1)):
        with pytest.raises(NotYours):
            take_file_back(actor, proposal, field, at=make.now())
    assert Document.objects.exists()


def test_not_after_proposals_have_closed() -> None:
    process = make.process()
    field, proposal = asked(process), make.submitted(process)
    handed_in(proposal, field)
    make.shift_to(process, PhaseKind.REVIEW)
    with pytest.raises(NotNow):
        take_file_back(make.anna(), proposal, field, at=make.now())


def test_what_must_be_there_is_replaced_and_not_deleted_once_it_is_sent() -> None:
    process = make.process()
    field, proposal = asked(process), make.submitted(process)
    handed_in(proposal, field)
    type(field).objects.filter(pk=field.pk).update(is_required=True)
    with pytest.raises(NotPossible):
        take_file_back(make.anna(), proposal, type(field).objects.get(pk=field.pk), at=make.now())


def test_the_page_deletes_it_and_goes_back() -> None:
    process = make.process()
    field, proposal = asked(process), make.draft(process)
    handed_in(proposal, field)
    anna = as_(make.anna())
    answer = anna.post(reverse("proposals:take_file_back", args=[proposal.pk, field.pk]))
    assert answer.headers["Location"] == reverse("proposals:pictures", args=[proposal.pk])
    assert not Document.objects.exists()


def test_a_draft_that_is_deleted_with_its_author_leaves_no_file(django_capture_on_commit_callbacks: Any) -> None:
    process = make.process()
    field, proposal = asked(process), make.draft(process)
    document = handed_in(proposal, field).document
    assert document is not None
    with django_capture_on_commit_callbacks(execute=True):
        delete_person(make.anna(), word=WORD, at=make.now())
    assert not Document.objects.exists()
    assert not storage.document_path(document.name).exists()
