from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TypeVar, cast

from django.db import models, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record, role_of
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Ground, Role
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import PUBLIC_STAGES, Stage, move, refuse_cpr
from deltagerbudget.talk.models import (
    Agreement,
    Answer,
    Hiding,
    Point,
    Question,
    Report,
    Thing,
    about,
    name_of,
    writer_ids,
)
from deltagerbudget.talk.rules import (
    DAY,
    HOUR,
    LONGEST,
    Outcome,
    Side,
    Voice,
    answer_due,
    appeal_until,
    check_answer,
    check_pace,
    check_points,
    check_reports,
    check_text,
    check_writer,
)

_STAFF = frozenset({Role.OWNER, Role.CASEWORKER, Role.ADMINISTRATOR})
Row = TypeVar("Row", bound=models.Model)


@transaction.atomic
def ask_question(actor: Actor, proposal: Proposal, *, text: str, is_named: bool = True, at: datetime) -> Question:
    """By a resident, or by an author who asks the municipality."""
    proposal = _open(proposal)
    permit(Act.ASK_QUESTION, actor, phase=proposal.process.phase_at(at))
    _check_writer(actor, at)
    voice = Voice.AUTHOR if actor.person_id in proposal.author_ids() else Voice.RESIDENT
    return _asked(Act.ASK_QUESTION, actor, proposal, text, voice, is_named, at)


@transaction.atomic
def ask_authors(actor: Actor, proposal: Proposal, *, text: str, at: datetime) -> Question:
    """By the municipality, with the role and without a name."""
    proposal = _open(proposal)
    permit(Act.ASK_AUTHORS, actor, area_ids=proposal.process.area_ids, phase=proposal.process.phase_at(at))
    return _asked(Act.ASK_AUTHORS, actor, proposal, text, Voice.MUNICIPALITY, False, at)


def _asked(
    act: Act, actor: Actor, proposal: Proposal, text: str, voice: Voice, is_named: bool, at: datetime
) -> Question:
    question = Question.objects.create(
        proposal=proposal,
        person_id=_person_id(actor),
        voice=voice,
        role=role_of(act, actor) if voice == Voice.MUNICIPALITY else "",
        is_named=is_named,
        text=_said(text, "question"),
        at=at,
    )
    record(act, actor, proposal, at=at, process_id=proposal.process_id, question=question.pk)
    return question


@transaction.atomic
def answer_question(actor: Actor, question: Question, *, text: str, voice: Voice, at: datetime) -> Answer:
    """By an author, or by the municipality with its role. ``voice`` says as whom the person speaks now."""
    question = _locked(question)
    proposal = _open(question.proposal)
    is_author = voice == Voice.AUTHOR
    speaker = replace(actor, grants=_without_staff(actor)) if is_author else actor
    permit(
        Act.ANSWER_QUESTION,
        speaker,
        area_ids=proposal.process.area_ids,
        phase=proposal.process.phase_at(at),
        owner_ids=proposal.author_ids() if is_author else (),
    )
    _refuse_hidden(question)
    check_answer(question.voice, voice, question.answers.count())
    if is_author:
        _check_pace(actor, at)
    answer = Answer.objects.create(
        question=question,
        person_id=_person_id(actor),
        voice=voice,
        role="" if is_author else role_of(Act.ANSWER_QUESTION, speaker),
        text=_said(text, "answer"),
        at=at,
    )
    if question.answered_at is None:
        question.answered_at = at
        question.save(update_fields=["answered_at"])
    ids = {"question": question.pk, "answer": answer.pk}
    record(Act.ANSWER_QUESTION, speaker, proposal, at=at, process_id=proposal.process_id, **ids)
    return answer


@transaction.atomic
def add_point(actor: Actor, proposal: Proposal, *, side: Side, text: str, at: datetime) -> Point:
    proposal = _open(proposal)
    permit(Act.ADD_POINT, actor, phase=proposal.process.phase_at(at))
    _check_writer(actor, at)
    check_points(proposal.points.filter(person_id=_person_id(actor)).count())
    said = " ".join(_said(text, "point").split())
    point = Point.objects.create(proposal=proposal, person_id=_person_id(actor), side=side, text=said, at=at)
    record(Act.ADD_POINT, actor, proposal, at=at, process_id=proposal.process_id, point=point.pk)
    return point


@transaction.atomic
def agree_point(actor: Actor, point: Point, *, at: datetime) -> Agreement:
    """Once a person and point; asked twice, it is there once."""
    point = _locked(point)
    proposal = _open(point.proposal)
    permit(Act.AGREE_POINT, actor, phase=proposal.process.phase_at(at))
    _check_resident(actor, at)
    _refuse_hidden(point)
    if point.person_id == actor.person_id:
        raise NotPossible(_("This is your own point. Others can agree with it."))
    agreement, is_new = Agreement.objects.get_or_create(point=point, person_id=_person_id(actor), defaults={"at": at})
    if is_new:
        record(Act.AGREE_POINT, actor, point, at=at, process_id=proposal.process_id)
    return agreement


@transaction.atomic
def withdraw_agreement(actor: Actor, point: Point, *, at: datetime) -> None:
    point = _locked(point)
    proposal = _open(point.proposal)
    permit(Act.WITHDRAW_AGREEMENT, actor, phase=proposal.process.phase_at(at))
    deleted, _by_model = Agreement.objects.filter(point=point, person_id=_person_id(actor)).delete()
    if deleted:
        record(Act.WITHDRAW_AGREEMENT, actor, point, at=at, process_id=proposal.process_id)


@transaction.atomic
def report_content(actor: Actor, thing: Thing, *, ground: Ground, words: str = "", at: datetime) -> Report:
    """Asks the municipality to look. Once a person and text; hides nothing by itself."""
    thing = _locked(thing)
    proposal = about(thing)
    permit(Act.REPORT_CONTENT, actor)
    _refuse_hidden(thing)
    own = Report.objects.filter(person_id=_person_id(actor))
    before = own.filter(**{name_of(thing): thing}).first()
    if before is not None:
        return before
    _lock_person(actor)
    check_reports(own.filter(at__gt=at - DAY).count())
    refuse_cpr({"words": words})
    said = words.strip()[: LONGEST["words"]]
    given = {name_of(thing): thing, "person_id": _person_id(actor), "ground": ground, "words": said, "at": at}
    report = Report.objects.create(**given)
    record(Act.REPORT_CONTENT, actor, thing, at=at, process_id=proposal.process_id, ground=ground.value)
    return report


@transaction.atomic
def hide_content(actor: Actor, thing: Thing, *, ground: Ground, words: str = "", at: datetime) -> Hiding:
    """The text is kept; the public reads why and since when. The writer hears it and can appeal."""
    if isinstance(thing, Proposal):
        # First its process, as a freeze and a release do: what is put on a ballot now is not hidden meanwhile.
        _locked(thing.process)
    thing = _locked(thing)
    proposal = about(thing)
    permit(Act.HIDE_CONTENT, actor, area_ids=proposal.process.area_ids)
    _refuse_hidden(thing)
    refuse_cpr({"words": words})
    until = appeal_until(at)
    hiding = Hiding(person_id=_person_id(actor), ground=ground, words=words.strip(), at=at, appeal_until=until)
    setattr(hiding, name_of(thing), thing)
    if isinstance(thing, Proposal):
        if thing.process.frozen_at is not None and thing.stage == Stage.ADMITTED:
            raise NotPossible(_("The proposal stands on a frozen ballot, so it cannot be hidden. Call the auditor."))
        hiding.stage = thing.stage
        _hide_proposal(thing, ground, until, at)
    else:
        _mark(thing, ground, at)
    hiding.save()
    _settle(thing, at)
    process_id = proposal.process_id
    record(Act.HIDE_CONTENT, actor, proposal, at=at, process_id=process_id, hiding=hiding.pk, ground=ground.value)
    return hiding


@transaction.atomic
def leave_content(actor: Actor, thing: Thing, *, at: datetime) -> int:
    """The reports are read, and the text stays as it is. Returns how many reports."""
    thing = _locked(thing)
    proposal = about(thing)
    permit(Act.LEAVE_CONTENT, actor, area_ids=proposal.process.area_ids)
    settled = _settle(thing, at)
    if not settled:
        raise NotPossible(_("Nobody has reported this text, or a colleague has looked at it already."))
    record(Act.LEAVE_CONTENT, actor, thing, at=at, process_id=proposal.process_id, reports=settled)
    return settled


@transaction.atomic
def appeal_hiding(actor: Actor, hiding: Hiding, *, words: str, at: datetime) -> Hiding:
    """The writer asks for another pair of eyes. Once, and in time."""
    hiding = _locked(hiding)
    thing = hiding.thing
    permit(Act.APPEAL_HIDING, actor, owner_ids=writer_ids(thing))
    if hiding.appealed_at is not None:
        raise NotPossible(_("You have already appealed. Another person than the first looks at it."))
    if not hiding.can_be_appealed(at):
        raise NotNow(_("The time for an appeal has passed. Call the contact person if you want to talk about it."))
    hiding.appeal, hiding.appealed_at, hiding.due_on = _said(words, "words"), at, answer_due(at)
    hiding.save(update_fields=["appeal", "appealed_at", "due_on"])
    proposal = about(thing)
    if isinstance(thing, Proposal):
        Proposal.objects.filter(pk=thing.pk).update(hidden_until=None)
    record(Act.APPEAL_HIDING, actor, proposal, at=at, process_id=proposal.process_id, hiding=hiding.pk)
    return hiding


@transaction.atomic
def decide_hiding_appeal(actor: Actor, hiding: Hiding, *, outcome: Outcome, answer: str, at: datetime) -> Hiding:
    """By another person than the one who hid it. What was hidden by mistake is shown again."""
    hiding = _locked(hiding)
    thing = _locked(hiding.thing)
    proposal = about(thing)
    permit(Act.DECIDE_HIDING_APPEAL, actor, area_ids=proposal.process.area_ids)
    if hiding.appealed_at is None or hiding.decided_at is not None:
        raise NotPossible(_("There is no appeal here that waits for an answer."))
    if hiding.person_id == actor.person_id:
        raise NotYours(_("You have hidden the text yourself. Another person must decide on the appeal."))
    hiding.outcome, hiding.decision, hiding.decided_at = outcome, _said(answer, "words"), at
    hiding.decided_by_id = _person_id(actor)
    hiding.save(update_fields=["outcome", "decision", "decided_at", "decided_by"])
    if outcome == Outcome.REVERSED:
        _show_again(thing, hiding, at)
    elif isinstance(thing, Proposal):
        Proposal.objects.filter(pk=thing.pk).update(hidden_until=hiding.at)
    process_id, said = proposal.process_id, outcome.value
    record(Act.DECIDE_HIDING_APPEAL, actor, proposal, at=at, process_id=process_id, hiding=hiding.pk, outcome=said)
    return hiding


def _hide_proposal(proposal: Proposal, ground: Ground, until: datetime, at: datetime) -> None:
    proposal.stage = move(proposal.stage, Stage.HIDDEN)
    proposal.hidden_ground, proposal.hidden_at, proposal.hidden_until, proposal.updated_at = ground, at, until, at
    proposal.save(update_fields=["stage", "hidden_ground", "hidden_at", "hidden_until", "updated_at"])


def _show_again(thing: Thing, hiding: Hiding, at: datetime) -> None:
    if not isinstance(thing, Proposal):
        _mark(thing, "", None)
        return
    thing.stage = move(thing.stage, Stage(hiding.stage))
    if thing.appeal_until is not None:
        # The days of an appeal against a refusal stood still meanwhile.
        thing.appeal_until += at - hiding.at
    thing.hidden_ground, thing.hidden_at, thing.hidden_until, thing.updated_at = "", None, None, at
    fields = ["stage", "appeal_until", "hidden_ground", "hidden_at", "hidden_until", "updated_at"]
    thing.save(update_fields=fields)


def _mark(thing: Question | Answer | Point, ground: Ground | str, at: datetime | None) -> None:
    thing.hidden_ground, thing.hidden_at = ground, at
    thing.save(update_fields=["hidden_ground", "hidden_at"])


def _settle(thing: Thing, at: datetime) -> int:
    return Report.objects.filter(**{name_of(thing): thing}, settled_at=None).update(settled_at=at)


def _refuse_hidden(thing: Thing) -> None:
    if thing.hidden_at is not None:
        raise NotPossible(_("This text is hidden already."))
    if about(thing).stage not in PUBLIC_STAGES:
        raise NotPossible(_("This proposal is no longer shown, so nothing more is written about it."))


def _open(proposal: Proposal) -> Proposal:
    """Locked, and one that everyone can see."""
    found = _locked(proposal)
    if found.stage not in PUBLIC_STAGES or found.process.opened_at is None:
        raise NotPossible(_("This proposal is no longer shown, so nothing more is written about it."))
    return found


def _locked(row: Row) -> Row:
    return type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)


def _lock_person(actor: Actor) -> Person:
    """The lock of what one person may write: two at once are counted one after the other."""
    return Person.objects.select_for_update(of=("self",)).get(pk=_person_id(actor))


def _check_resident(actor: Actor, at: datetime) -> None:
    person = _lock_person(actor)
    check_writer(residence=person.residence, age=person.age_on(localdate(at)))


def _check_writer(actor: Actor, at: datetime) -> None:
    _check_resident(actor, at)
    _check_pace(actor, at)


def _check_pace(actor: Actor, at: datetime) -> None:
    own = {"person": _lock_person(actor), "at__gt": at - HOUR}
    check_pace(sum(model._default_manager.filter(**own).count() for model in (Question, Answer, Point)))


def _said(text: str, kind: str) -> str:
    refuse_cpr({kind: text})
    return check_text(text, LONGEST[kind])


def _without_staff(actor: Actor) -> frozenset[tuple[str, int | None]]:
    return frozenset((role, area) for role, area in actor.grants if role not in _STAFF)


def _person_id(actor: Actor) -> int:
    """permit() lets nobody through who is not a person."""
    return cast(int, actor.person_id)
