"""What is asked when a deltagerbudget begins from a template or an earlier one: only what must be new."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deltagerbudget.acts.actor import Actor
from deltagerbudget.areas.models import Area
from deltagerbudget.processes.areas_form import areas_of
from deltagerbudget.processes.forms import a_day
from deltagerbudget.processes.models import Process
from deltagerbudget.ui.danish import free_slug
from deltagerbudget.ui.forms import PlainText


class BeginForm(PlainText):
    title = forms.CharField(label=gettext_lazy("New title"), max_length=120)
    address = forms.SlugField(
        label=gettext_lazy("New address"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("For example legeplads-2027. Leave it empty to make it from the title."),
    )
    first_day = a_day(
        label=gettext_lazy("First day"),
        help_text=gettext_lazy("The preparation begins on this day, or on the same day of the week right after it."),
    )
    areas = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Where?"),
        queryset=Area.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Those who live here can take part."),
    )

    def __init__(self, actor: Actor, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        cast(forms.ModelMultipleChoiceField, self.fields["areas"]).queryset = areas_of(actor)

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"]).lower()
        if address and Process.objects.filter(slug=address).exists():
            raise ValidationError(_("There is already a deltagerbudget with this address. Choose another one."))
        return address

    def slug(self, taken: Collection[str]) -> str:
        return self.cleaned_data["address"] or free_slug(self.cleaned_data["title"], set(taken))
