from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.looks import look_at_list
from deltagerbudget.acts.models import Look, LookQuerySet
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import Act, Looked
from deltagerbudget.areas.models import Area
from deltagerbudget.municipality.logo import Drawn
from deltagerbudget.municipality.models import Brand, Contact, Council, Logo, Page, Revision, Wording
from deltagerbudget.municipality.rules import PAGES, is_phone, is_web_address, longest
from deltagerbudget.ui.brand import NotAColour, is_readable
from deltagerbudget.ui.danish import sort_key

_PLAIN = str.maketrans({"å": "aa", "æ": "ae", "ø": "oe", "Å": "Aa", "Æ": "Ae", "Ø": "Oe"})
_PAGE = frozenset({"title_da", "body_da", "title_en", "body_en"})
_CONTACT = frozenset({"name", "role_da", "role_en", "phone", "email", "hours_da", "hours_en"})
_COUNCIL = frozenset({"name", "url", "phone", "email"})
MOST_CONTACTS = 4


@transaction.atomic
def edit_brand(
    actor: Actor, *, name: str, primary: str, at: datetime, logo: Drawn | None = None, keep_logo: bool = True
) -> Brand:
    """A new row. Without a logo the one that stands is kept, or (``keep_logo=False``) left out."""
    permit(Act.EDIT_BRAND, actor)
    _check_colour(primary)
    if not name.strip():
        raise NotPossible(_("Write the name of the municipality."))
    standing = Brand.objects.select_related("logo").defer("logo__content").order_by("-pk").first()
    row = standing.logo if standing is not None and keep_logo else None
    if logo is not None:
        values = {"content": logo.content, "width": logo.width, "height": logo.height}
        row, _is_new = Logo.objects.get_or_create(digest=logo.digest, defaults=values)
    brand = Brand.objects.create(name=name.strip(), primary=primary.lower(), logo=row, at=at)
    _revise(at)
    record(Act.EDIT_BRAND, actor, brand, at=at)
    return brand


@transaction.atomic
def edit_contacts(actor: Actor, *, contacts: Sequence[Mapping[str, str]], at: datetime) -> list[Contact]:
    """The whole list in its order. Earlier names are not kept: they are people's, and nobody needs them."""
    permit(Act.EDIT_CONTACTS, actor)
    if not 0 < len(contacts) <= MOST_CONTACTS:
        raise NotPossible(_("Write at least one contact, and at most four."))
    for values in contacts:
        _check_known(values, _CONTACT)
        _check_reach(values)
    Contact.objects.all().delete()
    rows = [Contact(position=place, **values) for place, values in enumerate(contacts, 1)]
    Contact.objects.bulk_create(rows)
    revision = _revise(at)
    record(Act.EDIT_CONTACTS, actor, revision, at=at, number=len(rows))
    return rows


@transaction.atomic
def edit_council(actor: Actor, area: Area, *, values: Mapping[str, str], at: datetime) -> Council | None:
    """Empty values take the council away."""
    permit(Act.EDIT_COUNCIL, actor, area_ids=[area.pk])
    _check_known(values, _COUNCIL)
    if not any(values.values()):
        Council.objects.filter(area=area).delete()
        record(Act.EDIT_COUNCIL, actor, area, at=at)
        return None
    if not values.get("name"):
        raise NotPossible(_("Write the name of the local council."))
    if values.get("url") and not is_web_address(values["url"]):
        raise NotPossible(_("A web address begins with https:// and names a site, for example https://example.dk."))
    _check_phone(values.get("phone", ""))
    council, _is_new = Council.objects.update_or_create(area=area, defaults={**values, "updated_at": at})
    record(Act.EDIT_COUNCIL, actor, area, at=at)
    return council


@transaction.atomic
def edit_page(actor: Actor, slug: str, *, values: Mapping[str, str], at: datetime) -> Page:
    permit(Act.EDIT_PAGE, actor)
    _check_known(values, _PAGE)
    if slug not in PAGES:
        raise ValueError(slug)
    page = Page.objects.create(slug=slug, at=at, **values)
    record(Act.EDIT_PAGE, actor, page, at=at, slug=slug)
    return page


@transaction.atomic
def edit_wording(actor: Actor, key: str, *, da: str, en: str, at: datetime) -> Wording:
    permit(Act.EDIT_WORDING, actor)
    most = longest(key)
    if most is None:
        raise ValueError(key)
    if max(len(da), len(en)) > most:
        raise NotPossible(_("The text is too long. Shorten it to %(most)d characters.") % {"most": most})
    wording = Wording.objects.create(key=key, da=da, en=en, at=at)
    _revise(at)
    record(Act.EDIT_WORDING, actor, wording, at=at, key=key)
    return wording


@transaction.atomic
def create_area(actor: Actor, *, name: str, at: datetime) -> Area:
    permit(Act.CREATE_AREA, actor)
    clean = _free_name(name)
    area = _stored(Area(name=clean, slug=_free_slug(clean), sort_key=sort_key(clean)))
    record(Act.CREATE_AREA, actor, area, at=at)
    return area


@transaction.atomic
def rename_area(actor: Actor, area: Area, *, name: str, at: datetime) -> Area:
    """The address stays: links, grants and the residence of people point to it."""
    area = Area.objects.select_for_update(of=("self",)).get(pk=area.pk)
    permit(Act.RENAME_AREA, actor, area_ids=[area.pk])
    area.name = _free_name(name, but=area)
    area.sort_key = sort_key(area.name)
    _stored(area, ["name", "sort_key"])
    record(Act.RENAME_AREA, actor, area, at=at)
    return area


@transaction.atomic
def see_looks(actor: Actor, *, at: datetime, person_id: int | None = None, day: date | None = None) -> LookQuerySet:
    """The log, newest first. Reading it is a look as well, written first, so that it stands on top."""
    permit(Act.SEE_LOOKS, actor)
    rows = Look.objects.newest_first()
    if person_id is not None:
        rows = rows.filter(subject_id=person_id)
    if day is not None:
        rows = rows.filter(at__date=day)
    chosen = [f"person={person_id}"] if person_id is not None else []
    chosen += [f"day={day.isoformat()}"] if day is not None else []
    look_at_list(Act.SEE_LOOKS, actor, Looked.LOG, count=rows.count(), filter=" ".join(chosen), at=at)
    return rows


def _check_colour(primary: str) -> None:
    try:
        passes = is_readable(primary)
    except NotAColour as error:
        raise NotPossible(_("Write the colour as # and six figures or letters a to f, for example #0b5c55.")) from error
    if not passes:
        raise NotPossible(_("The colour cannot be read well enough."))


def _check_known(values: Mapping[str, str], known: frozenset[str]) -> None:
    unknown = set(values) - known
    if unknown:
        raise ValueError(f"not editable: {sorted(unknown)}")


def _check_reach(values: Mapping[str, str]) -> None:
    if not values.get("name"):
        raise NotPossible(_("Write a name for each contact."))
    if not values.get("phone") and not values.get("email"):
        raise NotPossible(_("Each contact needs a phone number or an e-mail."))
    _check_phone(values.get("phone", ""))


def _check_phone(number: str) -> None:
    if number and not is_phone(number):
        raise NotPossible(_("Write the phone number in figures, for example 12 34 56 78."))


def _revise(at: datetime) -> Revision:
    return Revision.objects.create(at=at)


def _free_name(name: str, but: Area | None = None) -> str:
    clean = " ".join(name.split())
    if not clean or not slugify(clean.translate(_PLAIN)):
        raise NotPossible(_("Write the name of the area."))
    others = Area.objects.exclude(pk=but.pk) if but is not None else Area.objects.all()
    if sort_key(clean) in {sort_key(other) for other in others.values_list("name", flat=True)}:
        raise NotPossible(_("There is already an area of this name."))
    return clean


def _free_slug(name: str) -> str:
    slug = slugify(name.translate(_PLAIN))[:110]
    taken = set(Area.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(free for free in (slug, *(f"{slug}-{number}" for number in range(2, 1000))) if free not in taken)


def _stored(area: Area, fields: list[str] | None = None) -> Area:
    try:
        with transaction.atomic():
            area.save(update_fields=fields)
    except IntegrityError as error:
        raise NotPossible(_("There is already an area of this name.")) from error
    return area
