"""`deltagerbudget backup-keys DIR`: the keys of votes and accounts, into a place of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from deltagerbudget.operate import keys
from deltagerbudget.operate.manifest import BackupError


class Command(BaseCommand):
    help = "Copy the keys into a new directory, away from the database's backup"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = keys.make(options["directory"], at=timezone.now())
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{len(made.files)} files. When keys are destroyed, destroy this copy too (docs/secrecy.md).")
