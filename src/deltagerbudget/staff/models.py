from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.vocabulary import Role
from deltagerbudget.areas.models import Area

# What can be given to a person; the other roles are nobody's to give.
GIVEN = (Role.CASEWORKER, Role.OWNER, Role.PARTNER, Role.AUDITOR, Role.ADMINISTRATOR)


class StaffQuerySet(models.QuerySet["Staff"]):
    def open(self) -> StaffQuerySet:
        return self.filter(person__is_active=True)

    def listed(self) -> StaffQuerySet:
        """Open accounts first, by name; with roles and second steps."""
        rows = self.select_related("person").prefetch_related("person__grants__area", "person__factors")
        return rows.order_by("-person__is_active", "person__name", "pk")


class Staff(models.Model):
    """That a person works here. The account is apart from the one the same human may have as a resident."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="staff")
    # Plain letters, lower case; null for those who come by the municipality's own login alone.
    address = models.CharField(max_length=254, unique=True, null=True)  # noqa: DJ001 - several have none
    # A day and no more: nobody needs to know when a colleague begins in the morning.
    last_seen_on = models.DateField(null=True)

    objects = StaffQuerySet.as_manager()

    def __str__(self) -> str:
        return f"staff {self.pk}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def unanswered(self) -> InvitationQuerySet:
        return self.filter(used_at=None, withdrawn_at=None)

    def usable(self, at: datetime) -> InvitationQuerySet:
        return self.unanswered().filter(expires_at__gt=at)


class Invitation(models.Model):
    """A one-time link that was sent to one address, and the role that waits behind it."""

    address = models.CharField(max_length=254)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=[(role.value, role.label) for role in GIVEN])
    area = models.ForeignKey(Area, models.CASCADE, null=True, related_name="+")
    # SECURITY: of purpose, address and token; the token itself stands in the mail alone.
    digest = models.CharField(max_length=64, unique=True)
    # Empty for an invitation from the command line.
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["address"], condition=Q(used_at=None, withdrawn_at=None), name="invitation_one_open"
            ),
        )

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class FactorKind(models.TextChoices):
    APP = "app", _("App with codes")
    KEY = "key", _("Security key")


class Factor(models.Model):
    """One second step of a person's login: an app with codes, or a security key."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="factors")
    kind = models.CharField(max_length=10, choices=FactorKind.choices)
    name = models.CharField(max_length=60)
    # Encrypted with a key outside the database: the app's secret, or the key's credential.
    secret = models.TextField()
    # The last step of 30 seconds that was used. SECURITY: only a later one is taken, so no code works twice.
    counter = models.BigIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person"], condition=Q(kind="app"), name="factor_one_app"),)

    def __str__(self) -> str:
        return f"factor {self.pk}"


class RecoveryCode(models.Model):
    """One code on paper in place of the second step, once."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"recovery code {self.pk}"


class Attempt(models.Model):
    """How often something was tried within a time: an address, a login, a place on the net. Hashed, and short-lived."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"attempt {self.pk}"


class DoorMail(models.Model):
    """A mail with a code or a link, waiting for the worker. Its text goes when it has been sent."""

    # Empty when nobody of that address works here: the row is made all the same, so that the answer takes as long.
    address = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        # SECURITY: no address and no text in logs.
        return f"door mail {self.pk}"
