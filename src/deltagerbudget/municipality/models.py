from __future__ import annotations

import secrets

from django.db import models

from deltagerbudget.areas.models import Area


def new_token() -> str:
    return secrets.token_hex(8)


class RevisionQuerySet(models.QuerySet["Revision"]):
    def newest(self) -> models.QuerySet[Revision, str]:
        """The token of the last one."""
        return self.order_by("-pk").values_list("token", flat=True)[:1]


class Revision(models.Model):
    """That something which every page shows was changed. Its token tells each process to read again."""

    token = models.CharField(max_length=16, unique=True, default=new_token)
    at = models.DateTimeField()

    objects = RevisionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.token


class Logo(models.Model):
    """A logo as we have drawn it anew from what was uploaded."""

    digest = models.CharField(max_length=32, primary_key=True)
    content = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.digest


class Brand(models.Model):
    """The municipality's name, logo and colour from a moment on. The newest counts; never updated."""

    name = models.CharField(max_length=80)
    primary = models.CharField(max_length=7)
    logo = models.ForeignKey(Logo, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """A person or an office that answers for the municipality on every page."""

    position = models.PositiveSmallIntegerField(unique=True)
    name = models.CharField(max_length=120)
    role_da = models.CharField(max_length=120, blank=True)
    role_en = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    hours_da = models.CharField(max_length=120, blank=True)
    hours_en = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=~models.Q(phone="", email=""), name="contact_can_be_reached"),)

    def __str__(self) -> str:
        return f"contact {self.position}"


class Council(models.Model):
    """The local council (Fællesråd) of an area and how it is reached."""

    area = models.OneToOneField(Area, models.CASCADE, related_name="council")
    name = models.CharField(max_length=120)
    url = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Page(models.Model):
    """A text about the platform that staff have written in place of ours. The newest counts; never updated."""

    slug = models.SlugField(max_length=40, db_index=True)
    title_da = models.CharField(max_length=120)
    body_da = models.TextField(max_length=20_000)
    title_en = models.CharField(max_length=120)
    body_en = models.TextField(max_length=20_000)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.slug} {self.pk}"


class WordingQuerySet(models.QuerySet["Wording"]):
    def standing(self) -> dict[str, dict[str, str]]:
        """The newest text of each key, in each language."""
        rows = self.order_by("pk").values_list("key", "da", "en")
        return {key: {"da": danish, "en": english} for key, danish, english in rows}


class Wording(models.Model):
    """A short text in place of ours from a moment on; empty: ours again. The newest counts; never updated."""

    key = models.CharField(max_length=80, db_index=True)
    da = models.CharField(max_length=300, blank=True)
    en = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    objects = WordingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.key} {self.pk}"
