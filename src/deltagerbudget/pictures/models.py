from __future__ import annotations

import secrets
from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from deltagerbudget.pictures.decoding import widths_of

ALT, CREDIT, TITLE = 300, 120, 120


def new_name() -> str:
    return secrets.token_hex(16)


class OwnedQuerySet(models.QuerySet[models.Model]):
    def without_owner(self) -> OwnedQuerySet:
        """Those that no proposal, process or report points to any more, whichever app that may be."""
        pointing = [field.name for field in self.model._meta.get_fields() if field.auto_created and field.is_relation]
        return self.filter(**{f"{name}__isnull": True for name in pointing})

    def names(self) -> Iterable[str]:
        return self.values_list("name", flat=True)


class Picture(models.Model):
    """One picture as it is shown, in a few widths. What was sent in is not kept, nor who sent it."""

    name = models.CharField(max_length=32, unique=True, default=new_name)
    # Of the widest; the others follow from them.
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    # What one sees on it, for those who do not see it.
    alt = models.CharField(max_length=ALT)
    credit = models.CharField(max_length=CREDIT, blank=True)
    made_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (models.CheckConstraint(condition=~Q(alt=""), name="picture_has_alt"),)

    def __str__(self) -> str:
        return self.alt

    @property
    def widths(self) -> tuple[int, ...]:
        return widths_of(self.width)


class Document(models.Model):
    """One PDF beside a text; never instead of it."""

    name = models.CharField(max_length=32, unique=True, default=new_name)
    title = models.CharField(max_length=TITLE)
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (models.CheckConstraint(condition=~Q(title=""), name="document_has_title"),)

    def __str__(self) -> str:
        return self.title
