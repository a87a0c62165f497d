"""A person's own second step: set up, checked, replaced. No acts of the tables: nobody else is concerned."""

from __future__ import annotations

import re
import time
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.staff import totp
from deltagerbudget.staff.models import Factor, FactorKind, RecoveryCode, Staff
from deltagerbudget.staff.secrets import decrypt, digest, encrypt, new_code, plain

CODES, CODE_LENGTH = 10, 10
MOST_KEYS = 5


@transaction.atomic
def add_app(person: Person, *, secret: str, code: str, at: datetime) -> bool:
    """False when the code is not the app's. Real time: an app knows nothing of a demonstration's clock."""
    Person.objects.select_for_update().get(pk=person.pk)
    step = totp.matching(secret, figures(code), seconds=time.time())
    if step is None:
        return False
    if person.factors.filter(kind=FactorKind.APP).exists():
        raise NotPossible(_("You already have an app with codes. Remove it first."))
    Factor.objects.create(person=person, kind=FactorKind.APP, name="", secret=encrypt(secret), counter=step, at=at)
    return True


@transaction.atomic
def add_key(person: Person, *, name: str, credential: str, at: datetime) -> Factor:
    Person.objects.select_for_update().get(pk=person.pk)
    if person.factors.filter(kind=FactorKind.KEY).count() >= MOST_KEYS:
        raise NotPossible(_("You have as many security keys as you can. Remove one first."))
    return Factor.objects.create(person=person, kind=FactorKind.KEY, name=name, secret=encrypt(credential), at=at)


@transaction.atomic
def remove_factor(person: Person, factor_id: int) -> None:
    """SECURITY: never the last one; without a second step the next login would set up whoever comes first."""
    Person.objects.select_for_update().get(pk=person.pk)
    if person.factors.exclude(pk=factor_id).count() == 0:
        raise NotPossible(_("This is your only second step. Set up another one first."))
    person.factors.filter(pk=factor_id).delete()


def use_app(person: Person, code: str) -> bool:
    """SECURITY: the step is taken by one UPDATE, so that of two who send the same code one is refused."""
    factor = person.factors.filter(kind=FactorKind.APP).first()
    if factor is None:
        return False
    step = totp.matching(decrypt(factor.secret), figures(code), seconds=time.time(), after=factor.counter)
    return step is not None and bool(Factor.objects.filter(pk=factor.pk, counter__lt=step).update(counter=step))


@transaction.atomic
def new_codes(person: Person) -> list[str]:
    """Ten codes for paper, shown once. Earlier ones end."""
    Person.objects.select_for_update().get(pk=person.pk)
    person.recovery_codes.all().delete()
    codes = [new_code(CODE_LENGTH) for _number in range(CODES)]
    RecoveryCode.objects.bulk_create(RecoveryCode(person=person, digest=_of_paper(person, code)) for code in codes)
    return codes


def use_code(person: Person, code: str, *, at: datetime) -> bool:
    wanted = _of_paper(person, plain(code))
    return bool(person.recovery_codes.filter(digest=wanted, used_at=None).update(used_at=at))


def seen(person: Person, day: date) -> None:
    Staff.objects.filter(person=person).update(last_seen_on=day)


def figures(typed: str) -> str:
    text = re.sub(r"[\s-]", "", typed)
    return text if text.isascii() and text.isdigit() else ""


def _of_paper(person: Person, code: str) -> str:
    return digest("recovery", person.pk, code)
