from __future__ import annotations

import time
from typing import Any

from django import forms
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext_lazy as _

from deltagerbudget.notifications.rules import Pace
from deltagerbudget.ui.forms import PlainText

_SHOWN = Signer(salt="notifications/form/v1")
# Nobody reads the page and writes an address faster; nobody leaves it open for longer.
LEAST_SECONDS = 2
MOST_SECONDS = 24 * 60 * 60


class PaceForm(forms.Form):
    pace = forms.ChoiceField(
        label=_("How often should we write?"),
        choices=Pace.choices,
        initial=Pace.AT_ONCE,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how often we should write.")},
    )


class FollowForm(PlainText):
    """For those without an account."""

    use_required_attribute = False

    email = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_("We send a mail with a link. You follow when you have said yes there."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write your e-mail."),
            "invalid": _("This does not look like an e-mail. Write it like this: navn@example.dk"),
        },
    )
    pace = forms.ChoiceField(
        label=_("How often should we write?"),
        choices=Pace.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how often we should write.")},
    )
    # People never see this field. What fills it in is a machine.
    homepage = forms.CharField(required=False)
    # When the form was shown, signed.
    billet = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"pace": Pace.AT_ONCE, "billet": _SHOWN.sign(str(time.time())), **self.initial}

    @property
    def is_caught(self) -> bool:
        """Filled in by a machine: a field that nobody sees, or faster than anybody writes."""
        return bool(self.data.get("homepage")) or not _is_unhurried(self.data.get("billet", ""))


def _is_unhurried(shown: str) -> bool:
    try:
        moment = float(_SHOWN.unsign(shown))
    except (BadSignature, ValueError):
        return False
    return LEAST_SECONDS <= time.time() - moment <= MOST_SECONDS
