"""What colleagues tell each other about a proposal. Holds one act, beside `actions`."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record, role_of
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import refuse_cpr
from deltagerbudget.review.models import Note, sent_proposals


@transaction.atomic
def write_note(actor: Actor, proposal: Proposal, *, text: str, at: datetime) -> Note:
    """For colleagues who see the proposal; residents never do."""
    proposal = Proposal.objects.select_for_update(of=("self",)).select_related("process").get(pk=proposal.pk)
    permit(Act.WRITE_NOTE, actor, area_ids=proposal.process.area_ids)
    if not sent_proposals(actor).filter(pk=proposal.pk).exists():
        raise NotYours(_("This proposal belongs to another department."))
    if not text.strip():
        raise NotPossible(_("Write a few words before you send."))
    refuse_cpr({"text": text})
    role, person_id = role_of(Act.WRITE_NOTE, actor), cast(int, actor.person_id)
    note = Note.objects.create(proposal=proposal, person_id=person_id, role=role, text=text.strip(), at=at)
    record(Act.WRITE_NOTE, actor, proposal, at=at, process_id=proposal.process_id, note=note.pk)
    return note
