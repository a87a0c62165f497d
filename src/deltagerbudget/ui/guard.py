"""Two quiet traps for machines: a field that nobody sees, and a form sent faster than anybody writes."""

from __future__ import annotations

import time
from typing import Any

from django import forms
from django.core.signing import BadSignature, Signer

from deltagerbudget.ui.forms import PlainText

_SHOWN = Signer(salt="ui/guard/v1")
LEAST_SECONDS = 2


def stamp(moment: float | None = None) -> str:
    """When a form was shown, signed."""
    return _SHOWN.sign(str(time.time() if moment is None else moment))


def is_unhurried(stamped: str) -> bool:
    """However long somebody takes; a person's text is never lost for having been written slowly."""
    try:
        moment = float(_SHOWN.unsign(stamped))
    except (BadSignature, ValueError):
        return False
    return time.time() - moment >= LEAST_SECONDS


class Unhurried(PlainText):
    """A form that everyone can reach. Ask `is_caught` before anything else, and tell a machine nothing."""

    use_required_attribute = False

    # People never see this field. What fills it in is a machine.
    homepage = forms.CharField(required=False)
    billet = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"billet": stamp(), **self.initial}

    @property
    def is_caught(self) -> bool:
        return bool(self.data.get("homepage")) or not is_unhurried(self.data.get("billet", ""))
