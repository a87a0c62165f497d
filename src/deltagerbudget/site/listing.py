"""What the list of proposals shows for what stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from deltagerbudget.counting.outcome import WON
from deltagerbudget.proposals.models import Proposal, ProposalQuerySet
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.site import orders
from deltagerbudget.ui import search

PAGE_SIZE = 24
_FUNDED = Q(project_result__decision__in=WON)
FILTERS = {
    "alle": Q(),
    "sendt": Q(stage=Stage.SUBMITTED),
    "videre": Q(stage=Stage.ADMITTED),
    "afvist": Q(stage__in=(Stage.REFUSED, Stage.APPEALED)),
    "uden-stoette": Q(stage=Stage.UNSUPPORTED),
    "vandt": _FUNDED,
    "vandt-ikke": Q(stage=Stage.ADMITTED) & ~_FUNDED,
}
_AFTER = {"vandt", "vandt-ikke"}


@dataclass(frozen=True)
class Asked:
    """The address's words, each one known; ``order`` is None where it must be chosen."""

    order: str | None
    status: str | None
    page: int
    words: str

    def query(self, **changes: object) -> str:
        asked = replace(self, **changes)  # type: ignore[arg-type]
        values = {"status": asked.status, "q": asked.words, "orden": asked.order}
        if asked.page > 1:
            values["side"] = str(asked.page)
        return urlencode({name: value for name, value in values.items() if value})


def asked(given: Mapping[str, str], *, published: bool) -> Asked:
    """Whatever is not known is not there."""
    status = given.get("status")
    usable = status in FILTERS and (published or status not in _AFTER)
    page = given.get("side", "")
    return Asked(
        order=orders.known(given.get("orden"), published=published, supported=True),
        status=status if usable else None,
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 5 and int(page) else 1,
        words=search.asked_words(given.get("q", "")),
    )


@dataclass(frozen=True)
class Facet:
    value: str
    label: str
    count: int
    query: str
    is_current: bool


def counted(proposals: ProposalQuerySet, *, published: bool) -> dict[str, int]:
    """How many there are of each status, in one query. SECURITY: who won is not asked before it is published."""
    asked = {name: rule for name, rule in FILTERS.items() if published or name not in _AFTER}
    found = proposals.aggregate(**{f"n{place}": Count("pk", filter=rule) for place, rule in enumerate(asked.values())})
    return {name: found[f"n{place}"] for place, name in enumerate(asked)}


def default_status(counts: Mapping[str, int]) -> str:
    """Winners once there are winners, the ballot once there is a ballot, else everything."""
    if counts.get("vandt"):
        return "vandt"
    return "videre" if counts["videre"] else "alle"


def on_the_way(proposals: ProposalQuerySet) -> ProposalQuerySet:
    """The default before there is a result, without counting first: the ballot once there is one, else everything."""
    ballot = Proposal.objects.public().filter(FILTERS["videre"], process=OuterRef("process"))
    return proposals.filter(FILTERS["videre"] | ~Exists(ballot))


def matching(proposals: ProposalQuerySet, words: str) -> ProposalQuerySet:
    return proposals.saying(words) if words else proposals


def labels() -> dict[str, str]:
    return {
        "vandt": _("Won"),
        "vandt-ikke": _("Did not win"),
        "videre": _("On the ballot"),
        "sendt": _("Sent in"),
        "afvist": _("Does not go on"),
        "uden-stoette": _("Did not get enough support"),
        "alle": _("All proposals"),
    }


def facets(counts: Mapping[str, int], current: str, now: Asked) -> list[Facet]:
    """The statuses that have any proposals, and all."""
    return [
        Facet(name, label, counts.get(name, 0), now.query(status=name, page=1), name == current)
        for name, label in labels().items()
        if counts.get(name) or name in {"alle", current}
    ]
