from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deltagerbudget.areas.models import Area
from deltagerbudget.behalf.actions import Entered
from deltagerbudget.behalf.rules import CONTACT, NAME, Source
from deltagerbudget.pictures.decoding import BadFile, check_size, decoded
from deltagerbudget.pictures.forms import PICTURES, OneFileField, OneFileInput
from deltagerbudget.pictures.keeping import Kept, keep
from deltagerbudget.pictures.papers import check_pdf
from deltagerbudget.ui.forms import DateField, PlainText

_PDF = b"%PDF-"


class EnterForm(PlainText):
    """What the clerk writes of a resident who has no account. The act decides."""

    use_required_attribute = False

    name = forms.CharField(
        label=gettext_lazy("The resident's name"),
        help_text=gettext_lazy("As the resident says it. Which name others see is chosen with the proposal."),
        max_length=NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    is_protected = forms.BooleanField(
        label=gettext_lazy("The resident's name and address are protected"),
        help_text=gettext_lazy("Then the name is not kept, and “A resident” stands on the proposal."),
        required=False,
    )
    birth_date = DateField(
        label=gettext_lazy("Birthday"),
        help_text=gettext_lazy("To see whether the resident is old enough to take part. Never a CPR number."),
        error_messages={"required": gettext_lazy("Write the birthday.")},
    )
    residence = forms.ChoiceField(
        label=gettext_lazy("Where does the resident live?"),
        error_messages={"required": gettext_lazy("Choose where the resident lives.")},
    )
    source = forms.ChoiceField(
        label=gettext_lazy("How did it come to you?"),
        choices=Source.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how it came to you.")},
    )
    contact = forms.CharField(
        label=gettext_lazy("How do you reach the resident?"),
        help_text=gettext_lazy("Phone or address. It is for you and your colleagues alone, and goes when it is over."),
        max_length=CONTACT,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write a phone number or an address.")},
    )
    scan = OneFileField(
        label=gettext_lazy("A picture or a PDF of the slip or letter"),
        help_text=gettext_lazy("At most 10 MB. Nobody but you and your colleagues can open it."),
        widget=OneFileInput(attrs={"accept": f"{PICTURES},application/pdf"}),
        required=False,
        allow_empty_file=True,
    )
    has_consented = forms.BooleanField(
        label=gettext_lazy("The resident has said yes to us writing it here for them"),
        help_text=gettext_lazy("They know that everyone can read the proposal, and that they can be deleted again."),
        error_messages={"required": gettext_lazy("Ask the resident first, and tick that they have said yes.")},
    )

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = localdate(at)
        areas = [(area.slug, area.name) for area in Area.objects.in_order()]
        somewhere = [("-", _("Somewhere else"))]
        self.fields["residence"].choices = [("", _("Choose")), *areas, *somewhere]  # type: ignore[attr-defined]
        self.fields["name"].sometimes_required = True  # type: ignore[attr-defined]
        self.found: bytes | Kept | None = None

    def clean_birth_date(self) -> Any:
        day = self.cleaned_data["birth_date"]
        if day > self._today:
            raise ValidationError(_("Look at the birthday again: day, month and year."))
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        given["name"] = " ".join(given.get("name", "").split())
        if not given["name"] and not given.get("is_protected"):
            self.add_error("name", _("Write the resident's name."))
        file = given.get("scan")
        if file is None or "scan" in self.errors:
            return given
        if self.errors:
            self.add_error("scan", _("Choose the file again: the browser forgets it when something is missing."))
        else:
            self._read(file)
        return given

    def _read(self, file: Any) -> None:
        """SECURITY: the type is told by what the file holds, never by its name or by what the browser says."""
        try:
            check_size(file.size, _("The file is %(size)s MB. Choose one of at most %(most)s MB."))
            data: bytes = file.read()
            if data.startswith(_PDF):
                check_pdf(data)
                self.found = data
            else:
                file.seek(0)
                self.found = keep(decoded(file, file.size))
        except BadFile as problem:
            self.add_error("scan", str(problem.message))

    def entered(self) -> Entered:
        """What the valid form holds."""
        given = self.cleaned_data
        return Entered(
            name=given["name"],
            birth_date=given["birth_date"],
            residence="" if given["residence"] == "-" else given["residence"],
            source=Source(given["source"]),
            contact=given["contact"],
            has_consented=given["has_consented"],
            is_protected=given["is_protected"],
            scan=self.found,
        )
