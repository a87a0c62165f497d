"""`deltagerbudget health`: everything that can be ill, one line each; ends with 1 when something is."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from deltagerbudget.operate.health import whole


class Command(BaseCommand):
    help = "Say whether database, keys, disk, worker and mail are well; exit 1 when one is not"
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        found = whole(at=timezone.now())
        for sign in found:
            self.stdout.write(f"{'ok ' if sign.is_well else 'ILL'} {sign.name}: {sign.says}")
        if not all(sign.is_well for sign in found):
            sys.exit(1)
