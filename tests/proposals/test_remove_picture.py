"""Taking back one's own picture: row and files."""

from __future__ import annotations

import pytest
from tests import make

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.pictures import storage
from deltagerbudget.pictures.models import Picture
from deltagerbudget.proposals.actions import remove_picture

pytestmark = pytest.mark.django_db


def test_it_works(django_capture_on_commit_callbacks: object) -> None:
    proposal = make.draft(make.process())
    picture = make.pictured(proposal)
    path = storage.picture_path(picture.name, 480)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        remove_picture(make.anna(), proposal, picture, at=make.now())
        assert path.exists()
    assert not path.exists()
    assert not Picture.objects.exists()
    entry = Entry.objects.of(proposal).newest_first()[0]
    assert (entry.act, entry.detail) == (Act.REMOVE_PICTURE, {"picture": picture.pk})


def test_who_may_not() -> None:
    proposal = make.submitted(make.process())
    picture = make.pictured(proposal)
    for actor in (make.uffe(), make.tove(), make.author(1)):
        with pytest.raises(NotYours):
            remove_picture(actor, proposal, picture, at=make.now())
    assert Picture.objects.exists()


def test_not_after_proposals_have_closed() -> None:
    process = make.process()
    proposal = make.submitted(process)
    picture = make.pictured(proposal)
    make.shift_to(process, PhaseKind.REVIEW)
    with pytest.raises(NotNow):
        remove_picture(make.anna(), proposal, picture, at=make.now())


def test_t13_not_the_picture_of_another_proposal() -> None:
    process = make.process()
    mine, other = make.draft(process), make.draft(process, author=make.author(1))
    picture = make.pictured(other, author=make.author(1))
    with pytest.raises(NotPossible):
        remove_picture(make.anna(), mine, picture, at=make.now())
    assert other.pictures.count() == 1
