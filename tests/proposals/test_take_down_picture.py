"""The municipality takes a picture down, and says why."""

from __future__ import annotations

import pytest
from django.utils import translation
from tests import make

from deltagerbudget.acts.history import events
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Harm, PhaseKind
from deltagerbudget.proposals.actions import take_down_picture

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("phase", [PhaseKind.IDEAS, PhaseKind.VOTE])
def test_it_works(phase: PhaseKind) -> None:
    process = make.process()
    proposal = make.submitted(process)
    picture = make.pictured(proposal)
    make.shift_to(process, phase)
    take_down_picture(make.tove(), proposal, picture, harm=Harm.PEOPLE, at=make.now())
    assert proposal.pictures.count() == 0
    entry = Entry.objects.of(proposal).newest_first()[0]
    assert (entry.act, entry.detail) == (Act.TAKE_DOWN_PICTURE, {"picture": picture.pk, "harm": "people"})
    with translation.override("en"):
        assert events([entry])[0].what == (
            "The municipality took a picture down: Somebody can be recognised who has not said yes"
        )


def test_who_may_not() -> None:
    proposal = make.submitted(make.process())
    picture = make.pictured(proposal)
    for actor in (make.anna(), make.uffe(), make.bo(), make.fie()):
        with pytest.raises(NotYours):
            take_down_picture(actor, proposal, picture, harm=Harm.OTHER, at=make.now())
    assert proposal.pictures.count() == 1


def test_not_twice() -> None:
    proposal = make.submitted(make.process())
    picture = make.pictured(proposal)
    take_down_picture(make.tove(), proposal, picture, harm=Harm.RIGHTS, at=make.now())
    with pytest.raises(NotPossible):
        take_down_picture(make.tove(), proposal, picture, harm=Harm.RIGHTS, at=make.now())
