from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.evaluation.indicators import to_data
from deltagerbudget.evaluation.models import Effort, Evaluation
from deltagerbudget.evaluation.reading import draft, result_of
from deltagerbudget.evaluation.rules import Words, Work, check_words, check_work
from deltagerbudget.evaluation.wording import in_every_language
from deltagerbudget.evaluation.words import learnt
from deltagerbudget.ledger import canonical
from deltagerbudget.processes.models import Process


@transaction.atomic
def record_effort(
    actor: Actor,
    process: Process,
    work: Work,
    *,
    corrects: Effort | None = None,
    reason: str = "",
    at: datetime,
) -> Effort:
    """Write down what was spent. With ``corrects``: what is right instead; the difference becomes a further row."""
    process = _locked(process)
    permit(Act.RECORD_EFFORT, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    check_work(work, localdate(at))
    first = Effort.objects.get(pk=corrects.corrects_id or corrects.pk, process=process) if corrects else None
    ore, minutes = work.amount_ore, work.minutes
    if first is not None:
        if not reason.strip():
            raise NotPossible(_("Write why it is corrected."))
        before = [first, *first.corrections.all()]
        ore -= sum(row.amount_ore for row in before)
        minutes -= sum(row.minutes for row in before)
    if not ore and not minutes:
        raise NotPossible(
            _("Write an amount or hours, greater than 0.")
            if first is None
            else _("Write the right amount and hours. They must be other ones than before.")
        )
    effort = Effort.objects.create(
        process=process,
        kind=first.kind if first else work.kind,
        amount_ore=ore,
        minutes=minutes,
        from_on=first.from_on if first else work.from_on,
        to_on=first.to_on if first else work.to_on,
        note=first.note if first else work.note.strip(),
        at=at,
        corrects=first,
        reason=reason.strip(),
    )
    record(Act.RECORD_EFFORT, actor, effort, at=at, process_id=process.pk)
    return effort


@transaction.atomic
def publish_evaluation(actor: Actor, process: Process, words: Words, *, at: datetime) -> Evaluation:
    """Freeze the figures of today, what each means, and what was learnt. Again later: a further row with its day."""
    process = _locked(process)
    permit(Act.PUBLISH_EVALUATION, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    result = result_of(process)
    if result is None:
        raise NotPossible(_("There is nothing to evaluate before the result is published."))
    check_words(words)
    again = {"again": 1} if process.evaluations.exists() else {}
    found = draft(process, result, today=localdate(at))
    frozen = {
        "figures": canonical.dumps(to_data(found)).decode(),
        "kept_words": canonical.dumps(in_every_language(found)).decode(),
    }
    texts = {"went_well": words.went_well.strip(), "differently": words.differently.strip()}
    evaluation = Evaluation.objects.create(process=process, **frozen, **texts, advice=words.advice.strip(), at=at)
    # Whoever begins a new one from this one reads it there.
    with override(settings.LANGUAGE_CODE):
        process.learnt = learnt(evaluation.words)
    process.updated_at = at
    process.save(update_fields=["learnt", "updated_at"])
    record(Act.PUBLISH_EVALUATION, actor, evaluation, at=at, process_id=process.pk, **again)
    return evaluation


def _locked(process: Process) -> Process:
    return Process.objects.select_for_update(of=("self",)).get(pk=process.pk)
