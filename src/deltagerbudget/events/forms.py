from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from deltagerbudget.acts.vocabulary import Purpose
from deltagerbudget.events.files import slot_word
from deltagerbudget.events.models import Event
from deltagerbudget.events.rules import LEAST_MINUTES, MOST_MINUTES, MOST_PLACES, Kind
from deltagerbudget.places.models import OFFERS
from deltagerbudget.places.offers import OffersForm
from deltagerbudget.processes.forms import MomentField, a_text
from deltagerbudget.ui.danish import weekday
from deltagerbudget.ui.forms import PlainText

TEXTS = ("title", "kind", "about", "place", "access", "languages", "host", "phone", "helps_to_vote", *OFFERS)


class EventForm(OffersForm):
    """All of an event but where it belongs. The act decides."""

    use_required_attribute = False

    kind = forms.ChoiceField(label=gettext_lazy("What is it?"), choices=Kind.choices, widget=forms.RadioSelect)
    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=120, help_text=gettext_lazy("For example: Get help with your proposal.")
    )
    about = a_text(
        1000,
        required=False,
        label=gettext_lazy("What happens there?"),
        help_text=gettext_lazy("Two or three lines. What can one bring, and what does one go home with?"),
    )
    starts_at = MomentField(label=gettext_lazy("Starts"))
    ends_at = MomentField(label=gettext_lazy("Ends"))
    place = forms.CharField(
        label=gettext_lazy("Where?"), max_length=200, help_text=gettext_lazy("House, street and room.")
    )
    access = a_text(
        500,
        3,
        required=False,
        label=gettext_lazy("Can everyone get in?"),
        help_text=gettext_lazy("Steps, lift, toilet, parking, hearing loop. Write also what is missing."),
    )
    host = forms.CharField(
        label=gettext_lazy("Whom does one meet?"),
        max_length=160,
        help_text=gettext_lazy("Name and job, for example: Tove Tovtest, process owner."),
    )
    helps_to_vote = forms.BooleanField(
        label=gettext_lazy("One can vote here, or get help to vote"),
        help_text=gettext_lazy("While a vote is on, it then stands on the page “Get help to vote near me”."),
        required=False,
    )
    room = forms.ChoiceField(
        label=gettext_lazy("Does one book?"),
        choices=(
            ("none", gettext_lazy("No, one just comes")),
            ("places", gettext_lazy("Yes, a place: all come at the same time")),
            ("slots", gettext_lazy("Yes, a time: one household after the other")),
        ),
        widget=forms.RadioSelect,
        initial="none",
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("How many places?"), required=False, min_value=1, max_value=MOST_PLACES
    )
    slot_minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes for each household?"),
        required=False,
        min_value=LEAST_MINUTES,
        max_value=MOST_MINUTES,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("capacity", "slot_minutes"):
            self.fields[name].sometimes_required = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        asked = {"places": "capacity", "slots": "slot_minutes"}.get(given.get("room", ""))
        if asked and given.get(asked) is None and asked not in self.errors:
            self.add_error(asked, _("Write a number."))
        for name in {"capacity", "slot_minutes"} - {asked}:
            given[name] = None
        return given

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in {"room", "where"}}


class NewEventForm(EventForm):
    """With the area or the deltagerbudget that it belongs to."""

    where = forms.ChoiceField(label=gettext_lazy("For whom is it?"))
    field_order = ("where",)

    def __init__(self, data: Mapping[str, Any] | None, *, places: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["where"].choices = places  # type: ignore[attr-defined]


class BookingForm(forms.Form):
    """A household's time, where there are times; otherwise nothing but the button."""

    use_required_attribute = False

    def __init__(self, data: Mapping[str, Any] | None, *, event: Event, at: datetime) -> None:
        super().__init__(data)
        self.by_word = {slot_word(slot): slot for slot in event.offered}
        taken = set(event.bookings.filter(slot__isnull=False).values_list("slot", flat=True))
        language = get_language() or "da"
        free = [
            (word, weekday(slot, language)) for word, slot in self.by_word.items() if slot not in taken and slot > at
        ]
        if event.slot_minutes:
            self.fields["slot"] = forms.ChoiceField(
                label=_("Choose a time"),
                choices=free,
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Choose one of the times."),
                    "invalid_choice": _("This time has just been booked. Choose another one."),
                },
            )

    def slot(self) -> datetime | None:
        return self.by_word.get(self.cleaned_data.get("slot", ""))


class CancelForm(PlainText):
    use_required_attribute = False

    reason = forms.CharField(
        label=gettext_lazy("Why is it cancelled?"),
        max_length=300,
        help_text=gettext_lazy("Everyone can read it. Write when there is a new one, if you know."),
        error_messages={"required": gettext_lazy("Write why it is cancelled. Everyone can read it.")},
    )


class PurposeForm(forms.Form):
    purpose = forms.ChoiceField(
        label=gettext_lazy("Why do you need it?"),
        choices=Purpose.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose why you need it.")},
    )


def written(event: Event) -> dict[str, Any]:
    """What the form shows of an event that is already there."""
    names = (*TEXTS, "starts_at", "ends_at", "capacity", "slot_minutes")
    room = "slots" if event.slot_minutes else "places" if event.capacity else "none"
    return {name: getattr(event, name) for name in names} | {"room": room}
