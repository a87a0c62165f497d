"""`deltagerbudget restore DIR`: back from a backup, after its digests are checked. Stop web and worker first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from deltagerbudget.operate import backup
from deltagerbudget.operate.manifest import BackupError


class Command(BaseCommand):
    help = "Bring database and pictures back from a backup; stop web and worker first"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path)
        parser.add_argument("--replace", action="store_true", help="throw away what is there")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            backup.restore(options["directory"], replace=options["replace"], say=self.stdout.write)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Restored. Everyone has to log in again. Run check-truths and health.")
