from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.site.models import Page

EDITABLE = frozenset({"title_da", "body_da", "title_en", "body_en"})


@transaction.atomic
def edit_page(actor: Actor, slug: str, *, values: Mapping[str, str], at: datetime) -> Page:
    permit(Act.EDIT_PAGE, actor)
    unknown = set(values) - EDITABLE
    if unknown:
        raise ValueError(f"not editable: {sorted(unknown)}")
    page, _is_new = Page.objects.update_or_create(slug=slug, defaults={**values, "updated_at": at})
    record(Act.EDIT_PAGE, actor, page, at=at)
    return page
