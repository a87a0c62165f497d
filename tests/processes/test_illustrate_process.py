"""The picture of a deltagerbudget."""

from __future__ import annotations

import pytest
from tests import make

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.pictures.models import Picture
from deltagerbudget.processes.actions import illustrate_process

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    process = illustrate_process(make.tove(), make.process(), given=make.illustration("Engen"), at=make.now())
    assert process.picture is not None
    assert process.picture.alt == "Engen"
    assert Entry.objects.of(process).newest_first()[0].act == Act.ILLUSTRATE_PROCESS
    process = illustrate_process(make.tove(), process, given=make.illustration("Skoven"), at=make.now())
    assert [row.alt for row in Picture.objects.all()] == ["Skoven"]
    process = illustrate_process(make.tove(), process, given=None, at=make.now())
    assert process.picture is None
    assert not Picture.objects.exists()


def test_who_may_not() -> None:
    process = make.process()
    for actor in (make.anna(), make.bo(), make.fie()):
        with pytest.raises(NotYours):
            illustrate_process(actor, process, given=make.illustration(), at=make.now())


def test_not_without_words() -> None:
    with pytest.raises(NotPossible):
        illustrate_process(make.tove(), make.process(), given=make.illustration(" "), at=make.now())
