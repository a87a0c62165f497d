"""Words of others in a mail. Pure."""

from __future__ import annotations

import re

_LINK = re.compile(r"(?<=\w)\.(?=\w{2})|:(?=//)|@(?=\w)")


def quiet(text: str) -> str:
    """What others wrote, on one line, so that no mail program makes a link of it. The space has no width."""
    return _LINK.sub(lambda found: f"{found[0]}\u200b", " ".join(text.split()))
