"""What looks like a CPR number. Pure; used by every form and by the acts that write a resident's text."""

from __future__ import annotations

import re

# Ten figures that begin with a day and a month. Days from 61 are those of replacement numbers.
_DAY, _MONTH = r"(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])", r"(?:0[1-9]|1[0-2])"
_CPR = re.compile(rf"(?<!\d){_DAY}{_MONTH}\d{{2}}[ \-\u2010-\u2014]?\d{{4}}(?!\d)")


def has_cpr(text: str) -> bool:
    """Whether the text holds something that looks like a CPR number. LAW: databeskyttelsesloven § 11."""
    return _CPR.search(text) is not None
