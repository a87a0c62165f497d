from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from deltagerbudget.ballots.roll_forms import CprField
from deltagerbudget.letters.orders import MOST_CARDS
from deltagerbudget.letters.rules import MOST_BODY, MOST_HEADING
from deltagerbudget.ui.forms import Paragraphs, PlainText

_MOST_BYTES = 1024 * 1024
BANDS = ("0-14", "15-17", "18-24", "25-39", "40-59", "60-74", "75+")


class FileOrderForm(forms.Form):
    """The municipality's list of those who get a letter with a code."""

    file = forms.FileField(
        label=_("The list as a CSV file"),
        help_text=_("The first line names the columns: Navn, Adresse, Postnr, By, CPR and Område."),
        widget=forms.FileInput({"accept": ".csv,.txt,text/csv"}),
    )
    format = forms.ChoiceField(
        label=_("What do you need?"),
        choices=[
            ("pdf", _("Letters, ready to print (PDF)")),
            ("large", _("Letters in large print (PDF)")),
            ("csv", _("A list for a print house (CSV)")),
        ],
        initial="pdf",
        widget=forms.RadioSelect,
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > _MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 1 MB. Divide it, and print in turns."))
        return file


class CardsForm(forms.Form):
    """A stock of cards, for example for a school class."""

    count = forms.IntegerField(label=_("How many cards?"), min_value=1, max_value=MOST_CARDS)
    area = forms.ChoiceField(label=_("Area"))

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = areas  # type: ignore[attr-defined]


class ReissueForm(forms.Form):
    """Who needs a new code, and where the letter goes. Nothing of it is kept."""

    number = CprField()
    lines = forms.CharField(
        label=_("Name and address for the letter"),
        help_text=_("As on an envelope, at most five lines. Not kept."),
        widget=Paragraphs(rows=4),
        max_length=400,
    )
    is_large = forms.BooleanField(label=_("In large print"), required=False)

    def address(self) -> list[str]:
        lines: str = self.cleaned_data["lines"]
        return [" ".join(line.split())[:80] for line in lines.splitlines() if line.strip()][:5]


class LetterForm(PlainText):
    """One letter in both languages."""

    heading_da = forms.CharField(label=_("Heading in Danish"), max_length=MOST_HEADING)
    body_da = forms.CharField(label=_("Text in Danish"), max_length=MOST_BODY, widget=Paragraphs(rows=9))
    heading_en = forms.CharField(label=_("Heading in English"), max_length=MOST_HEADING)
    body_en = forms.CharField(label=_("Text in English"), max_length=MOST_BODY, widget=Paragraphs(rows=9))
    return_address = forms.CharField(
        label=_("Address for the ballots that are posted"),
        help_text=_("As on an envelope, at most five lines. It stands on the ballot that comes with the letter."),
        max_length=300,
        widget=Paragraphs(rows=4),
        required=False,
    )
    areas = forms.MultipleChoiceField(
        label=_("Which areas?"),
        help_text=_("Choose none to write to all."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    bands = forms.MultipleChoiceField(
        label=_("Which age groups?"),
        help_text=_("Choose none to write to all."),
        choices=[(band, band) for band in BANDS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, areas: list[tuple[str, str]], has_form: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_form:
            del self.fields["return_address"]
        self.fields["areas"].choices = areas  # type: ignore[attr-defined]
        if len(areas) < 2:
            del self.fields["areas"]
