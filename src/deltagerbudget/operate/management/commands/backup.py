"""`deltagerbudget backup DIR`: database and pictures, without the keys; safe while the site runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from deltagerbudget.installation.actions import WrongKindError
from deltagerbudget.operate import backup
from deltagerbudget.operate.manifest import BackupError


class Command(BaseCommand):
    help = "Copy database and pictures into a new directory; never the keys (backup-keys)"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = backup.make(options["directory"], at=timezone.now())
        except (BackupError, WrongKindError) as error:
            raise CommandError(str(error)) from error
        size = sum(size for size, _ in made.files.values())
        self.stdout.write(f"{len(made.files)} files, {size} bytes. The keys are not among them: backup-keys.")
