"""`deltagerbudget demo`: throw everything away and build the demonstration anew."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone, translation
from django.utils.timezone import localdate

from deltagerbudget.ballots import promises
from deltagerbudget.demo import money, people
from deltagerbudget.demo.build import examples, pool
from deltagerbudget.demo.equal import by_equal_shares
from deltagerbudget.demo.evaluated import evaluated
from deltagerbudget.demo.finished import told_to_the_end, tranbjerg
from deltagerbudget.demo.prepared import prepared
from deltagerbudget.installation.actions import WrongKindError, claim
from deltagerbudget.notifications.duties import run_all
from deltagerbudget.processes.models import Process


class Command(BaseCommand):
    help = "Throw all data away and build the demonstration anew (demo mode only)"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="keep what there is")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demonstration. Nothing was changed.")
        call_command("migrate", interactive=False, verbosity=0)
        try:
            claim(is_demo=True)
        except WrongKindError as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        if options["if_empty"] and Process.objects.exists():
            # The people log in by references that hold the site's own address, which may be another one now.
            people.settle(localdate())
            return
        with promises.lifted():
            call_command("flush", interactive=False, verbosity=0)
        for key in settings.KEYS_DIR.glob("vote-*.key"):
            key.unlink()
        claim(is_demo=True)
        with translation.override("da"), transaction.atomic():
            build()


def build() -> None:
    at = timezone.now()
    examples(at)
    told_to_the_end(at)
    by_equal_shares(at)
    tranbjerg(at)
    prepared(at)
    money.told(at, pool(localdate(at)))
    evaluated(at)
    run_all(at=at)
