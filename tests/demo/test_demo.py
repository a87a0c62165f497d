"""`deltagerbudget demo` builds every state there is, by the acts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.models import ClockOffset, Entry
from deltagerbudget.acts.vocabulary import Act, Channel, PhaseKind, Role
from deltagerbudget.ballots.code_rules import CodeState
from deltagerbudget.ballots.models import Ballot, Vote
from deltagerbudget.behalf.models import Assisted
from deltagerbudget.demo import people
from deltagerbudget.demo.clock import go_to_next, next_moment
from deltagerbudget.demo.equal import WINNERS
from deltagerbudget.demo.finished import BALLOTS, DONE, PLANS
from deltagerbudget.operate.truths import breaches
from deltagerbudget.polling.rules import Standing
from deltagerbudget.polling.serving import check_voter
from deltagerbudget.processes.models import Process
from deltagerbudget.realisation.models import Realisation
from deltagerbudget.results.models import Result

pytestmark = pytest.mark.django_db(transaction=True)


def process(slug_begins: str) -> Process:
    return Process.objects.get(slug__startswith=slug_begins)


@pytest.mark.both
def test_it_works_with_something_in_each_phase(demonstration: None) -> None:
    phases = {each.phase_at(now()) for each in Process.objects.all()}
    assert phases == {
        PhaseKind.PREPARATION,
        PhaseKind.IDEAS,
        PhaseKind.SUPPORT,
        PhaseKind.REVIEW,
        PhaseKind.VOTE,
        PhaseKind.REALISATION,
        None,
    }
    assert Entry.objects.filter(act=Act.OPEN_PROCESS).count() == 6
    assert all(each.is_example for each in Process.objects.filter(story=""))
    vote = Vote.objects.get(process=process("leg-"))
    assert Ballot.objects.filter(vote=vote).values("pseudonym").distinct().count() == 60
    assert vote.closed_at is None
    # One of them is Karen's, who has no account.
    assert process("groenne-").proposals.public().count() == 5
    # A sixth was put together with one of them.
    assert process("groenne-").proposals.gone().count() == 1
    assert process("et-sted-").proposals.filter(reviews__finished_at=None).exists()


def test_there_is_every_way_to_vote_and_the_desk_knows_the_invented_numbers(demonstration: None) -> None:
    vote = Vote.objects.select_related("process").get(process=process("leg-"))
    assert vote.channels == {Channel.MITID, Channel.LETTER, Channel.DESK, Channel.KIOSK, Channel.PAPER}
    assert vote.codes.filter(state=CodeState.VALID).count() >= 5
    station, bo = vote.process.stations.get(), people.actor("bo")
    otto, signe = people.at_the_desk()
    for each, area, standing in ((otto, "tranbjerg", Standing.FREE), (signe, "", Standing.ELSEWHERE)):
        assert check_voter(bo, station, number=each.cpr, area=area, at=now()).standing == standing
    assert all(f"{each.cpr[:6]}-{each.cpr[6:]}" in people.login_help() for each in people.at_the_desk())


def test_the_local_council_has_written_for_somebody_without_an_account(demonstration: None) -> None:
    entered = Assisted.objects.select_related("person", "entered_by").get()
    assert (entered.entered_by.name, entered.person.email, entered.has_scan) == ("Fie Fællesprøve", "", True)
    written = Entry.objects.filter(act=Act.SUBMIT_PROPOSAL, through_role="partner")
    assert [entry.person_id for entry in written] == [entered.person_id]


def test_the_finished_story_is_what_its_ballots_say(demonstration: None) -> None:
    result = Result.objects.get(vote__process=process("trygge-"))
    votes: dict[int, int] = {}
    for numbers, times in BALLOTS:
        for number in numbers:
            votes[number] = votes.get(number, 0) + times
    assert {row.proposal.number: row.votes for row in result.projects.select_related("proposal")} == votes
    left = result.vote.process.amount_ore
    rows = {row.number: row for row in result.vote.projects.all()}
    winners = set()
    for number in sorted(votes, key=lambda number: (-votes[number], rows[number].cost_ore)):
        if rows[number].cost_ore <= left:
            winners.add(rows[number].title)
            left -= rows[number].cost_ore
    assert winners == set(PLANS)
    assert result.ballots == sum(times for _, times in BALLOTS)
    assert result.published_at is not None


def test_the_one_by_equal_shares_gives_something_to_each_group(demonstration: None) -> None:
    outcome = Result.objects.get(vote__process=process("en-plads-")).explained
    assert outcome.shares is not None
    assert outcome.shares.refused is not None
    titles = {str(row.number): row.title for row in Vote.objects.get(process=process("en-plads-")).projects.all()}
    assert tuple(titles[name] for name in outcome.winners) == WINNERS
    assert [str(step.round) for step in outcome.steps].count("fill") == 1
    lost = [titles[step.project] for step in outcome.steps if step.decision == "not-paid"]
    assert lost == ["Naturlegeplads ved søen", "Skaterbane af beton"]


def test_two_are_built_and_one_is_late_and_says_so(demonstration: None) -> None:
    rows = Realisation.objects.filter(proposal__isnull=False).select_related("proposal")
    assert {row.proposal.title for row in rows.exclude(finished_on=None)} == set(DONE)
    late = list(rows.late(timezone.localdate()))
    assert [row.proposal.title for row in late] == ["Gangbro over den våde eng"]
    assert late[0].reports.exists()


def test_tranbjerg_2020_says_what_its_sources_say(demonstration: None) -> None:
    told = process("tranbjerg-2020")
    for figure in ("320.000 kr.", "14 forslag", "12 af dem", "1.213 stemte", "16 %", "Seks forslag", "fire af de seks"):
        assert figure in told.story
    assert told.amount_ore == 32_000_000
    assert told.source
    assert not told.is_example
    assert not told.phases.exists()


@pytest.mark.both
def test_every_truth_across_rows_holds(demonstration: None) -> None:
    """Money was given back, and many have voted: neither is a breach."""
    assert list(breaches(at=timezone.now())) == []


@pytest.mark.slow
def test_a_second_run_begins_anew(demonstration: None) -> None:
    before = Process.objects.count()
    go_to_next(process("groenne-"))
    Process.objects.filter(frozen_at=None).update(title="Ødelagt")
    call_command("demo")
    assert Process.objects.count() == before
    assert not ClockOffset.objects.exists()
    assert not Process.objects.filter(title="Ødelagt").exists()


def test_what_there_is_is_kept_and_people_can_log_in_from_a_new_address(demonstration: None, settings: Any) -> None:
    Process.objects.filter(frozen_at=None).update(title="Mit eget")
    accounts = Person.objects.count()
    call_command("demo", if_empty=True)
    assert Person.objects.count() == accounts
    settings.SITE_URL = "https://et-andet-sted.example.dk"
    call_command("demo", if_empty=True)
    assert Process.objects.filter(title="Mit eget").exists()
    assert people.account("tove").grants.filter(role=Role.OWNER).exists()


@pytest.mark.slow
def test_nothing_to_keep_means_build(settings: Any) -> None:
    call_command("demo", if_empty=True)
    assert Process.objects.count() == 8


@pytest.mark.slow
def test_outside_demo_mode_it_is_refused(demonstration: None, settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("demo")
    with pytest.raises(CommandError):
        call_command("demo", if_empty=True)
    assert Process.objects.count() == 8


@pytest.mark.both
def test_the_clock_walks_through_every_phase_and_never_back(demonstration: None) -> None:
    walked, told = process("leg-"), []
    while next_moment(walked, now()) is not None:
        before = now()
        go_to_next(walked)
        assert now() > before
        told.append(walked.phase_at(now()))
        assert len(told) < 20
    assert list(dict.fromkeys(told)) == [PhaseKind.COUNT, PhaseKind.REALISATION, PhaseKind.EVALUATION]


def test_the_vote_closes_ten_minutes_after_its_end(demonstration: None) -> None:
    vote = Vote.objects.get(process=process("leg-"))
    assert go_to_next(vote.process) == vote.closes_at
    assert Vote.objects.get(pk=vote.pk).closed_at is None
    assert go_to_next(vote.process) == vote.closes_at + timedelta(minutes=10)
    assert Vote.objects.get(pk=vote.pk).closed_at is not None


def test_the_pages_show_who_one_can_be_the_clock_and_the_mails(demonstration: None) -> None:
    client = Client()
    text = client.get("/demo/").content.decode()
    for words in ("Anna Testrup", "Tove Tovtest", "Ida Øvelund", "Leg og bevægelse i Tranbjerg"):
        assert words in text
    assert client.post("/demo/tid/leg-og-bevaegelse-i-tranbjerg/").status_code == 302
    assert now() > timezone.now() + timedelta(days=5)
    assert client.get("/demo/tid/leg-og-bevaegelse-i-tranbjerg/").status_code == 405
    assert client.post("/demo/tid/findes-ikke/").status_code == 404
    assert "Lys i tunnelen" in client.get("/demo/post/").content.decode()
    assert Client(enforce_csrf_checks=True).post("/demo/tid/leg-og-bevaegelse-i-tranbjerg/").status_code == 403


def test_t44_nobody_moves_the_clock_outside_demo_mode(demonstration: None, settings: Any) -> None:
    settings.DEMO = False
    assert Client().post("/demo/tid/leg-og-bevaegelse-i-tranbjerg/").status_code == 409
    assert not ClockOffset.objects.exists()


def test_the_finished_one_is_evaluated(demonstration: None, client: Client) -> None:
    """Told from pool to bench and on to what was learnt, late and stopped ones included."""
    page = client.get("/evaluering/trygge-stier-i-harlev-framlev/").text
    for said in ("75 af 440", "1 af 3", "2 af 2", "Spørg Veje om alt", "opdigtet eksempel"):
        assert said in page
    assert "Trygge stier" in client.get("/evaluering/").text
