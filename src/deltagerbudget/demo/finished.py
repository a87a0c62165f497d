"""Two finished deltagerbudgetter: an invented one told to the end, and a real one from before the platform."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.timezone import localdate, localtime

from deltagerbudget.acts.actor import SYSTEM
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.areas.models import Area
from deltagerbudget.ballots.actions import close_vote, destroy_keys
from deltagerbudget.ballots.models import Vote
from deltagerbudget.demo import asked, people, stories
from deltagerbudget.demo.build import Timetable, until_vote, voted
from deltagerbudget.demo.evaluated import on_roll
from deltagerbudget.demo.paintings import bench_with_a_view
from deltagerbudget.processes.actions import create_process
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.realisation import actions as realisation
from deltagerbudget.realisation.models import Realisation
from deltagerbudget.realisation.opening import announce_opening
from deltagerbudget.realisation.promising import record_release, stop_realisation
from deltagerbudget.results.actions import count_votes, publish_result

# Seventy-five ballots: project numbers, and how many voted so.
BALLOTS = (
    ((1, 2, 3, 5), 14),
    ((1, 3), 12),
    ((4,), 16),
    ((2, 4), 10),
    ((4, 6), 4),
    ((1, 2, 5, 6), 8),
    ((3, 5, 6), 6),
    ((1,), 5),
)

# Per winning proposal: milestones as (title, days from the result to the date, days to when it was reached or None).
PLANS: dict[str, tuple[tuple[str, int, int | None], ...]] = {
    "Lys i tunnelen": (("Tegning og farver er valgt", 40, 38), ("Lyset er tændt", 120, 131)),
    "Bænk med udsigt": (("Bænken er bestilt", 30, 25), ("Bænken står på bakken", 75, 71)),
    "Gangbro over den våde eng": (("Tilladelsen er givet", 90, 96), ("Broen er bygget", 230, None)),
    "Skilte med gåminutter": (("Teksterne er skrevet med skolen", 60, 58), ("Skiltene er sat op", 300, None)),
    "Farvede fodspor til skolen": (("Vejen er målt op", 50, 50), ("Fodsporene er malet", 320, None)),
}
STOPPED = (
    "Vejen til skolen får ny belægning til sommer, og så ville fodsporene forsvinde. "
    "Vi har talt med skolen. Den stiller forslaget igen, når vejen er færdig."
)
DONE = ("Lys i tunnelen", "Bænk med udsigt")


def decided(vote: Vote) -> datetime:
    """Closed, counted and published, and the keys destroyed; the minute at which it was closed."""
    closed_at = vote.closes_at + timedelta(minutes=10)
    vote = close_vote(SYSTEM, vote, at=closed_at)
    result = count_votes(people.actor("tove"), vote, at=closed_at + timedelta(hours=13))
    for sub, hours in (("tove", 14), ("tom", 15)):
        publish_result(people.actor(sub), result, at=closed_at + timedelta(hours=hours))
    for sub, hours in (("tove", 9), ("rune", 10)):
        destroy_keys(people.actor(sub), vote, at=closed_at + timedelta(days=8, hours=hours))
    return closed_at


def told_to_the_end(at: datetime) -> None:
    """From pool to bench: voted, counted, published, built; one is late."""
    timetable = Timetable(localdate(at), PhaseKind.REALISATION, 250)
    vote = until_vote(stories.FINISHED, timetable, until=at)
    voted(vote, BALLOTS)
    on_roll(vote)
    closed_at = decided(vote)
    start = closed_at + timedelta(days=10)
    released_on = localdate(closed_at + timedelta(days=9))
    record_release(people.actor("tove"), vote.process, body="Byrådet (eksempel)", decided_on=released_on, at=start)
    asked.voters(vote.process, vote.opens_at, is_over=True)
    for proposal in Proposal.objects.filter(process=vote.process, title__in=PLANS):
        _built(proposal, start)
    asked.neighbours(vote.process, at - timedelta(days=20))


def _built(proposal: Proposal, start: datetime) -> None:
    tove = people.actor("tove")
    row = realisation.start_realisation(
        tove, proposal, owner_title="tovholder", carried_out_by="Veje og Grønne Områder", at=start
    )
    for title, due, reached in PLANS[proposal.title]:
        promised = localdate(start) + timedelta(days=due)
        milestone = realisation.plan_milestone(tove, row, title=title, due_on=promised, at=start)
        if reached is not None:
            when = start + timedelta(days=reached)
            realisation.reach_milestone(tove, milestone, reached_on=localdate(when), at=when)
    if proposal.title in DONE:
        last = start + timedelta(days=PLANS[proposal.title][-1][2] or 0)
        realisation.finish_realisation(tove, row, finished_on=localdate(last), at=last)
    _told(proposal.title, row, start)


def _told(title: str, row: Realisation, start: datetime) -> None:
    """What its owner told on the way: a picture, a delay, a stop by two, and why."""
    tove = people.actor("tove")
    if title == "Bænk med udsigt":
        text = "Nu står bænken på bakken. Kom og prøv den, gerne når solen går ned."
        realisation.report_progress(tove, row, text=text, given=bench_with_a_view(), at=start + timedelta(days=72))
    if title == "Skilte med gåminutter":
        later = localdate(start) + timedelta(days=330)
        reason = "Skolen vil skrive et skilt mere, om den gamle smedje. Det tager en måned."
        realisation.move_milestone(
            tove, row.milestones.get(reached_on=None), due_on=later, reason=reason, at=start + timedelta(days=170)
        )
        announce_opening(tove, row, values=_opening(start + timedelta(days=360)), at=start + timedelta(days=180))
    if title == "Farvede fodspor til skolen":
        stopped_at = start + timedelta(days=190)
        for sub in ("tove", "tom"):
            stop_realisation(people.actor(sub), row, reason=STOPPED, at=stopped_at)
    if title == "Gangbro over den våde eng":
        text = "Vinteren var våd, så vi kunne ikke sætte pælene i jorden i marts. Vi prøver igen, når engen er tør."
        realisation.report_progress(tove, row, text=text, at=start + timedelta(days=180))


def _opening(day: datetime) -> dict[str, object]:
    starts_at = localtime(day).replace(hour=14, minute=0, second=0, microsecond=0)
    return {
        "title": "Indvielse af skiltene (eksempel)",
        "about": "Vi går turen sammen, fra skolen til smedjen. Der er saft og boller.",
        "place": "Ved det første skilt, foran skolen",
        "access": "Stien er flad, og turen er 800 meter.",
        "languages": "dansk",
        "host": "Tove Tovtest, tovholder",
        "phone": "00 00 00 00",
        "helps_to_vote": False,
        "step_free": True,
        "has_toilet": True,
        "has_loop": False,
        "has_parking": True,
        "quiet_hours": "",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "capacity": None,
        "slot_minutes": None,
    }


def tranbjerg(at: datetime) -> None:
    """Tranbjerg 2020, a real deltagerbudget: only what the sources say, and no dates but theirs."""
    values = {
        "title": "Fællesskab og bevægelse i Tranbjerg",
        "theme": "community",
        "challenge": "Fællesskab og bevægelse i Tranbjerg: tilgængeligt for mange og drevet af borgerne selv.",
        "amount_ore": 32_000_000,
        "age_on": date(2020, 1, 1),
        "vote_min_age": 15,
        "mandate_body": "Aarhus Kommune",
    }
    process = create_process(
        people.actor("tove"),
        slug="tranbjerg-2020",
        areas=[Area.objects.get(slug="tranbjerg")],
        values=values,
        at=at,
        source="frivillig.aarhus.dk (2020) og aarhus.dk (juni 2022)",
        story=TRANBJERG,
    )
    # It never opened here: no phases, no allocation, no checklist. It is shown as a story from before the platform.
    Process.objects.filter(pk=process.pk).update(opened_at=at)


TRANBJERG = (
    "I 2020 fik borgerne i Tranbjerg 320.000 kr. at bestemme over.\n\n"
    "De stillede 14 forslag, og 12 af dem kom med i afstemningen.\n\n"
    "1.213 stemte. Det var 16 % af alle borgere over 15 år.\n\n"
    "Seks forslag vandt: et værested for unge, en junglesti, parkour, udstyr til kunstgræsbanen, "
    "en legeplads ved 0. klasse og et kort over ruter.\n\n"
    "I juni 2022 var fire af de seks blevet til noget."
)
