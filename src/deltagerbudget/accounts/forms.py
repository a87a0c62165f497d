from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from deltagerbudget.ui.forms import PlainText


class DetailsForm(PlainText):
    email = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_("So that we can tell you what happens to your proposals. Nobody else sees it."),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    language = forms.ChoiceField(
        label=_("Which language should we write to you in?"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
