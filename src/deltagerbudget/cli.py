"""The command `deltagerbudget`. Light on purpose: Django is loaded only for what needs it."""

import os
import sys

USAGE = """Usage: deltagerbudget COMMAND [ARGUMENTS]

  serve            the web server and the worker, until you stop them
  work             the worker alone: mails and other reactions to what has happened
  demo             throw the demonstration's data away and make it anew
  import-pabulib   read an election from a .pb file as a finished process
  count            count a .pb file; needs neither a database nor Django

Every command of Django works too, for example `deltagerbudget migrate`.
`deltagerbudget COMMAND --help` says more about one of them.
"""


def main(arguments: list[str] | None = None) -> int:
    arguments = sys.argv[1:] if arguments is None else arguments
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(USAGE, end="")
        return 0 if arguments else 2
    command, rest = arguments[0], arguments[1:]
    if command == "count":
        return _count(rest)
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

    ManagementUtility(["deltagerbudget", command, *arguments]).execute()
    return 0


if __name__ == "__main__":
    sys.exit(main())
