"""Changing one's own text; once it is sent in, every text that ever stood is kept."""

import pytest
from tests import make

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.proposals.actions import Signature, edit_proposal, withdraw_proposal

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    proposal = make.draft(make.process())
    edited = edit_proposal(make.anna(), proposal, values={"title": "Åben legeplads"}, at=make.now())
    edited.refresh_from_db()
    assert (edited.title, edited.sort_key) == ("Åben legeplads", "}ben legeplads")
    assert edited.versions.count() == 0
    assert Entry.objects.of(edited).newest_first()[0].act == Act.EDIT_PROPOSAL


def test_who_may_not() -> None:
    proposal = make.submitted(make.process())
    for actor in (make.uffe(), make.tove(), make.administrator(), make.author(1)):
        with pytest.raises(NotYours):
            edit_proposal(actor, proposal, values={"title": "Kapret"}, at=make.now())
    proposal.refresh_from_db()
    assert proposal.title != "Kapret"


@pytest.mark.parametrize("phase", [PhaseKind.REVIEW, PhaseKind.VOTE, PhaseKind.REALISATION])
def test_b39_not_after_proposals_have_closed(phase: PhaseKind) -> None:
    process = make.process()
    proposal = make.submitted(process)
    make.shift_to(process, phase)
    with pytest.raises(NotNow):
        edit_proposal(make.anna(), proposal, values={"title": "For sent"}, at=make.now())


def test_not_when_it_is_withdrawn() -> None:
    proposal = withdraw_proposal(make.anna(), make.submitted(make.process()), at=make.now())
    with pytest.raises(NotPossible):
        edit_proposal(make.anna(), proposal, values={"title": "Fortrudt"}, at=make.now())


def test_every_text_that_stood_is_kept_and_an_unchanged_one_is_no_version() -> None:
    proposal = make.submitted(make.process(), title="Første")
    edit_proposal(make.anna(), proposal, values={"title": "Anden"}, at=make.now())
    edit_proposal(make.anna(), proposal, values={"title": "Anden"}, at=make.now())
    assert list(proposal.versions.order_by("number").values_list("number", "title")) == [(1, "Første"), (2, "Anden")]


def test_what_is_sent_stays_whole() -> None:
    proposal = make.submitted(make.process())
    with pytest.raises(NotPossible):
        edit_proposal(make.anna(), proposal, values={"what": "  "}, at=make.now())
    signature = Signature(has_consented=False)
    with pytest.raises(NotPossible):
        edit_proposal(make.anna(), proposal, values={"why": "Derfor"}, signature=signature, at=make.now())
    proposal.refresh_from_db()
    assert (proposal.what != "", proposal.why) == (True, "Så man kan hvile sig.")


def test_t20_only_the_texts_can_be_written() -> None:
    proposal = make.submitted(make.process())
    for name in ("stage", "price_ore", "number", "process", "submitted_at", "shuffle"):
        with pytest.raises(ValueError, match="not editable"):
            edit_proposal(make.anna(), proposal, values={name: 7}, at=make.now())
