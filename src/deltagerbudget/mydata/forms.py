from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from deltagerbudget.mydata.rules import SLIP, WORD
from deltagerbudget.ui.forms import PlainText


class DeleteForm(PlainText):
    use_required_attribute = False

    word = forms.CharField(
        label=_("Write SLET to delete everything"),
        help_text=_("It cannot be brought back."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": SLIP % {"word": WORD}},
    )
