from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.vocabulary import Role
from deltagerbudget.behalf.rules import CONTACT, Source
from deltagerbudget.pictures.models import Document, Picture
from deltagerbudget.processes.models import Process


class AssistedQuerySet(models.QuerySet["Assisted"]):
    def seen_by(self, actor: Actor) -> AssistedQuerySet:
        """Owners and caseworkers see those of their deltagerbudgetter; the local council whom it entered itself."""
        led = Process.objects.held_by(actor, {Role.OWNER, Role.CASEWORKER})
        council = Process.objects.held_by(actor, {Role.PARTNER})
        own = Q(process__in=council.values("pk"), entered_by=actor.person_id)
        return self.filter(Q(process__in=led.values("pk")) | own)

    def with_page(self) -> AssistedQuerySet:
        """All that a page about one reads."""
        joined = ("person", "entered_by", "picture", "document", "process")
        return self.select_related(*joined).prefetch_related("process__phases", "process__areas", "process__contacts")

    def to_forget(self, at: datetime) -> AssistedQuerySet:
        """Those whose deltagerbudget has come to the end of its last phase."""
        over = Process.objects.annotate(end=Max("phases__ends_at")).filter(end__lte=at)
        return self.filter(erased_at=None, process__in=over.values("pk"))

    def in_order(self) -> AssistedQuerySet:
        return self.order_by("person__name", "pk")


class Assisted(models.Model):
    """That staff have entered a resident who has no account, with a yes, and how to reach them."""

    # SECURITY: a row of its own, which no login ever finds; never somebody who has an account.
    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assisted")
    process = models.ForeignKey(Process, models.PROTECT, related_name="assisted")
    source = models.CharField(max_length=20, choices=Source.choices)
    # When the resident said yes, as whoever entered them has ticked.
    consent_at = models.DateTimeField()
    # A telephone or an address, as it was given. For these staff alone; empty once it is erased.
    contact = models.CharField(max_length=CONTACT, blank=True)
    # What the resident handed in: a picture or a PDF. For these staff alone.
    picture = models.OneToOneField(Picture, models.PROTECT, null=True, related_name="assisted")
    document = models.OneToOneField(Document, models.PROTECT, null=True, related_name="assisted")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # When contact and scan were erased, because the deltagerbudget had ended.
    erased_at = models.DateTimeField(null=True)

    objects = AssistedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(picture=None) | Q(document=None), name="assisted_one_scan"),
            models.CheckConstraint(
                condition=Q(erased_at=None) & ~Q(contact="")
                | Q(erased_at__isnull=False, contact="", picture=None, document=None),
                name="assisted_reached_until_erased",
            ),
        )

    def __str__(self) -> str:
        # SECURITY: no name in logs.
        return f"assisted {self.pk}"

    @property
    def name(self) -> str:
        """For staff. LAW: CPR-loven § 28: a protected name is not kept, so there is none to show."""
        return self.person.name or _("Protected name, no. %(number)s") % {"number": self.pk}

    @property
    def short_name(self) -> str:
        return self.person.short_name or self.name

    @property
    def has_scan(self) -> bool:
        return self.picture_id is not None or self.document_id is not None
