from __future__ import annotations

from django.conf import settings
from django.db import models

from deltagerbudget.acts.models import Entry


class Handled(models.Model):
    """That an entry of the journal has been turned into mails. The claim is the insert."""

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="handled")

    def __str__(self) -> str:
        return f"handled {self.entry_id}"


class State(models.TextChoices):
    WAITING = "waiting"
    # Claimed by a worker; if the worker dies here the mail is sent once more, with the same Message-ID.
    SENDING = "sending"
    SENT = "sent"


class Mail(models.Model):
    """One mail to one person because of one entry, as it was or will be sent."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="mails")
    receiver = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mails")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING, db_index=True)
    # When it was made, claimed or sent; and not before when it is tried again.
    at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["entry", "receiver"], name="mail_once"),)

    def __str__(self) -> str:
        # SECURITY: no address and no subject in logs.
        return f"mail {self.pk}"
