from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.vocabulary import Role
from deltagerbudget.areas.models import Area
from deltagerbudget.staff.models import GIVEN
from deltagerbudget.staff.rules import EVERYWHERE
from deltagerbudget.ui.forms import PlainText
from deltagerbudget.ui.names import doubt_about

_CODE = {"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "characters"}
NOT_AN_ORDINARY_NAME = _("Write the name with ordinary letters, as the person would write it.")


class AddressForm(forms.Form):
    address = forms.EmailField(
        label=_("Your e-mail at work"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )


class CodeForm(forms.Form):
    code = forms.CharField(label=_("The code from the mail"), max_length=40, widget=forms.TextInput(attrs=_CODE))


class FactorForm(forms.Form):
    code = forms.CharField(
        label=_("The code from your app"),
        help_text=_("Six figures. If you do not have your telephone, write one of your recovery codes instead."),
        max_length=40,
        widget=forms.TextInput(attrs=_CODE),
    )


class AppForm(forms.Form):
    code = forms.CharField(
        label=_("The six figures that the app shows now"),
        max_length=40,
        widget=forms.TextInput(attrs=_CODE | {"inputmode": "numeric"}),
    )


class RoleForm(PlainText):
    role = forms.ChoiceField(
        label=_("Role"), choices=[(role.value, role.label) for role in GIVEN], widget=forms.RadioSelect
    )
    area = forms.ModelChoiceField(
        label=_("Only in this area"),
        help_text=_("Leave it empty for the whole municipality. An auditor and an administrator have no area."),
        queryset=Area.objects.none(),
        required=False,
        empty_label=_("The whole municipality"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["area"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = Area.objects.order_by("sort_key")

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("area") is not None and given.get("role") in EVERYWHERE:
            self.add_error("area", _("This role is held for the whole municipality. Leave the area empty."))
        return given


class InvitationForm(RoleForm):
    name = forms.CharField(label=_("Name"), max_length=200)
    address = forms.EmailField(label=_("E-mail at work"), max_length=254)
    field_order = ("name", "address", "role", "area")

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if doubt_about(name, reserved=[settings.MUNICIPALITY]):
            raise forms.ValidationError(NOT_AN_ORDINARY_NAME)
        return name


class KeyForm(PlainText):
    name = forms.CharField(
        label=_("What do you call the key?"), help_text=_("For example: blue key ring."), max_length=60
    )
    credential = forms.CharField(max_length=20_000, required=False, widget=forms.HiddenInput)
    may_be_figures = frozenset({"credential"})
