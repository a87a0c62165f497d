from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.ballots.models import Station
from deltagerbudget.identity.cpr import digits_of
from deltagerbudget.places.models import OFFERS
from deltagerbudget.places.offers import FLAGS, OffersForm
from deltagerbudget.polling.rules import as_written, openings_in
from deltagerbudget.ui.forms import DateField, Paragraphs, PlainText


class StationForm(OffersForm):
    """Where one can vote, as people read it."""

    use_required_attribute = False

    name = forms.CharField(
        label=gettext_lazy("Name of the place"),
        help_text=gettext_lazy("For example: Tranbjerg Library. The same name again corrects the place."),
        max_length=120,
        error_messages={"required": gettext_lazy("Write the name of the place.")},
    )
    address = forms.CharField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("Street, number and room."),
        max_length=200,
        error_messages={"required": gettext_lazy("Write the address.")},
    )
    hours = forms.CharField(
        label=gettext_lazy("Days and hours"),
        help_text=gettext_lazy("For example: Monday to Friday from 10 to 18."),
        max_length=300,
        error_messages={"required": gettext_lazy("Write when people can come.")},
    )
    openings = forms.CharField(
        label=gettext_lazy("The same as days, for calendars"),
        help_text=gettext_lazy("One line for each day, for example: 2.12.2026 10.00-18.00"),
        required=False,
        max_length=2000,
        widget=Paragraphs(4),
    )
    field_order = ("name", "address", "hours", "openings", *FLAGS, "quiet_hours", "languages", "phone")

    def clean_openings(self) -> str:
        given: str = self.cleaned_data["openings"]
        try:
            openings_in(given)
        except Refusal as refusal:
            raise ValidationError(refusal.message) from None
        return given


def written(station: Station) -> dict[str, Any]:
    """What the form shows of a place that is already there."""
    names = ("name", "address", "hours", "languages", "phone", *OFFERS)
    days = ((localtime(row.starts_at), localtime(row.ends_at)) for row in station.openings.all())
    return {name: getattr(station, name) for name in names} | {"openings": "\n".join(as_written(*day) for day in days)}


class ShiftForm(forms.Form):
    """Who serves at the place, and on which day."""

    use_required_attribute = False

    person = forms.ChoiceField(
        label=gettext_lazy("Who?"), error_messages={"required": gettext_lazy("Choose who serves there.")}
    )
    day = DateField(label=gettext_lazy("Which day?"), error_messages={"required": gettext_lazy("Write the day.")})

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(person.pk): person for person in people}
        chosen = [("", _("Choose")), *((pk, person.name) for pk, person in self._people.items())]
        self.fields["person"].choices = chosen  # type: ignore[attr-defined]

    def chosen(self) -> Person:
        return self._people[self.cleaned_data["person"]]


class BatchForm(PlainText):
    """A pile of ballots: how many, and which scans are theirs."""

    use_required_attribute = False

    sheets = forms.IntegerField(
        label=gettext_lazy("How many sheets?"),
        help_text=gettext_lazy("At most 50. Count twice."),
        error_messages={
            "required": gettext_lazy("Write how many sheets there are."),
            "invalid": gettext_lazy("Write a number."),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    scan = forms.CharField(
        label=gettext_lazy("Fingerprint of the scans (SHA-256)"),
        help_text=gettext_lazy("So that nobody can put other scans in their place."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Choose the file with the scans, or paste its fingerprint.")},
    )


class ReceivedForm(forms.Form):
    """How many letters with ballots were opened."""

    use_required_attribute = False

    count = forms.IntegerField(
        label=gettext_lazy("How many more came by post?"),
        help_text=gettext_lazy("Count the envelopes before you open them. Count twice."),
        error_messages={
            "required": gettext_lazy("Write how many there are."),
            "invalid": gettext_lazy("Write a number."),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class _Unechoed(forms.TextInput):
    """SECURITY: what was typed is never shown again."""

    def format_value(self, value: Any) -> None:
        return None


class NumberForm(forms.Form):
    """The CPR number from the ID that staff have in their hand."""

    use_required_attribute = False

    number = forms.CharField(
        label=gettext_lazy("CPR number from the ID"),
        help_text=gettext_lazy("Ten figures. It is looked up and forgotten; it is kept nowhere."),
        max_length=40,
        widget=_Unechoed(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        error_messages={
            "required": gettext_lazy("Write the ten figures of the CPR number."),
            "max_length": gettext_lazy("Write the ten figures of the CPR number."),
        },
    )
    area = forms.ChoiceField(
        label=gettext_lazy("Where does the person live, as it stands on the health card?"),
        error_messages={"required": gettext_lazy("Choose where the person lives.")},
    )

    def __init__(self, *args: Any, areas: list[tuple[str, str]], asks_registry: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if areas and asks_registry:
            self.fields["area"].required = False
            self.fields["area"].help_text = _(
                "Only when the register does not answer, or the address is protected. Else leave it open."
            )
        if areas:
            somewhere = [("", _("Choose")), *areas, ("-", _("Somewhere else"))]
            self.fields["area"].choices = somewhere  # type: ignore[attr-defined]
        else:
            del self.fields["area"]

    def clean_number(self) -> str:
        number = digits_of(self.cleaned_data["number"])
        if number is None:
            raise ValidationError(_("A CPR number has ten figures. Look at the ID and type it once more."))
        return number
