"""Taking a document away again: row and file."""

from __future__ import annotations

import pytest
from tests import make
from tests.pictures import files

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.pictures import storage
from deltagerbudget.pictures.models import Document
from deltagerbudget.processes.actions import add_document, remove_document
from deltagerbudget.processes.models import Process

pytestmark = pytest.mark.django_db


def added(process: Process) -> Document:
    return add_document(make.tove(), process, title="Kort", data=files.pdf(), at=make.now())


def test_it_works(django_capture_on_commit_callbacks: object) -> None:
    process = make.process()
    document = added(process)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        remove_document(make.tove(), process, document, at=make.now())
    assert not Document.objects.exists()
    assert not storage.document_path(document.name).exists()
    assert Entry.objects.of(process).newest_first()[0].act == Act.REMOVE_DOCUMENT


def test_who_may_not() -> None:
    process = make.process()
    document = added(process)
    for actor in (make.anna(), make.bo(), make.fie()):
        with pytest.raises(NotYours):
            remove_document(actor, process, document, at=make.now())


def test_t13_not_the_document_of_another_one() -> None:
    document = added(make.process())
    with pytest.raises(NotPossible):
        remove_document(make.tove(), make.process(), document, at=make.now())
    assert Document.objects.exists()
