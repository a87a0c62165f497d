"""Truths across rows that no constraint can keep: each function yields a sentence for every breach.

Reads only, and nothing that a running vote would notice. Ids and addresses of pages, no person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Sum
from django.utils.timezone import localtime

from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.ballots import canary, keybox, promises
from deltagerbudget.ballots.forgetting import knows_voters
from deltagerbudget.ballots.models import Ballot, Vote
from deltagerbudget.counting.outcome import Outcome
from deltagerbudget.ledger import canonical
from deltagerbudget.pools.models import Pool
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.results.models import Result


def breaches(*, at: datetime) -> Iterator[str]:
    yield from _money(at)
    yield from _supported()
    yield from _frozen()
    yield from (f"the database: {name} does not stand guard" for name in promises.missing())
    yield from _boxes()
    yield from _destroyed()
    yield from _results()


def _money(at: datetime) -> Iterator[str]:
    """No pool gives more than it was given, and an opened process was given exactly its amount."""
    year = localtime(at).year
    for pool in Pool.objects.all():
        # What is promised for later years may be set aside beforehand by a decision; never more than all of it.
        last = pool.appropriations.aggregate(last=Max("year"))["last"] or year
        if pool.left_ore(through=max(year, last)) < 0:
            yield f"pool {pool.slug}: more is taken from it than it was ever given"
    given = Sum("allocations__amount_ore", filter=Q(allocations__is_return=False))
    ours = Process.objects.opened().filter(is_imported=False, story="").annotate(given=given)
    for process in ours:
        if process.given is not None and process.given != process.amount_ore:
            yield f"deltagerbudget {process.slug}: given {process.given} øre, its amount is {process.amount_ore} øre"


def _supported() -> Iterator[str]:
    """What got too little support was counted at the end of a round, and what was taken up again is not there."""
    lost = Proposal.objects.filter(stage=Stage.UNSUPPORTED).select_related("process", "lift").order_by("pk")
    for proposal in lost:
        where = f"proposal {proposal.number} of {proposal.process.slug}"
        if proposal.process.support_closed_at is None:
            yield f"{where}: it got too little support, and no support round was counted"
        if hasattr(proposal, "lift"):
            yield f"{where}: it was taken up again, and stands as one that got too little support"


def _frozen() -> Iterator[str]:
    """The frozen text is the one that was confirmed, and the rows are what it says."""
    for vote in Vote.objects.select_related("process").prefetch_related("projects"):
        slug = vote.process.slug
        if canonical.sha256_hex(vote.config.encode()) != vote.config_sha256:
            yield f"vote of {slug}: the frozen configuration is not the one that was confirmed"
            continue
        listed = [(row["number"], row["title"], row["cost_ore"]) for row in vote.frozen["projects"]]
        if listed != [(row.number, row.title, row.cost_ore) for row in vote.projects.all()]:
            yield f"vote of {slug}: the list of projects is not the frozen one"
        if vote.frozen["amount_ore"] != vote.process.amount_ore:
            yield f"vote of {slug}: the amount is not the frozen one"
        longer = vote.changes.public().filter(act=Act.EXTEND_VOTE).first()
        closes_at = longer.closes_at.isoformat() if longer and longer.closes_at else vote.frozen["closes_at"]
        said = {vote.frozen["opens_at"], closes_at}
        if {localtime(vote.opens_at).isoformat(), localtime(vote.closes_at).isoformat()} != _local(said):
            yield f"vote of {slug}: its hours are not the frozen ones"
    halves = Q(frozen_at=None, vote__isnull=False) | Q(frozen_at__isnull=False, vote=None)
    for process in Process.objects.filter(halves):
        yield f"deltagerbudget {process.slug}: frozen without a vote, or a vote without being frozen"


def _local(moments: set[str]) -> set[str]:
    return {localtime(datetime.fromisoformat(moment)).isoformat() for moment in moments}


def _boxes() -> Iterator[str]:
    """The versions of every ballot have no gap: nothing was taken out of a box."""
    counted = Ballot.objects.values("vote", "vote__process__slug", "pseudonym")
    gaps = counted.annotate(rows=Count("pk"), last=Max("version")).exclude(rows=F("last"))
    for slug, broken in sorted(Counter(row["vote__process__slug"] for row in gaps).items()):
        yield f"vote of {slug}: {broken} ballots lack an earlier version"
    for vote in Vote.objects.filter(keys_destroyed_at=None).select_related("process").order_by("pk"):
        yield from _box_of(vote)


def _box_of(vote: Vote) -> Iterator[str]:
    """One ballot at random opens; and where there is a roll, everybody who has voted online is on it."""
    slug = vote.process.slug
    try:
        canary.opens(vote)
    except canary.BrokenBoxError as error:
        yield f"vote of {slug}: ballot {error} does not open"
    except keybox.KeyMissingError:
        # Said beside the keys.
        pass
    if vote.closed_at is not None or not hasattr(vote, "roll_loaded"):
        return
    mine = {"pseudonym": OuterRef("pseudonym")}
    known = [Exists(rows.filter(**mine)) for rows in (vote.roll, vote.set_aside, vote.pending_checks)]
    strangers = vote.ballots.exclude(known[0] | known[1] | known[2]).values("pseudonym").distinct().count()
    if strangers:
        yield f"vote of {slug}: {strangers} who voted are not on the roll"


def _destroyed() -> Iterator[str]:
    """Keys are there as long as they are needed, and not a day after they were destroyed."""
    for vote in Vote.objects.select_related("process"):
        if vote.keys_destroyed_at is not None and keybox.has_keys(vote.pk):
            yield f"vote of {vote.process.slug}: its keys are destroyed, but they lie in the directory"
        if vote.keys_destroyed_at is not None and knows_voters(vote):
            yield f"vote of {vote.process.slug}: its keys are destroyed, but there are rows of its voters"
        if vote.keys_destroyed_at is None and not keybox.has_keys(vote.pk):
            yield f"vote of {vote.process.slug}: its keys are not in the directory"


def _results() -> Iterator[str]:
    """A result is the text that was counted, says what its rows say, and belongs to a closed vote."""
    for result in Result.objects.select_related("vote__process").prefetch_related("projects"):
        slug = result.vote.process.slug
        if canonical.sha256_hex(result.outcome.encode()) != result.outcome_sha256:
            yield f"result of {slug}: the outcome is not the one that was counted"
            continue
        if result.pb and canonical.sha256_hex(result.pb.encode()) != result.pb_sha256:
            yield f"result of {slug}: the published ballots are not the ones that were counted"
        yield from _rows_of(result, Outcome.from_json(result.outcome))
        if result.vote.closed_at is None:
            yield f"result of {slug}: the vote is not closed"
        if (result.published_at is None) != (result.vote.published_at is None):
            yield f"result of {slug}: published for the one and not for the other"


def _rows_of(result: Result, outcome: Outcome) -> Iterator[str]:
    slug = result.vote.process.slug
    said = [(step.votes, step.score, step.cost, step.left, step.granted, str(step.decision)) for step in outcome.steps]
    rows = [
        (row.votes, row.score, row.cost_ore, row.left_ore, row.granted_ore, row.decision)
        for row in result.projects.all()
    ]
    if said != rows:
        yield f"result of {slug}: its rows are not what was counted"
    spent = sum(row.granted_ore for row in result.projects.all() if row.is_funded)
    if spent > result.vote.frozen["amount_ore"]:
        yield f"result of {slug}: more is funded than there is"
