from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deltagerbudget.accounts.models import Person, PublicName
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.models import Look
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.behalf.actions import erase_contact, locked
from deltagerbudget.behalf.models import Assisted
from deltagerbudget.events.models import Booking
from deltagerbudget.mydata.rules import check_word
from deltagerbudget.notifications.models import Follower, Mail
from deltagerbudget.pictures.keeping import drop
from deltagerbudget.pictures.models import Document, Picture
from deltagerbudget.proposals.models import Authorship, Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.together.models import Invitation, JoinRequest, Merge, Voice


@transaction.atomic
def download_data(actor: Actor, *, at: datetime) -> Person:
    """The person whose data goes into the file; the entry says that it was fetched, not what was in it."""
    person = _locked(actor)
    permit(Act.DOWNLOAD_DATA, actor)
    record(Act.DOWNLOAD_DATA, actor, person, at=at)
    return person


@transaction.atomic
def delete_person(actor: Actor, *, word: str, at: datetime) -> None:
    """Replace the person, not the acts: the row stays as nobody, so that what was decided still stands.

    1. What only the person needed goes. 2. Names go from what stays. 3. The row loses all that tells who it was, also
    the key by which a login found it: the next login of the same human makes a new account.
    """
    person = _locked(actor)
    permit(Act.DELETE_PERSON, actor)
    check_word(word)
    if actor.is_staff or person.grants.exists():
        raise NotPossible(_("You work here, so an administrator closes your account."))
    _erase(person, at)
    record(Act.DELETE_PERSON, actor, person, at=at)


@transaction.atomic
def erase_resident(actor: Actor, assisted: Assisted, *, word: str, at: datetime) -> None:
    """For a resident without an account, who has asked for it: the same as when somebody deletes themselves."""
    assisted = locked(assisted)
    process = assisted.process
    permit(Act.ERASE_RESIDENT, actor, area_ids=process.area_ids)
    if not Assisted.objects.seen_by(actor).filter(pk=assisted.pk).exists():
        raise NotYours(_("Somebody else has entered this resident, so they delete them."))
    check_word(word)
    person = Person.objects.select_for_update().get(pk=assisted.person_id)
    _erase(person, at)
    record(Act.ERASE_RESIDENT, actor, person, at=at, process_id=process.pk)


def _erase(person: Person, at: datetime) -> None:
    _delete_own(person, at)
    # Nobody comes in by a link of somebody who is not there any more.
    Invitation.objects.waiting(at).filter(invited_by=person).update(cancelled_at=at)
    _unname(person)
    blank = {"name": "", "email": "", "birth_date": None, "residence": "", "is_protected": False, "is_active": False}
    # SECURITY: a session holds a digest of the password, so that all sessions of the person end here.
    blank |= {"ref": f"deleted-{secrets.token_hex(24)}", "password": f"!{secrets.token_hex(20)}", "language": "da"}
    for name, value in blank.items():
        setattr(person, name, value)
    person.save(update_fields=list(blank))


def _delete_own(person: Person, at: datetime) -> None:
    # Also those that the author had taken away: they are kept, and were never sent in either.
    drafts = Proposal.objects.by_author(person.pk).filter(stage__in=(Stage.DRAFT, Stage.WITHDRAWN), submitted_at=None)
    for draft in drafts.prefetch_related("pictures", "authorships"):
        if len(draft.author_ids()) > 1:
            # Others stand behind it as well, and keep it.
            Authorship.objects.filter(proposal=draft, person=person).delete()
            continue
        documents = Document.objects.filter(answers__proposal=draft)
        left_over: list[Picture | Document] = [*draft.pictures.all(), *documents]
        draft.delete()
        for row in left_over:
            drop(row)
    for assisted in Assisted.objects.filter(person=person):
        erase_contact(assisted, at=at)
        assisted.delete()
    for rows in (
        Booking.objects.filter(person=person),
        Follower.objects.filter(person=person),
        Mail.objects.filter(Q(receiver=person) | Q(resident=person)),
        JoinRequest.objects.filter(person=person),
        Look.objects.filter(subject=person),
    ):
        rows.delete()


def _unname(person: Person) -> None:
    """Also in what is kept for the way back of a merge, where the name of a group would come to light again."""
    blank = {"public_name": PublicName.INITIAL.value, "group_name": ""}
    Authorship.objects.filter(person=person).update(**blank)
    said_yes = Voice.objects.filter(person=person).values("merge")
    for merge in Merge.objects.select_for_update(of=("self",)).filter(pk__in=said_yes, merged_at__isnull=False):
        for author in cast(dict[str, Any], merge.before)["authors"]:
            author.update(blank if author["person_id"] == person.pk else {})
        merge.save(update_fields=["before"])


def _locked(actor: Actor) -> Person:
    return Person.objects.select_for_update().get(pk=cast(int, actor.person_id))
