from __future__ import annotations

from django.db import models


class Page(models.Model):
    """A text about the platform that staff have written in place of the one it comes with."""

    slug = models.SlugField(max_length=40, unique=True)
    title_da = models.CharField(max_length=120)
    body_da = models.TextField(max_length=20_000)
    title_en = models.CharField(max_length=120)
    body_en = models.TextField(max_length=20_000)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.slug
