import pytest
from tests import make
from tests.realisation.winners import started, today

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.realisation.actions import finish_realisation, report_progress
from deltagerbudget.realisation.rules import Moment
from deltagerbudget.realisation.story import story_of

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    report = report_progress(make.tove(), started(), text=" Vi har gravet. ", at=make.now())
    assert report.text == "Vi har gravet."
    entry = Entry.objects.get(act=Act.REPORT_PROGRESS)
    assert "gravet" not in str(entry.detail)


def test_the_local_council_may_tell_too() -> None:
    assert report_progress(make.fie(), started(), text="Vi hjalp til.", at=make.now()).pk


def test_there_may_be_news_after_the_end() -> None:
    row = finish_realisation(make.tove(), started(), finished_on=today(), at=make.now())
    assert report_progress(make.tove(), row, text="Den bliver brugt.", at=make.now()).pk


def test_an_empty_one_is_refused() -> None:
    with pytest.raises(NotPossible, match="few words"):
        report_progress(make.tove(), started(), text=" \n", at=make.now())


def test_a_picture_from_before_and_one_from_after_become_a_pair() -> None:
    row = started()
    for moment, words in ((Moment.AFTER, "En bænk"), (Moment.BEFORE, "Et hul")):
        assert story_of(row, today()).pair == ()
        given = make.illustration(words)
        report_progress(make.tove(), row, text="Se her.", given=given, moment=moment, at=make.now())
    pair = story_of(row, today()).pair
    assert [shown.alt for _label, shown in pair] == ["Et hul", "En bænk"]


def test_before_and_after_need_a_picture() -> None:
    with pytest.raises(NotPossible, match="Choose the picture"):
        report_progress(make.tove(), started(), text="Se her.", moment=Moment.AFTER, at=make.now())


@pytest.mark.parametrize("who", [make.anna, make.uffe, make.bo, make.administrator])
def test_others_may_not(who: object) -> None:
    row = started()
    with pytest.raises(NotYours):
        report_progress(who(), row, text="x", at=make.now())  # type: ignore[operator]
