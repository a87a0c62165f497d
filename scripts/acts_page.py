"""Writes docs/acts.md from the four tables: the page that a municipality approves."""

import os
import sys

import django

INTRODUCTION = """# Who may do what, and when

Written by `make docs` from `acts/tables.py`; a test fails where it is stale.
Every consequential deed is an *act*. Four tables say who may do it, in which phase, whether it takes two persons, and
whether staff may do it for a resident who has no account ([behalf.md](behalf.md)).

| act | who | when | two persons | for a resident | in the journal |
|---|---|---|---|---|---|
"""


def page() -> str:
    from deltagerbudget.acts.tables import NOT_IN_JOURNAL, ON_BEHALF, TWO, WHEN, WHO
    from deltagerbudget.acts.vocabulary import Act, PhaseKind, Role

    def row(act: Act) -> str:
        who = ", ".join(role.value for role in Role if role in WHO[act]) or "no account: the booth decides"
        phases = WHEN[act]
        when = "any time" if phases is None else ", ".join(kind.value for kind in PhaseKind if kind in phases)
        cells = [f"`{act.value}`", who, when, "yes" if act in TWO else "", "yes" if act in ON_BEHALF else ""]
        cells.append("no" if act in NOT_IN_JOURNAL else "yes")
        return f"| {' | '.join(cells)} |\n"

    return INTRODUCTION + "".join(row(act) for act in Act)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deltagerbudget.config.settings")
    os.environ.setdefault("DELTAGERBUDGET_DEMO", "true")
    django.setup()
    sys.stdout.write(page())
