"""The acts with which proposals become one, and are taken apart again.

1. A suggestion holds the joint text. Each author of each proposal says yes or no to it; a no keeps one's own out.
2. It takes effect by itself, under the locks of the suggestion and of all its proposals: the one that stands on takes
   the text and all authors; the others keep every field of theirs and point to it.
3. What stood before is kept to the letter (`snapshot`), so that a split is the exact way back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.actor import SYSTEM, Actor
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.permit import is_time_for, permit
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.pictures.keeping import drop
from deltagerbudget.pictures.models import Document, Picture
from deltagerbudget.proposals.actions import keep_version
from deltagerbudget.proposals.models import Authorship, FieldAnswer, Proposal
from deltagerbudget.proposals.rules import (
    MOST_PICTURES,
    POINT,
    TEXTS,
    AuthorRole,
    Stage,
    check_complete,
    keys_of,
    move,
    refuse_cpr,
    unmerge,
)
from deltagerbudget.together.models import Merge, Part, Voice
from deltagerbudget.together.rules import MOST_OFFERS, Answer, Fate, check_offer, fate

# What of the standing proposal a merge may change, and a split puts back.
KEPT = (*TEXTS, *POINT, "wish_ore", "language")


def check_may_offer(actor: Actor, proposal: Proposal, *, at: datetime) -> None:
    """Raise a Refusal unless the actor may suggest now that this proposal becomes one with others."""
    process = proposal.process
    phase = process.phase_at(at)
    permit(Act.OFFER_MERGE, actor, area_ids=process.area_ids, phase=phase, owner_ids=proposal.author_ids())
    if proposal.stage != Stage.SUBMITTED:
        raise NotPossible(_("Only proposals that are sent in and not decided can become one."))
    if Part.objects.filter(proposal=proposal, is_asked=True).exists():
        raise NotPossible(_("The authors are asked about a suggestion already. Wait for their answer."))


@transaction.atomic
def offer_merge(
    actor: Actor,
    proposals: Sequence[Proposal],
    standing: Proposal,
    *,
    texts: Mapping[str, str],
    words: str = "",
    until: date,
    at: datetime,
) -> Merge:
    """By the process owner, or an author of one of them, who thereby says yes. The joint text is fixed from now on."""
    locked = _locked([proposal.pk for proposal in proposals])
    process = locked[0].process
    authors = {person for proposal in locked for person in proposal.author_ids()}
    permit(Act.OFFER_MERGE, actor, area_ids=process.area_ids, phase=process.phase_at(at), owner_ids=authors)
    check_offer(
        [proposal.stage for proposal in locked],
        {proposal.process_id for proposal in locked},
        until=until,
        today=localdate(at),
    )
    _refuse_late(process.span_of(PhaseKind.VOTE), until)
    _refuse_unfit(locked, standing)
    if process.merges.filter(offered_by_id=actor.person_id).count() >= MOST_OFFERS and actor.person_id in authors:
        raise NotPossible(_("You have made so many suggestions already. Talk to the contact person instead."))
    given = {name: texts.get(name, "").strip() for name in TEXTS}
    check_complete(given)
    refuse_cpr(given | {"words": words})
    merge = Merge.objects.create(
        process=process,
        standing_id=standing.pk,
        offered_by_id=_who(actor),
        words=words.strip(),
        until=until,
        at=at,
        **given,
    )
    Part.objects.bulk_create(Part(merge=merge, proposal=proposal) for proposal in locked)
    if actor.person_id in authors:
        Voice.objects.create(merge=merge, person_id=_who(actor), answer=Answer.YES, at=at)
    record(Act.OFFER_MERGE, actor, merge, at=at, process_id=process.pk, count=len(locked))
    return merge


@transaction.atomic
def answer_merge(actor: Actor, merge: Merge, *, answer: Answer, at: datetime) -> Merge:
    """Each author for themselves; until it takes effect one can think again. The last yes puts them together."""
    merge = _locked_merge(merge)
    permit(Act.ANSWER_MERGE, actor, phase=merge.process.phase_at(at), owner_ids=merge.author_ids())
    if not merge.is_open:
        raise NotPossible(_("This suggestion has ended, or the proposals are put together already."))
    if not merge.can_be_answered(at):
        raise NotNow(_("The last day to answer has passed. Write to the contact person if you want to talk about it."))
    if merge.voice_of(actor.person_id) == answer:
        raise NotPossible(_("You have given this answer already."))
    values = {"answer": answer, "at": at}
    Voice.objects.update_or_create(merge=merge, person_id=_who(actor), defaults=values)
    record(Act.ANSWER_MERGE, actor, merge, at=at, process_id=merge.process_id, answer=str(answer))
    settle(merge, at=at)
    return Merge.objects.get(pk=merge.pk)


@transaction.atomic
def end_merge(actor: Actor, merge: Merge, *, at: datetime) -> Merge:
    """By who made the suggestion, by the process owner, or by the clock when it cannot come to anything any more."""
    merge = _locked_merge(merge)
    process = merge.process
    permit(Act.END_MERGE, actor, area_ids=process.area_ids, owner_ids=[merge.offered_by_id])
    if not merge.is_open:
        raise NotPossible(_("This suggestion has ended, or the proposals are put together already."))
    merge.ended_at = at
    merge.save(update_fields=["ended_at"])
    merge.parts.update(is_asked=False)
    record(Act.END_MERGE, actor, merge, at=at, process_id=process.pk)
    return merge


@transaction.atomic
def merge_proposals(actor: Actor, merge: Merge, *, at: datetime) -> Merge:
    """The one that stands on takes the joint text and all authors; the others point to it and keep all of theirs."""
    merge = _locked_merge(merge)
    process = merge.process
    permit(Act.MERGE_PROPOSALS, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    rows = _locked([part.proposal_id for part in merge.parts.all()])
    # Judged under all locks: a proposal may have been decided, hidden or withdrawn, or an author may have come.
    merge = Merge.objects.with_parts().get(pk=merge.pk)
    becomes, together = fate(merge.standpoints(), merge.standing_id, is_over=merge.is_over(localdate(at)))
    if not merge.is_open or becomes != Fate.MERGES:
        raise NotPossible(_("Not every author has said yes to the joint text."))
    locked = {proposal.pk: proposal for proposal in rows if proposal.pk in together}
    standing = locked.pop(merge.standing_id)
    merge.before, merge.merged_at = snapshot(standing), at
    merge.save(update_fields=["before", "merged_at"])
    merge.parts.update(is_asked=False)
    merge.parts.filter(proposal__in=together).update(is_merged=True)
    _rewrite(standing, {name: getattr(merge, name) for name in TEXTS}, at)
    for other in locked.values():
        _take_in(standing, other, merge, at)
        record(Act.MERGE_PROPOSALS, actor, other, at=at, process_id=process.pk, merge=merge.pk, into=standing.pk)
    record(Act.MERGE_PROPOSALS, actor, standing, at=at, process_id=process.pk, merge=merge.pk)
    return merge


@transaction.atomic
def split_proposals(actor: Actor, merge: Merge, *, at: datetime) -> Merge:
    """The exact way back, as long as nothing is decided in public: the latest merge of a proposal first."""
    merge = _locked_merge(merge)
    process = merge.process
    permit(Act.SPLIT_PROPOSALS, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    if not merge.is_standing:
        raise NotPossible(_("These proposals are not put together."))
    apart = [part.proposal_id for part in merge.parts.all() if part.is_merged]
    locked = {proposal.pk: proposal for proposal in _locked(apart)}
    standing = locked.pop(merge.standing_id)
    if standing.stage != Stage.SUBMITTED:
        raise NotPossible(_("The proposal is decided or withdrawn, so it cannot be taken apart any more."))
    if Merge.objects.standing().filter(standing=standing, merged_at__gt=merge.merged_at).exists():
        raise NotPossible(_("Something was put together with it later. Take that out first."))
    merge.split_at = at
    merge.save(update_fields=["split_at"])
    for other in locked.values():
        other.stage, other.merged_into, other.updated_at = unmerge(other.stage), None, at
        other.save(update_fields=["stage", "merged_into", "updated_at"])
        record(Act.SPLIT_PROPOSALS, actor, other, at=at, process_id=process.pk, merge=merge.pk)
    _put_back(standing, merge, list(locked.values()), at)
    record(Act.SPLIT_PROPOSALS, actor, standing, at=at, process_id=process.pk, merge=merge.pk)
    return merge


def settle(merge: Merge, *, at: datetime) -> None:
    """Let it take effect, or end, when nothing is left to wait for. Asked after each answer, and by the clock."""
    merge = Merge.objects.with_parts().get(pk=merge.pk)
    becomes = _fate(merge, at)
    if becomes == Fate.MERGES:
        merge_proposals(SYSTEM, merge, at=at)
    elif becomes == Fate.ENDS:
        end_merge(SYSTEM, merge, at=at)


def due_merges(at: datetime) -> list[Merge]:
    """The suggestions that wait for nobody any more. A fixed number of queries."""
    return [merge for merge in Merge.objects.open().with_parts().order_by("pk") if _fate(merge, at) != Fate.WAITS]


def _fate(merge: Merge, at: datetime) -> Fate:
    if not merge.is_open:
        return Fate.WAITS
    if not is_time_for(Act.MERGE_PROPOSALS, merge.process.phase_at(at)):
        return Fate.ENDS
    return fate(merge.standpoints(), merge.standing_id, is_over=merge.is_over(localdate(at)))[0]


def snapshot(proposal: Proposal) -> dict[str, Any]:
    """All of a proposal that a merge, or an edit after it, may change. Ids in place of persons and pictures."""
    signed = ("person_id", "role", "public_name", "group_name", "consent_at")
    authors = list(proposal.authorships.order_by("pk").values(*signed))
    for author in authors:
        author["consent_at"] = author["consent_at"].isoformat() if author["consent_at"] else None
    pictures = list(proposal.pictures.order_by("pk").values_list("pk", flat=True))
    answers = list(proposal.answers.order_by("pk").values("field_id", "value", "document_id"))
    fields = {name: getattr(proposal, name) for name in KEPT}
    return {"fields": fields, "authors": authors, "pictures": pictures, "answers": answers}


def _take_in(standing: Proposal, other: Proposal, merge: Merge, at: datetime) -> None:
    other.stage, other.merged_into, other.updated_at = move(other.stage, Stage.MERGED), standing, at
    other.save(update_fields=["stage", "merged_into", "updated_at"])
    known = set(standing.authorships.values_list("person_id", flat=True))
    consents = dict(merge.voices.values_list("person_id", "at"))
    Authorship.objects.bulk_create(
        Authorship(
            proposal=standing,
            person_id=row.person_id,
            role=AuthorRole.COAUTHOR,
            public_name=row.public_name,
            group_name=row.group_name,
            consent_at=consents[row.person_id],
        )
        for row in other.authorships.order_by("pk")
        if row.person_id not in known
    )
    room = MOST_PICTURES - standing.pictures.count()
    standing.pictures.add(*other.pictures.order_by("pk")[: max(room, 0)])


def _put_back(standing: Proposal, merge: Merge, others: Sequence[Proposal], at: datetime) -> None:
    """Who joined after the merge stays; who came with it goes home; who left meanwhile is an author again."""
    before: dict[str, Any] = merge.before or {}
    came = {row.person_id for other in others for row in other.authorships.all()}
    own = {author["person_id"] for author in before["authors"]}
    standing.authorships.filter(person_id__in=came - own).delete()
    for author in before["authors"]:
        values = author | {"consent_at": parse_datetime(author["consent_at"]) if author["consent_at"] else None}
        person = values.pop("person_id")
        Authorship.objects.update_or_create(proposal=standing, person_id=person, defaults=values)
    _put_pictures_back(standing, set(before["pictures"]))
    _put_answers_back(standing, before["answers"])
    _rewrite(standing, before["fields"], at)


def _put_answers_back(standing: Proposal, before: Sequence[dict[str, Any]]) -> None:
    """A file that an author has deleted meanwhile stays deleted."""
    now = {answer.document for answer in standing.answers.select_related("document") if answer.document is not None}
    there = set(Document.objects.filter(pk__in=[row["document_id"] for row in before]).values_list("pk", flat=True))
    kept = [row for row in before if row["document_id"] is None or row["document_id"] in there]
    standing.answers.all().delete()
    FieldAnswer.objects.bulk_create(FieldAnswer(proposal=standing, **answer) for answer in kept)
    for document in now:
        if document.pk not in {row["document_id"] for row in kept}:
            drop(document)


def _put_pictures_back(standing: Proposal, before: set[int]) -> None:
    for picture in list(standing.pictures.exclude(pk__in=before)):
        standing.pictures.remove(picture)
        if not picture.proposals.exists():
            drop(Picture.objects.get(pk=picture.pk))
    # What was taken down meanwhile is gone from both.
    standing.pictures.add(*Picture.objects.filter(pk__in=before))


def _rewrite(proposal: Proposal, values: Mapping[str, Any], at: datetime) -> None:
    written = {**values, **keys_of(values), "updated_at": at, "joint_at": at}
    for name, value in written.items():
        setattr(proposal, name, value)
    proposal.save(update_fields=list(written))
    keep_version(proposal, at)


def _refuse_unfit(proposals: Sequence[Proposal], standing: Proposal) -> None:
    ids = [proposal.pk for proposal in proposals]
    if standing.pk not in ids:
        raise NotPossible(_("Choose which of the proposals stands on."))
    if Part.objects.filter(proposal__in=ids, is_asked=True).exists():
        raise NotPossible(_("The authors of one of these are asked about another suggestion. Wait for their answer."))
    if Proposal.objects.filter(merged_into__in=set(ids) - {standing.pk}).exists():
        raise NotPossible(_("One of these is put together from several. Let that one stand on."))


def _refuse_late(vote: Any, until: date) -> None:
    if vote is not None and until >= localdate(vote.starts_at):
        raise NotPossible(_("The authors must have answered before the vote opens. Choose an earlier day."))


def _who(actor: Actor) -> int:
    """permit() lets nobody through who is not a person."""
    return cast(int, actor.person_id)


def _locked_merge(merge: Merge) -> Merge:
    # Two steps: the rows that are read along must not be locked, nor be older than the lock.
    Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    return Merge.objects.with_parts().get(pk=merge.pk)


def _locked(ids: Sequence[int]) -> list[Proposal]:
    """In the order of their numbers, so that two at once never wait for each other."""
    rows = Proposal.objects.select_for_update(of=("self",)).filter(pk__in=ids).select_related("process")
    found = list(rows.order_by("number"))
    if len(found) != len(set(ids)) or not found:
        raise NotYours(_("One of these proposals is not there any more."))
    return found
