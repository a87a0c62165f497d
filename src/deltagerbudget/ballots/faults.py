"""What is wrong with a ballot, and what to do, from a fault of counting. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from deltagerbudget.counting.ballots import Fault
from deltagerbudget.ui.danish import kroner

Params = Mapping[str, int | str]


def message(fault: Fault) -> str:
    return _MESSAGES[fault.code](fault.params)


def _number(params: Params, name: str) -> int:
    return int(params[name])


def _twice(params: Params) -> str:
    return _("A proposal is on the ballot twice. Choose each proposal once.")


def _too_few(params: Params) -> str:
    least = _number(params, "said")
    text = ngettext("Choose at least %(count)s proposal.", "Choose at least %(count)s proposals.", least)
    return text % {"count": least}


def _too_many(params: Params) -> str:
    chosen = _number(params, "found")
    text = ngettext(
        "You have chosen %(chosen)s proposals. You can choose at most %(count)s. Remove some.",
        "You have chosen %(chosen)s proposals. You can choose at most %(count)s. Remove some.",
        chosen,
    )
    return text % {"chosen": chosen, "count": params["said"]}


def _money(amount: int) -> str:
    return kroner(amount, get_language() or "da")


def _too_dear(params: Params) -> str:
    over = _number(params, "found") - _number(params, "said")
    text = _("You have chosen for %(over)s more than there is. Remove one or more proposals.")
    return text % {"over": _money(over)}


def _too_cheap(params: Params) -> str:
    short = _number(params, "said") - _number(params, "found")
    return _("Choose for %(short)s more. A ballot must come to a least sum.") % {"short": _money(short)}


def _few_points(params: Params) -> str:
    return _("Give each proposal that you choose at least %(least)s points.") % {"least": params["said"]}


def _many_points(params: Params) -> str:
    text = _("You have given one proposal %(found)s points. At most %(most)s are possible.")
    return text % {"found": params["found"], "most": params["said"]}


def _small_sum(params: Params) -> str:
    text = _("You have given %(found)s points. Give at least %(least)s in all.")
    return text % {"found": params["found"], "least": params["said"]}


def _large_sum(params: Params) -> str:
    text = _("You have given %(found)s points, and you have %(most)s. Take some away.")
    return text % {"found": params["found"], "most": params["said"]}


def _unread(params: Params) -> str:
    return _("The ballot could not be read. Start again from the list.")


def _few_of_topic(params: Params) -> str:
    text = _("Choose at least %(least)s of the topic “%(topic)s”. You have chosen %(found)s.")
    return text % {"least": params["said"], "topic": params["category"], "found": params["found"]}


def _many_of_topic(params: Params) -> str:
    text = _("Choose at most %(most)s of the topic “%(topic)s”. You have chosen %(found)s. Remove some.")
    return text % {"most": params["said"], "topic": params["category"], "found": params["found"]}


def _cheap_topic(params: Params) -> str:
    words = {"least": _money(_number(params, "said")), "topic": params["category"]}
    return _("Choose for at least %(least)s of the topic “%(topic)s”.") % words


def _dear_topic(params: Params) -> str:
    words = {"most": _money(_number(params, "said")), "topic": params["category"]}
    return _("Choose for at most %(most)s of the topic “%(topic)s”. Remove some.") % words


_MESSAGES: Mapping[str, Callable[[Params], str]] = {
    "repeated_project": _twice,
    "too_few_projects": _too_few,
    "too_many_in_vote": _too_many,
    "too_dear": _too_dear,
    "too_cheap": _too_cheap,
    "points_missing": _unread,
    "too_few_points": _few_points,
    "too_many_points": _many_points,
    "sum_too_small": _small_sum,
    "sum_too_large": _large_sum,
    "few_in_category": _few_of_topic,
    "many_in_category": _many_of_topic,
    "cheap_in_category": _cheap_topic,
    "dear_in_category": _dear_topic,
}
