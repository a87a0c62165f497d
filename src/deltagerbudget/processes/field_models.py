from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from deltagerbudget.processes.own_fields import Kind


class OwnFieldQuerySet(models.QuerySet["OwnField"]):
    def asked(self) -> OwnFieldQuerySet:
        """Those that are not hidden, in their order."""
        return self.filter(hidden_at=None).order_by("position", "pk")

    def typed(self) -> OwnFieldQuerySet:
        """Those that are answered in the form; a file is handed in beside it."""
        return self.asked().exclude(kind=Kind.FILE)

    def files(self) -> OwnFieldQuerySet:
        return self.asked().filter(kind=Kind.FILE)


class OwnField(models.Model):
    """One question that a deltagerbudget asks of every proposal beside the platform's own."""

    process = models.ForeignKey("processes.Process", models.CASCADE, related_name="own_fields")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    label_da = models.CharField(max_length=120)
    # Empty: the Danish one stands in English too.
    label_en = models.CharField(max_length=120, blank=True)
    help_da = models.CharField(max_length=300, blank=True)
    help_en = models.CharField(max_length=300, blank=True)
    is_required = models.BooleanField(default=False)
    # Otherwise the municipality alone reads the answers.
    is_public = models.BooleanField(default=True)
    # Of a choice: {"da": words, "en": words}; an answer holds its place in this list.
    choices = models.JSONField(default=list, blank=True)
    # The least and most of a number; of a text the most letters.
    least = models.BigIntegerField(null=True, blank=True)
    most = models.BigIntegerField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True)

    objects = OwnFieldQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(least=None) | Q(most=None) | Q(most__gte=models.F("least")), name="own_field_limits"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=("one", "several")) | ~Q(choices=[]), name="own_field_has_choices"
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def name(self) -> str:
        """Of the field in a form."""
        return f"q{self.pk}"

    @property
    def label(self) -> str:
        return self._in("label")

    @property
    def help(self) -> str:
        return self._in("help")

    def choice_words(self) -> list[str]:
        code = spoken()
        return [choice.get(code) or choice["da"] for choice in self.choices]

    def _in(self, what: str) -> str:
        return str(getattr(self, f"{what}_{spoken()}") or getattr(self, f"{what}_da"))


def spoken() -> str:
    """Of the two languages that texts of one's own are written in."""
    return "en" if (get_language() or "da").startswith("en") else "da"
