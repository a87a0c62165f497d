from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, cast

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from deltagerbudget.accounts.models import Person, PublicName
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotNow, NotPossible
from deltagerbudget.acts.vocabulary import Act, Harm, PhaseKind
from deltagerbudget.pictures.keeping import Illustration, drop, store_picture
from deltagerbudget.pictures.models import Picture
from deltagerbudget.places.picker import refuse_outside
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.rules import ineligible
from deltagerbudget.processes.terms import apart_problems
from deltagerbudget.proposals.answers import (
    Answers,
    answered,
    check_answered,
    check_answers,
    named,
    stored_answers,
    write_answers,
)
from deltagerbudget.proposals.models import Authorship, NamedContact, Proposal, ProposalVersion
from deltagerbudget.proposals.rules import (
    MOST_PICTURES,
    POINT,
    TEXTS,
    AuthorRole,
    Stage,
    check_complete,
    check_contact,
    keys_of,
    move,
    refuse_cpr,
    refuse_overtaken,
)

NO_ANSWERS: Answers = MappingProxyType({})
EDITABLE = frozenset({*TEXTS, *POINT, "wish_ore", "language"})
ONE_SITTING = timedelta(minutes=15)


@dataclass(frozen=True)
class Signature:
    """The name under which an author stands behind a proposal in public, and the consent to that."""

    public_name: PublicName = PublicName.INITIAL
    group_name: str = ""
    has_consented: bool = True


def check_may_start(actor: Actor, process: Process, *, at: datetime) -> Person:
    """Raise a Refusal unless the actor may start a proposal now: asked before the form is shown, and by the act."""
    permit(Act.START_PROPOSAL, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    person = eligible(actor, process)
    _refuse_beyond_limit(process, person)
    return person


def check_may_edit(actor: Actor, proposal: Proposal, *, at: datetime) -> None:
    """Raise a Refusal unless the actor may change the proposal now."""
    permit(Act.EDIT_PROPOSAL, actor, phase=proposal.process.phase_at(at), owner_ids=proposal.author_ids())
    _refuse_closed(proposal, at)


def check_ready(actor: Actor, proposal: Proposal) -> None:
    """Raise NotPossible unless the text is whole and its author stands behind it in public."""
    check_complete(_texts(proposal))
    check_answered(proposal)
    if not proposal.authorships.filter(person_id=_person_id(actor), consent_at__isnull=False).exists():
        raise NotPossible(_("Say yes to your text and your chosen name being shown to everyone before you send it."))


def check_may_withdraw(actor: Actor, proposal: Proposal, *, at: datetime) -> None:
    """Raise a Refusal unless the actor may withdraw the proposal now. Nobody takes it from the others."""
    authors = proposal.author_ids()
    permit(Act.WITHDRAW_PROPOSAL, actor, phase=proposal.process.phase_at(at), owner_ids=authors)
    if len(authors) > 1:
        raise NotPossible(_("Others stand behind the proposal as well, so you cannot withdraw it. You can leave it."))
    move(proposal.stage, Stage.WITHDRAWN)


@transaction.atomic
def start_proposal(
    actor: Actor,
    process: Process,
    *,
    values: Mapping[str, Any],
    signature: Signature,
    at: datetime,
    answers: Answers = NO_ANSWERS,
) -> Proposal:
    """A draft that only its author sees. `answers` are by the key of the OwnField, here and below."""
    process = Process.objects.select_for_update(of=("self",)).get(pk=process.pk)
    person = check_may_start(actor, process, at=at)
    written = _editable(values)
    refuse_point_outside(process, written)
    check_answers(process, answers)
    proposal = Proposal.objects.create(process=process, updated_at=at, **written, **keys_of({"title": ""} | written))
    Authorship.objects.create(
        proposal=proposal,
        person=person,
        public_name=signature.public_name,
        group_name=signature.group_name,
        consent_at=at if signature.has_consented else None,
    )
    write_answers(proposal, answers)
    record(Act.START_PROPOSAL, actor, proposal, at=at, process_id=process.pk)
    return proposal


@transaction.atomic
def edit_proposal(
    actor: Actor,
    proposal: Proposal,
    *,
    values: Mapping[str, Any],
    at: datetime,
    signature: Signature | None = None,
    answers: Answers = NO_ANSWERS,
    seen: str = "",
) -> Proposal:
    """Change the text. Once sent in, every text that ever stood is kept and shown.

    `seen` is the fingerprint of these texts as the author saw them: raises Overtaken if they are others now.
    """
    proposal = locked(proposal)
    check_may_edit(actor, proposal, at=at)
    before = _kept(proposal)
    written = _editable(values)
    stored = {name: getattr(proposal, name) for name in written if name != "language"}
    refuse_overtaken(stored | stored_answers(proposal, answers), written | named(answers), seen)
    check_answers(proposal.process, answers)
    refuse_point_outside(proposal.process, written)
    written |= keys_of(before | written)
    for name, value in written.items():
        setattr(proposal, name, value)
    proposal.updated_at = at
    proposal.save(update_fields=[*written, "updated_at"])
    write_answers(proposal, answers)
    if signature is not None:
        proposal.authorships.filter(person_id=_person_id(actor)).update(
            public_name=signature.public_name,
            group_name=signature.group_name,
            consent_at=at if signature.has_consented else None,
        )
    if proposal.stage == Stage.SUBMITTED:
        check_ready(actor, proposal)
        if _kept(proposal) != before:
            keep_version(proposal, at)
    if proposal.stage != Stage.DRAFT or not _is_just_edited(proposal, actor, at):
        record(Act.EDIT_PROPOSAL, actor, proposal, at=at, process_id=proposal.process_id)
    return proposal


@transaction.atomic
def submit_proposal(actor: Actor, proposal: Proposal, *, at: datetime) -> Proposal:
    # The process row is the lock of the numbers: two at once never get the same.
    process = Process.objects.select_for_update(of=("self",)).get(pk=proposal.process_id)
    proposal = locked(proposal)
    permit(Act.SUBMIT_PROPOSAL, actor, phase=process.phase_at(at), owner_ids=proposal.author_ids())
    eligible(actor, process)
    proposal.stage = move(proposal.stage, Stage.SUBMITTED)
    check_ready(actor, proposal)
    proposal.number = (process.proposals.aggregate(last=Max("number"))["last"] or 0) + 1
    proposal.submitted_at = at
    proposal.updated_at = at
    proposal.save(update_fields=["stage", "number", "submitted_at", "updated_at"])
    keep_version(proposal, at)
    record(Act.SUBMIT_PROPOSAL, actor, proposal, at=at, process_id=process.pk)
    return proposal


@transaction.atomic
def withdraw_proposal(actor: Actor, proposal: Proposal, *, at: datetime) -> Proposal:
    proposal = locked(proposal)
    check_may_withdraw(actor, proposal, at=at)
    proposal.stage = Stage.WITHDRAWN
    proposal.updated_at = at
    proposal.save(update_fields=["stage", "updated_at"])
    record(Act.WITHDRAW_PROPOSAL, actor, proposal, at=at, process_id=proposal.process_id)
    return proposal


@transaction.atomic
def add_picture(actor: Actor, proposal: Proposal, *, given: Illustration, at: datetime) -> Picture:
    """The first one stands on the card. Sent twice, it is there once."""
    proposal = locked(proposal)
    permit(Act.ADD_PICTURE, actor, phase=proposal.process.phase_at(at), owner_ids=proposal.author_ids())
    _refuse_closed(proposal, at)
    refuse_cpr({"alt": given.alt, "credit": given.credit})
    if not given.alt.strip():
        raise NotPossible(_("Write what one sees on the picture, for those who cannot see it."))
    if proposal.pictures.exclude(name=given.kept.name).count() >= MOST_PICTURES:
        raise NotPossible(
            _("A proposal can have %(most)s pictures. Remove one to add another.") % {"most": MOST_PICTURES}
        )
    picture = store_picture(given, at=at)
    proposal.pictures.add(picture)
    touched(proposal, at)
    record(Act.ADD_PICTURE, actor, proposal, at=at, process_id=proposal.process_id, picture=picture.pk)
    return picture


@transaction.atomic
def remove_picture(actor: Actor, proposal: Proposal, picture: Picture, *, at: datetime) -> None:
    proposal = locked(proposal)
    permit(Act.REMOVE_PICTURE, actor, phase=proposal.process.phase_at(at), owner_ids=proposal.author_ids())
    _refuse_closed(proposal, at)
    _refuse_gone(proposal, picture)
    if picture.proposals.count() > 1:
        # A proposal that was put together with this one shows it as well.
        proposal.pictures.remove(picture)
        touched(proposal, at)
    else:
        _drop_picture(proposal, picture, at)
    record(Act.REMOVE_PICTURE, actor, proposal, at=at, process_id=proposal.process_id, picture=picture.pk)


@transaction.atomic
def take_down_picture(actor: Actor, proposal: Proposal, picture: Picture, *, harm: Harm, at: datetime) -> None:
    """By staff, with a reason that everyone can read; at any time, for harm does not wait."""
    proposal = locked(proposal)
    permit(Act.TAKE_DOWN_PICTURE, actor, area_ids=proposal.process.area_ids)
    _drop_picture(proposal, picture, at)
    process_id = proposal.process_id
    record(Act.TAKE_DOWN_PICTURE, actor, proposal, at=at, process_id=process_id, picture=picture.pk, harm=harm.value)


@transaction.atomic
def name_contact(actor: Actor, proposal: Proposal, *, contact: Mapping[str, str] | None, at: datetime) -> Proposal:
    """Whom to ask about this proposal; None: the deltagerbudget's own person again. The journal holds no name."""
    proposal = locked(proposal)
    permit(Act.NAME_CONTACT, actor, area_ids=proposal.process.area_ids)
    if proposal.submitted_at is None:
        raise NotPossible(_("The proposal is not sent in yet."))
    if contact is None:
        NamedContact.objects.filter(proposal=proposal).delete()
    else:
        check_contact(contact)
        NamedContact.objects.update_or_create(proposal=proposal, defaults=contact)
    touched(proposal, at)
    record(Act.NAME_CONTACT, actor, proposal, at=at, process_id=proposal.process_id)
    return Proposal.objects.get(pk=proposal.pk)


@dataclass(frozen=True)
class Sorted:
    """Where one proposal belongs; every part may be empty."""

    category: str = ""
    area_id: int | None = None
    # Of the proposals with the same word only one can win.
    exclusive_group: str = ""


@transaction.atomic
def sort_proposals(actor: Actor, process: Process, *, given: Mapping[int, Sorted], at: datetime) -> None:
    """`given` by the number of the proposal; the others stay as they are."""
    process = Process.objects.select_for_update(of=("self",)).get(pk=process.pk)
    permit(Act.SORT_PROPOSALS, actor, area_ids=process.area_ids)
    if process.frozen_at is not None:
        raise NotPossible(_("The vote is frozen, so the proposals can no longer be sorted."))
    for each in given.values():
        if each.category and each.category not in process.categories:
            raise NotPossible(_("“%(topic)s” is not among the topics any more.") % {"topic": each.category})
        if each.area_id is not None and each.area_id not in process.area_ids:
            raise NotPossible(_("One of the areas does not belong to this deltagerbudget."))
    for problem in apart_problems(process, {each.exclusive_group for each in given.values()} - {""}):
        raise NotPossible(problem)
    rows = list(process.proposals.sortable().filter(number__in=given))
    for row in rows:
        where = given[row.number or 0]
        row.category, row.area_id, row.exclusive_group = where.category, where.area_id, where.exclusive_group
    Proposal.objects.bulk_update(rows, ["category", "area", "exclusive_group"])
    record(Act.SORT_PROPOSALS, actor, process, at=at, process_id=process.pk)


def _drop_picture(proposal: Proposal, picture: Picture, at: datetime) -> None:
    _refuse_gone(proposal, picture)
    # A copy: the journal still asks for the number of what is gone.
    drop(Picture.objects.get(pk=picture.pk))
    touched(proposal, at)


def _refuse_gone(proposal: Proposal, picture: Picture) -> None:
    if not proposal.pictures.filter(pk=picture.pk).exists():
        raise NotPossible(_("This picture is not there any more."))


def touched(proposal: Proposal, at: datetime) -> None:
    proposal.updated_at = at
    proposal.save(update_fields=["updated_at"])


def _refuse_closed(proposal: Proposal, at: datetime) -> None:
    """In the phase of ideas a proposal is open to its authors; in the review while they are asked for a change."""
    if proposal.stage not in {Stage.DRAFT, Stage.SUBMITTED}:
        raise NotPossible(_("This proposal can no longer be changed."))
    if proposal.process.phase_at(at) == PhaseKind.REVIEW and not is_open_to_change(proposal, at):
        raise NotNow(_("The text stands still while the municipality looks at the proposal. Call the contact person."))


def is_open_to_change(proposal: Proposal, at: datetime) -> bool:
    """Whether the municipality has asked for a change, and the day has not passed."""
    return proposal.revise_until is not None and localdate(at) <= proposal.revise_until


def can_appeal(proposal: Proposal, at: datetime) -> bool:
    """Whether the days of appeal are running."""
    return proposal.stage == Stage.REFUSED and proposal.appeal_until is not None and at <= proposal.appeal_until


def _is_just_edited(proposal: Proposal, actor: Actor, at: datetime) -> bool:
    """A draft saves itself every few seconds, and nobody but its author sees it: one entry for a while of writing.

    Whoever else writes for the author has one of their own.
    """
    mine = {"person_id": _person_id(actor), "through": actor.through_id}
    entries = Entry.objects.of(proposal).filter(act=Act.EDIT_PROPOSAL, **mine)
    return entries.filter(at__gt=at - ONE_SITTING).exists()


def _person_id(actor: Actor) -> int:
    """permit() lets nobody through who is not a person."""
    return cast(int, actor.person_id)


def locked(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_for_update(of=("self",)).select_related("process").get(pk=proposal.pk)


def eligible(actor: Actor, process: Process, act: str = "propose") -> Person:
    """The person who acts; raise a Refusal unless they live in the area and are old enough to propose or support."""
    if process.opened_at is None:
        raise NotNow(_("This deltagerbudget is not open yet."))
    person = Person.objects.get(pk=_person_id(actor))
    reason = ineligible(process.eligibility(act), birth_date=person.birth_date, area=person.residence or None, act=act)
    if reason is not None:
        raise NotPossible(reason.message)
    return person


def _refuse_beyond_limit(process: Process, person: Person) -> None:
    # To help with the proposals of others takes none of one's own.
    own = process.proposals.filter(authorships__person=person, authorships__role=AuthorRole.AUTHOR)
    alive = own.exclude(stage=Stage.WITHDRAWN).count()
    if alive >= process.proposals_per_person:
        raise NotPossible(
            ngettext_lazy(
                "You have already made %(count)s proposal here, which is the most. Withdraw it to make another.",
                "You have already made %(count)s proposals here, which is the most. Withdraw one to make another.",
                alive,
            )
            % {"count": alive}
        )


def _texts(proposal: Proposal) -> dict[str, str]:
    return {name: getattr(proposal, name) for name in TEXTS}


def _kept(proposal: Proposal) -> dict[str, Any]:
    """What each version keeps."""
    return {name: getattr(proposal, name) for name in (*TEXTS, *POINT)} | {"answers": answered(proposal)}


def refuse_point_outside(process: Process, written: Mapping[str, Any]) -> None:
    if written.get("lon") is not None and written.get("lat") is not None:
        refuse_outside((written["lon"], written["lat"]), list(process.areas.with_geometry()))


def keep_version(proposal: Proposal, at: datetime) -> None:
    number = (proposal.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    ProposalVersion.objects.create(proposal=proposal, number=number, at=at, **_kept(proposal))


def _editable(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - EDITABLE
    if unknown:
        raise ValueError(f"not editable: {sorted(unknown)}")
    refuse_cpr(values)
    return dict(values)
