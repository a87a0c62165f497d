"""`deltagerbudget invite-administrator EMAIL NAME`: the first one, or the way back when there is none."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from deltagerbudget.acts.actor import SYSTEM
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.vocabulary import Role
from deltagerbudget.staff.actions import invite_staff
from deltagerbudget.staff.post import write_invitation


class Command(BaseCommand):
    help = "Invite an administrator by mail; for the first one, or when there is none left"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        try:
            invitation, token = invite_staff(
                SYSTEM, address=options["email"], name=options["name"], role=Role.ADMINISTRATOR, area=None, at=at
            )
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        write_invitation(invitation, token, language="da", at=at)
        self.stdout.write("The invitation goes out with the next mails. It is valid for seven days.")
