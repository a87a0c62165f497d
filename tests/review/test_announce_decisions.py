"""All decisions at one minute that everyone was told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import translation
from tests import make
from tests.talk import said

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.history import events
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.notifications.circles import circles
from deltagerbudget.notifications.duties import run_clock
from deltagerbudget.notifications.letters import letters, written
from deltagerbudget.processes.actions import schedule_phases
from deltagerbudget.processes.models import Phase, Process
from deltagerbudget.processes.rules import Span
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.review.actions import announce_decisions, release_decisions
from deltagerbudget.talk.actions import decide_hiding_appeal
from deltagerbudget.talk.rules import Outcome

pytestmark = pytest.mark.django_db


@pytest.fixture
def process() -> Process:
    """Two proposals; one is decided to go on, the other one not decided."""
    made = make.process(PhaseKind.IDEAS)
    first, _second = make.submitted(made, author=make.author(0)), make.submitted(made, author=make.author(1))
    made = make.shift_to(made, PhaseKind.REVIEW)
    make.decided(first)
    return made


def minute(days: int = 2) -> datetime:
    return make.now() + timedelta(days=days)


def announced(process: Process, days: int = 2) -> Process:
    return announce_decisions(make.tove(), process, minute=minute(days), at=make.now())


def decide_all(process: Process) -> None:
    make.decided(process.proposals.get(number=2), price_ore=None)


def stages(process: Process) -> list[str]:
    return list(process.proposals.order_by("number").values_list("stage", flat=True))


def test_it_works(process: Process) -> None:
    announced(process)
    decide_all(process)
    run_clock(at=minute() - timedelta(minutes=1))
    assert stages(process) == ["submitted", "submitted"]
    run_clock(at=minute())
    assert stages(process) == ["admitted", "refused"]


def test_b56_all_answers_are_public_at_the_announced_minute_and_none_before(process: Process, client: Client) -> None:
    announced(process)
    decide_all(process)
    with pytest.raises(NotPossible, match="andet tidspunkt"):
        release_decisions(make.tove(), process, at=make.now())
    addresses = [f"/deltagerbudgetter/{process.slug}/forslag/{number}/" for number in (1, 2)]
    assert all("God idé." not in client.get(url).text for url in addresses)
    run_clock(at=minute())
    assert all("God idé." in client.get(url).text for url in addresses)
    told = Entry.objects.filter(act=Act.RELEASE_DECISIONS)
    assert set(told.values_list("at", "role")) == {(minute(), "system")}
    assert sorted(letter.template for entry in told for letter in letters(entry)) == ["admitted", "refused"]


def test_what_was_hidden_at_the_minute_and_comes_back_breaks_no_promise(process: Process) -> None:
    announced(process)
    hiding = said.appealed(said.hidden(process.proposals.get(number=2)), make.author(1))
    run_clock(at=minute())
    assert stages(process) == ["admitted", "hidden"]
    decide_hiding_appeal(make.tom(), hiding, outcome=Outcome.REVERSED, answer="Du har ret.", at=minute())
    run_clock(at=minute() + timedelta(minutes=1))
    assert stages(process) == ["admitted", "submitted"]
    assert Process.objects.get(pk=process.pk).decisions_missed_at is None


def test_who_may_not(process: Process) -> None:
    for actor in (make.anna(), make.author(0), make.bo(), make.fie(), make.administrator()):
        with pytest.raises(NotYours):
            announce_decisions(actor, process, minute=minute(), at=make.now())


def test_when_not(process: Process) -> None:
    later = make.shift_to(process, PhaseKind.VOTE)
    with pytest.raises(NotNow):
        announced(later)


@pytest.mark.parametrize("days", [-1, 0, 14, 7])
def test_only_a_minute_of_the_review_with_eight_days_to_appeal(process: Process, days: int) -> None:
    """The vote opens in just under fourteen days."""
    with pytest.raises(NotPossible):
        announced(process, days)


def test_five_days_before_it_is_still_possible(process: Process) -> None:
    assert announced(process, 4).decisions_at == minute(4)


def test_a_move_is_public_history_and_told_to_the_authors(process: Process, client: Client) -> None:
    announced(process, 2)
    with pytest.raises(NotPossible):
        announced(process, 2)
    announced(process, 3)
    entries = list(Entry.objects.filter(act=Act.ANNOUNCE_DECISIONS).order_by("pk"))
    assert len({event.what for event in events(entries)}) == 2
    subjects = [[written(letter).subject for letter in letters(entry)] for entry in entries]
    assert [len(some) for some in subjects] == [2, 2]
    assert subjects[0][0].startswith("Hvornår")
    assert subjects[1][0].startswith("Ny tid")
    page = client.get(f"/deltagerbudgetter/{process.slug}/").text
    assert "om 3 dage" in page


def test_what_is_not_ready_is_told_honestly_once_and_nothing_comes_out(process: Process, client: Client) -> None:
    announced(process)
    for late in range(3):
        run_clock(at=minute() + timedelta(minutes=late))
    assert stages(process) == ["submitted", "submitted"]
    (entry,) = Entry.objects.filter(act=Act.RELEASE_DECISIONS)
    assert [letter.template for letter in letters(entry)] == ["decisions_missed"]
    assert circles(entry, "act") == frozenset()
    for url in (f"/deltagerbudgetter/{process.slug}/", f"/deltagerbudgetter/{process.slug}/forslag/1/"):
        assert "skulle være kommet" in client.get(url).text
    decide_all(process)
    fresh = Process.objects.get(pk=process.pk)
    announce_decisions(make.tove(), fresh, minute=minute(3), at=minute() + timedelta(hours=1))
    run_clock(at=minute(3))
    assert stages(process) == ["admitted", "refused"]


def test_after_a_missed_minute_it_can_be_released_by_hand(process: Process) -> None:
    announced(process)
    run_clock(at=minute())
    decide_all(process)
    assert release_decisions(make.tove(), process, at=minute() + timedelta(hours=1)) == 2


def test_a_vote_that_came_nearer_stops_the_release(process: Process) -> None:
    announced(process)
    decide_all(process)
    # By hand: the vote comes closer.
    Phase.objects.filter(process=process, kind=PhaseKind.VOTE).update(starts_at=minute(5))
    run_clock(at=minute())
    assert stages(process) == ["submitted", "submitted"]
    assert Process.objects.get(pk=process.pk).decisions_missed_at == minute()


def test_authors_read_the_minute_on_their_own_pages(process: Process, client: Client) -> None:
    announced(process)
    client.force_login(Person.objects.get(pk=make.author(1).person_id))
    proposal = Proposal.objects.get(process=process, number=2)
    assert "om 2 dage" in client.get(f"/forslag/{proposal.pk}/kvittering/").text
    assert "om 2 dage" in client.get("/min-side/").text


def test_the_page_keeps_what_was_typed(process: Process, client: Client) -> None:
    client.force_login(Person.objects.get(pk=make.tove().person_id))
    url = f"/medarbejder/vurdering/{process.slug}/varsel/"
    assert client.post(url, {"minute": "snart"}).status_code == 422
    assert "snart" in client.post(url, {"minute": "snart"}).text
    assert client.post(url, {"minute": f"{minute(-1):%Y-%m-%dT%H:%M}"}).status_code == 409
    assert client.post(url, {"minute": f"{make.timezone.localtime(minute()):%Y-%m-%dT%H:%M}"}).status_code == 302
    assert "offentliggør selv" in client.get(f"/medarbejder/vurdering/{process.slug}/forslag/").text


def moved(process: Process, review_ends_at: datetime) -> list[Span]:
    """The review began long ago and ends at another time, when the vote opens."""
    spans = process.spans
    place = [span.kind for span in spans].index(PhaseKind.REVIEW)
    ago = timedelta(days=20)
    earlier = [replace(span, starts_at=span.starts_at - ago, ends_at=span.ends_at - ago) for span in spans[:place]]
    review = replace(spans[place], starts_at=spans[place].starts_at - ago, ends_at=review_ends_at)
    vote = replace(spans[place + 1], starts_at=review_ends_at)
    return [*earlier, review, vote, *spans[place + 2 :]]


@pytest.mark.parametrize(("days", "words"), [(1, "Vælg et tidspunkt"), (6, "8 dage til at klage")])
def test_phases_are_not_moved_over_a_minute_that_everyone_was_told(process: Process, days: int, words: str) -> None:
    told = announced(process)
    with translation.override("da"), pytest.raises(NotPossible, match="Alle har fået at vide") as refused:
        schedule_phases(make.tove(), told, spans=moved(process, minute(days)), at=make.now())
    assert words in refused.value.message


def test_other_moves_are_free_and_a_minute_that_has_passed_binds_no_dates(process: Process) -> None:
    told = announced(process)
    later = moved(process, minute(12))
    assert schedule_phases(make.tove(), told, spans=later, at=make.now()).spans == later
    sooner = moved(process, minute(6))
    assert schedule_phases(make.tove(), told, spans=sooner, at=minute(3)).spans == sooner
