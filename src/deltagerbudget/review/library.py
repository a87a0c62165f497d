"""To put a reason from the library into what is being written. Nothing is saved by it, and nothing typed is lost."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from deltagerbudget.criteria.models import Reason

# The button that inserts, and the list to choose from.
BUTTON, CHOICE = "indsaet", "begrundelse"


class LibraryForm(forms.Form):
    begrundelse = forms.ChoiceField(
        label=_("Begin from one of these reasons"), required=False, help_text=_("Then change it so that it fits here.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reasons = Reason.objects.listed()
        choices = [("", _("Choose a reason")), *((reason.title, reason.title) for reason in self.reasons)]
        self.fields[CHOICE].choices = choices  # type: ignore[attr-defined]
        self.fields[CHOICE].sometimes_required = True  # type: ignore[attr-defined]


def is_inserting(data: QueryDict) -> bool:
    return BUTTON in data


def inserted(data: QueryDict, *, into: str = "reason") -> dict[str, Any]:
    """What was typed, as the beginning of a form, with the chosen reason after what stood in the field."""
    chosen = data.get(CHOICE, "")
    found = next((reason.words for reason in Reason.objects.listed() if reason.title == chosen), "")
    typed: dict[str, Any] = dict(data.items())
    typed[into] = "\n\n".join(part for part in (str(typed.get(into, "")).strip(), found) if part)
    return typed
