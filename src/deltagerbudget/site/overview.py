"""The overview for politicians and the press, and its files."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import public
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.processes.models import Process
from deltagerbudget.realisation import overview_files
from deltagerbudget.realisation.board import WORDS, Winner
from deltagerbudget.realisation.models import url_of
from deltagerbudget.realisation.overview import Overview, file_urls, overview
from deltagerbudget.realisation.rules import next_promise
from deltagerbudget.realisation.story import late_words, start_words
from deltagerbudget.site.conditional import respond, respond_json
from deltagerbudget.ui import sheets
from deltagerbudget.ui.danish import day
from deltagerbudget.ui.signatures import Block


@public
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    def build(at: datetime) -> dict[str, Any]:
        found = overview(at)
        figures = found.figures()
        return {
            "found": found,
            "figures": figures,
            "blocks": [
                Block(_("Paid"), figures["spent_ore"], "spent"),
                Block(_("Bound"), figures["bound_ore"], "committed"),
            ],
            "year": found.today.year,
            "years": [(account.pool, account.years) for account in found.accounts],
            "phases": [_phase(kind, rows) for kind, rows in found.phases.items() if rows],
            "stations": [
                (station.label, number, f"{reverse('realisation:board')}?status={WORDS[station]}")
                for station, number in found.stations.items()
            ],
            "late": [_late(winner, found) for winner in found.late],
            "files": [
                (title, [(_FILES[name], url) for name, url in urls]) for title, urls in file_urls(found.processes)
            ],
            "pool_files": [account.pool for account in found.accounts],
            "grounds": [(ground.label, number) for ground, number in found.complaints.grounds.items()],
        }

    return respond(request, "site/overview.html", build)


# What each file of a result is.
_FILES = {
    "json": gettext_lazy("The count (JSON)"),
    "pb": gettext_lazy("The ballots (.pb)"),
    "turnout": gettext_lazy("Who voted (JSON)"),
}


def _phase(kind: PhaseKind | None, rows: list[Process]) -> tuple[str, int, list[Process]]:
    return overview_files.phase_words(kind), len(rows), rows


def _late(winner: Winner, found: Overview) -> dict[str, str]:
    """One line: what was promised for when, how late it is, and who answers for it."""
    row = winner.realisation
    promise = next_promise(row.promises()) if row else None
    told = {"title": promise.title, "day": day(promise.due_on, get_language() or "da")} if promise else {}
    words = _("%(title)s was promised for %(day)s") % told if told else ""
    if row is None and winner.start_by is not None:
        words = start_words(winner.start_by, found.today)
    return {
        "title": winner.about.title,
        "url": url_of(winner.about),
        "of": winner.source.title,
        "words": words,
        "late": late_words(winner.days),
        "owner": row.owner_title if row else "",
    }


@public
@require_safe
def file(request: HttpRequest, kind: str) -> HttpResponse:
    """JSON for programs, and the tables for a spreadsheet."""
    if kind == "json":
        return respond_json(request, lambda at: overview_files.data(overview(at)))
    if kind not in sheets.WRITERS:
        raise Http404
    found = overview(now())
    body = sheets.WRITERS[kind](overview_files.sheets(found))
    headers = {"Content-Disposition": sheets.disposition(f"overblik-{found.today:%Y-%m-%d}", kind)}
    return HttpResponse(body, content_type=sheets.TYPES[kind], headers=headers)
