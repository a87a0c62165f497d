"""`deltagerbudget work`: the clock's acts and the mails, until it is stopped."""

from __future__ import annotations

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, close_old_connections
from django.utils import timezone

from deltagerbudget.acts.clock import now
from deltagerbudget.installation.actions import note_worker
from deltagerbudget.letters.runs import forget_runs, make_next
from deltagerbudget.notifications.duties import run_all

log = logging.getLogger(__name__)

PAUSE = 2.0


class Command(BaseCommand):
    help = "Run the clock's acts and send mails, until stopped"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due and end")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            self._round()
            return
        stop = threading.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: stop.set())
        while not stop.is_set():
            self._tick()
            stop.wait(PAUSE)

    def _tick(self) -> None:
        close_old_connections()
        try:
            self._round()
            note_worker(at=timezone.now())
        except Error:
            # The database is away for a moment; nothing is lost, the next round does it again.
            log.exception("the worker could not reach the database")

    def _round(self) -> None:
        run_all(at=now())
        forget_runs(wall=timezone.now())
        # Last: a thousand letters take a minute, and nothing else should wait for them.
        make_next(at=now(), wall=timezone.now())
