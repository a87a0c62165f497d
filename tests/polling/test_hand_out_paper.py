from __future__ import annotations

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from tests import make
from tests.ballots.test_secrecy import hidden_rows
from tests.polling import made
from tests.race import at_once

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.ballots.casting import PaperHandedOut, lock_voter, stored_ballot
from deltagerbudget.ballots.models import Participation, SetAside
from deltagerbudget.polling.models import DeskCount
from deltagerbudget.polling.rules import Standing
from deltagerbudget.polling.serving import hand_out_paper, take_paper_back

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    vote = made.open_vote()
    station, bo = made.at_desk(vote)
    hand_out_paper(bo, station, made.looked_up(station, bo), at=make.now())
    row = Participation.objects.get()
    assert (row.pseudonym, row.station) == (made.pseudonym(vote), station)
    count = DeskCount.objects.get()
    assert (count.person_id, count.handed_out) == (bo.person_id, 1)
    assert not Entry.objects.filter(act="hand_out_paper").exists()


def test_t39_b69_paper_first_and_then_online() -> None:
    vote = made.open_vote()
    station, bo = made.at_desk(vote)
    session = made.online(vote)
    hand_out_paper(bo, station, made.visitor(vote), at=make.now())
    with pytest.raises(PaperHandedOut):
        made.cast(session, 1)
    assert stored_ballot(session) is None


def test_t39_b69_online_first_and_then_paper() -> None:
    """Asked first; then the paper counts, and what lies online does not."""
    vote = made.open_vote()
    station, bo = made.at_desk(vote)
    made.cast(made.online(vote), 1)
    with pytest.raises(NotPossible, match="i mellemtiden"):
        hand_out_paper(bo, station, made.visitor(vote), at=make.now())
    assert not Participation.objects.exists()
    found = made.looked_up(station, bo)
    assert found.standing is Standing.ONLINE
    hand_out_paper(bo, station, found, at=make.now())
    assert list(vote.ballots.current()) == []


def test_no_paper_for_whoever_was_taken_off_the_roll_since_they_were_looked_up() -> None:
    vote = made.open_vote()
    station, bo = made.at_desk(vote)
    SetAside.objects.create(vote=vote, pseudonym=made.pseudonym(vote), reason="foreign")
    with pytest.raises(NotPossible, match="stemmeret"):
        hand_out_paper(bo, station, made.visitor(vote), at=make.now())
    assert not Participation.objects.exists()


def test_t39_b69_paper_twice() -> None:
    vote = made.open_vote()
    station, bo = made.at_desk(vote)
    there = made.library(vote.process, name="Hallen")
    made.serving(there, bo)
    hand_out_paper(bo, station, made.visitor(vote), at=make.now())
    for place in (station, there):
        with pytest.raises(NotPossible, match="allerede"):
            hand_out_paper(bo, place, made.visitor(vote), at=make.now())


def test_t39_paper_that_came_back_and_then_online() -> None:
    vote = made.open_vote()
    station, bo = made.at_desk(vote)
    session = made.online(vote)
    hand_out_paper(bo, station, made.visitor(vote), at=make.now())
    take_paper_back(bo, station, made.visitor(vote), at=make.now())
    assert made.cast(session, 1).version == 1
    assert len(list(vote.ballots.current())) == 1


def test_who_may_not_and_not_without_a_shift() -> None:
    vote = made.open_vote()
    station, _bo = made.at_desk(vote)
    for actor in (make.anna(), make.fie()):
        with pytest.raises(NotYours):
            hand_out_paper(actor, station, made.visitor(vote), at=make.now())
    with pytest.raises(NotPossible, match="vagt"):
        hand_out_paper(make.tove(), station, made.visitor(vote), at=make.now())


def test_not_where_the_vote_has_no_paper_and_not_after_closing() -> None:
    vote = make.open_vote(channels=["mitid", "desk", "kiosk"])
    station, bo = made.at_desk(vote)
    with pytest.raises(NotPossible, match="papir"):
        hand_out_paper(bo, station, made.visitor(vote), at=make.now())
    make.closed(vote)
    with pytest.raises(NotNow):
        hand_out_paper(bo, station, made.visitor(vote), at=make.now())


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_t39_paper_and_online_at_the_same_moment_leave_one_vote() -> None:
    vote = made.open_vote()
    station, bo = made.at_desk(vote)
    for place in range(6):
        number = made.number(place)
        session = made.online(vote, number)
        at_once(
            lambda session=session: made.cast(session, 1),
            lambda number=number: hand_out_paper(bo, station, made.visitor(vote, number), at=make.now()),
        )
        pseudonym = made.pseudonym(vote, number)
        has_paper = Participation.objects.filter(pseudonym=pseudonym).exists()
        counts = [row for row in vote.ballots.current() if row[1] == pseudonym]
        # Whoever came second was refused: the desk had shown "free".
        assert has_paper != bool(counts)


@pytest.mark.both
def test_a_voter_has_one_paper() -> None:
    vote = made.open_vote()
    station, bo = made.at_desk(vote)
    hand_out_paper(bo, station, made.visitor(vote), at=make.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Participation.objects.create(vote=vote, pseudonym=made.pseudonym(vote), station=station)


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_t61_nothing_ties_the_paper_of_a_voter_to_who_handed_it_out() -> None:
    """Neither a column nor the number of a transaction: forty papers by two at the desk."""
    vote = made.open_vote()
    station, bo = made.at_desk(vote)
    tove = made.serving(station, make.tove())
    truth = {}
    for place in range(40):
        actor = bo if place % 3 else tove
        truth[made.pseudonym(vote, made.number(place))] = actor.person_id
        hand_out_paper(actor, station, made.visitor(vote, made.number(place)), at=make.now())
    assert {field.name for field in Participation._meta.fields} == {"id", "vote", "pseudonym", "station"}
    papers = {number: pseudonym for (number, _place), pseudonym in hidden_rows(Participation, "pseudonym")}
    if connection.vendor != "postgresql":
        return
    for model in apps.get_models():
        columns = [field.column for field in model._meta.fields if field.related_model is Person]
        for column in columns:
            rows = hidden_rows(model, column)
            assert not [number for (number, _place), _person in rows if number in papers], model.__name__


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_the_desk_and_the_booth_take_their_locks_in_one_order() -> None:
    """The other way round each would wait for the other, until the database ends one of them."""
    if connection.vendor != "postgresql":
        return
    vote = made.open_vote()
    station, bo = made.at_desk(vote)

    def booth() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            lock_voter(vote.pk, made.pseudonym(vote))
            for _turn in range(500):
                cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                if cursor.fetchone()[0]:
                    break
            cursor.execute("SELECT 1 FROM ballots_vote WHERE id = %s FOR SHARE NOWAIT", [vote.pk])

    def desk() -> None:
        hand_out_paper(bo, station, made.visitor(vote), at=make.now())

    assert at_once(booth, desk) == [None, None]
