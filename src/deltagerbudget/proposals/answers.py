"""The answers of a proposal to the questions of its own deltagerbudget: read, judged and written for the acts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.processes.models import OwnField, Process
from deltagerbudget.processes.own_fields import Kind, is_empty, refuse_unfit
from deltagerbudget.proposals.models import FieldAnswer, Proposal
from deltagerbudget.proposals.rules import refuse_cpr

Answers = Mapping[int, Any]


def check_answers(process: Process, answers: Answers) -> None:
    """Raise a Refusal unless each of them answers a question that is asked here."""
    asked = {field.pk: field for field in OwnField.objects.filter(process=process).typed()} if answers else {}
    if set(answers) - set(asked):
        raise NotPossible(_("The questions have just been changed. Look at them again."))
    for pk, value in answers.items():
        refuse_unfit(asked[pk], asked[pk].label, value)
        refuse_cpr({"value": value})


def write_answers(proposal: Proposal, answers: Answers) -> None:
    for pk, value in answers.items():
        if is_empty(value):
            proposal.answers.filter(field_id=pk).delete()
        else:
            FieldAnswer.objects.update_or_create(proposal=proposal, field_id=pk, defaults={"value": value})


def unanswered(proposal: Proposal) -> OwnField | None:
    """The first question that must be answered and is not."""
    asked = OwnField.objects.filter(process_id=proposal.process_id, is_required=True).asked()
    return asked.exclude(answers__proposal=proposal).first()


def check_answered(proposal: Proposal) -> None:
    """Raise NotPossible while a question that must be answered is not."""
    field = unanswered(proposal)
    if field is None:
        return
    if field.kind == Kind.FILE:
        words = _("Hand in the file “%(question)s” before you send the proposal.")
    else:
        words = _("Answer “%(question)s” before you send the proposal.")
    raise NotPossible(words % {"question": field.label})


def answered(proposal: Proposal) -> dict[str, Any]:
    """By the key of each field, as JSON keeps it."""
    return {str(pk): value for pk, value in proposal.answers.values_list("field_id", "value")}


def named(answers: Mapping[Any, Any]) -> dict[str, Any]:
    """By the names of the fields in the form; what is empty is None."""
    return {f"q{pk}": None if is_empty(value) else value for pk, value in answers.items()}


def stored_answers(proposal: Proposal, answers: Answers) -> dict[str, Any]:
    """What stands where these would be written."""
    known = answered(proposal) if answers else {}
    return {f"q{pk}": known.get(str(pk)) for pk in answers}


def files_of(proposal: Proposal) -> list[tuple[OwnField, FieldAnswer | None]]:
    """What the deltagerbudget asks for as files, and what is handed in."""
    given = {answer.field_id: answer for answer in proposal.answers.filter(document__isnull=False)}
    return [(field, given.get(field.pk)) for field in OwnField.objects.filter(process=proposal.process_id).files()]
