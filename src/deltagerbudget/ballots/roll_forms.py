from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.vocabulary import OffRoll, OntoRoll, Tie
from deltagerbudget.ballots.models import Vote
from deltagerbudget.ballots.roll_audit import SIZES
from deltagerbudget.ballots.roll_file import MAX_BYTES
from deltagerbudget.identity.cpr import digits_of
from deltagerbudget.processes.forms import a_day

_SALT = "ballots.roll"
_CHECKED_SECONDS = 2 * 60 * 60


class ForgettingInput(forms.TextInput):
    """SECURITY: a number that was typed is never sent back to a page."""

    def __init__(self) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"})

    def format_value(self, value: Any) -> str | None:
        return None


class CprField(forms.CharField):
    """A CPR number as people write it; ten digits out."""

    widget = ForgettingInput

    def __init__(self) -> None:
        super().__init__(
            label=_("CPR number"),
            help_text=_("Ten figures. It becomes a pseudonym at once, and nobody can see it afterwards."),
            max_length=20,
        )

    def clean(self, value: Any) -> str:
        number = digits_of(super().clean(value))
        if number is None:
            raise forms.ValidationError(_("This is not a CPR number. Write the ten figures once more."))
        return number


class RollFileForm(forms.Form):
    """The municipality's list and its day. ``checked`` says that this very file was looked through."""

    file = forms.FileField(
        label=_("The list as a CSV file"),
        help_text=_(
            "One line for each person. The first line names the columns: CPR and Område. Other columns are not read."
        ),
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".csv,.txt,text/csv"}),
    )
    cut_off = a_day(
        label=_("The day on which the right is judged"),
        help_text=_("Where a person lived on this day decides, whoever moves afterwards. Voters are told the day."),
    )
    checked = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(most)s MB. Leave out all columns but CPR and Område.")
                % {"most": MAX_BYTES // 1024 // 1024}
            )
        return file

    def content(self) -> bytes:
        content: bytes = self.cleaned_data["file"].read()
        return content


def seal_checked(vote: Vote, content: bytes) -> str:
    """SECURITY: a keyed digest; from a plain one of a short file the numbers could be guessed."""
    return signing.dumps(_digest(vote, content), salt=_SALT)


def is_checked(vote: Vote, content: bytes, text: str) -> bool:
    try:
        return bool(signing.loads(text, salt=_SALT, max_age=_CHECKED_SECONDS) == _digest(vote, content))
    except signing.BadSignature:
        return False


def _digest(vote: Vote, content: bytes) -> str:
    return salted_hmac(f"{_SALT}.{vote.pk}", content, algorithm="sha256").hexdigest()


class AddForm(forms.Form):
    prefix = "add"

    number = CprField()
    area = forms.ChoiceField(label=_("Area"))
    reason = forms.ChoiceField(label=_("Why"), choices=OntoRoll.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, areas: list[tuple[str, str]], ties: Collection[Tie], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = areas  # type: ignore[attr-defined]
        # Of the ties to the area those that count in this vote.
        reasons = [(word, text) for word, text in OntoRoll.choices if word not in Tie or word in ties]
        self.fields["reason"].choices = reasons  # type: ignore[attr-defined]


class RemoveForm(forms.Form):
    prefix = "remove"

    number = CprField()
    reason = forms.ChoiceField(label=_("Why"), choices=OffRoll.choices, widget=forms.RadioSelect)


class SampleForm(RollFileForm):
    """The roll's file once more, and how many people the auditor will ask."""

    size = forms.TypedChoiceField(
        label=_("How many to ask, of each kind"),
        choices=[(size, size) for size in SIZES],
        coerce=int,
        initial=60,
        help_text=_("60 find one false ballot in twenty, 150 one in fifty, 300 one in a hundred: 19 times out of 20."),
    )
    cut_off = None  # type: ignore[assignment]
    checked = None  # type: ignore[assignment]
