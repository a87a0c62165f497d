"""`deltagerbudget check-truths`: what must hold across rows; a line for each breach, and exit 1 if there is one."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from deltagerbudget.operate.truths import breaches


class Command(BaseCommand):
    help = "Check what must hold across rows: money, frozen lists, ballot boxes, keys, results"

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(breaches(at=timezone.now()))
        for sentence in found:
            self.stdout.write(sentence)
        if found:
            sys.exit(1)
        self.stdout.write("All truths hold.")
