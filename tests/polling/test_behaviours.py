"""Behaviours by their number, as they are met at a voting place."""

from __future__ import annotations

import pytest
from django.test import Client
from tests import make
from tests.polling import counted, made
from tests.polling.test_counting_pages import client, text

from deltagerbudget.acts.refusals import NotNow, NotPossible
from deltagerbudget.ballots.models import Ballot, Participation, VotingSession
from deltagerbudget.polling import serving
from deltagerbudget.polling.models import DeskCode, DeskCount
from deltagerbudget.polling.rules import CODE_LASTS, Standing
from deltagerbudget.polling.serving import admit_at_desk, hand_out_paper

pytestmark = pytest.mark.django_db
STAFF = "/medarbejder/stemmesteder/"


def test_b71_the_desk_acts_for_a_resident_counted_for_minutes_and_within_the_residents_rights() -> None:
    vote = made.open_vote()
    station, bo = made.at_desk(vote)
    # No more than the resident may: who is too young or lives elsewhere gets neither paper nor a code.
    young = f"0101{make.today().year - 2001:02d}4111"
    for number, area, standing in (
        (young, "tranbjerg", Standing.TOO_YOUNG),
        (made.NUMBER, "viby", Standing.ELSEWHERE),
    ):
        refused = made.looked_up(station, bo, number, area)
        assert refused.standing is standing
        for act in (admit_at_desk, hand_out_paper):
            with pytest.raises(NotPossible):
                act(bo, station, refused, at=make.now())
    # For minutes: the code is worth nothing afterwards, and once.
    visitor = made.looked_up(station, bo, made.number(1))
    code = admit_at_desk(bo, station, visitor, at=make.now())
    assert serving.used(code, station.pk, at=make.now() + CODE_LASTS) is None
    assert serving.used(code, station.pk, at=make.now()) is not None
    assert serving.used(code, station.pk, at=make.now()) is None
    # Counted, for each member of staff and day; and nothing of it is a vote or tells whose it was.
    row = DeskCount.objects.get()
    assert (row.person_id, row.day, row.checked, row.admitted) == (bo.person_id, make.today(), 3, 1)
    assert not Ballot.objects.exists()
    assert not Participation.objects.exists()
    make.closed(vote)
    with pytest.raises(NotNow):
        admit_at_desk(bo, station, visitor, at=make.now())
    assert not DeskCode.objects.exists()


def test_b71_what_the_desk_looked_up_is_for_that_person_and_that_place_alone() -> None:
    vote = made.open_vote()
    station, bo = made.at_desk(vote)
    tove = made.serving(station, make.tove())
    desk = f"{STAFF}skranke/{station.pk}/"
    page = text(client(bo).post(desk, {"number": made.NUMBER, "area": "tranbjerg"}))
    sealed = page.split('name="hvem" value="')[1].split('"')[0]
    assert client(tove).post(f"{desk}papir/", {"hvem": sealed}).status_code == 409
    assert client(bo).post(f"{desk}papir/", {"hvem": sealed[:-4] + "AAAA"}).status_code == 409
    assert client(bo).post(f"{desk}papir/", {"hvem": sealed}).status_code == 200
    assert Participation.objects.count() == 1


def test_b23_at_a_screen_whoever_leaves_is_warned_and_may_stop_and_sign_out() -> None:
    vote = made.open_vote()
    station, bo = made.at_desk(vote)
    screen = client(bo)
    screen.post(f"{STAFF}skranke/{station.pk}/skaerm/")
    booth = f"/stem/{vote.process.slug}/"
    page = text(screen.get(booth))
    # The browser asks before what is ticked is lost; only where nobody is left does it not.
    assert '<form id="ballot" method="post" data-warn-on-leave' in page
    assert "data-idle-stay" in page
    screen.post(booth, {"valg": "1"})
    code = admit_at_desk(bo, station, made.visitor(vote), at=make.now())
    screen.post(f"{booth}skaerm/kode/", {"kode": code})
    assert VotingSession.objects.exists()
    assert f'href="{booth}skaerm/forfra/"' in text(screen.get(f"{booth}aflever/"))
    assert screen.get(f"{booth}skaerm/forfra/").status_code == 302
    assert not VotingSession.objects.exists()
    assert not Ballot.objects.exists()
    assert "checked" not in text(screen.get(booth))


def test_b23_at_a_pile_of_sheets_what_is_typed_is_not_lost_by_leaving() -> None:
    _vote, station = counted.closed(papers=2)
    batch = counted.registered(station, 2)
    page = text(client(make.bo()).get(f"{STAFF}bunke/{batch.pk}/tast/"))
    assert "data-warn-on-leave" in page
    assert 'action="/logud/"' in page
    assert Client().get(f"{STAFF}bunke/{batch.pk}/tast/").status_code == 302
