"""The acts with which authors answer a question of their deltagerbudget by a file."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.pictures.keeping import drop, store_document
from deltagerbudget.pictures.models import TITLE
from deltagerbudget.processes.models import OwnField
from deltagerbudget.proposals.actions import check_may_edit, locked, touched
from deltagerbudget.proposals.models import FieldAnswer, Proposal
from deltagerbudget.proposals.rules import refuse_cpr


@transaction.atomic
def hand_in_file(
    actor: Actor, proposal: Proposal, field: OwnField, *, title: str, data: bytes, at: datetime
) -> FieldAnswer:
    """``data`` is a PDF that was looked through. It takes the place of the one before."""
    proposal = locked(proposal)
    permit(Act.HAND_IN_FILE, actor, phase=proposal.process.phase_at(at), owner_ids=proposal.author_ids())
    check_may_edit(actor, proposal, at=at)
    if not OwnField.objects.filter(process=proposal.process).files().filter(pk=field.pk).exists():
        raise NotPossible(_("The questions have just been changed. Look at them again."))
    named = title.strip()[:TITLE]
    refuse_cpr({"title": named})
    before = proposal.answers.select_related("document").filter(field=field).first()
    document = store_document(data, title=named, at=at)
    values = {"value": named, "document": document}
    answer = FieldAnswer.objects.update_or_create(proposal=proposal, field=field, defaults=values)[0]
    if before is not None and before.document is not None:
        drop(before.document)
    touched(proposal, at)
    record(Act.HAND_IN_FILE, actor, proposal, at=at, process_id=proposal.process_id, field=field.pk)
    return answer


@transaction.atomic
def take_file_back(actor: Actor, proposal: Proposal, field: OwnField, *, at: datetime) -> None:
    """The file is deleted at once. Pressed twice, it is gone once."""
    proposal = locked(proposal)
    permit(Act.TAKE_FILE_BACK, actor, phase=proposal.process.phase_at(at), owner_ids=proposal.author_ids())
    check_may_edit(actor, proposal, at=at)
    answer = proposal.answers.select_related("document").filter(field=field, document__isnull=False).first()
    if answer is None:
        raise NotPossible(_("The file is gone already."))
    if proposal.submitted_at is not None and field.is_required and field.hidden_at is None:
        raise NotPossible(_("The proposal must have this file. Hand in another one in its place."))
    document = answer.document
    answer.delete()
    if document is not None:
        drop(document)
    touched(proposal, at)
    record(Act.TAKE_FILE_BACK, actor, proposal, at=at, process_id=proposal.process_id, field=field.pk)
