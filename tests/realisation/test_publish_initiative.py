from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests import make
from tests.realisation.initiatives import draft, funded, published
from tests.realisation.winners import started

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.realisation.actions import (
    finish_realisation,
    move_milestone,
    plan_milestone,
    publish_initiative,
    reach_milestone,
    report_progress,
)
from deltagerbudget.realisation.models import Initiative, Realisation
from deltagerbudget.realisation.rules import Station

pytestmark = pytest.mark.django_db
WORDS = {"owner_title": "Tovholder", "carried_out_by": "Teknik og Miljø"}


def test_it_works() -> None:
    row = published(700)
    assert (row.price_ore, row.title, row.process) == (700, "Shelter ved søen", None)
    assert Initiative.objects.published().get() == row.initiative
    assert Entry.objects.of(row.initiative).filter(act=Act.PUBLISH_INITIATIVE).count() == 1


@pytest.mark.parametrize("who", [make.bo, make.fie, make.anna, make.administrator])
def test_t14_only_a_process_owner_may(who: Any) -> None:
    row = funded()
    with pytest.raises(NotYours):
        publish_initiative(who(), row, **WORDS, at=make.now())


def test_without_money_nothing_is_promised() -> None:
    with pytest.raises(NotPossible, match="no money"):
        publish_initiative(make.tove(), draft(), **WORDS, at=make.now())


def test_once_and_with_an_owner() -> None:
    row = funded()
    with pytest.raises(NotPossible):
        publish_initiative(make.tove(), row, owner_title=" ", carried_out_by="x", at=make.now())
    publish_initiative(make.tove(), row, **WORDS, at=make.now())
    with pytest.raises(NotPossible, match="already"):
        publish_initiative(make.tove(), row, **WORDS, at=make.now())


def test_it_is_promised_moved_told_and_finished_like_a_winner() -> None:
    row, tove, at, today = published(), make.tove(), make.now(), make.today()
    milestone = plan_milestone(tove, row, title="Jorden er klar", due_on=today, at=at)
    move_milestone(tove, milestone, due_on=today + make.timedelta(days=3), reason="Frost", at=at)
    report_progress(make.fie(), row, text="Vi graver.", at=at)
    reach_milestone(tove, milestone, reached_on=today, at=at)
    finish_realisation(tove, row, finished_on=today, at=at)
    assert Realisation.objects.get().station(today) is Station.FINISHED
    entries = Entry.objects.filter(target_type="realisation.realisation", detail__initiative=row.initiative_id)
    assert entries.count() == 5


@pytest.mark.both
def test_a_realisation_is_of_a_winner_or_of_an_initiative_never_of_both_or_none() -> None:
    winner, initiative = started(), published().initiative
    assert initiative is not None
    Realisation.objects.filter(initiative=initiative).delete()
    for values in ({"initiative": initiative}, {"proposal": None, "process": None}, {"process": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Realisation.objects.filter(pk=winner.pk).update(**values)
