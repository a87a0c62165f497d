from __future__ import annotations

from django.db import models


class Roll(models.Model):
    """The roll of a vote as it was last loaded: on which day the right was judged, and how many were on it."""

    vote = models.OneToOneField("ballots.Vote", models.CASCADE, related_name="roll_loaded")
    # Where one lived on this day decides, whatever happens afterwards.
    cut_off = models.DateField()
    people = models.PositiveIntegerField()
    loaded_at = models.DateTimeField()
    # The figures of `Audit`, from the first count on.
    audit = models.JSONField(null=True)
    # Of `turnout.to_keep`, from the first count on: the pseudonyms go with the keys, and this stays.
    turnout = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"roll of {self.cut_off}"


class SetAside(models.Model):
    """That the ballots under a pseudonym do not count, because its owner had no right to vote. No time, no person."""

    vote = models.ForeignKey("ballots.Vote", models.CASCADE, related_name="set_aside")
    pseudonym = models.CharField(max_length=64)
    # Of `OffRoll`, or of those in `pending`.
    reason = models.CharField(max_length=20)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["vote", "pseudonym"], name="set_aside_once"),)

    def __str__(self) -> str:
        return "set aside"


class PendingCheck(models.Model):
    """That a voter's residence must still be looked up. The number is encrypted by the keybox. No time, no person."""

    vote = models.ForeignKey("ballots.Vote", models.CASCADE, related_name="pending_checks")
    pseudonym = models.CharField(max_length=64)
    encrypted_ref = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["vote", "pseudonym"], name="pending_check_once"),)

    def __str__(self) -> str:
        return "pending check"
