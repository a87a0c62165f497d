"""A PDF beside the text of a deltagerbudget."""

from __future__ import annotations

import pytest
from tests import make
from tests.pictures import files

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.pictures import storage
from deltagerbudget.processes import actions
from deltagerbudget.processes.actions import add_document

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    process, data = make.process(), files.pdf()
    document = add_document(make.tove(), process, title="Kort over engen", data=data, at=make.now())
    assert list(process.documents.all()) == [document]
    assert storage.document_path(document.name).read_bytes() == data
    entry = Entry.objects.of(process).newest_first()[0]
    assert (entry.act, entry.detail) == (Act.ADD_DOCUMENT, {"document": document.pk})


def test_who_may_not() -> None:
    process = make.process()
    for actor in (make.anna(), make.bo(), make.fie()):
        with pytest.raises(NotYours):
            add_document(actor, process, title="Kort", data=files.pdf(), at=make.now())


def test_not_without_a_title_and_not_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    process = make.process()
    with pytest.raises(NotPossible):
        add_document(make.tove(), process, title=" ", data=files.pdf(), at=make.now())
    monkeypatch.setattr(actions, "MOST_DOCUMENTS", 1)
    add_document(make.tove(), process, title="Kort", data=files.pdf(), at=make.now())
    with pytest.raises(NotPossible):
        add_document(make.tove(), process, title="Et kort til", data=files.pdf(), at=make.now())
