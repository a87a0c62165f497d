from datetime import timedelta

import pytest
from tests import make
from tests.together import states

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.together.merging import end_merge
from deltagerbudget.together.rules import MOST_OFFERS

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    rows = states.several()
    merge = states.offered(rows)
    assert [part.proposal_id for part in merge.parts.all()] == [row.pk for row in rows]
    assert Entry.objects.of(merge).get().act == Act.OFFER_MERGE
    # Nothing has happened to the proposals.
    assert set(Proposal.objects.values_list("stage", "title")) == {(Stage.SUBMITTED, row.title) for row in rows}


def test_who_may_not() -> None:
    rows = states.several()
    for actor in (make.uffe(), make.anna(), make.bo(), make.fie(), make.administrator()):
        with pytest.raises(NotYours):
            states.offered(rows, actor)


def test_an_author_of_one_may_and_says_yes_by_it() -> None:
    merge = states.offered(states.several(), make.author(1))
    assert [voice.person_id for voice in merge.voices.all()] == [make.author(1).person_id]


def test_when_not() -> None:
    rows = states.several()
    make.shift_to(rows[0].process, PhaseKind.VOTE)
    with pytest.raises(NotNow):
        states.offered(rows)


def test_not_of_two_deltagerbudgetter_nor_what_is_decided() -> None:
    first, second = states.several()[0], states.several()[0]
    with pytest.raises(NotPossible):
        states.offered([first, second])
    decided = list(make.with_prices([2_000_000, 3_000_000]).proposals.order_by("number"))
    with pytest.raises(NotPossible):
        states.offered(decided)


def test_not_while_the_authors_are_asked_about_another() -> None:
    rows = states.several(3)
    merge = states.offered(rows[:2])
    with pytest.raises(NotPossible):
        states.offered(rows[1:])
    end_merge(make.tove(), merge, at=make.now())
    assert states.offered(rows[1:])


def test_the_text_is_whole_and_holds_no_cpr() -> None:
    rows = states.several()
    for texts in ({"what": ""}, {"title": "x"}, {"why": "070761-4285"}):
        with pytest.raises(NotPossible):
            states.offered(rows, texts=states.TEXTS | texts)
    with pytest.raises(NotPossible):
        states.offered(rows, words="070761-4285")


def test_the_one_that_stands_on_is_one_of_them() -> None:
    rows = states.several(3)
    with pytest.raises(NotPossible):
        states.offered(rows[:2], standing=rows[2])


def test_the_answers_are_there_before_the_vote() -> None:
    rows = states.several(phase=PhaseKind.REVIEW)
    with pytest.raises(NotPossible):
        states.offered(rows, until=make.today() + timedelta(days=14))


def test_t55_an_author_asks_only_so_often() -> None:
    rows = states.several()
    for _number in range(MOST_OFFERS):
        end_merge(make.author(0), states.offered(rows, make.author(0)), at=make.now())
    with pytest.raises(NotPossible):
        states.offered(rows, make.author(0))
