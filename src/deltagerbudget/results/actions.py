from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.approvals import second
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.models import Vote
from deltagerbudget.ballots.pending import uncounted, waiting_ballots
from deltagerbudget.ballots.roll_audit import keep_audit
from deltagerbudget.ballots.rules import MIN_PUBLISHED_BALLOTS
from deltagerbudget.counting.changes import explained
from deltagerbudget.counting.model import Election
from deltagerbudget.counting.outcome import Outcome
from deltagerbudget.counting.rules import count
from deltagerbudget.ledger import canonical
from deltagerbudget.results.election import ForgedBallotError, to_election
from deltagerbudget.results.equal import discreet, with_nearest
from deltagerbudget.results.files import pabulib_text
from deltagerbudget.results.models import ProjectResult, Result


@transaction.atomic
def count_votes(actor: Actor, vote: Vote, *, at: datetime) -> Result:
    """Count the closed vote. Counting again must give the same, and changes nothing."""
    vote = _locked(vote)
    permit(Act.COUNT_VOTES, actor, area_ids=vote.process.area_ids, phase=vote.process.phase_at(at))
    if vote.closed_at is None:
        raise NotPossible(_("The vote is not closed yet. It closes by itself; come back then."))
    waiting = waiting_ballots(vote)
    if waiting:
        words = _(
            "%(n)s ballots wait until we know where their voters live. Look them up on the page of the vote; it also "
            "says what can be done when the register stays silent."
        )
        raise NotPossible(words % {"n": waiting})
    if vote.awaits_paper:
        raise NotPossible(_("The ballots on paper are not all counted. Sign the paper of each voting place off first."))
    if vote.awaits_post:
        raise NotPossible(_("The ballots that came by post are not signed off. Do that on their page first."))
    if vote.awaits_lot:
        raise NotPossible(_("Enter the public draw before you count, so that it can decide a tie."))
    result, is_new = counted(vote, at=at)
    if is_new:
        record(Act.COUNT_VOTES, actor, result, at=at, process_id=vote.process_id, outcome_sha256=result.outcome_sha256)
    return result


@transaction.atomic
def publish_result(actor: Actor, result: Result, *, at: datetime) -> bool:
    """Two persons publish. True once published."""
    result = Result.objects.select_for_update(of=("self",)).select_related("vote__process").get(pk=result.pk)
    process = result.vote.process
    permit(Act.PUBLISH_RESULT, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    if result.published_at is not None:
        raise NotPossible(_("The result is already published."))
    if not second(Act.PUBLISH_RESULT, actor, result, digest=result.outcome_sha256, at=at):
        return False
    published(result, at=at)
    record(Act.PUBLISH_RESULT, actor, result, at=at, process_id=process.pk)
    return True


def counted(vote: Vote, *, at: datetime) -> tuple[Result, bool]:
    """The result of a locked vote, and whether this is its first count. Part of an act; permits nothing."""
    election = _opened(vote)
    outcome = discreet(with_nearest(election, explained(election, count(election))))
    earlier = Result.objects.filter(vote=vote).first()
    if earlier is None:
        keep_audit(vote)
        return _stored(vote, election, outcome, at), True
    if earlier.outcome != outcome.to_json():
        raise NotPossible(
            _("Counting again gave another result than the first count. Publish nothing: call the auditor.")
        )
    return earlier, False


def published(result: Result, *, at: datetime) -> None:
    """Show the result to everyone. Part of an act; permits nothing."""
    result.published_at = at
    result.save(update_fields=["published_at"])
    result.vote.published_at = at
    result.vote.save(update_fields=["published_at"])


def _opened(vote: Vote) -> Election:
    try:
        return to_election(vote)
    except keybox.KeyMissingError as error:
        raise NotPossible(_("The keys of this vote are not here, so the ballots cannot be opened.")) from error
    except ForgedBallotError as error:
        raise NotPossible(
            _("Ballot %(row)s was altered or does not belong to this vote. Nothing is counted: call the auditor.")
            % {"row": error}
        ) from error


def _stored(vote: Vote, election: Election, outcome: Outcome, at: datetime) -> Result:
    text = outcome.to_json()
    pb = pabulib_text(vote, election, outcome)
    result = Result.objects.create(
        vote=vote,
        outcome=text,
        outcome_sha256=canonical.sha256_hex(text.encode()),
        ballots=election.voters,
        pb=pb if election.voters >= MIN_PUBLISHED_BALLOTS else "",
        pb_sha256=canonical.sha256_hex(pb.encode()),
        uncounted=uncounted(vote) if vote.address_ranges else None,
        counted_at=at,
    )
    proposals = {str(project.number): project.proposal_id for project in vote.projects.all()}
    ProjectResult.objects.bulk_create(
        [
            ProjectResult(
                result=result,
                proposal_id=proposals[step.project],
                place=place,
                votes=step.votes,
                score=step.score,
                cost_ore=step.cost,
                left_ore=step.left,
                granted_ore=step.granted,
                decision=str(step.decision),
            )
            for place, step in enumerate(outcome.steps, start=1)
        ]
    )
    return result


def _locked(vote: Vote) -> Vote:
    return Vote.objects.select_for_update(of=("self",)).select_related("process").get(pk=vote.pk)
