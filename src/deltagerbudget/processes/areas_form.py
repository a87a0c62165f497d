"""The form of the areas of a deltagerbudget."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.tables import WHO
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.areas.models import Area
from deltagerbudget.processes.models import Process


def areas_of(actor: Actor) -> QuerySet[Area]:
    """The areas in which the actor may set a deltagerbudget up."""
    held = [area for role, area in actor.grants if role in WHO[Act.CREATE_PROCESS]]
    found = Area.objects.in_order()
    return found if None in held else found.filter(pk__in=[area for area in held if area])


class AreasForm(forms.Form):
    areas = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Where?"),
        queryset=Area.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Those who live here can take part."),
    )

    def __init__(self, actor: Actor, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.actor = actor
        cast(forms.ModelMultipleChoiceField, self.fields["areas"]).queryset = areas_of(actor)

    def chosen(self, process: Process) -> list[Area]:
        """What was ticked, and those of the process that were not this person's to untick."""
        kept = process.areas.exclude(pk__in=areas_of(self.actor))
        return [*self.cleaned_data["areas"], *kept]
