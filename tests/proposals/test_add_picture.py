"""A picture of one's own on a proposal."""

from __future__ import annotations

import pytest
from tests import make

from deltagerbudget.acts.history import events
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.pictures import storage
from deltagerbudget.pictures.models import Picture
from deltagerbudget.proposals.actions import add_picture, withdraw_proposal

pytestmark = pytest.mark.django_db


@pytest.mark.both
def test_it_works() -> None:
    proposal = make.draft(make.process())
    picture = make.pictured(proposal)
    assert list(proposal.pictures.all()) == [picture]
    assert (picture.width, picture.height, picture.alt) == (480, 320, "En rød bænk ved søen")
    assert storage.picture_path(picture.name, 480).read_bytes().startswith(b"RIFF")
    entry = Entry.objects.of(proposal).newest_first()[0]
    assert (entry.act, entry.detail) == (Act.ADD_PICTURE, {"picture": picture.pk})


def test_who_may_not() -> None:
    proposal = make.submitted(make.process())
    for actor in (make.uffe(), make.tove(), make.administrator(), make.author(1)):
        with pytest.raises(NotYours):
            make.pictured(proposal, author=actor)
    assert not Picture.objects.exists()


@pytest.mark.parametrize("phase", [PhaseKind.REVIEW, PhaseKind.VOTE])
def test_not_after_proposals_have_closed(phase: PhaseKind) -> None:
    process = make.process()
    proposal = make.submitted(process)
    make.shift_to(process, phase)
    with pytest.raises(NotNow):
        make.pictured(proposal)


def test_not_when_it_is_withdrawn() -> None:
    proposal = withdraw_proposal(make.anna(), make.submitted(make.process()), at=make.now())
    with pytest.raises(NotPossible):
        make.pictured(proposal)


def test_three_are_the_most_and_the_same_one_is_there_once() -> None:
    proposal = make.draft(make.process())
    given = make.illustration()
    first = [add_picture(make.anna(), proposal, given=given, at=make.now()) for _twice in range(2)]
    assert first[0] == first[1]
    make.pictured(proposal)
    make.pictured(proposal)
    with pytest.raises(NotPossible, match="3"):
        make.pictured(proposal)
    assert proposal.pictures.count() == 3


@pytest.mark.parametrize("alt", ["", "   ", "Anna, 070761-4285"])
def test_not_without_words_and_with_no_cpr_number(alt: str) -> None:
    with pytest.raises(NotPossible):
        make.pictured(make.draft(make.process()), alt=alt)
    assert not Picture.objects.exists()


def test_what_is_done_to_a_draft_is_not_told() -> None:
    process = make.process()
    proposal = make.draft(process)
    make.pictured(proposal)
    make.submit_proposal(make.anna(), proposal, at=make.now())
    assert len(events(Entry.objects.of(proposal))) == 1
    make.pictured(proposal)
    assert len(events(Entry.objects.of(proposal))) == 2
