"""The print shop: one page for each deltagerbudget with every paper of it, ready to print."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from deltagerbudget.acts.marks import does
from deltagerbudget.acts.permit import may
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.ballots.code_rules import CODE_CHANNELS
from deltagerbudget.letters import papers, typeset
from deltagerbudget.letters.papers import Source, Values
from deltagerbudget.letters.sources import source_of
from deltagerbudget.processes.models import Process
from deltagerbudget.ui.sheets import disposition

LANGUAGES = (("da", _("Danish")), ("en", _("English")))


@dataclass(frozen=True)
class Kind:
    """One paper of the print shop."""

    write: Callable[[Source], tuple[str, Values]]
    title: str | Promise
    about: str | Promise
    has_large: bool = True


KINDS: Mapping[str, Kind] = {
    "stemmeseddel": Kind(
        papers.ballot, _("Ballot"), _("The same numbers, titles and prices as on the screen. For the voting places.")
    ),
    "projekthaefte": Kind(
        papers.booklet,
        _("Booklet of the proposals"),
        _("What each proposal is, why, and for whom. For libraries, waiting rooms and those without internet."),
    ),
    "plakat": Kind(
        papers.poster, _("Poster"), _("The money, the dates and a square for the phone. For doors and boards."), False
    ),
    "protokol": Kind(
        papers.protocol,
        _("Protocol of the count of paper ballots"),
        _("Two persons count on their own, compare, and sign. One for each box."),
        False,
    ),
}


@dataclass(frozen=True)
class Link:
    words: str | Promise
    url: str


@does(Act.FREEZE_VOTE)
@never_cache
@require_safe
def shop(request: HttpRequest, slug: str) -> HttpResponse:
    process = _process(request, slug)
    source = source_of(process)
    cards = [(kind.title, kind.about, _links(process, name, kind)) for name, kind in KINDS.items()]
    ways = source.ways if source and not source.is_draft else frozenset()
    context = {
        "process": process,
        "source": source,
        "cards": cards if source else [],
        "may_write": may(Act.WRITE_LETTER, actor_of(request), area_ids=process.area_ids),
        "has_codes": bool(ways & CODE_CHANNELS),
    }
    return render(request, "letters/shop.html", context)


@does(Act.FREEZE_VOTE)
@never_cache
@require_safe
def paper(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """SECURITY: holds nothing of any resident but what stands on public pages."""
    process, kind = _process(request, slug), KINDS.get(name)
    source = source_of(process) if kind else None
    if kind is None or source is None:
        raise Http404
    language = "en" if request.GET.get("sprog") == "en" else "da"
    is_large = kind.has_large and request.GET.get("skrift") == "stor"
    with override(language):
        title, values = kind.write(source)
        made = typeset.pdf(kind.write.__name__, values, title=title, is_large=is_large, is_draft=source.is_draft)
    ending = ("-stor" if is_large else "") + ("-en" if language == "en" else "")
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = disposition(f"{name}-{slug}{ending}", "pdf")
    return response


def _links(process: Process, name: str, kind: Kind) -> list[Link]:
    address = reverse("paper_staff:paper", args=[process.slug, name])
    found = [Link(words, f"{address}?sprog={code}") for code, words in LANGUAGES]
    if kind.has_large:
        large = ((f"{address}?sprog={code}&skrift=stor", code) for code, _words in LANGUAGES)
        words = {"da": _("Danish, large print"), "en": _("English, large print")}
        found += [Link(words[code], url) for url, code in large]
    return found


def _process(request: HttpRequest, slug: str) -> Process:
    """The deltagerbudget, for those who run its vote; hidden from all others."""
    actor = actor_of(request)
    process = get_object_or_404(Process.objects.visible_to(actor).with_phases().prefetch_related("areas"), slug=slug)
    if not may(Act.FREEZE_VOTE, actor, area_ids=process.area_ids):
        raise Http404
    return process
