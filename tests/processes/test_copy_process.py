"""Trap 17: what should come along does, with files of its own; what belongs to the earlier one alone does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate, localtime
from tests import make
from tests.pictures.files import pdf

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind, Role
from deltagerbudget.pictures import storage
from deltagerbudget.processes.actions import (
    add_document,
    edit_process,
    illustrate_process,
    remove_document,
    set_contacts,
)
from deltagerbudget.processes.fields import COPIED_ROWS, EDITABLE, NOT_COPIED
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.preparing import copy_process
from deltagerbudget.ui.danish import COPENHAGEN

pytestmark = pytest.mark.django_db

# Of each deltagerbudget alone: money, talk, votes, and what is the same row for both.
STAYS = {
    "letters",
    "events",
    "bulletins",
    "efforts",
    "evaluations",
    "assisted",
    "sketches",
    "merges",
    "allocations",
    "ticks",
    "remarks",
    "previews",
    "proposals",
    "vote",
    "realisations",
    "releases",
    "copies",
    "phases",
    "followings",
}
# Neither set up by hand nor copied.
OWN = {"id", "slug", "picture", "copied_from", "currency", "is_example", "is_imported", "source", "story"}
OWN |= {"decisions_at", "decisions_missed_at", "support_closed_at"}
OWN |= {"opened_at", "frozen_at", "search_text", "updated_at"}


def source(**values: Any) -> Process:
    cap = {"kind": "area", "name": "Tranbjerg", "money": 1_000_000, "number": None, "from_cost": 0, "to_cost": None}
    given = {
        "criteria": "Et\nTo",
        "categories": ["Leg"],
        "caps": [cap],
        "threshold_votes": 3,
        "ballot_type": "approval",
    }
    return make.process(PhaseKind.EVALUATION, **(given | values))


def copied(earlier: Process, actor: make.Actor | None = None, **values: Any) -> Process:
    day = make.today() + timedelta(days=40)
    given = {"title": "Et sted til", "slug": "et-sted-til", "areas": [make.area()], "first_day": day}
    return copy_process(actor or make.tove(), earlier, at=make.now(), **(given | values))


def test_it_works() -> None:
    earlier = source()
    made = copied(earlier)
    assert (made.title, made.slug, made.opened_at, made.frozen_at) == ("Et sted til", "et-sted-til", None, None)
    assert made.copied_from == earlier
    assert Entry.objects.of(made).get(act=Act.COPY_PROCESS).detail == {"source": earlier.pk}
    assert made in Process.objects.visible_to(make.tove())
    assert made not in Process.objects.visible_to(make.anna())


def test_trap_17_every_setting_comes_along() -> None:
    earlier = source(points=7, most_points=3, vote_min_age=16)
    made = Process.objects.get(pk=copied(earlier).pk)
    for name in EDITABLE - NOT_COPIED - {"age_on"}:
        assert getattr(made, name) == getattr(earlier, name), name
    assert made.age_on - earlier.age_on == localdate(made.spans[0].starts_at) - localdate(earlier.spans[0].starts_at)
    people = [[(row.name, row.title, row.phone, row.email) for row in each.contacts.all()] for each in (earlier, made)]
    assert people[0] == people[1] != []


def test_trap_17_what_is_not_decided_about_is_not_forgotten() -> None:
    """A new field or a new row of a process fails here until somebody decides whether a copy takes it along."""
    fields = {field.name for field in Process._meta.concrete_fields}
    assert fields == EDITABLE | OWN
    rows = {field.get_accessor_name() for field in Process._meta.related_objects}
    assert rows == STAYS | set(COPIED_ROWS), "copy it by fields.COPIED_ROWS, or name it here"
    assert {field.name for field in Process._meta.many_to_many} == {"areas", "documents"}


def test_trap_17_pictures_and_documents_have_files_of_their_own() -> None:
    earlier = source()
    illustrate_process(make.tove(), earlier, given=make.illustration(), at=make.now())
    add_document(make.tove(), earlier, title="Kort", data=pdf(), at=make.now())
    earlier = Process.objects.get(pk=earlier.pk)
    made = copied(earlier)
    assert made.picture is not None
    assert earlier.picture is not None
    assert (made.picture.alt, made.picture.credit) == (earlier.picture.alt, earlier.picture.credit)
    assert made.picture.name != earlier.picture.name
    remove_document(make.tove(), earlier, earlier.documents.get(), at=make.now())
    illustrate_process(make.tove(), earlier, given=None, at=make.now())
    for name, width in ((made.picture.name, made.picture.width),):
        assert storage.read(storage.picture_path(name, width))
    paper = made.documents.get()
    assert (paper.title, storage.read(storage.document_path(paper.name))) == ("Kort", pdf())


def test_trap_17_proposals_money_decision_draw_and_ticks_stay() -> None:
    earlier = make.finished().vote.process
    made = copied(earlier)
    for name in ("proposals", "allocations", "ticks", "remarks", "previews", "realisations", "releases"):
        assert not getattr(made, name).exists(), name
    assert not hasattr(made, "vote")
    assert (made.mandate_body, made.mandate_on, made.mandate_text, made.learnt) == ("", None, "", "")


def test_phases_keep_lengths_days_of_the_week_and_hours() -> None:
    earlier = source()
    day = make.today() + timedelta(days=33)
    made = copied(earlier, first_day=day)
    assert day <= localdate(made.spans[0].starts_at) < day + timedelta(days=7)
    assert [span.name for span in made.spans] == [span.name for span in earlier.spans]
    for old, new in zip(earlier.spans, made.spans, strict=True):
        for before, after in ((old.starts_at, new.starts_at), (old.ends_at, new.ends_at)):
            hour, date = localtime(before), localdate(after)
            assert f"{date:%a}" == f"{hour:%a}"
            # An hour that the clocks leave out in spring becomes the next one.
            assert after == datetime.combine(date, hour.time(), tzinfo=COPENHAGEN).astimezone(UTC)


def test_a_limit_for_an_area_that_is_not_there_any_more_is_left_out() -> None:
    assert copied(source(), areas=[make.area("Viby")]).caps == []


def test_what_was_learnt_is_read_where_it_was_written() -> None:
    earlier = source()
    edit_process(make.tove(), earlier, values={"learnt": "Begynd før jul."}, at=make.now())
    made = copied(earlier)
    assert made.copied_from is not None
    assert made.copied_from.learnt == "Begynd før jul."


def test_contacts_of_the_earlier_one_are_its_own() -> None:
    earlier = source()
    made = copied(earlier)
    set_contacts(make.tove(), earlier, contacts=[], at=make.now())
    assert made.contacts.count() == 1


@pytest.mark.parametrize("who", [make.anna, make.bo, make.fie])
def test_t14_others_may_not(who: Any) -> None:
    with pytest.raises(NotYours):
        copied(source(), who())


def test_t14_nor_into_or_from_the_drafts_of_another_area() -> None:
    elsewhere = make.staff("Vibeke Viby", Role.OWNER, make.area("Viby"))
    with pytest.raises(NotYours):
        copied(source(), elsewhere)
    with pytest.raises(NotYours):
        copied(make.draft_process(), elsewhere, areas=[make.area("Viby")])
    assert copied(source(), elsewhere, areas=[make.area("Viby")], slug="viby").area_ids == [make.area("Viby").pk]


def test_a_taken_address_and_no_areas_are_refused() -> None:
    earlier = source()
    for wrong in ({"slug": earlier.slug}, {"areas": []}):
        with pytest.raises(NotPossible):
            copied(earlier, **wrong)
    earlier.phases.all().delete()
    with pytest.raises(NotPossible):
        copied(Process.objects.get(pk=earlier.pk))
