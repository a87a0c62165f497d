"""The acts of a survey, and the answering of one, which is no act of anybody."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.processes.models import Process
from deltagerbudget.surveys import rules
from deltagerbudget.surveys.models import Collection, FreeText, Sum, Survey


@transaction.atomic
def write_survey(
    actor: Actor, process: Process, audience: rules.Audience, *, questions: Sequence[rules.Question], at: datetime
) -> Survey:
    """New, or in place of what stood there. The row of the deltagerbudget is the lock."""
    process = Process.objects.select_for_update(of=("self",)).get(pk=process.pk)
    permit(Act.WRITE_SURVEY, actor, area_ids=process.area_ids)
    rules.check_questions(questions)
    survey, _is_new = Survey.objects.get_or_create(process=process, audience=audience)
    if Collection.objects.filter(survey=survey).exists():
        raise NotPossible(_("The survey has been opened, so its questions stand as they are."))
    survey.questions = [question.stored() for question in questions]
    survey.save(update_fields=["questions"])
    _record(Act.WRITE_SURVEY, actor, survey, at)
    return survey


@transaction.atomic
def open_survey(actor: Actor, survey: Survey, *, opens_on: date, closes_on: date, at: datetime) -> Collection:
    """From the first day to the end of the last one; no clock needs to act. Every option gets its sum at once."""
    process = Process.objects.select_for_update(of=("self",)).get(pk=survey.process_id)
    survey = Survey.objects.get(pk=survey.pk)
    permit(Act.OPEN_SURVEY, actor, area_ids=process.area_ids)
    if process.opened_at is None:
        raise NotPossible(_("The deltagerbudget is not open yet, so nobody can see its surveys."))
    if Collection.objects.filter(survey=survey).exists():
        raise NotPossible(_("The survey has been opened already."))
    rules.check_questions(survey.asked)
    first = rules.first_day(rules.Audience(survey.audience), process.spans)
    rules.check_days(opens_on, closes_on, today=localdate(at), first=first)
    key = secrets.token_hex(6)
    made = Collection.objects.create(survey=survey, key=key, opens_on=opens_on, closes_on=closes_on)
    Sum.objects.bulk_create(
        [
            Sum(collection=made, question=place, option=number)
            for place, question in enumerate(survey.asked)
            for number in question.numbers
        ]
    )
    _record(Act.OPEN_SURVEY, actor, survey, at)
    return made


@transaction.atomic
def close_survey(actor: Actor, collection: Collection, *, at: datetime) -> Collection:
    """Before its last day. From now on no answer is taken."""
    collection = _locked(collection)
    permit(Act.CLOSE_SURVEY, actor, area_ids=collection.survey.process.area_ids)
    today = localdate(at)
    if collection.is_over(today):
        raise NotPossible(_("The survey has closed already."))
    collection.closed_on = today
    collection.save(update_fields=["closed_on"])
    _record(Act.CLOSE_SURVEY, actor, collection.survey, at)
    return collection


@transaction.atomic
def answer_survey(collection: Collection, answers: Mapping[int, int | str], *, at: datetime) -> None:
    """Adds one to what was chosen. No actor, no permit, no entry: whatever stood beside it would point at a person.

    SECURITY: every sum and every text of the survey is written anew, also those that stay as they are. Otherwise the
    rows that PostgreSQL marks with the last transaction would be the answers of the last one who answered.
    """
    collection = _locked(collection)
    today, questions = localdate(at), collection.survey.asked
    is_closed = collection.closed_on is not None
    rules.check_open(today, collection.opens_on, collection.closes_on, is_closed=is_closed)
    texts = list(FreeText.objects.filter(collection=collection))
    rules.check_answers(questions, answers, texts=len(texts))
    chosen = Q(pk=None)
    for place, answer in answers.items():
        chosen |= Q(question=place, option=answer) if isinstance(answer, int) else Q()
    written = [(place, answer.strip()) for place, answer in answers.items() if isinstance(answer, str)]
    one = Case(When(chosen, then=Value(1)), default=Value(0))
    Sum.objects.filter(collection=collection).update(number=F("number") + one)
    Collection.objects.filter(pk=collection.pk).update(respondents=F("respondents") + 1)
    texts += [FreeText(collection=collection, question=place, text=text) for place, text in written]
    _mix(collection, texts)


def _mix(collection: Collection, texts: Sequence[FreeText]) -> None:
    """All of them anew, in the order of new random keys: the order of the rows is not the order of those who wrote."""
    if not texts:
        return
    FreeText.objects.filter(collection=collection).delete()
    for text in texts:
        text.key = secrets.token_hex(16)
    FreeText.objects.bulk_create(sorted(texts, key=lambda text: text.key))


@transaction.atomic
def remove_free_text(actor: Actor, text: FreeText, *, at: datetime) -> None:
    """At once, where it names a person. The entry says that one was removed, and nothing of it."""
    collection = _locked(text.collection)
    permit(Act.REMOVE_FREE_TEXT, actor, area_ids=collection.survey.process.area_ids)
    deleted, _rows = FreeText.objects.filter(pk=text.pk).delete()
    if not deleted:
        raise NotPossible(_("The text has been removed already."))
    _record(Act.REMOVE_FREE_TEXT, actor, collection.survey, at)


def forget_texts(*, at: datetime) -> int:
    """What people wrote goes ninety days after the last day of the survey. The sums stay."""
    over = Collection.objects.over_since(rules.last_day_to_forget(localdate(at)))
    deleted, _rows = FreeText.objects.filter(collection__in=over.values("pk")).delete()
    return deleted


def _locked(collection: Collection) -> Collection:
    rows = Collection.objects.select_for_update(of=("self",)).with_surveys()
    return rows.get(pk=collection.pk)


def _record(act: Act, actor: Actor, survey: Survey, at: datetime) -> None:
    record(act, actor, survey, at=at, process_id=survey.process_id, audience=survey.audience)
