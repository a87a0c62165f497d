"""`deltagerbudget fallback-page`: what the web server shows while nothing of ours answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from deltagerbudget.ballots.models import Vote
from deltagerbudget.municipality.card import card


class Command(BaseCommand):
    help = "Write one page with the dates of the running votes, for the web server to show while the site is down"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", default=str(settings.DATA_DIR / "fallback.html"), help="the file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        target = Path(options["to"])
        parts = {language: _part(language) for language in ("da", "en")}
        beside = target.with_name(f".{target.name}.new")
        beside.write_text(render_to_string("operate/fallback.html", {"parts": parts, "name": card().name}))
        # In one step: the web server may read it at any moment.
        beside.replace(target)
        self.stdout.write(f"Written: {target}")


def _part(language: str) -> str:
    """Names of processes, dates and telephone numbers that are public anyway, and nothing else."""
    at = timezone.now()
    running = Vote.objects.filter(closed_at=None, opens_at__lte=at, closes_at__gt=at, process__opened_at__isnull=False)
    votes = running.select_related("process").prefetch_related("process__contacts").order_by("closes_at", "pk")
    with override(language):
        return render_to_string("operate/_fallback.html", {"votes": votes, "at": at})
