"""The command `deltagerbudget`. Light on purpose: Django is loaded only for what needs it."""

import os
import sys

USAGE = """Usage: deltagerbudget COMMAND [ARGUMENTS]

  serve            the web server and the worker, until you stop them
  work             the worker alone: mails and other reactions to what has happened
  health           say whether database, keys, disk, worker and mail are well
  check-truths     check what must hold across rows: money, lists, boxes, keys, results
  fallback-page    write the page that the web server shows while the site is down
  backup           copy database and pictures into a new directory; never the keys
  restore          bring them back, after checking that the copy is whole
  backup-keys      copy the keys, into a place of their own
  restore-keys     bring missing keys back; destroyed ones stay destroyed
  demo             throw the demonstration's data away and make it anew
  import-areas     read the areas of the map from a GeoJSON file
  invite-administrator
                   invite the first administrator by mail
  import-pabulib   read an election from a .pb file as a finished process
  count            count a .pb file; needs neither a database nor Django
  compare          set the rules beside each other on a .pb file

Every command of Django works too, for example `deltagerbudget migrate`.
`deltagerbudget COMMAND --help` says more about one of them.
"""


def main(arguments: list[str] | None = None) -> int:
    arguments = sys.argv[1:] if arguments is None else arguments
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(USAGE, end="")
        return 0 if arguments else 2
    command, rest = arguments[0], arguments[1:]
    if command in ("count", "compare"):
        return _count([command, *rest])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deltagerbudget.config.settings")
    if command == "serve":
        return _serve(rest)
    return _manage(command.replace("-", "_"), rest)


def _count(arguments: list[str]) -> int:
    from deltagerbudget.counting.cli import main as count

    return count(arguments) or 0


def _serve(arguments: list[str]) -> int:
    from deltagerbudget.config.serve import main as serve

    return serve(arguments)


def _manage(command: str, arguments: list[str]) -> int:
    """Django reports a command's failure by leaving the process."""
    from django.core.management import ManagementUtility

    if command == "work":
        _claim()
    ManagementUtility(["deltagerbudget", command, *arguments]).execute()
    if command == "migrate" and not arguments:
        _claim()
    return 0


def _claim() -> None:
    """Mark the database as a demonstration's or a municipality's, or end where it is the other's."""
    import django
    from django.conf import settings
    from django.db import DatabaseError

    django.setup()
    from deltagerbudget.installation.actions import WrongKindError, claim

    try:
        claim(is_demo=settings.DEMO)
    except WrongKindError as error:
        sys.exit(str(error))
    except DatabaseError:
        sys.exit("The database does not answer or is not migrated: run deltagerbudget migrate.")


if __name__ == "__main__":
    sys.exit(main())
