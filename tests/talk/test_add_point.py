from __future__ import annotations

import pytest
from tests import make
from tests.talk import said

from deltagerbudget.acts.actor import VISITOR
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.talk.models import Point
from deltagerbudget.talk.rules import MOST_POINTS, Side

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    sent = said.proposal()
    made = said.point(sent, "Den  står\ni vejen.", Side.AGAINST)
    assert (made.text, made.side) == ("Den står i vejen.", "against")
    assert Entry.objects.of(sent).newest_first()[0].act == Act.ADD_POINT


def test_who_may_not_and_when_not() -> None:
    sent = said.proposal()
    with pytest.raises(NotYours):
        said.point(sent, by=VISITOR)
    said.later(sent, PhaseKind.VOTE)
    with pytest.raises(NotNow):
        said.point(sent)


@pytest.mark.parametrize("text", [" ", "x" * 201, "070761-4285"])
def test_it_is_short(text: str) -> None:
    with pytest.raises(NotPossible):
        said.point(said.proposal(), text)


def test_so_many_a_person_and_proposal() -> None:
    sent = said.proposal()
    for number in range(MOST_POINTS):
        said.point(sent, f"Punkt {number}")
    with pytest.raises(NotPossible):
        said.point(sent)
    said.point(sent, by=said.viggo())
    said.point(make.submitted(sent.process, author=make.author(1)))


def test_the_most_agreed_come_first_then_the_first_said_and_hidden_ones_last() -> None:
    from deltagerbudget.talk.actions import agree_point

    sent = said.proposal()
    first, second, third = (said.point(sent, f"Punkt {number}") for number in range(3))
    against = said.point(sent, "Imod", Side.AGAINST, by=said.viggo())
    agree_point(make.uffe(), third, at=make.now())
    said.hidden(first)
    order = list(Point.objects.filter(side="for").most_agreed_first().values_list("pk", flat=True))
    assert order == [third.pk, second.pk, first.pk]
    shown = sent.points.first_of_each_side(2)
    assert [(row.pk, row.agreed) for row in shown] == [(against.pk, 0), (third.pk, 1), (second.pk, 0)]
