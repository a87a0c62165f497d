from __future__ import annotations

import base64
import binascii
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.municipality.actions import MOST_CONTACTS
from deltagerbudget.municipality.logo import Drawn, drawn
from deltagerbudget.municipality.markdown import LONGEST
from deltagerbudget.municipality.rules import is_phone, is_web_address
from deltagerbudget.ui.brand import NotAColour, is_readable, nearest_readable
from deltagerbudget.ui.forms import DateField, Paragraphs, PlainText

_HINT = gettext_lazy(
    "An empty line makes a new paragraph. ## before a line makes a heading, - a list, **word** a strong word."
)


def _line(label: Any, most: int, hint: Any = "", **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, help_text=hint, **kwargs)


def _phone(value: str) -> str:
    if value and not is_phone(value):
        raise ValidationError(_("Write the phone number in figures, for example 12 34 56 78."))
    return value


class _Optional(PlainText):
    """Every field may stand empty, and the page says what that means; "optional" at each of them says nothing."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.sometimes_required = True  # type: ignore[attr-defined]


class BrandForm(PlainText):
    """``better`` is the nearest colour that can be read, when the one that was written cannot."""

    # Eight figures of a colour or a drawn logo are what they should be.
    may_be_figures = frozenset({"primary", "kept"})

    name = _line(gettext_lazy("The municipality's name"), 80)
    primary = _line(
        gettext_lazy("Colour"),
        7,
        gettext_lazy("As # and six figures or letters a to f. Buttons, links and the logo's ground get it."),
    )
    logo = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        help_text=gettext_lazy("PNG, JPEG or WebP of at most 1 MB. It is shown 48 points high. SVG is not taken."),
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.webp"}),
    )
    remove = forms.BooleanField(label=gettext_lazy("Use the platform's own mark instead of a logo"), required=False)
    # The drawn logo between the preview and the save.
    kept = forms.CharField(required=False, max_length=300_000, widget=forms.HiddenInput)

    better = ""

    def clean_primary(self) -> str:
        colour: str = self.cleaned_data["primary"].strip().lower()
        try:
            if is_readable(colour):
                return colour
        except NotAColour as error:
            raise ValidationError(
                _("Write the colour as # and six figures or letters a to f, for example #0b5c55.")
            ) from error
        self.better = nearest_readable(colour)
        raise ValidationError(
            _("Text in %(colour)s is too pale to read. The nearest colour that can be read is %(better)s.")
            % {"colour": colour, "better": self.better}
        )

    def clean_logo(self) -> Drawn | None:
        upload = self.cleaned_data.get("logo")
        if upload is None:
            return None
        # One more than is taken is enough to see that it is too much.
        return _drawn(upload.read(1_000_001))

    def clean_kept(self) -> Drawn | None:
        kept: str = self.cleaned_data.get("kept", "")
        try:
            return _drawn(base64.b64decode(kept, validate=True)) if kept else None
        except binascii.Error as error:
            raise ValidationError(_("Choose the logo again.")) from error

    @property
    def new_logo(self) -> Drawn | None:
        chosen: Drawn | None = self.cleaned_data.get("logo") or self.cleaned_data.get("kept")
        return None if self.cleaned_data.get("remove") else chosen


def _drawn(content: bytes) -> Drawn:
    try:
        return drawn(content)
    except Refusal as refusal:
        raise ValidationError(refusal.message) from refusal


class ContactForm(_Optional):
    """One of the people or offices. All fields empty: nobody."""

    name = _line(gettext_lazy("Name of a person or an office"), 120, required=False)
    phone = _line(gettext_lazy("Phone"), 20, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    role_da = _line(gettext_lazy("Role in Danish"), 120, required=False)
    role_en = _line(gettext_lazy("Role in English"), 120, required=False)
    hours_da = _line(gettext_lazy("Opening hours in Danish"), 120, "Mandag-fredag 9-14", required=False)
    hours_en = _line(gettext_lazy("Opening hours in English"), 120, "Monday-Friday 9-14", required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False, max_length=254)

    def clean_phone(self) -> str:
        return _phone(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if any(given.values()) and not self.errors:
            if not given["name"]:
                self.add_error("name", _("Write a name for each contact."))
            if not given["phone"] and not given["email"]:
                self.add_error("phone", _("Each contact needs a phone number or an e-mail."))
        return given


Contacts = formset_factory(ContactForm, extra=1, max_num=MOST_CONTACTS, absolute_max=MOST_CONTACTS, validate_max=True)


class CouncilForm(_Optional):
    name = _line(
        gettext_lazy("The local council's name"), 120, gettext_lazy("For example: Tranbjerg Fællesråd"), required=False
    )
    url = _line(gettext_lazy("Web address"), 300, gettext_lazy("Begins with https://"), required=False)
    phone = _line(gettext_lazy("Phone"), 20, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False, max_length=254)

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if url and not is_web_address(url):
            raise ValidationError(
                _("A web address begins with https:// and names a site, for example https://example.dk.")
            )
        return url

    def clean_phone(self) -> str:
        return _phone(self.cleaned_data["phone"])


class AreaForm(PlainText):
    name = _line(gettext_lazy("The area's name"), 120)


class PageForm(PlainText):
    title_da = _line(gettext_lazy("Heading in Danish"), 120)
    body_da = forms.CharField(
        label=gettext_lazy("Text in Danish"), max_length=LONGEST, widget=Paragraphs(20), help_text=_HINT
    )
    title_en = _line(gettext_lazy("Heading in English"), 120)
    body_en = forms.CharField(label=gettext_lazy("Text in English"), max_length=LONGEST, widget=Paragraphs(20))


class WordingForm(PlainText):
    """One short text in both languages."""

    use_required_attribute = False

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("da", _("In Danish")), ("en", _("In English"))):
            field = forms.CharField(label=label, max_length=most, required=False, widget=Paragraphs(3))
            field.sometimes_required = True  # type: ignore[attr-defined]
            self.fields[name] = field


class LooksForm(forms.Form):
    """Which looks: at one person, by the number on the person's own page; on one day."""

    person = forms.IntegerField(
        label=gettext_lazy("The resident's number"),
        help_text=gettext_lazy("It stands on the resident's own page, under “Who has looked at my data”."),
        required=False,
        min_value=1,
        max_value=2**62,
    )
    day = DateField(label=gettext_lazy("Day"), required=False)
