"""Proposals that show how short one can be: staff's own, winners from the same place, then some that we made up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.db.models import Case, Exists, IntegerField, OuterRef, Value, When
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.ui.danish import kroner

_SHOWN = 3
# Title and text of those that staff have written, among the helps of a deltagerbudget.
OWN = (("example_1_title", "example_1_what"), ("example_2_title", "example_2_what"))


_OTHER = {"da": ("en",), "en": ("da",)}


@dataclass(frozen=True)
class Example:
    title: str
    what: str
    # Nothing for one that we have made up.
    about: str = ""
    url: str = ""
    language: str = ""


def examples(process: Process) -> list[Example]:
    """Three of them. One query."""
    own = _own(process)
    found = own + [_of(row) for row in winners(process)[: _SHOWN - len(own)]]
    return found + _made_up()[: _SHOWN - len(found)]


def _own(process: Process) -> list[Example]:
    """In the reader's language, else in the other one, and marked as such."""
    reads = (get_language() or "da")[:2]
    found = []
    for title, what in OWN:
        told = [(code, process.help_of(title, code), process.help_of(what, code)) for code in (reads, *_OTHER[reads])]
        whole = next((texts for texts in told if all(texts)), None)
        if whole:
            language = whole[0] if whole[0] != reads else ""
            found.append(Example(whole[1], whole[2], _("An example from the municipality"), language=language))
    return found


def winners(process: Process) -> list[Proposal]:
    """Of published results: those of the same areas first, then the same theme, then the newest."""
    places = Process.areas.through.objects.filter(process=OuterRef("process"), area__in=process.area_ids)
    rows = Proposal.objects.public().filter(
        project_result__granted_ore__gt=0, project_result__result__published_at__isnull=False, number__isnull=False
    )
    nearness = Case(
        When(Exists(places), then=Value(0)),
        When(process__theme=process.theme, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    fields = ("title", "what", "price_ore", "number", "language", "process__title", "process__slug")
    told = rows.exclude(what="").exclude(price_ore=None).exclude(process=process)
    ordered = told.annotate(nearness=nearness).select_related("process").only(*fields)
    return list(ordered.order_by("nearness", "-project_result__result__published_at", "project_result__place")[:_SHOWN])


def _of(row: Proposal) -> Example:
    url = reverse("site:proposal", args=[row.process.slug, row.number])
    told = {"where": row.process.title, "price": kroner(cast(int, row.price_ore), get_language() or "da")}
    return Example(row.title, row.what, _("Won in %(where)s. Price: %(price)s") % told, url, row.language)


def _made_up() -> list[Example]:
    return [
        Example(
            _("A swing that everyone can use"),
            _("A large swing where a child who cannot sit alone can lie down, and where two can swing together."),
        ),
        Example(_("Lights along the path to the school"), _("Low lamps along the path, so that we dare walk there.")),
        Example(_("A long table for eating together"), _("A table for twenty on the square, and a cupboard for cups.")),
    ]
