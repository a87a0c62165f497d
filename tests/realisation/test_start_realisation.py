import pytest
from tests import make
from tests.realisation.winners import started, winner

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind, Role
from deltagerbudget.realisation.actions import start_realisation
from deltagerbudget.realisation.models import Realisation

pytestmark = pytest.mark.django_db
WHO = {"owner_title": "Tovholder", "carried_out_by": "Teknik og Miljø"}


@pytest.mark.both
def test_it_works() -> None:
    proposal = winner()
    row = started(proposal)
    assert (row.proposal, row.price_ore, row.owner_id) == (proposal, 3_200_000, make.tove().person_id)
    assert Entry.objects.of(row).get().act == Act.START_REALISATION


def test_trap_17_it_is_the_same_proposal_with_its_authors_and_address() -> None:
    proposal = winner()
    authors = proposal.author_ids()
    row = started(proposal)
    assert row.proposal.author_ids() == authors
    assert row.proposal.number == proposal.number


def test_b67_a_winner_is_started_once() -> None:
    proposal = winner()
    started(proposal)
    with pytest.raises(NotPossible, match="already"):
        started(proposal)
    assert Realisation.objects.count() == 1


def test_only_a_winner_can_be_started() -> None:
    with pytest.raises(NotPossible, match="won"):
        started(winner(2))


def test_not_before_the_result_is_published() -> None:
    vote = make.open_vote()
    make.cast(vote, "anna", [1])
    result = make.counted(make.closed(vote))
    with pytest.raises(NotPossible, match="published"):
        started(result.projects.get(place=1).proposal)


def test_not_in_the_phase_of_the_vote() -> None:
    proposal = winner()
    make.shift_to(proposal.process, PhaseKind.VOTE)
    with pytest.raises(NotNow):
        started(proposal)


@pytest.mark.parametrize("who", [make.anna, make.uffe, make.fie, make.bo, make.administrator])
def test_only_a_process_owner_may(who: object) -> None:
    proposal = winner()
    with pytest.raises(NotYours):
        start_realisation(who(), proposal, **WHO, at=make.now())  # type: ignore[operator]


def test_an_owner_of_another_area_may_not() -> None:
    proposal = winner()
    stranger = make.staff("Vera Viby", Role.OWNER, make.area("Viby"))
    with pytest.raises(NotYours):
        start_realisation(stranger, proposal, **WHO, at=make.now())


@pytest.mark.parametrize("blank", ["owner_title", "carried_out_by"])
def test_residents_are_told_who(blank: str) -> None:
    with pytest.raises(NotPossible, match="Write who"):
        start_realisation(make.tove(), winner(), **WHO | {blank: "  "}, at=make.now())
