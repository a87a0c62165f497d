"""deltagerbudget import-pabulib FILE.pb"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, OutputWrapper

from deltagerbudget.acts.actor import SYSTEM
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.counting.pabulib import PabulibError
from deltagerbudget.results.imports import Imported, import_election

WIDTH = 40


class Command(BaseCommand):
    help = "Read an election from a .pb file as a finished process: count it, publish it, compare the winners."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.pb")
        parser.add_argument("--area", default="", help="the area it belongs to; made if it is new")
        parser.add_argument("--title", default="", help="the title instead of the file's description")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        bar = _Bar(self.stderr)
        try:
            with file.open("rb") as source:
                imported = import_election(
                    SYSTEM,
                    source,
                    name=file.name,
                    at=now(),
                    title=options["title"],
                    area=options["area"],
                    progress=bar,
                )
        except (PabulibError, OSError, Refusal) as error:
            bar.clear()
            raise CommandError(f"{file}: {_words(error)} Nothing is imported.", returncode=2) from error
        bar.clear()
        self._say(imported)

    def _say(self, imported: Imported) -> None:
        process, result = imported.process, imported.result
        lines = [f"{process.title}: {result.ballots} ballots, {len(result.explained.steps)} projects."]
        lines += [*imported.report, f"See the result at /resultat/{process.slug}/"]
        self.stdout.write("\n".join(lines))


class _Bar:
    """A bar on a terminal, from the first second on."""

    def __init__(self, stream: OutputWrapper) -> None:
        self._stream = stream
        self._began = time.monotonic()
        self._is_drawn = False

    def __call__(self, done: int, total: int) -> None:
        if not self._stream.isatty() or time.monotonic() - self._began < 1:
            return
        filled = WIDTH * done // max(total, 1)
        self._stream.write(f"\r[{'#' * filled:<{WIDTH}}] {done}/{total} ballots", ending="")
        self._stream.flush()
        self._is_drawn = True

    def clear(self) -> None:
        if self._is_drawn:
            self._stream.write("\r\x1b[K", ending="")


def _words(error: PabulibError | OSError | Refusal) -> str:
    if isinstance(error, Refusal):
        return error.message
    if isinstance(error, OSError):
        return f"{error.strerror}."
    return f"{error}."
