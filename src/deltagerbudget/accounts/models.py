from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(ref=username)


class PublicName(models.TextChoices):
    INITIAL = "initial", "First name and initial"
    FULL = "full", "Full name"
    GROUP = "group", "On behalf of a group"


class Person(AbstractBaseUser):
    """One person with an account: a resident who proposes, or staff. Never a voter."""

    # LAW: GDPR article 5(1)(c). Nobody needs the minute of a resident's login.
    last_login = None
    # Keyed hash of the identity's reference; see accounts.refs. LAW: databeskyttelsesloven § 11, no CPR in clear.
    ref = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    birth_date = models.DateField(null=True)
    # Slug of an area; empty where the identity gave none.
    residence = models.SlugField(max_length=120, blank=True)
    is_protected = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=5, default="da")

    objects = PersonManager()

    USERNAME_FIELD = "ref"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        # SECURITY: names reach logs through str(); a number does not tell who.
        return f"person {self.pk}"

    @property
    def short_name(self) -> str:
        """First name and initial of the last name: "Anna J."."""
        first, *rest = self.name.split() or [""]
        return f"{first} {rest[-1][0]}." if rest else first

    def age_on(self, day: date) -> int | None:
        if self.birth_date is None:
            return None
        had_birthday = (day.month, day.day) >= (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - (0 if had_birthday else 1)
