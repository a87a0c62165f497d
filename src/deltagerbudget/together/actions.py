"""The acts with which authors come and go. Those about proposals that become one stand in `merging`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from deltagerbudget.accounts.models import Person, PublicName
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.proposals.actions import Signature, eligible
from deltagerbudget.proposals.models import Authorship, Proposal
from deltagerbudget.proposals.rules import AuthorRole, Stage, refuse_cpr
from deltagerbudget.staff.secrets import digest, is_same, new_token
from deltagerbudget.together.models import Invitation, JoinRequest
from deltagerbudget.together.rules import (
    INVITATION_DAYS,
    MOST_INVITATIONS,
    MOST_REQUESTS,
    Answer,
    check_open,
    check_room,
)

PURPOSE = "coauthor"


def invitation_digest(proposal_id: int, token: str) -> str:
    """SECURITY: keyed, and bound to its purpose and its proposal."""
    return digest(PURPOSE, proposal_id, token)


def is_usable(invitation: Invitation, token: str, *, at: datetime) -> bool:
    """The token fits, and nothing has ended the invitation: no answer, no day, and its inviter is an author still.

    What is hidden or withdrawn is shown to nobody, so no link opens it.
    """
    return (
        is_same(invitation.digest, invitation_digest(invitation.proposal_id, token))
        and invitation.answered_at is None
        and invitation.cancelled_at is None
        and at < invitation.expires_at
        and invitation.proposal.stage not in {Stage.HIDDEN, Stage.WITHDRAWN}
        and invitation.invited_by_id in invitation.proposal.author_ids()
    )


def check_may_invite(actor: Actor, proposal: Proposal, *, at: datetime) -> None:
    """Raise a Refusal unless the actor may invite a co-author now."""
    phase = proposal.process.phase_at(at)
    permit(Act.INVITE_COAUTHOR, actor, phase=phase, owner_ids=proposal.author_ids())
    check_open(proposal.stage, phase)
    waiting = proposal.invitations.waiting(at).count()
    if waiting >= MOST_INVITATIONS:
        raise NotPossible(_("So many links wait for an answer already. Take one of them back to make another."))
    check_room(len(proposal.author_ids()))


def check_may_leave(actor: Actor, proposal: Proposal, *, at: datetime) -> None:
    """Raise a Refusal unless the actor may leave the proposal now."""
    authors, phase = proposal.author_ids(), proposal.process.phase_at(at)
    permit(Act.LEAVE_PROPOSAL, actor, phase=phase, owner_ids=authors)
    check_open(proposal.stage, phase)
    if len(authors) < 2:
        raise NotPossible(_("You are its only author. You can withdraw the proposal instead."))


def check_may_ask(actor: Actor, proposal: Proposal, *, at: datetime) -> Person:
    """Raise a Refusal unless the actor may ask to join the proposal now."""
    process = proposal.process
    permit(Act.ASK_TO_JOIN, actor, phase=process.phase_at(at))
    if proposal.stage != Stage.SUBMITTED:
        raise NotPossible(_("The proposal is decided, withdrawn or put together with another one."))
    person = eligible(actor, process)
    _refuse_author(proposal, person)
    if proposal.join_requests.filter(person=person).exists():
        raise NotPossible(_("You have asked already. The authors get a mail, and so do you when they answer."))
    check_room(len(proposal.author_ids()))
    waiting = JoinRequest.objects.waiting().filter(person=person, proposal__process=process)
    if waiting.count() >= MOST_REQUESTS:
        raise NotPossible(_("You wait for the answer of so many authors already. Wait for one of them first."))
    return person


@transaction.atomic
def invite_coauthor(actor: Actor, proposal: Proposal, *, at: datetime) -> tuple[Invitation, str]:
    """The invitation and the token of its link, which is kept nowhere."""
    proposal = _locked(proposal)
    check_may_invite(actor, proposal, at=at)
    token = new_token()
    invitation = Invitation.objects.create(
        proposal=proposal,
        invited_by_id=_who(actor),
        digest=invitation_digest(proposal.pk, token),
        at=at,
        expires_at=at + timedelta(days=INVITATION_DAYS),
    )
    _record(Act.INVITE_COAUTHOR, actor, invitation, proposal, at)
    return invitation, token


@transaction.atomic
def cancel_invitation(actor: Actor, invitation: Invitation, *, at: datetime) -> Invitation:
    """By any author of the proposal; the link opens nothing from now on."""
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("proposal").get(pk=invitation.pk)
    permit(Act.CANCEL_INVITATION, actor, owner_ids=invitation.proposal.author_ids())
    if invitation.answered_at or invitation.cancelled_at:
        raise NotPossible(_("This invitation has been answered or taken back already."))
    invitation.cancelled_at = at
    invitation.save(update_fields=["cancelled_at"])
    _record(Act.CANCEL_INVITATION, actor, invitation, invitation.proposal, at)
    return invitation


@transaction.atomic
def answer_invitation(
    actor: Actor, invitation: Invitation, token: str, *, answer: Answer, signature: Signature | None, at: datetime
) -> Invitation:
    """Once. A yes makes the person who holds the link an author, with an author's rights."""
    proposal = _locked(invitation.proposal)
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("proposal").get(pk=invitation.pk)
    process = proposal.process
    permit(Act.ANSWER_INVITATION, actor, phase=process.phase_at(at))
    if not is_usable(invitation, token, at=at):
        raise NotYours(_("This link is not valid any more. Ask the person who invited you for a new one."))
    person = Person.objects.get(pk=_who(actor))
    _refuse_author(proposal, person)
    if answer == Answer.YES:
        check_open(proposal.stage, process.phase_at(at))
        check_room(len(proposal.author_ids()))
        _add_author(proposal, eligible(actor, process), signature, at)
    invitation.answer, invitation.answered_by, invitation.answered_at = answer, person, at
    invitation.save(update_fields=["answer", "answered_by", "answered_at"])
    _record(Act.ANSWER_INVITATION, actor, invitation, proposal, at, answer=str(answer))
    return invitation


@transaction.atomic
def leave_proposal(actor: Actor, proposal: Proposal, *, at: datetime) -> Proposal:
    """Who leaves keeps no right. The links that the person has sent open nothing from now on."""
    proposal = _locked(proposal)
    check_may_leave(actor, proposal, at=at)
    proposal.authorships.filter(person_id=_who(actor)).delete()
    sent = proposal.invitations.waiting(at).filter(invited_by_id=actor.person_id)
    sent.update(cancelled_at=at)
    _touched(proposal, at)
    record(Act.LEAVE_PROPOSAL, actor, proposal, at=at, process_id=proposal.process_id)
    return proposal


@transaction.atomic
def ask_to_join(actor: Actor, proposal: Proposal, *, words: str, signature: Signature, at: datetime) -> JoinRequest:
    """One's own proposals, also a started draft, stay as they are."""
    proposal = _locked(proposal)
    person = check_may_ask(actor, proposal, at=at)
    _check_signature(signature)
    refuse_cpr({"words": words})
    request = JoinRequest.objects.create(
        proposal=proposal,
        person=person,
        words=words.strip(),
        public_name=signature.public_name,
        group_name=signature.group_name,
        at=at,
    )
    _record(Act.ASK_TO_JOIN, actor, request, proposal, at)
    return request


@transaction.atomic
def answer_join(actor: Actor, request: JoinRequest, *, answer: Answer, at: datetime) -> JoinRequest:
    """One author answers for all."""
    proposal = _locked(request.proposal)
    request = JoinRequest.objects.select_for_update(of=("self",)).select_related("person").get(pk=request.pk)
    process = proposal.process
    permit(Act.ANSWER_JOIN, actor, phase=process.phase_at(at), owner_ids=proposal.author_ids())
    if request.answered_at is not None:
        raise NotPossible(_("One of you has answered already."))
    if answer == Answer.YES:
        check_open(proposal.stage, process.phase_at(at))
        check_room(len(proposal.author_ids()))
        _refuse_author(proposal, request.person)
        # The person may have moved since.
        person = eligible(Actor(request.person_id), process)
        _add_author(proposal, person, Signature(PublicName(request.public_name), request.group_name), at)
    request.answer, request.answered_at = answer, at
    request.save(update_fields=["answer", "answered_at"])
    _record(Act.ANSWER_JOIN, actor, request, proposal, at, answer=str(answer))
    return request


def _add_author(proposal: Proposal, person: Person, signature: Signature | None, at: datetime) -> None:
    if signature is None:
        raise NotPossible(_("Choose the name that should stand on the proposal, and say yes to it being shown."))
    _check_signature(signature)
    Authorship.objects.create(
        proposal=proposal,
        person=person,
        role=AuthorRole.COAUTHOR,
        public_name=signature.public_name,
        group_name=signature.group_name,
        consent_at=at,
    )
    _touched(proposal, at)


def _check_signature(signature: Signature) -> None:
    if not signature.has_consented:
        raise NotPossible(_("Choose the name that should stand on the proposal, and say yes to it being shown."))
    if signature.public_name == PublicName.GROUP and not signature.group_name.strip():
        raise NotPossible(_("Write the name of the group, or choose another name."))
    refuse_cpr({"group_name": signature.group_name})


def _refuse_author(proposal: Proposal, person: Person) -> None:
    if person.pk in proposal.author_ids():
        raise NotPossible(_("You are an author of this proposal already."))


def _touched(proposal: Proposal, at: datetime) -> None:
    proposal.updated_at = at
    proposal.save(update_fields=["updated_at"])


def _record(
    act: Act, actor: Actor, row: Invitation | JoinRequest, proposal: Proposal, at: datetime, **more: str
) -> None:
    record(act, actor, row, at=at, process_id=proposal.process_id, proposal=proposal.pk, **more)


def _who(actor: Actor) -> int:
    """permit() lets nobody through who is not a person."""
    return cast(int, actor.person_id)


def _locked(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_for_update(of=("self",)).select_related("process").get(pk=proposal.pk)
