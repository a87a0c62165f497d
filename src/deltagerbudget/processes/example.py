"""An example of most votes first, in the amount of the deltagerbudget. Pure."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from deltagerbudget.counting.rule import Rule, Variant


def example(rule: Rule, amount: int, in_money: Callable[[int], str]) -> str:
    """Three invented proposals at 60, 50 and 30 per cent of the real amount: one fits, one does not, one might."""
    units = amount // 100
    step = 10 ** max(0, len(str(units)) - 3)
    first, second, third = (units * share // 100 // step * step * 100 for share in (60, 50, 30))
    left = amount - first
    texts = {
        Variant.SKIP: _(
            "Example: There is %(amount)s. A costs %(first)s and has 90 votes: it gets the money. %(left)s is left. "
            "B costs %(second)s and has 70 votes: it is too expensive now and is skipped. "
            "C costs %(third)s and has 50 votes: it gets its money. %(end)s is left."
        ),
        Variant.STOP: _(
            "Example: There is %(amount)s. A costs %(first)s and has 90 votes: it gets the money. %(left)s is left. "
            "B costs %(second)s and has 70 votes: it is too expensive now, so the count stops. %(left)s is left."
        ),
        Variant.STOP_PERCENT: _(
            "Example: There is %(amount)s. A costs %(first)s and has 90 votes: it gets the money. %(left)s is left. "
            "B costs %(second)s and has 70 votes: %(part)s per cent of its price is left. The rule asks for %(n)s."
        ),
        Variant.REMAINDER: _(
            "Example: There is %(amount)s. A costs %(first)s and has 90 votes: it gets the money. %(left)s is left. "
            "B costs %(second)s and has 70 votes: it gets the %(left)s. Then there is no more."
        ),
    }
    amounts = {"amount": amount, "first": first, "second": second, "third": third}
    amounts |= {"left": left, "end": left - third}
    words = {name: in_money(value) for name, value in amounts.items()}
    return texts[rule.variant] % (words | {"n": rule.percent, "part": left * 100 // max(second, 1)})
