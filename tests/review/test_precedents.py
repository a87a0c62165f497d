"""N4: earlier decisions on like proposals, and a warning when a new one says otherwise."""

import pytest
from tests import make
from tests.review.test_pages import as_

from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.review.actions import decide_proposal, release_decisions
from deltagerbudget.review.models import Decision
from deltagerbudget.review.precedents import contradicts, precedents
from deltagerbudget.review.rules import Ruling, Verdict

pytestmark = pytest.mark.django_db
# What was decided before: title, text, price; None was refused.
BEFORE = (
    ("Drikkepost ved fodboldbanen", "En drikkepost med vand til dem, der spiller fodbold.", 3_000_000),
    ("Shelter ved søen", "Et shelter af træ, hvor man kan sove under tag.", None),
    ("Gynger i skoven", "To gynger af reb i de høje træer.", 900_000),
    ("Byttebogskab på torvet", "Et skab med bøger, som man kan bytte.", 600_000),
    ("Fartbump på Kirkevej", "Bump på vejen, så bilerne kører langsomt.", None),
    ("Blomster langs stien", "Vilde blomster til bier og sommerfugle.", 400_000),
)


def sent(process: Process, title: str, what: str, number: int) -> Proposal:
    return make.submitted(process, author=make.author(number), title=title, what=what, place="Her")


@pytest.fixture
def asked() -> Proposal:
    """A new proposal in a later deltagerbudget of the area, much like the shelter that was refused."""
    before = make.process()
    rows = [sent(before, title, what, at) for at, (title, what, _price) in enumerate(BEFORE)]
    make.shift_to(before, PhaseKind.REVIEW)
    for proposal, (_title, _what, price_ore) in zip(rows, BEFORE, strict=True):
        make.decided(proposal, price_ore=price_ore, reason="Stedet er fredet." if price_ore is None else "God idé.")
    release_decisions(make.tove(), before, at=make.now())
    later = make.process()
    new = sent(later, "Et shelter ved søen", "Et shelter af træ, hvor man kan sove under tag.", 20)
    make.shift_to(later, PhaseKind.REVIEW)
    return Proposal.objects.select_related("process").get(pk=new.pk)


def test_n4_the_right_one_comes_first_with_its_answer(asked: Proposal) -> None:
    found = precedents(asked)
    assert len(found) <= 5
    assert (found[0].proposal.title, found[0].ruling, found[0].reason) == (
        "Shelter ved søen",
        Ruling.REFUSE,
        "Stedet er fredet.",
    )


def test_n4_each_is_found_by_other_words_about_the_same(asked: Proposal) -> None:
    for title, about in (("Vandpost til spillerne på boldbanen", 0), ("Bogkasse på torvet", 3), ("Bump på vejen", 4)):
        asked.title, asked.what = title, title
        assert BEFORE[about][0] in [near.proposal.title for near in precedents(asked)], title


def test_n4_an_opposite_answer_is_told_and_the_same_is_not(asked: Proposal) -> None:
    found = precedents(asked)
    for other in (Ruling.ADMIT, Verdict.FEASIBLE):
        near = contradicts(found, other)
        assert near is not None
        assert near.proposal.title == "Shelter ved søen"
    for same in (Ruling.REFUSE, Verdict.INFEASIBLE, Verdict.UNDECIDED):
        assert contradicts(found, same) is None
    asked.title = asked.what = "Et orgel i kirken"
    assert contradicts(precedents(asked), Ruling.ADMIT) is None


def test_what_is_not_published_is_no_precedent(asked: Proposal) -> None:
    Decision.objects.update(released_at=None, approved_at=make.now())
    assert precedents(asked) == []


def test_the_desk_warns_before_it_is_published(asked: Proposal) -> None:
    desk = f"/medarbejder/vurdering/forslag/{asked.pk}/"
    tove = as_(make.tove())
    warning = "fik det modsatte svar"
    assert warning not in tove.get(desk).content.decode()
    decide_proposal(make.tove(), asked, ruling=Ruling.ADMIT, reason="God idé.", price_ore=3_000_000, at=make.now())
    shown = tove.get(desk).content.decode()
    assert warning in shown
    assert "Stedet er fredet." in shown


def test_it_takes_two_queries_however_many_there_are(asked: Proposal, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]
        precedents(asked)
