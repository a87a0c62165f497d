"""The form of the process owner who takes a proposal up again."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from deltagerbudget.support.rules import LONGEST_REASON
from deltagerbudget.ui.forms import Paragraphs, PlainText


class LiftForm(PlainText):
    reason = forms.CharField(
        max_length=LONGEST_REASON,
        widget=Paragraphs(4),
        label=_("Why is it taken up again?"),
        help_text=_(
            "Everyone can read it on the page of the proposal. For example: only 90 people live in the village."
        ),
        error_messages={"required": _("Write why the proposal is taken up again. Everyone can read it.")},
    )
