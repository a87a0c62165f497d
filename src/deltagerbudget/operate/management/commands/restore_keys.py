"""`deltagerbudget restore-keys DIR`: missing keys back from their own place; destroyed ones stay destroyed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from deltagerbudget.operate import keys
from deltagerbudget.operate.manifest import BackupError


class Command(BaseCommand):
    help = "Bring missing keys back from their backup; restore the database first"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            for sentence in keys.restore(options["directory"]):
                self.stdout.write(sentence)
        except BackupError as error:
            raise CommandError(str(error)) from error
