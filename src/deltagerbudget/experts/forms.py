from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deltagerbudget.review.forms import FindingsForm, PlainForm
from deltagerbudget.ui.forms import DateField


class AskExpertForm(PlainForm):
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=90, error_messages={"required": gettext_lazy("Write who it is.")}
    )
    title = forms.CharField(
        label=gettext_lazy("What does the person know about?"),
        help_text=gettext_lazy("For example: expert on trees, the harbour master, engineer at the water works."),
        max_length=90,
        error_messages={"required": gettext_lazy("Write what the person knows about.")},
    )
    address = forms.EmailField(
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("We send a link that opens this one proposal. It needs no login."),
        max_length=254,
        error_messages={"required": gettext_lazy("Write the person's e-mail.")},
    )
    due_on = DateField(
        label=gettext_lazy("Answer by"), error_messages={"required": gettext_lazy("Choose the day the answer is due.")}
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        if due_on < self.today:
            raise forms.ValidationError(_("Choose today or a later day."))
        return due_on


class ExpertForm(FindingsForm):
    """The same as a department's, without a note for colleagues: there are none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["internal_note"]
