"""The acts about staff."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from deltagerbudget.accounts.models import Person
from deltagerbudget.accounts.refs import account_ref
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.models import Grant
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import Act, Role
from deltagerbudget.areas.models import Area
from deltagerbudget.staff.models import Invitation, Staff
from deltagerbudget.staff.rules import EVERYWHERE, GIVEN, plain_address
from deltagerbudget.staff.secrets import digest, new_token
from deltagerbudget.ui.names import Doubt, doubt_about

VALID = timedelta(days=7)
PURPOSE = "invitation"


def invitation_digest(address: str, token: str) -> str:
    """SECURITY: binds the link to its purpose and to the address it was sent to."""
    return digest(PURPOSE, address, token)


@transaction.atomic
def invite_staff(
    actor: Actor, *, address: str, name: str, role: Role, area: Area | None, at: datetime
) -> tuple[Invitation, str]:
    """The invitation and the token of its link, which is kept nowhere. An earlier one to the address ends."""
    permit(Act.INVITE_STAFF, actor)
    kept = plain_address(address)
    if not kept:
        raise NotPossible(_("Write the e-mail with plain letters, for example anne.hansen@example.dk."))
    if Staff.objects.open().filter(address=kept).exists():
        raise NotPossible(_("Somebody with this e-mail already works here. Find them in the list of staff."))
    _check_name(name)
    _check_role(role, area)
    Invitation.objects.unanswered().filter(address=kept).update(withdrawn_at=at)
    token = new_token()
    invitation = Invitation.objects.create(
        address=kept,
        name=name,
        role=role,
        area=area,
        digest=invitation_digest(kept, token),
        invited_by_id=actor.person_id,
        at=at,
        expires_at=at + VALID,
    )
    record(Act.INVITE_STAFF, actor, invitation, at=at, role=role.value, area=area.pk if area else None)
    return invitation, token


@transaction.atomic
def withdraw_invitation(actor: Actor, invitation: Invitation, *, at: datetime) -> Invitation:
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    permit(Act.WITHDRAW_INVITATION, actor)
    if invitation.used_at or invitation.withdrawn_at:
        raise NotPossible(_("This invitation has been used or withdrawn already."))
    invitation.withdrawn_at = at
    invitation.save(update_fields=["withdrawn_at"])
    record(Act.WITHDRAW_INVITATION, actor, invitation, at=at)
    return invitation


@transaction.atomic
def accept_invitation(invitation: Invitation, token: str, *, language: str, at: datetime) -> Person:
    """Makes the account, or opens a closed one again, without any second step yet. The link is used up."""
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if not is_usable(invitation, token, at=at):
        raise NotPossible(_("This invitation is no longer valid. Ask the person who invited you for a new one."))
    person = _account(invitation, language)
    actor = Actor(person.pk, frozenset({(str(Role.SYSTEM), None)}))
    permit(Act.ACCEPT_INVITATION, actor)
    invitation.used_at = at
    invitation.save(update_fields=["used_at"])
    Grant.objects.get_or_create(person=person, role=invitation.role, area=invitation.area)
    record(Act.ACCEPT_INVITATION, actor, invitation, at=at, person=person.pk)
    return person


def is_usable(invitation: Invitation, token: str, *, at: datetime) -> bool:
    """The token fits the address, nothing has ended it, and who sent it may still invite."""
    inviter = invitation.invited_by_id
    return (
        invitation.digest == invitation_digest(invitation.address, token)
        and invitation.used_at is None
        and invitation.withdrawn_at is None
        and invitation.expires_at > at
        and (inviter is None or inviter in administrators())
        and not Staff.objects.open().filter(address=invitation.address).exists()
    )


def _account(invitation: Invitation, language: str) -> Person:
    """An address that worked here before gets its account back, with none of its roles and second steps."""
    former = Staff.objects.filter(address=invitation.address).select_related("person").first()
    told = {"name": invitation.name, "email": invitation.address, "is_active": True}
    if former is None:
        person = Person(ref=account_ref(f"staff|{invitation.digest}"), language=language, **told)
        person.set_unusable_password()
        person.save()
        Staff.objects.create(person=person, address=invitation.address)
        return person
    for field, value in told.items():
        setattr(former.person, field, value)
    former.person.save(update_fields=list(told))
    return former.person


@transaction.atomic
def grant_role(
    actor: Actor, person: Person, *, role: Role, area: Area | None, at: datetime, is_from_group: bool = False
) -> Grant:
    _lock(person)
    permit(Act.GRANT_ROLE, actor)
    _check_other(actor, person)
    _check_role(role, area)
    if not Staff.objects.open().filter(person=person).exists():
        raise NotPossible(_("Roles are for those who work here. Invite the person first."))
    grant, is_new = Grant.objects.get_or_create(
        person=person, role=role, area=area, defaults={"is_from_group": is_from_group}
    )
    if not is_new:
        raise NotPossible(_("The person has this role already."))
    record(Act.GRANT_ROLE, actor, person, at=at, role=role.value, area=area.pk if area else None)
    return grant


@transaction.atomic
def revoke_role(actor: Actor, grant: Grant, *, at: datetime) -> None:
    """Works at once: each request reads the roles anew."""
    remaining = administrators(lock=True)
    person = _lock(grant.person)
    permit(Act.REVOKE_ROLE, actor)
    _check_other(actor, person)
    if grant.role == Role.ADMINISTRATOR:
        _check_not_last(actor, person, remaining)
    deleted, _rows = Grant.objects.filter(pk=grant.pk).delete()
    if not deleted:
        raise NotPossible(_("The role has been taken away already."))
    record(Act.REVOKE_ROLE, actor, person, at=at, role=grant.role, area=grant.area_id)


@transaction.atomic
def reset_factor(actor: Actor, person: Person, *, at: datetime) -> None:
    """For who has lost both telephone and recovery codes: the next login sets a new second step up."""
    person = _lock(person)
    permit(Act.RESET_FACTOR, actor)
    _check_other(actor, person)
    forget_factors(person)
    record(Act.RESET_FACTOR, actor, person, at=at)


@transaction.atomic
def deactivate_staff(actor: Actor, person: Person, *, at: datetime) -> None:
    """Closes the account at once: no roles, no second step, no session. What the person did still stands."""
    remaining = administrators(lock=True)
    person = _lock(person)
    permit(Act.DEACTIVATE_STAFF, actor)
    _check_other(actor, person)
    _check_not_last(actor, person, remaining)
    Grant.objects.filter(person=person).delete()
    forget_factors(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    record(Act.DEACTIVATE_STAFF, actor, person, at=at)


def forget_factors(person: Person) -> None:
    """Second steps and recovery codes go, and every session of the person ends."""
    person.factors.all().delete()
    person.recovery_codes.all().delete()
    end_sessions(person)


def end_sessions(person: Person) -> None:
    """SECURITY: a session holds a hash of this field; nobody has a password, so any change ends them all."""
    person.set_unusable_password()
    person.save(update_fields=["password"])


def administrators(*, lock: bool = False) -> set[int]:
    """Who may invite and give roles. Locked, so that two who remove each other come one after the other."""
    held = Grant.objects.filter(role=Role.ADMINISTRATOR, area=None).order_by("pk")
    if lock:
        held = held.select_for_update(of=("self",))
    return set(held.filter(person__is_active=True).values_list("person_id", flat=True))


def _lock(person: Person) -> Person:
    return Person.objects.select_for_update().get(pk=person.pk)


def _check_other(actor: Actor, person: Person) -> None:
    if actor.person_id == person.pk:
        raise NotPossible(_("Nobody changes their own access. Ask another administrator."))


def _check_not_last(actor: Actor, person: Person, remaining: set[int]) -> None:
    """The municipality's own login has the last word about its own people; the command line is the way back."""
    if actor.person_id is not None and remaining <= {person.pk}:
        raise NotPossible(_("This is the last administrator. Give somebody else the role first."))


def _check_name(name: str) -> None:
    if doubt_about(name) not in {Doubt.NONE}:
        raise NotPossible(_("Write the name with ordinary letters, as the person would write it."))


def _check_role(role: Role, area: Area | None) -> None:
    if role not in GIVEN:
        raise NotPossible(_("This role cannot be given to anybody."))
    if area is not None and role in EVERYWHERE:
        raise NotPossible(_("This role is held for the whole municipality. Leave the area empty."))
