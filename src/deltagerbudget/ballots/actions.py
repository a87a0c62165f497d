from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts import clock
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.approvals import pending_approval, second
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotNow, NotPossible
from deltagerbudget.acts.vocabulary import Act, Channel, PhaseKind
from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.forgetting import forget_voters
from deltagerbudget.ballots.frozen import configuration, groups, paper_in, without_area
from deltagerbudget.ballots.models import Project, Vote
from deltagerbudget.ballots.rules import check_fillable
from deltagerbudget.identity.configure import gives_cpr
from deltagerbudget.ledger import canonical
from deltagerbudget.processes.channels import needs_number
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.rules import Span
from deltagerbudget.processes.terms import apart_problems
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.ui import danish


@transaction.atomic
def freeze_vote(actor: Actor, process: Process, *, at: datetime, seen: str | None = None) -> Vote | None:
    """Fix list, prices, rules, texts and dates. The first call asks, a second person's call freezes.

    ``seen`` is the digest that was on the person's screen: nobody confirms what they have not seen.
    Returns the vote once frozen, None while the second person is awaited.
    """
    process = Process.objects.select_for_update(of=("self",)).get(pk=process.pk)
    permit(Act.FREEZE_VOTE, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    if process.frozen_at is not None:
        raise NotPossible(_("This vote is already frozen."))
    span, proposals = _ready_to_freeze(process, at)
    text = _config_text(process, span, proposals)
    digest = canonical.sha256_hex(text)
    if seen is not None and seen != digest:
        raise NotPossible(_("Something was changed since you opened the page. Read it again before you freeze."))
    if not second(Act.FREEZE_VOTE, actor, process, digest=digest, at=at):
        return None
    vote = Vote.objects.create(
        process=process,
        config=text.decode(),
        config_sha256=digest,
        ref_kind=_ref_kind(process),
        opens_at=span.starts_at,
        closes_at=span.ends_at,
        frozen_at=at,
    )
    _list_projects(vote, proposals)
    keybox.make_keys(vote.pk)
    process.frozen_at = at
    process.updated_at = at
    process.save(update_fields=["frozen_at", "updated_at"])
    record(Act.FREEZE_VOTE, actor, vote, at=at, process_id=process.pk, config_sha256=digest)
    return vote


def config_to_freeze(process: Process, *, at: datetime) -> str:
    """What freezing would fix now, as canonical text. Raises NotPossible with what is missing."""
    return _config_text(process, *_ready_to_freeze(process, at)).decode()


def _config_text(process: Process, span: Span, proposals: list[Proposal]) -> bytes:
    config = configuration(process, span, proposals, _ref_kind(process))
    check_fillable(paper_in(config))
    return canonical.dumps(config)


def _ref_kind(process: Process) -> str:
    """SECURITY: one kind for every voter of a vote, whichever way they come, or one person could have two ballots."""
    if not needs_number(process.ways) and not process.address_ranges:
        return settings.IDENTITY_REF_KIND
    if Channel.MITID in process.ways and not gives_cpr():
        raise NotPossible(
            _("The login does not say CPR numbers, so letters and IDs could not be told from those who log in.")
        )
    return "cpr"


@transaction.atomic
def draw_lot(actor: Actor, vote: Vote, *, seed: str, source: str, at: datetime) -> bool:
    """Enter the outcome of the named public draw that decides ties. True once a second person has confirmed."""
    vote = _locked(vote)
    permit(Act.DRAW_LOT, actor, area_ids=vote.process.area_ids, phase=vote.process.phase_at(at))
    if vote.lot_seed:
        raise NotPossible(_("The draw is already entered and can no longer be changed."))
    seed, source = seed.strip(), source.strip()
    if not seed or len(seed) > 64 or not source or len(source) > 300:
        raise NotPossible(_("Write what was drawn (at most 64 characters), and where everyone can check it."))
    digest = canonical.sha256_hex(canonical.dumps([seed, source]))
    asked = pending_approval(Act.DRAW_LOT, vote)
    if asked is not None and asked.first_id != actor.person_id and asked.digest != digest:
        raise NotPossible(
            _("This is not what the first person wrote. Compare with the draw. Only that person can correct the first.")
        )
    if not second(Act.DRAW_LOT, actor, vote, digest=digest, at=at):
        return False
    vote.lot_seed, vote.lot_source = seed, source
    vote.save(update_fields=["lot_seed", "lot_source"])
    record(Act.DRAW_LOT, actor, vote, at=at, process_id=vote.process_id)
    return True


@transaction.atomic
def open_vote(actor: Actor, process: Process, *, at: datetime) -> bool:
    """Note once that the clock opened the vote, or that it stays shut because nobody froze it."""
    process = Process.objects.select_for_update(of=("self",)).get(pk=process.pk)
    permit(Act.OPEN_VOTE, actor, phase=process.phase_at(at))
    is_frozen = process.frozen_at is not None
    outcome = "opened" if is_frozen else "not-frozen"
    if Entry.objects.of(process).filter(act=Act.OPEN_VOTE, detail__outcome=outcome).exists():
        return is_frozen
    record(Act.OPEN_VOTE, actor, process, at=at, process_id=process.pk, outcome=outcome)
    return is_frozen


@transaction.atomic
def close_vote(actor: Actor, vote: Vote, *, at: datetime) -> Vote:
    """Close after the minutes of grace. SECURITY: the lock waits for every ballot that is being cast."""
    vote = _locked(vote)
    permit(Act.CLOSE_VOTE, actor, phase=vote.process.phase_at(at))
    if vote.closed_at is not None:
        return vote
    if not vote.is_due_to_close(clock.judged(at)):
        raise NotNow(_("The vote is still open."))
    return _close(Act.CLOSE_VOTE, actor, vote, at)


@transaction.atomic
def close_vote_early(actor: Actor, vote: Vote, *, at: datetime) -> bool:
    """Two persons close the vote before its time. True once closed."""
    vote = _locked(vote)
    permit(Act.CLOSE_VOTE_EARLY, actor, area_ids=vote.process.area_ids, phase=vote.process.phase_at(at))
    if not vote.is_open(clock.judged(at)):
        raise NotNow(_("The vote is not open."))
    if not second(Act.CLOSE_VOTE_EARLY, actor, vote, digest=vote.config_sha256, at=at):
        return False
    _close(Act.CLOSE_VOTE_EARLY, actor, vote, at)
    return True


@transaction.atomic
def destroy_keys(actor: Actor, vote: Vote, *, at: datetime) -> bool:
    """Two persons destroy the keys: from then on nobody can tie a ballot to a voter. True once destroyed."""
    vote = _locked(vote)
    permit(Act.DESTROY_KEYS, actor, area_ids=vote.process.area_ids, phase=vote.process.phase_at(at))
    if vote.keys_destroyed_at is not None:
        raise NotPossible(_("The keys are already destroyed."))
    if vote.keys_due_at is None:
        raise NotPossible(_("The result must be published first. Without the keys nobody can count."))
    if at < vote.keys_due_at:
        raise NotNow(_("The days for complaints are not over yet. The keys are kept until then."))
    if not second(Act.DESTROY_KEYS, actor, vote, digest=vote.config_sha256, at=at):
        return False
    vote.keys_destroyed_at = at
    vote.save(update_fields=["keys_destroyed_at"])
    forget_voters(vote)
    record(Act.DESTROY_KEYS, actor, vote, at=at, process_id=vote.process_id)
    # Last: a file does not roll back. If the commit fails the keys are gone and the act is done again.
    keybox.destroy_keys(vote.pk)
    return True


def due_votes(at: datetime) -> list[Vote]:
    """Votes whose minutes of grace are over and that nobody has closed."""
    candidates = Vote.objects.filter(closed_at=None, closes_at__lte=at).select_related("process")
    return [vote for vote in candidates if vote.is_due_to_close(at)]


def processes_to_open(at: datetime) -> list[Process]:
    """Opened processes in their vote phase, frozen or not."""
    recent = Process.objects.opened().filter(
        phases__kind=PhaseKind.VOTE, phases__starts_at__lte=at, phases__ends_at__gt=at - timedelta(minutes=1)
    )
    return [process for process in recent.with_phases() if process.phase_at(at) == PhaseKind.VOTE]


def _ready_to_freeze(process: Process, at: datetime) -> tuple[Span, list[Proposal]]:
    span = process.span_of(PhaseKind.VOTE)
    if span is None:
        raise NotPossible(_("This deltagerbudget has no vote among its phases."))
    if span.starts_at <= at:
        raise NotPossible(_("The vote should have begun. Move its start before you freeze."))
    _refuse_unsettled(process, at)
    proposals = list(process.proposals.on_ballot())
    if not proposals:
        raise NotPossible(_("No proposal goes on to the vote, so there is nothing to freeze."))
    lost = without_area(process, proposals)
    if lost:
        numbers = ", ".join(str(proposal.number) for proposal in lost)
        raise NotPossible(
            _("The rules speak of areas, and these proposals have none: %(numbers)s. Sort them first.")
            % {"numbers": numbers}
        )
    for problem in apart_problems(process, groups(proposals)):
        raise NotPossible(problem)
    return span, proposals


def _refuse_unsettled(process: Process, at: datetime) -> None:
    """Nothing that may still come to the ballot is left out of it."""
    if process.proposals.filter(stage=Stage.SUBMITTED).exists():
        raise NotPossible(_("Some proposals have no released decision yet. Release the decisions first."))
    if process.proposals.filter(stage=Stage.APPEALED).exists():
        raise NotPossible(_("An appeal is not decided yet. Decide it first."))
    hidden = list(process.proposals.hidden_for_now(at).order_by("number").values_list("number", flat=True))
    if hidden:
        words = _("Hidden proposals may still come back after an appeal: %(numbers)s. Freeze the vote after that.")
        raise NotPossible(words % {"numbers": ", ".join(map(str, hidden))})
    last = process.proposals.unsettled(at).aggregate(last=Max("appeal_until"))["last"]
    if last is not None:
        words = _("A refusal can be appealed until %(when)s. Freeze the vote after that.")
        raise NotPossible(words % {"when": danish.when(last, get_language() or "da")})


def _list_projects(vote: Vote, proposals: list[Proposal]) -> None:
    projects = [
        Project(vote=vote, number=p.number, proposal=p, title=p.title, cost_ore=p.price_ore)
        for p in proposals
        if p.number is not None and p.price_ore is not None
    ]
    Project.objects.bulk_create(projects)


def _locked(vote: Vote) -> Vote:
    return Vote.objects.select_for_update(of=("self",)).select_related("process").get(pk=vote.pk)


def _close(act: Act, actor: Actor, vote: Vote, at: datetime) -> Vote:
    vote.closed_at = at
    vote.save(update_fields=["closed_at"])
    # SECURITY: the last ones would say until the keys go when somebody came.
    vote.sessions.all().delete()
    record(act, actor, vote, at=at, process_id=vote.process_id)
    return vote


def new_idempotency_key() -> str:
    return secrets.token_hex(32)
