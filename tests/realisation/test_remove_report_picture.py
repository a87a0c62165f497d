"""The picture of a piece of news goes; the words stay."""

from __future__ import annotations

import pytest
from tests import make
from tests.realisation.winners import started

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.pictures.models import Picture
from deltagerbudget.realisation.actions import report_progress
from deltagerbudget.realisation.models import Report
from deltagerbudget.realisation.promising import remove_report_picture

pytestmark = pytest.mark.django_db


def told() -> Report:
    given = make.illustration("Hullet er gravet")
    return report_progress(make.tove(), started(), text="Vi har gravet.", given=given, at=make.now())


def test_it_works() -> None:
    report = told()
    assert report.picture is not None
    assert report.realisation.pictures()[0].alt == "Hullet er gravet"
    report = remove_report_picture(make.tove(), report, at=make.now())
    assert (report.text, report.picture) == ("Vi har gravet.", None)
    assert not Picture.objects.exists()
    assert Entry.objects.filter(act=Act.REMOVE_REPORT_PICTURE).exists()
    with pytest.raises(NotPossible):
        remove_report_picture(make.tove(), report, at=make.now())


def test_who_may_not() -> None:
    report = told()
    for actor in (make.anna(), make.bo(), make.fie(), make.administrator()):
        with pytest.raises(NotYours):
            remove_report_picture(actor, report, at=make.now())
    assert Picture.objects.exists()


def test_a_picture_of_news_needs_words() -> None:
    with pytest.raises(NotPossible):
        report_progress(make.tove(), started(), text="Se her.", given=make.illustration(" "), at=make.now())
