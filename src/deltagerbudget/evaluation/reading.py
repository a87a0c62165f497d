"""The only place where rows become the facts of an evaluation. Sums alone leave it, never a row of one person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Sum
from django.utils.timezone import localdate

from deltagerbudget.acts.vocabulary import Channel
from deltagerbudget.ballots.models import Project
from deltagerbudget.ballots.tally_models import Event, Tally
from deltagerbudget.evaluation.indicators import Indicator
from deltagerbudget.evaluation.rules import Answered, Facts, Sent, Share, Won, indicators
from deltagerbudget.polling.batch_models import Batch
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Authorship, Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.realisation.board import start_by_of
from deltagerbudget.realisation.models import Milestone, Realisation, paid_for
from deltagerbudget.realisation.rules import Station, months_after
from deltagerbudget.results.models import ProjectResult, Result
from deltagerbudget.review.rules import AppealOutcome, Ruling
from deltagerbudget.support.models import Support
from deltagerbudget.surveys.models import Collection
from deltagerbudget.surveys.results import SurveyResult, read
from deltagerbudget.surveys.rules import SCALE, Standard

# The first of the two answers.
_YES = 1


def result_of(process: Process) -> Result | None:
    """Without it there is nothing to evaluate."""
    return Result.objects.published().for_page().filter(vote__process=process).first()


def draft(process: Process, result: Result, *, today: date) -> list[Indicator]:
    """The figures as they stand. The same number of queries however much there is of everything."""
    return indicators(facts_of(process, result, today=today))


def facts_of(process: Process, result: Result, *, today: date) -> Facts:
    vote, outcome = result.vote, result.explained
    loaded = getattr(vote, "roll_loaded", None)
    turnout = loaded.turnout if loaded is not None else None
    given, back = _given(process)
    effort_ore, effort_minutes = process.efforts.sums()
    asked = read(Collection.objects.of(process).over_on(today))
    assert result.published_at is not None  # noqa: S101 - `result_of` asks for published ones alone
    return Facts(
        today=today,
        counted_on=localdate(result.counted_at),
        opened_on=localdate(vote.opens_at),
        closed_on=localdate(vote.closed_at or vote.closes_at),
        result_on=localdate(result.published_at),
        ballots=outcome.voters,
        blank=outcome.figures.blank,
        invalid={each.reason: each.number for each in outcome.invalid},
        without_winner=outcome.figures.without_winner,
        has_roll=loaded is not None,
        turnout=turnout,
        by_channel=_channels(process),
        took_part=_took_part(process),
        sent=_sent(process),
        won=[_won(row, process, today) for row in _winners(process)],
        given_ore=given,
        back_ore=back,
        areas=_areas(process, result, turnout),
        effort_ore=effort_ore,
        effort_minutes=effort_minutes,
        first_timers=_answered(asked, Standard.FIRST_TIME, {_YES}),
        satisfied=_answered(asked, Standard.SATISFACTION, {SCALE - 1, SCALE}),
    )


def _channels(process: Process) -> dict[str, int]:
    """How often a ballot was first handed in; paper as it was entered, for it is not counted on the way."""
    cast = Tally.objects.filter(vote__process=process, event=Event.CAST).order_by()
    found = {row["channel"]: row["all"] for row in cast.values("channel").annotate(all=Sum("number"))}
    paper = Batch.objects.standing().filter(station__process=process).entered()
    numbers = found | {Channel.PAPER: paper}
    return {channel.value: numbers[channel] for channel in Channel if numbers.get(channel)}


def _took_part(process: Process) -> int:
    """Each person once, whatever they did; those who have been deleted since are still one each."""
    sent = Authorship.objects.filter(proposal__process=process, proposal__submitted_at__isnull=False)
    given = Support.objects.filter(proposal__process=process)
    return sent.order_by().values("person").union(given.order_by().values("person")).count()


def _sent(process: Process) -> list[Sent]:
    on_ballot = set(Project.objects.filter(vote__process=process).values_list("proposal", flat=True))
    rows = Proposal.objects.filter(process=process, submitted_at__isnull=False).select_related("decision__appeal")
    return [_one(row, is_on_ballot=row.pk in on_ballot) for row in rows]


def _one(row: Proposal, *, is_on_ballot: bool) -> Sent:
    decision = getattr(row, "decision", None)
    assert row.submitted_at is not None  # noqa: S101 - only those that were sent in are read
    sent_on, is_merged = localdate(row.submitted_at), row.stage == Stage.MERGED
    if decision is None or decision.released_at is None:
        return Sent(sent_on, is_merged=is_merged, is_on_ballot=is_on_ballot)
    appeal = getattr(decision, "appeal", None)
    is_reversed = appeal is not None and appeal.outcome == AppealOutcome.REVERSED
    return Sent(
        sent_on,
        localdate(decision.released_at),
        is_refused=decision.ruling == Ruling.REFUSE,
        is_admitted=decision.ruling == Ruling.ADMIT or is_reversed,
        is_appealed=appeal is not None,
        is_appeal_decided=appeal is not None and appeal.decided_at is not None,
        is_reversed=is_reversed,
        is_merged=is_merged,
        is_on_ballot=is_on_ballot,
    )


def _winners(process: Process) -> Iterable[ProjectResult]:
    rows = ProjectResult.objects.published().funded().filter(proposal__process=process)
    rows = rows.select_related("result", "proposal__realisation").defer("result__outcome", "result__pb")
    rows = rows.prefetch_related("proposal__realisation__milestones__moves")
    return rows.annotate(paid=paid_for("proposal__realisation"))


def _won(row: ProjectResult, process: Process, today: date) -> Won:
    made: Realisation | None = getattr(row.proposal, "realisation", None)
    assert row.result.published_at is not None  # noqa: S101 - only published results are asked for
    last = months_after(localdate(row.result.published_at), process.finish_within_months)
    if made is None:
        is_late = start_by_of(row, process) < today
        return Won(row.proposal.title, row.granted_ore, 0, promised_on=last, finish_by=last, is_late=is_late)
    last = made.finish_by or last
    return Won(
        row.proposal.title,
        made.price_ore,
        row.paid or 0,  # type: ignore[attr-defined]
        promised_on=max(map(_first_date, made.milestones.all()), default=last),
        finish_by=last,
        started_on=localdate(made.started_at),
        finished_on=made.finished_on,
        stopped_on=made.stopped_on,
        is_late=made.station(today) is Station.LATE,
    )


def _first_date(milestone: Milestone) -> date:
    """What was promised at first: moving a date makes nothing on time."""
    moves = sorted((row for row in milestone.moves.all() if row.moved_from), key=lambda row: (row.at, row.pk))
    return next((row.moved_from for row in moves if row.moved_from), milestone.due_on)


def _given(process: Process) -> tuple[int, int]:
    rows = process.allocations.order_by().values("is_return").annotate(ore=Sum("amount_ore"))
    sums = {row["is_return"]: int(row["ore"]) for row in rows}
    return sums.get(False, 0), -sums.get(True, 0)


def _areas(process: Process, result: Result, turnout: dict[str, object] | None) -> list[Share]:
    """What the count says of each area; with one area, all that was handed out."""
    people = {}
    if turnout is not None:
        cells: list[list[list[int] | None]] = turnout["cells"]  # type: ignore[assignment]
        names: list[str] = turnout["areas"]  # type: ignore[assignment]
        people = {name: row[-1][1] for name, row in zip(names, cells, strict=False) if row[-1]}
    outcome, areas = result.explained, sorted(process.areas.all(), key=lambda area: area.sort_key)
    if len(areas) == 1:
        return [Share(areas[0].name, outcome.spent, people.get(areas[0].name))]
    found = [part for part in outcome.figures.spending if part.kind == "area"]
    return [Share(part.name, part.money, people.get(part.name)) for part in found]


def _answered(asked: Iterable[SurveyResult], key: Standard, chosen: set[int]) -> list[Answered]:
    """How many chose one of these options, by audience; too few to show where one of them is."""
    found = []
    for survey in asked:
        question = survey.question(key)
        if survey.respondents is None:
            found.append(Answered(survey.audience, None, None))
        elif question is not None:
            numbers = [option.number for place, option in enumerate(question.options, 1) if place in chosen]
            shown = [number for number in numbers if number is not None]
            number = sum(shown) if len(shown) == len(numbers) else None
            found.append(Answered(survey.audience, number, question.answered))
    return found
