"""What a place has for whoever cannot just walk in: its fields in forms, and its words on pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deltagerbudget.places.models import Offers
from deltagerbudget.ui.forms import PlainText

FLAGS = {
    "step_free": gettext_lazy("No steps on the way in"),
    "has_toilet": gettext_lazy("Toilet for wheelchair users"),
    "has_loop": gettext_lazy("Hearing loop"),
    "has_parking": gettext_lazy("Disabled parking by the door"),
}


class OffersForm(PlainText):
    """What is there, and whom to call. A box without a tick says nothing, and the page then asks people to call."""

    step_free = forms.BooleanField(label=FLAGS["step_free"], required=False)
    has_toilet = forms.BooleanField(label=FLAGS["has_toilet"], required=False)
    has_loop = forms.BooleanField(label=FLAGS["has_loop"], required=False)
    has_parking = forms.BooleanField(label=FLAGS["has_parking"], required=False)
    quiet_hours = forms.CharField(
        label=gettext_lazy("When is it quiet?"),
        help_text=gettext_lazy("For example: Tuesdays from 9 to 11 there are few people and no music."),
        max_length=120,
        required=False,
    )
    languages = forms.CharField(
        label=gettext_lazy("Which languages are spoken?"),
        max_length=120,
        required=False,
        initial=gettext_lazy("Danish"),
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone for questions"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )


def offered(place: Offers) -> list[str]:
    """In words, the way in first."""
    words = [str(label) for name, label in FLAGS.items() if getattr(place, name)]
    if place.quiet_hours:
        words.append(_("Quiet: %(when)s") % {"when": place.quiet_hours})
    return words
