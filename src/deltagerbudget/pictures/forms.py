from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import widgets
from django.utils.translation import gettext_lazy as _

from deltagerbudget.pictures import keeping
from deltagerbudget.pictures.decoding import BadFile, check_size, decoded
from deltagerbudget.pictures.keeping import Illustration, Kept
from deltagerbudget.pictures.models import ALT, CREDIT, TITLE
from deltagerbudget.pictures.papers import check_pdf
from deltagerbudget.ui.forms import Paragraphs, PlainText

PICTURES = "image/jpeg,image/png,image/webp,image/heic,image/heif"


class OneFileInput(widgets.FileInput):
    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        found = files.getlist(name) if hasattr(files, "getlist") else [files[name]] if name in files else []
        return found[0] if len(found) == 1 else found or None


class OneFileField(forms.FileField):
    """SECURITY: of several files under one name Django checks the last alone; here they are refused."""

    widget = OneFileInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        if isinstance(data, list):
            raise ValidationError(_("Choose one file only."), code="several")
        return super().clean(data, initial)


class PictureForm(PlainText):
    """One picture and its words. What was chosen stays, also when something else has to be corrected."""

    use_required_attribute = False
    is_optional = False

    kept = forms.CharField(widget=forms.HiddenInput, required=False, max_length=500)
    file = OneFileField(
        label=_("The picture"),
        help_text=_("JPG, PNG, WebP or HEIC, at most 10 MB. We remove where and when it was taken."),
        widget=OneFileInput(attrs={"accept": PICTURES}),
        required=False,
        allow_empty_file=True,
    )
    alt = forms.CharField(
        label=_("What does one see on the picture?"),
        help_text=_("One sentence. It is read aloud to those who cannot see the picture."),
        max_length=ALT,
        widget=Paragraphs(2),
        error_messages={"required": _("Write what one sees on the picture, for those who cannot see it.")},
    )
    credit = forms.CharField(
        label=_("Who has taken or drawn it?"),
        help_text=_("Stands beside the picture. Leave it empty if no name should stand there."),
        max_length=CREDIT,
        required=False,
    )
    may_be_shown = forms.BooleanField(
        label=_("The picture is mine, or I may use it. People who can be recognised have said yes to being shown."),
        error_messages={"required": _("Say yes to this before the picture can be shown to everyone.")},
    )

    def __init__(self, *args: Any, owner: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._owner = owner
        self.found: Kept | None = None
        self.fields["file"].sometimes_required = not self.is_optional  # type: ignore[attr-defined]
        if self.is_optional:
            for name in ("alt", "may_be_shown"):
                self.fields[name].required = False
                self.fields[name].sometimes_required = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for name in ("alt", "credit"):
            given[name] = " ".join(given.get(name, "").split())
        if "file" not in self.errors:
            self._read(given)
        if self.found is None and not self.is_optional and "file" not in self.errors:
            self.add_error("file", _("Choose a picture."))
        if self.found is not None and self.is_optional:
            self._ask_words(given)
        return given

    def _read(self, given: dict[str, Any]) -> None:
        file = given.get("file")
        try:
            if file is not None:
                self.found = keeping.keep(decoded(file, file.size))
            elif given.get("kept"):
                self.found = keeping.from_token(given["kept"], self._owner)
        except BadFile as problem:
            self.add_error("file", str(problem.message))
        word = keeping.token(self.found, self._owner) if self.found else ""
        self.data = {**{name: self.data.get(name) for name in self.data}, "kept": word}

    def _ask_words(self, given: dict[str, Any]) -> None:
        for name in ("alt", "may_be_shown"):
            if not given.get(name) and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])

    def illustration(self) -> Illustration | None:
        """What the valid form holds."""
        words = self.cleaned_data
        return Illustration(self.found, words["alt"], words["credit"]) if self.found else None


class DocumentForm(PlainText):
    """A PDF and its title."""

    use_required_attribute = False

    title = forms.CharField(
        label=_("What is the document called?"),
        help_text=_("As residents see it. The file is called the same when it is fetched."),
        max_length=TITLE,
    )
    file = OneFileField(
        label=_("The document"),
        help_text=_("A PDF of at most 10 MB. What residents must know stands in the text of the page as well."),
        widget=OneFileInput(attrs={"accept": "application/pdf"}),
        allow_empty_file=True,
        error_messages={"required": _("Choose a PDF.")},
    )

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_file(self) -> bytes:
        return pdf_of(self.cleaned_data["file"])


def pdf_of(file: Any) -> bytes:
    """What was sent, looked through. Raises ValidationError."""
    try:
        check_size(file.size, _("The document is %(size)s MB. Choose one of at most %(most)s MB."))
        data: bytes = file.read()
        check_pdf(data)
    except BadFile as problem:
        raise ValidationError(str(problem.message)) from problem
    return data
